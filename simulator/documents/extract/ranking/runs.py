"""Where lines of a block are an address, by what they are: from the first that looks like part of one to the last."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate
from typing import NamedTuple

from simulator.documents.extract.ranking.addresslike import CONTACT_ALONE, address_line, contact_line, look
from simulator.documents.extract.ranking.outline import Outline
from simulator.documents.formats.dates import day
from simulator.documents.layout import Segment

_CODE_ALONE = re.compile(r"\W*\d{3}\s?\d{2,3}(?:-\d{4})?\W*")
#: A floor and the number of a flat on it, as Singapore writes them: `#09-1103`.
_FLAT = re.compile(r"#\s?[A-Z]?\d{1,3}-\d{1,5}[A-Z]?(?:/\d{1,5})?\W*")
#: Labels that an address may have inside.
INSIDE = frozenset(
    [
        "address",
        "add",
        "pin",
        "pincode",
        "state",
        "city",
        "district",
        "dist",
        "country",
        "code",
        "no",
        "tal",
        "taluka",
        "village",
        "statename",
        "statecode",
        "place",
        "street",
        "area",
    ]
)
#: A line with fewer letters and more digits is a number and no part of an address.
_LETTERS, _DIGITS = 3, 6
_LOOKS = 0.7


class Run(NamedTuple):
    """The words of an address, by their numbers, and the lines that they stand in."""

    first: int
    last: int
    lines: tuple[int, ...]
    look: float


def stops(outline: Outline, segment: Segment, first: int) -> bool:
    """Whether an address cannot go on with a line: it is a telephone number, a date (no house number behind a
    street, `Hauptstrasse 15/3/12`), or has a label of another kind."""
    text = outline.page.layout.text(first, segment.last)
    if number_line(text) or (day(text) is not None and not look(text).street):
        return True
    mark = outline.page.first_mark(segment)
    return mark is not None and mark.colon and mark.phrase not in INSIDE


def number_line(text: str) -> bool:
    """Whether a line is a telephone number, an address on the net, a tax number."""
    letters, digits = sum(map(str.isalpha, text)), sum(map(str.isdigit, text))
    return (
        contact_line(text)
        or bool(CONTACT_ALONE.search(text))
        or (letters < _LETTERS and digits >= _DIGITS and not (_CODE_ALONE.fullmatch(text) or _FLAT.fullmatch(text)))
    )


def runs(outline: Outline) -> list[Run]:
    """The addresses of a page as its blocks show them."""
    found = []
    for block in outline.blocks:
        lines: list[tuple[Segment, int, float]] = []
        for segment in (*block, None):
            start = _start(outline, segment) if segment else 0
            if segment is not None and not stops(outline, segment, start):
                look = address_line(outline.page.layout.text(start, segment.last))
                if lines or look >= _LOOKS:
                    lines.append((segment, start, look))
                continue
            while lines and lines[-1][2] <= 0:
                lines.pop()
            if lines:
                found.append(
                    Run(
                        lines[0][1],
                        lines[-1][0].last,
                        tuple(s.at for s, _, _ in lines),
                        sum(look for _, _, look in lines),
                    )
                )
            lines = []
    return found


class Runs:
    """The addresses of a page, to be asked how some words stand to them."""

    def __init__(self, outline: Outline) -> None:
        every = runs(outline)
        self._beginning = {run.first: run for run in reversed(every)}
        self._ends = {run.last for run in every}
        self._first_lines = {run.lines[0] for run in every}
        by_first = sorted(every, key=lambda run: run.first)
        self._firsts = [run.first for run in by_first]
        self._farthest = list(accumulate((run.last for run in by_first), max))

    def says(self, first: int, last: int, lower: int | None) -> list[float]:
        """Whether words are an address, begin or end like one, stand over one (`lower` is the line below) or in one; and how
        much the one that they begin looks like an address."""
        begun = self._beginning.get(first)
        before = bisect_right(self._firsts, first)
        return [
            begun is not None and begun.last == last,
            begun is not None,
            last in self._ends,
            lower in self._first_lines,
            before > 0 and last <= self._farthest[before - 1],
            begun.look if begun else 0.0,
        ]


def _start(outline: Outline, segment: Segment) -> int:
    """Where the line's own text begins: behind its label, if it begins with one."""
    mark = outline.page.first_mark(segment)
    if mark is not None and (mark.colon or mark.phrase in INSIDE) and mark.value <= segment.last:
        return mark.value
    tokens = outline.page.layout.tokens
    for at in range(segment.first, min(segment.first + 3, segment.last)):
        if tokens[at].text.endswith(":"):
            return at + 1
    return segment.first
