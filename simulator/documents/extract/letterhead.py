"""Who sent a paper, where nothing labels the name: the head of the first page, or the firm that signs at its end."""

from __future__ import annotations

import re
from collections.abc import Iterator

from simulator.documents.extract.candidate import Candidate
from simulator.documents.extract.labels import going_on
from simulator.documents.extract.marks import Span
from simulator.documents.extract.page import MarkedPage
from simulator.documents.formats.model import Format
from simulator.documents.layout import Segment
from simulator.documents.phrases import key

#: The head is within so much of the page's height.
_HEAD = 0.32
#: Of what is less sure in the mean it is a picture and no name.
_READABLE = 0.6
#: A name of fewer letters is too easily something else.
_LONG = 8
#: An address at the head has at most so many lines.
_LINES = 4
#: A row of so many labels is the head of a table: the paper's own is over.
_TABLE = 3
_LARGEST, _FIRST, _SIGNED = 0.93, 0.88, 0.96
_NO_NAME = re.compile(
    r"(?i)original|duplicate|triplicate|\bcopy\b|recipient|transporter|page \d|www\.|@|\bgstin?\b|\birn\b|\back\b"
    r"|invoice|computer generated"
)


def names(page: MarkedPage, format: Format, titles: frozenset[str]) -> Iterator[Candidate]:
    """The sender's name: the line at the head that the signature at the end repeats, else the largest, else the first."""
    lines = list(_lines(page, titles))
    if not lines:
        return
    for line in lines:
        if _signs(page, key(page.span(line).text)):
            yield from _named(page, line, format, _SIGNED, "named at the head and in the signature")
            return
    tallest = max(lines, key=lambda line: (_size(page, line), -line.row))
    large = _size(page, tallest) >= 1.25 * page.layout.letter and len(key(page.span(tallest).text)) >= _LONG
    chosen, sure = (tallest, _LARGEST) if large else (lines[0], _FIRST)
    yield from _named(page, chosen, format, sure, "largest line at the head" if large else "first line at the head")


def addresses(page: MarkedPage, format: Format, name: Span | None) -> Iterator[Candidate]:
    """The lines under the sender's name."""
    from simulator.matching.addresses import normalisable

    if name is None or not name.tokens:
        return
    layout = page.layout
    head = layout.of_token(name.tokens[0].at)
    for line in _under(page, head):
        if not normalisable(page.span(line).text):
            continue  # what the firm deals in
        span = going_on(page, page.span(line), None, _LINES)
        found = span.best(format)
        if found:
            yield Candidate(found, span, _FIRST, "under the name at the head")
        return


def _named(page: MarkedPage, line: Segment, format: Format, sure: float, rule: str) -> Iterator[Candidate]:
    span = page.span(line)
    found = span.best(format)
    if found:
        yield Candidate(found, span, sure, rule)


def _lines(page: MarkedPage, titles: frozenset[str]) -> Iterator[Segment]:
    """Lines of the head that may be a name: no title, no label, no number."""
    layout = page.layout
    for row in layout.rows:
        if sum(page.is_label(layout.segments[at]) for at in row) >= _TABLE:
            return
        for at in row:
            segment = layout.segments[at]
            text = page.span(segment).text
            mark = page.first_mark(segment)
            if segment.box[1] > _HEAD * layout.page.height:
                return
            left = next(layout.left_of(segment), None)
            if left is not None and page.is_label(left):
                continue  # its value
            if key(text) in titles or _NO_NAME.search(text) or (mark and (mark.colon or mark.last >= segment.last)):
                continue
            letters = sum(map(str.isalpha, text))
            sure = sum(token.confidence for token in layout.words(segment)) / (segment.last - segment.first + 1)
            if letters >= 4 and letters >= 0.6 * len(text.replace(" ", "")) and sure >= _READABLE:
                yield segment


def _size(page: MarkedPage, line: Segment) -> float:
    sizes = sorted(token.size for token in page.layout.words(line))
    return sizes[len(sizes) // 2]


def _signs(page: MarkedPage, name: str) -> bool:
    """Whether a name is printed once more in the lower half, as in `For Asha Electronics` above a signature."""
    return len(name) >= _LONG and name in page.lower_half


def _under(page: MarkedPage, head: Segment) -> Iterator[Segment]:
    layout = page.layout
    for number in range(head.row + 1, min(head.row + 5, len(layout.rows))):
        for at in layout.rows[number]:
            line = layout.segments[at]
            shared = min(line.right, head.right) - max(line.left, head.left)
            mark = page.first_mark(line)
            if shared > 0 and line.box[1] - head.box[3] < 4 * layout.letter:
                if mark and mark.colon and mark.phrase != "address":
                    return
                if sum(map(str.isalnum, page.span(line).text)) > 5:
                    yield line
