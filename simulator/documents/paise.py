"""Amounts in two columns, as bill books, bank slips and electricity boards print them: `25,940 | 42` under `Rs. | P.`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from simulator.documents.boxes import around
from simulator.documents.model import Word
from simulator.documents.phrases import key

_RUPEES = frozenset({"rupee", "rupees", "rs", "₹", "amountrs", "rsamount"})
_PAISE = frozenset({"paise", "paisa", "ps", "p"})
#: The heads stand so many heights apart at most; figures end or begin so many beyond them.
_APART, _BEYOND = 8.0, 1.5
#: Words of a row share so much of the height of the lower one.
_LEVEL = 0.5
_WHOLE, _PART = re.compile(r"(?:₹|Rs\.?)?\d[\d,]{0,11}"), re.compile(r"(\d{1,2})(\s?(?:CR|DR|/-))?", re.IGNORECASE)


class _Columns(NamedTuple):
    """Where rupees begin and paise end, what parts them, and from where down (pixels)."""

    left: float
    middle: float
    right: float
    top: float


def joined(words: Sequence[Word]) -> list[Word]:
    """The words of a page with amounts that stand in two columns as one word each, `25,940.42`."""
    columns = np.array(list(_columns(words)), float).reshape(-1, 4)
    if not len(columns):
        return list(words)
    numbers = [at for at, word in enumerate(words) if _WHOLE.fullmatch(word.text)]
    boxes, free = _boxes([words[at] for at in numbers]), np.ones(len(numbers), bool)
    place = {at: number for number, at in enumerate(numbers)}
    taken: dict[int, Word | None] = {}
    for at, part in enumerate(words):
        found = _PART.fullmatch(part.text)
        under = _under(part, columns) if found else None
        if found is None or under is None:
            continue
        beside = np.flatnonzero(free & _rupees(boxes, part, _Columns(*under)))
        if len(beside):
            number = int(beside[boxes[beside, 2].argmax()])
            whole = words[numbers[number]]
            text = f"{whole.text}.{found[1]:0>2}{found[2] or ''}"
            box = around((whole.box, part.box))
            taken[numbers[number]] = Word(text, box, min(whole.confidence, part.confidence), whole.line, whole.block)
            taken[at] = None
            free[[each for each in (number, place.get(at)) if each is not None]] = False
    every = (taken.get(at, word) for at, word in enumerate(words))
    return [word for word in every if word is not None]


def _columns(words: Sequence[Word]) -> Iterator[_Columns]:
    rupees = [word for word in words if key(word.text) in _RUPEES or word.text == "₹"]
    boxes = _boxes(rupees)
    for paise in words if rupees else ():
        if key(paise.text) not in _PAISE:
            continue
        high, gaps = paise.box[3] - paise.box[1], paise.box[0] - boxes[:, 2]
        beside = np.flatnonzero(_level(boxes, paise) & (gaps >= 0) & (gaps <= _APART * high))
        if len(beside):
            head = rupees[int(beside[boxes[beside, 2].argmax()])]
            gap = paise.box[0] - head.box[2]
            yield _Columns(
                head.box[0] - _APART * high,
                (head.box[2] + paise.box[0]) / 2,
                paise.box[2] + max(gap / 2, _BEYOND * high),
                paise.box[3],
            )


def _boxes(words: Sequence[Word]) -> np.ndarray:
    return np.array([word.box for word in words], float).reshape(-1, 4)


def _under(part: Word, columns: np.ndarray) -> np.ndarray | None:
    """The first of the columns (each a row as _Columns) in which paise stand; None where they stand in none."""
    middle = (part.box[0] + part.box[2]) / 2
    found = np.flatnonzero((part.box[1] >= columns[:, 3]) & (columns[:, 1] <= middle) & (middle <= columns[:, 2]))
    return columns[found[0]] if len(found) else None


def _rupees(boxes: np.ndarray, part: Word, column: _Columns) -> np.ndarray:
    """Which numbers, by their boxes, stand in the column of rupees, in the row of these paise."""
    beyond = _BEYOND * (part.box[3] - part.box[1])
    ends = boxes[:, 2] <= min(part.box[0], column.middle + beyond)
    return np.asarray(ends & (boxes[:, 0] >= column.left) & _level(boxes, part))


def _level(boxes: np.ndarray, word: Word) -> np.ndarray:
    """Which of some boxes (n x 4) stand in a word's row."""
    shared = np.minimum(boxes[:, 3], word.box[3]) - np.maximum(boxes[:, 1], word.box[1])
    return np.asarray(shared >= _LEVEL * np.minimum(boxes[:, 3] - boxes[:, 1], word.box[3] - word.box[1]))
