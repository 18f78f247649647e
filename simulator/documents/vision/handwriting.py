"""Whether a number was written by hand where its label asks for it: ink beside the label, but no print."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from simulator.documents.model import Box, Word
from simulator.documents.vision import ink

#: Its first letter is misread where writing beside it spoils the line.
_GSTIN_LABEL = re.compile(r"\W*[gce6o]st([il1]n)?\W*(no)?\W*", re.IGNORECASE)
_NUMBER_WORD = re.compile(r"\W*(no|number|in)\W*", re.IGNORECASE)
#: What is looked at to the right of a label (units, heights of the page's words): how far, and how much above and below.
_FAR, _NEAR = 26.0, 0.6
_ROOM = 1.0
#: Written out by hand, fifteen signs take at least so much room; columns of ink, in units, and the share of them inked.
_LEAST_WIDE = 7.0
_LEAST_INKED = 0.35
#: A hand writes so many times taller than the page prints (units) and than the label beside it is; or somewhat taller and
#: above the label's line, by this part of a unit, as on a ruled blank; or keeps no line: the feet of its letters vary by
#: so much (standard deviation). How sure the engine is tells nothing: it is unsure of printed codes too. Measured on
#: print in six typefaces: up to 1.06 units, 1.05 times, 0.1 above, 0.11.
_TALL, _TALLER = 1.25, 1.25
_SOMEWHAT, _LIFTED = 1.08, 0.12
_UNSTEADY = 0.2


def gstin_by_hand(grey: np.ndarray, words: Sequence[Word]) -> Box | None:
    """Where a GSTIN is written by hand, in pixels, beside the first label that has one; None where there is none.

    `grey`: height x width, uint8, in whose pixels the boxes of `words` are.
    """
    unit = ink.unit_of(words, *grey.shape)
    labels = [word for word in words if _GSTIN_LABEL.fullmatch(word.text)]
    if not labels:
        return None
    pen = ink.without_print(ink.mask(grey), words, unit)
    for label in labels:
        area = _beside(label, words, unit, grey.shape[1])
        if _printed_number(area, words):
            continue
        box = _written(pen, area, unit, label.box)
        if box:
            return box
    return None


def _beside(label: Word, words: Sequence[Word], unit: float, width: int) -> Box:
    """The place for a value right of a label, up to the next sure print there."""
    _, top, right, bottom = label.box
    row = (top - round(_ROOM * unit), bottom + round(_ROOM * unit))
    start, end = right, min(round(right + _FAR * unit), width)
    for word in sorted(words, key=lambda word: word.box[0]):
        across = word.box[0] >= start and word.box[1] < bottom and word.box[3] > top
        if across and _NUMBER_WORD.fullmatch(word.text) and word.box[0] - start < 2 * unit:
            start = word.box[2]
        elif across and ink.is_print(word) and len(word.text) > 3 and word.text.isalpha() and word.box[0] < end:
            end = word.box[0]
    return (start + round(_NEAR * unit / 2), max(row[0], 0), end, row[1])


def _printed_number(area: Box, words: Sequence[Word]) -> bool:
    """Whether sure print stands there that is as long as a GSTIN, or half of one."""
    given = "".join(word.text for word in words if ink.is_print(word) and ink.overlap(word.box, area) > 0.5)
    return sum(letter.isalnum() for letter in given) >= 8


def _written(pen: np.ndarray, area: Box, unit: float, label: Box) -> Box | None:
    left, top, right, bottom = area
    patch = pen[top:bottom, left:right]
    if patch.size == 0:
        return None
    _, pieces = ink.components(patch)
    letters = [box for box, _ in pieces if 0.5 * unit <= box[3] - box[1] <= 4 * unit and box[2] - box[0] < 8 * unit]
    if len(letters) < 2:
        return None
    box = (
        min(b[0] for b in letters),
        min(b[1] for b in letters),
        max(b[2] for b in letters),
        max(b[3] for b in letters),
    )
    inked = sum(b[2] - b[0] for b in letters) / max(box[2] - box[0], 1)
    if (
        (box[2] - box[0]) / unit < _LEAST_WIDE
        or inked < _LEAST_INKED
        or not _by_hand(letters, unit, label[3] - label[1], label[3] - top)
    ):
        return None
    return (left + box[0], top + box[1], left + box[2], top + box[3])


def _by_hand(letters: Sequence[Box], unit: float, label: int, line: int) -> bool:
    """`label` is the height of the label, `line` where it stands, both in the letters' pixels."""
    feet = [box[3] for box in letters]
    height = float(np.median([box[3] - box[1] for box in letters]))
    tall = height >= _TALL * unit and height >= _TALLER * label
    lifted = height >= _SOMEWHAT * label and line - float(np.median(feet)) >= _LIFTED * unit
    return tall or lifted or float(np.std(feet)) >= _UNSTEADY * unit
