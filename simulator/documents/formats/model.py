"""What every format offers, and what it finds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple, Protocol

#: How much a format says of a value: a check digit proves it, a strict form nearly, a loose form or any text little.
CHECKED, STRICT, LOOSE, ANY = 1.0, 0.9, 0.6, 0.3


class Found(NamedTuple):
    """A value in a text: as it is answered, where it stands in the text, and how much its form says (see CHECKED).

    `mended` says that look-alike characters (O and 0) were put right by their position.
    """

    value: str
    start: int
    end: int
    proof: float
    mended: bool = False


class Format(Protocol):
    """`multiline`: a value that goes on in the lines below. `strict`: text of another kind does not pass for it."""

    @property
    def name(self) -> str: ...
    @property
    def strict(self) -> bool: ...
    @property
    def multiline(self) -> bool: ...

    def find(self, text: str) -> Iterator[Found]:
        """Every value in the text, in order, none overlapping another."""
        ...


def foremost(every: Iterable[Found]) -> Found | None:
    """The first of some values, a better proven one before it."""
    return max(every, key=lambda found: (round(found.proof, 1), -found.start), default=None)


def as_printed(format: Format, found: Found, text: str) -> Found | None:
    """What of a text was put right, as it stands there: a PDF's own words are misread by nobody. None if that is no value.

    Formats with `printed` do so: it gives what stands there, what that proves, and whether a sign in a wrong place was changed.
    """
    printed = getattr(format, "printed", None)
    if printed is None or not found.mended:
        return found
    read = printed(text[found.start : found.end])
    return found._replace(value=read[0], proof=read[1], mended=read[2]) if read else None
