"""The scenarios in force: for everyone, for a tenant, for one flow. What a scenario says is not known here."""

from __future__ import annotations

import msgspec

from simulator.flows.database import Database, Transaction


class StoredScenario(msgspec.Struct, frozen=True):
    """A scenario as JSON. `tenant` is empty where it is for everyone, `flow_uuid` where it is not for one flow only."""

    tenant: str
    flow_uuid: str
    name: str
    scenario: bytes


class Scenarios:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def all(self) -> list[StoredScenario]:
        found = await self._database.all("SELECT tenant, flow_uuid, name, scenario FROM scenarios")
        return [StoredScenario(**dict(row)) for row in found]

    async def put(self, stored: StoredScenario, tx: Transaction | None = None) -> None:
        """Put a scenario in force, in the caller's transaction where there is one."""
        if tx is None:
            async with self._database.transaction() as own:
                await self.put(stored, own)
            return
        await tx.run("INSERT OR REPLACE INTO scenarios VALUES (?, ?, ?, ?)", *msgspec.structs.astuple(stored))

    async def remove(self, tenant: str) -> None:
        """End the scenario of a tenant (or, with none, of everyone); those of single flows stay."""
        async with self._database.transaction() as tx:
            await tx.run("DELETE FROM scenarios WHERE tenant = ? AND flow_uuid = ''", tenant)
