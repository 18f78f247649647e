"""Rubber stamps: a round or turned rectangular frame, in colour or grey, with words inside and often over print.

Frames that lie level and have the page's own ink are table cells and boxes of the form, and no stamps. The top of a
page is left out: round marks there are emblems and logos. Stamps without a frame are not found.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import msgspec
import numpy as np

from simulator.documents.model import Box, Word
from simulator.documents.seen import ink

#: Looked at in a copy in which a word is so high (pixels): a ring of 1.5 inches is then about 90 across.
_WORD = 8.0
#: Radius of a round stamp, in units (heights of the page's words).
_RADIUS = (3.2, 11.0)
#: Share of the ring's directions in which there is ink, and how much ink there is within it.
_ROUND = 0.62
_INSIDE = (0.04, 0.6)
#: The same just inside and outside of a line: less, or it is no line but a dark area.
_BESIDE = 0.5
#: The same for the rings and words within a stamp that are no writing over it.
_RIM = 0.35
#: A turned frame: width and height in units, degrees from level, share of its outline that is inked.
_FRAME_WIDE, _FRAME_HIGH = (6.0, 34.0), (2.2, 16.0)
_TURNED = 1.2
_FRAMED = 0.75
#: Colour (distance from the paper's in Lab) from which ink is coloured.
_COLOURED = 7
#: Part of the page, from the top, where round marks are emblems.
_HEAD = 0.2


class Stamp(msgspec.Struct, frozen=True):
    """A stamp: its box, and the corners of a rectangular one (four points), none for a round one."""

    box: Box
    corners: tuple[tuple[float, float], ...] = ()


def find(grey: np.ndarray, colour: np.ndarray, words: Sequence[Word]) -> tuple[Stamp, ...]:
    """The stamps of a page, those in colour first."""
    unit = ink.unit_of(words, *grey.shape)
    scale = min(_WORD / unit, 1.0)
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    unit *= scale
    size = (small.shape[1], small.shape[0])
    coloured = _coloured(cv2.resize(colour, size, interpolation=cv2.INTER_AREA))
    pen = ink.mask(small)
    # A coloured stamp stands out from black print; a grey one is looked for in all the ink.
    found: list[Stamp] = []
    for layer, level in ((coloured, True), (pen, False)):
        for stamp in (*_rings(layer, unit), *_frames(layer, unit, level)):
            box = stamp.box
            if box[1] + box[3] > 2 * _HEAD * size[1] and all(ink.overlap(box, other.box) < 0.3 for other in found):
                found.append(stamp)
    return tuple(_scaled(stamp, 1 / scale) for stamp in found)


def erase(layer: np.ndarray, stamp: Stamp) -> None:
    """Take a stamp's lines and the words round its rim out of a layer of ink, so that what is written over it is left."""
    if stamp.corners:
        thick = max(round(0.06 * min(stamp.box[2] - stamp.box[0], stamp.box[3] - stamp.box[1])), 5)
        cv2.polylines(layer, [np.rint(stamp.corners).astype(np.int32)], True, 0, thick)
        return
    left, top, right, bottom = stamp.box
    x, y, reach = _fitted(layer, (left + right) / 2, (top + bottom) / 2, (right - left) / 2, (right - left) // 60 + 1)
    inked = [
        radius for radius in np.arange(0.5 * reach, 1.06 * reach) if _on_circle(layer, x, y, float(radius), 0) >= _RIM
    ]
    for radius in inked:
        cv2.circle(layer, (round(x), round(y)), round(float(radius)), 0, 5)


def _scaled(stamp: Stamp, by: float) -> Stamp:
    left, top, right, bottom = (int(side * by) for side in stamp.box)
    return Stamp((left, top, right, bottom), tuple((x * by, y * by) for x, y in stamp.corners))


def _coloured(colour: np.ndarray) -> np.ndarray:
    """1 where ink has a colour of its own."""
    lab = cv2.cvtColor(colour, cv2.COLOR_RGB2LAB).astype(np.int16)
    paper = cv2.medianBlur(cv2.cvtColor(colour, cv2.COLOR_RGB2LAB), 31).astype(np.int16)
    distance = np.abs(lab[..., 1:] - paper[..., 1:]).max(axis=2)
    inked: np.ndarray = (distance > _COLOURED) & (lab[..., 0] < paper[..., 0] - 12)
    return inked.astype(np.uint8)


def _rings(layer: np.ndarray, unit: float) -> list[Stamp]:
    """Circles drawn as a line, by Hough's transform, kept where the line is really there."""
    least, most = (round(radius * unit) for radius in _RADIUS)
    soft = cv2.GaussianBlur(layer * 255, (3, 3), 0)
    circles = cv2.HoughCircles(
        soft, cv2.HOUGH_GRADIENT, 1, 2 * least, param1=120, param2=20, minRadius=least, maxRadius=most
    )
    found = []
    for x, y, radius in [] if circles is None else circles.reshape(-1, circles.shape[-1])[:40, :3].tolist():
        if _on_circle(layer, x, y, radius) < _BESIDE:
            continue
        x, y, radius = _fitted(layer, x, y, radius, 2)
        inside = _disc(layer, x, y, 0.8 * radius)
        if _INSIDE[0] <= inside <= _INSIDE[1] and _is_ring(layer, x, y, radius):
            found.append(Stamp((round(x - radius), round(y - radius), round(x + radius), round(y + radius))))
    return found


def _is_ring(layer: np.ndarray, x: float, y: float, radius: float) -> bool:
    on = max(_on_circle(layer, x, y, radius + shift) for shift in (-2, -1, 0, 1, 2))
    beside = min(_on_circle(layer, x, y, radius * share, 0) for share in (0.86, 0.9, 1.1, 1.14))
    return on >= _ROUND and beside <= _BESIDE


def _on_circle(layer: np.ndarray, x: float, y: float, radius: float, width: int = 1) -> float:
    """Share of the directions from a point in which there is ink at that distance, give or take `width` pixels."""
    angles = np.linspace(0, 2 * np.pi, 120, endpoint=False)
    hit = np.zeros(angles.shape, bool)
    for shift in range(-width, width + 1):
        across = np.rint(x + (radius + shift) * np.cos(angles)).astype(int)
        down = np.rint(y + (radius + shift) * np.sin(angles)).astype(int)
        on = (across >= 0) & (across < layer.shape[1]) & (down >= 0) & (down < layer.shape[0])
        hit |= on & (layer[np.clip(down, 0, layer.shape[0] - 1), np.clip(across, 0, layer.shape[1] - 1)] > 0)
    return float(hit.mean())


def _fitted(layer: np.ndarray, x: float, y: float, radius: float, by: int) -> tuple[float, float, float]:
    """The circle nearby, up to `by` pixels off in each respect, that has most ink on it."""
    steps = sorted({-by, -by / 2, 0.0, by / 2, by}, key=abs)
    near = ((x + across, y + down, radius + wider) for wider in steps for across in steps for down in steps)
    return max(near, key=lambda circle: _on_circle(layer, circle[0], circle[1], circle[2], 0))


def _disc(layer: np.ndarray, x: float, y: float, radius: float) -> float:
    patch = np.zeros(layer.shape, np.uint8)
    cv2.circle(patch, (round(x), round(y)), round(radius), 1, -1)
    return float(cv2.mean(layer, mask=patch)[0])


def _frames(layer: np.ndarray, unit: float, level: bool) -> list[Stamp]:
    """Rectangles drawn as a line and not quite level; level ones too where `level` says so."""
    closed = cv2.morphologyEx(layer, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (5, 5)))
    outlines, _ = cv2.findContours(closed, cv2.RETR_LIST, cv2.CHAIN_APPROX_NONE)
    found = []
    for outline in outlines:
        (_, _), sides, angle = cv2.minAreaRect(outline)
        wide, high = max(sides) / unit, min(sides) / unit
        if not (_FRAME_WIDE[0] <= wide <= _FRAME_WIDE[1] and _FRAME_HIGH[0] <= high <= _FRAME_HIGH[1]):
            continue
        turn = min(angle % 90, 90 - angle % 90)
        if (level or turn >= _TURNED) and turn <= 20 and _is_frame(layer, outline):
            x, y, w, h = cv2.boundingRect(outline)
            corners = cv2.boxPoints(cv2.minAreaRect(outline)).tolist()
            found.append(Stamp((x, y, x + w, y + h), tuple((x, y) for x, y in corners)))
    return found


def _is_frame(layer: np.ndarray, outline: np.ndarray) -> bool:
    """Whether an outline follows its rectangle, with some ink inside but not full of it."""
    corners = cv2.boxPoints(cv2.minAreaRect(outline))
    line = np.zeros(layer.shape, np.uint8)
    cv2.polylines(line, [np.rint(corners).astype(np.int32)], True, 1, 1)
    near = cv2.dilate(layer, np.ones((5, 5), np.uint8))
    if float(cv2.mean(near, mask=line)[0]) < _FRAMED:
        return False
    middle = corners.mean(axis=0)
    area = np.zeros(layer.shape, np.uint8)
    cv2.fillPoly(area, [np.rint(middle + 0.8 * (corners - middle)).astype(np.int32)], 1)
    return _INSIDE[0] <= float(cv2.mean(layer, mask=area)[0]) <= _INSIDE[1]
