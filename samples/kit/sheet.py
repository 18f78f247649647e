"""A sheet to draw on, in millimetres from its top left corner; type sizes are in points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from PIL import Image, ImageColor, ImageDraw

from samples.kit.fonts import face, is_devanagari

Colour = str | tuple[int, int, int]
Align = Literal["left", "centre", "right"]

INK: Colour = (24, 24, 28)
A4 = (210.0, 297.0)
A5 = (148.0, 210.0)
#: A bank card's size, of PAN, PVC Aadhaar and licences.
CARD = (85.6, 54.0)
MM_PER_POINT = 25.4 / 72
#: Height of a line over the size of its type.
LEADING = 1.28


@dataclass(frozen=True)
class DrawnText:
    """A line of text as it was set: left end, baseline and width in millimetres, size in points."""

    text: str
    x: float
    base: float
    width: float
    size: float
    font: str
    fill: Colour


@dataclass(frozen=True)
class Line:
    x1: float
    y1: float
    x2: float
    y2: float
    weight: float
    fill: Colour


@dataclass(frozen=True)
class Box:
    x: float
    y: float
    w: float
    h: float
    outline: Colour | None
    fill: Colour | None
    weight: float


@dataclass(frozen=True)
class Picture:
    picture: Image.Image
    x: float
    y: float
    w: float
    h: float


def as_rgb(colour: Colour) -> tuple[int, int, int]:
    return ImageColor.getrgb(colour)[:3] if isinstance(colour, str) else colour


class Paper:
    """A page or card. `y` of a text is the top of its line; methods that flow answer the `y` below."""

    def __init__(self, size: tuple[float, float] = A4, dpi: int = 200, paper: Colour = "white") -> None:
        self.width, self.height = size
        self.scale = dpi / 25.4
        self.dpi = dpi
        self.image = Image.new("RGB", (round(size[0] * self.scale), round(size[1] * self.scale)), paper)
        self._draw = ImageDraw.Draw(self.image)
        #: What was drawn, in order, for a PDF of the sheet; ovals and polygons are left out.
        self.drawn: list[DrawnText | Line | Box | Picture] = []

    def px(self, millimetres: float) -> int:
        return round(millimetres * self.scale)

    def measure(self, text: str, size: float = 9, font: str = "sans") -> float:
        """Width of a line in millimetres."""
        return face(_fit(font, text), self._pixels(size)).getlength(text) / self.scale

    def wrap(self, text: str, width: float, size: float = 9, font: str = "sans") -> list[str]:
        """The lines of a text that may be `width` millimetres wide."""
        lines: list[str] = []
        for paragraph in text.split("\n"):
            line = ""
            for word in paragraph.split():
                longer = f"{line} {word}" if line else word
                if line and self.measure(longer, size, font) > width:
                    lines.append(line)
                    line = word
                else:
                    line = longer
            lines.append(line)
        return lines

    def text(
        self,
        x: float,
        y: float,
        given: str,
        size: float = 9,
        font: str = "sans",
        fill: Colour = INK,
        align: Align = "left",
        width: float | None = None,
        leading: float = LEADING,
        spacing: float = 0,
    ) -> float:
        """Draw a text, wrapped where a width is given. `x` is its left edge, middle or right edge by `align`."""
        lines = self.wrap(given, width, size, font) if width is not None else given.split("\n")
        for line in lines:
            self._line(x, y, line, size, font, fill, align, spacing)
            y += size * MM_PER_POINT * leading
        return y

    def _line(
        self, x: float, y: float, given: str, size: float, font: str, fill: Colour, align: Align, spacing: float
    ) -> None:
        kind = face(_fit(font, given), self._pixels(size))
        base = round((y + size * MM_PER_POINT) * self.scale)
        wide = kind.getlength(given) / self.scale + spacing * len(given)
        left = x - {"left": 0.0, "centre": wide / 2, "right": wide}[align]
        self.drawn.append(DrawnText(given, left, base / self.scale, wide, size, font, fill))
        if spacing:
            at = x * self.scale
            for letter in given:
                self._draw.text((round(at), base), letter, fill=fill, font=kind, anchor="ls")
                at += kind.getlength(letter) + spacing * self.scale
            return
        anchor = {"left": "ls", "centre": "ms", "right": "rs"}[align]
        self._draw.text((round(x * self.scale), base), given, fill=fill, font=kind, anchor=anchor)

    def runs(self, x: float, y: float, runs: Sequence[tuple[str, str]], size: float = 9, fill: Colour = INK) -> float:
        """Texts of several faces on one line: (text, face). The `y` below."""
        for item, font in runs:
            self.text(x, y, item, size, font, fill)
            x += self.measure(item, size, font)
        return y + size * MM_PER_POINT * LEADING

    def pair(
        self,
        x: float,
        y: float,
        label: str,
        given: str,
        size: float = 9,
        font: str = "sans",
        bold: str = "sans-bold",
        at: float = 32,
        width: float | None = None,
        colon: str = ":",
        fill: Colour = INK,
    ) -> float:
        """A label and, `at` millimetres to its right, its value. The `y` below."""
        self.text(x, y, label, size, font, fill)
        if colon:
            self.text(x + at - 3, y, colon, size, font, fill)
        return self.text(x + at, y, given, size, bold, fill, width=width)

    def line(self, x1: float, y1: float, x2: float, y2: float, weight: float = 0.2, fill: Colour = INK) -> None:
        self.drawn.append(Line(x1, y1, x2, y2, weight, fill))
        ends = (self.px(x1), self.px(y1), self.px(x2), self.px(y2))
        self._draw.line(ends, fill=fill, width=max(1, self.px(weight)))

    def dashes(self, x1: float, y: float, x2: float, dash: float = 1.2, fill: Colour = INK) -> None:
        at = x1
        while at < x2:
            self.line(at, y, min(at + dash, x2), y, fill=fill)
            at += dash * 2

    def box(
        self,
        x: float,
        y: float,
        w: float,
        h: float,
        outline: Colour | None = INK,
        fill: Colour | None = None,
        weight: float = 0.2,
        radius: float = 0,
    ) -> None:
        self.drawn.append(Box(x, y, w, h, outline, fill, weight))
        corners = (self.px(x), self.px(y), self.px(x + w), self.px(y + h))
        thick = max(1, self.px(weight)) if outline else 0
        self._draw.rounded_rectangle(corners, self.px(radius), fill=fill, outline=outline, width=thick)

    def oval(
        self, x: float, y: float, w: float, h: float, outline: Colour | None = INK, fill: Colour | None = None
    ) -> None:
        self._draw.ellipse(
            (self.px(x), self.px(y), self.px(x + w), self.px(y + h)), fill=fill, outline=outline, width=2
        )

    def shape(self, points: Sequence[tuple[float, float]], fill: Colour) -> None:
        """A filled polygon."""
        self._draw.polygon([(x * self.scale, y * self.scale) for x, y in points], fill=fill)

    def paste(self, picture: Image.Image, x: float, y: float, w: float | None = None, h: float | None = None) -> None:
        """Lay a picture on the sheet, in its own size or stretched; one with alpha lets the sheet show through."""
        if w is not None:
            high = h if h is not None else w * picture.height / picture.width
            picture = picture.resize((max(1, self.px(w)), max(1, self.px(high))), Image.Resampling.LANCZOS)
        self.drawn.append(Picture(picture, x, y, picture.width / self.scale, picture.height / self.scale))
        mask = picture if picture.mode == "RGBA" else None
        self.image.paste(picture, (self.px(x), self.px(y)), mask)

    def _pixels(self, size: float) -> float:
        return round(size * MM_PER_POINT * self.scale * 4) / 4


def _fit(font: str, text: str) -> str:
    """A face that has the letters: Devanagari for Devanagari."""
    if is_devanagari(text) and font != "hand":
        return "devanagari-bold" if "bold" in font else "devanagari"
    return font
