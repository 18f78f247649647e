"""Print that the engine is unsure of: read again by itself.

The engine looks at a page as a whole: two lines of columns that stand beside each other at different heights it now and then
takes for one, and the rule of a table for a part of a word. What came of it is higher than print is, or hardly sure. The same
print by itself, cut out of the page, is read well.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from simulator.documents.boxes import around
from simulator.documents.model import Box, Word

#: With fewer words, what print looks like on the page is not known.
_FEWEST = 12
#: Of words that the engine is this sure of, print is as high as most.
_SURE = 0.7
#: A word below this is unsure; one that is so many times as high as print, below the other.
_UNSURE, _HIGH, _UNSURE_HIGH = 0.4, 1.7, 0.75
#: Words of a line that are further apart than this (heights of print) stand in columns of their own.
_COLUMN = 2.0
#: What is cut out holds so much around the words (heights of print): beside them, and above and below.
_BESIDE, _ABOVE = 0.5, 0.25
#: So many are read again at most, the least sure first: of a photo of no document, nothing is sure.
_MOST = 24


class UnsureRun(NamedTuple):
    """Words that stand side by side, those of them that are unsure, and the part of the page around them."""

    words: list[Word]
    unsure: list[Word]
    part: Box


def unsure_runs(words: Sequence[Word]) -> list[UnsureRun]:
    """Unsure words of a page with those that stand beside them, the least sure first."""
    heights = [_height(word) for word in words if len(word.text) > 1 and word.confidence > _SURE]
    if len(heights) < _FEWEST:
        return []
    print_ = float(np.median(heights))
    found = [near for run in _runs(words, _COLUMN * print_) if (near := _near(run, print_))]
    found.sort(key=_confidence)
    return [
        UnsureRun(run, [word for word in run if _unsure(word, print_)], _part(run, print_)) for run in found[:_MOST]
    ]


def _near(run: Sequence[Word], print_: float) -> list[Word]:
    """Of words that stand side by side those from the first to the last unsure one, and the next on either side."""
    unsure = [at for at, word in enumerate(run) if _unsure(word, print_)]
    return list(run[max(0, unsure[0] - 1) : unsure[-1] + 2]) if unsure else []


def _confidence(words: Sequence[Word]) -> float:
    """How sure words are on the whole, by their letters."""
    letters = sum(len(word.text) for word in words)
    return sum(word.confidence * len(word.text) for word in words) / max(1, letters)


def _unsure(word: Word, print_: float) -> bool:
    if sum(sign.isalnum() for sign in word.text) < 2:
        return False
    return word.confidence < (_UNSURE_HIGH if _height(word) > _HIGH * print_ else _UNSURE)


def _runs(words: Sequence[Word], column: float) -> Iterator[list[Word]]:
    """The words of each line, parted where columns are."""
    lines: dict[tuple[int, int], list[Word]] = {}
    for word in words:
        lines.setdefault((word.block, word.line), []).append(word)
    for line in lines.values():
        line.sort(key=lambda word: word.box[0])
        begins = [0, *(at for at, (last, word) in enumerate(pairwise(line), 1) if word.box[0] - last.box[2] > column)]
        for begin, end in pairwise([*begins, len(line)]):
            yield line[begin:end]


def _part(run: Sequence[Word], print_: float) -> Box:
    left, top, right, bottom = around(word.box for word in run)
    beside, above = round(_BESIDE * print_), round(_ABOVE * print_)
    return max(0, left - beside), max(0, top - above), right + beside, bottom + above


def _height(word: Word) -> int:
    return word.box[3] - word.box[1]
