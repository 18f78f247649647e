"""Values that are not found among words: seen in the picture, decoded from a code, or from a machine-readable zone.

A type file names one by `source = "seen:stamp"`. The part before the colon is the family, a module with a dict
`SOURCES` from names to functions; it is loaded when a type first asks for it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from typing import Any, Protocol

from simulator.documents.model import Field, Page


class SheetView(Protocol):
    """A page as `extract` needs it; the prepared images are for the sources that look at them."""

    @property
    def page(self) -> Page: ...
    @property
    def grey(self) -> Any: ...
    @property
    def colour(self) -> Any: ...
    @property
    def given(self) -> Any: ...
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

FAMILIES = {
    "seen": "simulator.documents.vision.sources",
    "code": "simulator.documents.vision.sources",
    "mrz": "simulator.documents.extract.mrz",
}


@lru_cache(maxsize=64)
def source(name: str) -> Source | None:
    """The source of that name, or None if there is no such."""
    family = name.partition(":")[0]
    module = FAMILIES.get(family)
    if module is None:
        return None
    try:
        sources: dict[str, Source] = import_module(module).SOURCES
    except ModuleNotFoundError as missing:
        if missing.name != module:
            raise
        return None
    return sources.get(name)
