"""Ink on a page that is no print: what is left of the dark pixels without the words and the lines of tables.

All lengths are counted in `unit`s, the height of the page's own words, so that resolution does not matter.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

import cv2
import numpy as np

from simulator.documents import components as connected
from simulator.documents.model import Box, Word

#: Words surer than this are print, and no part of a signature.
_PRINT = 0.75
#: With fewer sure words than this, their height says little; then a page is taken to be so many units long.
_FEW = 6
_UNITS_A_PAGE = 95
#: Ink is darker than the paper by this share at least; Otsu's threshold may ask for more, never for black only.
_FAINTEST, _DARKEST = 205, 110
#: Straight runs longer than this (units) are rules and frames.
_RULE = 4.0


def unit_of(words: Sequence[Word], height: int, width: int) -> float:
    """The height of a usual word, in pixels."""
    sure = [word.box[3] - word.box[1] for word in words if is_print(word)]
    return float(median(sure)) if len(sure) >= _FEW else max(height, width) / _UNITS_A_PAGE


def is_print(word: Word) -> bool:
    return word.confidence >= _PRINT and sum(map(str.isalnum, word.text)) >= 2


def mask(grey: np.ndarray) -> np.ndarray:
    """The ink of a grey page (height x width, uint8), in the same shape and dtype: 1 for ink, 0 for paper."""
    # Of ink that is all of one grey Otsu's threshold is that grey: ink is what is no lighter.
    threshold, _ = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    return (grey <= min(max(threshold, _DARKEST), _FAINTEST)).astype(np.uint8)


def without_print(ink: np.ndarray, words: Sequence[Word], unit: float) -> np.ndarray:
    """The ink (height x width, uint8, 0 or 1) without words of usual height and without straight lines; a copy.

    `unit`: the height of a line of print in pixels.
    """
    left = cv2.subtract(ink, rules(ink, unit))
    for word in words:
        if is_print(word) and word.box[3] - word.box[1] < 2 * unit:
            cover(left, word.box)
    return left


def rules(ink: np.ndarray, unit: float, longer: float = _RULE) -> np.ndarray:
    """The straight lines in the ink, level or upright, longer than `longer` units, with their rims; shape and dtype as `ink`."""
    run = max(round(longer * unit), 20)
    level = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, run), np.uint8))
    upright = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((run, 1), np.uint8))
    return cv2.dilate(cv2.bitwise_or(level, upright), np.ones((3, 3), np.uint8))


def cover(ink: np.ndarray, box: Box, value: int = 0) -> None:
    left, top, right, bottom = box
    ink[max(top - 1, 0) : bottom + 1, max(left - 1, 0) : right + 1] = value


def components(ink: np.ndarray) -> tuple[np.ndarray, list[tuple[Box, int]]]:
    """The labelled picture (height x width, int32), and of each connected piece its box and its area in pixels.

    Piece `n` has the label `n + 1`; 0 is paper.
    """
    found = connected.components(ink)
    return found.labels, [((x, y, x + w, y + h), area) for x, y, w, h, area in found.stats[1:].tolist()]


def overlap(one: Box, other: Box) -> float:
    """The share of `one` that lies in `other`."""
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    if across <= 0 or down <= 0:
        return 0.0
    return across * down / max((one[2] - one[0]) * (one[3] - one[1]), 1)


def gap(one: Box, other: Box) -> tuple[int, int]:
    """How far apart two boxes are, across and down; 0 where they share a column or a row."""
    across = max(one[0] - other[2], other[0] - one[2], 0)
    down = max(one[1] - other[3], other[1] - one[3], 0)
    return across, down
