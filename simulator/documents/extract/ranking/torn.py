"""Codes and dates that the end of a line breaks off: together with what the next line of their block begins with."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from simulator.documents.extract.marks import Span
from simulator.documents.extract.ranking.option import Option
from simulator.documents.extract.ranking.outline import Outline
from simulator.documents.formats.model import Format
from simulator.documents.layout import Segment, Token

#: What a code that is torn goes on with in the next line of its block, and letters of its first part at most.
_REST, _LONGEST = re.compile(r"[A-Z]{0,4}\d"), 24
#: Formats whose values go on in the next line. What of a date ends a line, and what begins the next: `2024-03-` over `21`,
#: `Sept. 12,` over `2022`, `Mar` over `08,2023`.
_FORMATS = ("code", "date")
_DAY_TORN, _DAY = re.compile(r"(?:19|20)\d\d([-/.])\d{1,2}\1"), re.compile(r"[0-3]?\d")
_MONTH_TORN = re.compile(r"(?:(?<!\S)\d{1,2}(?:st|nd|rd|th)? )?(?<!\S)[^\W\d_]{3,9}\.?,?(?: \d{1,2},)?$")
_TORN_AT = re.compile(r"(?<=\d[-/.])\s+")
_YEAR = re.compile(r"(?:\d{1,2},\s?)?(?:19|20)\d\d")


def torn(outline: Outline, format: Format) -> Iterator[Option]:
    """A code that ends its line with a hyphen or a stroke, or a date that ends it without its year or day, together with what
    the next line of its block begins with."""
    if format.name not in _FORMATS:
        return
    page = outline.page
    for segment in page.layout.segments:
        below = outline.under.get(segment.at)
        if below is None:
            continue
        begin = page.layout.segments[below].first
        tokens = page.layout.tokens
        first = _torn_from(format, tokens, segment, tokens[begin].text)
        if first is None:
            continue
        span = Span((*tokens[first : segment.last + 1], tokens[begin]))
        for found in span.values(format):
            value = _TORN_AT.sub("", found.value) if format.name == "date" else "".join(found.value.split())
            option = Option(found._replace(value=value), span, page, outline, format.name, 2)
            if len(option.tokens) == len(span.tokens):
                yield option


def _torn_from(format: Format, tokens: Sequence[Token], segment: Segment, below: str) -> int | None:
    """Where a value begins that the end of a line breaks off; None where none does. `below`: what the next line begins with."""
    last = tokens[segment.last].text
    if format.name == "code":
        return segment.last if _is_torn(last) and _REST.match(below) else None
    if _DAY_TORN.fullmatch(last):
        return segment.last if _DAY.fullmatch(below) else None
    if not _YEAR.fullmatch(below):
        return None
    words = " ".join(token.text for token in tokens[max(segment.first, segment.last - 1) : segment.last + 1])
    begun = _MONTH_TORN.search(words)
    return None if begun is None else segment.last - words[begun.start() :].count(" ")


def _is_torn(text: str) -> bool:
    return text.endswith(("-", "/")) and len(text) <= _LONGEST and sum(map(str.isdigit, text)) > 1
