"""Whether the text says a thing: one of some phrases, and neither denied before nor left empty or denied behind."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.documents.extract.candidate import Candidate
from simulator.documents.extract.marks import Span
from simulator.documents.extract.page import MarkedPage
from simulator.documents.formats.model import STRICT, Found
from simulator.documents.layout import Segment
from simulator.documents.phrases import SearchText, Vocabulary, key
from simulator.documents.schema import Find

_SURE = 0.95
_DENIED_BEFORE = frozenset({"no", "not", "without", "nil", "non", "free"})
_DENIED_BEHIND = frozenset({"no", "na", "nil", "none", "not", "notapplicable", "nill"})


def stated(page: MarkedPage, find: Find, vocabulary: Vocabulary) -> Iterator[Candidate]:
    """A candidate for each place of each phrase."""
    tokens = page.layout.tokens
    text = SearchText(
        [vocabulary.mended(word, token.confidence) for word, token in zip(page.keys, tokens, strict=True)]
    )
    for phrase in find.says:
        for first, last in text.find(key(phrase)):
            if _denied(page, first, last):
                continue
            span = Span(tuple(tokens[first : last + 1]))
            yield Candidate(
                Found(find.value, 0, len(span.text), STRICT), span, _SURE, f'says "{phrase}" on page {page.number}'
            )


def _denied(page: MarkedPage, first: int, last: int) -> bool:
    """`not hypothecated`, `Hypothecation: No`, `N.A.`, `-`, or a label with nothing behind it."""
    tokens, segment = page.layout.tokens, page.layout.of_token(last)
    if first > page.layout.of_token(first).first and page.keys[first - 1] in _DENIED_BEFORE:
        return True
    labelled = tokens[last].text.endswith(":")
    behind = list(tokens[last + 1 : segment.last + 1])
    beside = next(page.layout.right_of(segment), None)
    if not any(page.keys[token.at] for token in behind) and beside is not None and not _labels(page, beside):
        behind += page.layout.words(beside)
    labelled = labelled or any(token.text.startswith(":") for token in behind[:1])
    word = next((page.keys[token.at] for token in behind if page.keys[token.at]), "")
    return word in _DENIED_BEHIND or (labelled and not word)


def _labels(page: MarkedPage, segment: Segment) -> bool:
    """Whether a run of words begins with a label; `No` alone is an answer, whatever number it may label elsewhere."""
    mark = page.first_mark(segment)
    alone = mark is not None and mark.last == segment.last and not mark.colon
    return mark is not None and not (alone and mark.phrase in _DENIED_BEHIND)
