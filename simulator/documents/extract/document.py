"""A document and its type brought together: every field by the ways that the type file names, the first that leads there."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from functools import cached_property

import msgspec

from simulator.documents.evidence import layout_of
from simulator.documents.extract import values
from simulator.documents.extract.candidate import Candidate
from simulator.documents.extract.known_phrases import known_phrases
from simulator.documents.extract.page import MarkedPage
from simulator.documents.extract.ranking.answer import answered
from simulator.documents.extract.ranking.choose import Choice, choose
from simulator.documents.extract.ranking.concepts import Meaning, meanings
from simulator.documents.extract.ranking.features import Field as RankedField
from simulator.documents.extract.ranking.forest import weights
from simulator.documents.extract.ranking.paper import ranked, weighed
from simulator.documents.extract.sources import Context, SheetView, source
from simulator.documents.extract.ways import Ways
from simulator.documents.model import Field
from simulator.documents.phrases import key
from simulator.documents.schema import DocumentType, FieldSpec, Find

#: Where the ways of a type that the score was not taught lead nowhere, so sure a choice fills in.
_FILLS_IN = 0.85
#: A value that a type file gives for want of anything else.
_OTHERWISE = 0.7


class FieldExtraction:
    def __init__(self, document_type: DocumentType, sheets: Sequence[SheetView]) -> None:
        self._type = document_type
        self._sheets = sheets
        phrases, vocabulary, titles = known_phrases(document_type)
        self._pages = [MarkedPage(layout_of(sheet), phrases, vocabulary) for sheet in sheets if sheet.page.words]
        self._found: dict[str, Field] = {}
        #: The fields that are answered by what was chosen, and not by a way of the type file.
        self.by_choice: set[str] = set()
        self.ways = Ways(document_type, self._pages, vocabulary, titles, self._found)

    def fields(self) -> dict[str, Field]:
        for spec in self._type.fields:
            field = self._field(spec)
            if field is not None:
                self._found[spec.name] = field
        return {spec.name: self._found[spec.name] for spec in self._type.fields if spec.name in self._found}

    @cached_property
    def _meanings(self) -> Mapping[str, Meaning]:
        return meanings(self._type)

    @cached_property
    def weighed(self) -> list[RankedField]:
        return weighed(self._type, self._pages, self._ordered)

    @cached_property
    def choices(self) -> dict[str, Choice]:
        """What is chosen for these fields, by their names."""
        return choose(self.weighed, self._meanings)

    def _ordered(self, spec: FieldSpec, find: Find) -> list[Candidate]:
        """What one way leads to, the one that it answers first."""
        every = list(self.ways.candidates(spec, find))
        if not every:
            return every
        chosen = values.chosen(find, every)
        return [chosen, *(each for each in every if each is not chosen)]

    def _field(self, spec: FieldSpec) -> Field | None:
        if spec.kind == "formatted_address" and not spec.find:
            return values.formatted_address(self._found.get("address"))
        if ranked(spec):
            proven = self._proven(spec)
            if proven is not None:
                return proven
            chosen = self._chosen(spec)
            if chosen is not None:
                self.by_choice.add(spec.name)
                return chosen
            return self._derived(spec) or self._otherwise(spec)
        return self._followed(spec, spec.find) or self._otherwise(spec)

    def _proven(self, spec: FieldSpec) -> Field | None:
        return self._followed(spec, self._before_choice(spec))

    def _before_choice(self, spec: FieldSpec) -> tuple[Find, ...]:
        """The first ways, which come before any choice: what a code on the page says, or a deed's words around a value. The
        type file knows best of types without papers to learn from, and of fields that mean nothing known elsewhere."""
        if self._type.name not in weights().taught or not self._meanings[spec.name].concepts:
            return spec.find
        return tuple(itertools.takewhile(lambda find: find.source or find.party or find.flowing, spec.find))

    def _chosen(self, spec: FieldSpec) -> Field | None:
        choice = self.choices.get(spec.name)
        if choice is None or (choice.sure < _FILLS_IN and self._type.name not in weights().taught):
            return None
        field = answered(spec, choice)
        if field is None or spec.format != "amount" or not isinstance(field.value, str):
            return field
        # What other figures prove of an amount is asked of the one that was chosen: beside every candidate it would take long.
        option = choice.claim.option
        settled = self.ways.money.settled(option.found, min(token.confidence for token in option.tokens))
        return msgspec.structs.replace(field, value=settled.value)

    def _derived(self, spec: FieldSpec) -> Field | None:
        """What nothing on the paper was chosen for: parts of other fields, codes, and a deed's words around a value."""
        left = spec.find[len(self._before_choice(spec)) :]
        return self._followed(spec, tuple(find for find in left if find.of or find.source or find.flowing))

    def _followed(self, spec: FieldSpec, ways: Sequence[Find]) -> Field | None:
        """What the first of some ways gives that leads anywhere; of amounts, one that is spelled out comes first."""
        found: Field | None = None
        for find in ways:
            if found is not None and find.pick == "first":
                continue
            field = self.follow(spec, find)
            if field is not None and (found is None or self.ways.money.spelled_out(str(field.value))):
                found = field
            if found is not None and (find.pick == "first" or self.ways.money.spelled_out(str(found.value))):
                break
        return found

    def _otherwise(self, spec: FieldSpec) -> Field | None:
        if spec.otherwise and self._pages:
            return Field(spec.otherwise, _OTHERWISE, (), "nothing says otherwise")
        return None

    def follow(self, spec: FieldSpec, find: Find) -> Field | None:
        """Where one way leads; ways of other fields must have been followed before (`of`, and what sources ask)."""
        return (
            self._source(spec, find)
            if find.source
            else values.field_of(spec, find, list(self.ways.candidates(spec, find)))
        )

    def has(self, phrase: str) -> bool:
        """Whether a label or head of the type is on one of the pages."""
        return any(key(phrase) in page.by_phrase for page in self._pages)

    def _source(self, spec: FieldSpec, find: Find) -> Field | None:
        get = source(find.source)
        return get(self._sheets, Context(self._type.name, spec.name, self._found)) if get else None
