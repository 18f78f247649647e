"""Values that identify a person and that nobody may see: what is masked, blacked out, and linked as a redacted picture.

A field is private where its type says so (`private = true`) or its format implies it; a whole type where it says so or
has such a field.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import msgspec

from simulator.documents.catalogue import Catalogue
from simulator.documents.formats.masks import mask
from simulator.documents.model import Field, Reading


class Private(NamedTuple):
    """What of one reading nobody may see. `codes`: the document may carry matrix codes that hold it too."""

    fields: Mapping[str, Field] = {}
    codes: bool = False

    @property
    def placed(self) -> bool:
        """Whether it is known where all of it stands, so that it can be blacked out."""
        return all(leaf.places for leaf in self.leaves() if any(leaf.texts()))

    def leaves(self) -> list[Field]:
        """The fields, those with parts as their parts."""
        return [leaf for name, field in self.fields.items() for _, leaf in field.leaves(name)]


def private_of(reading: Reading | None, catalogue: Catalogue) -> Private:
    """What is private in a reading."""
    if reading is None:
        return Private()
    known = catalogue.get(reading.document_type)
    fields = private_fields(reading, catalogue)
    return Private(fields, bool(fields) or (known is not None and known.is_private))


def private_fields(reading: Reading, catalogue: Catalogue) -> dict[str, Field]:
    """The private fields of a reading, by name."""
    formats = _formats(reading, catalogue)
    return {name: field for name, field in reading.fields.items() if name in formats}


def masked_field(field: Field, format: str) -> Field:
    """A private field under its mask."""
    return field.map(lambda text: mask(format, text))


def masked_reading(reading: Reading, catalogue: Catalogue) -> Reading:
    """The reading with every private field under its mask."""
    formats = _formats(reading, catalogue)
    masked = {name: masked_field(field, formats[name]) for name, field in private_fields(reading, catalogue).items()}
    return msgspec.structs.replace(reading, fields={**reading.fields, **masked})


def _formats(reading: Reading, catalogue: Catalogue) -> Mapping[str, str]:
    """The private names of its type with their formats; of a type that is gone, all that any other type declares private."""
    known = catalogue.get(reading.document_type)
    return known.private_fields if known else catalogue.private_fields
