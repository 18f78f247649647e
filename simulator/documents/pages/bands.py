"""Turns print on bands of colour into black print on white.

The heads of tables, titles and sums of many papers stand on a filled area, in white, or in black on a colour that is dark
itself. The engine has one threshold for the whole page, and even light takes such an area for shadow: either way its print is
gone. An area is found by its even colour; it is made white, and its print black, by the colour, red, green or blue, in which
the print stands out most.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple

import cv2
import numpy as np

from simulator.documents.components import components
from simulator.documents.model import Box
from simulator.documents.pages.levels import Levels, every

#: The longest side of the copy that is looked at (pixels): print of ten points on A4 is then some eight high.
COPY = 1000
#: Where fewer pixels are even and coloured, there is no band.
_FEWEST = 24
#: Within an area, neighbours differ by so little; and it is so much darker, or more coloured, than paper (grey levels).
_EVEN, _DARKER, _COLOURED = 12, 30, 40
#: Gaps in an area and strokes of print that are closed over, and lines and frames that are no areas (pixels of the copy).
_GAP, _STROKE, _FRAME = 3, 9, 9
#: An area is at least so high and wide (pixels of the copy), at most so much of the page, and fills its rectangle so far.
_HIGH, _WIDE, _MOST, _FILLED = 11, 24, 0.55, 0.5
#: Print differs from its ground by so much (grey levels), and makes up so much of the area.
_CONTRAST, _PRINT = 42, (0.004, 0.4)
#: Of 100 parts of an area, and of its print, the rest is at most as bright as print is.
_BRIGHTEST, _OF_PRINT = 99.7, 80
#: So much of an area is its ground, give or take so many grey levels: of a photograph, less is of any one.
_GROUND, _SPREAD = 0.5, 24
#: Of an area with dark print, too, dark pixels are more than this share of the light ones.
_DARK = 0.3
#: The ground of dark print is black to the engine up to so much above its threshold (grey levels). Unlike a
#: shadow's, so much of a band's outline is a sharp edge: the page differs by more than so much on its two sides (grey levels).
_BLACK, _SHARP, _STEP = 8, 0.6, 20
#: Letters are at least so high (pixels of the copy) and at most so much of the area; there are so many.
_LETTER, _LARGEST, _LETTERS = 4, 0.2, 3
#: So much of an area is free of print, in strips so wide (pixels of the copy).
_FREE, _STRIP = 0.15, 40
#: Letters of one row differ so much in height at most.
_ALIKE = 1.8
#: The head of a table or of a section is at most so high (pixels of the copy).
_HEAD = 60
#: Heavy letters run together in the head of a table or of a section, which is so many times as wide as high; what fills its
#: rectangle so far is no word, but a line or a box.
_LOW, _SOLID = 4, 0.85
#: What is so many times as high as wide and goes through so much of the area is the gap between two bars of a code.
_BAR, _THROUGH = 4, 0.85
#: The rim of an area is where its colour and the paper's are mixed (pixels of the copy).
_RIM = 2


#: Gives one channel (0 to 2) of a part of a page: its box, and the channel (height x width, 8 bits).
PartOf = Callable[[Box, int], np.ndarray]


class Band(NamedTuple):
    """An area of one colour with print on it: its box in the copy (left, top, right, bottom), its `mask` there (1 inside),
    the colour (0 to 2, red, green, blue) to see its print by, and how bright ground and print are in it."""

    box: tuple[int, int, int, int]
    mask: np.ndarray
    channel: int
    ground: float
    print_: float

    @property
    def dark(self) -> bool:
        """Whether its print is darker than its ground."""
        return self.print_ < self.ground


def likely(picked: np.ndarray) -> bool:
    """Whether a page may have bands, by some of its pixels as they are (height x width x 3, RGB): most pages have none."""
    return bool(np.count_nonzero(_even(picked)) >= _FEWEST)


def bands(copy: np.ndarray) -> list[Band]:
    """The bands of a page, by a copy of it (height x width x 3, RGB, `COPY` pixels on its longest side); none on most pages."""
    areas = _areas(copy)
    outlines = _outlines(areas)
    if not outlines:
        return []
    threshold, _ = cv2.threshold(cv2.cvtColor(copy, cv2.COLOR_RGB2GRAY), 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    found: dict[tuple[int, ...], Band] = {}
    others = []
    for outline in outlines:
        # Print that nearly fills a band parts it, and what is left of it between letters is not even.
        band = _band(copy, outline, threshold)
        if band is None and _is_low(outline):
            band = _band(copy, _grown(copy, outline), threshold)
        if band is None:
            others.append(outline)
        else:
            found[band.box] = band
    if others:
        # A frame or lines of the same colour may hang on a band.
        inside = cv2.drawContours(np.zeros_like(areas), others, -1, 1, cv2.FILLED)
        whole = cv2.morphologyEx(cv2.bitwise_and(areas, inside), cv2.MORPH_CLOSE, np.ones((_STROKE, _STROKE), np.uint8))
        parts = cv2.morphologyEx(whole, cv2.MORPH_OPEN, np.ones((_FRAME, _FRAME), np.uint8))
        found |= {band.box: band for each in _outlines(parts) if (band := _band(copy, each, threshold))}
    return list(found.values())


def turned(colour: np.ndarray, grey: np.ndarray, found: Sequence[Band], copied: Sequence[int]) -> np.ndarray:
    """The page (the same in RGB and in grey) in grey with the print of these bands black on white. `copied`: height and width
    of the copy that they were found in."""
    return turned_in(parts_of(colour), grey, found, copied)


def turned_in(part_of: PartOf, grey: np.ndarray, found: Sequence[Band], copied: Sequence[int]) -> np.ndarray:
    """The same where the page in colour is had in parts."""
    made = grey.copy()
    height, width = grey.shape
    by_x, by_y = width / copied[1], height / copied[0]
    for band in found:
        left, top, right, bottom = band.box
        x1, y1, x2, y2 = round(left * by_x), round(top * by_y), round(right * by_x), round(bottom * by_y)
        mask = cv2.resize(band.mask, (x2 - x1, y2 - y1), interpolation=cv2.INTER_NEAREST)
        rim = max(1, round(_RIM * max(by_x, by_y)))
        inner = cv2.erode(mask, np.ones((2 * rim + 1,) * 2, np.uint8), borderValue=0)
        levels = np.arange(256, dtype=np.float32) - band.ground
        black = np.clip(255 - levels * (255 / (band.print_ - band.ground)), 0, 255).astype(np.uint8)
        print_ = cv2.LUT(part_of((x1, y1, x2, y2), band.channel), black)
        here = made[y1:y2, x1:x2]
        np.copyto(here, 255, where=mask > 0)
        np.copyto(here, print_, where=inner > 0)
    return made


def parts_of(colour: np.ndarray) -> PartOf:
    """Parts of a picture (height x width x 3, RGB)."""
    return lambda box, channel: colour[box[1] : box[3], box[0] : box[2], channel]


def _areas(copy: np.ndarray) -> np.ndarray:
    """1 where a copy has an even colour that is not the paper's."""
    return np.asarray(cv2.morphologyEx(_even(copy), cv2.MORPH_CLOSE, np.ones((_GAP, _GAP), np.uint8)))


def _even(copy: np.ndarray) -> np.ndarray:
    """1 where a pixel and its neighbours have one colour that is not the paper's."""
    grey = cv2.cvtColor(copy, cv2.COLOR_RGB2GRAY)
    red, green, blue = cv2.split(copy)
    tint = cv2.subtract(cv2.max(cv2.max(red, green), blue), cv2.min(cv2.min(red, green), blue))
    paper = int(every(grey, 4).quantile(80))
    other = (grey < paper - _DARKER) | (tint > _COLOURED)
    if np.count_nonzero(other) < _FEWEST:
        return np.zeros_like(grey)
    near = np.ones((3, 3), np.uint8)
    even = cv2.subtract(cv2.dilate(grey, near), cv2.erode(grey, near)) < _EVEN
    return np.asarray(cv2.morphologyEx((other & even).astype(np.uint8), cv2.MORPH_OPEN, np.ones((2, 3), np.uint8)))


def _outlines(areas: np.ndarray) -> list[np.ndarray]:
    """The outlines of areas that are large enough to be bands."""
    contours, _ = cv2.findContours(areas, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    return [each for each in contours if min(cv2.boundingRect(each)[2:]) >= _HIGH]


def _is_low(outline: np.ndarray) -> bool:
    """Whether an area may be a part of the head of a table or of a section."""
    _, _, wide, high = cv2.boundingRect(outline)
    return max(_WIDE, high) <= wide and high <= _HEAD


def _grown(copy: np.ndarray, outline: np.ndarray) -> np.ndarray:
    """The outline of what has the colour of an area and hangs together with it along its rows."""
    left, top, wide, high = cv2.boundingRect(outline)
    y = max(0, top - _GAP)
    strip = copy[y : top + high + _GAP]
    inside = cv2.drawContours(np.zeros(strip.shape[:2], np.uint8), [outline], -1, 1, cv2.FILLED, offset=(0, -y))
    own = np.array([Levels(strip, inside, channel).median for channel in range(3)])
    alike = cv2.inRange(strip, np.maximum(own - _EVEN, 0), np.minimum(own + _EVEN, 255))
    for each in _outlines(cv2.morphologyEx(alike, cv2.MORPH_CLOSE, np.ones((_GAP, _GAP), np.uint8))):
        x, _, width, _ = cv2.boundingRect(each)
        if x <= left and left + wide <= x + width:
            return np.asarray(each + np.array([0, y], each.dtype))
    return outline


def _band(copy: np.ndarray, contour: np.ndarray, threshold: float) -> Band | None:
    """The band with this outline, or None: it is no rectangle, or holds no print that the engine, which takes for black what is
    no brighter than `threshold`, would not see."""
    left, top, wide, high = cv2.boundingRect(contour)
    (_, (side, other), _), area = cv2.minAreaRect(contour), cv2.contourArea(contour)
    if min(side, other) < _HIGH or max(side, other) < _WIDE or area > _MOST * copy.shape[0] * copy.shape[1]:
        return None
    if area < _FILLED * side * other:
        return None
    mask = np.zeros((high, wide), np.uint8)
    cv2.drawContours(mask, [contour], -1, 1, cv2.FILLED, offset=(-left, -top))
    inside = cv2.erode(mask, np.ones((3, 3), np.uint8), borderValue=0)
    part, box = copy[top : top + high, left : left + wide], (left, top, left + wide, top + high)
    if not cv2.countNonZero(inside):
        return None
    if light := _light_print(part, inside):
        return Band(box, mask, *light)
    ground = _grey([Levels(part, inside, channel).median for channel in range(3)])
    if ground > threshold + _BLACK or _edge(copy, contour) < _SHARP:
        return None
    if dark := _light_print(cv2.bitwise_not(part), inside):
        return Band(box, mask, dark[0], 255 - dark[1], 255 - dark[2])
    return None


def _edge(copy: np.ndarray, contour: np.ndarray) -> float:
    """How much of an outline is an edge: right beyond it, the page is plainly lighter or darker."""
    left, top, wide, high = cv2.boundingRect(contour)
    x, y = max(0, left - 2 * _RIM), max(0, top - 2 * _RIM)
    part = cv2.cvtColor(copy[y : top + high + 2 * _RIM, x : left + wide + 2 * _RIM], cv2.COLOR_RGB2GRAY)
    outline = cv2.drawContours(np.zeros_like(part), [contour], -1, 1, 1, offset=(-x, -y)) > 0
    near = np.ones((4 * _RIM + 1,) * 2, np.uint8)
    return float((cv2.subtract(cv2.dilate(part, near), cv2.erode(part, near))[outline] > _STEP).mean())


def _light_print(part: np.ndarray, inside: np.ndarray) -> tuple[int, float, float] | None:
    """The channel in which print stands out most from its darker ground, inside an area of a part of a page, and how bright
    ground and print are there; None where there is no such print."""
    pixels = cv2.countNonZero(inside)
    channels = [Levels(part, inside, channel) for channel in range(3)]
    ground = [levels.median for levels in channels]
    over = [levels.quantile(_BRIGHTEST) - own for levels, own in zip(channels, ground, strict=True)]
    channel = int(np.argmax(over))
    if over[channel] < _CONTRAST:
        return None
    inner, values = inside > 0, part[:, :, channel]
    lighter = inner & (values > math.floor(ground[channel] + _CONTRAST))
    light = np.count_nonzero(lighter)
    if not _PRINT[0] <= light / pixels <= _PRINT[1]:
        return None
    darker = inner & (cv2.cvtColor(part, cv2.COLOR_RGB2GRAY) < math.ceil(_grey(ground) - _CONTRAST))
    if np.count_nonzero(darker) > _DARK * light:
        return None
    near = np.abs(np.arange(256) - ground[channel]) <= _SPREAD
    if channels[channel].counts[near].sum() < _GROUND * pixels:
        return None
    if not _letters(lighter, pixels) or _between_rows(inner, lighter) < _FREE:
        return None
    print_ = Levels(part, lighter.astype(np.uint8), channel).quantile(_OF_PRINT)
    return channel, ground[channel], print_


def _letters(lighter: np.ndarray, area: int) -> bool:
    """Whether what is lighter than the ground is letters: several pieces, none as large as a hole in the area."""
    stats = components(lighter.astype(np.uint8)).stats
    high, wide = stats[1:, cv2.CC_STAT_HEIGHT], stats[1:, cv2.CC_STAT_WIDTH]
    if (high * wide).max(initial=0) > _LARGEST * area:
        return False
    bars = (high >= _BAR * wide) & (high >= _THROUGH * lighter.shape[0])
    letters = stats[1:][(high >= _LETTER) & ~bars]
    strip = lighter.shape[1] >= _LOW * lighter.shape[0]
    return _in_row(letters, run_together=strip) >= _LETTERS


def _between_rows(inner: np.ndarray, lighter: np.ndarray) -> float:
    """How much of an area, looked at in upright strips, is rows without print: a code has print in all of them."""
    free = rows = 0
    for left in range(0, inner.shape[1], _STRIP):
        strip, print_ = inner[:, left : left + _STRIP], lighter[:, left : left + _STRIP]
        there = strip.any(axis=1)
        if print_.any():
            rows += int(there.sum())
            free += int((there & ~print_.any(axis=1)).sum())
    return free / max(1, rows)


def _in_row(stats: np.ndarray, run_together: bool = False) -> int:
    """How many pieces of about one height stand in the fullest row; where letters may `run_together`, how many letters: a piece
    that is wide, and not filled as a line or a box is, is as many as it is wider than high."""
    _, top, wide, high, filled = stats.astype(np.float64).T
    middle = top + high / 2
    beside = np.abs(middle[:, None] - middle) < 0.5 * high[:, None]
    beside &= (high < _ALIKE * high[:, None]) & (high[:, None] < _ALIKE * high)
    letters = np.maximum(1, wide // np.maximum(high, 1)) if run_together else np.ones_like(wide)
    return int((beside * np.where(filled < _SOLID * wide * high, letters, 1)).sum(axis=1).max(initial=0))


def _grey(colour: Sequence[float]) -> float:
    return 0.299 * colour[0] + 0.587 * colour[1] + 0.114 * colour[2]
