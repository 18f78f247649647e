"""The statements of the documentation, as TOML has them, and the rows that they are written out into.

A file is one conversation: steps in their order, each a call with the rows that its answer is held against. `each` at a
step or row writes it out once for every item, so that a table of the documentation stays a table.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from simulator import toml_files
from simulator.errors import SettingError
from simulator.fidelity.conform.checks import ResultCheck
from simulator.fidelity.conform.places import PlaceError, steps
from simulator.fidelity.conform.templates import fill

FOLDER = Path(__file__).parent / "statements"
#: The document types with their fields, and what is given for their readings: no conversations.
TYPES, READINGS = "types.toml", "readings.toml"


class Statement(ResultCheck, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One row: what the documentation states, in our words, and what must come.

    `sentence` is the beginning of the SHA-256 of the sentence that it stands for (`sentences.py`); `settled` the number
    of the decision where the documentation contradicts itself or is silent; `otherwise` what is decided there, which
    makes the row "settled otherwise" where the documented answer does not come. `about` are the documents that must have
    been sent, besides those that its place names; `given` rows are about readings that only a simulator can be told;
    what is `optional` need not be in the reading of a real document.
    """

    id: str
    says: str
    sentence: str
    page: str
    settled: int = 0
    otherwise: ResultCheck | None = None
    about: tuple[str, ...] = ()
    given: bool = False
    optional: bool = False


class Step(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One call: `METHOD /path?query`, or `RECEIVE /path` for what must come to this client.

    `token` names the variable that goes into the header Token (empty: none). `documents` are those whose URLs become
    `file_urls` of the body, `without` is taken out of the body, `take` keeps places of the answer as variables, `needs`
    names those without which nothing is asked, `until` is the check that ends repeating the call (`{sent}` in it: how many
    documents were sent last), `count` how many requests must have come, `accounts` says that only a server that knows its
    accounts refuses it.
    """

    id: str
    call: str
    token: str = "token"
    headers: dict[str, str] = {}
    body: Any = None
    raw: str | None = None
    without: str = ""
    documents: list[str] = []
    take: dict[str, str] = {}
    needs: list[str] = []
    until: dict[str, Any] = {}
    count: int = 1
    accounts: bool = False
    rows: list[Statement] = []

    @property
    def method(self) -> str:
        return self.call.partition(" ")[0]

    @property
    def target(self) -> str:
        return self.call.partition(" ")[2]


class Conversation(msgspec.Struct, frozen=True):
    """The steps of one file, in order. `name` is the file's."""

    name: str
    steps: tuple[Step, ...]

    @property
    def rows(self) -> Iterator[Statement]:
        for step in self.steps:
            yield from step.rows


@cache
def conversations(folder: Path = FOLDER) -> tuple[Conversation, ...]:
    """All conversations, by name of file. Raises SettingError with file, row and reason."""
    found = tuple(_conversation(path) for path in sorted(folder.glob("*.toml")) if path.name not in (TYPES, READINGS))
    seen: set[str] = set()
    for row in (row for each in found for row in each.rows):
        if row.id in seen:
            raise SettingError(f"statements: two rows are called {row.id}; give one another id")
        seen.add(row.id)
    return found


def _conversation(path: Path) -> Conversation:
    table = toml_files.table(toml_files.read(path), path)
    page = table.get("page", "")
    return Conversation(
        path.stem, tuple(_step(path, page, raw) for each in table.get("steps", []) for raw in _written_out(each))
    )


def _step(path: Path, page: str, raw: dict[str, Any]) -> Step:
    shared = {"page": raw.pop("page", page), "sentence": raw.pop("sentence", ""), "about": raw.pop("about", [])}
    name = f"{path.stem}.{raw.get('id', '')}"
    rows = [
        {**shared, **row, "id": f"{name}.{row.get('id', '')}"}
        for each in raw.get("rows", [])
        for row in _written_out(each)
    ]
    try:
        step = msgspec.convert({**raw, "id": name, "documents": _documents(raw), "rows": rows}, Step)
        for row in step.rows:
            _look_at(row)
    except (msgspec.ValidationError, PlaceError, ValueError) as wrong:
        raise SettingError(f"{path}: step {name}: {wrong}") from None
    return step


def _documents(raw: Mapping[str, Any]) -> list[str]:
    """The documents of a step: their names, or the name of a list of types."""
    named = raw.get("documents", [])
    return [item["type"] for item in _items(named)] if isinstance(named, str) else named


def _look_at(row: Statement) -> None:
    """Raises ValueError where a row has no page or sentence, or a place that cannot be read."""
    if not (row.page and row.sentence and row.says):
        raise ValueError(f"row {row.id}: needs page, sentence and says")
    if not (row.status or row.header or row.at is not None):
        raise ValueError(f"row {row.id}: needs status, header or at")
    for place in (row.at or "", row.equals):
        steps(place)


def _written_out(raw: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """A step or row once for every item of its `each`; the names of the item are put in everywhere."""
    each = raw.get("each")
    plain = {key: value for key, value in raw.items() if key != "each"}
    if each is None:
        yield plain
        return
    for item in _items(each):
        yield {**fill(plain, item), **({"sentence": item["sentence"]} if "sentence" in item else {})}


def _items(each: Any) -> Iterator[dict[str, Any]]:
    """The items of an `each`: a list of tables, the name of a list that the document types give, or lists by name, which
    are gone through with each other.
    """
    if isinstance(each, str):
        if each not in LISTS:
            raise SettingError(f"statements: each = {each!r} is not one of {', '.join(LISTS)}")
        yield from LISTS[each]()
    elif isinstance(each, Mapping):
        for chosen in itertools.product(*each.values()):
            item: dict[str, Any] = {}
            for name, value in zip(each, chosen, strict=True):
                item |= value if isinstance(value, dict) else {name: value}
            yield item
    else:
        yield from each


# The document types


class DocumentedType(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A type and its fields in documented order. A field is `name`, `name[]`, `name:yes-no`, `name:number`."""

    name: str
    sentence: str
    fields: str = ""

    def named_fields(self) -> Iterator[tuple[str, str]]:
        """Each field and the kind of its value."""
        for word in self.fields.split():
            name, _, kind = word.partition(":")
            yield name.removesuffix("[]"), kind or ("list" if name.endswith("[]") else "string")


class _Types(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    types: tuple[DocumentedType, ...]


@cache
def type_rows() -> tuple[DocumentedType, ...]:
    return toml_files.packaged_record(str(FOLDER / TYPES), TYPES, _Types).types


def _types(wanted: Callable[[DocumentedType], bool]) -> Iterator[dict[str, Any]]:
    for row in type_rows():
        if wanted(row):
            yield {"type": row.name, "sentence": row.sentence}


def _fields(*, address: bool) -> Iterator[dict[str, Any]]:
    for row in type_rows():
        for name, kind in row.named_fields():
            if (kind == "address") == address:
                yield {"type": row.name, "field": name, "kind": kind, "sentence": row.sentence}


def _address_parts() -> Iterator[dict[str, Any]]:
    return ({**each, "part": part} for each in _fields(address=True) for part in ADDRESS_PARTS)


ADDRESS_PARTS = ("state", "postcode", "address_line_1", "address_line_2", "city")
#: What `each` may name: all types, those with documented fields and those without, their fields, their addresses, and
#: the parts of those.
LISTS: Mapping[str, Callable[[], Iterator[dict[str, Any]]]] = {
    "types": lambda: _types(lambda row: True),
    "listed": lambda: _types(lambda row: bool(row.fields)),
    "bare": lambda: _types(lambda row: not row.fields),
    "fields": lambda: _fields(address=False),
    "addresses": lambda: _fields(address=True),
    "address parts": _address_parts,
}


def readings() -> list[dict[str, Any]]:
    """What a simulator is told to read of each document: only what a row needs, so that all else comes from itself."""
    given = toml_files.table(toml_files.read(FOLDER / READINGS), FOLDER / READINGS)["canned"]
    named = {each["document_id"] for each in given}
    return [*given, *(_reading(row) for row in type_rows() if row.name not in named)]


def document_names() -> list[str]:
    """What `documents` of a step may name: the types, and the documents that readings are given for."""
    return list(dict.fromkeys([each["document_id"] for each in readings()]))


_VALUES: Mapping[str, Any] = {
    "list": ["A1"],
    "number": 3,
    "yes-no": "yes",
    "address": {part: {"value": f"{part} 1", "confidence": 0.9} for part in ADDRESS_PARTS},
}


def _reading(row: DocumentedType) -> dict[str, Any]:
    fields = {name: _VALUES[kind] for name, kind in row.named_fields() if kind in _VALUES}
    return {"document_id": row.name, "document_type": row.name, "fields": fields}
