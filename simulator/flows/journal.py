"""The journal: every request with its answer, every download, auth call and callback attempt, kept in order.

Entries come in batches; what is too old to keep goes with them. What may be written in full is not decided here.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Literal

import msgspec

from simulator.flows.database import Database
from simulator.flows.rows import like
from simulator.flows.storage_limits import JOURNAL, evict_oldest
from simulator.masking import masked_id

#: The journal makes room each time that a hundredth of what it may hold was added.
PART_ADDED = 100
_COLUMNS = (
    "id, at, tenant, kind, method, url, status, ms, flow_uuid, batch_id, application_id, documents, fault, problem,"
    " headers, request, answer"
)
#: Rows in one statement, within the fewest variables (999) that any SQLite takes.
PER_DELETE = 60
_INSERT = f"INSERT INTO journal ({_COLUMNS.removeprefix('id, ')}, size) VALUES "
_ROW = f"({', '.join('?' * 17)})"

Kind = Literal["request", "download", "auth", "callback"]


class Entry(msgspec.Struct, frozen=True):
    """One exchange. `kind` is `request` (a client's), `download`, `auth` or `callback` (the simulator's own).

    `at` is simulated, `ms` real. `status` is 0 where no answer came; `problem` then says why. `fault` names the rule
    that acted. `request` and `answer` are bodies, bounded and masked.
    """

    id: int = 0
    at: float = 0.0
    tenant: str = ""
    kind: Kind = "request"
    method: str = ""
    url: str = ""
    status: int = 0
    ms: float = 0.0
    flow_uuid: str = ""
    batch_id: str = ""
    application_id: str = ""
    documents: tuple[str, ...] = ()
    fault: str = ""
    problem: str = ""
    headers: dict[str, str] = {}
    request: str = ""
    answer: str = ""


class EntryFilter(msgspec.Struct, frozen=True):
    """Which entries: those that fit everything that is given."""

    tenant: str = ""
    kind: str = ""
    method: str = ""
    endpoint: str = ""
    status: int | None = None
    flow: str = ""
    batch: str = ""
    application: str = ""
    document: str = ""
    fault: str = ""
    after: int = 0


class Journal:
    def __init__(self, database: Database) -> None:
        self._database = database
        self._added = self._bytes = 0

    async def add(self, entries: Sequence[Entry]) -> None:
        async with self._database.transaction() as tx:
            for start in range(0, len(entries), PER_DELETE):
                part = entries[start : start + PER_DELETE]
                # Many rows in one statement: one by one, each would take the interpreter from whoever answers requests.
                await tx.run(
                    _INSERT + ", ".join([_ROW] * len(part)), *(value for entry in part for value in _row(entry))
                )
            self._added += len(entries)
            self._bytes += sum(map(_size, entries))
            if self._added > JOURNAL.rows // PART_ADDED or self._bytes > JOURNAL.bytes // PART_ADDED:
                self._added = self._bytes = 0
                await evict_oldest(tx, JOURNAL)

    async def entries(self, entry_filter: EntryFilter, *, limit: int, newest: bool = False) -> list[Entry]:
        """Entries in order; with `newest` the last ones, still in order."""
        where, values = _conditions(entry_filter)
        order = "DESC" if newest else "ASC"
        found = await self._database.all(
            f"SELECT {_COLUMNS} FROM journal WHERE {' AND '.join(where)} ORDER BY id {order} LIMIT ?", *values, limit
        )
        entries = [_entry(row) for row in found]
        return entries[::-1] if newest else entries


def _conditions(entry_filter: EntryFilter) -> tuple[list[str], list[object]]:
    where: list[str] = ["id > ?"]
    values: list[object] = [entry_filter.after]
    plain = {
        "tenant": entry_filter.tenant,
        "kind": entry_filter.kind,
        "method": entry_filter.method,
        "flow_uuid": entry_filter.flow,
        "batch_id": entry_filter.batch,
    }
    for column, value in plain.items():
        if value:
            where.append(f"{column} = ?")
            values.append(value)
    if entry_filter.status is not None:
        where.append("status = ?")
        values.append(entry_filter.status)
    if entry_filter.endpoint:
        method, space, path = entry_filter.endpoint.rpartition(" ")
        where.append(r"(url = ? OR url LIKE ? ESCAPE '\' OR url LIKE ? ESCAPE '\')")
        values += [path, f"%/{like(path.lstrip('/'))}", f"%/{like(path.lstrip('/'))}?%"]
        if space:
            where.append("method = ?")
            values.append(method.upper())
    if entry_filter.application:
        # A poll names only its flow, so entries of the application's flows belong to it as well.
        where.append("(application_id = ? OR flow_uuid IN (SELECT uuid FROM flows WHERE application_id = ?))")
        values += [masked_id(entry_filter.application), entry_filter.application]
    if entry_filter.document:
        where.append("documents <> '' AND EXISTS (SELECT 1 FROM json_each(documents) WHERE json_each.value = ?)")
        values.append(masked_id(entry_filter.document))
    if entry_filter.fault:
        where.append(r"(fault = ? OR fault LIKE ? ESCAPE '\')")
        values += [entry_filter.fault, f"{like(entry_filter.fault)} %"]
    return where, values


def _size(e: Entry) -> int:
    """About the bytes that an entry takes."""
    return (
        len(e.url) + len(e.request) + len(e.answer) + sum(len(name) + len(value) for name, value in e.headers.items())
    )


def _row(e: Entry) -> tuple[object, ...]:
    return (
        e.at,
        e.tenant,
        e.kind,
        e.method,
        e.url,
        e.status,
        e.ms,
        e.flow_uuid,
        e.batch_id,
        e.application_id,
        _text(e.documents),
        e.fault,
        e.problem,
        _text(e.headers),
        e.request,
        e.answer,
        _size(e),
    )


def _text(value: object) -> str:
    return msgspec.json.encode(value).decode() if value else ""


def _entry(row: sqlite3.Row) -> Entry:
    values = dict(row)
    values["documents"] = tuple(msgspec.json.decode(values["documents"] or "[]"))
    values["headers"] = msgspec.json.decode(values["headers"] or "{}")
    return Entry(**values)
