"""Values that are not found among words: seen in the picture, decoded from a code, or from a machine-readable zone.

A type file names one by `source = "seen:stamp"`. The part before the colon is the family. Each family registers itself
here when the room is imported; this module knows none of them.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol

from simulator.documents.model import Field, Page


class SheetView(Protocol):
    """A page as `extract` needs it; the prepared images are for the sources that look at them."""

    @property
    def page(self) -> Page: ...
    @property
    def grey(self) -> Any: ...
    @property
    def plain(self) -> Any: ...
    @property
    def colour(self) -> Any: ...
    @property
    def given(self) -> Any: ...
    def smaller(self, scale: float) -> Any: ...
    @property
    def dpi(self) -> Any: ...


@dataclass(frozen=True)
class Context:
    """What a source may want to know besides the sheets: the type, the field asked for, and the fields found so far."""

    document_type: str
    field: str = ""
    fields: Mapping[str, Field] = dataclasses.field(default_factory=dict)


#: A source: a Field, or None where there is nothing. A clue holds if it gives anything but "no", 0 or nothing.
Source = Callable[[Sequence[SheetView], Context], Field | None]

#: By family, what gives its sources.
_FAMILIES: dict[str, Callable[[], Mapping[str, Source]]] = {}


def register(family: str, load: Callable[[], Mapping[str, Source]]) -> None:
    """Make a family known; `load` is called when a type first asks for one of its sources, since some load much."""
    _FAMILIES[family] = load


@lru_cache(maxsize=64)
def source(name: str) -> Source | None:
    """The source of that name, or None if there is no such."""
    load = _FAMILIES.get(name.partition(":")[0])
    return load().get(name) if load else None
