"""Batches without a flow (docstream, bulk) in a list for people, and what happened to one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import msgspec

from simulator.flows import rows
from simulator.flows.database import Database
from simulator.flows.flow_list import flow_problems
from simulator.flows.model import Batch, Delivery, Event
from simulator.flows.states import FINAL, FileState


class ListedBatch(msgspec.Struct, frozen=True):
    """One batch in the list; `done` of its `documents` are. `problems` are in words."""

    batch: Batch
    documents: int
    done: int
    types: tuple[str, ...]
    problems: tuple[str, ...]


class Batches:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def count(self) -> int:
        row = await self._database.one("SELECT count(*) FROM batches WHERE flow_uuid = ''")
        return int(row[0]) if row else 0

    async def page(self, *, skip: int = 0, limit: int = 50) -> list[ListedBatch]:
        """The newest first."""
        found = await self._database.all(
            f"SELECT {rows.BATCH} FROM batches WHERE flow_uuid = '' ORDER BY created_at DESC, id LIMIT ? OFFSET ?",
            limit,
            skip,
        )
        return [await self._seen(rows.batch(row)) for row in found]

    async def one(self, batch_id: str) -> Batch | None:
        row = await self._database.one(f"SELECT {rows.BATCH} FROM batches WHERE id = ?", batch_id)
        return rows.batch(row) if row else None

    async def events(self, batch: Batch, limit: int) -> list[Event]:
        """What happened to it, in order."""
        found = await self._database.all(
            f"SELECT {rows.EVENT} FROM events WHERE tenant = ? AND batch_id = ? ORDER BY id LIMIT ?",
            batch.tenant,
            batch.id,
            limit,
        )
        return [rows.event(row) for row in found]

    async def deliveries(self, batch: Batch) -> list[Delivery]:
        found = await self._database.all(
            f"SELECT {rows.DELIVERY} FROM deliveries WHERE batch_id = ? AND batch_id <> '' ORDER BY id", batch.id
        )
        return [rows.delivery(row) for row in found]

    async def _seen(self, batch: Batch) -> ListedBatch:
        files: Sequence[Any] = await self._database.all(
            "SELECT files.state, json_extract(CAST(readings.summary AS TEXT), '$.document_type') AS type,"
            " json_extract(CAST(readings.summary AS TEXT), '$.error_code') AS error"
            " FROM files LEFT JOIN readings ON readings.key = files.reading_key WHERE files.batch_id = ? ORDER BY files.id",
            batch.id,
        )
        states = Counter(FileState(row["state"]) for row in files)
        return ListedBatch(
            batch,
            len(files),
            sum(count for state, count in states.items() if state in FINAL),
            tuple(dict.fromkeys(row["type"] for row in files if row["type"])),
            tuple(flow_problems(files)),
        )
