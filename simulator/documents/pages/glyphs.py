"""The words of a PDF page from pdfium: characters grouped by position, each word with its font.

Everything here is in points of the page's own space, turned so that most of its print lies level (`turn`).
"""

from __future__ import annotations

import ctypes
from collections import Counter
from dataclasses import dataclass
from math import cos, degrees, radians, sin
from typing import Any

#: So many signs tell which way most print runs.
_ASKED = 60
#: Print whose direction is further from the page's is no part of its lines: watermarks, notes in the margin (degrees).
_ASKEW = 20.0
#: How far print reaches above and below its line, as parts of its size, where pdfium does not say it for turned print.
_ABOVE, _BELOW = 0.8, 0.2

Bounds = tuple[float, float, float, float]


@dataclass(slots=True)
class RawWord:
    """`box` is left, bottom, right, top. `drawn` is the address of the text object, `font` that of its font."""

    text: str
    box: Bounds
    first: int
    drawn: int = 0
    font: int = 0


class Glyphs:
    """Reads the characters of one text page from pdfium."""

    def __init__(self, text: Any) -> None:
        import pypdfium2.raw as raw

        self._raw, self._text = raw, text.raw
        self.count: int = text.count_chars()
        self.turn = self._turn()
        #: Words in the order of the file; what is invisible or runs askew is left out.
        self.words = [word for word in self._gathered() if self._is_shown(word)]

    @property
    def height(self) -> float:
        """The height of most print (points), 0.0 where there is none."""
        heights = sorted(word.box[3] - word.box[1] for word in self.words)
        return heights[len(heights) // 2] if heights else 0.0

    def fill(self, word: RawWord) -> tuple[tuple[int, int, int], int]:
        """The colour of a word's print, red, green and blue, and its opacity, each 0 to 255."""
        red, green, blue, opacity = (ctypes.c_uint() for _ in range(4))
        if not self._raw.FPDFText_GetFillColor(self._text, word.first, red, green, blue, opacity):
            return (0, 0, 0), 255
        return (red.value, green.value, blue.value), opacity.value

    def _turn(self) -> int:
        """The direction of most print in degrees anticlockwise: 0, 90, 180 or 270."""
        step = max(1, self.count // _ASKED)
        turns = Counter(
            round(self._angle(index) / 90) * 90 % 360
            for index in range(0, self.count, step)
            if self._raw.FPDFText_GetUnicode(self._text, index) > 32
        )
        return turns.most_common(1)[0][0] if turns else 0

    def _angle(self, index: int) -> float:
        """Degrees anticlockwise, 0 to 360; pdfium counts clockwise."""
        return -degrees(max(self._raw.FPDFText_GetCharAngle(self._text, index), 0.0)) % 360

    def _is_shown(self, word: RawWord) -> bool:
        drawn = self._raw.FPDFText_GetTextObject(self._text, word.first)
        if not drawn:
            return True
        hidden = (self._raw.FPDF_TEXTRENDERMODE_INVISIBLE, self._raw.FPDF_TEXTRENDERMODE_CLIP)
        if self._raw.FPDFTextObj_GetTextRenderMode(drawn) in hidden:
            return False
        off = abs((self._angle(word.first) - self.turn + 180) % 360 - 180)
        if off > _ASKEW:
            return False
        word.drawn = address(drawn)
        font = self._raw.FPDFTextObj_GetFont(drawn)
        word.font = address(font) if font else 0
        return True

    def _gathered(self) -> list[RawWord]:
        """Characters grouped into words, split at spaces, gaps and line changes."""
        code_of, text = self._raw.FPDFText_GetUnicode, self._text
        box_of = self._turned_box if self.turn else self._level_box
        found: list[RawWord] = []
        signs, first, left, bottom, right, top = "", 0, 0.0, 0.0, 0.0, 0.0
        for index in range(self.count):
            code = code_of(text, index)
            sign = chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else ""
            if not sign or sign.isspace() or not sign.isprintable():
                if signs:
                    found.append(RawWord(signs, (left, bottom, right, top), first))
                signs = ""
                continue
            x1, y1, x2, y2 = box_of(index)
            if signs and _is_apart((left, bottom, right, top), x1, y1, x2, y2):
                found.append(RawWord(signs, (left, bottom, right, top), first))
                signs = ""
            if signs:
                left, bottom, right, top = min(left, x1), min(bottom, y1), max(right, x2), max(top, y2)
            else:
                first, left, bottom, right, top = index, x1, y1, x2, y2
            signs += sign
        if signs:
            found.append(RawWord(signs, (left, bottom, right, top), first))
        return found

    def _level_box(self, index: int) -> Bounds:
        box = self._raw.FS_RECTF()
        self._raw.FPDFText_GetLooseCharBox(self._text, index, box)
        return box.left, box.bottom, box.right, box.top

    def _turned_box(self, index: int) -> Bounds:
        """The box of a character of rotated print, in the coordinates where that print is level."""
        left, right, bottom, top = (ctypes.c_double() for _ in range(4))
        x, y = ctypes.c_double(), ctypes.c_double()
        self._raw.FPDFText_GetCharBox(self._text, index, left, right, bottom, top)
        self._raw.FPDFText_GetCharOrigin(self._text, index, x, y)
        matrix = self._raw.FS_MATRIX()
        self._raw.FPDFText_GetMatrix(self._text, index, matrix)
        size = self._raw.FPDFText_GetFontSize(self._text, index) * (matrix.a**2 + matrix.b**2) ** 0.5
        x1, _ = turned(left.value, bottom.value, -self.turn)
        x2, _ = turned(right.value, top.value, -self.turn)
        _, line = turned(x.value, y.value, -self.turn)
        return min(x1, x2), line - _BELOW * size, max(x1, x2), line + _ABOVE * size


def turned(x: float, y: float, angle: int) -> tuple[float, float]:
    """A point turned anticlockwise about the origin by a multiple of 90 degrees."""
    across, up = round(cos(radians(angle))), round(sin(radians(angle)))
    return x * across - y * up, x * up + y * across


def address(pointer: Any) -> int:
    """The address of a pdfium object, which identifies it while the page is open."""
    return ctypes.cast(pointer, ctypes.c_void_p).value or 0


def _is_apart(box: Bounds, left: float, bottom: float, right: float, top: float) -> bool:
    height = max(box[3] - box[1], top - bottom, 1e-6)
    jumps = left > box[2] + 0.6 * height or left < box[0] - 0.2 * height
    leaves = min(top, box[3]) - max(bottom, box[1]) < 0.2 * min(top - bottom, box[3] - box[1])
    return jumps or leaves
