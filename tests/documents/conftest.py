"""One loaded reader for all tests of reading, and throw-away pages drawn where they are needed."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from PIL import Image, ImageDraw, ImageFont

from simulator.documents.model import Page, Word
from simulator.documents.reader import Reader, open_reader

LINES = (
    "TAX INVOICE",
    "Invoice No: INV-2026-0417   Date: 12/03/2026",
    "Customer Name: Asha Verma",
    "Delivery Address: 14 Lake View Road, Pune 411001",
    "Refrigerator 253 L   Qty 1   Amount 24,990.00",
    "Total payable: Rs. 24,990.00",
    "Authorised signatory for the dealer named above",
)


@pytest.fixture(scope="session")
def reader() -> Reader:
    return open_reader()


@pytest.fixture(scope="session")
def draw() -> Callable[..., Image.Image]:
    """Black print on white, one line below the other."""

    def page(lines: tuple[str, ...] = LINES, size: tuple[int, int] = (1000, 640), letters: int = 30) -> Image.Image:
        image = Image.new("RGB", size, "white")
        pen = ImageDraw.Draw(image)
        font = ImageFont.load_default(letters)
        for number, line in enumerate(lines):
            pen.text((60, 50 + int(number * letters * 2.6)), line, fill="black", font=font)
        return image

    return page


@pytest.fixture(scope="session")
def encode() -> Callable[..., bytes]:
    """A picture as the bytes of a file: `encode(image, "JPEG", quality=80)`."""

    def encoded(image: Image.Image, kind: str = "PNG", **options: Any) -> bytes:
        stream = io.BytesIO()
        image.save(stream, kind, **options)
        return stream.getvalue()

    return encoded


#: Pixels of a character and of a line, and of the letters in it.
WIDE, LINE, LETTER = 12, 36, 24


@dataclass(eq=False)
class DrawnSheet:
    """A page without a picture: for what is told from words alone."""

    page: Page
    grey: Any = None
    colour: Any = None
    given: Any = None
    dpi: int = 200


def drawn_sheet(
    text: str, *, confidence: float = 0.97, unsure: dict[str, float] | None = None, number: int = 1
) -> DrawnSheet:
    """A page with the words of `text` where they stand in it; `unsure` gives single words another confidence."""
    words = [
        Word(
            match.group(),
            (match.start() * WIDE, row * LINE, match.end() * WIDE - 2, row * LINE + LETTER),
            (unsure or {}).get(match.group(), confidence),
            row,
        )
        for row, line in enumerate(text.splitlines())
        for match in re.finditer(r"\S+", line)
    ]
    width = max(map(len, text.splitlines())) * WIDE + 60
    return DrawnSheet(Page(number, width, max(len(text.splitlines()) * LINE, 1600), tuple(words), "text layer"))


@pytest.fixture(scope="session")
def sheet() -> Callable[..., DrawnSheet]:
    """A page drawn as text: every character has its place on a grid, so that a layout can be seen in the test."""
    return drawn_sheet
