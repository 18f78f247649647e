"""Rectangles drawn as a line and standing by themselves, as rubber stamps have them: turned a little, gaps allowed."""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np

#: Width and height in units (heights of the page's words).
_WIDE, _HIGH = (5.5, 34.0), (1.9, 16.0)
#: Degrees from level: a stamp is never quite level, nor far from it.
_LEAST_TURN, _MOST_TURN = 2.0, 20.0
#: The two long sides differ by no more degrees, and share this part of their length.
_PARALLEL, _SHARED = 2.5, 0.7
#: Share of the outline, and of each side of it, that is inked; how much ink there is within.
_OUTLINE, _SIDE = 0.9, 0.5
_INSIDE = (0.04, 0.6)
#: So far beside a side (units) there is paper: no more than this share is inked, but for one side over print.
_BESIDE, _BESIDE_INKED = 0.45, 0.35
#: The sides of a table's cells go on beyond its corners (units): so many of the eight ends may, over print.
_ENDS = (0.5, 0.8, 1.1)
_MOST_ENDS = 2
_MOST_LINES = 90
#: What is left to rounding where pairs are sorted out beforehand.
_SLACK = 1e-6


def find_frames(layer: np.ndarray, unit: float, level: bool) -> list[np.ndarray]:
    """The corners of the frames in a layer of ink: each 4 x 2, float, pixels, clockwise from top left.

    `layer`: height x width, uint8, not 0 where there is ink; `unit`: the height of a line of print in pixels; level
    frames only with `level`.
    """
    if not layer.any():
        return []
    near = cv2.dilate(layer, np.ones((5, 5), np.uint8))
    found = [
        corners
        for one, other in _pairs(_lines(layer, unit), unit)
        if (corners := _rectangle(one, other, unit)) is not None
        and (level or turn(corners) >= _LEAST_TURN)
        and _is_frame(layer, near, corners, unit)
        and _alone(layer, corners, unit)
    ]
    # A row of the stamp's letters can pass for one of its sides: of those that share a place the largest is the frame.
    kept: list[np.ndarray] = []
    for corners in sorted(found, key=lambda corners: -float(cv2.contourArea(corners.astype(np.float32)))):
        if all(_apart(corners, known) for known in kept):
            kept.append(corners)
    return kept


def _lines(layer: np.ndarray, unit: float) -> list[np.ndarray]:
    """Nearly level lines (2 x 2: left end, right end), the longest first."""
    lines = cv2.HoughLinesP(
        layer * 255, 1, np.pi / 720, round(3 * unit), minLineLength=_WIDE[0] * 0.8 * unit, maxLineGap=unit
    )
    if lines is None:
        return []
    ends = lines.reshape(-1, 2, 2).astype(np.float64)
    ends = np.where((ends[:, :1, :1] <= ends[:, 1:, :1]), ends, ends[:, ::-1])
    across, down = (ends[:, 1] - ends[:, 0]).T
    length = np.hypot(across, down)
    kept = (np.abs(np.degrees(np.arctan2(down, across))) <= _MOST_TURN) & (length <= _WIDE[1] * unit)
    return [ends[at] for at in np.argsort(-length, kind="stable") if kept[at]][:_MOST_LINES]


def _pairs(lines: list[np.ndarray], unit: float) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Those pairs of lines, in order, that are parallel and about as far apart as a frame is high: a few of thousands."""
    if len(lines) < 2:
        return
    ends = np.array(lines)
    across, down = (ends[:, 1] - ends[:, 0]).T
    angles, middles = np.degrees(np.arctan2(down, across)), ends.mean(axis=1)
    first, second = np.triu_indices(len(lines), 1)
    parallel = np.abs(angles[first] - angles[second]) <= _PARALLEL + _SLACK
    turned = np.radians((angles[first] + angles[second]) / 2)
    off = middles[second] - middles[first]
    high = np.abs(off[:, 1] * np.cos(turned) - off[:, 0] * np.sin(turned)) / unit
    apart = (high >= _HIGH[0] - _SLACK) & (high <= _HIGH[1] + _SLACK)
    for at in np.flatnonzero(parallel & apart):
        yield lines[first[at]], lines[second[at]]


def _rectangle(one: np.ndarray, other: np.ndarray, unit: float) -> np.ndarray | None:
    """The corners of the rectangle with two lines as its long sides, if they are such."""
    (across, down), (too, deep) = one[1] - one[0], other[1] - other[0]
    angles = np.arctan2(down, across), np.arctan2(deep, too)
    if abs(np.degrees(angles[0] - angles[1])) > _PARALLEL:
        return None
    along = np.array([np.cos(sum(angles) / 2), np.sin(sum(angles) / 2)])
    beside = np.array([-along[1], along[0]])
    first, second = sorted(
        ((line @ along, float((line @ beside).mean())) for line in (one, other)), key=lambda at: at[1]
    )
    start, end = min(first[0][0], second[0][0]), max(first[0][1], second[0][1])
    shared = min(first[0][1], second[0][1]) - max(first[0][0], second[0][0])
    wide, high = (end - start) / unit, (second[1] - first[1]) / unit
    if not (_WIDE[0] <= wide <= _WIDE[1] and _HIGH[0] <= high <= _HIGH[1]) or shared < _SHARED * (end - start):
        return None
    return np.array(
        [
            at * along + off * beside
            for at, off in ((start, first[1]), (end, first[1]), (end, second[1]), (start, second[1]))
        ]
    )


def turn(corners: np.ndarray) -> float:
    """How far a rectangle is turned from level, in degrees. `corners`: 4 x 2, pixels."""
    across, down = corners[1] - corners[0]
    return float(abs(np.degrees(np.arctan2(down, across))))


def _is_frame(layer: np.ndarray, near: np.ndarray, corners: np.ndarray, unit: float) -> bool:
    """Whether there is ink along all four sides, and some but not much of it within."""
    sides = [_ink(near, _between(corners[at], corners[(at + 1) % 4], 60)) for at in range(4)]
    if min(sides) < _SIDE or sum(sides) / 4 < _OUTLINE or not _thin(layer, corners, unit):
        return False
    share = np.linspace(0.12, 0.88, 40)
    left, right = _between(corners[0], corners[3], share), _between(corners[1], corners[2], share)
    grid = left[:, None] + share[None, :, None] * (right - left)[:, None]
    return _INSIDE[0] <= _ink(layer, grid.reshape(-1, 2)) <= _INSIDE[1]


def _thin(layer: np.ndarray, corners: np.ndarray, unit: float) -> bool:
    """Whether the sides are lines with white on both sides, and no rows of letters."""
    middle = corners.mean(axis=0)
    beside = []
    for at in range(4):
        start, end = corners[at], corners[(at + 1) % 4]
        out = (start + end) / 2 - middle
        step = out / max(float(np.linalg.norm(out)), 1.0) * unit * _BESIDE
        beside += [_ink(layer, _between(start + step * way, end + step * way, 60)) for way in (-1, 1)]
    return sorted(beside)[6] <= _BESIDE_INKED


def _alone(layer: np.ndarray, corners: np.ndarray, unit: float) -> bool:
    """Whether its sides end at its corners."""
    near = cv2.dilate(layer, np.ones((3, 3), np.uint8))
    beyond = 0
    for at in range(4):
        for start, end in ((corners[at - 1], corners[at]), (corners[(at + 1) % 4], corners[at])):
            step = (end - start) / max(float(np.linalg.norm(end - start)), 1.0)
            beyond += _ink(near, np.array([end + step * unit * far for far in _ENDS])) == 1
    return beyond <= _MOST_ENDS


def _apart(one: np.ndarray, other: np.ndarray) -> bool:
    """Whether the middle of neither lies within the other's box."""
    return not any(
        (at.min(axis=0) <= of.mean(axis=0)).all() and (of.mean(axis=0) <= at.max(axis=0)).all()
        for at, of in ((one, other), (other, one))
    )


def _between(start: np.ndarray, end: np.ndarray, steps: int | np.ndarray) -> np.ndarray:
    share: np.ndarray = np.linspace(0.02, 0.98, steps) if isinstance(steps, int) else steps
    points: np.ndarray = start + share[:, None] * (end - start)
    return points


def _ink(layer: np.ndarray, points: np.ndarray) -> float:
    """The share of points with ink."""
    across, down = np.rint(points).astype(int).T
    on = (across >= 0) & (across < layer.shape[1]) & (down >= 0) & (down < layer.shape[0])
    inked = layer[np.clip(down, 0, layer.shape[0] - 1), np.clip(across, 0, layer.shape[1] - 1)] > 0
    return float((inked & on).mean())
