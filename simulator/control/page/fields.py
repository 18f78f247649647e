"""The fields of a reading as rows to show: one for each value, named parts each in a row of their own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from simulator.documents.model import Field, Place, Reading
from simulator.masking import masked


class FieldRow(msgspec.Struct, frozen=True):
    """`number` is its place in the reading: the row on the page and the boxes on the picture know each other by it."""

    number: int
    name: str
    value: str
    confidence: float
    places: tuple[Place, ...]
    rule: str


def found_fields(reading: Reading) -> list[FieldRow]:
    """In the documented order, values as text, Aadhaar numbers masked."""
    return [
        FieldRow(number, name, _text(field), field.confidence, field.places, field.rule)
        for number, (name, field) in enumerate(_flat(reading.fields))
    ]


def _flat(fields: Mapping[str, Field], under: str = "") -> Iterator[tuple[str, Field]]:
    for name, field in fields.items():
        if isinstance(field.value, dict):
            yield from _flat(field.value, f"{under}{name}.")
        else:
            yield f"{under}{name}", field


def _text(field: Field) -> str:
    value = field.value
    return masked(", ".join(map(str, value)) if isinstance(value, list) else str(value))
