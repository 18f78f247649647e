"""Counts and durations over many flows, files and deliveries, as SQL aggregates: what dashboards ask for.

Counts come from one covering index; what needs more than an index is taken of the newest rows alone, so that no
question costs more the longer a simulator has been running.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from simulator.documents.model import Reading
from simulator.flows import rows
from simulator.flows.database import Database

#: Files whose durations, and documents whose fields, are looked at.
NEWEST_FILES, NEWEST_READINGS = 10_000, 1_000


@dataclass(frozen=True)
class Scope:
    """Which families, of whom (empty: all), and between which moments (the second excluded)."""

    families: tuple[str, ...]
    tenant: str = ""
    since: float = 0.0
    until: float = 9e15

    def where(self, table: str) -> tuple[str, list[Any]]:
        """The condition, and its values."""
        text = f"{table}.family IN ({', '.join('?' * len(self.families))})"
        text += f" AND {table}.created_at >= ? AND {table}.created_at < ?"
        values: list[Any] = [*self.families, self.since, self.until]
        return (f"{text} AND {table}.tenant = ?", [*values, self.tenant]) if self.tenant else (text, values)


class DocumentCounts(msgspec.Struct, frozen=True):
    documents: int = 0
    pages: int = 0


class ListedFile(msgspec.Struct, frozen=True):
    """A file, or a callback of a whole flow, in a list; pages of a callback are those of its flow."""

    application_id: str
    page_count: int
    flow_uuid: str
    file_uuid: str
    document_type: str
    created_at: float


class FileTimestamps(msgspec.Struct, frozen=True):
    """When things happened to one file (simulated seconds), and how long its posts took (real ones); None: not yet."""

    file_uuid: str
    batch_id: str
    flow_uuid: str
    document_type: str
    page_count: int
    created_at: float
    fetched_at: float | None
    begun_at: float | None
    done_at: float | None
    notified_at: float | None
    sent_at: float | None
    auth_seconds: float | None
    callback_seconds: float | None


_ATTEMPT = "SELECT {what} FROM attempts WHERE delivery_id = {of}.id AND step = '{step}' ORDER BY id DESC LIMIT 1"
_DONE = "files.state IN ('PROCESSING_SUCCESS', 'PROCESSING_FAILED', 'UNRECOGNISED')"
_SPANS = (
    "SELECT files.uuid AS file_uuid, files.batch_id, files.flow_uuid, files.document_type, files.page_count, files.created_at,"
    " nullif(files.fetched_at, 0) AS fetched_at, nullif(files.begun_at, 0) AS begun_at,"
    f" CASE WHEN {_DONE} THEN files.changed_at END AS done_at,"
    f" ({_ATTEMPT.format(what='at', of='chat', step='callback')}) AS notified_at,"
    f" ({_ATTEMPT.format(what='at', of='post', step='callback')}) AS sent_at,"
    f" ({_ATTEMPT.format(what='seconds', of='post', step='auth')}) AS auth_seconds,"
    f" ({_ATTEMPT.format(what='seconds', of='post', step='callback')}) AS callback_seconds"
    " FROM files LEFT JOIN deliveries AS post ON post.id = (SELECT id FROM deliveries WHERE flow_uuid = files.flow_uuid"
    " AND flow_uuid <> '' AND kind = 'file' AND subject = files.uuid ORDER BY id DESC LIMIT 1)"
    # What the assistant says of a file is kept in the transaction that ends it.
    " LEFT JOIN deliveries AS chat ON chat.id = (SELECT id FROM deliveries WHERE flow_uuid = files.flow_uuid"
    " AND flow_uuid <> '' AND kind = 'chat' AND created_at = files.changed_at ORDER BY id LIMIT 1)"
)


class Analytics:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def files_by_state(self, scope: Scope) -> dict[str, DocumentCounts]:
        return await self._counted("state", scope)

    async def good_types(self, scope: Scope) -> dict[str, DocumentCounts]:
        """Documents that were processed, by type."""
        return await self._counted("document_type", scope, " AND state = 'PROCESSING_SUCCESS'")

    async def _counted(self, column: str, scope: Scope, more: str = "") -> dict[str, DocumentCounts]:
        where, values = scope.where("files")
        found = await self._database.all(
            f"SELECT {column}, count(*), sum(page_count) FROM files WHERE {where}{more} GROUP BY {column} ORDER BY {column}",
            *values,
        )
        return {row[0]: DocumentCounts(row[1], row[2]) for row in found}

    async def products(self, scope: Scope) -> dict[str, tuple[int, int]]:
        """For each product type the documents that were processed well, and all."""
        where, values = scope.where("files")
        found = await self._database.all(
            "SELECT batches.product_type, sum(good), sum(total) FROM (SELECT batch_id, count(*) AS total,"
            f" sum(state = 'PROCESSING_SUCCESS') AS good FROM files WHERE {where} GROUP BY batch_id) AS counted"
            " JOIN batches ON batches.id = counted.batch_id GROUP BY batches.product_type ORDER BY batches.product_type",
            *values,
        )
        return {row[0]: (row[1], row[2]) for row in found}

    async def flows(self, scope: Scope) -> int:
        where, values = scope.where("flows")
        row = await self._database.one(f"SELECT count(*) FROM flows WHERE {where}", *values)
        return int(row[0]) if row else 0

    async def deliveries_by_state(self, kind: str, scope: Scope) -> dict[str, int]:
        tenant = " AND tenant = ?" if scope.tenant else ""
        found = await self._database.all(
            "SELECT state, count(*) FROM deliveries WHERE kind = ? AND created_at >= ? AND created_at < ?"
            f"{tenant} GROUP BY state",
            kind,
            scope.since,
            scope.until,
            *([scope.tenant] if scope.tenant else []),
        )
        return {row[0]: row[1] for row in found}

    async def clients(self, families: Sequence[str]) -> list[str]:
        """Everybody who has uploaded by one of these families."""
        marks = ", ".join("?" * len(families))
        found = await self._database.all(
            f"SELECT DISTINCT tenant FROM batches WHERE family IN ({marks}) ORDER BY tenant", *families
        )
        return [row[0] for row in found]

    async def list_files(
        self, scope: Scope, states: Sequence[str], offset: int, limit: int
    ) -> tuple[list[ListedFile], int]:
        """Files in these states, newest first, and how many there are in all."""
        where, values = scope.where("files")
        where += f" AND files.state IN ({', '.join('?' * len(states))})"
        total = await self._database.one(f"SELECT count(*) FROM files WHERE {where}", *values, *states)
        found = await self._database.all(
            "SELECT coalesce(flows.application_id, '') AS application_id, files.page_count, files.flow_uuid,"
            " files.uuid AS file_uuid, files.document_type, files.created_at FROM files LEFT JOIN flows"
            f" ON flows.uuid = files.flow_uuid WHERE files.id IN (SELECT id FROM files WHERE {where} ORDER BY id DESC"
            " LIMIT ? OFFSET ?) ORDER BY files.id DESC",
            *values,
            *states,
            limit,
            offset,
        )
        return [ListedFile(**dict(row)) for row in found], total[0] if total else 0

    async def list_callbacks(self, states: Sequence[str], offset: int, limit: int) -> tuple[list[ListedFile], int]:
        """Callbacks of flows in these states, newest first, and how many there are in all."""
        where = f"kind = 'flow' AND state IN ({', '.join('?' * len(states))})"
        total = await self._database.one(f"SELECT count(*) FROM deliveries WHERE {where}", *states)
        found = await self._database.all(
            "SELECT coalesce(flows.application_id, '') AS application_id, (SELECT coalesce(sum(page_count), 0) FROM files"
            " WHERE files.flow_uuid = deliveries.flow_uuid AND files.flow_uuid <> '') AS page_count, deliveries.flow_uuid,"
            " '' AS file_uuid, '' AS document_type, deliveries.created_at FROM deliveries LEFT JOIN flows"
            f" ON flows.uuid = deliveries.flow_uuid WHERE deliveries.id IN (SELECT id FROM deliveries WHERE {where}"
            " ORDER BY id DESC LIMIT ? OFFSET ?) ORDER BY deliveries.id DESC",
            *states,
            limit,
            offset,
        )
        return [ListedFile(**dict(row)) for row in found], total[0] if total else 0

    async def spans_of_flow(self, flow_uuid: str) -> list[FileTimestamps]:
        where = "WHERE files.flow_uuid = ? AND files.flow_uuid <> '' ORDER BY files.id"
        found = await self._database.all(f"{_SPANS} {where}", flow_uuid)
        return [FileTimestamps(**dict(row)) for row in found]

    async def newest_spans(self, scope: Scope) -> list[FileTimestamps]:
        """Of the newest files that are done."""
        where, values = scope.where("files")
        found = await self._database.all(
            f"{_SPANS} WHERE files.id IN (SELECT id FROM files WHERE {where} AND {_DONE} ORDER BY id DESC LIMIT ?)",
            *values,
            NEWEST_FILES,
        )
        return [FileTimestamps(**dict(row)) for row in found]

    async def newest_readings(self, scope: Scope, document_type: str) -> list[Reading]:
        """What was read of the newest processed documents, of one type where one is named."""
        where, values = scope.where("files")
        where += " AND state = 'PROCESSING_SUCCESS'" + (" AND document_type = ?" if document_type else "")
        found = await self._database.all(
            "SELECT readings.summary FROM files JOIN readings ON readings.key = files.reading_key WHERE files.id IN"
            f" (SELECT id FROM files WHERE {where} ORDER BY id DESC LIMIT ?)",
            *values,
            *([document_type] if document_type else []),
            NEWEST_READINGS,
        )
        return [rows.unpack_summary(row["summary"]) for row in found]
