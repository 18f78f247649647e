"""Finds which way up a page is: from its first reading where that is good, else by asking the engine.

Measured on scans and photos in all four turns: the engine's own finding is always right from confidence 1 on; below, the
two ways that the lines allow are both read and the better one is kept.
"""

from __future__ import annotations

from itertools import pairwise
from statistics import fmean
from typing import TYPE_CHECKING

from simulator.documents.model import Word
from simulator.documents.ocr.engine import Engine
from simulator.documents.pages import light

if TYPE_CHECKING:
    import numpy as np

#: Orientation is found best, and at no more cost than needed, on a picture with this longest side (pixels). Measured.
_COPY = 1600
#: From this confidence on, the engine's finding is right. Measured: 93 of 93.
_SURE = 1.0
#: Lines were read well when their words' confidence is this much on average. Measured: the right way up 0.70 and more,
#: upside down 0.35 and less.
_READ_WELL = 0.55
#: Words of fewer signs say nothing of how a line runs.
_TELLING = 4
#: So many telling words, and a page can be judged by them.
_ENOUGH = 3


def upright(words: list[Word]) -> bool:
    """Whether the reading shows lying lines that were read well."""
    telling = _telling(words)
    return len(telling) >= _ENOUGH and not _standing(telling) and _well(telling)


def turns(words: list[Word], image: np.ndarray, engine: Engine) -> tuple[int, ...]:
    """The possible rotations of the print (degrees clockwise, without 0), the likeliest first."""
    telling = _telling(words)
    if len(telling) >= _ENOUGH and _standing(telling) and _well(telling):
        return (90, 270) if _runs_down(words) else (270, 90)
    turn, sure = engine.turned(light.small(image, _COPY))
    if sure >= _SURE:
        return (turn,) if turn else ()
    if len(telling) < _ENOUGH:
        return ()
    return (90, 270) if _standing(telling) else (180,)


def telling(words: list[Word]) -> bool:
    """Whether there are enough words to judge a page by, correct or not."""
    return len(_telling(words)) >= _ENOUGH


def worth(words: list[Word]) -> float:
    """The score of a reading: how many characters of level lines were read, weighted by confidence."""
    return sum(len(word.text) * word.confidence for word in words if word.confidence > 0.5 and not _stands(word))


def _telling(words: list[Word]) -> list[Word]:
    return [word for word in words if len(word.text) >= _TELLING]


def _well(telling: list[Word]) -> bool:
    return fmean(word.confidence for word in telling) >= _READ_WELL


def _standing(telling: list[Word]) -> bool:
    return sum(_stands(word) for word in telling) > 0.5 * len(telling)


def _stands(word: Word) -> bool:
    left, top, right, bottom = word.box
    return len(word.text) >= 2 and bottom - top > right - left


def _runs_down(words: list[Word]) -> bool:
    """Whether words of vertical lines follow each other downwards, as in print that is rotated clockwise."""
    steps = [second.box[1] - first.box[1] for first, second in pairwise(words) if first.line == second.line]
    return sum(1 if step > 0 else -1 for step in steps) > 0
