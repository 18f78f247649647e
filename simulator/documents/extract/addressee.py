"""Whom a paper is addressed to, where nothing labels it: lines one under the other, the last with a PIN code."""

from __future__ import annotations

import re
from collections.abc import Iterator

from simulator.documents.extract.marks import Span
from simulator.documents.extract.page import MarkedPage, complete
from simulator.documents.layout import Segment
from simulator.documents.phrases import key

#: Lines begin at the same place, give or take so many letter heights, and stand so close.
_ALIGNED, _PITCH = 1.2, 1.6
_MOST_LINES = 7
#: From line to line it is as far as before: what stands further off is a letterhead.
_UNEVEN = 1.6
#: A line that begins so names somebody: what stands over it is another thing.
_TITLE = re.compile(r"(?i)(?:mr|mrs|ms|miss|shri|sri|smt|kum|dr|m/s)\b\.?\s*[a-z]")


def addressees(page: MarkedPage, sender: Span | None) -> Iterator[tuple[Span, Span]]:
    """Name and address of each, from the top of the page; the sender's own are left out."""
    heads = {token.segment for token in sender.tokens} if sender else set()
    for segment in sorted(page.layout.segments, key=lambda each: each.box[1]):
        last = page.span(segment)
        if not complete(last.tokens) or last.tokens[-1].at != segment.last:
            continue
        lines = [last, *(page.span(line) for line in _above(page, segment))]
        lines.reverse()
        sent = [at for at, line in enumerate(lines) if line.tokens[0].segment in heads]
        lines = lines[sent[-1] + 1 :] if sent else lines
        headed = [at for at, line in enumerate(lines) if line.text.endswith(":")]
        lines = lines[headed[-1] + 1 :] if headed else lines
        titled = [at for at, line in enumerate(lines) if _TITLE.match(line.text)]
        lines = lines[titled[-1] :] if titled else lines
        if len(lines) < 2 or (sent and not titled):
            continue
        if any(letter.isdigit() for letter in lines[0].text):
            continue  # no name
        yield lines[0], page.lines(lines[1:])


def _above(page: MarkedPage, segment: Segment) -> Iterator[Segment]:
    """The lines over one, from the lowest up, as far as they belong to it."""
    layout, near, pitch = page.layout, segment, float("inf")
    for number in range(segment.row - 1, max(segment.row - _MOST_LINES, -1), -1):
        row = [layout.segments[at] for at in layout.rows[number]]
        line = next((one for one in row if abs(one.left - near.left) <= _ALIGNED * layout.letter), None)
        if near.box[1] - max(one.box[3] for one in row) > _PITCH * layout.letter:
            return
        if line is None:
            continue
        if near.box[1] - line.box[1] > _UNEVEN * pitch:
            return
        pitch = min(pitch, near.box[1] - line.box[1])
        first = page.first_mark(line)
        if first and first.colon and not any(key(token.text) for token in page.rest(first).tokens):
            near = line
            continue  # a label with nothing behind it: `Joint holder : --`
        if near.box[1] - line.box[3] > _PITCH * layout.letter or (first and (first.colon or first.last >= line.last)):
            return
        yield line
        near = line
