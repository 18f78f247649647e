"""The shape of a page in its picture: where the sheet's four corners are, and by how much its lines slant."""

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
#: A sheet lies on something darker when the rim is below this share of its brightness. Measured: photos .37, others .78.
_FRAMED = 0.7
#: A sheet fills at least this part of the picture; less is a card or a detail, left to the reader as it is.
_LEAST_SHEET = 0.2
_MOST_SHEET = 0.97
#: Flooding the table from the rim stops at steps of grey larger than this; too bold a flood runs into the sheet.
_FLOODS = (3, 2, 1)


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


def sheet(grey: np.ndarray) -> np.ndarray | None:
    """The corners of a bright sheet on a darker table (4 x 2, pixels, clockwise from the upper left), or None."""
    scale = min(1.0, 500 / max(grey.shape))
    copy = cv2.GaussianBlur(cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), (0, 0), 2)
    rim = np.concatenate((copy[:3].ravel(), copy[-3:].ravel(), copy[:, :3].ravel(), copy[:, -3:].ravel()))
    if np.median(rim) >= _FRAMED * np.percentile(copy, 85):
        return None
    for step in _FLOODS:
        corners = _quadrangle(_left_dry(copy, step))
        if corners is not None:
            return np.asarray(corners / scale)
    return None


def _left_dry(copy: np.ndarray, step: int) -> np.ndarray:
    """What a flood from the rim does not reach, its holes filled."""
    height, width = copy.shape
    mask = np.zeros((height + 2, width + 2), np.uint8)
    flags = 4 | cv2.FLOODFILL_MASK_ONLY | (255 << 8)
    for x, y in _rim(width, height):
        if not mask[y + 1, x + 1]:
            cv2.floodFill(copy, mask, (x, y), 0, loDiff=step, upDiff=step, flags=flags)
    dry = np.where(mask[1:-1, 1:-1] == 0, 255, 0).astype(np.uint8)
    return cv2.morphologyEx(dry, cv2.MORPH_OPEN, np.ones((5, 5), np.uint8))


def _rim(width: int, height: int) -> list[tuple[int, int]]:
    across = [(x, y) for x in range(0, width, 12) for y in (0, height - 1)]
    return across + [(x, y) for y in range(0, height, 12) for x in (0, width - 1)]


def _quadrangle(dry: np.ndarray) -> np.ndarray | None:
    """The four corners of the largest dry piece, if it is a convex quadrangle of some size."""
    pieces, _ = cv2.findContours(dry, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    if not pieces:
        return None
    hull = cv2.convexHull(max(pieces, key=cv2.contourArea))
    whole = dry.shape[0] * dry.shape[1]
    area = cv2.contourArea(hull)
    if not _LEAST_SHEET * whole < area < _MOST_SHEET * whole:
        return None
    around = cv2.arcLength(hull, True)
    for tolerance in (0.02, 0.03, 0.05):
        corners = cv2.approxPolyDP(hull, tolerance * around, True).reshape(-1, 2).astype(np.float32)
        if len(corners) == 4 and cv2.contourArea(corners) > 0.93 * area:
            return _clockwise(corners)
    return None


def _clockwise(corners: np.ndarray) -> np.ndarray:
    middle = corners.mean(axis=0)
    angles = np.arctan2(corners[:, 1] - middle[1], corners[:, 0] - middle[0])
    ordered = corners[np.argsort(angles)]
    first = int(np.argmin(ordered.sum(axis=1)))
    return np.roll(ordered, -first, axis=0)
