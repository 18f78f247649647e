"""Words that lost a part of their print: letters stand beside them that no word was read of (`otri` of `Gotri`).

The engine is often sure of what is left. The same print by itself is read well.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from simulator.documents.boxes import around
from simulator.documents.model import Box, Word
from simulator.documents.pages.uncovered import uncovered

#: A letter beside a word has so much of its height, from and to, is so wide in it, and fills so much of its own box.
_HIGH, _WIDE, _FILLED = (0.5, 1.35), (0.12, 2.2), (0.14, 0.92)
#: It stands so near, the letters behind it as near as words of a line, or it is so far inside the word's box (heights of the
#: word); and so much of it is level with the word.
_NEAR, _BEHIND, _INSIDE, _LEVEL = 0.35, 0.8, 0.3, 0.75
#: So many times what is beside a word is looked at again beside what was found.
_FARTHER = 12
#: Less high than this (heights of most words) nothing is a letter; with more pieces that may be, they are grain or a picture.
_LEAST, _GRAIN = 0.25, 1500
#: Words that are so many times as high as most are of two lines, or none.
_TOO_HIGH = 1.8


def clipped(grey: np.ndarray, words: Sequence[Word]) -> list[tuple[Word, Box]]:
    """The words of a page (height x width, 8 bits) that have letters beside them, each with the box around both."""
    beside = uncovered(grey, words)
    if beside is None:
        return []
    stats = beside.pieces
    filled = stats[:, cv2.CC_STAT_AREA] / np.maximum(1, stats[:, cv2.CC_STAT_WIDTH] * stats[:, cv2.CC_STAT_HEIGHT])
    high = beside.by * stats[:, cv2.CC_STAT_HEIGHT]
    like = (
        (filled >= _FILLED[0])
        & (filled <= _FILLED[1])
        & (high >= _LEAST * beside.high)
        & (high <= _TOO_HIGH * beside.high)
    )
    boxes = beside.by * stats[like, :4]
    if len(boxes) > _GRAIN:
        return []
    boxes[:, 2:] += boxes[:, :2]
    long = (word for word in words if len(word.text) > 1 and word.box[3] - word.box[1] <= _TOO_HIGH * beside.high)
    return [(word, box) for word in long if (box := _whole(word.box, boxes)) != word.box]


def _whole(word: Box, boxes: np.ndarray) -> Box:
    """The box of a word and of the letters beside it, one behind the other."""
    whole = around((word, *_letters(word, boxes, _NEAR)))
    if whole == word:
        return word
    for _ in range(_FARTHER):
        farther = around((whole, *_letters((whole[0], word[1], whole[2], word[3]), boxes, _BEHIND)))
        if farther == whole:
            break
        whole = farther
    return whole


def _letters(word: Box, boxes: np.ndarray, near: float) -> list[Box]:
    """Those of some boxes (boxes x 4) that are a letter beside a word, `near` heights of it off at most."""
    left, top, right, bottom = word
    high = bottom - top
    x1, y1, x2, y2 = boxes.T
    gap = np.maximum(left - x2, x1 - right)
    like = (gap <= near * high) & (gap >= -_INSIDE * high)
    like &= (y2 - y1 >= _HIGH[0] * high) & (y2 - y1 <= _HIGH[1] * high)
    like &= (x2 - x1 >= _WIDE[0] * high) & (x2 - x1 <= _WIDE[1] * high)
    like &= np.minimum(y2, bottom) - np.maximum(y1, top) >= _LEVEL * (y2 - y1)
    return [(a, b, c, d) for a, b, c, d in boxes[like].tolist()]
