"""What lies over the print of a page and is lighter or of another colour than it: watermarks and rubber stamps.

An overlay is told by its strokes, which are broader than print or, in colour, belong to pieces larger than letters. Where
it lies, the overlay's own grey becomes the paper's, so that it goes and the darker print under it stays.
"""

from __future__ import annotations

import cv2
import numpy as np

from simulator.documents.components import components
from simulator.documents.pages import levels
from simulator.documents.pages.light import picked, small

#: The longest side of the copy that is looked at (pixels): a stroke of a watermark on A4 is then 4 to 20 wide.
COPY = 1000
#: The same for colour, of which every so many-th pixel is taken as it is: averaged, print would be lighter.
COLOUR_COPY = 700
#: The grey of a watermark that spoils reading: lighter ones the engine tells from print by itself.
_GREY = (90, 222)
#: Ink is so much darker than paper (grey levels).
_INK = 24
#: Strokes of print are narrower than this in a copy of that size; blocks that are wider are pictures and bands. Gaps that
#: are narrower than the third are print that lies over a stroke.
_STROKE, _BLOCK, _GAP = 4, 34, 7
#: So much of the broad strokes has one grey, give or take so many levels. Measured: watermarks .87 and more.
_ONE_GREY, _SPREAD = 0.75, 10
#: Of what has a watermark's grey, so much is strokes. Measured: watermarks 1.0, printed ground of cards .4, shadows and dark
#: tables at most .28.
_MOSTLY = 0.35
#: A watermark covers at least so much of the page.
_LEAST = 0.01
#: And the page has so much print that is darker: what is all of one grey is print itself.
_DARK = 0.004
#: Black print under a watermark that is half transparent has this share of its grey.
_VEILED = 0.4
#: What is darker than this share of an overlay's grey is print, over or under it.
_PRINT = 0.72
#: Print lies under a stamp where black ink touches so many pixels of it in the copy, and so much of its outline.
_TOUCHING, _TOUCHED = 25, 0.012
#: Black ink is at most so bright; print under a stamp is so much darker than the stamp.
_BLACK, _DARKER = 120, 25
#: Colours differ by so much between their strongest and weakest channel where ink is coloured.
_COLOURED = 50
#: Ink of a stamp is at least so bright in its own colour; darker ink is a heading's, and cannot be told from black.
_LIGHT = 110
#: Pieces that fill so much of their box are bands of colour, which often hold white print.
_FILLED = 0.65
#: And bars of a chart are so many times as long as broad.
_LONG = 3
#: A stamp, or a letter of one, is at least so large in both directions (pixels of the copy), and at most so much of the
#: page's shorter side.
_LARGE, _LARGEST = 22, 0.6


def grey_overlay(grey: np.ndarray) -> int:
    """The grey of a watermark on a page (height x width, 8 bits; looked at in a copy); 0 where there is none."""
    copy = small(grey, COPY)
    paper = _paper(copy)
    between = ((copy >= _GREY[0]) & (copy <= min(_GREY[1], paper - _INK))).astype(np.uint8)
    broad = cv2.erode(between, _square(_STROKE, copy))
    if cv2.countNonZero(broad) < 0.5 * _LEAST * copy.size:
        return 0
    counts = np.bincount(copy[broad > 0], minlength=256)
    near = np.convolve(counts, np.ones(2 * _SPREAD + 1, np.int64), "same")
    level = int(near.argmax())
    if near[level] < _ONE_GREY * counts.sum():
        return 0
    level = int(np.average(np.arange(level - _SPREAD, level + _SPREAD + 1), weights=_around(counts, level)))
    strokes = _strokes(copy, level)
    if cv2.countNonZero(strokes) < _LEAST * copy.size:
        return 0
    return level if np.count_nonzero(copy < _PRINT * level) >= _DARK * copy.size else 0


def without_grey(grey: np.ndarray, level: int) -> np.ndarray:
    """The page with what is as light as a watermark of this grey, or lighter, as white as paper."""
    return np.asarray(cv2.LUT(grey, _levels(_VEILED * level, level)))


def coloured_overlay(copy: np.ndarray) -> bool:
    """Whether a stamp in colour lies over print on a page, by some of its pixels as they are (height x width x 3, RGB;
    `COLOUR_COPY` of them on its longest side)."""
    mask, black = _stamps(copy)
    if cv2.countNonZero(mask) < _TOUCHING:
        return False
    rim = cv2.subtract(cv2.dilate(mask, np.ones((3, 3), np.uint8)), mask)
    touching = cv2.countNonZero(cv2.bitwise_and(rim, black))
    return touching >= max(_TOUCHING, _TOUCHED * cv2.countNonZero(rim))


def without_colour(colour: np.ndarray, grey: np.ndarray) -> np.ndarray:
    """The page in grey without its stamps in colour, which become as white as paper; `grey` is the same page with them."""
    mask, _ = _stamps(picked(colour, COLOUR_COPY))
    by = max(1.0, max(grey.shape) / COLOUR_COPY)
    large = cv2.resize(mask, grey.shape[::-1], interpolation=cv2.INTER_NEAREST)
    whole = cv2.dilate(large, np.ones((2 * round(by) + 3,) * 2, np.uint8))
    left, top, wide, high = cv2.boundingRect(whole)
    if not high:
        return grey
    part = slice(top, top + high), slice(left, left + wide)
    near = whole[part] > 0
    red, green, blue = cv2.split(colour[part])
    strongest = cv2.max(cv2.max(red, green), blue)
    tinted = near & (cv2.subtract(strongest, cv2.min(cv2.min(red, green), blue)) > _COLOURED)
    if not tinted.any():
        return grey
    level = int(levels.Levels(strongest, tinted.astype(np.uint8)).median)
    # Print under ink that is not quite clear has the ink's colour, and is darker than it; print beside it is black.
    under = (tinted & (strongest < level - _DARKER)).astype(np.uint8)
    black = levels.Levels(strongest, under).quantile(20) if under.any() else 0.0
    made = grey.copy()
    np.copyto(made[part], cv2.LUT(strongest, _levels(0.0, level)), where=near)
    np.copyto(made[part], cv2.LUT(strongest, _levels(black, level)), where=tinted)
    return made


def _paper(copy: np.ndarray) -> int:
    return int(levels.every(copy, 3).quantile(75))


def _around(counts: np.ndarray, level: int) -> np.ndarray:
    return np.pad(counts, _SPREAD)[level : level + 2 * _SPREAD + 1]


def _strokes(copy: np.ndarray, level: int) -> np.ndarray:
    """1 where broad strokes of this grey are, with the print that lies over or under them; nowhere if it is mostly in blocks."""
    own = (np.abs(copy.astype(np.int16) - level) <= _SPREAD + 6).astype(np.uint8)
    broad = cv2.morphologyEx(own, cv2.MORPH_OPEN, _square(_STROKE, copy))
    whole = cv2.morphologyEx(broad, cv2.MORPH_CLOSE, _square(_GAP, copy))
    blocks = cv2.morphologyEx(whole, cv2.MORPH_OPEN, _square(_BLOCK, copy))
    strokes = cv2.subtract(whole, cv2.max(blocks, _bars(whole)))
    if cv2.countNonZero(strokes) < _MOSTLY * cv2.countNonZero(whole):
        return np.zeros_like(strokes)
    return cv2.dilate(strokes, np.ones((3, 3), np.uint8))


def _square(side: int, copy: np.ndarray) -> np.ndarray:
    """A square of so many pixels of a copy as large as COPY; a page that has fewer pixels is its own copy."""
    return np.ones((max(2, round(side * max(copy.shape) / COPY)),) * 2, np.uint8)


def _bars(whole: np.ndarray) -> np.ndarray:
    """1 where long pieces lie that fill their box: bars of a chart, bands behind headings, which are no strokes of a letter."""
    found = components(whole)
    stats = found.stats
    wide, high, area = stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT], stats[:, cv2.CC_STAT_AREA]
    filled = (area > _FILLED * wide * high) & (np.maximum(wide, high) >= _LONG * np.minimum(wide, high))
    filled[0] = False
    return filled.astype(np.uint8)[found.labels] if len(stats) > 1 else np.zeros_like(whole)


def _stamps(copy: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """In a copy of some pixels: 1 where the ink of stamps in colour lies, with the print in it; and 1 where black ink is."""
    red, green, blue = cv2.split(copy)
    strongest = cv2.max(cv2.max(red, green), blue)
    tint = cv2.subtract(strongest, cv2.min(cv2.min(red, green), blue))
    ink = ((tint > _COLOURED) & (strongest >= _LIGHT)).astype(np.uint8)
    black = ((tint <= _COLOURED) & (strongest < _BLACK)).astype(np.uint8)
    stamped = np.zeros_like(ink)
    if cv2.countNonZero(ink) < _TOUCHING:
        return stamped, black
    whole = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    for left, top, wide, high, area in components(whole).stats[1:].tolist():
        if min(wide, high) >= _LARGE and max(wide, high) <= _LARGEST * min(ink.shape) and area < _FILLED * wide * high:
            stamped[top : top + high, left : left + wide] = 1
    return cv2.bitwise_and(stamped, whole), black


def _levels(black: float, level: int) -> np.ndarray:
    """For every grey the one that stands for it when `black` becomes black, and an overlay of grey `level` white."""
    white = level - 0.12 * (level - black)
    return np.asarray(np.clip((np.arange(256) - black) * 255 / max(white - black, 1.0), 0, 255).astype(np.uint8))
