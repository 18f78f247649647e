"""A known phrase on a page, and a piece of its text that can be asked where it stands."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from simulator.documents.formats import Format, Found
from simulator.documents.formats.model import as_printed, foremost
from simulator.documents.layout import Token

#: How sure a PDF's own words are.
CERTAIN = 1.0


class Mark:
    """A known phrase at tokens `first` to `last` (inclusive). `value` is where a value right of it would begin.

    `leads`: it begins a run of words. `colon`: a colon or the like follows, which makes it a label for certain.
    `exact`: no letter had to be set right.
    """

    __slots__ = ("bottom", "colon", "exact", "first", "last", "leads", "phrase", "value")

    def __init__(self, first: int, last: int, phrase: str, leads: bool, exact: bool) -> None:
        self.first, self.last, self.phrase, self.leads, self.exact = first, last, phrase, leads, exact
        self.value = last + 1
        self.colon = False
        #: A token of its last line: labels in narrow cells go on in the next.
        self.bottom = last

    @property
    def strong(self) -> bool:
        """Whether it surely is a label and not a word in a sentence or a value."""
        return self.leads or self.colon


@dataclass(frozen=True)
class Span:
    """Tokens one after the other, as text. `breaks` are the numbers of tokens before which a line ends for good:
    there the text has a comma, if none is printed."""

    tokens: tuple[Token, ...]
    breaks: frozenset[int] = frozenset()

    @cached_property
    def text(self) -> str:
        return "".join(self._pieces).strip()

    @cached_property
    def _pieces(self) -> list[str]:
        """Every token with what parts it from the one before."""
        if not self.breaks:
            return [token.text if not at else f" {token.text}" for at, token in enumerate(self.tokens)]
        pieces = []
        for before, token in zip((None, *self.tokens), self.tokens, strict=False):
            comma = token.at in self.breaks and before and before.text[-1].isalnum() and token.text[0].isalnum()
            pieces.append(("" if before is None else ", " if comma else " ") + token.text)
        return pieces

    @cached_property
    def _stops(self) -> list[int]:
        """Where each token ends in the text."""
        return list(accumulate(map(len, self._pieces)))

    def values(self, format: Format) -> Iterator[Found]:
        """Every value of a format in the text. Of words that are certain none is put right."""
        for found in format.find(self.text):
            sure = found.mended and all(token.confidence >= CERTAIN for token in self.within(found.start, found.end))
            exact = as_printed(format, found, self.text) if sure else found
            if exact:
                yield exact

    def best(self, format: Format) -> Found | None:
        """The first value of the format in the text, a better proven one before it."""
        return foremost(self.values(format))

    def within(self, start: int, end: int) -> tuple[Token, ...]:
        """The tokens that a part of the text touches."""
        tokens, stops = self.tokens, self._stops
        first = last = bisect_right(stops, start)
        while last < len(tokens) and stops[last] - len(tokens[last].text) < end:
            last += 1
        return tokens[first:last]
