"""What the print of a page tells of how it lies: by how much its lines slant, and how large its letters are."""

from __future__ import annotations

import cv2
import numpy as np

#: Slant below this is left alone (degrees): turning blurs more than it mends. Measured.
LEAST_SKEW = 0.25
MOST_SKEW = 12.0
SKEW_COPY = 700
#: The middle height of all letters and digits, as a multiple of the x-height. Measured.
_OF_X_HEIGHT = 1.35
#: Fewer letters do not tell the size of print.
_FEW_LETTERS = 20


def skew(grey: np.ndarray) -> float:
    """By how many degrees the lines of print fall to the right (clockwise); 0.0 when there are none to tell by."""
    scale = min(1.0, SKEW_COPY / max(grey.shape))
    copy = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    ink = _ink(copy)
    if np.count_nonzero(ink) < 50:
        return 0.0
    half = cv2.resize(ink, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    coarse = max(np.arange(-MOST_SKEW, MOST_SKEW + 0.5, 1.0), key=lambda angle: _sharpness(half, angle))
    middle = max(np.arange(coarse - 0.8, coarse + 0.9, 0.2), key=lambda angle: _sharpness(ink, angle))
    fine = max(np.arange(middle - 0.15, middle + 0.16, 0.05), key=lambda angle: _sharpness(ink, angle))
    if abs(fine) >= MOST_SKEW or _sharpness(ink, fine) < 1.02 * _sharpness(ink, 0.0):
        return 0.0
    return float(round(fine, 2))


def letters(grey: np.ndarray) -> float:
    """The x-height of most print (pixels), 0.0 when there is too little of it to tell by."""
    ink = (cv2.subtract(cv2.blur(grey, (25, 25)), grey) > 25).astype(np.uint8)
    _, _, pieces, _ = cv2.connectedComponentsWithStats(ink, connectivity=4)
    width, height, area = pieces[1:, cv2.CC_STAT_WIDTH], pieces[1:, cv2.CC_STAT_HEIGHT], pieces[1:, cv2.CC_STAT_AREA]
    upright = (height >= 4) & (height <= 80) & (width >= 2) & (width <= 2.5 * height) & (height <= 4 * width)
    like = upright & (area >= 0.15 * width * height) & (area < 0.95 * width * height)
    return float(np.median(height[like])) / _OF_X_HEIGHT if like.sum() >= _FEW_LETTERS else 0.0


def _ink(copy: np.ndarray) -> np.ndarray:
    """What is darker or brighter than its surroundings, as 0 and 1."""
    around = cv2.blur(copy, (31, 31))
    return (cv2.absdiff(copy, around) > 30).astype(np.float32)


def _sharpness(ink: np.ndarray, angle: float) -> float:
    """How much the sums of neighbouring rows differ when lines slanting by `angle` are made level."""
    height, width = ink.shape
    slope = np.tan(np.radians(angle))
    shear = np.array([[1, 0, 0], [-slope, 1, slope * width / 2]], np.float32)
    rows = cv2.warpAffine(ink, shear, (width, height), flags=cv2.INTER_NEAREST).sum(axis=1)
    return float(np.square(np.diff(rows)).sum())
