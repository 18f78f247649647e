"""The inbox: callbacks and auth calls that the simulator took in for clients without a receiver of their own."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Literal

import msgspec

from simulator.flows.database import Database
from simulator.flows.storage_limits import INBOX, evict_oldest

Step = Literal["callback", "auth"]
_COLUMNS = "id, name, tenant, at, step, method, query, headers, body, status"


class ReceivedRequest(msgspec.Struct, frozen=True):
    """One request that came in, whole, with the status it was answered with."""

    name: str
    tenant: str
    step: Step
    method: str
    query: str
    headers: dict[str, str]
    body: bytes
    at: float = 0.0
    status: int = 200
    id: int = 0


class Inbox:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def receive(self, received: ReceivedRequest) -> ReceivedRequest:
        """Keep what came, answered as was asked for in advance, or 200."""
        async with self._database.transaction(received.tenant) as tx:
            status = 200
            row = await tx.one(
                "SELECT statuses FROM inbox_answers WHERE name = ? AND step = ?", received.name, received.step
            )
            statuses: list[int] = msgspec.json.decode(row["statuses"]) if row else []
            if statuses:
                status = statuses.pop(0)
                await tx.run(
                    "UPDATE inbox_answers SET statuses = ? WHERE name = ? AND step = ?",
                    msgspec.json.encode(statuses).decode(),
                    received.name,
                    received.step,
                )
            row_id = await tx.insert(
                f"INSERT INTO inbox ({_COLUMNS.removeprefix('id, ')}, size) VALUES ({', '.join('?' * 10)})",
                received.name,
                received.tenant,
                tx.now,
                received.step,
                received.method,
                received.query,
                msgspec.json.encode(received.headers).decode(),
                received.body,
                status,
                len(received.body)
                + len(received.query)
                + sum(len(name) + len(text) for name, text in received.headers.items()),
            )
            await evict_oldest(tx, INBOX)
            tx.event(
                received.tenant,
                "inbox",
                str(status),
                received=row_id,
                letter=row_id,
                name=received.name,
                step=received.step,
            )
            return msgspec.structs.replace(received, id=row_id, at=tx.now, status=status)

    async def answer_with(self, name: str, tenant: str, step: Step, statuses: Sequence[int]) -> None:
        """The statuses with which the next requests to an inbox are answered."""
        async with self._database.transaction() as tx:
            await tx.run(
                "INSERT OR REPLACE INTO inbox_answers VALUES (?, ?, ?, ?)",
                name,
                step,
                tenant,
                msgspec.json.encode(list(statuses)).decode(),
            )

    async def received(self, name: str, *, after: int = 0, step: str = "", limit: int = 1000) -> list[ReceivedRequest]:
        """What came to an inbox, in order."""
        found = await self._database.all(
            f"SELECT {_COLUMNS} FROM inbox WHERE name = ? AND id > ? AND (? = '' OR step = ?) ORDER BY id LIMIT ?",
            name,
            after,
            step,
            step,
            limit,
        )
        return [_received(row) for row in found]

    async def newest(self, name: str, *, limit: int) -> list[ReceivedRequest]:
        """What came to an inbox, the newest first."""
        found = await self._database.all(
            f"SELECT {_COLUMNS} FROM inbox WHERE name = ? ORDER BY id DESC LIMIT ?", name, limit
        )
        return [_received(row) for row in found]

    async def names(self) -> list[tuple[str, int]]:
        """Every inbox with how much came to it."""
        found = await self._database.all("SELECT name, count(*) AS received FROM inbox GROUP BY name ORDER BY name")
        return [(row["name"], row["received"]) for row in found]

    async def clear(self, name: str) -> int:
        async with self._database.transaction() as tx:
            await tx.run("DELETE FROM inbox_answers WHERE name = ?", name)
            return await tx.run("DELETE FROM inbox WHERE name = ?", name)


def _received(row: sqlite3.Row) -> ReceivedRequest:
    values = dict(row)
    values["headers"] = msgspec.json.decode(values["headers"])
    return ReceivedRequest(**values)
