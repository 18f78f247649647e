"""The points from a file's arrival to its flow's result: `processing`, `classify`, `ocr`, `crosscheck`.

Each function is given the fault and what came out, and gives what is to be taken for it instead; `processing` gives the
simulated seconds that it takes longer.
"""

from __future__ import annotations

from typing import Any

import msgspec

from simulator.documents.model import Field, Reading
from simulator.flows.model import HELD
from simulator.matching.model import CrossCheck
from simulator.pipeline.canned_values import CANNED_CONFIDENCE, canned_field
from simulator.pipeline.faults.model import DELAY, OF_FILE, OF_FLOW, OF_READING, Action, Fault, Key, Point
from simulator.pipeline.step_results import ReadingFailed

# Processing


def _stuck(fault: Fault) -> float:
    return HELD


def _slow(fault: Fault) -> float:
    return fault.wait


# Recognising


def _become(fault: Fault, reading: Reading) -> Reading:
    changed: dict[str, Any] = {"document_type": fault.value_of("document_type"), "error_code": "", "error_reason": ""}
    if (given := fault.value_of("fields")) is not None:
        rule = f"fault {fault.label}"
        changed["fields"] = {name: canned_field(value, CANNED_CONFIDENCE, rule) for name, value in given.items()}
    return _classified(fault, reading, **changed)


def _unrecognised(fault: Fault, reading: Reading) -> Reading:
    nothing = {"document_type": "", "fields": {}, "error_code": "UNRECOGNISED"}
    return _classified(fault, reading, **nothing, error_reason="document not in list")


def _invalid(fault: Fault, reading: Reading) -> Reading:
    return _classified(fault, reading, error_code="INVALID_DOC", error_reason=fault.value_of("reason"))


def _classified(fault: Fault, reading: Reading, **changed: Any) -> Reading:
    return msgspec.structs.replace(reading, notes=(*reading.notes, f"classified by fault {fault.label}"), **changed)


# Reading


def _fail(fault: Fault, reading: Reading) -> Reading:
    raise ReadingFailed(f"reading failed (fault {fault.label})")


def _low_confidence(fault: Fault, reading: Reading) -> Reading:
    confidence, only = float(fault.value_of("confidence")), fault.value_of("field")
    fields = {
        name: _unsure(field, confidence) if only in (None, name) else field for name, field in reading.fields.items()
    }
    return _misread(fault, reading, fields)


def _missing(fault: Fault, reading: Reading) -> Reading:
    missing_field = fault.value_of("field")
    return _misread(fault, reading, {name: field for name, field in reading.fields.items() if name != missing_field})


def _replace(fault: Fault, reading: Reading) -> Reading:
    name = fault.value_of("field")
    old = reading.fields.get(name, Field("", 0.99))
    given = canned_field(fault.value_of("value"), old.confidence, f"fault {fault.label}")
    new = msgspec.structs.replace(given, places=old.places)
    return _misread(fault, reading, {**reading.fields, name: new})


def _misread(fault: Fault, reading: Reading, fields: dict[str, Field]) -> Reading:
    notes = (*reading.notes, f"misread by fault {fault.label}")
    return msgspec.structs.replace(reading, fields=fields, notes=notes)


def _unsure(field: Field, confidence: float) -> Field:
    parts = {name: _unsure(part, confidence) for name, part in field.parts().items()}
    return msgspec.structs.replace(field, value=parts or field.value, confidence=confidence)


# Comparing


def _score(fault: Fault, checks: list[CrossCheck]) -> list[CrossCheck]:
    check_name, score = fault.value_of("check"), int(fault.value_of("score"))
    return [
        msgspec.structs.replace(check, similarity_score=score) if check_name in (None, check.name) else check
        for check in checks
    ]


CLASSIFY = Point(
    "classify",
    "recognising a document",
    OF_READING,
    (
        Action(
            "become",
            "the document is taken for this type",
            _become,
            (
                Key("document_type", "the type", required=True),
                Key("fields", "what is read, instead of all that was: an object of values"),
            ),
        ),
        Action("unrecognised", "the document is UNRECOGNISED", _unrecognised, unread=True),
        Action(
            "invalid",
            "the document is INVALID_DOC",
            _invalid,
            (Key("reason", "error_reason", default="multiple people"),),
        ),
    ),
    all_act=True,
)
OCR = Point(
    "ocr",
    "reading a document",
    OF_READING,
    (
        Action("fail", "reading fails: PROCESSING_FAILED", _fail, unread=True),
        Action(
            "low_confidence",
            "values are unsure",
            _low_confidence,
            (Key("confidence", "0 to 1", default=0.35), Key("field", "only this field; otherwise all")),
        ),
        Action("missing", "a field is not found", _missing, (Key("field", "its name", required=True),)),
        Action(
            "replace",
            "a field is misread",
            _replace,
            (Key("field", "its name", required=True), Key("value", "what is read instead", required=True)),
        ),
    ),
    all_act=True,
)
CROSSCHECK = Point(
    "crosscheck",
    "comparing fields of documents",
    OF_FLOW,
    (
        Action(
            "score",
            "a given similarity",
            _score,
            (Key("score", "0 to 100", required=True), Key("check", "only the check of this name; otherwise all")),
        ),
    ),
    all_act=True,
)
PROCESSING = Point(
    "processing",
    "the time between upload and result",
    OF_FILE,
    (
        Action("stuck", "the document stays in progress until `advance` lets it go on", _stuck),
        Action("slow", "processing takes this much longer, in simulated time", _slow, (DELAY,)),
    ),
)
