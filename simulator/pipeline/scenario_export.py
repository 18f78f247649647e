"""Readings as a file that a person can read and change, and that gives the same answers as the documents did."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from simulator import toml_files
from simulator.documents.model import Field, Reading
from simulator.flows.model import Delivery, Flow, ReadFile
from simulator.flows.states import DELIVERY_FINAL, FINAL, FileState, FlowStatus
from simulator.matching.model import CrossCheck
from simulator.pipeline.faults.rules import FaultRule
from simulator.pipeline.scenario import CannedReading, Expected, ExpectedDocument, Scenario, ScenarioDocument


def recorded_reading(name: str, content: bytes, reading: Reading) -> CannedReading:
    """What was read of a file, known again by its content. `name` is for the reader of the file."""
    return CannedReading(
        sha256=hashlib.sha256(content).hexdigest(),
        document_type=reading.document_type,
        fields={key: _field(field) for key, field in reading.fields.items()},
        error_code=reading.error_code,  # type: ignore[arg-type]
        error_reason=reading.error_reason,
        page_count=reading.page_count,
        note=name,
    )


def to_toml(readings: Sequence[CannedReading]) -> str:
    """The file, in the order given."""
    return "\n".join(_entry(reading) for reading in readings)


def flow_scenario(
    flow: Flow,
    files: Sequence[ReadFile],
    status: FlowStatus | None,
    checks: Sequence[CrossCheck],
    deliveries: Sequence[Delivery],
    acted: Sequence[FaultRule],
) -> Scenario:
    """A flow as it went. `acted` are the rules that did something to it.

    What the rules did to readings is in the readings already, so only those at other points are taken over. A file that
    could not be fetched, or read, with no rule behind it gets one that has the same end.
    """
    faults = [
        msgspec.structs.replace(rule, flow="", tenant="", application="")
        for rule in acted
        if rule.point not in ("classify", "ocr")
    ]
    documents = []
    for read in files:
        document_id = read.file.document_id
        reading = recorded_reading("", b"", read.reading) if read.reading else None
        documents.append(ScenarioDocument(document_id, reading=reading and msgspec.structs.replace(reading, sha256="")))
        if read.file.state == FileState.UPLOAD_FAILED and not any(rule.point == "download" for rule in faults):
            faults.append(FaultRule("download", "expired", document=document_id))
        if read.file.state == FileState.PROCESSING_FAILED:
            faults.append(FaultRule("ocr", "fail", document=document_id))
    return Scenario(
        description=f"As the flow {flow.application_id} went",
        product_type=flow.product_type,
        application_id=flow.application_id,
        documents=tuple(documents),
        faults=tuple(faults),
        expect=Expected(
            status=msgspec.to_builtins(status) if status and status.complete else {},
            documents={read.file.document_id: _expected(read) for read in files if read.file.state in FINAL},
            cross_checks={check.name: check.similarity_score for check in checks},
            delivery=deliveries[-1].state if deliveries and deliveries[-1].state in DELIVERY_FINAL else "",  # type: ignore[arg-type]
        ),
    )


def scenario_toml(scenario: Scenario) -> str:
    """The scenario as the file that it would be loaded from."""
    values: Mapping[str, Any] = msgspec.to_builtins(scenario)
    lines = [
        toml_files.line(key, value) for key, value in values.items() if not isinstance(value, Mapping | list | tuple)
    ]
    for key in ("documents", "canned", "faults"):
        for each in values.get(key, ()):
            lines += ["", f"[[{key}]]"]
            if key == "faults" and toml_files.holds_null(each.get("body")):
                each = _with_json_text(each)
            lines += [toml_files.line(name, value) for name, value in each.items() if value is not None]
    if expected := values.get("expect"):
        lines += ["", "[expect]", *(toml_files.line(key, value) for key, value in expected.items())]
    return "\n".join(lines) + "\n"


def _with_json_text(rule: Mapping[str, Any]) -> dict[str, Any]:
    """A rule whose body is told as a text of JSON, since TOML has no null; it answers the same."""
    told = {**rule, "body": msgspec.json.encode(rule["body"]).decode()}
    if rule["point"] == "request":
        told["headers"] = {"Content-Type": "application/json", **(rule.get("headers") or {})}
    return told


def _expected(read: ReadFile) -> ExpectedDocument:
    if read.file.state == FileState.UPLOAD_FAILED:
        return ExpectedDocument(present=False)
    if read.reading is None:
        return ExpectedDocument(error_code="INVALID_DOC")
    kind = read.reading.document_type
    return ExpectedDocument(document_type=kind or None, error_code=read.reading.error_code)


def _field(field: Field) -> dict[str, Any]:
    parts = {name: _field(part) for name, part in field.parts().items()}
    return {"value": parts or field.value, "confidence": field.confidence}


def _entry(reading: CannedReading) -> str:
    lines = ["[[canned]]"]
    for key in ("note", "sha256", "document_type", "error_code", "error_reason"):
        if value := getattr(reading, key):
            lines.append(toml_files.line(key, value))
    if reading.page_count != 1:
        lines.append(f"page_count = {reading.page_count}")
    if reading.fields:
        lines.append("[canned.fields]")
        lines += [toml_files.line(name, field) for name, field in reading.fields.items()]
    return "\n".join(lines) + "\n"
