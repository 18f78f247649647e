"""Measures the print of a page: the slant of its lines and the height of its letters."""

from __future__ import annotations

import cv2
import numpy as np

from simulator.documents.components import components
from simulator.documents.pages.light import small

#: Slant below this is left alone (degrees): turning blurs more than it mends. Measured.
LEAST_SKEW = 0.25
MOST_SKEW = 12.0
SKEW_COPY = 700
#: So many points of ink tell nothing.
_FEW_INK = 50
#: So many tell the slant roughly.
_ENOUGH = 12_000
#: The middle height of all letters and digits, as a multiple of the x-height. Measured.
_OF_X_HEIGHT = 1.35
#: Fewer letters do not tell the size of print.
_FEW_LETTERS = 20


def skew(grey: np.ndarray) -> float:
    """The slant of the lines in degrees clockwise; 0.0 where there are none."""
    copy = small(grey, SKEW_COPY)
    points = cv2.findNonZero(_ink(copy))
    if points is None or len(points) < _FEW_INK:
        return 0.0
    across, down = np.ascontiguousarray(points.reshape(-1, 2).T, np.float32)
    ink = (down, across - copy.shape[1] / 2)
    some = (ink[0][:: len(down) // _ENOUGH + 1], ink[1][:: len(down) // _ENOUGH + 1])
    coarse = max(np.arange(-MOST_SKEW, MOST_SKEW + 0.5, 1.0), key=lambda angle: _sharpness(some, angle, 2.0))
    middle = max(np.arange(coarse - 0.8, coarse + 0.9, 0.2), key=lambda angle: _sharpness(ink, angle))
    fine = max(np.arange(middle - 0.15, middle + 0.16, 0.05), key=lambda angle: _sharpness(ink, angle))
    if abs(fine) >= MOST_SKEW or _sharpness(ink, fine) < 1.02 * _sharpness(ink, 0.0):
        return 0.0
    return float(round(fine, 2))


def letters(grey: np.ndarray) -> float:
    """The x-height of most print (pixels), 0.0 where there is too little print."""
    ink = (cv2.subtract(cv2.blur(grey, (25, 25)), grey) > 25).astype(np.uint8)
    pieces = components(ink, connectivity=4).stats
    width, height, area = pieces[1:, cv2.CC_STAT_WIDTH], pieces[1:, cv2.CC_STAT_HEIGHT], pieces[1:, cv2.CC_STAT_AREA]
    upright = (height >= 4) & (height <= 80) & (width >= 2) & (width <= 2.5 * height) & (height <= 4 * width)
    like = upright & (area >= 0.15 * width * height) & (area < 0.95 * width * height)
    return float(np.median(height[like])) / _OF_X_HEIGHT if like.sum() >= _FEW_LETTERS else 0.0


def _ink(copy: np.ndarray) -> np.ndarray:
    """A mask of what is darker or brighter than its surroundings."""
    return np.asarray(cv2.threshold(cv2.absdiff(copy, cv2.blur(copy, (31, 31))), 30, 1, cv2.THRESH_BINARY)[1])


def _sharpness(ink: tuple[np.ndarray, np.ndarray], angle: float, coarse: float = 1.0) -> float:
    """How much neighbouring rows differ in ink when lines that slant by `angle` are made level.

    `ink` holds its points, down and across from the middle; rows are `coarse` pixels high.
    """
    down, across = ink
    rows = across * np.float32(np.tan(np.radians(angle)))
    np.subtract(down, rows, out=rows)
    if coarse != 1:
        rows /= np.float32(coarse)
    rows -= rows.min()
    steps = np.diff(np.bincount(rows.astype(np.intp)))
    return float(steps @ steps)
