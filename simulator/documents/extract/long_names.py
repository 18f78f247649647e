"""Names that go on in a second line, as on cards: `YOBEQ LEPEX CAWODAX` over `ZADEMIN`."""

from __future__ import annotations

from math import inf

from simulator.documents.extract.marks import Span
from simulator.documents.extract.page import MarkedPage
from simulator.documents.layout import Segment

#: The rest of a name stands flush with it, so many letter heights below at most, and closer than what stands under it: by so
#: much of that distance at most. Measured: cards .3 to .68, two names one over the other .95 and more.
_FLUSH, _BELOW, _CLOSER = 0.6, 1.2, 0.75
#: It has so many words at most, and what the engine is less sure of is another script.
_WORDS, _READABLE = 4, 0.6


def whole_name(page: MarkedPage, span: Span) -> Span:
    """A name that ends its line, with its rest if that stands in the next one."""
    layout = page.layout
    segment = layout.of_token(span.tokens[-1].at)
    if span.tokens[-1].at != segment.last:
        return span
    rest = _next(page, segment)
    if rest is None or not _goes_on(page, span, segment, rest):
        return span
    behind = _next(page, rest)
    gap = rest.box[1] - segment.box[3]
    if behind is not None and gap > _CLOSER * (behind.box[1] - rest.box[3]):
        return span
    return page.lines([span, page.span(rest)])


def _next(page: MarkedPage, segment: Segment) -> Segment | None:
    """The next line under one, however far below."""
    return next(page.below(segment, len(page.layout.rows), inf), None)


def _goes_on(page: MarkedPage, span: Span, segment: Segment, rest: Segment) -> bool:
    layout = page.layout
    words = layout.words(rest)
    text = layout.text(rest.first, rest.last)
    return (
        abs(rest.left - span.tokens[0].box[0]) <= _FLUSH * layout.letter
        and rest.box[1] - segment.box[3] <= _BELOW * layout.letter
        and len(words) <= _WORDS
        and all(letter.isalpha() or letter in " .'’-" for letter in text)
        and text.isupper() == span.text.isupper()
        and all(word.text[:1].isupper() and word.confidence > _READABLE for word in words)
        and page.first_mark(rest) is None
    )
