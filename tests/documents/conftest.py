"""One loaded reader for all tests of reading, and throw-away pages drawn where they are needed."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image, ImageDraw, ImageFont

from simulator.documents.reader import Reader, open_reader
from tests.documents.drawn import DrawnSheet, drawn_sheet

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


@pytest.fixture(scope="session")
def sheet() -> Callable[..., DrawnSheet]:
    """A page drawn as text: every character has its place on a grid, so that a layout can be seen in the test."""
    return drawn_sheet
