"""The fields of a reading as rows to show: one for each value, named parts each in a row of their own."""

from __future__ import annotations

import msgspec

from simulator.documents.model import Place, Reading
from simulator.masking import masked


class ShownField(msgspec.Struct, frozen=True):
    """`number` is its place in the reading: the row on the page and the boxes on the picture know each other by it."""

    number: int
    name: str
    value: str
    confidence: float
    places: tuple[Place, ...]
    rule: str


def found_fields(reading: Reading) -> list[ShownField]:
    """In the documented order, values as text, Aadhaar numbers masked."""
    leaves = [leaf for name, field in reading.fields.items() for leaf in field.leaves(name)]
    return [
        ShownField(number, name, masked(", ".join(leaf.texts())), leaf.confidence, leaf.places, leaf.rule)
        for number, (name, leaf) in enumerate(leaves)
    ]
