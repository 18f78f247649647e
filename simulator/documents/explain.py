"""A reading explained: which clues of which types held and where, and what became of each way to each field."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from simulator.documents.catalogue import Catalogue
from simulator.documents.classify import CANDIDATES, classify, clue_text, matched_clues, score_type
from simulator.documents.evidence import Evidence
from simulator.documents.extract.explain import TriedWay, explain_fields
from simulator.documents.extract.sources import SheetView
from simulator.documents.lexicon import expanded
from simulator.documents.model import Place
from simulator.documents.phrases import Vocabulary
from simulator.documents.schema import Clue, DocumentType


class ClueResult(msgspec.Struct, frozen=True):
    """A clue that was weighed: its words, its weight, whether it held, and where its phrases stand."""

    clue: str
    weight: float
    held: bool
    places: tuple[Place, ...] = ()


class TypeResult(msgspec.Struct, frozen=True):
    """A type that was weighed, with all its clues; it is taken from its `threshold` on, `margin` ahead of the next."""

    document_type: str
    score: float
    threshold: float
    margin: float
    clues: tuple[ClueResult, ...]


class Explanation(msgspec.Struct, frozen=True):
    """`document_type` is what the document was read as: the type taken, or the one that was asked for; empty for none."""

    document_type: str
    taken: str
    score: float
    margin: float
    types: tuple[TypeResult, ...]
    fields: tuple[TriedWay, ...]


def explain_reading(sheets: Sequence[SheetView], catalogue: Catalogue, name: str = "") -> Explanation:
    """Read by all types, and explain the fields of the one that is taken, or of `name`, which the catalogue must have."""
    found = classify(sheets, catalogue)
    known = {each.name: each for each in catalogue}
    names = [each.document_type for each in found.candidates[:CANDIDATES]]
    asked = known.get(name or found.document_type)
    if asked and asked.name not in names:
        names.insert(0, asked.name)
    types = tuple(_type_result(known[each], catalogue.clues(each), sheets) for each in names)
    fields = explain_fields(asked, sheets) if asked else ()
    return Explanation(asked.name if asked else "", found.document_type, found.score, found.margin, types, fields)


def _type_result(each: DocumentType, clues: Sequence[Clue], sheets: Sequence[SheetView]) -> TypeResult:
    vocabulary = Vocabulary(
        phrase for clue in clues for phrase in expanded(clue.any + clue.all + clue.none + clue.over + clue.untitled)
    )
    evidence = Evidence(sheets, vocabulary)
    return TypeResult(
        each.name,
        score_type(each.name, clues, evidence).score,
        each.threshold,
        each.margin,
        tuple(_clue_result(clue, evidence) for clue in clues),
    )


def _clue_result(clue: Clue, evidence: Evidence) -> ClueResult:
    what = matched_clues(clue, evidence)
    places = tuple(dict.fromkeys(_places(clue, evidence))) if what is not None else ()
    return ClueResult(what if what is not None else clue_text(clue), clue.weight, what is not None, places)


def _places(clue: Clue, evidence: Evidence) -> Iterator[Place]:
    for phrase in expanded(clue.any + clue.all):
        for hit in evidence.hits(phrase) if evidence.has(phrase, clue.where) else ():
            tokens = evidence.layouts[hit.page].tokens[hit.first : hit.last + 1]
            boxes = [token.box for token in tokens]
            left, top = min(box[0] for box in boxes), min(box[1] for box in boxes)
            yield Place(tokens[0].page, (left, top, max(box[2] for box in boxes), max(box[3] for box in boxes)))
    if clue.pattern:
        for layout in evidence.layouts:
            for row in layout.rows:
                if re.search(clue.pattern, layout.row_text(row)):
                    first, last = layout.segments[row[0]], layout.segments[row[-1]]
                    tops = [layout.segments[at].box for at in row]
                    box = (first.left, min(each[1] for each in tops), last.right, max(each[3] for each in tops))
                    yield Place(layout.page.number, box)
