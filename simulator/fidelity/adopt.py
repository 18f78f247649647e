"""From a report to settings: what makes the simulator answer as that account's server does.

Every deviation becomes a setting that exists anyway; what the other side read becomes canned results, known again by
the bytes of the files.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from simulator import toml_files
from simulator.atlas.errors import ApiError
from simulator.fidelity.compare import MESSAGES
from simulator.fidelity.model import Report
from simulator.pipeline.scenario import CannedReading
from simulator.pipeline.scenario_export import to_toml


def settings(report: Report) -> dict[str, Any]:
    """Settings whose value the other side's answers show, and only those that differ from what the simulator answered."""
    found: dict[str, Any] = dict(_envelope(report))
    found |= dict(_fields(report))
    life = _member(report, "authtoken", "expires_in")
    if isinstance(life, int | float) and any(each.kind == "token_life" for each in report.differences):
        found["token_life"] = life
    found |= {key: value for key, value in report.theirs.handshake.items() if value != report.ours.handshake.get(key)}
    return found


def errors(report: Report) -> list[dict[str, Any]]:
    """Error answers whose status or words differ, and still do with the `error_envelope` that was found: rows of the file
    that the setting `deviations` names."""
    envelope = dict(_envelope(report)).get("error_envelope", "")
    differing = {
        each.where.split(": ")[0] for each in report.differences if each.kind in ("http_status", "wording", "envelope")
    }
    rows = []
    for mine in report.ours.exchanges:
        other = report.theirs.exchange(mine.name)
        if mine.name not in differing or other is None or mine.status < 400 or other.status < 400:
            continue
        if envelope and other.status == mine.status and other.answer == _enveloped(mine.answer, mine.status, envelope):
            continue
        row: dict[str, Any] = {"note": mine.name, "method": mine.method, "path": mine.path, "status": mine.status}
        if value := _message(mine.answer):
            row["message"] = value
        row["answer_status"] = other.status
        if isinstance(other.answer, dict):
            # TOML has no null.
            row["answer"] = json.dumps(other.answer) if toml_files.holds_null(other.answer) else other.answer
        rows.append(row)
    return rows


def canned(report: Report) -> list[CannedReading]:
    """What the other side read of each file."""
    items = report.theirs.documents()
    readings = []
    for sent in report.files:
        item = items.get(sent.document_id)
        if item is None:
            continue
        data = dict(item["data"]) if isinstance(item.get("data"), Mapping) else {}
        readings.append(
            CannedReading(
                sha256=sent.sha256,
                document_type=str(data.pop("document_type", "")),
                fields={name: _field(value) for name, value in data.items() if _told(value)},
                error_code=_error_code(item.get("error_code")),  # type: ignore[arg-type]
                error_reason=str(item.get("error_reason") or ""),
                note=sent.name,
            )
        )
    return readings


def settings_toml(report: Report, *, scenario: str, deviations: str) -> str:
    """The one file to start the simulator with, naming the other two where there is something in them."""
    lines = [
        f"# Answers as {report.theirs.url} did on {report.made_at}.",
        "# atlas-simulator serve --config THIS_FILE",
        *(toml_files.line(key, value) for key, value in settings(report).items()),
    ]
    if scenario:
        lines.append(toml_files.line("scenario", scenario))
    if deviations:
        lines.append(toml_files.line("deviations", deviations))
    return "\n".join(lines) + "\n"


def scenario_toml(report: Report) -> str:
    description = toml_files.line("description", f"What {report.theirs.url} read on {report.made_at}")
    # The other side may know types and fields that there are not here.
    return f"{description}\nstrict = false\n\n{to_toml(canned(report))}"


def deviations_toml(report: Report) -> str:
    parts = []
    for row in errors(report):
        note = row.pop("note")
        body = "\n".join(toml_files.line(key, value) for key, value in row.items())
        parts.append(f"# {note}\n[[error]]\n{body}\n")
    return "\n".join(parts)


# What answers show


def _envelope(report: Report) -> Iterator[tuple[str, str]]:
    """The form of error bodies, where the other side's is another."""
    if not any(each.kind == "envelope" for each in report.differences):
        return
    bodies = [each.answer for each in report.theirs.exchanges if each.status >= 400 and isinstance(each.answer, dict)]
    coded = bool(bodies) and all("error_code" in body for body in bodies)
    plain = bool(bodies) and all("error" in body for body in bodies)
    if coded:
        yield "error_envelope", "both" if plain else "error_code"
    elif plain:
        yield "error_envelope", "error"


def _fields(report: Report) -> Iterator[tuple[str, str]]:
    items = [item for item in report.theirs.documents().values() if not item.get("error_code")]
    data = [item["data"] for item in items if isinstance(item.get("data"), Mapping)]
    values = [result.get("value") for each in data for result in each.values() if isinstance(result, Mapping)]
    absent = any(
        each.kind == "keys" and each.theirs is None and each.note == "only ours has it, empty"
        for each in report.differences
    )
    if any(value is None for value in values):
        yield "missing_fields", "null"
    elif absent:
        yield "missing_fields", "omit"
    numbers = any(isinstance(each.get("aadhaar_number"), Mapping) for each in data)
    # A report never holds a whole number: where the simulator's own differ from theirs by nothing, they are as plain.
    if numbers and any(each.kind == "value" and each.where.endswith(".aadhaar_number") for each in report.differences):
        yield "aadhaar", "masked"


def _enveloped(answer: Any, status: int, envelope: str) -> dict[str, Any] | None:
    """An error answer of the simulator as it is in another envelope."""
    if not isinstance(answer, Mapping) or "error" not in answer:
        return None
    return ApiError(status, str(answer["error"]), str(answer.get("reason", ""))).body(envelope)


def _told(value: Any) -> bool:
    """Whether a field was really read, and is not just how the other side writes that it was not."""
    if isinstance(value, Mapping):
        return value["value"] not in ("", None, []) if "value" in value else any(map(_told, value.values()))
    return value is not None


def _field(value: Any) -> Any:
    if not isinstance(value, Mapping):
        return value
    if "value" not in value:
        parts = {
            part: each for part, each in value.items() if not (isinstance(each, Mapping) and each.get("value") is None)
        }
        return {"value": {part: _field(each) for part, each in parts.items()}, "confidence": 1.0}
    confidence = value.get("confidence_score")
    return {"value": value["value"], "confidence": float(confidence) if isinstance(confidence, int | float) else 0.0}


def _error_code(value: Any) -> str:
    return value if value in ("UNRECOGNISED", "INVALID_DOC") else ""


def _member(report: Report, call: str, key: str) -> Any:
    exchange = report.theirs.exchange(call)
    return exchange.answer.get(key) if exchange and isinstance(exchange.answer, dict) else None


def _message(answer: Any) -> str:
    return next((str(answer[key]) for key in MESSAGES if key in answer), "") if isinstance(answer, Mapping) else ""
