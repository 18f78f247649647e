"""Small facts about the whole simulator: such as how far its clock is ahead."""

from __future__ import annotations

from simulator.flows.database import Database


class KeyValueStore:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def put(self, name: str, value: bytes) -> None:
        async with self._database.transaction() as tx:
            await tx.run("INSERT OR REPLACE INTO meta VALUES (?, ?)", name, value)

    async def get(self, name: str) -> bytes | None:
        row = await self._database.one("SELECT value FROM meta WHERE key = ?", name)
        return bytes(row["value"]) if row else None
