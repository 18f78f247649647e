"""Ink over and under letters: the pieces of a word's picture, which are letters, and which accent a mark is by its shape."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from simulator.documents.model import Box

if TYPE_CHECKING:
    import numpy as np

#: More pieces of ink are a drawing that was taken for a word; less ink is grain (pixels).
_MOST, _GRAIN = 150, 3
#: A mark whose ink runs up or down by so much (correlation of its pixels' places) is an acute or a grave one.
_SLANTED = 0.4
#: A dot fills its box; what is over an i, slanted, and fills less of it is an accent.
_DOT = 0.75
#: Two dots that have run together are so much wider than high; so is a tilde.
_FLAT = 1.6
#: How much higher the middle of a mark stands than its ends where it points up (part of its height).
_POINTED = 0.15
#: The stroke of an ł is between these heights, from the top (parts of its height), and so much wider than the stem.
_CROSSED, _WIDER = (0.32, 0.68), 1.5


class Piece(NamedTuple):
    """One connected piece of ink: its box, and the places of its pixels (row, column)."""

    box: Box
    pixels: np.ndarray

    @property
    def high(self) -> int:
        return self.box[3] - self.box[1]

    @property
    def wide(self) -> int:
        return self.box[2] - self.box[0]

    @property
    def slant(self) -> float:
        """From -1 to 1: how much it falls to the right."""
        rows, columns = (self.pixels - self.pixels.mean(axis=0)).T
        spread = float((rows * rows).sum() * (columns * columns).sum()) ** 0.5
        return float((rows * columns).sum()) / spread if spread else 0.0

    @property
    def fill(self) -> float:
        """How much of its box is ink."""
        return len(self.pixels) / (self.wide * self.high)

    @property
    def rise(self) -> float:
        """How much higher its middle stands than its ends, a part of its height: above 0 for ^, below for v."""
        rows, columns = self.pixels.T
        middle = abs(columns - (self.wide - 1) / 2) <= self.wide / 6
        if not middle.any() or middle.all():
            return 0.0
        return float(rows[~middle].mean() - rows[middle].mean()) / self.high


def pieces(part: np.ndarray) -> list[Piece]:
    """The pieces of ink of a word's picture (height x width, 8 bits); none of one that is mostly ink."""
    import cv2
    import numpy as np

    if part.size == 0 or part.min() == part.max():
        return []
    _, ink = cv2.threshold(part, 0, 1, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    if ink.mean() > 0.5:
        return []
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    if count > _MOST:
        return []
    found = []
    for number in range(1, count):
        left, top, wide, high, area = map(int, stats[number])
        if area >= _GRAIN:
            pixels = np.argwhere(labels[top : top + high, left : left + wide] == number)
            found.append(Piece((left, top, left + wide, top + high), pixels))
    return found


def bases(found: Iterable[Piece]) -> list[Box]:
    """The boxes of letters from left to right; pieces over each other are one."""
    made: list[Box] = []
    for left, top, right, bottom in sorted(piece.box for piece in found):
        if made and (left + right) / 2 < made[-1][2]:
            x1, y1, x2, y2 = made[-1]
            made[-1] = (min(x1, left), min(y1, top), max(x2, right), max(y2, bottom))
        else:
            made.append((left, top, right, bottom))
    return made


def sign_over(marks: Sequence[Piece], own: frozenset[str], dotted: bool) -> str:
    """Which of the signs that a letter may have the marks over it are, or none; `dotted`: the letter has a dot without any."""
    if len(marks) == 2:
        return _of_two(marks, own)
    if len(marks) != 1 or not own:
        return ""
    mark = marks[0]
    slanted = abs(mark.slant) >= _SLANTED
    if dotted and not (slanted and mark.fill < _DOT):
        return ""
    if slanted:
        sign = "acute" if mark.slant < 0 else "grave"
        return sign if sign in own else "caron" if own == {"caron"} else ""
    return _of_level(mark, own - {"acute", "grave", "double acute"})


def _of_two(marks: Sequence[Piece], own: frozenset[str]) -> str:
    """Two dots, or two strokes, side by side."""
    one, other = marks
    if abs(one.box[1] - other.box[1]) > 2:
        return ""
    strokes = one.slant <= -_SLANTED and other.slant <= -_SLANTED and min(one.high, other.high) > 2
    if "double acute" in own and (strokes or "diaeresis" not in own):
        return "double acute"
    return "diaeresis" if "diaeresis" in own else ""


def _of_level(mark: Piece, own: frozenset[str]) -> str:
    """One mark that leans to no side: a circumflex has its middle above its ends, a caron and a breve below; a tilde is flat
    and wavy, two dots that run together are flat."""
    rise, flat = mark.rise, mark.wide >= _FLAT * mark.high
    if "circumflex" in own and rise > _POINTED:
        return "circumflex"
    for sign in ("caron", "breve"):
        if sign in own and (rise < 0 or len(own) == 1):
            return sign
    for sign in ("tilde", "diaeresis"):
        if sign in own and flat and abs(rise) <= _POINTED:
            return sign
    left = own - {"diaeresis", "circumflex"}
    return next(iter(left)) if len(left) == 1 else ""


def has_bar(part: np.ndarray, base: Box) -> bool:
    """Whether a letter has ink at three heights in its middle, as an e has, and not at two, as an o."""
    left, top, right, bottom = base
    third = max(1, (right - left) // 3)
    middle = part[top:bottom, left + third : right - third]
    if middle.size == 0:
        return True
    dark = middle < (int(part.min()) + int(part.max())) / 2
    begins = dark[1:] & ~dark[:-1]
    runs = begins.sum(axis=0) + dark[0]
    return bool((runs >= 3).mean() > 0.5)


def has_hole(part: np.ndarray, base: Box) -> bool:
    """Whether a letter encloses paper, as an o does, and not a u or a c."""
    import cv2
    import numpy as np

    left, top, right, bottom = base
    dark = part[top:bottom, left:right] < (int(part.min()) + int(part.max())) / 2
    paper = np.pad(~dark, 1, constant_values=True).astype(np.uint8)
    count, _, stats, _ = cv2.connectedComponentsWithStats(paper, connectivity=4)
    return any(int(stats[number][cv2.CC_STAT_AREA]) >= _GRAIN for number in range(2, count))


def crossed(part: np.ndarray, base: Box) -> bool:
    """Whether a stroke crosses the stem of an `l` or an `L` about its middle."""
    left, top, right, bottom = base
    dark = part[top:bottom, left:right] < (int(part.min()) + int(part.max())) / 2
    high = len(dark)
    wide = dark.sum(axis=1)
    stem = sorted(wide)[high // 4]
    upper, middle = wide[: round(_CROSSED[0] * high)], wide[round(_CROSSED[0] * high) : round(_CROSSED[1] * high)]
    if not len(upper) or not len(middle) or not stem:
        return False
    # The serif of an l is at its very top.
    plain = sum(upper[round(0.12 * high) :] >= _WIDER * stem) <= 1
    return bool(plain and (middle >= _WIDER * stem).sum() >= max(1, round(0.04 * high)))
