"""Rubber stamps: a round or turned rectangular frame, in colour or grey, with words inside and often over print.

Frames that lie level and have the page's own ink are table cells and boxes of the form, and no stamps. The top of a
page is left out: round marks there are emblems and logos. Stamps without a frame are not found.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import cv2
import msgspec
import numpy as np

from simulator.documents.model import Box, Word
from simulator.documents.vision import frames, ink

#: Looked at in a copy in which a word is so high (pixels): a ring of 1.5 inches is then about 90 across.
_WORD = 8.0
#: Radius of a round stamp, in units (heights of the page's words).
_RADIUS = (3.2, 11.0)
#: Share of the ring's directions in which there is ink, and how much ink there is within it.
_ROUND = 0.58
_INSIDE = (0.04, 0.6)
#: The same just inside and outside of the ring: next to none, or it is a place full of print.
_BESIDE = 0.2
#: Circles with less are not looked at closely.
_WORTH_A_LOOK = 0.5
#: The same for the rings and words within a stamp that are no writing over it.
_RIM = 0.35
#: The ring that was found may be the inner one of two: the outer one is no larger than this.
_OUTER = 1.75
#: Colour (distance from the paper's in Lab) from which ink is coloured.
_COLOURED = 7
#: And by so much darker than the paper.
_DARKER = 12
#: Degrees from which a coloured frame was not printed with the page.
_TURNED = 1.0
#: Share of a page's coloured ink from which a level frame is a stamp.
_OWN_COLOUR = 0.3
#: Straight runs longer than this (units) are a table's; the sides of a turned frame are made of shorter ones.
_TABLE_RULE = 8.0
#: Part of the page, from the top, where round marks are emblems.
_HEAD = 0.2
#: The directions in which a circle is looked at, each as its steps across and down.
_ANGLES = np.linspace(0, 2 * np.pi, 120, endpoint=False)
_ACROSS, _DOWN = np.cos(_ANGLES), np.sin(_ANGLES)

Number = float | np.ndarray


class Stamp(msgspec.Struct, frozen=True):
    """A stamp: its box, and the corners of a rectangular one (four points), none for a round one."""

    box: Box
    corners: tuple[tuple[float, float], ...] = ()


def find_stamps(grey: np.ndarray, colour: np.ndarray, words: Sequence[Word]) -> tuple[Stamp, ...]:
    """The stamps of a page, those in colour first. `grey`: height x width, `colour`: height x width x 3, RGB; both uint8."""
    unit = ink.unit_of(words, *grey.shape)
    scale = min(_WORD / unit, 1.0)
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    unit *= scale
    size = (small.shape[1], small.shape[0])
    coloured = _coloured(cv2.resize(colour, size, interpolation=cv2.INTER_AREA))
    found: list[Stamp] = []
    pen = ink.mask(small)
    print_away = cv2.subtract(pen, ink.rules(pen, unit))
    for word in words:
        if ink.is_print(word):
            ink.cover(print_away, _times(word.box, scale))
    for stamp in _candidates(coloured, pen, print_away, unit):
        box = stamp.box
        if box[1] + box[3] > 2 * _HEAD * size[1] and all(ink.overlap(box, other.box) < 0.3 for other in found):
            found.append(stamp)
    return tuple(_scaled(stamp, 1 / scale) for stamp in found)


def _candidates(coloured: np.ndarray, pen: np.ndarray, print_away: np.ndarray, unit: float) -> Iterator[Stamp]:
    """A stamp in colour stands out from black print. In a picture without colour it is looked for in all the ink.

    Where there is colour, a turned frame of black ink is a table cell in a crooked photograph, and only rings are
    stamps; a level frame in colour is one if it is the page's main colour, and else a box of a form printed in colour.
    """
    yield from _rings(coloured, coloured, unit)
    for stamp in _frames(coloured, unit, level=True):
        if frames.turn(np.array(stamp.corners)) >= _TURNED or _share(coloured, stamp.box) >= _OWN_COLOUR:
            yield stamp
    yield from _rings(pen, print_away, unit)
    if not coloured.any():
        yield from _frames(cv2.subtract(pen, ink.rules(pen, unit, _TABLE_RULE)), unit, level=False)


def _share(layer: np.ndarray, box: Box) -> float:
    """The share of a layer's ink that lies in a box."""
    left, top, right, bottom = (max(side, 0) for side in box)
    return float(layer[top:bottom, left:right].sum()) / max(float(layer.sum()), 1.0)


def erase(layer: np.ndarray, stamp: Stamp) -> None:
    """Take a stamp's lines and the words round its rim out of a layer of ink, so that what is written over it is left."""
    if stamp.corners:
        thick = max(round(0.06 * min(stamp.box[2] - stamp.box[0], stamp.box[3] - stamp.box[1])), 5)
        cv2.polylines(layer, [np.rint(stamp.corners).astype(np.int32)], True, 0, thick)
        return
    left, top, right, bottom = stamp.box
    x, y, reach = _fitted(layer, (left + right) / 2, (top + bottom) / 2, (right - left) / 2, (right - left) // 60 + 1)
    inked = [
        radius for radius in np.arange(0.5 * reach, _OUTER * reach) if _on_circle(layer, x, y, float(radius), 0) >= _RIM
    ]
    for radius in inked:
        cv2.circle(layer, (round(x), round(y)), round(float(radius)), 0, 5)


def _scaled(stamp: Stamp, by: float) -> Stamp:
    return Stamp(_times(stamp.box, by), tuple((x * by, y * by) for x, y in stamp.corners))


def _times(box: Box, by: float) -> Box:
    left, top, right, bottom = (int(side * by) for side in box)
    return (left, top, right, bottom)


def _coloured(colour: np.ndarray) -> np.ndarray:
    """1 where ink has a colour of its own."""
    lab = cv2.cvtColor(colour, cv2.COLOR_RGB2LAB)
    if max(int(np.ptp(lab[..., at])) for at in (1, 2)) <= _COLOURED:
        return np.zeros(lab.shape[:2], np.uint8)  # no two places differ so much
    light, *tints = cv2.split(lab)
    paper, *grounds = cv2.split(_ground(lab))
    tinted = [cv2.absdiff(tint, ground) > _COLOURED for tint, ground in zip(tints, grounds, strict=True)]
    inked: np.ndarray = (tinted[0] | tinted[1]) & (cv2.subtract(paper, light) > _DARKER)
    return inked.astype(np.uint8)


def _ground(lab: np.ndarray) -> np.ndarray:
    """What lies around each place: the middle colour of 31 pixels each way, taken from every fourth pixel."""
    few = cv2.medianBlur(np.ascontiguousarray(lab[::4, ::4]), 9)
    return np.asarray(cv2.resize(few, lab.shape[1::-1], interpolation=cv2.INTER_NEAREST))


def _rings(layer: np.ndarray, sparse: np.ndarray, unit: float) -> list[Stamp]:
    """Circles drawn as a line: looked for in what is `sparse`, which takes less time, kept where `layer` has the line."""
    if not sparse.any():
        return []
    least, most = (round(radius * unit) for radius in _RADIUS)
    soft = cv2.GaussianBlur(sparse * 255, (3, 3), 0)
    circles = cv2.HoughCircles(
        soft, cv2.HOUGH_GRADIENT, 1, 2 * least, param1=120, param2=15, minRadius=least, maxRadius=most
    )
    found = []
    for x, y, radius in [] if circles is None else circles.reshape(-1, circles.shape[-1])[:40, :3].tolist():
        if _on_circle(layer, x, y, radius) < _WORTH_A_LOOK:
            continue
        x, y, radius = _fitted(layer, x, y, radius, 2)
        inside = _disc(layer, x, y, 0.8 * radius)
        if _INSIDE[0] <= inside <= _INSIDE[1] and _is_ring(layer, x, y, radius):
            found.append(Stamp((round(x - radius), round(y - radius), round(x + radius), round(y + radius))))
    return found


def _is_ring(layer: np.ndarray, x: float, y: float, radius: float) -> bool:
    on = max(_on_circle(layer, x, y, radius + shift) for shift in (-2, -1, 0, 1, 2))
    beside = sum(_on_circle(layer, x, y, radius * share, 0) for share in (0.86, 0.9, 1.1, 1.14)) / 4
    return on >= _ROUND and beside <= _BESIDE


def _on_circle(layer: np.ndarray, x: float, y: float, radius: float, width: int = 1) -> float:
    """Share of the directions from a point in which there is ink at that distance, give or take `width` pixels."""
    return float(_hit(layer, x, y, radius + np.arange(-width, width + 1)[:, None]).any(axis=0).mean())


def _hit(layer: np.ndarray, x: Number, y: Number, radius: Number) -> np.ndarray:
    """In which directions from points there is ink at some distances: circles x directions."""
    across, down = np.rint(x + radius * _ACROSS).astype(int), np.rint(y + radius * _DOWN).astype(int)
    height, width = layer.shape
    on = (across >= 0) & (across < width) & (down >= 0) & (down < height)
    there: np.ndarray = on & (layer[np.clip(down, 0, height - 1), np.clip(across, 0, width - 1)] > 0)
    return there


def _fitted(layer: np.ndarray, x: float, y: float, radius: float, by: int) -> tuple[float, float, float]:
    """The circle nearby, up to `by` pixels off in each respect, that has most ink on it."""
    steps = np.array(sorted({-by, -by / 2, 0.0, by / 2, by}, key=abs))
    wider, across, down = (each.ravel() for each in np.meshgrid(steps, steps, steps, indexing="ij"))
    near = np.stack([x + across, y + down, radius + wider])
    most = int(_hit(layer, *near[:, :, None]).sum(axis=1).argmax())
    return float(near[0, most]), float(near[1, most]), float(near[2, most])


def _disc(layer: np.ndarray, x: float, y: float, radius: float) -> float:
    patch = np.zeros(layer.shape, np.uint8)
    cv2.circle(patch, (round(x), round(y)), round(radius), 1, -1)
    return float(cv2.mean(layer, mask=patch)[0])


def _frames(layer: np.ndarray, unit: float, level: bool) -> list[Stamp]:
    found = []
    for corners in frames.find_frames(layer, unit, level):
        left, top = np.floor(corners.min(axis=0)).astype(int).tolist()
        right, bottom = np.ceil(corners.max(axis=0)).astype(int).tolist()
        found.append(Stamp((left, top, right, bottom), tuple((x, y) for x, y in corners.tolist())))
    return found
