"""Forgets what is finished and old (`--keep`): flows and batches with everything that hangs on them, and old entries.

Finished is what has nothing left to do: no file under way or held, no delivery that is still to be made. A flow that was
never given a document counts as finished too, but an onboarding flow waits for its applicant: it is finished only once it
is closed. Bytes and readings go with the last file that needs them.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Sequence
from itertools import takewhile
from typing import Any

from simulator.clock import Clock
from simulator.errors import StoreUnavailable
from simulator.flows.database import Database, Transaction
from simulator.flows.queues import DELIVERIES

log = logging.getLogger("simulator.flows")

#: Flows, batches or entries that one transaction takes, so that nobody waits long behind it.
FLOWS_PER_TURN = 200
#: How often is looked, as a part of the time that things are kept, and the fewest simulated seconds between two looks.
PART, LEAST = 0.1, 1.0

#: Only who prunes asks which files need some bytes or a reading, or for events of no flow, so only then are there indexes.
_INDEXES = (
    "CREATE INDEX IF NOT EXISTS files_of_content ON files (sha256) WHERE sha256 <> ''",
    "CREATE INDEX IF NOT EXISTS files_of_reading ON files (reading_key) WHERE reading_key <> ''",
    "CREATE INDEX IF NOT EXISTS events_of_no_flow ON events (tenant, id) WHERE flow_uuid = ''",
)
_OPEN_DELIVERY = DELIVERIES.waiting
_FLOWS = f"""
    SELECT id, uuid FROM flows
    WHERE id > ? AND created_at <= ? AND pending = 0 AND finish_due = 0
      AND (closed = 1 OR family NOT IN ('v1', 'v2'))
      AND coalesce((SELECT at FROM events WHERE flow_uuid = flows.uuid AND flow_uuid <> '' ORDER BY id DESC LIMIT 1), 0) <= ?
      AND NOT EXISTS (SELECT 1 FROM deliveries WHERE flow_uuid = flows.uuid AND flow_uuid <> '' AND {_OPEN_DELIVERY})
    ORDER BY id LIMIT ?
"""
_BATCHES = f"""
    SELECT id FROM batches
    WHERE flow_uuid = '' AND created_at <= ? AND pending = 0 AND finish_due = 0
      AND NOT EXISTS (SELECT 1 FROM files WHERE batch_id = batches.id AND changed_at > ?)
      AND NOT EXISTS (SELECT 1 FROM deliveries WHERE batch_id = batches.id AND batch_id <> '' AND {_OPEN_DELIVERY})
    LIMIT ?
"""
#: What hangs on a flow by its `flow_uuid`, with an index for it.
_OF_FLOW = ("co_applicants", "messages", "cross_checks")
#: What goes by its age alone, and which of it: events of flows go with them.
_BY_AGE = (("journal", ""), ("inbox", ""), ("events", "AND flow_uuid = ''"))
#: From tenant to tenant, those whose first entry is old: of one tenant's entries, ids and moments grow together.
_WITH_OLD_ENTRIES = """
WITH RECURSIVE known (tenant) AS (
    SELECT min(tenant) FROM {table} WHERE tenant >= '' {of}
    UNION ALL
    SELECT (SELECT min(tenant) FROM {table} WHERE tenant > known.tenant {of}) FROM known WHERE known.tenant IS NOT NULL
)
SELECT tenant FROM known WHERE tenant IS NOT NULL
    AND (SELECT at FROM {table} WHERE tenant = known.tenant {of} ORDER BY id LIMIT 1) <= ?
"""


class Pruner:
    """`forgotten` is called after flows were pruned; with True where something that is kept in memory hung on them."""

    def __init__(
        self, database: Database, clock: Clock, keep: float, forgotten: Callable[[bool], Awaitable[None]]
    ) -> None:
        self._database = database
        self._clock = clock
        self._keep = keep
        self._forgotten = forgotten

    async def run(self) -> None:
        """Prune again and again, by the simulated clock."""
        while True:
            try:
                await self._prepare()
                if pruned := await self.prune(self._clock.now() - self._keep):
                    log.info("pruned %d finished flows and batches", pruned)
            except Exception as error:
                # Whatever it is: what is old has to go all the same, so there is another look.
                log.warning("nothing is pruned: %s", error, exc_info=not isinstance(error, StoreUnavailable))
            await self._clock.sleep(max(self._keep * PART, LEAST))

    async def _prepare(self) -> None:
        async with self._database.transaction() as tx:
            for index in _INDEXES:
                await tx.run(index)

    async def prune(self, before: float) -> int:
        """Forget everything finished in which nothing happened since `before`; how many flows and batches."""
        pruned, touched, last = 0, False, 0
        while flows := await self._database.all(_FLOWS, last, before, before, FLOWS_PER_TURN):
            async with self._database.transaction() as tx:
                touched |= await _forget_flows(tx, [row["uuid"] for row in flows])
            pruned, last = pruned + len(flows), flows[-1]["id"]
            await asyncio.sleep(0)
        if pruned:
            await self._forgotten(touched)
        while batches := await self._database.all(_BATCHES, before, before, FLOWS_PER_TURN):
            async with self._database.transaction() as tx:
                await _forget_batches(tx, [row["id"] for row in batches])
            pruned += len(batches)
            await asyncio.sleep(0)
        await self._by_age(before)
        return pruned

    async def _by_age(self, before: float) -> None:
        for table, of in _BY_AGE:
            for row in await self._database.all(_WITH_OLD_ENTRIES.format(table=table, of=of), before):
                while old := await self._old(table, of, row["tenant"], before):
                    async with self._database.transaction() as tx:
                        await tx.run(f"DELETE FROM {table} WHERE tenant = ? AND id <= ? {of}", row["tenant"], old[-1])

    async def _old(self, table: str, of: str, tenant: str, before: float) -> list[int]:
        """The ids of a tenant's oldest entries, as far as they are old enough."""
        rows = await self._database.all(
            f"SELECT id, at FROM {table} WHERE tenant = ? {of} ORDER BY id LIMIT ?", tenant, FLOWS_PER_TURN
        )
        return [row["id"] for row in takewhile(lambda row: row["at"] <= before, rows)]


async def _forget_flows(tx: Transaction, uuids: Sequence[str]) -> bool:
    """Whether rules or scenarios of their own went with them."""
    marks = _marks(uuids)
    files = await tx.all(
        f"SELECT uuid, batch_id, sha256, reading_key FROM files WHERE flow_uuid IN ({marks}) AND flow_uuid <> ''",
        *uuids,
    )
    await tx.run(
        f"DELETE FROM attempts WHERE delivery_id IN (SELECT id FROM deliveries WHERE flow_uuid IN ({marks})"
        " AND flow_uuid <> '')",
        *uuids,
    )
    for table in ("deliveries", "files", "events"):
        await tx.run(f"DELETE FROM {table} WHERE flow_uuid IN ({marks}) AND flow_uuid <> ''", *uuids)
    for table in _OF_FLOW:
        await tx.run(f"DELETE FROM {table} WHERE flow_uuid IN ({marks})", *uuids)
    own = 0
    for table in ("fault_rules", "scenarios"):
        own += await tx.run(f"DELETE FROM {table} WHERE flow_uuid IN ({marks})", *uuids)
    await _delete(tx, "batches", "id", {row["batch_id"] for row in files})
    await _delete(tx, "flows", "uuid", uuids)
    await _forget_contents(tx, files)
    return own > 0


async def _forget_batches(tx: Transaction, ids: Sequence[str]) -> None:
    marks = _marks(ids)
    files = await tx.all(f"SELECT uuid, sha256, reading_key FROM files WHERE batch_id IN ({marks})", *ids)
    await tx.run(
        f"DELETE FROM attempts WHERE delivery_id IN (SELECT id FROM deliveries WHERE batch_id IN ({marks})"
        " AND batch_id <> '')",
        *ids,
    )
    await tx.run(f"DELETE FROM deliveries WHERE batch_id IN ({marks}) AND batch_id <> ''", *ids)
    await _delete(tx, "files", "batch_id", ids)
    await _delete(tx, "batches", "id", ids)
    await _forget_contents(tx, files)


async def _forget_contents(tx: Transaction, files: Sequence[Any]) -> None:
    """Bytes and readings of files that are gone, where no other file has them."""
    for table, key, column in (("contents", "sha256", "sha256"), ("readings", "key", "reading_key")):
        for value in {row[column] for row in files} - {""}:
            await tx.run(
                f"DELETE FROM {table} WHERE {key} = ? AND NOT EXISTS"
                f" (SELECT 1 FROM files WHERE {column} = ? AND {column} <> '')",
                value,
                value,
            )
    for sha256 in {row["sha256"] for row in files} - {""}:
        # An engine's reading is kept by its bytes, also where faults altered it for each file that had them.
        await tx.run(
            "DELETE FROM readings WHERE key > ? AND key < ? AND NOT EXISTS"
            " (SELECT 1 FROM files WHERE sha256 = ? AND sha256 <> '')",
            f"{sha256}:",
            f"{sha256};",
            sha256,
        )


async def _delete(tx: Transaction, table: str, column: str, values: Iterable[str]) -> None:
    await tx.run_many(f"DELETE FROM {table} WHERE {column} = ?", [(value,) for value in values])


def _marks(values: Sequence[str]) -> str:
    return ", ".join("?" * len(values))
