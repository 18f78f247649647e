"""Small facts about the whole simulator: its keys, and how far its clock is ahead."""

from __future__ import annotations

import secrets

from simulator.flows.database import Database


class Facts:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def secret(self, name: str) -> bytes:
        """A key of 32 random bytes, made once for each state file."""
        known = await self.noted(name)
        if known is not None:
            return known
        async with self._database.transaction() as tx:
            await tx.run("INSERT OR IGNORE INTO meta VALUES (?, ?)", name, secrets.token_bytes(32))
            row = await tx.one("SELECT value FROM meta WHERE key = ?", name)
        assert row is not None
        return bytes(row["value"])

    async def note(self, name: str, value: bytes) -> None:
        async with self._database.transaction() as tx:
            await tx.run("INSERT OR REPLACE INTO meta VALUES (?, ?)", name, value)

    async def noted(self, name: str) -> bytes | None:
        row = await self._database.one("SELECT value FROM meta WHERE key = ?", name)
        return bytes(row["value"]) if row else None
