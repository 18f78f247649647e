"""A read page drawn for a person: every word framed by how surely it was read, every field numbered and said beside.

Private values are blacked out, and so are the codes of a document that has one.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from simulator.documents.model import Box, Field, Page, Reading
from simulator.documents.private import Private
from simulator.documents.redact import hidden_boxes
from simulator.masking import masked

if TYPE_CHECKING:
    import numpy as np

#: Words and fields from these confidences on are sure, or doubtful; below, they are bad.
SURE_ABOVE, DOUBTFUL_BELOW = 0.9, 0.7
_GREEN, _YELLOW, _RED = (20, 140, 60), (215, 140, 0), (205, 30, 30)
_INK, _FAINT, _PAPER = (30, 30, 30), (110, 110, 110), (248, 248, 246)
#: The column beside the page, and the size of its letters, as parts of the page's longer side; at least so many pixels.
_COLUMN, _LETTERS = 0.42, 1 / 75
_LEAST_COLUMN, _LEAST_LETTERS = 460, 15
_QUALITY = 88


def annotated(content: bytes, reading: Reading, private: Private) -> list[bytes]:
    """A JPEG for each page of a file that was read so. Raises DocumentError when the file cannot be read."""
    from simulator.documents.pages.pictures import PageSource
    from simulator.documents.render_page import blacked_out

    with PageSource(content, most_pages=max(reading.page_count, 1)) as pages:
        return [
            _page(blacked_out(pages, page.number, page, *hidden_boxes(page, private)), page, reading)
            for page in reading.pages
        ]


def _page(colour: np.ndarray, page: Page, reading: Reading) -> bytes:
    from PIL import Image, ImageDraw

    letters = max(_LEAST_LETTERS, round(max(page.width, page.height) * _LETTERS))
    column = max(_LEAST_COLUMN, round(max(page.width, page.height) * _COLUMN))
    canvas = Image.new("RGB", (page.width + column, max(page.height, 24 * letters)), _PAPER)
    canvas.paste(Image.fromarray(colour), (0, 0))
    pen = ImageDraw.Draw(canvas, "RGBA")
    for word in page.words:
        pen.rectangle(_inside(word.box), outline=(*_tier(word.confidence), 110))
    entries = list(_entries(reading, page.number))
    for number, (_, field) in enumerate(entries, 1):
        colour_of_field = _tier(field.confidence)
        boxes = in_lines(_boxes(field, page.number))
        for box in boxes:
            pen.rectangle(_around(box), fill=(*colour_of_field, 32), outline=colour_of_field, width=3)
        for box in boxes[:1]:
            _tag(pen, str(number), box, colour_of_field, letters)
    _beside(pen, canvas, page, reading, entries, letters)
    stream = io.BytesIO()
    canvas.save(stream, "JPEG", quality=_QUALITY)
    return stream.getvalue()


def _entries(reading: Reading, page: int) -> Iterator[tuple[str, Field]]:
    """The fields that stand on this page, and, with the first page, those that stand nowhere; parts by themselves."""
    for name, field in reading.fields.items():
        for each, part in field.leaves(name):
            if part.value not in ("", []) and (_boxes(part, page) or (not part.places and page == 1)):
                yield each, part


def _boxes(field: Field, page: int) -> list[Box]:
    return [place.box for place in field.places if place.page == page]


def in_lines(boxes: list[Box]) -> list[Box]:
    """Boxes of neighbouring words on one line as one."""
    lines: list[Box] = []
    for box in boxes:
        if lines:
            last = lines[-1]
            height = last[3] - last[1]
            if abs(box[1] - last[1]) < 0.5 * height and -height < box[0] - last[2] < 2 * height:
                lines[-1] = last[0], min(last[1], box[1]), max(last[2], box[2]), max(last[3], box[3])
                continue
        lines.append(box)
    return lines


def _tag(pen: Any, text: str, box: Box, colour: tuple[int, int, int], letters: int) -> None:
    """A field's number, left of its box, or above it where there is no room."""
    font = _font(letters)
    width = round(pen.textlength(text, font=font)) + letters // 2
    left, top = box[0] - width - 4, box[1] - 4
    if left < 0:
        left, top = box[0], max(box[1] - letters - 8, 0)
    pen.rectangle((left, top, left + width, top + letters + 4), fill=colour)
    pen.text((left + letters // 4, top + 1), text, font=font, fill="white")


def _beside(
    pen: Any, canvas: Any, page: Page, reading: Reading, entries: list[tuple[str, Field]], letters: int
) -> None:
    """The column: what the document is, how the page was prepared, and the numbered fields."""
    left, right = page.width + letters, canvas.width - letters // 2
    lines: list[tuple[str, tuple[int, int, int], float]] = [
        (reading.document_type or reading.error_code, _INK if reading.document_type else _RED, 1.4)
    ]
    if reading.document_type:
        lines.append((f"score {reading.score:.2f}, {reading.margin:.2f} ahead of the next", _FAINT, 0.85))
    if reading.error_reason:
        lines.append((reading.error_reason, _RED, 0.85))
    prepared = ", ".join(page.steps) or "as given"
    lines.append((f"page {page.number} of {reading.page_count}, {page.source}: {prepared}", _FAINT, 0.85))
    for number, (name, field) in enumerate(entries, 1):
        lines.append(("", _INK, 0.4))
        lines.append((f"{number}  {name}  {field.confidence:.2f}", _tier(field.confidence), 0.9))
        lines.append((masked(", ".join(field.texts())), _INK, 1.0))
    top = letters
    for text, colour, size in lines:
        font = _font(round(letters * size))
        for line in _wrapped(pen, text, font, right - left):
            if top < canvas.height - letters:
                pen.text((left, top), line, font=font, fill=colour)
            top += round(letters * size * 1.3)


def _wrapped(pen: Any, text: str, font: Any, width: int) -> list[str]:
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and pen.textlength(longer, font=font) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def _font(size: int) -> Any:
    from PIL import ImageFont

    return ImageFont.load_default(size)


def _tier(confidence: float) -> tuple[int, int, int]:
    return _GREEN if confidence >= SURE_ABOVE else _YELLOW if confidence >= DOUBTFUL_BELOW else _RED


def _around(box: Box) -> tuple[int, int, int, int]:
    return box[0] - 4, box[1] - 4, box[2] + 3, box[3] + 3


def _inside(box: Box) -> tuple[int, int, int, int]:
    """The box as Pillow draws it, right and bottom included."""
    return box[0], box[1], max(box[0], box[2] - 1), max(box[1], box[3] - 1)
