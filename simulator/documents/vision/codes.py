"""Codes on a page: QR codes and barcodes, where they stand and the text in them. What the text means is for others.

`read` costs some 25 ms for an A4 page at 200 dpi, so it is run on whole pages.
"""

from __future__ import annotations

from typing import Any

import cv2
import msgspec
import numpy as np

from simulator.documents.boxes import joined, overlap
from simulator.documents.components import components
from simulator.documents.model import Box

#: QR for invoices and identity cards; the rest is what phone makers print on boxes.
_FORMATS = "QRCode,Code128,Code39,EAN13,UPCA,DataMatrix"
_MATRIX = "QRCode,DataMatrix"
#: The quiet zone and the rim of a code belong to it when it is blacked out.
_MARGIN = 0.04
#: In a copy of half the size: a step of grey that is an edge, and the share of edges around a place in a code.
_EDGE, _NEAR, _FILLED = 28, 7, 0.6
#: The smallest patch of them that a matrix code may be (pixels of the copy). Measured: none of the samples' is missed.
_PATCH = 17
#: How much larger the second look is at. Measured: more is no better.
_LARGER = 1.5


class FoundCode(msgspec.Struct, frozen=True):
    """One code. `format` is the reader's own name ("QRCode", "Code128", …); `text` is empty where unreadable."""

    format: str
    text: str
    box: Box


def read_codes(image: np.ndarray) -> tuple[FoundCode, ...]:
    """The codes that could be read, top to bottom. `image`: height x width (grey) or height x width x 3 (RGB), uint8."""
    return tuple(code for code in _found(image) if code.text)


def read_matrix_codes(image: np.ndarray) -> tuple[FoundCode, ...]:
    """The same of matrix codes alone, which are looked for only where a patch may be one."""
    found: list[FoundCode] = []
    for left, top, right, bottom in _dense(image):
        for code in _found(np.ascontiguousarray(image[top:bottom, left:right]), _MATRIX):
            x1, y1, x2, y2 = code.box
            found.append(msgspec.structs.replace(code, box=(x1 + left, y1 + top, x2 + left, y2 + top)))
    return tuple(sorted((code for code in found if code.text), key=lambda code: (code.box[1], code.box[0])))


def code_boxes(image: np.ndarray) -> list[Box]:
    """Where matrix codes stand, with their rim, in pixels; also damaged ones. `image` as in `read_codes`."""
    height, width = image.shape[:2]
    return [_widened(code.box, width, height) for code in _found(image, _MATRIX)]


def _dense(image: np.ndarray) -> list[Box]:
    """Where dark and light change as closely, over as large a patch, as in a code, with what lies around; print leaves gaps."""
    grey = image if image.ndim == 2 else cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    half = cv2.resize(grey, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    edges = (cv2.morphologyEx(half, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8)) > _EDGE).astype(np.uint8)
    filled = (cv2.blur(edges * 255, (_NEAR, _NEAR)) > 255 * _FILLED).astype(np.uint8)
    patches = cv2.morphologyEx(filled, cv2.MORPH_OPEN, np.ones((_PATCH, _PATCH), np.uint8))
    stats = components(patches).stats
    height, width = image.shape[:2]
    parts: list[Box] = []
    for left, top, wide, high, _ in stats[1:].tolist():
        # A code has places where it is thin: it reaches beyond its dense patches.
        rim = max(wide, high)
        part = 2 * (left - rim), 2 * (top - rim), 2 * (left + wide + rim), 2 * (top + high + rim)
        parts = joined(parts, (max(0, part[0]), max(0, part[1]), min(width, part[2]), min(height, part[3])))
    return parts


def _found(image: np.ndarray, formats: str = _FORMATS) -> list[FoundCode]:
    """Every code, at the picture's own size and enlarged: each finds some that the other misses."""
    larger = cv2.resize(image, None, fx=_LARGER, fy=_LARGER, interpolation=cv2.INTER_CUBIC)
    kept: list[FoundCode] = []
    for code in sorted((*_at(image, 1.0, formats), *_at(larger, _LARGER, formats)), key=lambda code: not code.text):
        if all(not overlap(code.box, other.box) for other in kept):
            kept.append(code)
    return sorted(kept, key=lambda code: (code.box[1], code.box[0]))


def _at(image: np.ndarray, scale: float, formats: str) -> list[FoundCode]:
    import zxingcpp

    found = zxingcpp.read_barcodes(
        image, formats=zxingcpp.barcode_formats_from_str(formats), try_invert=False, return_errors=True
    )
    return [
        FoundCode(_name(each), each.text if each.valid else "", _box(each.position, image, scale)) for each in found
    ]


def _name(found: Any) -> str:
    return str(found.format).rpartition(".")[2].replace(" ", "").replace("-", "")


def _box(position: Any, image: np.ndarray, scale: float) -> Box:
    height, width = image.shape[:2]
    corners = (position.top_left, position.top_right, position.bottom_right, position.bottom_left)
    across, down = [corner.x for corner in corners], [corner.y for corner in corners]
    return (
        int(max(min(across), 0) / scale),
        int(max(min(down), 0) / scale),
        int(min(max(across) + 1, width) / scale),
        int(min(max(down) + 1, height) / scale),
    )


def _widened(box: Box, width: int, height: int) -> Box:
    rim = round(_MARGIN * max(box[2] - box[0], box[3] - box[1])) + 1
    return (max(box[0] - rim, 0), max(box[1] - rim, 0), min(box[2] + rim, width), min(box[3] + rim, height))
