"""What was found on a sheet, kept as long as the sheet: several fields ask for the same signatures or codes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar
from weakref import WeakKeyDictionary

from simulator.documents.extract.sources import SheetView

Value = TypeVar("Value")

_kept: WeakKeyDictionary[SheetView, dict[str, object]] = WeakKeyDictionary()


def cached_on(sheet: SheetView, name: str, make: Callable[[SheetView], Value]) -> Value:
    """`make(sheet)`, the first time; what it gave then, at later calls with that sheet and name."""
    found = _kept.setdefault(sheet, {})
    if name not in found:
        found[name] = make(sheet)
    return found[name]  # type: ignore[return-value]


def forget(sheet: SheetView, *names: str) -> None:
    """What was kept under these names is no longer true."""
    for name in names:
        _kept.get(sheet, {}).pop(name, None)
