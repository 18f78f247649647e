"""Why a field has its value: what was chosen and what came second, and what became of each way of the type file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from simulator.documents.extract.document import FieldExtraction
from simulator.documents.extract.ranking.answer import evidence
from simulator.documents.extract.sources import SheetView
from simulator.documents.model import Field
from simulator.documents.schema import DocumentType, FieldSpec, Find


class TriedWay(msgspec.Struct, frozen=True):
    """One way to one field: the way in words, every value it led to, or why there is none. `taken` is what answers; for a
    field that is weighed, the chosen value and behind it the other candidates, each with its score."""

    field: str
    way: str
    found: tuple[Field, ...] = ()
    why: str = ""
    taken: bool = False


def explain_fields(document_type: DocumentType, sheets: Sequence[SheetView]) -> tuple[TriedWay, ...]:
    """All ways of all fields, in the type's order, also those behind the one that was taken."""
    document = FieldExtraction(document_type, sheets)
    fields = document.fields()
    return tuple(tried for spec in document_type.fields for tried in _of_field(document, spec, fields.get(spec.name)))


def _of_field(document: FieldExtraction, spec: FieldSpec, answer: Field | None) -> Iterator[TriedWay]:
    if not spec.find:
        why = "" if answer else "there is no field address that can be taken apart"
        made = (answer,) if answer else ()
        yield TriedWay(spec.name, "made from the address", made, why, answer is not None)
        return
    taken = False
    if answer is not None and spec.name in document.by_choice:
        others = (
            Field(
                other.option.value,
                round(score, 3),
                tuple(token.place for token in other.option.tokens),
                evidence(other),
            )
            for other, score in document.choices[spec.name].others
        )
        taken = True
        yield TriedWay(spec.name, "weighed with all candidates", (answer, *others), "", True)
    for find in spec.find:
        field = document.follow(spec, find)
        found = tuple(candidate.field for candidate in document.ways.candidates(spec, find)) if not find.source else ()
        found = found or ((field,) if field else ())
        chosen = field is not None and not taken
        taken = taken or chosen
        yield TriedWay(spec.name, way_text(find), found, "" if found else _why(document, spec, find), chosen)


def way_text(find: Find) -> str:
    """A way in words, as its type file says it."""
    what = getattr(find, find.way)
    shown = ", ".join(f'"{each}"' for each in what) if isinstance(what, tuple) else "" if what is True else f'"{what}"'
    within = f' within block "{find.within}"' if find.within else ""
    after = " after " + ", ".join(f'"{each}"' for each in find.after) if find.after else ""
    return f"{find.way} {shown}".strip() + within + after


def _why(document: FieldExtraction, spec: FieldSpec, find: Find) -> str:
    form = find.format or spec.format
    if find.way == "labels":
        there = [label for label in find.labels if document.has(label)]
        if not there:
            return "none of the labels is on the pages"
        named = ", ".join(f'"{label}"' for label in there)
        return f"{named} is there, but nothing of the form {form} beside it" + (" in that block" if find.within else "")
    reasons = {
        "block": f'no lines of the form {form} under a head of block "{find.block}"',
        "column": f'no table with a column "{find.column}" that holds something of the form {form}',
        "letterhead": "nothing at the head of the first page looks like it",
        "addressee": "no lines without a label end with a PIN code",
        "party": "nobody is called so in the prose",
        "pattern": "the pattern matches nowhere",
        "anywhere": f"nothing of the form {form} is on the pages, or not for certain",
        "says": "none of the phrases is on the pages",
        "of": f"the field {find.of} has none",
        "source": "nothing was seen or decoded",
    }
    return reasons[find.way]
