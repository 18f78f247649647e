"""Parts of a page that are read again by themselves: what the engine is unsure of, what it passed over, what it read in part or
twice.

The engine looks at a page as a whole, and takes for a line, or leaves out, what it would not by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from statistics import median

import cv2
import msgspec
import numpy as np

from simulator.documents.model import Box, Word
from simulator.documents.ocr.engine import Engine
from simulator.documents.pages import dots
from simulator.documents.pages.missed import missed_parts
from simulator.documents.pages.pdf_scale import RENDER_DPI
from simulator.documents.pages.two_readings import ON_IT, besides, surer
from simulator.documents.pages.unsure import UnsureRun, broken_runs, runs, unsure_runs

#: What is read where nothing else was counts from this confidence on: drawings are no words.
SURE = 0.7
#: In a line that is sure on the whole, this is enough.
_SURE_WITH_OTHERS = 0.4
#: What is read by itself has this margin where nothing was seen without one (pixels).
_MARGIN = 8
#: Words are replaced by what has so much of their letters and digits at least.
_KEPT = 0.9
#: A line goes on over a gap as wide as this (heights of words); words of one reading further apart stand in columns.
_SPACE, _COLUMN, _FAR = 0.6, 1.5, float("inf")
#: A line that was passed over has at least so many letters or digits.
_FEWEST_LETTERS = 2


def looked_again(grey: np.ndarray, words: Sequence[Word], engine: Engine) -> list[Word]:
    """The words of a page (height x width, 8 bits) as they were read, with what a second look says of them and beside them."""
    found = _surer(grey, words, unsure_runs(words, grey), engine)
    for part in missed_parts(grey, found):
        found.extend(_missed(grey, part, found, engine))
    found = _surer(grey, found, broken_runs(found, grey), engine)
    return in_their_lines(found, {(word.block, word.line) for word in words})


def _surer(grey: np.ndarray, words: Sequence[Word], doubtful: Iterable[UnsureRun], engine: Engine) -> list[Word]:
    """The words of a page; for the `doubtful` ones what is read of them by themselves, where that is surer."""
    found = list(words)
    for near, unsure, part in doubtful:
        run = [word for word in near if word in found]  # what stands near two of them may be put right already
        if not run:
            continue
        read = _by_itself(grey, part, engine)
        others = [word for word in found if word not in run]
        begin = sum(word not in run for word in found[: found.index(run[0])])
        again = besides(read, others, _least_sure(read), corner=part[:2], shared=ON_IT)
        made = surer(run, again, _KEPT, unsure)
        more = besides(again, made, SURE)
        if more or made != run:
            found = [*others[:begin], *made, *others[begin:], *more]
    return found


def _missed(grey: np.ndarray, box: Box, known: list[Word], engine: Engine) -> list[Word]:
    """The words of a line that the engine passed over. Where most of it is sure, all of it is the line; where hardly a
    letter is read, it is a drawing."""
    words = _by_itself(grey, box, engine)
    if sum(sign.isalnum() for word in words for sign in word.text) < _FEWEST_LETTERS:
        return []
    return besides(words, known, _least_sure(words), corner=box[:2], shared=ON_IT)


def _least_sure(words: Sequence[Word]) -> float:
    """How sure a word of a line has to be that was read by itself: less, where half of the line is sure."""
    sure = sum(len(word.text) for word in words if word.confidence >= SURE)
    return _SURE_WITH_OTHERS if 2 * sure >= sum(len(word.text) for word in words) else SURE


def _by_itself(grey: np.ndarray, part: Box, engine: Engine) -> list[Word]:
    """The words of a part of a page, in its own pixels. Of a short line that fills its picture the engine now and then sees
    nothing: it is looked at once more with a margin."""
    left, top, right, bottom = part
    cut = dots.without_rules(np.ascontiguousarray(grey[top:bottom, left:right]))
    if not cut.size:
        return []
    words = engine.read(cut, dpi=RENDER_DPI)
    if words:
        return words
    wider = cv2.copyMakeBorder(cut, *(_MARGIN,) * 4, cv2.BORDER_CONSTANT, value=float(np.median(cut)))
    return [
        msgspec.structs.replace(word, box=_without_margin(word.box, cut.shape))
        for word in engine.read(wider, dpi=RENDER_DPI)
    ]


def _without_margin(box: Box, shape: Sequence[int]) -> Box:
    left, top, right, bottom = (side - _MARGIN for side in box)
    return max(0, left), max(0, top), min(shape[1], right), min(shape[0], bottom)


def in_their_lines(words: Sequence[Word], known: Set[tuple[int, int]]) -> list[Word]:
    """The words of a page, those of a second look in the line that goes on beside them. `known`: the block and the line of those
    of the first."""
    found = {id(word): word for word in words}
    for run in runs(words, _COLUMN * median([word.box[3] - word.box[1] for word in words] or [0])):
        first, last = run[0], run[-1]
        if (first.block, first.line) in known or not any(map(str.isalnum, "".join(word.text for word in run))):
            continue
        own = {id(word) for word in run}
        beside = [
            (gap, id(word))
            for word in words
            if id(word) not in own and (gap := min(_gap(word, first), _gap(last, word))) < _FAR
        ]
        if beside:
            line = found[min(beside)[1]]
            found |= {id(word): msgspec.structs.replace(word, block=line.block, line=line.line) for word in run}
    return [found[id(word)] for word in words]


def _gap(word: Word, other: Word) -> float:
    """How wide the space is (pixels) over which a line goes on from one word to the other; `_FAR` where it does not."""
    high = max(word.box[3] - word.box[1], other.box[3] - other.box[1])
    level = min(word.box[3], other.box[3]) - max(word.box[1], other.box[1])
    gap = other.box[0] - word.box[2]
    return abs(gap) if 2 * level >= high and abs(gap) <= _SPACE * high else _FAR
