"""Signatures: strokes of a pen beside the words that ask for them.

A mark counts only near a label ("Authorised Signatory", "Signature of …", "For NAME"): what else is written by hand on a
form is no signature. Printed names in a script typeface look the same and are counted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import cv2
import msgspec
import numpy as np

from simulator.documents.boxes import around
from simulator.documents.model import Box, Word
from simulator.documents.vision import ink
from simulator.documents.vision.stamps import Stamp, erase

#: Sizes of a signature in units (heights of the page's words): from, to.
_WIDE = (3.0, 45.0)
_HIGH = (1.1, 16.0)
#: Pieces nearer than this (units) are one signature.
_JOIN = 0.7
#: A joined-up stroke is larger than any letter: so high or so wide (units).
_STROKE_HIGH, _STROKE_WIDE = 1.7, 4.0
#: Where most of a mark lies in a stamp, its strokes are so much larger, for a stamp's letters are large too.
_WITHIN, _OVER_STAMP = 0.7, 1.6
#: A pen's line is thin (units), and leaves most of its box white.
_THICKEST = 0.45
_FULLEST = 0.45
#: How far a signature may be from its label (units): above, below, to the right, and sideways of it.
_ABOVE, _BELOW, _RIGHT, _BESIDE = 9.0, 5.0, 22.0, 6.0
#: Words of one label stand no further apart than this (units).
_WORD_GAP = 2.5

_SIGN = re.compile(r"\W*(sign|signed|signs|sign\.?|e-?sign|sd)\W*|.*s[il1]gnat.*", re.IGNORECASE)
#: Its first letter is lost where a stamp touches it.
_FOR = re.compile(r"\W*f?or\W*", re.IGNORECASE)
_SELLER = re.compile(
    r"authori[sz]ed|dealer|seller|proprietor|partner|director|signatory|supplier|company|manager|^\W*f?or\b",
    re.IGNORECASE,
)
_BUYER = re.compile(r"customer|buyer|receiver|purchaser|client|consignee|borrower|applicant|recipient", re.IGNORECASE)


class Label(msgspec.Struct, frozen=True):
    """Words that ask for a signature."""

    text: str
    box: Box

    @property
    def sellers(self) -> bool:
        return bool(_SELLER.search(self.text)) and not _BUYER.search(self.text)


class Signature(msgspec.Struct, frozen=True):
    label: Label
    box: Box


def find_signatures(grey: np.ndarray, words: Sequence[Word], stamped: Sequence[Stamp] = ()) -> tuple[Signature, ...]:
    """The signatures of a page (grey: height x width, uint8), one a label at most; those over a stamp too. Boxes in pixels."""
    unit = ink.unit_of(words, *grey.shape)
    asked = labels(words, unit)
    if not asked:
        return ()
    taken: dict[int, Box] = {}
    for mark in marks(grey, words, unit, stamped):
        near = [
            (distance, number) for number, label in enumerate(asked) if (distance := _reach(mark, label.box, unit)) >= 0
        ]
        if near:
            number = min(near)[1]
            taken[number] = _both(taken[number], mark) if number in taken else mark
    return tuple(Signature(asked[number], box) for number, box in sorted(taken.items()))


def labels(words: Sequence[Word], unit: float) -> list[Label]:
    """The phrases that ask for a signature, in reading order; "For NAME" only in the lower half of what is written."""
    bottom = max((word.box[3] for word in words), default=0)
    found = []
    for phrase in _phrases(words, unit):
        signs = any(_SIGN.fullmatch(word.text) for word in phrase)
        sender = _named_after_for(phrase) and phrase[0].box[1] > bottom / 2
        if signs or sender:
            found.append(Label(" ".join(word.text for word in phrase), around([word.box for word in phrase])))
    return [label for label in found if not _sentence(label)]


def _named_after_for(phrase: Sequence[Word]) -> bool:
    return bool(2 <= len(phrase) <= 8 and _FOR.fullmatch(phrase[0].text) and phrase[1].text[:1].isupper())


def marks(grey: np.ndarray, words: Sequence[Word], unit: float, stamped: Sequence[Stamp] = ()) -> list[Box]:
    """Boxes, in pixels of `grey` (height x width, uint8), of all that looks written with a pen; `unit`: line height."""
    left = ink.without_print(ink.mask(grey), words, unit)
    for label in labels(words, unit):
        ink.cover(left, label.box)
    for stamp in stamped:
        erase(left, stamp)
    size = max(round(_JOIN * unit), 3)
    joined = cv2.morphologyEx(left, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size)))
    _, groups = ink.components(joined)
    found = []
    for box, _ in groups:
        wide, high = (box[2] - box[0]) / unit, (box[3] - box[1]) / unit
        if not (_WIDE[0] <= wide <= _WIDE[1] and _HIGH[0] <= high <= _HIGH[1]):
            continue
        over = any(ink.overlap(box, stamp.box) > _WITHIN for stamp in stamped)
        if _written(left[box[1] : box[3], box[0] : box[2]], unit * (_OVER_STAMP if over else 1)):
            found.append(box)
    return found


def _written(patch: np.ndarray, unit: float) -> bool:
    """Whether a patch of ink has a thin joined-up stroke larger than a letter."""
    if not 0.01 < float(patch.mean()) < _FULLEST:
        return False
    labelled, pieces = ink.components(patch)
    for number, (box, area) in enumerate(pieces, 1):
        wide, high = (box[2] - box[0]) / unit, (box[3] - box[1]) / unit
        if (high >= _STROKE_HIGH and wide >= 0.6) or (wide >= _STROKE_WIDE and high >= 0.5):
            stroke = (labelled[box[1] : box[3], box[0] : box[2]] == number).astype(np.uint8)
            if _thickness(stroke, area) <= max(_THICKEST * unit, 4):
                return True
    return False


def _thickness(stroke: np.ndarray, area: int) -> float:
    """Mean width of a line in pixels: twice its area over the length of its outline."""
    outlines, _ = cv2.findContours(stroke, cv2.RETR_LIST, cv2.CHAIN_APPROX_NONE)
    return 2 * area / max(sum(len(outline) for outline in outlines), 1)


def _reach(mark: Box, label: Box, unit: float) -> float:
    """How far a mark is from a label that it may belong to; below 0 if it can't."""
    across, down = ink.gap(mark, label)
    above = mark[3] <= label[3] and mark[1] < label[1]
    if across <= _BESIDE * unit and down <= (_ABOVE if above else _BELOW) * unit:
        return across + down
    if mark[0] >= label[2] and across <= _RIGHT * unit and down == 0:
        return across + down
    return -1.0


def _phrases(words: Sequence[Word], unit: float) -> list[list[Word]]:
    """Runs of words that stand side by side."""
    runs: list[list[Word]] = []
    for word in sorted(words, key=lambda word: (word.block, word.line, word.box[0])):
        last = runs[-1][-1] if runs else None
        beside = (
            last
            and (word.block, word.line) == (last.block, last.line)
            and word.box[0] - last.box[2] <= _WORD_GAP * unit
        )
        if beside:
            runs[-1].append(word)
        else:
            runs.append([word])
    return runs


def _sentence(label: Label) -> bool:
    """Running text that speaks of signatures, as "computer generated, no signature required", asks for none."""
    words = label.text.split()
    return len(words) > 9 or bool(
        re.search(r"\b(not? require|no signature|without sign|computer|digitally)", label.text, re.I)
    )


def _both(one: Box, other: Box) -> Box:
    return around((one, other))
