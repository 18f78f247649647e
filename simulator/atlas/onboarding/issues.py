"""What there is to say against a document that arrived: not readable, not asked for, expired, in another name."""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

from simulator.atlas.onboarding.case import SAME_PERSON, Case, name_similarity, names_in
from simulator.atlas.onboarding.type_details import type_details
from simulator.documents.model import Reading
from simulator.flows.model import ReadFile
from simulator.flows.states import FileState

#: Why a document has to be sent again, then what only raises a question.
Kind = Literal["not_fetched", "not_read", "unrecognised", "invalid", "not_asked", "expired", "other_name"]


class Issue(msgspec.Struct, frozen=True):
    """One thing against a document; `said` is what stands on it, or why it failed."""

    kind: Kind
    detail: str = ""


def find_issues(read: ReadFile, case: Case, today: date) -> list[Issue]:
    """All that is to be said against a document whose work is done; none: it is as it was wanted."""
    file, reading = read.file, read.reading
    if file.state == FileState.UPLOAD_FAILED:
        return [Issue("not_fetched")]
    if reading is None:
        return [Issue("not_read")]
    if reading.error_code == "UNRECOGNISED" or not reading.document_type:
        return [
            Issue("invalid", reading.error_reason) if reading.error_code == "INVALID_DOC" else Issue("unrecognised")
        ]
    if reading.error_code:
        return [Issue("invalid", reading.error_reason)]
    return [*_not_required(read, reading, case), *_expired(reading, today), *_wrong_name(read, reading, case)]


def _not_required(read: ReadFile, reading: Reading, case: Case) -> list[Issue]:
    spelling = type_details().spelling
    required_types = map(spelling, case.required_of(case.owner(read)))
    return [] if spelling(reading.document_type) in required_types else [Issue("not_asked")]


def _expired(reading: Reading, today: date) -> list[Issue]:
    from simulator.matching.scorers.amounts_and_dates import day_of  # rapidfuzz: loaded when first needed

    for name in type_details().valid_until:
        field = reading.fields.get(name)
        day = day_of(field.value) if field and isinstance(field.value, str) else None
        if day and day < today:
            return [Issue("expired", f"{day:%d/%m/%Y}")]
    return []


def _wrong_name(read: ReadFile, reading: Reading, case: Case) -> list[Issue]:
    names = names_in(reading)
    if reading.document_type not in type_details().personal or not names:
        return []
    return [] if name_similarity(names, case.owner(read).username) >= SAME_PERSON else [Issue("other_name", names[0])]
