"""The words that a PDF says of itself, where they are sound: readable, many enough, and really on the page."""

from __future__ import annotations

import unicodedata
from typing import Any

from simulator.documents.model import Box, Word

#: Fewer letters and digits than this on a page are a stamp or a page number over a scan, not its text.
FEWEST = 40
#: The most that may be signs no document uses (private use, replacement, control): glyphs without their letters.
MOST_STRANGE = 0.03
_STRANGE = frozenset({"Co", "Cn", "Cs", "Cc"})


def words(page: Any, scale: float) -> tuple[Word, ...] | None:
    """The page's words with boxes in pixels at this scale (pixels a point), or None when they are not to be trusted."""
    text = page.get_textpage()
    try:
        count = text.count_chars()
        if count < FEWEST:
            return None
        said = text.get_text_range()
        if not sound(said):
            return None
        return tuple(_words(page, text, count, scale))
    finally:
        text.close()


def sound(said: str) -> bool:
    """Whether the text is made of words at all."""
    letters = [sign for sign in said if not sign.isspace()]
    strange = sum(unicodedata.category(sign) in _STRANGE or sign == "\ufffd" for sign in letters)
    plain = sum(sign.isalnum() for sign in letters)
    return plain >= FEWEST and strange <= MOST_STRANGE * len(letters) and plain >= 0.5 * len(letters)


def _words(page: Any, text: Any, count: int, scale: float) -> list[Word]:
    """Signs gathered to words at spaces, at jumps and at changes of line."""
    found: list[tuple[str, list[float]]] = []
    signs = ""
    box: list[float] = []
    for index in range(count):
        sign = _sign(text, index)
        if not sign or sign.isspace() or not sign.isprintable():
            if signs:
                found.append((signs, box))
            signs, box = "", []
            continue
        left, bottom, right, top = text.get_charbox(index, loose=True)
        if signs and _apart(box, left, bottom, right, top):
            found.append((signs, box))
            signs, box = "", []
        if signs:
            box = [min(box[0], left), min(box[1], bottom), max(box[2], right), max(box[3], top)]
        else:
            box = [left, bottom, right, top]
        signs += sign
    if signs:
        found.append((signs, box))
    return _placed(page, found, scale)


def _sign(text: Any, index: int) -> str:
    import pypdfium2.raw as raw

    code = raw.FPDFText_GetUnicode(text.raw, index)
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else ""


def _apart(box: list[float], left: float, bottom: float, right: float, top: float) -> bool:
    height = max(box[3] - box[1], top - bottom, 0.1)
    jumps = left > box[2] + 0.6 * height or left < box[0] - 0.2 * height
    leaves = min(top, box[3]) - max(bottom, box[1]) < 0.2 * min(top - bottom, box[3] - box[1])
    return jumps or leaves


def _placed(page: Any, found: list[tuple[str, list[float]]], scale: float) -> list[Word]:
    """Pixels, and the number of the line that each word stands on."""
    words: list[Word] = []
    line, last = 0, None
    for said, box in found:
        placed = pixels(page, box, scale)
        if last is None or not _same_line(last, placed):
            line += 1
        last = placed
        words.append(Word(said, placed, 1.0, line, 1))
    return words


def pixels(page: Any, box: list[float], scale: float) -> Box:
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


def _same_line(last: Box, box: Box) -> bool:
    shared = min(last[3], box[3]) - max(last[1], box[1])
    return box[0] >= last[0] and shared > 0.4 * min(last[3] - last[1], box[3] - box[1])
