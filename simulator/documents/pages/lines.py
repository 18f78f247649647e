"""Groups words into lines and orders them: by the file's order where it goes down the page, else by position."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from simulator.documents.model import Box, Word

#: Boxes share a line when so much of the lower one's height overlaps.
_SHARED = 0.4
#: The file's order is kept with so many times the lines that there are, and so many of its steps leading upwards.
_MOST_LINES, _MOST_UP = 1.3, 0.25
#: A gap of so many times a word's height parts a line in two, as columns do.
_GAP = 1.35


def lined(words: Sequence[tuple[str, Box]], turn: int, shape: tuple[int, ...]) -> tuple[list[int], tuple[Word, ...]]:
    """The words in reading order with the numbers of their lines, and where each was in `words`.

    Boxes are pixels of a page of `shape` (height, width) whose print lies turned clockwise by `turn` degrees.
    """
    level = [upright(box, turn, shape) for _, box in words]
    lines = _in_order(level)
    by_place = _by_place(level)
    if not _is_sane(lines, by_place, level):
        lines = by_place
    at = [number for line in lines for number in line]
    return at, tuple(
        Word(words[number][0], words[number][1], 1.0, count, 1)
        for count, line in enumerate(lines, 1)
        for number in line
    )


def upright(box: Box, turn: int, shape: tuple[int, ...]) -> Box:
    """The box on the page turned back, so that its print lies level."""
    height, width = shape[:2]
    left, top, right, bottom = box
    if turn == 90:
        return top, width - right, bottom, width - left
    if turn == 180:
        return width - right, height - bottom, width - left, height - top
    if turn == 270:
        return height - bottom, left, height - top, right
    return box


def _in_order(boxes: Sequence[Box]) -> list[list[int]]:
    """Lines in the file's order of words."""
    lines: list[list[int]] = []
    for number, box in enumerate(boxes):
        last = boxes[number - 1] if number else None
        if last is not None and box[0] >= last[0] and _share(last, box):
            lines[-1].append(number)
        else:
            lines.append([number])
    return lines


def _by_place(boxes: Sequence[Box]) -> list[list[int]]:
    """Lines by position: rows from the top, each from the left, split at wide gaps."""
    rows: list[list[int]] = []
    for number in sorted(range(len(boxes)), key=lambda each: (boxes[each][1] + boxes[each][3], boxes[each][0])):
        row = next((row for row in reversed(rows[-3:]) if _share(boxes[row[-1]], boxes[number])), None)
        if row is None:
            rows.append([number])
        else:
            row.append(number)
    lines: list[list[int]] = []
    for row in rows:
        row.sort(key=lambda each: boxes[each][0])
        lines.append([row[0]])
        for before, number in pairwise(row):
            height = boxes[before][3] - boxes[before][1]
            if boxes[number][0] - boxes[before][2] > _GAP * height:
                lines.append([])
            lines[-1].append(number)
    return lines


def _is_sane(lines: list[list[int]], by_place: list[list[int]], boxes: Sequence[Box]) -> bool:
    if len(lines) > _MOST_LINES * len(by_place):
        return False
    tops = [boxes[line[0]][1] for line in lines]
    heights = [boxes[line[0]][3] - boxes[line[0]][1] for line in lines]
    up = sum(tops[at + 1] < tops[at] - heights[at] for at in range(len(tops) - 1))
    return up <= _MOST_UP * len(lines)


def _share(one: Box, other: Box) -> bool:
    return min(one[3], other[3]) - max(one[1], other[1]) > _SHARED * min(one[3] - one[1], other[3] - other[1])
