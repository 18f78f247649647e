"""A sheet with two words at known places, so that what the page draws over it can be held against where they are."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw, ImageFont

SIZE = (1240, 1000)
#: Word to its left, top, right, bottom in pixels of the sheet.
WORDS: dict[str, tuple[int, int, int, int]] = {}


def sheet() -> bytes:
    """PNG of the sheet; fills `STATUS_WORDS`."""
    image = Image.new("RGB", SIZE, "white")
    pen = ImageDraw.Draw(image)
    font = ImageFont.load_default(54)
    for word, at in (("Reading", (120, 110)), ("Delivered", (830, 800))):
        pen.text(at, word, "black", font)
        WORDS[word] = tuple(map(round, pen.textbbox(at, word, font)))  # type: ignore[assignment]
    stream = io.BytesIO()
    image.save(stream, "PNG")
    return stream.getvalue()


def pdf() -> bytes:
    """The sheet twice, as a PDF."""
    image = Image.open(io.BytesIO(sheet()))
    stream = io.BytesIO()
    image.save(stream, "PDF", save_all=True, append_images=[image], resolution=150)
    return stream.getvalue()
