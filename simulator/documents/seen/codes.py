"""Codes on a page: QR codes and barcodes, where they stand and the text in them. What the text means is for others.

`read` costs about 10 ms for an A4 page at 200 dpi, so it is run on whole pages.
"""

from __future__ import annotations

from typing import Any

import cv2
import msgspec
import numpy as np

from simulator.documents.model import Box

#: QR for invoices and identity cards; the rest is what phone makers print on boxes.
_FORMATS = "QRCode,Code128,Code39,EAN13,UPCA,DataMatrix"
#: The quiet zone and the rim of a code belong to it when it is blacked out.
_MARGIN = 0.04

#: A code too blurred to be found by its corners: a square patch of dense black and white. Sides in pixels, the
#: share of the image's longer side that it may take, and the share of its area that the patch fills.
_PATCH_SIDE = 48
_PATCH_LARGEST = 0.6
_PATCH_FILL = 0.8
_PATCH_ASPECT = 1.25
#: Share of black inside: a code is masked so that it stays near a half.
_PATCH_BLACK = (0.35, 0.65)
#: Runs of one shade along a row or column: a code changes many times, and as often down as across.
_PATCH_CHANGES = 10
_PATCH_BALANCE = 1.35


class Code(msgspec.Struct, frozen=True):
    """One code. `format` is the reader's own name ("QRCode", "Code128", …); `text` is empty where unreadable."""

    format: str
    text: str
    box: Box

    @property
    def square(self) -> bool:
        """Whether it is a matrix code, which can carry personal data, and no line barcode."""
        return self.format in ("QRCode", "DataMatrix")


def read(image: np.ndarray) -> tuple[Code, ...]:
    """The codes that could be read, top to bottom. `image` is grey or RGB, bytes."""
    return tuple(code for code in _found(image) if code.text)


def code_boxes(image: np.ndarray) -> list[Box]:
    """Where matrix codes stand, read or not, with their rim: what a redacted picture must not show.

    A code that no reader can make out may still be readable to somebody with a better one, so damaged codes and
    square patches that look like a blurred code are named too.
    """
    height, width = image.shape[:2]
    boxes = [_widened(code.box, width, height) for code in _found(image) if code.square]
    return boxes + [box for box in _patches(_grey(image)) if not any(_overlap(box, other) for other in boxes)]


def _found(image: np.ndarray) -> list[Code]:
    import zxingcpp

    found = zxingcpp.read_barcodes(
        image, formats=zxingcpp.barcode_formats_from_str(_FORMATS), try_invert=False, return_errors=True
    )
    codes = [Code(_name(each), each.text if each.valid else "", _box(each.position, image)) for each in found]
    return sorted(codes, key=lambda code: (code.box[1], code.box[0]))


def _name(found: Any) -> str:
    return str(found.format).rpartition(".")[2].replace(" ", "").replace("-", "")


def _box(position: Any, image: np.ndarray) -> Box:
    height, width = image.shape[:2]
    corners = (position.top_left, position.top_right, position.bottom_right, position.bottom_left)
    across, down = [corner.x for corner in corners], [corner.y for corner in corners]
    return (max(min(across), 0), max(min(down), 0), min(max(across) + 1, width), min(max(down) + 1, height))


def _widened(box: Box, width: int, height: int) -> Box:
    rim = round(_MARGIN * max(box[2] - box[0], box[3] - box[1])) + 1
    return (max(box[0] - rim, 0), max(box[1] - rim, 0), min(box[2] + rim, width), min(box[3] + rim, height))


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _grey(image: np.ndarray) -> np.ndarray:
    return image if image.ndim == 2 else cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)


def _patches(grey: np.ndarray) -> list[Box]:
    """Square areas full of black-and-white changes in both directions."""
    height, width = grey.shape
    scale = min(1.0, 1000 / max(height, width))
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    edges = cv2.morphologyEx(small, cv2.MORPH_GRADIENT, cv2.getStructuringElement(cv2.MORPH_RECT, (5, 5)))
    _, busy = cv2.threshold(edges, 40, 255, cv2.THRESH_BINARY)
    busy = cv2.morphologyEx(busy, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_RECT, (15, 15)))
    _, _, stats, _ = cv2.connectedComponentsWithStats(busy)
    boxes = []
    for left, top, wide, high, area in stats[1:].tolist():
        if min(wide, high) < _PATCH_SIDE or max(wide, high) > _PATCH_LARGEST * max(small.shape):
            continue
        if area < _PATCH_FILL * wide * high or max(wide, high) > _PATCH_ASPECT * min(wide, high):
            continue
        if _like_a_code(small[top : top + high, left : left + wide]):
            box = (int(left / scale), int(top / scale), int((left + wide) / scale), int((top + high) / scale))
            boxes.append(_widened(box, width, height))
    return boxes


def _like_a_code(patch: np.ndarray) -> bool:
    _, black = cv2.threshold(patch, 0, 1, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    if not _PATCH_BLACK[0] <= float(black.mean()) <= _PATCH_BLACK[1]:
        return False
    across, down = _changes(black), _changes(black.T)
    return min(across, down) >= _PATCH_CHANGES and max(across, down) <= _PATCH_BALANCE * min(across, down)


def _changes(black: np.ndarray) -> float:
    """Changes of shade along a row, on average over rows."""
    return float((black[:, 1:] != black[:, :-1]).sum(axis=1).mean())
