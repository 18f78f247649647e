"""The table of goods of a document: the row of its heads, and the items below with their cells, wrapped or not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from simulator.documents.extract.marks import Span
from simulator.documents.extract.page import MarkedPage
from simulator.documents.extract.words import TABLE_ENDS
from simulator.documents.layout import Segment, Token
from simulator.documents.phrases import key
from simulator.documents.schema import Headings

#: A row is a table's head if so many of the type's columns stand in it.
_COLUMNS = 2
#: And if they make up so much of its words.
_HEADS = 0.4
#: Heads may be printed in so many lines.
_HEAD_LINES = 2
#: A row begins an item if it has so much of the figures that the first one has.
_FULL = 0.6
#: A row is closer to the next than to the last one by so many letter heights.
_CLOSER = 0.3
#: Below its head a table ends at a gap of so many letter heights.
_GAP = 9.0


@dataclass(frozen=True)
class Head:
    """What stands over a column: `name` is the type's name for it, empty where the type does not know it."""

    name: str
    left: int
    right: int


@dataclass(frozen=True)
class Table:
    """`items` are rows of the table, each a dict from column to the words of its cell."""

    page: MarkedPage
    items: tuple[dict[str, Span], ...]
    last_row: int


def tables(page: MarkedPage, columns: Sequence[Headings]) -> Iterator[Table]:
    """The tables of a page. A second row of heads begins another."""
    names = {key(head): column.name for column in columns for head in column.heads}
    done = -1
    for number in range(len(page.layout.rows)):
        if number <= done:
            continue
        if _is_head(page, number, names):
            table = _items(page, number, _heads(page, number, names), names)
            done = table.last_row
            yield table


def _mostly(page: MarkedPage, number: int, heads: Sequence[Head]) -> bool:
    """Whether a row is made of heads for a good part: a sentence may hold such words too."""
    segments = [page.layout.segments[at] for at in page.layout.rows[number]]
    words = sum(segment.right - segment.left for segment in segments)
    return sum(head.right - head.left for head in heads if head.name) >= _HEADS * words


def _heads(page: MarkedPage, number: int, names: dict[str, str]) -> list[Head]:
    """The heads in a row: known ones by name, others by their place."""
    layout, heads = page.layout, []
    for at in layout.rows[number]:
        segment = layout.segments[at]
        start, begun = segment.first, False
        for token in range(segment.first, segment.last + 1):
            mark = page.mark_at(token)
            if mark and mark.phrase in names:
                box = layout.tokens[mark.first].box[0], layout.tokens[mark.last].box[2]
                heads.append(Head(names[mark.phrase], *box))
                start, begun = mark.last + 1, True
        if not begun and start <= segment.last:
            heads.append(Head("", segment.left, segment.right))
    return heads


def _items(page: MarkedPage, number: int, heads: list[Head], names: dict[str, str]) -> Table:
    layout = page.layout
    items: list[dict[str, list[Token]]] = []
    pending: dict[str, list[Token]] = {}
    usual = 0
    bottom, row, last = max(layout.segments[at].box[3] for at in layout.rows[number]), number, number
    while row + 1 < len(layout.rows):
        row += 1
        segments = [layout.segments[at] for at in layout.rows[row]]
        begun = items or pending or _nearer_below(page, row, bottom)
        if row <= number + _HEAD_LINES and not begun and _second_head(page, segments):
            heads = heads + [head for head in _heads(page, row, names) if head.name and not _covered(head, heads)]
            last, bottom = row, max(segment.box[3] for segment in segments)
            continue
        if min(segment.box[1] for segment in segments) - bottom > _GAP * layout.letter or _ends(page, segments):
            break
        if items and ((_numbered(items, heads) and _labelled(page, segments[0], heads)) or _is_head(page, row, names)):
            break
        cells = _cells(page, segments, heads)
        bottom, last = max(segment.box[3] for segment in segments), row
        filled = _figures(cells)
        if filled and filled >= _FULL * usual:
            items.append(pending)
            pending, usual = {}, usual or filled
            _into(items[-1], cells)
        else:
            _into(items[-1] if items else pending, cells)
    spans = [{name: Span(tuple(tokens)) for name, tokens in item.items()} for item in items]
    return Table(page, tuple(spans), last)


def _is_head(page: MarkedPage, number: int, names: dict[str, str]) -> bool:
    heads = _heads(page, number, names)
    return len({head.name for head in heads if head.name}) >= _COLUMNS and _mostly(page, number, heads)


def _numbered(items: Sequence[dict[str, list[Token]]], heads: Sequence[Head]) -> bool:
    """Whether the first column holds nothing but numbers."""
    first = min(heads, key=lambda head: head.left)
    name = first.name or f"?{heads.index(first)}"
    return not any(map(str.isalpha, "".join(token.text for item in items for token in item.get(name, ()))))


def _labelled(page: MarkedPage, segment: Segment, heads: Sequence[Head]) -> bool:
    """Whether a row begins with a label in the place of the first column: the table is over."""
    return page.first_mark(segment) is not None and segment.left < min(head.right for head in heads)


def _into(item: dict[str, list[Token]], cells: dict[str, list[Token]]) -> None:
    for name, tokens in cells.items():
        item.setdefault(name, []).extend(tokens)


def _second_head(page: MarkedPage, segments: Sequence[Segment]) -> bool:
    """Whether a row goes on with the heads: no digits in it."""
    tokens = [token for segment in segments for token in page.layout.words(segment)]
    return not any(letter.isdigit() for token in tokens for letter in token.text)


def _nearer_below(page: MarkedPage, number: int, bottom: int) -> bool:
    """Whether a row stands closer to the one below than to what ends at `bottom`: it begins an item, not more heads."""
    layout = page.layout
    if number + 1 >= len(layout.rows):
        return False
    row, below = ([layout.segments[at].box for at in layout.rows[each]] for each in (number, number + 1))
    above = min(box[1] for box in row) - bottom
    return above > min(box[1] for box in below) - max(box[3] for box in row) + _CLOSER * layout.letter


def _covered(head: Head, heads: Sequence[Head]) -> bool:
    return any(other.name and min(head.right, other.right) > max(head.left, other.left) for other in heads)


def _ends(page: MarkedPage, segments: Sequence[Segment]) -> bool:
    """Whether the table is over at this row: it begins with a total or the like."""
    layout = page.layout
    for segment in segments[:3]:
        mark = page.first_mark(segment)
        if mark and mark.phrase in TABLE_ENDS and (segment is segments[0] or mark.last >= segment.last or mark.colon):
            return True
        if not mark and any(letter.isalpha() for letter in layout.text(segment.first, segment.last)):
            return False
    return False


def _cells(page: MarkedPage, segments: Sequence[Segment], heads: Sequence[Head]) -> dict[str, list[Token]]:
    """The words of a row by column; columns that the type does not name are kept under their number."""
    cells: dict[str, list[Token]] = {}
    for segment in segments:
        over = [head for head in heads if min(head.right, segment.right) - max(head.left, segment.left) > 0]
        words = page.layout.words(segment)
        for token in words:
            head = _nearest(token.box, over) if len(over) > 1 else over[0] if over else _nearest(segment.box, heads)
            cells.setdefault(head.name or f"?{heads.index(head)}", []).append(token)
    return cells


def _nearest(box: tuple[int, int, int, int], heads: Sequence[Head]) -> Head:
    return min(heads, key=lambda head: max(head.left - box[2], box[0] - head.right, 0) or -1.0)


def _figures(cells: dict[str, list[Token]]) -> int:
    """In how many cells besides the wordiest there are figures: a line that goes on with a description has few."""
    if len(cells) < 2:
        return 0
    letters = {name: sum(map(str.isalpha, "".join(token.text for token in cell))) for name, cell in cells.items()}
    wordiest = max(letters, key=lambda name: letters[name])
    others = (cell for name, cell in cells.items() if name != wordiest)
    return sum(any(letter.isdigit() for token in cell for letter in token.text) for cell in others)
