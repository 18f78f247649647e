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
    long = [word for word in words if sum(map(str.isalnum, word.text)) > 1]
    boxes = np.array([word.box for word in long], float).reshape(-1, 4)
    lines = np.array([(word.block, word.line) for word in long]).reshape(-1, 2)
    x1, y1, x2, y2 = boxes.T
    high, area = y2 - y1, (x2 - x1) * (y2 - y1)
    found = []
    for at, word in enumerate(long):  # one word beside all others at a time: a page may have thousands
        across = np.minimum(x2[at], x2) - np.maximum(x1[at], x1)
        down = np.minimum(y2[at], y2) - np.maximum(y1[at], y1)
        on = across.clip(0) * down.clip(0) > _ON * np.minimum(area[at], area)
        on &= down >= _LEVEL * np.minimum(high[at], high)
        on &= np.maximum(high[at], high) <= _ALIKE * np.minimum(high[at], high)
        if on.any() and (on & (lines[at] != lines).any(axis=1)).any():
            found.append(word)
    return found
