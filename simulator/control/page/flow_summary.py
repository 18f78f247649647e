"""What a lender looks at first in a flow beside its four statuses: documents, scores, callback; and why nothing was compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import msgspec

from simulator.control.page.rendering import CONSISTENT, PARTIAL
from simulator.documents.model import Field
from simulator.flows.model import Delivery, ReadFile
from simulator.flows.states import FINAL, DeliveryState, FileState, FlowStatus
from simulator.matching.model import FLOW, Check, CrossCheck, Side

#: Pairs of document types that are named where nothing could be compared.
PAIRS_NAMED = 4
_BAD_DOCUMENTS = (
    (FileState.UPLOAD_FAILED, "not fetched"),
    (FileState.PROCESSING_FAILED, "not processed"),
    ("UNRECOGNISED", "not recognised"),
    ("INVALID_DOC", "invalid"),
)


class SummaryFact(msgspec.Struct, frozen=True):
    """One tile of the head: `text` says how it stands, `tone` whether a lender could go on."""

    name: str
    text: str
    tone: str


def summary_facts(
    status: FlowStatus | None,
    files: Sequence[ReadFile],
    checks: Sequence[CrossCheck],
    deliveries: Sequence[Delivery],
) -> list[SummaryFact]:
    """The documents, the cross-checks and the newest callback of a flow, each in a few words."""
    return [
        _documents(files),
        _cross_checks(checks, compared=status is not None and status.crossheck_status == "COMPLETED"),
        _callback([each for each in deliveries if each.kind == "flow"]),
    ]


def _documents(files: Sequence[ReadFile]) -> SummaryFact:
    ends = Counter((read.reading and read.reading.error_code) or read.file.state for read in files)
    wrong = [f"{ends[end]} {words}" for end, words in _BAD_DOCUMENTS if ends[end]]
    running = sum(read.file.state not in FINAL for read in files)
    if wrong:
        return SummaryFact("documents", f"{', '.join(wrong)}, of {len(files)}", "bad")
    if running:
        return SummaryFact("documents", f"{len(files) - running} of {len(files)} read", "run")
    return (
        SummaryFact("documents", f"all {len(files)} read", "good")
        if files
        else SummaryFact("documents", "none", "quiet")
    )


def _cross_checks(checks: Sequence[CrossCheck], *, compared: bool) -> SummaryFact:
    scores = [check.similarity_score for check in checks]
    low = sum(score < PARTIAL for score in scores)
    partial = sum(PARTIAL <= score < CONSISTENT for score in scores)
    if not compared:
        return SummaryFact("scores", "not compared yet", "quiet")
    if low:
        return SummaryFact("scores", f"{low} of {len(scores)} below {PARTIAL}, lowest {min(scores)}", "bad")
    if partial:
        return SummaryFact("scores", f"{partial} of {len(scores)} below {CONSISTENT}, lowest {min(scores)}", "wait")
    if scores:
        return SummaryFact("scores", f"all {len(scores)} at {CONSISTENT} or more", "good")
    return SummaryFact("scores", "nothing compared", "wait")


def _callback(deliveries: Sequence[Delivery]) -> SummaryFact:
    if not deliveries:
        return SummaryFact("callback", "not due yet", "quiet")
    newest = deliveries[-1]
    tried = f"{newest.attempts} {'attempt' if newest.attempts == 1 else 'attempts'}"
    match newest.state:
        case DeliveryState.DELIVERED:
            return SummaryFact(
                "callback", "delivered" + (f" at attempt {newest.attempts}" if newest.attempts > 1 else ""), "good"
            )
        case DeliveryState.AUTH_FAILED | DeliveryState.CALLBACK_FAILED:
            who = "auth_url" if newest.state == DeliveryState.AUTH_FAILED else "callback_url"
            return SummaryFact("callback", f"given up: {who} failed, {tried}", "bad")
    if newest.attempts:
        return SummaryFact("callback", f"not delivered: {tried} failed, trying again", "bad")
    return SummaryFact("callback", "on its way", "run")


def why_nothing_compared(product_type: str, checks: Sequence[Check], files: Sequence[ReadFile]) -> str:
    """Why a flow has no cross-check, in a sentence or two: which documents or values its product's checks lacked."""
    if not checks:
        return f"Nothing could be compared: product_type {product_type} has no cross-checks."
    found = {
        read.reading.document_type: read.reading.fields
        for read in files
        if read.reading is not None and not read.reading.error_code
    }
    there = {*found, FLOW}
    both = [check for check in checks if {check.source.document_type, check.target.document_type} <= there]
    if both:
        lacks = {check.name: _lacking(found, check) for check in both}
        name, lacking = min(lacks.items(), key=lambda each: len(each[1]))
        return (
            f"Nothing could be compared: of the {len(both)} cross-checks between documents that are here, each lacks a value"
            f" that was not read; {name} lacks {' and '.join(lacking) or 'a second document of the type'}."
        )
    pairs = list(dict.fromkeys(f"{c.source.document_type} with {c.target.document_type}" for c in checks))
    more = f" and {len(pairs) - PAIRS_NAMED} more pairs" if len(pairs) > PAIRS_NAMED else ""
    here = f"this flow has only {', '.join(found)}" if found else "no document of this flow was recognised and valid"
    return f"Nothing could be compared: {product_type} compares {', '.join(pairs[:PAIRS_NAMED])}{more}; {here}."


def _has(found: Mapping[str, Mapping[str, Field]], side: Side) -> bool:
    field = found.get(side.document_type, {}).get(side.field)
    return field is not None and bool(field.texts())


def _lacking(found: Mapping[str, Mapping[str, Field]], check: Check) -> list[str]:
    sides = (check.source, check.target)
    return [f"{side.document_type}.{side.field}" for side in sides if not _has(found, side)]
