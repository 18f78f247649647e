"""Words that were read twice: of a line that is not quite level the engine now and then makes two, which lie on each other."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from simulator.documents.model import Word

#: Words lie on each other where they share so much of the smaller box, and of the height of the lower one.
_ON, _LEVEL = 0.4, 0.5
#: One is no more than so many times as high as the other: a rule or a drawing has print on it, too.
_ALIKE = 1.8


def doubled(words: Sequence[Word]) -> list[Word]:
    """The words of two letters and more that lie on such of another line."""
    boxes = np.array([word.box for word in words], float).reshape(-1, 4)
    long = np.array([sum(map(str.isalnum, word.text)) > 1 for word in words], bool)
    at = np.flatnonzero(long)
    x1, y1, x2, y2 = boxes[at].T
    across = np.minimum(x2[:, None], x2) - np.maximum(x1[:, None], x1)
    down = np.minimum(y2[:, None], y2) - np.maximum(y1[:, None], y1)
    high, area = y2 - y1, (x2 - x1) * (y2 - y1)
    on = across.clip(0) * down.clip(0) > _ON * np.minimum(area[:, None], area)
    on &= down >= _LEVEL * np.minimum(high[:, None], high)
    on &= np.maximum(high[:, None], high) <= _ALIKE * np.minimum(high[:, None], high)
    lines = np.array([(words[int(number)].block, words[int(number)].line) for number in at]).reshape(-1, 2)
    on &= (lines[:, None] != lines).any(axis=2)
    return [words[int(number)] for number in at[on.any(axis=1)]]
