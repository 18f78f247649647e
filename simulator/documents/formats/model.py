"""What every format offers, and what it finds."""

from __future__ import annotations

from collections.abc import Iterator
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
