"""Amounts in two columns, as bill books, bank slips and electricity boards print them: `25,940 | 42` under `Rs. | P.`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

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
    top: int


def joined(words: Sequence[Word]) -> list[Word]:
    """The words of a page with amounts that stand in two columns as one word each, `25,940.42`."""
    columns = list(_columns(words))
    if not columns:
        return list(words)
    taken: dict[int, Word | None] = {}
    for at, part in enumerate(words):
        found = _PART.fullmatch(part.text)
        column = next((each for each in columns if found and _under(part, each)), None)
        if column is None or found is None:
            continue
        beside = [
            (part.box[0] - whole.box[2], number)
            for number, whole in enumerate(words)
            if number not in taken and _WHOLE.fullmatch(whole.text) and _rupees(whole, part, column)
        ]
        if beside:
            number = min(beside)[1]
            whole = words[number]
            text = f"{whole.text}.{found[1]:0>2}{found[2] or ''}"
            box = around((whole.box, part.box))
            taken[number] = Word(text, box, min(whole.confidence, part.confidence), whole.line, whole.block)
            taken[at] = None
    every = (taken.get(at, word) for at, word in enumerate(words))
    return [word for word in every if word is not None]


def _columns(words: Sequence[Word]) -> Iterator[_Columns]:
    rupees = [word for word in words if key(word.text) in _RUPEES or word.text == "₹"]
    for paise in words if rupees else ():
        if key(paise.text) not in _PAISE:
            continue
        high = paise.box[3] - paise.box[1]
        beside = [word for word in rupees if _level(word, paise) and 0 <= paise.box[0] - word.box[2] <= _APART * high]
        if beside:
            head = max(beside, key=lambda word: word.box[2])
            gap = paise.box[0] - head.box[2]
            yield _Columns(
                head.box[0] - _APART * high,
                (head.box[2] + paise.box[0]) / 2,
                paise.box[2] + max(gap / 2, _BEYOND * high),
                paise.box[3],
            )


def _under(part: Word, column: _Columns) -> bool:
    middle = (part.box[0] + part.box[2]) / 2
    return part.box[1] >= column.top and column.middle <= middle <= column.right


def _rupees(whole: Word, part: Word, column: _Columns) -> bool:
    """Whether a number stands in the column of rupees, in the row of these paise."""
    beyond = _BEYOND * (part.box[3] - part.box[1])
    ends = whole.box[2] <= min(part.box[0], column.middle + beyond)
    return ends and whole.box[0] >= column.left and _level(whole, part)


def _level(one: Word, other: Word) -> bool:
    shared = min(one.box[3], other.box[3]) - max(one.box[1], other.box[1])
    return shared >= _LEVEL * min(one.box[3] - one.box[1], other.box[3] - other.box[1])
