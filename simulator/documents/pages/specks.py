"""Specks: single dark pixels all over a page, as a bad copier, a fax line or a scan in black and white strews them.

The engine takes lines with specks in them for pictures, and reads specks at the end of a word as dots.
"""

from __future__ import annotations

import cv2
import numpy as np

from simulator.documents.components import components

#: A square in the middle of the page is looked at (pixels).
_LOOKED_AT = 700
#: A speck is so much darker than what is around it (grey levels), and has so many pixels at most.
_DARKER, _PIXELS = 60, 4
#: A page is specked where such a share of its pixels is one alone. Measured: two specked papers .012 and .014, 600 others .006
#: at most, half of them less than .0001.
_SPECKED = 0.009


def specked(grey: np.ndarray) -> bool:
    """Whether specks are all over a page (height x width, 8 bits, as it was given)."""
    top, left = (max(0, (side - _LOOKED_AT) // 2) for side in grey.shape)
    part = grey[top : top + _LOOKED_AT, left : left + _LOOKED_AT]
    if min(part.shape) < 3:
        return False
    dark = (cv2.subtract(cv2.medianBlur(part, 3), part) > _DARKER).astype(np.uint8)
    alone = (dark > 0) & (cv2.boxFilter(dark, -1, (3, 3), normalize=False) == 1)
    return bool(alone.mean() >= _SPECKED)


def cleaned(grey: np.ndarray) -> np.ndarray:
    """The page without specks, which become as what is around them."""
    around = cv2.medianBlur(grey, 5)
    dark = (cv2.subtract(around, grey) > _DARKER).astype(np.uint8)
    pieces, stats, *_ = components(dark)
    small = stats[:, cv2.CC_STAT_AREA] <= _PIXELS
    small[0] = False
    return np.where(small[pieces], around, grey)
