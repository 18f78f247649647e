"""All fields of a document that have one printed value, each with its candidates, weighed."""

from __future__ import annotations

from collections.abc import Sequence

from simulator.documents.extract.page import MarkedPage
from simulator.documents.extract.ranking import pool
from simulator.documents.extract.ranking.features import Features, Field
from simulator.documents.extract.ranking.leads import Ordered, leads
from simulator.documents.extract.ranking.outline import Outline
from simulator.documents.schema import DocumentType, FieldSpec


def ranked(spec: FieldSpec) -> bool:
    """Whether a field has one value that is printed: no list, nothing that is seen, said or counted."""
    printed = any(not find.source and not find.of for find in spec.find)
    return spec.kind in ("text", "number") and printed and not any(find.says for find in spec.find)


def weighed(document_type: DocumentType, pages: Sequence[MarkedPage], ordered: Ordered) -> list[Field]:
    """Every such field with all its candidates and their features; `ordered` follows the ways of the type file."""
    specs = [spec for spec in document_type.fields if ranked(spec)]
    outlines = [Outline(page) for page in pages]
    options = {name: list(pool.options(outlines, name)) for name in dict.fromkeys(spec.format for spec in specs)}
    found = leads(specs, ordered, options, outlines)
    made = Features(document_type, outlines, options, found)
    return [made.of(spec) for spec in specs]
