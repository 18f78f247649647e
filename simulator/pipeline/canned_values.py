"""Values that a rule or a scenario gives instead of read ones: what they may be, and the fields that they become."""

from __future__ import annotations

from typing import Any

import msgspec

from simulator.documents.model import Field, Reading

#: Confidence of a given value that names none of its own: what the documentation calls certain.
CANNED_CONFIDENCE = 0.99
#: What may stand where a value is given.
ALLOWED = (
    "a text",
    "a number",
    "a list of texts",
    "an object of such values",
    "{value = …, confidence = …}, confidence from 0 to 1",
)
_readings = msgspec.json.Decoder(Reading)


def canned_field(result: Any, confidence: float, rule: str) -> Field:
    """The field that a given value becomes: the value itself, or one with a `confidence` of its own; named parts are fields."""
    if isinstance(result, dict) and "value" in result:
        return canned_field(result["value"], result.get("confidence", confidence), rule)
    value = (
        {part: canned_field(each, confidence, rule) for part, each in result.items()}
        if isinstance(result, dict)
        else result
    )
    return Field(value, confidence, rule=rule)


def value_problem(value: Any, *, part: bool = False) -> tuple[str, str] | None:
    """Where, within a given value, something stands that no field can hold, and what it is; None where all is well."""
    if not isinstance(value, dict):
        return None if _fits(value) else ("", f"{_short(value)} is no value of a field")
    if "value" in value:
        if unknown := sorted(set(value) - {"value", "confidence"}):
            return f".{unknown[0]}", f"unknown key {unknown[0]!r}"
        if not _is_confidence(value.get("confidence", 1)):
            return ".confidence", f"{_short(value['confidence'])} is no confidence from 0 to 1"
        found = value_problem(value["value"], part=part)
        return (f".value{found[0]}", found[1]) if found else None
    if part:
        return "", "a part has no parts of its own"
    for name, each in value.items():
        if found := value_problem(each, part=True):
            return f".{name}{found[0]}", found[1]
    return None


def _is_confidence(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1


def _fits(value: Any) -> bool:
    """Whether a value can be kept as a reading's and is the same when it is asked for again."""
    reading = Reading(fields={"": Field(value, 1.0)})
    try:
        return _readings.decode(msgspec.json.encode(reading)) == reading
    except Exception:
        return False


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}…"
