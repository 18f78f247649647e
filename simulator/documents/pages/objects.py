"""The objects of a PDF page besides its words: pictures, and areas that cover what was drawn before."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from simulator.documents.pages.glyphs import address

Bounds = tuple[float, float, float, float]
_Matrix = tuple[float, float, float, float, float, float]

#: Forms in forms deeper than this are not looked into, nor more than so many objects.
_DEEPEST, _MOST = 8, 20_000
#: An area or picture of this part of the page and more may cover words.
_COVERS = 0.0001

#: The rim of a word's box, as parts of its width and height.
_RIM = (0.1, 0.3)


@dataclass(frozen=True)
class PagePicture:
    """A picture: its bounds in points of the page, its own pixels, and its object. `plain` if it lies straight and whole."""

    drawn: Any
    bounds: Bounds
    pixels: tuple[int, int]
    plain: bool


@dataclass
class Objects:
    """`covers` holds, for each area that hides what is below, its bounds and its number in the order of drawing.

    `order` is that number of each text object, by its address.
    """

    pictures: list[PagePicture] = field(default_factory=list)
    covers: list[tuple[int, Bounds]] = field(default_factory=list)
    order: dict[int, int] = field(default_factory=dict)

    def is_covered(self, drawn: int, box: Bounds) -> bool:
        """Whether something that is drawn after a text object lies over `box` (points), its rim aside."""
        at = self.order.get(drawn)
        if at is None:
            return False
        left, bottom, right, top = _core(box)
        return any(
            number > at and x1 <= left and y1 <= bottom and x2 >= right and y2 >= top
            for number, (x1, y1, x2, y2) in self.covers
        )


def objects_of(page: Any) -> Objects:
    import pypdfium2.raw as raw

    found = Objects()
    width, height = page.get_size()
    least = _COVERS * width * height
    for number, (drawn, kind, matrix) in enumerate(_walk(raw, page.raw, False, (1, 0, 0, 1, 0, 0), 0)):
        if number >= _MOST:
            break
        if kind == raw.FPDF_PAGEOBJ_TEXT:
            found.order[address(drawn)] = number
            continue
        bounds = _bounds(raw, drawn, matrix)
        if kind == raw.FPDF_PAGEOBJ_IMAGE:
            found.pictures.append(_picture(raw, drawn, bounds, matrix))
        if _area(bounds) >= least and _is_opaque(raw, drawn, kind):
            found.covers.append((number, bounds))
    return found


def _walk(raw: Any, parent: Any, form: bool, matrix: _Matrix, depth: int) -> Iterator[tuple[Any, int, _Matrix]]:
    """The objects of a page or form, those of its forms included, in the order in which they are drawn."""
    count = raw.FPDFFormObj_CountObjects(parent) if form else raw.FPDFPage_CountObjects(parent)
    get = raw.FPDFFormObj_GetObject if form else raw.FPDFPage_GetObject
    for index in range(count):
        drawn = get(parent, index)
        if not drawn:
            continue
        kind = raw.FPDFPageObj_GetType(drawn)
        if kind == raw.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
            yield from _walk(raw, drawn, True, _times(_matrix(raw, drawn), matrix), depth + 1)
        else:
            yield drawn, kind, matrix


def _matrix(raw: Any, drawn: Any) -> _Matrix:
    got = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(drawn, got)
    return got.a, got.b, got.c, got.d, got.e, got.f


def _times(one: _Matrix, two: _Matrix) -> _Matrix:
    """The matrix that applies `one`, then `two`."""
    a, b, c, d, e, f = one
    p, q, r, s, t, u = two
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def _bounds(raw: Any, drawn: Any, matrix: _Matrix) -> Bounds:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not raw.FPDFPageObj_GetBounds(drawn, left, bottom, right, top):
        return 0.0, 0.0, 0.0, 0.0
    a, b, c, d, e, f = matrix
    points = [
        (x * a + y * c + e, x * b + y * d + f) for x in (left.value, right.value) for y in (bottom.value, top.value)
    ]
    across, up = [x for x, _ in points], [y for _, y in points]
    return min(across), min(up), max(across), max(up)


def _picture(raw: Any, drawn: Any, bounds: Bounds, matrix: _Matrix) -> PagePicture:
    width, height = ctypes.c_uint(), ctypes.c_uint()
    raw.FPDFImageObj_GetImagePixelSize(drawn, width, height)
    a, b, c, d, _, _ = _times(_matrix(raw, drawn), matrix)
    plain = abs(b) + abs(c) < 1e-3 * (abs(a) + abs(d)) and a > 0 and d > 0
    return PagePicture(drawn, bounds, (width.value, height.value), plain)


def _is_opaque(raw: Any, drawn: Any, kind: int) -> bool:
    if raw.FPDFPageObj_HasTransparency(drawn):
        return False
    if kind == raw.FPDF_PAGEOBJ_IMAGE:
        return True
    if kind != raw.FPDF_PAGEOBJ_PATH:
        return False
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(drawn, fill, stroke)
    if fill.value == raw.FPDF_FILLMODE_NONE:
        return False
    red, green, blue, opacity = (ctypes.c_uint() for _ in range(4))
    raw.FPDFPageObj_GetFillColor(drawn, red, green, blue, opacity)
    return opacity.value == 255


def _core(bounds: Bounds) -> Bounds:
    """The part of a word's box that holds ink."""
    left, bottom, right, top = bounds
    across, up = _RIM[0] * (right - left), _RIM[1] * (top - bottom)
    return left + across, bottom + up, right - across, top - up


def _area(bounds: Bounds) -> float:
    return max(0.0, bounds[2] - bounds[0]) * max(0.0, bounds[3] - bounds[1])
