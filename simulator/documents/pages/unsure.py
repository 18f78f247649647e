"""Print that the engine is unsure of, or of which it left letters out: read again by itself.

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
from simulator.documents.pages.clipped import clipped
from simulator.documents.pages.doubled import doubled
from simulator.documents.pages.two_readings import confidence

#: With fewer words, what print looks like on the page is not known.
_FEWEST = 12
#: Of words that the engine is this sure of, print is as high as most.
_SURE = 0.7
#: A word below this is unsure; one that is so many times as high as print, below the other.
_UNSURE, _HIGH, _UNSURE_HIGH = 0.4, 1.7, 0.75
#: Of a line that the engine lost, it says words that it is less sure of than this; those beside them, too, are unsure below the
#: other.
_LOST, _DOUBTED = 0.2, 0.6
#: Letters are at least so wide on the average, in their height: `MAIN` of two lines is 0.37, of one 0.75. So many words side by
#: side whose letters are narrower are of two lines, and count as no surer than this.
_NARROW, _SEVERAL, _AS_SURE = 0.42, 2, 0.3
#: Words of a line that are further apart than this (heights of print) stand in columns of their own.
_COLUMN = 2.0
#: What is cut out holds so much around the words (heights of print): beside them, and above and below.
_BESIDE, _ABOVE = 0.5, 0.25
#: What is darker than its ground by so much is print (grey levels), and goes on over gaps as wide as this (heights of print);
#: where more of a column is black, it is a rule.
_INK, _GAP, _RULE = 60, 1.2, 0.9
#: So many are read again at most, the least sure first, or from the top: of a photo of no document, nothing is sure.
_MOST = 24
#: With more broken words the page is no print; what is joined of them and is higher than so many heights of print is no line.
_MOST_BROKEN, _LINES = 120, 6.0


class UnsureRun(NamedTuple):
    """Words that stand side by side, those of them that are unsure, and the part of the page around them."""

    words: list[Word]
    unsure: list[Word]
    part: Box


def unsure_runs(words: Sequence[Word], grey: np.ndarray) -> list[UnsureRun]:
    """Unsure words of a page with those that stand beside them, the least sure first. `grey`: the page that they were read of."""
    heights = [_height(word) for word in words if len(word.text) > 1 and word.confidence > _SURE]
    if len(heights) < _FEWEST:
        return []
    print_ = float(np.median(heights))
    found = [near for run in runs(words, _COLUMN * print_) if (near := _near(run, print_))]
    found.sort(key=lambda run: min(confidence(run), _AS_SURE if _are_merged(run, print_) else 1.0))
    return [_run(near, words, grey, print_) for near in found[:_MOST]]


def broken_runs(words: Sequence[Word], grey: np.ndarray) -> list[UnsureRun]:
    """Words of a page that lost letters or were read twice, however sure the engine is, with what stands beside them in their
    line, from the top down; none where they are so many that the page is no print."""
    wider = {id(word): box for word, box in clipped(grey, words)}
    twice = {id(word) for word in doubled(words)}
    broken = wider.keys() | twice
    if not broken or len(broken) > _MOST_BROKEN:
        return []
    print_ = float(np.median([_height(word) for word in words if id(word) in broken]))
    found: list[UnsureRun] = []
    for run in runs(words, _COLUMN * print_):
        at = [number for number, word in enumerate(run) if id(word) in broken]
        if at:
            lines_of_two = any(id(word) in twice for word in run)
            near = run if lines_of_two else run[max(0, at[0] - 1) : at[-1] + 2]
            part = _part([wider.get(id(word), word.box) for word in near], print_)
            known = {id(word) for word in near}
            cut = [word for word in words if id(word) not in known and _on_one_row(word.box, part)]
            part = around((part, _part([word.box for word in cut], print_))) if cut else part
            found = _joined(
                found, UnsureRun([*near, *cut], near if lines_of_two else [run[number] for number in at], part)
            )
    low = [run for run in found if run.part[3] - run.part[1] <= _LINES * print_]
    low.sort(key=lambda run: (run.part[1], run.part[0]))
    return [_in_order(run, words) for run in low[:_MOST]]


def _in_order(run: UnsureRun, words: Sequence[Word]) -> UnsureRun:
    """A run with its words in the order of the page's."""
    own = {id(word) for word in run.words}
    return run._replace(words=[word for word in words if id(word) in own])


def _joined(found: Sequence[UnsureRun], run: UnsureRun) -> list[UnsureRun]:
    """Runs with one more; those whose parts lie on each other in one row are one."""
    apart = list(found)
    while met := [other for other in apart if _on_one_row(run.part, other.part)]:
        apart = [other for other in apart if not any(other is each for each in met)]
        words = {id(word): word for each in (*met, run) for word in each.words}
        unsure = {id(word): word for each in (*met, run) for word in each.unsure}
        run = UnsureRun(list(words.values()), list(unsure.values()), around(each.part for each in (*met, run)))
    return [*apart, run]


def _on_one_row(one: Box, other: Box) -> bool:
    """Whether two boxes lie on each other, and at one height."""
    across = min(one[2], other[2]) - max(one[0], other[0])
    level = min(one[3], other[3]) - max(one[1], other[1])
    return across > 0 and 2 * level > min(one[3] - one[1], other[3] - other[1])


def _run(near: list[Word], words: Sequence[Word], grey: np.ndarray, print_: float) -> UnsureRun:
    part = _part([word.box for word in near], print_)
    lost = min(word.confidence for word in near) < _LOST
    if lost:
        part = _widened(grey, part, words, print_)
    merged = _are_merged(near, print_)
    strewn = [
        word for word in words if (merged or word.confidence < _UNSURE) and word not in near and _inside(word.box, part)
    ]
    doubted = _DOUBTED if lost else 0.0
    unsure = [
        word for word in near if merged or _unsure(word, print_) or _too_high(word, print_) or word.confidence < doubted
    ]
    return UnsureRun([*near, *strewn], [*unsure, *strewn], part)


def _inside(box: Box, part: Box) -> bool:
    across, down = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return part[0] <= across <= part[2] and part[1] <= down <= part[3]


def _near(run: Sequence[Word], print_: float) -> list[Word]:
    """Of words that stand side by side those from the first to the last unsure one, and the next on either side."""
    if _are_merged(run, print_):
        return list(run)
    unsure = [at for at, word in enumerate(run) if _unsure(word, print_)]
    return list(run[max(0, unsure[0] - 1) : unsure[-1] + 2]) if unsure else []


def _unsure(word: Word, print_: float) -> bool:
    if sum(sign.isalnum() for sign in word.text) < 2:
        return False
    return word.confidence < (_UNSURE_HIGH if _too_high(word, print_) else _UNSURE)


def _too_high(word: Word, print_: float) -> bool:
    """Whether a word is as high as two lines, which it was made of, or as the rule beside it."""
    return _height(word) > _HIGH * print_


def _are_merged(run: Sequence[Word], print_: float) -> bool:
    """Whether words side by side are of two lines, however sure the engine is: some are too high, and their letters so narrow for
    that. One alone, at the head of a column, often has a box that is too high and is read well."""
    high = (word for word in run if len(word.text) > 2 and _too_high(word, print_))
    narrow = sum(word.box[2] - word.box[0] < _NARROW * len(word.text) * _height(word) for word in high)
    return narrow >= _SEVERAL


def runs(words: Sequence[Word], column: float) -> Iterator[list[Word]]:
    """The words of each line, parted where a gap is wider than `column` (pixels)."""
    lines: dict[tuple[int, int], list[Word]] = {}
    for word in words:
        lines.setdefault((word.block, word.line), []).append(word)
    for line in lines.values():
        line.sort(key=lambda word: word.box[0])
        begins = [0, *(at for at, (last, word) in enumerate(pairwise(line), 1) if word.box[0] - last.box[2] > column)]
        for begin, end in pairwise([*begins, len(line)]):
            yield line[begin:end]


def _part(boxes: Sequence[Box], print_: float) -> Box:
    left, top, right, bottom = around(boxes)
    beside, above = round(_BESIDE * print_), round(_ABOVE * print_)
    return max(0, left - beside), max(0, top - above), right + beside, bottom + above


def _widened(grey: np.ndarray, part: Box, words: Sequence[Word], print_: float) -> Box:
    """A part made wider by the print that goes on beside it and that no word is known of: of a line that it lost, the engine
    now and then says where it begins and no more."""
    left, top, right, bottom = part
    sure = (word for word in words if word.confidence >= _UNSURE)
    level = [word.box for word in sure if min(word.box[3], bottom) - max(word.box[1], top) > 0.5 * _height(word)]
    before = max((box[2] for box in level if box[0] < left and box[2] < right), default=0)
    behind = min((box[0] for box in level if box[2] > right and box[0] > left), default=grey.shape[1])
    rows = grey[top:bottom]
    if not rows[:, left:right].size:
        return part
    black = float(np.median(rows[:, left:right])) - _INK
    gap = round(_GAP * print_)
    left -= _reach(rows[:, min(before, left) : left][:, ::-1] < black, gap)
    right += _reach(rows[:, right : max(behind, right)] < black, gap)
    return left, top, right, bottom


def _reach(black: np.ndarray, gap: int) -> int:
    """How far print goes on from the first column, with no gap as wide as this, up to a rule (all of a column black)."""
    reach = 0
    for at in np.flatnonzero(black.any(axis=0)).tolist():
        if at - reach > gap or black[:, at].mean() > _RULE:
            break
        reach = at + 1
    return reach


def _height(word: Word) -> int:
    return word.box[3] - word.box[1]
