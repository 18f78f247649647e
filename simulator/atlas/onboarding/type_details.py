"""What is known of papers beyond the catalogue: whose name stands where, until when they are valid, what people call them."""

from __future__ import annotations

from functools import cache

import msgspec

from simulator import toml_files


class TypeDetails(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`papers.toml`; its comments say what each table holds."""

    valid_until: tuple[str, ...]
    personal: frozenset[str]
    spelt: dict[str, str]
    names: dict[str, tuple[str, ...]]
    called: dict[str, tuple[str, ...]]

    def spelling(self, document_type: str) -> str:
        """A type's word in this family."""
        return self.spelt.get(document_type, document_type)


@cache
def type_details() -> TypeDetails:
    return toml_files.packaged_record(__file__, "type_details.toml", TypeDetails)
