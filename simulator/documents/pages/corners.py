"""The four corners of a sheet that was photographed lying on something else.

Several ways of telling the sheet from what lies around it each propose a quadrangle; the one is taken whose sides show
a change of colour all along. Cutting a page off is worse than leaving it askew: without such a one, nothing is done.
"""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np

from simulator.documents.pages.levels import Levels
from simulator.documents.pages.light import small

#: The longest side of the copy that is looked at (pixels).
COPY = 500
#: A sheet lies on something darker when the rim is below this share of its brightness. Measured: photos .37, others .78.
_FRAMED = 0.7
#: And above this share, in plain grey, it surely does not.
_PERHAPS = 0.8
#: A sheet fills at least this part of the picture; less is a card or a detail, left to the reader as it is.
_LEAST, _MOST = 0.2, 0.98
#: What differs from the rim's colours by so many of their own deviations is not what lies around.
_FOREIGN = (4.0, 6.0, 9.0)
#: Flooding from the rim stops at steps of grey larger than this; too bold a flood runs into the sheet.
_FLOODS = (3, 2)
#: A side is seen where the colours this far on both sides of it (pixels) differ by this much (Lab).
_BESIDE, _DIFFERENT = 5, 14.0
#: Corners that are nowhere further off than this part of the picture make an upright rectangle.
_UPRIGHT = 0.006
#: Each side is seen along at least this part of it.
_SEEN = 0.7
#: A quadrangle with each side seen along this part of it needs no other to compare with: the boldest guess comes first.
_PLAIN = 0.95


def sheet(colour: np.ndarray) -> np.ndarray | None:
    """The corners (4 x 2, pixels of the picture, clockwise from the upper left), or None when no sheet stands out."""
    copy = small(colour, COPY)
    scale = copy.shape[1] / colour.shape[1]
    closed = cv2.medianBlur(cv2.morphologyEx(copy, cv2.MORPH_CLOSE, np.ones((7, 7))), 5)
    lab = cv2.cvtColor(closed, cv2.COLOR_RGB2LAB)
    grey = lab[:, :, 0]
    if Levels(_rim(grey)).median >= _FRAMED * Levels(grey).quantile(85):
        return None
    best, most = None, 0.0
    for mask in _masks(lab):
        corners = _quadrangle(mask)
        if corners is None:
            continue
        seen, worth = _worth(corners, lab)
        if worth > most + 0.02:
            best, most = corners, worth
        if seen >= _PLAIN:
            break
    return None if best is None or _upright(best) else np.asarray(best / scale)


def may_be_framed(grey: np.ndarray) -> bool:
    """Whether the rim of a page (height x width, 8 bits) is dark enough not to be paper. A cheap test before `sheet`."""
    copy = cv2.morphologyEx(small(grey, COPY), cv2.MORPH_CLOSE, np.ones((7, 7)))
    return Levels(_rim(copy)).median < _PERHAPS * Levels(copy).quantile(85)


def _upright(corners: np.ndarray) -> bool:
    """Whether the quadrangle is parallel to the picture's edges: then it is part of a screen and is not cut out."""
    left, top = corners.min(axis=0)
    right, bottom = corners.max(axis=0)
    ideal = np.array([(left, top), (right, top), (right, bottom), (left, bottom)])
    return bool(np.abs(corners - ideal).max() < _UPRIGHT * COPY)


def _rim(picture: np.ndarray) -> np.ndarray:
    """The pixels within three of the edge."""
    channels = picture.shape[2:]
    parts = (picture[:3], picture[-3:], picture[:, :3], picture[:, -3:])
    return np.concatenate([part.reshape(-1, *channels) for part in parts])


def _masks(lab: np.ndarray) -> Iterator[np.ndarray]:
    """Candidate masks of the sheet, one for each way of telling it from its surroundings."""
    distance = _foreign(lab)
    for least in _FOREIGN:
        yield (distance > least).astype(np.uint8)
    grey = np.ascontiguousarray(lab[:, :, 0])
    for step in _FLOODS:
        yield _dry(grey, step)
    yield cv2.threshold(grey, 0, 1, cv2.THRESH_BINARY | cv2.THRESH_OTSU)[1]


def _foreign(lab: np.ndarray) -> np.ndarray:
    """The distance of each colour from those of the rim, in standard deviations, without outliers."""
    rim = _rim(lab).astype(np.float32)
    near = np.abs(rim - np.median(rim, axis=0)).sum(axis=1)
    kept = rim[near <= np.percentile(near, 75)]
    deviation = kept.std(axis=0) + 3.0
    middle = kept.mean(axis=0)
    away = [(cv2.extractChannel(lab, at).astype(np.float32) - middle[at]) / deviation[at] for at in range(3)]
    return np.asarray(np.sqrt(away[0] * away[0] + away[1] * away[1] + away[2] * away[2]))


def _dry(grey: np.ndarray, step: int) -> np.ndarray:
    """The pixels that a flood fill from the rim does not reach."""
    height, width = grey.shape
    mask = np.zeros((height + 2, width + 2), np.uint8)
    flags = 4 | cv2.FLOODFILL_MASK_ONLY | (1 << 8)
    across = [(x, y) for x in range(0, width, 12) for y in (0, height - 1)]
    for x, y in across + [(x, y) for y in range(0, height, 12) for x in (0, width - 1)]:
        if not mask[y + 1, x + 1]:
            cv2.floodFill(grey, mask, (x, y), 0, loDiff=step, upDiff=step, flags=flags)
    return 1 - mask[1:-1, 1:-1]


def _quadrangle(mask: np.ndarray) -> np.ndarray | None:
    """The four corners of the largest component, where it is a convex quadrangle that is large enough."""
    opened = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((9, 9), np.uint8))
    pieces, _ = cv2.findContours(opened, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    if not pieces:
        return None
    piece = max(pieces, key=cv2.contourArea)
    hull = cv2.convexHull(piece)
    area = cv2.contourArea(hull)
    if not _LEAST * mask.size < area < _MOST * mask.size:
        return None
    around = cv2.arcLength(hull, True)
    for tolerance in (0.02, 0.03, 0.05):
        corners = cv2.approxPolyDP(hull, tolerance * around, True).reshape(-1, 2).astype(np.float32)
        if len(corners) == 4 and cv2.contourArea(corners) > 0.9 * area:
            return _along(_clockwise(corners), piece.reshape(-1, 2).astype(np.float32))
    return None


def _along(corners: np.ndarray, outline: np.ndarray) -> np.ndarray:
    """The corners as intersections of lines fitted to the outline along each side, so that a torn corner does no harm."""
    lines = []
    for start, end in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        length = float(np.linalg.norm(end - start)) or 1.0
        along = (end - start) / length
        at = (outline - start) @ along
        away = np.abs((outline - start) @ np.array([-along[1], along[0]]))
        beside = outline[(away < 0.03 * length) & (at > 0.1 * length) & (at < 0.9 * length)]
        if len(beside) < 10:
            return corners
        dx, dy, x, y = cv2.fitLine(beside, cv2.DIST_HUBER, 0, 0.01, 0.01).ravel()
        lines.append(np.cross((x, y, 1.0), (x + dx, y + dy, 1.0)))
    meeting = [np.cross(lines[index - 1], lines[index]) for index in range(4)]
    if any(abs(point[2]) < 1e-9 for point in meeting):
        return corners
    fitted = np.array([point[:2] / point[2] for point in meeting], np.float32)
    return fitted if np.abs(fitted - corners).max() < 0.1 * COPY else corners


def _worth(corners: np.ndarray, lab: np.ndarray) -> tuple[float, float]:
    """The visible share of the least visible side, and the score of the quadrangle: larger for a larger one, 0.0 for no sheet."""
    height, width = lab.shape[:2]
    signed = lab.astype(np.float32)
    seen = []
    for start, end in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        along = (end - start) / (np.linalg.norm(end - start) or 1.0)
        out = np.array([along[1], -along[0]]) * _BESIDE
        points = start + np.linspace(0.05, 0.95, 40)[:, None] * (end - start)
        outside, inside = np.rint(points + out).astype(int), np.rint(points - out).astype(int)
        within = ((outside >= 0) & (outside < (width, height))).all(axis=1)
        if within.sum() < 20:
            return 0.0, 0.0
        inside = inside.clip((0, 0), (width - 1, height - 1))[within]
        outside = outside[within]
        change = signed[inside[:, 1], inside[:, 0]] - signed[outside[:, 1], outside[:, 0]]
        seen.append(float((np.abs(change).max(axis=1) > _DIFFERENT).mean()))
    if min(seen) < _SEEN:
        return min(seen), 0.0
    return min(seen), float(sum(seen) / 4 + 0.5 * cv2.contourArea(corners.astype(np.float32)) / (width * height))


def _clockwise(corners: np.ndarray) -> np.ndarray:
    middle = corners.mean(axis=0)
    angles = np.arctan2(corners[:, 1] - middle[1], corners[:, 0] - middle[0])
    ordered = corners[np.argsort(angles)]
    return np.roll(ordered, -int(np.argmin(ordered.sum(axis=1))), axis=0)
