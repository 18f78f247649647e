"""Named parts of a page: blocks of lines under a heading, such as `Bill To`, also where several stand side by side."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from simulator.documents.extract.marks import Mark, Span
from simulator.documents.extract.page import MarkedPage, complete
from simulator.documents.layout import Segment
from simulator.documents.model import Box
from simulator.documents.phrases import key
from simulator.documents.schema import DocumentType, Headings

#: A line of a block begins within so many letter heights of where its heading or first line begins.
_ALIGNED = 3.0
#: Between two lines of a block there are at most so many letter heights.
_GAP = 2.2
_MOST_LINES = 12
#: A letter goes to somebody at the firm that the next line names.
_ROLE = re.compile(r"(?i)(?:the )?(?:(?:branch|store|sales|general) )?(?:manager|proprietor)\W*")


@dataclass(frozen=True)
class Region:
    """A part of a page, in pixels."""

    box: Box

    def holds(self, box: Box) -> bool:
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        return self.box[0] <= x < self.box[2] and self.box[1] <= y < self.box[3]


@dataclass(frozen=True)
class Lines:
    """A block as it stands on a page: `plain` are its lines without a label, from the first, up to a labelled one."""

    page: MarkedPage
    head: str
    region: Region
    plain: tuple[Span, ...]


def blocks(page: MarkedPage, block: Headings, document_type: DocumentType) -> Iterator[Lines]:
    """Every block of that name on the page, the first heading of the type first."""
    heads = {key(head) for each in document_type.blocks for head in each.heads}
    columns = {key(head) for column in document_type.columns for head in column.heads}
    for head in block.heads:
        for mark in page.by_phrase.get(key(head), ()):
            if mark.leads and (mark.colon or not _part_of_label(page, mark, heads)):
                yield _lines(page, head, mark, heads, columns)


def _lines(page: MarkedPage, head: str, mark: Mark, heads: set[str], columns: set[str]) -> Lines:
    layout = page.layout
    segment = layout.of_token(mark.last)
    border = _border(page, segment, heads)
    left = segment.left - int(_ALIGNED * layout.letter)
    plain: list[Span] = []
    labelled = False
    rest = page.rest(mark)
    if any(key(token.text) for token in rest.tokens) and not _second_head(page, rest, heads):
        plain.append(rest)
    bottom, edges = segment.box[3], (segment.left, segment.right)
    for number in range(segment.row + 1, min(segment.row + 1 + _MOST_LINES, len(layout.rows))):
        line = _line(page, number, edges, border)
        if line is None:
            continue
        if line.box[1] - bottom > _GAP * layout.letter:
            break
        first = page.first_mark(line)
        if first and (first.phrase in heads or _table_head(page, line, columns)):
            break
        bottom, left = line.box[3], min(left, line.left)
        if abs(line.left - edges[0]) <= _ALIGNED * layout.letter:
            edges = (line.left, edges[1])
        if first and (first.colon or first.last >= line.last):
            labelled = labelled or bool(plain)
        elif not labelled and not _ROLE.fullmatch(page.span(line).text):
            plain.append(page.span(line))
            labelled = len(plain) > 1 and complete(plain[-1].tokens)
    return Lines(page, head, Region((left, segment.box[1], border, bottom + 1)), tuple(plain))


def _second_head(page: MarkedPage, rest: Span, heads: set[str]) -> bool:
    """Whether a heading goes on with another one: `Consignee / Bill To`."""
    return any((mark := page.mark_at(token.at)) and mark.phrase in heads for token in rest.tokens)


def _part_of_label(page: MarkedPage, mark: Mark, heads: set[str]) -> bool:
    """Whether another label follows close behind that is no heading: `Customer` in `Customer GSTIN`."""
    rest = page.rest(mark)
    behind = page.mark_at(rest.tokens[0].at) if rest.tokens else None
    return behind is not None and behind.phrase not in heads


def _border(page: MarkedPage, segment: Segment, heads: set[str]) -> int:
    """Where the next column begins: at the next run of words right of the heading, or where most rows below have one."""
    layout = page.layout
    beside = next(layout.right_of(segment), None)
    if beside is not None:
        return beside.left - 2
    lefts = sorted(
        other.left
        for number in range(segment.row + 1, min(segment.row + 6, len(layout.rows)))
        for other in (layout.segments[at] for at in layout.rows[number])
        if other.left > segment.left + max(0.28 * layout.page.width, segment.right - segment.left)
    )
    return lefts[0] - 2 if len(lefts) >= 2 else layout.page.width + 1


def _line(page: MarkedPage, number: int, edges: tuple[int, int], border: int) -> Segment | None:
    """The line of a block in a row: what begins at its left edge, or, set flush right, ends at its right one."""
    letter = page.layout.letter

    def off(segment: Segment) -> float:
        return min(abs(segment.left - edges[0]) / _ALIGNED, abs(segment.right - edges[1])) / letter

    row = (page.layout.segments[at] for at in page.layout.rows[number])
    near = [segment for segment in row if off(segment) <= 1 and segment.left < border]
    return min(near, key=off, default=None)


def _table_head(page: MarkedPage, line: Segment, columns: set[str]) -> bool:
    """Whether a row is the head of a table: two of the type's columns stand in it."""
    row = page.layout.rows[line.row]
    found = {
        mark.phrase
        for at in row
        for token in range(page.layout.segments[at].first, page.layout.segments[at].last + 1)
        if (mark := page.mark_at(token)) and mark.phrase in columns
    }
    return len(found) >= 2
