"""Darkens print that is too light for the engine's global threshold beside darker print.

The engine tells ink from paper by one grey for the whole page (Otsu's). It does not see letters that are lighter than that and
darker than paper; here they are found as components of ink with nothing dark in them.
"""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np

from simulator.documents.components import components
from simulator.documents.pages import light

#: Looked at in a copy of half the size from this longest side on (pixels).
_HALVED = 1400
#: Ink is darker than the paper around by this much (grey levels).
_INK = 22
#: Fewer pixels of the copy than this, away from darker ones, are no letters.
_PIXELS = 250
#: Heights of letters in the copy (pixels), and the width of one in heights.
_HIGH, _WIDE = (5, 48), 3.0
#: So many letters that are not seen make it worth a look, in rows of as many.
_LETTERS, _ROW = 8, 3


class _Pieces(NamedTuple):
    """Components of ink: their `labels` (height x width), and for each label its `stats` and whether it is a letter too light
    to be seen, or has something `dark` in it."""

    labels: np.ndarray
    stats: np.ndarray
    letters: np.ndarray
    dark: np.ndarray


def faint(grey: np.ndarray) -> bool:
    """Whether a page (height x width, 8 bits) has letters that the engine would not see."""
    copy, threshold = _copy(grey), _threshold(grey)
    ink = _ink(copy)
    seen = cv2.dilate((copy < threshold).astype(np.uint8), np.ones((5, 5), np.uint8))
    lone = cv2.morphologyEx(cv2.subtract(ink, seen), cv2.MORPH_OPEN, np.ones((2, 2), np.uint8))
    if cv2.countNonZero(lone) < _PIXELS:
        return False
    pieces = _unseen(copy, threshold, ink)
    boxes = pieces.stats[pieces.letters][:, :4]
    return len(boxes) >= _LETTERS and _in_rows(boxes) >= _LETTERS


def darkened(grey: np.ndarray) -> np.ndarray:
    """The page with such letters as dark as print."""
    copy = _copy(grey)
    unseen = _with_strokes(_unseen(copy, _threshold(grey), _ink(copy)))
    darkness = np.where(unseen > 0, cv2.subtract(_paper(copy), copy), 0).astype(np.uint8)
    most = cv2.dilate(darkness, np.ones((21, 21), np.uint8))
    near = cv2.dilate(unseen, np.ones((3, 3), np.uint8))
    size = grey.shape[::-1]
    small = np.where(near > 0, 225.0 / np.maximum(most, _INK), 1.0).astype(np.float32)
    gain = cv2.resize(small, size, interpolation=cv2.INTER_NEAREST)
    paper = cv2.resize(_paper(copy), size, interpolation=cv2.INTER_LINEAR)
    return np.where(gain > 1, np.clip(255 - cv2.subtract(paper, grey) * gain, 0, 255), grey).astype(np.uint8)


def _copy(grey: np.ndarray) -> np.ndarray:
    if max(grey.shape) < _HALVED:
        return grey
    return np.asarray(cv2.resize(grey, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA))


def _paper(copy: np.ndarray) -> np.ndarray:
    return np.asarray(cv2.resize(light.paper_of(light.small(copy)), copy.shape[::-1], interpolation=cv2.INTER_LINEAR))


def _threshold(grey: np.ndarray) -> float:
    """The engine's threshold: greys above it count as paper. Computed from every other pixel, since averaging would blur ink."""
    return float(cv2.threshold(_every_other(grey), 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)[0])


def _every_other(grey: np.ndarray) -> np.ndarray:
    """Every other pixel of every other row."""
    if grey.shape[1] % 2 or not grey.flags.c_contiguous:
        return np.ascontiguousarray(grey[::2, ::2])
    # The lower half of each two pixels as one number: five times as fast.
    return grey[::2].view("<u2").astype(np.uint8)


def _ink(copy: np.ndarray) -> np.ndarray:
    """A mask: 1 where the page is darker than the paper around."""
    return (cv2.subtract(_paper(copy), copy) > _INK).astype(np.uint8)


def _unseen(copy: np.ndarray, threshold: float, ink: np.ndarray) -> _Pieces:
    """The components of ink, with those marked that are letters lighter than the threshold."""
    labels, stats, *_ = components(ink)
    wide, high, area = stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT], stats[:, cv2.CC_STAT_AREA]
    like = (high >= _HIGH[0]) & (high <= _HIGH[1]) & (wide <= _WIDE * high) & (area < 0.9 * wide * high)
    like &= area >= 0.12 * wide * high
    dark = np.bincount(labels[copy < threshold], minlength=len(stats)) > 0
    dark[0] = True
    return _Pieces(labels, stats, like & ~dark, dark)


def _with_strokes(pieces: _Pieces) -> np.ndarray:
    """A mask: 1 on such letters and on the strokes and dots beside them."""
    letters = pieces.letters[pieces.labels].astype(np.uint8)
    near = cv2.dilate(letters, np.ones((5, 2 * _HIGH[1] // 3), np.uint8))
    beside = np.bincount(pieces.labels[near > 0], minlength=len(pieces.stats)) > 0
    beside &= (pieces.stats[:, cv2.CC_STAT_HEIGHT] <= _HIGH[1]) & ~pieces.dark
    return np.asarray(beside[pieces.labels].astype(np.uint8))


def _in_rows(boxes: np.ndarray) -> int:
    """The number of letters that have others of about their height beside them."""
    left, top, wide, high = boxes.T.astype(np.float64)
    middle = top + high / 2
    count = 0
    for at in range(len(boxes)):
        beside = (np.abs(middle - middle[at]) < 0.5 * high[at]) & (high < 1.8 * high[at]) & (high > 0.55 * high[at])
        beside &= (left < left[at] + 6 * high[at]) & (left + wide > left[at] - 5 * high[at])
        count += int(beside.sum()) >= _ROW
    return count
