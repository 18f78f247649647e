"""Tables with wrapped cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from samples.kit.sheet import INK, LEADING, MM_PER_POINT, Align, Colour, Paper


@dataclass(frozen=True)
class Column:
    """`width` in millimetres."""

    head: str
    width: float
    align: Align = "left"


@dataclass(frozen=True)
class Style:
    """How a table looks. `grid`: "all" lines, "columns", "rows" or "none"."""

    size: float = 8
    font: str = "sans"
    head_font: str = "sans-bold"
    head_fill: Colour | None = None
    head_ink: Colour = INK
    ink: Colour = INK
    grid: str = "all"
    padding: float = 1.2
    weight: float = 0.2
    stripe: Colour | None = None
    rule: Colour = INK
    head_align: Align | None = None


def table(
    sheet: Paper,
    x: float,
    y: float,
    columns: Sequence[Column],
    rows: Sequence[Sequence[str]],
    style: Style = Style(),
    least: float = 0,
    head: bool = True,
    bold: Sequence[int] = (),
) -> float:
    """Draw a table; the `y` below it. It is at least `least` millimetres high; rows numbered in `bold` are bold."""
    top, total = y, sum(column.width for column in columns)
    edges = []
    if head:
        high = _height(sheet, columns, [column.head for column in columns], style, style.head_font)
        if style.head_fill:
            sheet.box(x, y, total, high, outline=None, fill=style.head_fill)
        _row(sheet, x, y, columns, [column.head for column in columns], style, style.head_font, style.head_ink, True)
        y += high
        edges.append(y)
    for number, row in enumerate(rows):
        font = style.head_font if number in bold else style.font
        high = _height(sheet, columns, row, style, font)
        if style.stripe and number % 2:
            sheet.box(x, y, total, high, outline=None, fill=style.stripe)
        _row(sheet, x, y, columns, row, style, font, style.ink, False)
        y += high
        edges.append(y)
    bottom = max(y, top + least)
    _rules(sheet, x, top, bottom, columns, edges, style, head)
    return bottom


def _rules(
    sheet: Paper,
    x: float,
    top: float,
    bottom: float,
    columns: Sequence[Column],
    edges: list[float],
    style: Style,
    head: bool,
) -> None:
    total = sum(column.width for column in columns)
    if style.grid == "none":
        return
    if style.grid in ("all", "columns"):
        sheet.box(x, top, total, bottom - top, outline=style.rule, weight=style.weight)
        at = x
        for column in columns[:-1]:
            at += column.width
            sheet.line(at, top, at, bottom, style.weight, style.rule)
    shown = edges if style.grid in ("all", "rows") else edges[:1] if head else []
    for edge in [*shown, *([top, bottom] if style.grid == "rows" else [])]:
        sheet.line(x, edge, x + total, edge, style.weight, style.rule)


def _height(sheet: Paper, columns: Sequence[Column], row: Sequence[str], style: Style, font: str) -> float:
    most = max(
        len(sheet.wrap(item, column.width - 2 * style.padding, style.size, font))
        for column, item in zip(columns, row, strict=True)
    )
    return most * style.size * MM_PER_POINT * LEADING + 2 * style.padding * 0.8


def _row(
    sheet: Paper,
    x: float,
    y: float,
    columns: Sequence[Column],
    row: Sequence[str],
    style: Style,
    font: str,
    ink: Colour,
    is_head: bool,
) -> None:
    for column, item in zip(columns, row, strict=True):
        align = style.head_align or column.align if is_head else column.align
        at = {"left": x + style.padding, "centre": x + column.width / 2, "right": x + column.width - style.padding}[
            align
        ]
        width = column.width - 2 * style.padding
        sheet.text(at, y + style.padding * 0.8, item, style.size, font, ink, align, width)
        x += column.width
