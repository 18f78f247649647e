"""Which document types there are, and what is known of each: read from `types/*.toml`, the built-in ones first.

A folder given later adds to what is there, or overrides a type by name where its file says `overrides = true`. A wrong
file is a SettingError that names file, key and reason. Fields, their order and their kinds are the API's own (contract,
sections 11 and 12); `schema` says what a file may hold.
"""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from simulator import toml_files
from simulator.documents.schema import Clue, DocumentType, FieldSpec
from simulator.documents.titles import named_otherwise, with_titles
from simulator.documents.type_problems import check_type
from simulator.errors import SettingError

__all__ = ["BUILT_IN", "Catalogue", "DocumentType", "FieldSpec", "TypeFile"]

BUILT_IN = Path(__file__).parent / "types"


class TypeFile(NamedTuple):
    path: str
    raw: bytes


class Catalogue:
    """The types of one or several folders. Immutable: load another one for changed files."""

    def __init__(self, types: dict[str, DocumentType], digest: str, own: tuple[TypeFile, ...] = ()) -> None:
        self._types = types
        #: Changes with anything that the files say.
        self.digest = digest
        #: The files that are not built in: with them `of` makes the same catalogue, also where there are no such folders.
        self.own = own
        self.names = frozenset(types)
        #: The names of all fields of all types.
        self.field_names = frozenset(spec.name for each in types.values() for spec in each.fields)
        self._clues: dict[str, tuple[Clue, ...]] = {}
        #: Every name that a type gives a private field, with its format.
        self.private_fields = {name: format for each in types.values() for name, format in each.private_fields.items()}

    @classmethod
    def load(cls, directories: Iterable[str | Path] = ()) -> Catalogue:
        """The built-in types, then those in `types/` of each directory, in order. Raises SettingError."""
        own: list[TypeFile] = []
        for directory in map(Path, directories):
            if not directory.is_dir():
                raise SettingError(f"--catalogue {directory}: no such folder")
            own += _files(directory / "types")
        return cls.of(tuple(own))

    @classmethod
    def of(cls, own: tuple[TypeFile, ...] = ()) -> Catalogue:
        """The built-in types, then those of some files. Raises SettingError."""
        types: dict[str, DocumentType] = {}
        digest = hashlib.sha256()
        for file in (*_files(BUILT_IN), *own):
            digest.update(file.raw)
            each, path = decode_type(Path(file.path), file.raw), Path(file.path)
            known = types.get(each.name)
            if known and Path(known.origin).parent == path.parent:
                raise SettingError(f"{path}: name: {each.name} is described already, in {Path(known.origin).name}")
            _suggestion(path, each, known)
            overrides = known is not None and (known.overrides or known.built_in)
            types[each.name] = msgspec.structs.replace(
                each, origin=file.path, overrides=overrides, built_in=path.parent == BUILT_IN
            )
        for each in types.values():
            _known_types("like", each.like, each, types)
            _known_types("kind_of", each.kind_of, each, types)
        return cls(types, digest.hexdigest(), own)

    def get(self, name: str) -> DocumentType | None:
        return self._types.get(name)

    def clues(self, name: str) -> tuple[Clue, ...]:
        """The clues of a type: its own, and, where it names its titles, that another paper's name stands over it."""
        if name not in self._clues:
            each = self._types[name]
            self._clues[name] = (*each.clues, *named_otherwise(each, self._types.values()))
        return self._clues[name]

    def __iter__(self) -> Iterator[DocumentType]:
        return iter(self._types.values())

    def __len__(self) -> int:
        return len(self._types)


def _files(folder: Path) -> Iterator[TypeFile]:
    for path in sorted(folder.glob("*.toml")):
        yield TypeFile(str(path), toml_files.read(path))


def _suggestion(path: Path, each: DocumentType, known: DocumentType | None) -> None:
    """That a type stands in for another only where its file says so. Raises SettingError."""
    if known and not each.overrides:
        where = "the simulator describes it" if known.built_in else f"{known.origin} describes it"
        raise SettingError(
            f"{path}: name: there is a type {each.name} already ({where});"
            " choose another name, or say `overrides = true` to put this one in its place"
        )
    if each.overrides and not known:
        raise SettingError(f"{path}: overrides: there is no type {each.name} to override; leave the key out")


def _known_types(key: str, names: Sequence[str], each: DocumentType, types: Mapping[str, DocumentType]) -> None:
    """That the types that one names are there. Raises SettingError."""
    for name in names:
        if name not in types:
            near = difflib.get_close_matches(name, types, 1)
            raise SettingError(
                f"{each.origin}: {key}: there is no type {name}" + (f"; did you mean {near[0]}?" if near else "")
            )


def decode_type(path: Path, raw: bytes) -> DocumentType:
    """The type that a file describes, checked. Raises SettingError with file, key and reason."""
    each = toml_files.record(raw, DocumentType, path)
    for key in ("origin", "built_in"):
        if getattr(each, key):
            raise SettingError(f"{path}: {key}: is set by the simulator; leave it out")
    if path.parent != BUILT_IN:  # those are checked by the tests: start-up need not compile every pattern
        check_type(path, each)
    return msgspec.structs.replace(each, clues=tuple(with_titles(clue, each.titles) for clue in each.clues))
