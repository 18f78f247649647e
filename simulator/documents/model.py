"""What reading a document yields: words with their places, pages, fields, and the Reading that holds them.

These records travel between rooms, between processes and into the store as JSON, so they are frozen
structs without behaviour beyond what follows from their own data. Boxes are pixels of the upright, prepared
page image, `(left, top, right, bottom)`, right and bottom exclusive. Confidences are 0.0-1.0.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Literal

import msgspec

Box = tuple[int, int, int, int]


class Word(msgspec.Struct, frozen=True, array_like=True):
    """One word as an engine gave it. `line` and `block` number the engine's own lines and blocks on the page."""

    text: str
    box: Box
    confidence: float
    line: int = 0
    block: int = 0


class Page(msgspec.Struct, frozen=True):
    """One page, upright. `width` and `height` are pixels of the prepared image that the boxes refer to.

    `transform` is the 3x3 homography (row by row) from prepared pixels back to pixels of the page as it was
    given (after EXIF orientation; for a PDF, as rendered), so that boxes can be drawn or blacked out there.
    `steps` names what the preparation did, in order, in words for a person.
    """

    number: int
    width: int
    height: int
    words: tuple[Word, ...] = ()
    source: Literal["ocr", "text layer", "none"] = "ocr"
    rotation: int = 0
    skew: float = 0.0
    transform: tuple[float, ...] = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0)
    steps: tuple[str, ...] = ()


class Place(msgspec.Struct, frozen=True, array_like=True):
    """Where on which page (numbered from 1) something stands."""

    page: int
    box: Box


class Field(msgspec.Struct, frozen=True):
    """A value that was read: what it says, how sure, where it stands, and which rule gave it.

    `value` is a string, a number, a list of strings, or, for `formatted_address`, named parts. `rule` is for
    people: the label and the place, or the check, that gave the value.
    """

    value: str | int | float | list[str] | dict[str, Field]
    confidence: float
    places: tuple[Place, ...] = ()
    rule: str = ""

    def parts(self) -> dict[str, Field]:
        """The named parts; none of a value that has no names in it."""
        return self.value if isinstance(self.value, dict) else {}

    def leaves(self, name: str) -> Iterator[tuple[str, Field]]:
        """The field under its name, or each of its parts under `name.part`."""
        if not isinstance(self.value, dict):
            yield name, self
        for part, inner in self.parts().items():
            yield from inner.leaves(f"{name}.{part}")

    def texts(self) -> list[str]:
        """What the field says, one text after the other: its own, those of its list, those of its parts."""
        if isinstance(self.value, list):
            return [str(each) for each in self.value]
        if isinstance(self.value, dict):
            return [text for part in self.value.values() for text in part.texts()]
        return [str(self.value)]

    def map(self, change: Callable[[str], str]) -> Field:
        """The field with each of its texts changed; numbers become texts."""
        if isinstance(self.value, dict):
            return msgspec.structs.replace(self, value={name: part.map(change) for name, part in self.value.items()})
        changed = [change(each) for each in self.texts()]
        return msgspec.structs.replace(self, value=changed if isinstance(self.value, list) else changed[0])

    def wrapped(self, wrap: Callable[[Field], dict[str, Any]]) -> dict[str, Any]:
        """What `wrap` makes of the field, or of each of its parts, under their names."""
        if not isinstance(self.value, dict):
            return wrap(self)
        return {name: part.wrapped(wrap) for name, part in self.value.items()}


class TypeCandidate(msgspec.Struct, frozen=True):
    """A type that was weighed: its score, the clues that matched and those that were missing."""

    document_type: str
    score: float
    matched: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


class Reading(msgspec.Struct, frozen=True):
    """Everything that reading one file yielded: a pure function of its bytes and of `engine`.

    `document_type` is empty when nothing was recognised. `error_code` is `""`, `UNRECOGNISED` or
    `INVALID_DOC`, with Atlas's or our own `error_reason`. `fields` is in the documented order and holds only
    what was found. `candidates` is sorted, best first; `margin` is the best score's lead over the second.
    """

    document_type: str = ""
    fields: dict[str, Field] = {}
    error_code: str = ""
    error_reason: str = ""
    score: float = 0.0
    margin: float = 0.0
    candidates: tuple[TypeCandidate, ...] = ()
    pages: tuple[Page, ...] = ()
    page_count: int = 0
    engine: str = ""
    notes: tuple[str, ...] = ()
