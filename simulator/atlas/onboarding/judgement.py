"""What there is to say against a document that arrived: not readable, not asked for, expired, in another name."""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

from simulator.atlas.onboarding.case import SAME_PERSON, Case, likeness, names_on
from simulator.atlas.onboarding.papers import papers
from simulator.documents.model import Reading
from simulator.flows.model import ReadFile
from simulator.flows.states import FileState

#: Why a document has to be sent again, then what only raises a question.
Kind = Literal["not_fetched", "not_read", "unrecognised", "invalid", "not_asked", "expired", "other_name"]


class Doubt(msgspec.Struct, frozen=True):
    """One thing against a document; `said` is what stands on it, or why it failed."""

    kind: Kind
    said: str = ""


def doubts(read: ReadFile, case: Case, today: date) -> list[Doubt]:
    """All that is to be said against a document whose work is done; none: it is as it was wanted."""
    file, reading = read.file, read.reading
    if file.state == FileState.UPLOAD_FAILED:
        return [Doubt("not_fetched")]
    if reading is None:
        return [Doubt("not_read")]
    if reading.error_code == "UNRECOGNISED" or not reading.document_type:
        return [
            Doubt("invalid", reading.error_reason) if reading.error_code == "INVALID_DOC" else Doubt("unrecognised")
        ]
    if reading.error_code:
        return [Doubt("invalid", reading.error_reason)]
    return [*_not_asked(read, reading, case), *_expired(reading, today), *_other_name(read, reading, case)]


def _not_asked(read: ReadFile, reading: Reading, case: Case) -> list[Doubt]:
    spelling = papers().spelling
    asked = map(spelling, case.asked_of(case.owner(read)))
    return [] if spelling(reading.document_type) in asked else [Doubt("not_asked")]


def _expired(reading: Reading, today: date) -> list[Doubt]:
    from simulator.matching.scorers.quantities import day_of  # rapidfuzz: loaded when first needed

    for name in papers().valid_until:
        field = reading.fields.get(name)
        day = day_of(field.value) if field and isinstance(field.value, str) else None
        if day and day < today:
            return [Doubt("expired", f"{day:%d/%m/%Y}")]
    return []


def _other_name(read: ReadFile, reading: Reading, case: Case) -> list[Doubt]:
    names = names_on(reading)
    if reading.document_type not in papers().personal or not names:
        return []
    return [] if likeness(names, case.owner(read).username) >= SAME_PERSON else [Doubt("other_name", names[0])]
