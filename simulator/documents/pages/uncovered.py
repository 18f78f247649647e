"""Ink on a page that no word was read of: pieces of it, as large as letters or not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import cv2
import numpy as np

from simulator.documents.components import components
from simulator.documents.model import Word

#: With fewer words, what print looks like on the page is not known.
_FEWEST = 12
#: Looked at in a copy of half the size where print is at least so high (pixels).
_HALVED = 14


class Uncovered(NamedTuple):
    """Pieces of ink (pieces x 5, as OpenCV describes them) in a copy `by` times smaller than the page, what of the copy is
    darker than `threshold` is ink; most words of the page are `high` (pixels of the page)."""

    pieces: np.ndarray
    copy: np.ndarray
    threshold: float
    by: int
    high: float


def uncovered(grey: np.ndarray, words: Sequence[Word]) -> Uncovered | None:
    """What there is on a page (height x width, 8 bits) beside its words; None where they are too few to tell print by."""
    sure = [word for word in words if len(word.text) > 1]
    if len(sure) < _FEWEST:
        return None
    high = float(np.median([word.box[3] - word.box[1] for word in sure]))
    by = 2 if high >= _HALVED else 1
    copy = cv2.resize(grey, None, fx=1 / by, fy=1 / by, interpolation=cv2.INTER_AREA) if by > 1 else grey
    threshold, _ = cv2.threshold(copy, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    ink = (copy <= threshold).astype(np.uint8)
    for word in words:
        left, top, right, bottom = (at // by for at in word.box)
        ink[max(0, top - 1) : bottom + 2, max(0, left - 1) : right + 2] = 0
    return Uncovered(components(ink).stats[1:], copy, threshold, by, high)
