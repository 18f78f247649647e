"""Values in running text, as deeds and letters have it: all rows of all pages read as one line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from simulator.documents import formats
from simulator.documents.extract import labels, parties
from simulator.documents.extract.candidate import Candidate
from simulator.documents.extract.marks import Span
from simulator.documents.extract.page import MarkedPage
from simulator.documents.formats.model import LOOSE, Found
from simulator.documents.schema import FieldSpec, Find

#: How surely these ways lead to the right value.
_PARTY, _FLOWING = 0.9, 0.93


def flow(pages: Sequence[MarkedPage]) -> Span:
    """Everything that is written, row by row."""
    return Span(
        tuple(
            token
            for page in pages
            for row in page.layout.rows
            for at in row
            for token in page.layout.words(page.layout.segments[at])
        )
    )


def flowing(flow: Span, find: Find, format: formats.Format) -> Iterator[Candidate]:
    """What a pattern matches, over as many rows as it takes."""
    for match in re.finditer(find.pattern, flow.text):
        group = 1 if match.re.groups else 0
        found = labels.best(format, match[group] or "")
        if found:
            start = match.start(group) + found.start
            moved = found._replace(start=start, end=start + found.end - found.start)
            yield _candidate(moved, flow, _FLOWING, f"pattern {find.pattern}")


def played(flow: Span, spec: FieldSpec, find: Find) -> Iterator[Candidate]:
    """Who plays one of some parts in a deed: several names are one text, parted by commas, unless a list is wanted."""
    for names in parties.named(flow.text, find.party):
        rule = f"party called {' or '.join(find.party[:2])}"
        if spec.kind != "list":
            given = ", ".join(flow.text[start:end] for start, end in names)
            yield _candidate(Found(given, names[0][0], names[-1][1], LOOSE), flow, _PARTY, rule, names)
            continue
        for start, end in names:
            yield _candidate(Found(flow.text[start:end], start, end, LOOSE), flow, _PARTY, rule)


def _candidate(found: Found, flow: Span, sure: float, rule: str, at: Sequence[tuple[int, int]] = ()) -> Candidate:
    """Cut to the words that the value touches, which `at` says where they are not all from first to last."""
    tokens = tuple(token for start, end in at or [found[1:3]] for token in flow.within(start, end))
    page = tokens[0].page if tokens else 1
    return Candidate(found._replace(start=0, end=len(Span(tokens).text)), Span(tokens), sure, f"{rule} on page {page}")
