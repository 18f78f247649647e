"""A drawn document: its picture, and the truth of what is printed on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Any

from PIL import Image

from simulator.samples.kit.sheet import Sheet

UNRECOGNISED = "UNRECOGNISED"


@dataclass(frozen=True)
class Drawn:
    """`fields` holds only what is printed. `colour` keeps a scan's colours; `wear` says which qualities are made of it;
    `photographed` is what lies on the table for the photo, where that is more than the sheet."""

    type: str
    sheet: Sheet
    fields: dict[str, Any]
    colour: bool = False
    wear: tuple[str, ...] = ("clean", "scan", "photo")
    photographed: Image.Image | None = None

    @property
    def image(self) -> Image.Image:
        return self.sheet.image


#: A layout draws one document from its seed.
Layout = Callable[[Random], Drawn]
