"""When what waits falls due: the next of a queue, a tenant or a flow, by whose time, and letting a flow go ahead."""

from __future__ import annotations

from typing import Any

import msgspec

from simulator.flows.database import Database
from simulator.flows.model import HELD
from simulator.flows.queues import QUEUES, Queue


class DueTimes:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def next_due(self, queue: Queue[Any], moment: float) -> float | None:
        """When the next job after a moment falls due, by everyone's time; None where none does without a person."""
        clock = self._database.clock
        ahead = {} if clock.is_one else clock.own_tenants(running=True)
        others = "" if clock.is_one else "AND own_now(tenant) IS NULL"
        row = await self._database.one(
            f"SELECT min(due_at) FROM {queue.table} WHERE {queue.waiting} AND due_at > ? AND due_at < ? {others}",
            moment,
            HELD,
        )
        found = [row[0]] if row and row[0] is not None else []
        if ahead:
            # What fell due since that moment counts too.
            since = clock.now() - moment
            own = await self._database.all(
                f"SELECT tenant, min(due_at) AS due FROM {queue.table} WHERE {queue.waiting}"
                " AND tenant IN (SELECT value FROM json_each(?)) AND due_at > own_now(tenant) - ? AND due_at < ?"
                " GROUP BY tenant",
                msgspec.json.encode(list(ahead)).decode(),
                since,
                HELD,
            )
            found += [each["due"] - ahead[each["tenant"]] for each in own]
        return min(found, default=None)

    async def next_due_of(self, queue: Queue[Any], column: str, value: str, moment: float) -> float | None:
        """When the next job of a tenant, or a flow, falls due after a moment, by the tenant's time."""
        row = await self._database.one(
            f"SELECT min(due_at) FROM {queue.table} WHERE {queue.waiting} AND {column} = ? AND due_at > ? AND due_at < ?",
            value,
            moment,
            HELD,
        )
        return row[0] if row else None

    async def waiting(self, moment: float, limit: int) -> list[tuple[Queue[Any], Any, float]]:
        """What falls due after a moment, soonest first: queue, job, and when by everyone's time. At most `limit`."""
        found: list[tuple[Queue[Any], Any, float]] = []
        for queue in QUEUES:
            rows_due = await self._database.all(
                f"SELECT {queue.columns}, due_at - coalesce(own_now(tenant) - ?, 0) AS falls_due FROM {queue.table}"
                f" WHERE {queue.waiting} AND due_at > coalesce(own_now(tenant), ?) AND due_at < ?"
                " ORDER BY falls_due, id LIMIT ?",
                moment,
                moment,
                HELD,
                limit,
            )
            for row in rows_due:
                values: Any = dict(row)
                falls_due = values.pop("falls_due")
                found.append((queue, queue.job(values), falls_due))
        return sorted(found, key=lambda each: each[2])[:limit]

    async def bring_forward(self, flow_uuid: str, moment: float, seconds: float) -> None:
        """Let what a flow waits for beyond a moment fall due so many seconds sooner, but not before that moment."""
        async with self._database.transaction() as tx:
            for queue in QUEUES:
                await tx.run(
                    f"UPDATE {queue.table} SET due_at = max(?, due_at - ?) WHERE {queue.waiting} AND {queue.flow} = ?"
                    f" AND {queue.flow} <> '' AND due_at > ? AND due_at < ?",
                    moment,
                    seconds,
                    flow_uuid,
                    moment,
                    HELD,
                )
