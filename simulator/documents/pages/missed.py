"""Lines of print that the engine passed over: ink that looks like letters in a row, where it read no word.

The engine now and then leaves out a line that stands close to a rule, a logo or larger print. Where such a line is found, it is
read by itself.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from simulator.documents.boxes import around, joined
from simulator.documents.components import components
from simulator.documents.model import Box, Word

#: With fewer words, what print looks like on the page is not known.
_FEWEST = 12
#: Looked at in a copy of half the size where print is at least so high (pixels).
_HALVED = 14
#: Heights and widths of letters, in the height of most words.
_HIGH, _WIDE = (0.42, 1.5), 2.2
#: Letters of a line stand so close (heights of words), and so many make a line.
_BESIDE, _LETTERS = 1.0, 4
#: The letters of a line end at about one height: the middle half of them within so much of it.
_LEVEL = 0.35
#: A letter fills so much of its box; print is no grain and no block.
_FILLED = (0.14, 0.92)
#: What a part holds around its letters (heights of words), and how many parts are read at most.
_AROUND, _MOST = 0.6, 12
#: With more pieces that may be letters, they are grain or a picture.
_GRAIN = 1500


def missed_parts(grey: np.ndarray, words: Sequence[Word]) -> list[Box]:
    """The parts of a page (height x width, 8 bits) with lines of print on which no word was read, from the top down. None where
    there are more of them than a page has by accident: there is something else than print."""
    sure = [word for word in words if len(word.text) > 1]
    if len(sure) < _FEWEST:
        return []
    high = float(np.median([word.box[3] - word.box[1] for word in sure]))
    by = 2 if high >= _HALVED else 1
    copy = cv2.resize(grey, None, fx=1 / by, fy=1 / by, interpolation=cv2.INTER_AREA) if by > 1 else grey
    letters = _letters(_uncovered(copy, words, by), high / by)
    if len(letters) > _GRAIN:
        return []
    lines = _lines(letters, high / by)
    pad = round(_AROUND * high)
    height, width = grey.shape
    parts: list[Box] = []
    for left, top, right, bottom in lines:
        part = (
            max(0, left * by - pad),
            max(0, top * by - pad),
            min(width, right * by + pad),
            min(height, bottom * by + pad),
        )
        parts = joined(parts, part)
    return sorted(parts, key=lambda part: (part[1], part[0])) if len(parts) <= _MOST else []


def _uncovered(copy: np.ndarray, words: Sequence[Word], by: int) -> np.ndarray:
    """1 where there is ink under no word."""
    threshold, _ = cv2.threshold(copy, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    ink = (copy <= threshold).astype(np.uint8)
    for word in words:
        left, top, right, bottom = (at // by for at in word.box)
        ink[max(0, top - 1) : bottom + 2, max(0, left - 1) : right + 2] = 0
    return ink


def _letters(ink: np.ndarray, high: float) -> np.ndarray:
    """The boxes of what may be letters (left, top, width, height)."""
    stats = components(ink).stats[1:]
    wide, tall, area = stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT], stats[:, cv2.CC_STAT_AREA]
    like = (tall >= _HIGH[0] * high) & (tall <= _HIGH[1] * high) & (wide <= _WIDE * high)
    filled = area / np.maximum(wide * tall, 1)
    like &= (filled >= _FILLED[0]) & (filled <= _FILLED[1])
    return np.asarray(stats[like][:, :4])


def _lines(letters: np.ndarray, high: float) -> list[Box]:
    """Letters in rows, as boxes of lines."""
    order = np.argsort(letters[:, 0], kind="stable")
    rows: list[list[np.ndarray]] = []
    for letter in letters[order]:
        row = next((row for row in rows if _goes_on(row[-1], letter, high)), None)
        if row is None:
            rows.append([letter])
        else:
            row.append(letter)
    return [_box(row) for row in rows if len(row) >= _LETTERS and _is_level(row, high)]


def _goes_on(last: np.ndarray, letter: np.ndarray, high: float) -> bool:
    gap = letter[0] - (last[0] + last[2])
    middle = abs((last[1] + last[3] / 2) - (letter[1] + letter[3] / 2))
    return bool(-0.2 * high <= gap <= _BESIDE * high and middle <= 0.5 * high)


def _is_level(row: Sequence[np.ndarray], high: float) -> bool:
    ends = np.array([letter[1] + letter[3] for letter in row])
    low, up = np.percentile(ends - np.linspace(0, ends[-1] - ends[0], len(ends)), (25, 75))
    return bool(up - low <= _LEVEL * high)


def _box(row: Sequence[np.ndarray]) -> Box:
    return around((int(x), int(y), int(x + wide), int(y + tall)) for x, y, wide, tall in row)
