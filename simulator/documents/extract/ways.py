"""The ways of a type file to a field: what each leads to on the pages of a document."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from simulator.documents import formats
from simulator.documents.extract import labels, letterhead, prose, values
from simulator.documents.extract.addressee import addressees
from simulator.documents.extract.candidate import Candidate
from simulator.documents.extract.marks import Span
from simulator.documents.extract.money import Money
from simulator.documents.extract.page import MarkedPage
from simulator.documents.extract.places import Lines, Region, blocks
from simulator.documents.extract.statements import stated
from simulator.documents.extract.tables import Table, tables
from simulator.documents.formats.model import STRICT, Found
from simulator.documents.model import Field
from simulator.documents.phrases import Vocabulary, key
from simulator.documents.schema import DocumentType, FieldSpec, Find

#: How surely other ways than a label lead to the right value.
_ADDRESSEE, _BLOCK, _COLUMN, _PATTERN, _ANYWHERE, _OF = 0.92, 0.94, 0.95, 0.95, 0.9, 0.93


class Ways:
    """The ways of one document. `found` holds the fields that were found so far, which ways may lead from."""

    def __init__(
        self,
        document_type: DocumentType,
        pages: Sequence[MarkedPage],
        vocabulary: Vocabulary,
        titles: frozenset[str],
        found: Mapping[str, Field],
    ) -> None:
        self._type, self._pages, self._vocabulary, self._titles, self._found = (
            document_type,
            pages,
            vocabulary,
            titles,
            found,
        )
        self._blocks: dict[str, list[Lines]] = {}

    def candidates(self, spec: FieldSpec, find: Find) -> Iterator[Candidate]:
        """The candidates of one way, parted where it says so, cut to the part that its pattern names."""
        every = self._candidates(spec, find)
        if find.split:
            every = values.parted(every, find.split, formats.get_format(find.format or spec.format))
        for candidate in every:
            if (find.format or spec.format) == "amount":
                found = self.money.settled(candidate.found, candidate.least)
                candidate = Candidate(found, candidate.span, candidate.sure, candidate.rule)
            if find.sure < 1.0:
                candidate = Candidate(candidate.found, candidate.span, candidate.sure * find.sure, candidate.rule)
            if find.pattern and find.way != "pattern":
                match = re.search(find.pattern, candidate.found.value)
                if not match:
                    continue
                found = candidate.found._replace(value=match[match.re.groups and 1])
                candidate = Candidate(found, candidate.span, candidate.sure, candidate.rule)
            yield candidate

    def _candidates(self, spec: FieldSpec, find: Find) -> Iterator[Candidate]:
        format = formats.get_format(find.format or spec.format)
        match find.way:
            case "labels":
                yield from self._labels(find, format)
            case "block":
                yield from self._block(find, format)
            case "column":
                yield from self._column(spec, find, format)
            case "letterhead":
                yield from self._letterhead(find, format)
            case "addressee":
                yield from self._addressee(find, format)
            case "party":
                yield from prose.played(self._flow, spec, find)
            case "pattern" if find.flowing:
                yield from prose.flowing(self._flow, find, format)
            case "pattern":
                yield from self._pattern(find, format)
            case "anywhere":
                yield from self._anywhere(find, format)
            case "says":
                yield from self._says(find)
            case "of":
                yield from self._of(find, format)

    def _labels(self, find: Find, format: formats.Format) -> Iterator[Candidate]:
        if find.within:
            for lines in self._blocks_named(find.within):
                yield from labels.beside(lines.page, find, format, lines.region)
            return
        for page in self._pages:
            after = self._after(page, find.after)
            if after or not find.after:
                yield from labels.beside(page, find, format, after)

    def _after(self, page: MarkedPage, phrases: Sequence[str]) -> Region | None:
        """The page from the first of some labels on."""
        marks = [mark for phrase in phrases for mark in page.by_phrase.get(key(phrase), ()) if mark.leads]
        if not marks:
            return None
        top = min(page.layout.tokens[mark.first].box[1] for mark in marks)
        return Region((0, top, page.layout.page.width + 1, page.layout.page.height + 1))

    def _blocks_named(self, name: str) -> list[Lines]:
        if name not in self._blocks:
            block = next(each for each in self._type.blocks if each.name == name)
            self._blocks[name] = [lines for page in self._pages for lines in blocks(page, block, self._type)]
        return self._blocks[name]

    def _block(self, find: Find, format: formats.Format) -> Iterator[Candidate]:
        for lines in self._blocks_named(find.block):
            plain = {"first": lines.plain[:1], "rest": lines.plain[1:], "all": lines.plain}[find.part]
            plain = tuple(span for span in plain[: find.lines or None] if span.tokens)
            if not plain:
                continue
            span = lines.page.lines(plain)
            found = span.best(format)
            if found:
                where = {"first": "first line", "rest": "lines after the first", "all": "lines"}[find.part]
                yield Candidate(found, span, _BLOCK, f'{where} under "{lines.head}" on page {lines.page.number}')

    @cached_property
    def money(self) -> Money:
        return Money([span.text for _, span in self._rows])

    @cached_property
    def _tables(self) -> list[Table]:
        return [table for page in self._pages for table in tables(page, self._type.columns)]

    def _column(self, spec: FieldSpec, find: Find, format: formats.Format) -> Iterator[Candidate]:
        for table in self._tables:
            for number, item in enumerate(table.items, 1):
                span = item.get(find.column)
                if span is None:
                    continue
                rule = f'item {number}, column "{find.column}" on page {table.page.number}'
                for found in span.values(format):
                    yield Candidate(found, span, _COLUMN, rule)
                    if spec.kind != "list" or not format.strict:
                        break

    @cached_property
    def _sender(self) -> Candidate | None:
        """The name at the head of the first page."""
        page = self._pages[0]
        return next(letterhead.names(page, formats.get_format("company"), self._titles), None)

    def _letterhead(self, find: Find, format: formats.Format) -> Iterator[Candidate]:
        for page in self._pages[:1]:
            if find.letterhead == "name":
                yield from letterhead.names(page, format, self._titles)
            else:
                yield from letterhead.addresses(page, format, self._sender.span if self._sender else None)

    def _addressee(self, find: Find, format: formats.Format) -> Iterator[Candidate]:
        for page in self._pages[:1]:
            for name, address in addressees(page, self._sender.span if self._sender else None):
                span = name if find.addressee == "name" else address
                found = span.best(format)
                if found:
                    yield Candidate(
                        found, span, _ADDRESSEE, f"{find.addressee} of whom page {page.number} is addressed to"
                    )

    def _pattern(self, find: Find, format: formats.Format) -> Iterator[Candidate]:
        for page, span in self._rows:
            for match in re.finditer(find.pattern, span.text):
                group = 1 if match.re.groups else 0
                found = labels.best(format, match.group(group) or "")
                if found:
                    start = match.start(group) + found.start
                    moved = found._replace(start=start, end=start + found.end - found.start)
                    yield Candidate(moved, span, _PATTERN, f"pattern {find.pattern} on page {page.number}")

    def _anywhere(self, find: Find, format: formats.Format) -> Iterator[Candidate]:
        unless = {key(phrase) for phrase in find.unless}
        regions = [(lines.page, lines.region) for lines in self._blocks_named(find.within)] if find.within else []
        for page, span in self._rows:
            for found in span.values(format):
                box = span.within(found.start, found.end)[0].box
                if find.within and not any(other is page and region.holds(box) for other, region in regions):
                    continue
                if found.proof < STRICT - 0.06 or (unless and self._follows(page, span, found, unless)):
                    continue
                yield Candidate(found, span, _ANYWHERE, f"{format.name} on page {page.number}")

    def _follows(self, page: MarkedPage, span: Span, found: Found, unless: set[str]) -> bool:
        """Whether one of some labels stands before a value in its row."""
        first = span.within(found.start, found.end)[0].at
        row = {token.at for token in span.tokens}
        before = [mark for mark in page.marks if mark.first in row and mark.last < first]
        return bool(before) and before[-1].phrase in unless

    @cached_property
    def _rows(self) -> list[tuple[MarkedPage, Span]]:
        return [
            (page, Span(tuple(token for at in row for token in page.layout.words(page.layout.segments[at]))))
            for page in self._pages
            for row in page.layout.rows
        ]

    @cached_property
    def _flow(self) -> Span:
        return prose.flow(self._pages)

    def _says(self, find: Find) -> Iterator[Candidate]:
        for page in self._pages:
            yield from stated(page, find, self._vocabulary)

    def _of(self, find: Find, format: formats.Format) -> Iterator[Candidate]:
        other = self._found.get(find.of)
        for text in values.texts(other):
            found = labels.best(format, text)
            if found and other is not None:
                yield values.Derived(found, Span(()), _OF, f"part of {find.of}", other)
