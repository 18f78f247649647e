"""A drawn document: its picture, and the truth of what is printed on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from PIL import Image

from samples.kit.sheet import Paper

UNRECOGNISED = "UNRECOGNISED"


@dataclass(frozen=True)
class DrawnDocument:
    """`fields` holds only what is printed. `colour` keeps a scan's colours; `wear` says which qualities are made of it;
    `photographed` is what lies on the table for the photo, where that is more than the sheet; `pdf`: clean and scan are
    PDF files, the clean one with its words as text."""

    type: str
    sheet: Paper
    fields: dict[str, Any]
    colour: bool = False
    wear: tuple[str, ...] = ("clean", "scan", "photo")
    photographed: Image.Image | None = None
    pdf: bool = False

    @property
    def image(self) -> Image.Image:
        return self.sheet.image


#: A layout draws one document from its seed.
Layout = Callable[[Random], DrawnDocument]


def as_pdf(layout: Layout, quality: str = "clean") -> Layout:
    """A layout that is kept as a PDF: "clean" as a program makes it, "scan" as a scanner does."""
    return lambda rng: replace(layout(rng), pdf=True, wear=(quality,))
