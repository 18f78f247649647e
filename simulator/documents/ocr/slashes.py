"""Slashes that were read as I, l, 1 or |: told by the shape of the sign, which leans as no upright letter does.

Nothing is changed where a slash touches the letter beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from simulator.documents.model import Word

if TYPE_CHECKING:
    import numpy as np

#: What a slash is read as; as two signs where one stroke was read twice.
_STROKES, _TWICE = re.compile(r"[Il1|]"), re.compile(r"(?<=[^\W_])(?:/[Il|]|[Il|]/)(?=[^\W_])")
#: Words that may hold one: a stroke within letters and digits, among them at least a digit.
_MAY_HOLD, _DIGIT = re.compile(r"[^\W_](?:[Il1|]|/[Il|]|[Il|]/)[^\W_]"), re.compile(r"\d")
#: A slash leans so far to the right (columns for each row), and so much further than the other signs of its word do together:
#: those of italics lean, too. Measured on 60 typefaces: upright slashes 0.16 to 0.49, italic ones 0.33 to 0.56, upright I, l
#: and 1 to 0.01, italic ones to 0.23.
_LEANS, _FURTHER = 0.15, 0.11
#: Its ink lies no further from its middle line, as a part of its height: slashes to 0.05, each 7 from 0.09 on.
_STRAIGHT = 0.07
#: It is so high, as a part of the word's height.
_HIGH = 0.8
#: Letters but M and W are no wider than this, as a part of the word's height.
_WIDE = 0.85
#: So many other signs tell how far the print leans.
_OTHERS = 2
#: Less ink than this is no sign (pixels).
_SPECK = 4
#: Print lower than this shows no shapes (pixels).
_LOWEST = 10


class _Sign(NamedTuple):
    """Where a sign of a word stands (pixels), how far it leans to the right, and whether it is one high, straight stroke."""

    left: int
    right: int
    lean: float
    stroke: bool

    @property
    def width(self) -> int:
        return self.right - self.left


def mended(grey: np.ndarray, words: Iterable[Word]) -> list[Word]:
    """The words of a page (height x width, 8 bits), with a slash for each sign in codes and numbers that is one."""
    return [_mended(grey, word) if _DIGIT.search(word.text) and _MAY_HOLD.search(word.text) else word for word in words]


def _mended(grey: np.ndarray, word: Word) -> Word:
    left, top, right, bottom = word.box
    part = grey[max(top - 1, 0) : bottom + 1, max(left - 1, 0) : right + 1]
    if bottom - top < _LOWEST or not part.size:
        return word
    text = _text(word.text, _signs(part), bottom - top)
    return word if text == word.text else msgspec.structs.replace(word, text=text)


def _text(text: str, signs: Sequence[_Sign], height: int) -> str:
    """The text with a slash for each sign that is one, in print of this height (pixels)."""
    slashes = _slashes(signs)
    if not any(slashes):
        return text
    for match in reversed(list(_TWICE.finditer(text))):
        new, at = text[: match.start()] + "/" + text[match.end() :], match.start()
        apart = all(sign.width <= wide for sign, wide in zip(signs[:at], _widest(text[:at], height), strict=False))
        if apart and len(new) == len(slashes) and slashes[at]:
            text = new
    for match in _STROKES.finditer(text):
        new = text[: match.start()] + "/" + text[match.end() :]
        if _stands(new, match.start(), slashes) and new.count("/") <= sum(slashes):
            text = new
    return text


def _widest(letters: str, height: int) -> Iterable[float]:
    """How wide each of these letters may be (pixels) in print of this height; two that touch are wider."""
    return (height * (1.3 if letter in "MWmw" else _WIDE) for letter in letters)


def _stands(text: str, at: int, slashes: Sequence[bool]) -> bool:
    """Whether the sign `at` this place of a word is a slash in its picture, too."""
    if not (text[max(at - 1, 0) : at].isalnum() and text[at + 1 : at + 2].isalnum()):
        return False
    if len(slashes) == len(text):
        return slashes[at]
    # Letters touch: the sign is counted from both ends, unless the one beside it could be the slash as well.
    if _STROKES.match(text[at - 1]) or _STROKES.match(text[at + 1]):
        return False
    behind = len(text) - at
    return (at < len(slashes) and slashes[at]) or (behind <= len(slashes) and slashes[-behind])


def _slashes(signs: Sequence[_Sign]) -> list[bool]:
    """Which of a word's signs are slashes."""
    others = [sign.lean for sign in signs if not (sign.stroke and sign.lean >= _LEANS)]
    if len(others) < _OTHERS:
        return []
    least = max(_LEANS, sum(others) / len(others) + _FURTHER)
    return [sign.stroke and sign.lean >= least for sign in signs]


def _signs(part: np.ndarray) -> list[_Sign]:
    """The signs of a word's picture, from left to right; what stands above each other is one."""
    import cv2
    import numpy as np

    if part.min() == part.max():
        return []
    _, ink = cv2.threshold(part, 0, 1, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    if ink.mean() > 0.5:
        ink = 1 - ink
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    signs: list[_Sign] = []
    for number in sorted(range(1, count), key=lambda number: int(stats[number, cv2.CC_STAT_LEFT])):
        left, top, width, height, area = map(int, stats[number])
        if area < _SPECK:
            continue
        lean, aside = _leaning(np.argwhere(labels[top : top + height, left : left + width] == number))
        stroke = height >= _HIGH * (part.shape[0] - 2) and aside <= _STRAIGHT * height
        if signs and left + width / 2 < signs[-1].right and not stroke and not signs[-1].stroke:
            signs[-1] = signs[-1]._replace(right=max(signs[-1].right, left + width))
        else:
            signs.append(_Sign(left, left + width, lean, stroke))
    return signs


def _leaning(ink: np.ndarray) -> tuple[float, float]:
    """How far pixels (row, column) lean to the right for each row, and how far they lie from their middle line (pixels)."""
    rows, columns = (ink - ink.mean(axis=0)).T
    slope = float((rows * columns).sum()) / max(float((rows * rows).sum()), 1.0)
    return -slope, float((columns - slope * rows).std())
