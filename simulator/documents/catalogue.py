"""Which document types there are, and what is known of each: read from `types/*.toml`, the built-in ones first.

A folder given later adds to what is there, or overrides a type by name. A wrong file is a SettingError that names file,
key and reason. Fields, their order and their kinds are the API's own (contract, sections 11 and 12).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal

import msgspec

from simulator.errors import SettingError

BUILT_IN = Path(__file__).parent / "types"

Kind = Literal["text", "list", "number", "yes_no", "count", "formatted_address"]


class FieldSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A field as documented. `kind` is the form of its value: a string, strings, a number, "yes"/"no", a count."""

    name: str
    kind: Kind = "text"


class DocumentType(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One type. `title` is for people; `fields` are in the documented order."""

    name: str
    title: str
    fields: tuple[FieldSpec, ...] = ()


class Catalogue:
    """The types of one or several folders. Immutable: load another one for changed files."""

    def __init__(self, types: dict[str, DocumentType], digest: str) -> None:
        self._types = types
        #: Changes with anything that the files say.
        self.digest = digest

    @classmethod
    def load(cls, directories: Iterable[str | Path] = ()) -> Catalogue:
        """The built-in types, then those in `types/` of each directory, in order. Raises SettingError."""
        types: dict[str, DocumentType] = {}
        digest = hashlib.sha256()
        for folder in (BUILT_IN, *(Path(directory) / "types" for directory in directories)):
            for path in sorted(folder.glob("*.toml")):
                said = path.read_bytes()
                digest.update(said)
                each = _decoded(path, said)
                types[each.name] = each
        return cls(types, digest.hexdigest())

    def get(self, name: str) -> DocumentType | None:
        return self._types.get(name)

    def __iter__(self) -> Iterator[DocumentType]:
        return iter(self._types.values())

    def __len__(self) -> int:
        return len(self._types)


def _decoded(path: Path, said: bytes) -> DocumentType:
    try:
        return msgspec.toml.decode(said, type=DocumentType)
    except msgspec.ValidationError as wrong:
        reason, _, key = str(wrong).partition(" - at `$")
        raise SettingError(f"{path}: {key.strip('`.') or 'file'}: {reason}") from None
    except (msgspec.DecodeError, UnicodeDecodeError) as wrong:
        raise SettingError(f"{path}: is not TOML: {wrong}") from None
