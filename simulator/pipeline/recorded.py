"""Readings as a file that a person can read and change, and that gives the same answers as the documents did."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from simulator.documents.model import Field, Reading
from simulator.pipeline.scenario import CannedReading


def recorded(name: str, content: bytes, reading: Reading) -> CannedReading:
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


def _field(field: Field) -> dict[str, Any]:
    value: Any = field.value
    if isinstance(value, dict):
        value = {part: _field(inner) for part, inner in value.items()}
    return {"value": value, "confidence": field.confidence}


def _entry(reading: CannedReading) -> str:
    lines = ["[[canned]]"]
    for key in ("note", "sha256", "document_type", "error_code", "error_reason"):
        if value := getattr(reading, key):
            lines.append(f"{key} = {_value(value)}")
    if reading.page_count != 1:
        lines.append(f"page_count = {reading.page_count}")
    if reading.fields:
        lines.append("[canned.fields]")
        lines += [f"{_key(name)} = {_value(field)}" for name, field in reading.fields.items()]
    return "\n".join(lines) + "\n"


def _value(value: Any) -> str:
    """A TOML value; TOML's basic strings are written as JSON's are, but for the delete character."""
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{_key(key)} = {_value(each)}" for key, each in value.items()) + " }"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_value(each) for each in value) + "]"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    return repr(value).lower() if isinstance(value, bool) else repr(value)


def _key(name: str) -> str:
    return name if name.replace("_", "").replace("-", "").isalnum() and name.isascii() else json.dumps(name)
