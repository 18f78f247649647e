"""Lines of print that the engine passed over: ink that looks like letters in a row, where it read no word.

The engine now and then leaves out a line that stands close to a rule, a logo or larger print, or that is much larger than the
rest: a title, a firm's name, a total. Where such a line is found, it is read by itself.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from simulator.documents.boxes import around, joined
from simulator.documents.components import components
from simulator.documents.model import Box, Word
from simulator.documents.pages.uncovered import uncovered

#: Heights and widths of letters, in the height of most words, and of print so many times as large as most.
_HIGH, _WIDE, _SIZES = (0.42, 1.5), 2.2, (1.0, 2.4, 5.0)
#: The core of a letter is darker than this share of what ink is.
_CORE = 0.7
#: Letters of a line stand so close (heights of words), and so many make a line.
_BESIDE, _LETTERS = 1.0, 4
#: A letter with a stem is at least so high (heights of words); lines of a row stand so many of them apart at most, and letters
#: that are too few to be a line so many.
_STEM, _ROW, _NEAR = 0.55, 4.0, 2.0
#: The letters of a line end at about one height: the middle half of them within so much of it.
_LEVEL = 0.35
#: A letter fills so much of its box; print is no grain and no block.
_FILLED = (0.14, 0.92)
#: What a part holds around its letters (heights of words), and how many parts with print of one size are read at most.
_AROUND, _MOST = 0.6, 20
#: With more pieces that may be letters, they are grain or a picture.
_GRAIN = 1500


def missed_parts(grey: np.ndarray, words: Sequence[Word]) -> list[Box]:
    """The parts of a page (height x width, 8 bits) with lines of print on which no word was read, from the top down. None of a
    size of print of which there are more than a page has by accident: that is something else than print."""
    left = uncovered(grey, words)
    if left is None:
        return []
    pieces, copy, threshold, by, high = left
    parts: list[Box] = []
    for size in (high * times for times in _SIZES):
        letters = _letters(pieces, size / by)
        cores = _letters(_cores(pieces, copy, threshold, size / by), size / by)
        grain = max(len(letters), len(cores)) > _GRAIN
        lines = [] if grain else _lines(np.concatenate([letters, cores]), size / by)
        found = _parts(_in_rows(lines, size / by), by, round(_AROUND * size), grey.shape)
        for part in found if len(found) <= _MOST else ():
            parts = joined(parts, part)
    return sorted(parts, key=lambda part: (part[1], part[0]))


def _in_rows(groups: Sequence[tuple[Box, bool]], high: float) -> list[Box]:
    """Lines with what stands in one row with them: labels and their values are one part, and so are the figures before a comma.
    `groups`: letters side by side, and whether they are enough to be a line."""
    rows: list[tuple[Box, bool]] = []
    for box, is_line in sorted(groups):
        for at, (row, holds_line) in enumerate(rows):
            gap = (_ROW if is_line and holds_line else _NEAR) * high
            if box[0] - row[2] <= gap and _level_with(row, box):
                rows[at] = around((row, box)), is_line or holds_line
                break
        else:
            rows.append((box, is_line))
    return [row for row, holds_line in rows if holds_line]


def _level_with(row: Box, line: Box) -> bool:
    shared = min(row[3], line[3]) - max(row[1], line[1])
    return 2 * shared > max(row[3] - row[1], line[3] - line[1])


def _parts(lines: Sequence[Box], by: int, pad: int, shape: Sequence[int]) -> list[Box]:
    """What lies `pad` pixels around lines of a copy `by` times smaller than the page, apart from each other."""
    parts: list[Box] = []
    for left, top, right, bottom in lines:
        whole = left * by - pad, top * by - pad, right * by + pad, bottom * by + pad
        parts = joined(parts, (max(0, whole[0]), max(0, whole[1]), min(shape[1], whole[2]), min(shape[0], whole[3])))
    return parts


def _cores(stats: np.ndarray, copy: np.ndarray, threshold: float, high: float) -> np.ndarray:
    """The dark cores of heavy or blurred letters that run together: pieces of ink in those that are high as letters and wider."""
    wide, tall = stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]
    run_together = (tall >= _HIGH[0] * high) & (tall <= _HIGH[1] * high) & (wide > _WIDE * high)
    if not run_together.any():
        return stats[:0]
    cores = np.zeros(copy.shape, np.uint8)
    for left, top, right, bottom in _boxes(stats[run_together]):
        cores[top:bottom, left:right] = copy[top:bottom, left:right] <= _CORE * threshold
    return components(cores).stats[1:]


def _boxes(stats: np.ndarray) -> list[Box]:
    return [(x, y, x + wide, y + tall) for x, y, wide, tall in stats[:, :4].tolist()]


def _letters(stats: np.ndarray, high: float) -> np.ndarray:
    """The boxes of what may be letters (left, top, width, height), of pieces of ink as OpenCV describes them."""
    wide, tall, area = stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT], stats[:, cv2.CC_STAT_AREA]
    like = (tall >= _HIGH[0] * high) & (tall <= _HIGH[1] * high) & (wide <= _WIDE * high)
    filled = area / np.maximum(wide * tall, 1)
    like &= (filled >= _FILLED[0]) & (filled <= _FILLED[1])
    return np.asarray(stats[like][:, :4])


def _lines(letters: np.ndarray, high: float) -> list[tuple[Box, bool]]:
    """Letters side by side, as boxes, and whether they are enough to be a line."""
    order = np.argsort(letters[:, 0], kind="stable")
    rows: list[list[np.ndarray]] = []
    for letter in letters[order]:
        row = next((row for row in rows if _goes_on(row[-1], letter, high)), None)
        if row is None:
            rows.append([letter])
        else:
            row.append(letter)
    return [(_box(row), len(row) >= _LETTERS) for row in rows if _is_level(row, high) and _is_high(row, high)]


def _goes_on(last: np.ndarray, letter: np.ndarray, high: float) -> bool:
    gap = letter[0] - (last[0] + last[2])
    middle = abs((last[1] + last[3] / 2) - (letter[1] + letter[3] / 2))
    return bool(-0.2 * high <= gap <= _BESIDE * high and middle <= 0.5 * high)


def _is_level(row: Sequence[np.ndarray], high: float) -> bool:
    ends = np.array([letter[1] + letter[3] for letter in row])
    low, up = np.percentile(ends - np.linspace(0, ends[-1] - ends[0], len(ends)), (25, 75))
    return bool(up - low <= _LEVEL * high)


def _is_high(row: Sequence[np.ndarray], high: float) -> bool:
    """Whether a letter is as high as letters with a stem: a rule of dashes or equals signs has none."""
    return bool(max(letter[3] for letter in row) >= _STEM * high)


def _box(row: Sequence[np.ndarray]) -> Box:
    return around((int(x), int(y), int(x + wide), int(y + tall)) for x, y, wide, tall in row)
