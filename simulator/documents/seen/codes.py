"""Codes on a page: QR codes and barcodes, where they stand and the text in them. What the text means is for others.

`read` costs about 10 ms for an A4 page at 200 dpi, so it is run on whole pages.
"""

from __future__ import annotations

from typing import Any

import msgspec
import numpy as np

from simulator.documents.model import Box

#: QR for invoices and identity cards; the rest is what phone makers print on boxes.
_FORMATS = "QRCode,Code128,Code39,EAN13,UPCA,DataMatrix"
#: The quiet zone and the rim of a code belong to it when it is blacked out.
_MARGIN = 0.04


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
    """Where matrix codes stand, with their rim, whether they can be read or are damaged."""
    height, width = image.shape[:2]
    return [_widened(code.box, width, height) for code in _found(image) if code.square]


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
