"""A candidate: something on the pages that could be a value of a format, and the words that it is made of."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from simulator.documents.boxes import around
from simulator.documents.extract.marks import Span
from simulator.documents.extract.page import MarkedPage
from simulator.documents.extract.ranking.outline import Outline
from simulator.documents.formats.amounts import figure
from simulator.documents.formats.dates import day
from simulator.documents.formats.model import Found
from simulator.documents.layout import Token
from simulator.documents.model import Box
from simulator.documents.phrases import key


@dataclass(eq=False)
class Option:
    """A candidate: a value, the words that it is made of, and the format that it was found by."""

    found: Found
    span: Span
    page: MarkedPage
    outline: Outline
    format: str
    lines: int = 1

    @property
    def value(self) -> str:
        return self.found.value

    @cached_property
    def texts(self) -> list[str]:
        """What it says, line by line."""
        lines: dict[int, list[str]] = {}
        for token in self.tokens:
            lines.setdefault(token.segment, []).append(token.text)
        return [" ".join(words) for words in lines.values()]

    @cached_property
    def box(self) -> Box:
        return around(token.box for token in self.tokens)

    @cached_property
    def at(self) -> tuple[int, ...]:
        """The number of its page, of its lines, and of each of its words: what is around it depends on nothing else."""
        return (self.page.number, self.lines, *(token.at for token in self.tokens))

    @cached_property
    def words(self) -> frozenset[tuple[int, int]]:
        """Its words, each by its page and its number there."""
        return frozenset((token.page, token.at) for token in self.tokens)

    @cached_property
    def number(self) -> float:
        """The amount that it is, 0 where it is none."""
        return figure(self.value) or 0.0

    @cached_property
    def day(self) -> tuple[int, int, int] | None:
        """The day that it is."""
        return day(self.value)

    def __post_init__(self) -> None:
        self.tokens: tuple[Token, ...] = self.span.within(self.found.start, self.found.end)
        self.key = key(self.found.value)
