"""The print that samples of one kind of document share: its title, its labels, its heads; what differs are the values."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from simulator.documents.evidence import layout_of
from simulator.documents.extract.sources import SheetView
from simulator.documents.layout import Layout
from simulator.documents.phrases import key

#: A phrase has at most so many words.
LONGEST = 8
_ENDS = (":", "：", ":-", "=")
#: Stands before amounts and is no label.
_CURRENCY = ("rs", "inr")
_EDGES = " \t:;,.|*_~=-–—()[]#"


@dataclass(frozen=True)
class Sample:
    """A document and, where somebody said them, the values that are wanted of it by field."""

    name: str
    sheets: tuple[SheetView, ...]
    wanted: dict[str, Any] = field(default_factory=dict)

    @cached_property
    def layouts(self) -> list[Layout]:
        return [layout_of(sheet) for sheet in self.sheets]


@dataclass(frozen=True)
class Phrase:
    """Words that stand in `samples` of the samples. `colon`: behind most of them; `heads`: in a row with other such phrases."""

    text: str
    words: int
    samples: int
    colon: bool
    row: tuple[str, ...] = ()


def enough(samples: int) -> int:
    """In how many samples a phrase must be to be the form's: in all, but one may be misread of four and more."""
    return samples - (1 if samples >= 4 else 0)


def shared(samples: Sequence[Sample]) -> list[Phrase]:
    """The phrases that the samples share, in the order of the first one's reading."""
    common = _common_runs(samples)
    printed: dict[str, Counter[str]] = defaultdict(Counter)
    inside: dict[str, set[int]] = defaultdict(set)
    colons: Counter[str] = Counter()
    leading: Counter[str] = Counter()
    places: Counter[str] = Counter()
    rows: dict[str, Counter[tuple[str, ...]]] = defaultdict(Counter)
    for number, sample in enumerate(samples):
        for layout in sample.layouts:
            chains = list(_chains(layout, common))
            in_row: dict[int, list[str]] = defaultdict(list)
            for first, last, colon in chains:
                given = "".join(key(token.text) for token in layout.tokens[first : last + 1])
                printed[given][layout.text(first, last).strip(_EDGES)] += 1
                inside[given].add(number)
                places[given] += 1
                colons[given] += colon
                leading[given] += first == layout.of_token(first).first
                if not colon:
                    in_row[layout.of_token(first).row].append(given)
            for heads in in_row.values():
                for given in heads if len(heads) > 2 else ():
                    rows[given][tuple(heads)] += 1
    least = enough(len(samples))
    texts = {
        given: _closed(printed[given].most_common(1)[0][0].lower()) for given in printed if len(inside[given]) >= least
    }
    return [
        Phrase(
            text,
            len(text.split()),
            len(inside[given]),
            colons[given] * 2 > places[given],
            tuple(texts[each] for each in rows[given].most_common(1)[0][0] if each in texts) if rows[given] else (),
        )
        for given, text in texts.items()
        # What stands within other words is part of values that are alike by accident, as a state in all addresses.
        if len(given) > 1 and given not in _CURRENCY and (colons[given] + leading[given]) * 2 >= places[given]
    ]


def _closed(text: str) -> str:
    return text + ")" if text.count("(") > text.count(")") else text


def _common_runs(samples: Sequence[Sample]) -> frozenset[tuple[str, ...]]:
    """Every run of words within one line that enough samples have."""
    counts: Counter[tuple[str, ...]] = Counter()
    for sample in samples:
        here: set[tuple[str, ...]] = set()
        for layout in sample.layouts:
            for piece in _pieces(layout):
                keys = [key(layout.tokens[at].text) for at in piece]
                here.update(
                    tuple(keys[start : start + size])
                    for start in range(len(keys))
                    for size in range(1, min(LONGEST, len(keys) - start) + 1)
                )
        counts.update(here)
    least = enough(len(samples))
    return frozenset(run for run, times in counts.items() if times >= least)


def _pieces(layout: Layout) -> Iterator[list[int]]:
    """Each run of words up to a colon, without signs."""
    for segment in layout.segments:
        piece: list[int] = []
        for at in range(segment.first, segment.last + 1):
            text = layout.tokens[at].text
            if key(text):
                piece.append(at)
            if text.endswith(_ENDS):
                yield piece
                piece = []
        yield piece


def _chains(layout: Layout, common: frozenset[tuple[str, ...]]) -> Iterator[tuple[int, int, bool]]:
    """The longest common runs of each piece, one after the other: first and last word, and whether a colon follows."""
    for piece in _pieces(layout):
        keys = [key(layout.tokens[at].text) for at in piece]
        start = 0
        while start < len(keys):
            size = next(
                (
                    size
                    for size in range(min(LONGEST, len(keys) - start), 0, -1)
                    if tuple(keys[start : start + size]) in common
                ),
                0,
            )
            if size and not all(word.isdigit() for word in keys[start : start + size]):
                first, last = piece[start], piece[start + size - 1]
                yield first, last, _colon(layout, last)
            start += max(size, 1)


def _colon(layout: Layout, last: int) -> bool:
    if layout.tokens[last].text.endswith(_ENDS):
        return True
    segment = layout.of_token(last)
    if last < segment.last:
        return layout.tokens[last + 1].text.startswith(":")
    beside = next(layout.right_of(segment), None)
    return beside is not None and layout.tokens[beside.first].text.startswith(":")
