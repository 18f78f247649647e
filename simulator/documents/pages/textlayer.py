"""The text layer of a PDF: its visible words (on the page, with ink under them), each once, in lines."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Any

import numpy as np

from simulator.documents.model import Box
from simulator.documents.pages.glyphs import Bounds, Glyphs, RawWord, turned
from simulator.documents.pages.layer import Layer, overlap
from simulator.documents.pages.lines import lined
from simulator.documents.pages.objects import Objects

#: Fewer letters and digits than this on a page are a stamp or a page number over a scan, not its text.
FEWEST = 40
#: The most that may be signs no document uses (private use, replacement, control): glyphs without their letters.
MOST_STRANGE = 0.03
_STRANGE = frozenset({"Co", "Cn", "Cs", "Cc"})
#: With more than this part of single letters among so many words and more, letters were not put together to words.
_MOST_SINGLE, _ENOUGH = 0.5, 20
#: A colour under a word differs by this and more where there is ink; and from the word's own colour by no more.
_INK = 24
_SAME_COLOUR = 16
#: With more than this part of its words under something else, what lies on them is the page.
_MOST_COVERED = 0.5
#: Words that overlap by this part and say the same are one, drawn twice.
_TWICE = 0.5


def glyphs_of(shown: Any) -> Glyphs | None:
    """The words of pdfium's text page `shown` that are meant to be seen, if they are enough to be a page's text."""
    if shown.count_chars() < FEWEST:
        return None
    glyphs = Glyphs(shown)
    return glyphs if sum(len(word.text) for word in glyphs.words) >= FEWEST else None


def layer_of(page: Any, glyphs: Glyphs, scale: float, objects: Objects, colour: np.ndarray) -> Layer | None:
    """The page's words with boxes in pixels at `scale` (pixels a point), or None when they are no words of this page.

    `colour` is the rendering at that scale (height x width x 3, RGB).
    """
    placed = [(raw, pixels(page, _level(raw, glyphs), scale)) for raw in glyphs.words]
    kept = [(raw, box) for raw, box in placed if _is_on(box, colour) and _has_ink(box, colour, glyphs.fill(raw))]
    kept = _once(kept)
    if not sound("".join(raw.text for raw, _ in kept)) or _in_single_letters([raw.text for raw, _ in kept]):
        return None
    turn = (page.get_rotation() - glyphs.turn) % 360
    at, words = lined([(raw.text, box) for raw, box in kept], turn, colour.shape)
    doubtful = [
        new
        for new, old in enumerate(at)
        if objects.covers and objects.is_covered(kept[old][0].drawn, _level(kept[old][0], glyphs))
    ]
    if len(doubtful) > _MOST_COVERED * len(words):
        return None
    return Layer(words, tuple(kept[old][0].font for old in at), turn, frozenset(doubtful))


def sound(text: str) -> bool:
    """Whether the text consists of words and not of garbled characters."""
    letters = [sign for sign in text if not sign.isspace()]
    strange = sum(unicodedata.category(sign) in _STRANGE or sign == "\ufffd" for sign in letters)
    plain = sum(sign.isalnum() for sign in letters)
    return plain >= FEWEST and strange <= MOST_STRANGE * len(letters) and plain >= 0.5 * len(letters)


def pixels(page: Any, box: Sequence[float], scale: float) -> Box:
    """From points, upwards from the lower left of the media, to pixels of the page as it is shown."""
    import ctypes

    import pypdfium2.raw as raw

    width, height = page.get_size()
    across, down = round(width * scale), round(height * scale)
    corners = []
    for x, y in ((box[0], box[1]), (box[2], box[3])):
        shown_x, shown_y = ctypes.c_int(), ctypes.c_int()
        raw.FPDF_PageToDevice(page.raw, 0, 0, across, down, 0, x, y, shown_x, shown_y)
        corners.append((shown_x.value, shown_y.value))
    (x1, y1), (x2, y2) = corners
    return min(x1, x2), min(y1, y2), max(x1, x2) + 1, max(y1, y2) + 1


def _level(raw: RawWord, glyphs: Glyphs) -> Bounds:
    """A word's box in points of the page, whichever way its print runs."""
    if not glyphs.turn:
        return raw.box
    x1, y1 = turned(raw.box[0], raw.box[1], glyphs.turn)
    x2, y2 = turned(raw.box[2], raw.box[3], glyphs.turn)
    return min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)


def _is_on(box: Box, colour: np.ndarray) -> bool:
    """Whether the middle of a word lies on the page."""
    height, width = colour.shape[:2]
    return bool(0 <= box[0] + box[2] < 2 * width and 0 <= box[1] + box[3] < 2 * height)


def _has_ink(box: Box, colour: np.ndarray, fill: tuple[tuple[int, int, int], int]) -> bool:
    """Whether there is ink where a word stands, and its colour differs from the paper's."""
    part = colour[max(box[1], 0) : box[3], max(box[0], 0) : box[2]].reshape(-1, 3)
    if not part.size:
        return False
    low, high = part.min(axis=0), part.max(axis=0)
    # Of red, green and blue, the one in which ink and paper differ most: white on orange differs in blue.
    channel = int((high.astype(int) - low).argmax())
    dark, light = int(low[channel]), int(high[channel])
    if light - dark < _INK:
        return False
    ink, opacity = fill[0][channel], fill[1]
    paper = light if 2 * int(part[:, channel].mean()) > dark + light else dark
    return opacity > 0 and abs(ink - paper) > _SAME_COLOUR


def _once(placed: list[tuple[RawWord, Box]]) -> list[tuple[RawWord, Box]]:
    """The words without duplicates drawn in the same place, for bold print or by mistake."""
    kept: list[tuple[RawWord, Box]] = []
    same: dict[str, list[Box]] = {}
    for raw, box in placed:
        known = same.setdefault(raw.text, [])
        if not any(overlap(box, other) > _TWICE for other in known):
            known.append(box)
            kept.append((raw, box))
    return kept


def _in_single_letters(texts: Sequence[str]) -> bool:
    single = sum(len(text) == 1 and text.isalnum() for text in texts)
    return len(texts) >= _ENOUGH and single > _MOST_SINGLE * len(texts)
