"""What travels between checks, documents and results: a check, a product, a cross-check that was made."""

from __future__ import annotations

from typing import Literal, get_args

import msgspec

Scorer = Literal["name", "address", "phone", "identifier", "identifiers", "amount", "text", "date", "exact"]
SCORER_NAMES: tuple[str, ...] = get_args(Scorer)

#: The stand-in for a document type whose fields are the flow's own values (`FLOW.username`).
FLOW = "FLOW"


class Side(msgspec.Struct, frozen=True):
    """One side of a check: a field of a document type, and the field name that is reported for it."""

    document_type: str
    field: str
    reported: str


class Check(msgspec.Struct, frozen=True):
    """Which field is compared with which, and how. `own` is not Atlas's; `origin` is the file that says so."""

    name: str
    source: Side
    target: Side
    scorer: Scorer
    own: bool = False
    origin: str = ""


class Product(msgspec.Struct, frozen=True):
    """A product's document sets, as the onboarding checklist asks for them, and its checks in order."""

    name: str
    documents: tuple[str, ...]
    co_applicant_documents: tuple[str, ...]
    checks: tuple[Check, ...]
    origin: str = ""


class CrossCheck(msgspec.Struct, frozen=True):
    """A comparison that was made, with exactly the documented keys in the documented order."""

    source_doc: str
    source_field_name: str
    source_value: str
    target_doc: str
    target_field_name: str
    target_value: str
    similarity_score: int
    name: str
