"""Values beside their labels: right of it, below it, left or above, on the same line or in the next cell."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.documents.extract.candidate import Candidate
from simulator.documents.extract.long_names import whole_name
from simulator.documents.extract.marks import Mark, Span
from simulator.documents.extract.page import MarkedPage, complete
from simulator.documents.extract.places import Region
from simulator.documents.formats.amounts import GOES_ON
from simulator.documents.formats.model import STRICT, Format, Found, foremost
from simulator.documents.layout import Segment
from simulator.documents.phrases import key
from simulator.documents.schema import Find

#: How surely a value belongs to its label: with a colon, without; inside a sentence; under it; half a row off; left of it or
#: above.
_COLON, _PLAIN, _INSIDE, _BELOW, _HALF_OFF, _ELSEWHERE = 1.0, 0.97, 0.8, 0.96, 0.92, 0.85
_MISREAD = 0.97
#: What the engine is less sure of may be another script misread, and the value stands behind it.
_READABLE = 0.6
#: Later labels of a rule are the more general ones: each is a little less sure.
_LATER = 0.003
#: An empty place right of a label may be so wide, as a share of the page's width.
_FAR = 0.75
#: A value under its label stands within so many letter heights; so many rows are looked at.
_REACH, _ROWS = 4.2, 3
#: What makes a heading of a label: `Tenant Details`, `Owner and Vehicle Information`; of so many words behind it at most.
_HEADINGS = frozenset(
    ("detail", "details", "information", "info", "particulars", "profile", "signature", "section", "summary")
)
_HEADED = 4
#: Lines of a value that goes on below: at most so many, each within so many letter heights of the one before.
LINES, PITCH = 7, 1.8


def beside(page: MarkedPage, find: Find, format: Format, region: Region | None) -> Iterator[Candidate]:
    """A candidate for each place of each label, in the rule's own order of labels."""
    for number, label in enumerate(find.labels):
        for mark in page.by_phrase.get(key(label), ()):
            if region is not None and not region.holds(page.layout.tokens[mark.first].box):
                continue
            yield from _of_mark(page, mark, find, format, label, 1.0 - number * _LATER)


def _of_mark(page: MarkedPage, mark: Mark, find: Find, format: Format, label: str, sure: float) -> Iterator[Candidate]:
    if not mark.strong and not (format.strict or len(label.split()) > 1):
        return  # the word in a sentence
    if _is_heading(page, mark):
        return
    sure *= 1.0 if mark.exact else _MISREAD
    sure *= _COLON if mark.colon else _PLAIN if mark.leads else _INSIDE
    for direction in find.look:
        skip = find.skip
        if direction == "right" and format.name == "amount":
            yield from _amounts(page, mark, format, sure, label)
            continue
        for span, near in _spans(page, mark, direction, format, find.lines):
            if format.name == "amount_in_words":
                span = _with_its_currency(page, span)
            found = span.best(format)
            if found and not _is_label(page, span, found, format.name == "name"):
                if skip:
                    skip -= 1
                    continue
                yield Candidate(found, span, sure * near, f'{direction} "{label}" on page {page.number}')
                sure_of_it = format.strict or format.multiline or Candidate(found, span, 1.0, "").least > _READABLE
                if sure_of_it and near != _HALF_OFF:
                    return


def _with_its_currency(page: MarkedPage, span: Span) -> Span:
    """An amount in words with what it ends with, `rupees only`, which ends any other value."""
    layout, at = page.layout, span.tokens[-1].at
    last = layout.of_token(at).last
    while at < last and key(layout.tokens[at + 1].text) in GOES_ON:
        at += 1
    return Span((*span.tokens, *layout.tokens[span.tokens[-1].at + 1 : at + 1]))


def _is_heading(page: MarkedPage, mark: Mark) -> bool:
    """Whether a label and the words behind it head a block, and no value stands beside them."""
    behind = [word for token in page.rest(mark).tokens if (word := key(token.text))]
    return not mark.colon and 0 < len(behind) <= _HEADED and behind[-1] in _HEADINGS


def _amounts(page: MarkedPage, mark: Mark, format: Format, sure: float, label: str) -> Iterator[Candidate]:
    """The amount of a row is its last one: before it stand quantities, rates and percentages."""
    texts: list[tuple[Found, Span]] = []
    for span in _right(page, mark, page.layout.of_token(mark.last), format):
        here = [(found, span) for found in span.values(format) if mark.leads or mark.colon or found.proof >= STRICT]
        if texts and not here:
            break
        texts += here
        if here and span.tokens[0].segment == page.layout.tokens[mark.last].segment:
            break  # the label and its amount are one run of words
    if texts:
        most = max(found.proof for found, _ in texts)
        found, span = [each for each in texts if each[0].proof >= most][-1]
        yield Candidate(found, span, sure, f'right "{label}" on page {page.number}')


def best(format: Format, text: str) -> Found | None:
    """The first value of the format in the text, a better proven one before it."""
    return foremost(format.find(text))


def _is_label(page: MarkedPage, span: Span, found: Found, format_of_name: bool) -> bool:
    """Whether what was found is another label and no value; a name has no label of two words in it."""
    tokens = span.within(found.start, found.end)
    mark = page.mark_at(tokens[0].at) if tokens else None
    if mark is not None and (mark.colon or all(mark.first <= token.at <= mark.last for token in tokens)):
        return True
    if not format_of_name:
        return False
    return any((inside := page.mark_at(token.at)) and inside.last > inside.first for token in tokens)


def _spans(page: MarkedPage, mark: Mark, direction: str, format: Format, lines: int) -> Iterator[tuple[Span, float]]:
    """Where a value may stand in a direction, with how surely."""
    segment = page.layout.of_token(mark.last)
    if direction == "right":
        for span in _right(page, mark, segment, format):
            level = span.tokens[0].segment == segment.at or page.layout.of_token(span.tokens[0].at).row == segment.row
            yield _with_lines(page, span, mark, format, lines), 1.0 if level else _HALF_OFF
    elif direction == "below":
        if mark.value <= segment.last and mark.colon:
            return  # its value stands beside it
        taken: set[int] = set()
        for under in page.below(page.layout.of_token(mark.bottom), _ROWS, _REACH):
            if page.is_label(under):
                return
            if under.first in taken:
                continue
            span = _with_lines(page, page.under(mark, under), None, format, lines)
            taken.update(token.at for token in span.tokens)
            yield span, _BELOW
    elif direction == "left":
        before = page.layout.tokens[segment.first : mark.first]
        if before:
            yield Span(tuple(before)), _ELSEWHERE
        for other in page.layout.left_of(segment):
            yield page.span(other), _ELSEWHERE
            return
    else:
        for number in range(segment.row - 1, max(segment.row - 3, -1), -1):
            above = [page.layout.segments[at] for at in page.layout.rows[number]]
            over = [other for other in above if min(other.right, segment.right) > max(other.left, segment.left)]
            if over:
                yield page.span(over[0]), _ELSEWHERE


def _with_lines(page: MarkedPage, span: Span, mark: Mark | None, format: Format, lines: int) -> Span:
    """A value with its lines below, where its format or its type file says that it may have several."""
    if format.name == "name" and lines > 1 and span.tokens:
        return whole_name(page, span)
    return going_on(page, span, mark, lines or LINES) if format.multiline or lines > 1 else span


def _right(page: MarkedPage, mark: Mark, segment: Segment, format: Format) -> Iterator[Span]:
    """The rest of the label's run of words, else the next one; a strict format may look further along the row."""
    rest = page.rest(mark)
    if any(key(token.text) for token in rest.tokens):
        yield rest
        if not format.strict:
            return
    edge, width = segment.right, page.layout.page.width
    for other in page.layout.right_of(segment):
        if other.left - edge > _FAR * width or page.is_label(other):
            return
        span = page.span(other)
        if any(key(token.text) for token in span.tokens):
            before = _before_label(page, other, format)
            yield before or span
            if before or not format.strict:
                return
        edge = other.right


def _before_label(page: MarkedPage, segment: Segment, format: Format) -> Span | None:
    """A value with the next column's label close behind it: what stands further right is that label's."""
    for at in range(segment.first + 1, segment.last + 1):
        mark = page.mark_at(at)
        if mark and (
            mark.colon or page.stands_off(at) or format.name != "amount"
        ):  # behind a number `Nos` is what is counted
            value = Span(tuple(page.layout.tokens[segment.first : at]))
            return value if format.strict and any(True for _ in format.find(value.text)) else None
    return None


def going_on(page: MarkedPage, span: Span, mark: Mark | None, most: int) -> Span:
    """A value with the lines that continue it below: under its start, or under its label's."""
    if not span.tokens:
        return span
    layout, lines = page.layout, [span]
    segment = layout.of_token(span.tokens[-1].at)
    starts = [span.tokens[0].box[0]]
    if mark and layout.tokens[mark.last].segment == span.tokens[0].segment:
        starts.append(layout.tokens[mark.first].box[0])  # the value goes on under its label
    middle = (span.tokens[0].box[0] + span.tokens[-1].box[2]) / 2
    border = next((other.left for other in layout.right_of(segment)), layout.page.width + 1)
    bottom = segment.box[3]
    for row in range(segment.row + 1, len(layout.rows)):
        if len(lines) >= most or complete(lines[-1].tokens):
            break
        line = _line_at(page, row, starts, middle, border)
        top = line.box[1] if line else layout.segments[layout.rows[row][0]].box[1]
        if top - bottom > PITCH * layout.letter:
            break
        if line is None:
            continue
        first = page.first_mark(line)
        if first and (first.colon or first.last >= line.last or len(first.phrase) > 6):
            break
        kept = page.span(line)
        lines.append(kept)
        bottom = line.box[3]
        if len(kept.tokens) < line.last - line.first + 1:
            break
    return page.lines(lines)


def _line_at(page: MarkedPage, row: int, starts: list[int], middle: float, border: int) -> Segment | None:
    """The segment of a row that begins where the value or its label begins, or is centred under the value."""
    letter = page.layout.letter
    for at in page.layout.rows[row]:
        segment = page.layout.segments[at]
        aligned = any(abs(segment.left - start) <= 2.5 * letter for start in starts)
        centred = abs((segment.left + segment.right) / 2 - middle) <= letter
        if segment.left < border and (aligned or centred):
            return segment
    return None
