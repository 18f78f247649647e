"""Where a candidate stands, and which values the candidates of its format have."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from simulator.documents.extract.ranking.full_names import full_names
from simulator.documents.extract.ranking.lines import sums
from simulator.documents.extract.ranking.option import Option
from simulator.documents.layout import Segment, Token


@dataclass(frozen=True)
class Stand:
    """Its first and last line, the words before and behind it in these, and the lines above and below, where there are."""

    option: Option
    segment: Segment
    end: Segment
    upper: Segment | None
    lower: Segment | None
    previous: Token | None
    following: Token | None

    @classmethod
    def of(cls, option: Option) -> Stand:
        layout, outline = option.page.layout, option.outline
        first, last = option.tokens[0], option.tokens[-1]
        segment, end = layout.segments[first.segment], layout.segments[last.segment]
        above, below = outline.over.get(segment.at), outline.under.get(end.at)
        return cls(
            option,
            segment,
            end,
            layout.segments[above] if above is not None else None,
            layout.segments[below] if below is not None else None,
            layout.tokens[first.at - 1] if first.at > segment.first else None,
            layout.tokens[last.at + 1] if last.at < end.last else None,
        )

    @property
    def first(self) -> Token:
        return self.option.tokens[0]

    @property
    def last(self) -> Token:
        return self.option.tokens[-1]


@dataclass(frozen=True)
class Others:
    """The values of all candidates of a format: how often each stands there, in which order; its amounts and days, the least
    first, each with its number; in how many ways others add up to an amount; and which names are said short and in full."""

    counts: Counter[str]
    order: dict[str, int]
    amounts: dict[float, int]
    days: dict[tuple[int, int, int], int]
    largest: float
    sums: dict[float, float]
    full_names: Mapping[str, list[float]]

    @classmethod
    def of(cls, options: Sequence[Option]) -> Others:
        format = options[0].format if options else ""
        keys = [option.key for option in options]
        order = {key: rank for rank, key in enumerate(dict.fromkeys(keys))}
        amounts = {option.number for option in options} if format in ("amount", "number") else set()
        days = {option.day for option in options if option.day} if format == "date" else set()
        rising = sorted(amounts)
        return cls(
            Counter(keys),
            order,
            {amount: at for at, amount in enumerate(rising)},
            {each: at for at, each in enumerate(sorted(days))},
            rising[-1] if rising else 0.0,
            {amount: sums(amount, rising) for amount in rising},
            full_names(options) if format in ("name", "company") else {},
        )
