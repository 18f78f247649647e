"""Accents that an engine without the page's language leaves out, read from the picture: a mark of its own over a letter.

Only for pages that are told to be in a language with accents and have no model of it. A word is changed only where its letters
stand apart, so that it is known over which one the mark is; which mark it is follows from the language where that has one alone
for the letter, and else from its shape.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from simulator.documents.model import Box, Word

if TYPE_CHECKING:
    import numpy as np

#: Signs that Unicode joins to a letter.
_JOINED = {
    "acute": "\u0301",
    "grave": "\u0300",
    "circumflex": "\u0302",
    "tilde": "\u0303",
    "diaeresis": "\u0308",
    "ring": "\u030a",
    "caron": "\u030c",
    "breve": "\u0306",
    "dot": "\u0307",
    "cedilla": "\u0327",
}
#: Print lower than this shows no marks (pixels).
_LOWEST = 11
#: Letters are at least so high, marks at most, and in one direction at least (parts of the word's height); less ink is grain
#: (pixels).
_LETTER, _MARK, _LEAST, _GRAIN = 0.4, 0.36, 0.1, 3
#: A mark is no further above its letter (part of the word's height): what is further up belongs to the line above.
_NEAR = 0.25
#: More pieces of ink are a drawing that was taken for a word.
_MOST = 150
#: What is no letter of its own height.
_SMALL = frozenset(".,:;'’`\"-–·*°^~¨")
#: A word's box may end below its accents: so much is looked at above it (part of its height).
_ABOVE = 0.2
#: A mark whose ink runs up or down by so much (correlation of its pixels' places) is an acute or a grave one.
_SLANTED = 0.4
#: A dot is about as wide as high: what is over an i and longer is an accent.
_LONG = 1.5
#: How far the foot of a letter reaches below the others where it has a cedilla (part of the word's height).
_BELOW = 0.1


class _Piece(NamedTuple):
    """One connected piece of ink: its box, and the places of its pixels (row, column)."""

    box: Box
    pixels: np.ndarray

    @property
    def high(self) -> int:
        return self.box[3] - self.box[1]

    @property
    def wide(self) -> int:
        return self.box[2] - self.box[0]


def mended(grey: np.ndarray, words: Iterable[Word], signs: Mapping[str, str]) -> list[Word]:
    """The words of a page (height x width, 8 bits) with their accents; `signs`: the letters that each sign goes with."""
    letters = frozenset("".join((*signs.values(), "fi6é")))
    return [word if letters.isdisjoint(word.text.lower()) else _mended(grey, word, signs) for word in words]


def _mended(grey: np.ndarray, word: Word, signs: Mapping[str, str]) -> Word:
    left, top, right, bottom = word.box
    height = bottom - top
    if height < _LOWEST:
        return word
    above = max(0, top - max(2, round(_ABOVE * height)))
    part = grey[above : bottom + 1, max(0, left - 1) : right + 1]
    pieces = _pieces(part)
    bases = _bases([piece for piece in pieces if piece.high >= _LETTER * height])
    marks = [
        piece
        for piece in pieces
        if piece.high <= _MARK * height and max(piece.high, piece.wide) >= _LEAST * height and piece.box[1] > 0
    ]
    over = [[mark for mark in marks if _stands_over(mark.box, base, _NEAR * height)] for base in bases]
    text = _with_ene(word.text, over) if "tilde" in signs and "n" in signs["tilde"] else word.text
    letters = [at for at, sign in enumerate(text) if sign not in _SMALL]
    if len(bases) != len(letters):
        return word
    made, figures = list(text), sum(map(str.isdigit, text))
    foot = sorted(base[3] for base in bases)[len(bases) // 2]
    for at, base, mine in zip(letters, bases, over, strict=True):
        letter = text[at] if figures > (text[at] == "6") else _meant(text[at], mine, part, base, signs)
        sign = _sign(letter, mine, (base[3] - foot) / height, signs)
        if sign:
            made[at] = unicodedata.normalize("NFC", letter + _JOINED[sign])
    new = "".join(made)
    return word if new == word.text else msgspec.structs.replace(word, text=new)


def _with_ene(text: str, over: Sequence[Sequence[_Piece]]) -> str:
    """The text with one n where an ñ was read as `fi`: there is one letter fewer, with a flat mark over it."""
    at = text.find("fi")
    if at < 0 or len(over) != sum(sign not in _SMALL for sign in text) - 1:
        return text
    mine = over[sum(sign not in _SMALL for sign in text[:at])]
    return f"{text[:at]}n{text[at + 2 :]}" if len(mine) == 1 and mine[0].wide >= _LONG * mine[0].high else text


def _meant(letter: str, over: Sequence[_Piece], part: np.ndarray, base: Box, signs: Mapping[str, str]) -> str:
    """The letter under a mark: an ó is read as 6, and as the é that English knows."""
    if len(over) != 1 or letter not in "6é" or "o" not in signs.get("acute", ""):
        return letter
    return "o" if letter == "6" or not _has_bar(part, base) else letter


def _has_bar(part: np.ndarray, base: Box) -> bool:
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


def _pieces(part: np.ndarray) -> list[_Piece]:
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
            found.append(_Piece((left, top, left + wide, top + high), pixels))
    return found


def _bases(pieces: Iterable[_Piece]) -> list[Box]:
    """The boxes of letters from left to right; pieces over each other are one."""
    found: list[Box] = []
    for left, top, right, bottom in sorted(piece.box for piece in pieces):
        if found and (left + right) / 2 < found[-1][2]:
            x1, y1, x2, y2 = found[-1]
            found[-1] = (min(x1, left), min(y1, top), max(x2, right), max(y2, bottom))
        else:
            found.append((left, top, right, bottom))
    return found


def _stands_over(mark: Box, base: Box, near: float) -> bool:
    shared = min(mark[2], base[2]) - max(mark[0], base[0])
    return shared > 0.5 * (mark[2] - mark[0]) and base[1] - near <= mark[3] <= base[1] + 1


def _sign(letter: str, over: Sequence[_Piece], below: float, signs: Mapping[str, str]) -> str:
    """Which sign the letter has, or none: by the pieces over it, and how far it reaches below the line."""
    own = {sign for sign, letters in signs.items() if letter.lower() in letters}
    if not over:
        return "cedilla" if "cedilla" in own and below > _BELOW else ""
    own.discard("cedilla")
    if len(over) == 2:
        return "diaeresis" if "diaeresis" in own and abs(over[0].box[1] - over[1].box[1]) <= 2 else ""
    own.discard("diaeresis")
    if len(over) > 2 or not own or (letter in "ij" and not _is_long(over[0])):
        return ""
    return next(iter(own)) if len(own) == 1 else _by_shape(over[0], own)


def _is_long(mark: _Piece) -> bool:
    return max(mark.wide, mark.high) >= _LONG * min(mark.wide, mark.high) and abs(_slant(mark)) >= _SLANTED


def _slant(mark: _Piece) -> float:
    """From -1 to 1: how much a mark falls to the right."""
    rows, columns = (mark.pixels - mark.pixels.mean(axis=0)).T
    spread = float((rows * rows).sum() * (columns * columns).sum()) ** 0.5
    return float((rows * columns).sum()) / spread if spread else 0.0


def _by_shape(mark: _Piece, own: set[str]) -> str:
    slant = _slant(mark)
    if abs(slant) >= _SLANTED:
        sign = "acute" if slant < 0 else "grave"
        return sign if sign in own else ""
    level = sorted(own - {"acute", "grave"})
    return level[0] if len(level) == 1 else _of_level(mark, level)


def _of_level(mark: _Piece, level: list[str]) -> str:
    """A tilde is flat and wavy; a circumflex has its middle above its ends."""
    rows, columns = mark.pixels.T
    middle = abs(columns - mark.wide / 2) <= mark.wide / 6
    if not middle.any() or middle.all():
        return ""
    rises = float(rows[~middle].mean() - rows[middle].mean()) / max(1, mark.high)
    if "circumflex" in level and rises > 0.15:
        return "circumflex"
    return "tilde" if "tilde" in level and abs(rises) <= 0.15 else ""
