"""Accents that an engine without the page's language leaves out, read from the picture: marks over and under letters.

Only for pages that are told to be in a language with accents and have no model of it. A word is changed only where its letters
stand apart, so that it is known over which one a mark is; which mark it is follows from the language where that has one alone
for the letter, and else from its shape. What is read for a letter with its mark (`6` for ó, `ii` for ü, `g` for ç, `t` for ł) is
that letter again where the picture shows it.
"""

from __future__ import annotations

import itertools
import math
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from simulator.documents.model import Box, Word
from simulator.documents.ocr.accent_marks import Piece, bases, crossed, has_bar, has_hole, pieces, sign_over

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
    "double acute": "\u030b",
    "caron": "\u030c",
    "breve": "\u0306",
    "dot": "\u0307",
    "comma": "\u0326",
    "cedilla": "\u0327",
    "ogonek": "\u0328",
}
#: Those that reach below the line.
_BELOW = frozenset({"comma", "cedilla", "ogonek"})
#: Print lower than this shows no marks (pixels).
_LOWEST = 11
#: Letters are at least so high, marks at most, and in one direction at least (parts of the word's height).
_LETTER, _MARK, _LEAST = 0.4, 0.36, 0.07
#: A mark is no further from its letter (part of the word's height): what is further off belongs to another line.
_NEAR = 0.25
#: What is no letter of its own height.
_SMALL = frozenset(".,:;'’`\"-–·*°^~¨")
#: A word's box may end below its accents, and above what hangs under the line: so much is looked at over and under it (parts of
#: its height).
_ABOVE, _UNDER = 0.35, 0.2
#: How far the foot of a letter reaches below the others where it has a cedilla (part of the word's height).
_FOOT = 0.1
#: So much of the narrower one's width a mark and its letter have in common.
_SHARED = 0.4
#: A letter with an ascender is so much of the highest one.
_TALL = 0.9
#: What is read for one letter with a mark, as two signs: which letters it may be.
_TWO = {
    **dict.fromkeys(("fi", "fl", "ft", "ri", "ji"), "n"),
    **dict.fromkeys(("ii", "ti"), "un"),
    **dict.fromkeys(("hi", "il", "li", "ui", "iu", "tt", "ll", "di"), "u"),
    **dict.fromkeys(("6é", "é6", "dé", "éd", "6o", "o6", "éo", "oé"), "o"),
    **dict.fromkeys(("cg", "gc", "¢g"), "c"),
    **dict.fromkeys(("aé", "éa", "&a", "a&"), "a"),
}
#: How wide letters are that are wider or narrower than most, beside an n.
_WIDTHS = {"iljI1|!": 0.45, "ftr()[]{}/": 0.65, "mwMW@%": 1.6}
#: So many letters may touch, at a cost, and so many more or less be read than stand there; letters differ from their usual widths
#: so much on average where it is known which is which.
_TOUCHING, _TOUCH, _MISSED, _OFF = 3, 0.3, 4, 0.4
#: Longer words are none, and would take long to tell apart (letters).
_LONGEST = 40


class _Letter(NamedTuple):
    """A letter in the picture: from where to where in the text it was read; its box, and the marks over and under it. `meant`:
    what it is without its mark, where two signs were read for it."""

    begin: int
    end: int
    box: Box
    over: list[Piece]
    under: list[Piece]
    meant: str = ""


def mended(grey: np.ndarray, words: Iterable[Word], signs: Mapping[str, str]) -> list[Word]:
    """The words of a page (height x width, 8 bits) with their accents; `signs`: the letters that each sign goes with."""
    of = _Signs(signs)
    return [word if of.looked_at.isdisjoint(word.text.lower()) else _mended(grey, word, of) for word in words]


class _Signs:
    """The signs of a language, by the letters that they go with."""

    def __init__(self, signs: Mapping[str, str]) -> None:
        self._letters = {sign: frozenset(letters) for sign, letters in signs.items()}

    @cached_property
    def looked_at(self) -> frozenset[str]:
        return frozenset("fi6édgt").union(*self._letters.values())

    def of(self, letter: str) -> frozenset[str]:
        return frozenset(sign for sign, letters in self._letters.items() if letter.lower() in letters)

    def over(self, letter: str) -> frozenset[str]:
        return self.of(letter) - _BELOW - {"stroke", "dotless"}

    def under(self, letter: str) -> str:
        return next(iter(self.of(letter) & _BELOW), "")


class _Print:
    """A word's picture: its letters, and the marks over and under each."""

    def __init__(self, grey: np.ndarray, box: Box) -> None:
        left, top, right, bottom = box
        self.height = bottom - top
        begin, end = max(0, top - max(2, round(_ABOVE * self.height))), bottom + max(2, round(_UNDER * self.height))
        self.part = grey[begin:end, max(0, left - 1) : right + 1]
        found = pieces(self.part)
        self._line = top - begin, bottom - begin
        self.bases = bases([piece for piece in found if piece.high >= _LETTER * self.height and self._in_line(piece)])
        small = (piece for piece in found if piece.high <= _MARK * self.height)
        marks = [piece for piece in small if max(piece.high, piece.wide) >= _LEAST * self.height and piece.box[1] > 0]
        self.over: list[list[Piece]] = [[] for _ in self.bases]
        self.under: list[list[Piece]] = [[] for _ in self.bases]
        for mark in marks:
            for those, near in ((self.over, self._is_over), (self.under, self._is_under)):
                beside = [
                    at
                    for at, base in enumerate(self.bases)
                    if near(mark.box, base) and _shared(mark.box, base) > _SHARED
                ]
                if beside:
                    nearest = min(beside, key=lambda at: abs(sum(self.bases[at][::2]) - mark.box[0] - mark.box[2]))
                    those[nearest].append(mark)

    def _in_line(self, piece: Piece) -> bool:
        middle = (piece.box[1] + piece.box[3]) / 2
        return self._line[0] <= middle <= self._line[1]

    def _is_over(self, mark: Box, base: Box) -> bool:
        return base[1] - _NEAR * self.height <= mark[3] <= base[1] + 1

    def _is_under(self, mark: Box, base: Box) -> bool:
        return base[3] - 1 <= mark[1] <= base[3] + _NEAR * self.height

    def letter(self, begin: int, end: int, base: int) -> _Letter:
        """What stands by itself, and was read as a part of the text."""
        return _Letter(begin, end, self.bases[base], self.over[base], self.under[base])

    def parted(self, at: Sequence[int], widths: Sequence[float], base: int) -> Iterator[_Letter]:
        """Letters that touch, by how wide each of them usually is."""
        left, top, right, bottom = self.bases[base]
        begin, unit = float(left), (right - left) / sum(widths)
        for number, width in zip(at, widths, strict=True):
            end = begin + unit * width
            over, under = (
                [mark for mark in marks[base] if begin <= (mark.box[0] + mark.box[2]) / 2 < end]
                for marks in (self.over, self.under)
            )
            yield _Letter(
                number, number + 1, (round(begin), top, max(round(end), round(begin) + 1), bottom), over, under
            )
            begin = end

    @cached_property
    def foot(self) -> int:
        """Where most letters stand."""
        return sorted(base[3] for base in self.bases)[len(self.bases) // 2]

    @cached_property
    def _highest(self) -> int:
        return max(self.foot - base[1] for base in self.bases)

    def is_tall(self, letter: _Letter) -> bool:
        return self.foot - letter.box[1] >= _TALL * self._highest

    def reaches_below(self, letter: _Letter) -> bool:
        return (letter.box[3] - self.foot) / self.height > _FOOT

    def has_bar(self, letter: _Letter) -> bool:
        return has_bar(self.part, letter.box)

    def has_hole(self, letter: _Letter) -> bool:
        return has_hole(self.part, letter.box)

    def is_crossed(self, letter: _Letter) -> bool:
        """Whether a stroke crosses a letter in its middle, as an ł has it, and not further up, as a t has it."""
        return self.is_tall(letter) and crossed(self.part, letter.box)


def _shared(mark: Box, base: Box) -> float:
    """How much of the narrower one's width both have."""
    shared = min(mark[2], base[2]) - max(mark[0], base[0])
    return shared / min(mark[2] - mark[0], base[2] - base[0])


def _mended(grey: np.ndarray, word: Word, signs: _Signs) -> Word:
    if word.box[3] - word.box[1] < _LOWEST:
        return word
    shown = _Print(grey, word.box)
    made, is_number = list(word.text), _is_number(word.text)
    for letter in _letters(word.text, shown, signs):
        read = word.text[letter.begin : letter.end]
        if read.isdigit() and is_number:
            continue
        new = _with_sign(_meant(read, letter, shown, signs), letter, shown, signs)
        if new != read:
            made[letter.begin : letter.end] = [new, *[""] * (len(read) - 1)]
    text = unicodedata.normalize("NFC", "".join(made))
    return word if text == word.text else msgspec.structs.replace(word, text=text)


def _is_number(text: str) -> bool:
    """Whether the figures of a word are some: other ones than 6, or with few letters."""
    figures = [sign for sign in text if sign.isdigit()]
    return any(sign != "6" for sign in figures) or sum(map(str.isalpha, text)) < 2 * len(figures)


def _letters(text: str, shown: _Print, signs: _Signs) -> list[_Letter]:
    """The letters of the picture with what was read for each; none where it is not known which is which."""
    at = [number for number, sign in enumerate(text) if sign not in _SMALL]
    if not at or not shown.bases or abs(len(at) - len(shown.bases)) > _MISSED:
        return []
    if len(at) == len(shown.bases):
        return [shown.letter(number, number + 1, base) for base, number in enumerate(at)]
    return _aligned(text, at, shown, signs) if len(at) <= _LONGEST else []


def _aligned(text: str, at: Sequence[int], shown: _Print, signs: _Signs) -> list[_Letter]:
    """The letters where some touch, or were read as two signs for one with its mark: as their widths fit best."""
    units = [_width(text[number]) for number in at]
    wide = [base[2] - base[0] for base in shown.bases]
    scale = sum(wide) / sum(units)
    # By how many signs and pieces are told: what it costs, and the letters.
    best: dict[tuple[int, int], tuple[float, list[_Letter]]] = {(0, 0): (0.0, [])}
    for base, step in itertools.product(range(len(wide)), range(len(at))):
        if (step, base) not in best:
            continue
        cost, before = best[step, base]
        for count in range(1, min(_TOUCHING, len(at) - step) + 1):
            mine, usual = at[step : step + count], units[step : step + count]
            off = abs(wide[base] / scale - sum(usual)) + _TOUCH * (count - 1)
            alone = count == 1
            letters = [shown.letter(mine[0], mine[0] + 1, base)] if alone else list(shown.parted(mine, usual, base))
            _keep(best, (step + count, base + 1), cost + off, [*before, *letters])
            if count == 2 and mine[1] == mine[0] + 1:
                one = shown.letter(mine[0], mine[1] + 1, base)
                if meant := _one_of_two(text[one.begin : one.end], one, shown, signs):
                    one, off = one._replace(meant=meant), abs(wide[base] / scale - _width(meant))
                    _keep(best, (step + 2, base + 1), cost + off, [*before, one])
    cost, letters = best.get((len(at), len(wide)), (math.inf, []))
    return letters if cost <= _OFF * len(wide) else []


def _keep(
    best: dict[tuple[int, int], tuple[float, list[_Letter]]],
    where: tuple[int, int],
    cost: float,
    letters: list[_Letter],
) -> None:
    if where not in best or cost < best[where][0]:
        best[where] = cost, letters


def _width(letter: str) -> float:
    """How wide a letter usually is, beside an n."""
    return next((width for letters, width in _WIDTHS.items() if letter in letters), 1.25 if letter.isupper() else 1.0)


def _one_of_two(read: str, letter: _Letter, shown: _Print, signs: _Signs) -> str:
    """The letter with a mark that two signs were read for, or ``."""
    for meant in _TWO.get(read, ""):
        if meant == "c":
            if _is_cedilla(letter, shown, signs):
                return meant
        elif letter.over and sign_over(letter.over, signs.over(meant), dotted=False):
            return meant
    return ""


def _is_cedilla(letter: _Letter, shown: _Print, signs: _Signs) -> bool:
    """Whether it is a ç: open, and it reaches below the line."""
    return signs.under("c") == "cedilla" and shown.reaches_below(letter) and not shown.has_hole(letter)


def _meant(read: str, letter: _Letter, shown: _Print, signs: _Signs) -> str:
    """The letter that stands there without its mark."""
    if letter.meant:
        return letter.meant
    if read in "gG¢":
        return ("C" if read == "G" else "c") if _is_cedilla(letter, shown, signs) else read
    if not letter.over:
        return read
    if read == "é":
        return _under_acute(letter, shown, signs)
    if read == "6":
        return "o" if signs.over("o") else read
    if read == "d" and not shown.is_tall(letter):
        meant = ("o" if signs.over("o") else "a") if shown.has_hole(letter) else "u"
        return meant if signs.over(meant) else read
    if read == "f" and not shown.is_tall(letter):
        return next((meant for meant in "rn" if signs.over(meant)), read)
    return read


def _under_acute(letter: _Letter, shown: _Print, signs: _Signs) -> str:
    """English knows é alone, and reads it for other letters with a mark."""
    if shown.has_bar(letter):
        return "e" if sign_over(letter.over, signs.over("e"), dotted=False) else "é"
    meant = "o" if shown.has_hole(letter) else "c"
    return meant if sign_over(letter.over, signs.over(meant), dotted=False) else "é"


def _with_sign(read: str, letter: _Letter, shown: _Print, signs: _Signs) -> str:
    """The letter with the sign that it has, if any."""
    under = signs.under(read)
    sign = sign_over(letter.over, signs.over(read), dotted=read in "ij" and not shown.is_tall(letter))
    if sign:
        return ("I" if (read, sign) == ("i", "dot") else read) + _JOINED[sign]
    if letter.over:
        return read
    if under and (shown.reaches_below(letter) or (under == "comma" and len(letter.under) == 1)):
        return read + _JOINED[under]
    if read == "i" and "dotless" in signs.of(read) and not shown.is_tall(letter):
        return "ı"
    if read in "tlL" and "stroke" in signs.of("l") and shown.is_crossed(letter):
        return "Ł" if read == "L" else "ł"
    return read
