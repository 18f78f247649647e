"""One made file and what is right to answer to it, and how an answer is held against that."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from random import Random

from simulator.documents.model import Reading


@dataclass(frozen=True)
class Case:
    """`reason` is a pattern that the reason of an INVALID_DOC must hold; empty when the document is to be read."""

    content: bytes
    type: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    reason: str = ""


Maker = Callable[[Random], Case]


def wrong(case: Case, reading: Reading) -> list[str]:
    """What of an answer is not right, in words; nothing when all is."""
    if case.reason:
        if reading.error_code == "INVALID_DOC" and re.search(case.reason, reading.error_reason, re.I):
            return []
        return [f"{reading.error_code or reading.document_type}: {reading.error_reason!r}, wanted {case.reason!r}"]
    if reading.document_type != case.type:
        return [f"type {reading.document_type or reading.error_code} {reading.error_reason}, wanted {case.type}"]
    found = {name: reading.fields[name].value if name in reading.fields else "" for name in case.fields}
    return [
        f"{key}: {got!r}, wanted {case.fields[key]!r}"
        for key, got in found.items()
        if not _same(key, case.fields[key], got)
    ]


def _same(key: str, want: str, got: object) -> bool:
    text = " ".join(map(str, got)) if isinstance(got, list) else str(got)
    if "amount" in key:
        return _amount(want) == _amount(text)
    return re.sub(r"[\W_]", "", want.casefold()) == re.sub(r"[\W_]", "", text.casefold())


def _amount(text: str) -> float | None:
    digits = re.sub(r"[^\d.]", "", text)
    try:
        value = round(float(digits), 2)
    except ValueError:
        return None
    return -value if re.search(r"^\s*\(|^\D*-\s*\d|-\s*$", text) else value
