"""What stands where mending changed a page's picture: light print in colour is taken for a stamp and goes with it, and is
read from the picture without mending. Only those parts are read twice, unless they make up most of the page."""

from __future__ import annotations

import cv2
import numpy as np

from simulator.documents.boxes import joined
from simulator.documents.components import components
from simulator.documents.model import Box

#: The copy that is compared is so many times smaller; a place is changed where it is so much lighter or darker there.
_SMALLER, _CHANGED = 4, 12
#: Letters of a line and lines of a block are one part (pixels of the copy), and a part reaches so far beyond what changed.
_TOGETHER, _AROUND = (25, 9), 6
#: Parts that are lower or narrower hold no print (pixels of the copy).
_LEAST = 4
#: Parts that make up so much of the page are no quicker to read than the page.
_MOST = 0.35


def changed_parts(mended: np.ndarray, plain: np.ndarray) -> list[Box] | None:
    """The parts of a page (both height x width, 8 bits) that differ, apart from each other; None where most of it does."""
    height, width = plain.shape
    size = max(1, width // _SMALLER), max(1, height // _SMALLER)
    differs = cv2.resize(cv2.absdiff(mended, plain), size, interpolation=cv2.INTER_AREA) > _CHANGED
    whole = cv2.morphologyEx(differs.astype(np.uint8), cv2.MORPH_CLOSE, np.ones(_TOGETHER[::-1], np.uint8))
    stats = components(whole).stats
    parts: list[Box] = []
    for left, top, wide, high, _ in stats[1:].tolist():
        if min(wide, high) >= _LEAST:
            part = left - _AROUND, top - _AROUND, left + wide + _AROUND, top + high + _AROUND
            parts = joined(parts, part)
    parts = [(max(0, x1), max(0, y1), min(size[0], x2), min(size[1], y2)) for x1, y1, x2, y2 in parts]
    if sum((x2 - x1) * (y2 - y1) for x1, y1, x2, y2 in parts) > _MOST * size[0] * size[1]:
        return None
    return [(x1 * _SMALLER, y1 * _SMALLER, x2 * _SMALLER, y2 * _SMALLER) for x1, y1, x2, y2 in sorted(parts)]
