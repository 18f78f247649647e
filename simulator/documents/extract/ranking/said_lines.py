"""What a line says to the candidates over it and under it: looked at once, however many there are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from simulator.documents.extract.ranking.lines import in_block, line_look, line_text, named
from simulator.documents.extract.ranking.outline import Outline
from simulator.documents.extract.ranking.runs import stops
from simulator.documents.extract.ranking.text_traits import names_company
from simulator.documents.layout import Segment


class Said(NamedTuple):
    """How much it looks like a part of an address, whether it names a firm, may be a name, and whether no address goes on
    with it; which line of its block it is, and of how many."""

    look: float = -1.0
    company: bool = False
    named: bool = False
    stops: bool = True
    block_at: int = 0
    block_size: int = 0


#: What is said where no line is.
_NOTHING = Said()


class SaidLines:
    """The lines of the pages of one document."""

    def __init__(self) -> None:
        self._said: dict[tuple[int, int], Said] = {}

    def of(self, outline: Outline, segment: Segment | None) -> Said:
        if segment is None:
            return _NOTHING
        at = (outline.page.number, segment.at)
        if at not in self._said:
            text = line_text(outline.page, segment)
            self._said[at] = Said(
                line_look(outline.page, segment),
                names_company(text),
                named(text),
                stops(outline, segment, segment.first),
                *in_block(outline, segment),
            )
        return self._said[at]


class Repeated:
    """The lines of a document, each as a key, to be asked in how many of them a value stands."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._text = "\n".join(lines)
        self._count: dict[tuple[str, int], int] = {}

    def lines_with(self, value: str, most: int) -> int:
        """In how many lines a value stands; those above `most` are not counted."""
        at = (value, most)
        if at not in self._count:
            self._count[at] = self._counted(value, most)
        return self._count[at]

    def _counted(self, value: str, most: int) -> int:
        count, found = 0, self._text.find(value)
        while found >= 0 and count < most:
            count += 1
            end = self._text.find("\n", found)
            found = self._text.find(value, end) if end >= 0 else -1
        return count
