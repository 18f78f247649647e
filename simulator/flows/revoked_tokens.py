"""Tokens and sessions that hold no longer, kept until they would have expired anyway."""

from __future__ import annotations

from simulator.flows.database import Database


class RevokedTokens:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def load(self) -> set[str]:
        """The ids of all that are revoked and have not expired."""
        async with self._database.transaction() as tx:
            await tx.run("DELETE FROM revoked WHERE expires_at < ?", tx.now)
            return {row["jti"] for row in await tx.all("SELECT jti FROM revoked")}

    async def add(self, jti: str, expires_at: float, tenant: str) -> None:
        async with self._database.transaction() as tx:
            await tx.run("INSERT OR REPLACE INTO revoked VALUES (?, ?)", jti, expires_at)
            tx.event(tenant, "token", "REVOKED", token=jti)
