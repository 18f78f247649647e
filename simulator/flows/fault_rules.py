"""The fault rules in force, kept with how often each matched and acted. What a rule means is not known here."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection

import msgspec

from simulator.flows.database import Database, Transaction

_COLUMNS = "id, tenant, flow_uuid, source, rule, matched, hits"


class StoredRule(msgspec.Struct, frozen=True):
    """One rule as JSON. `flow_uuid` is set where it lives and ends with one flow; `source` says who made it."""

    id: int
    tenant: str
    flow_uuid: str
    source: str
    rule: bytes
    matched: int
    hits: int


class FaultRules:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def all(self) -> list[StoredRule]:
        return [_stored(row) for row in await self._database.all(f"SELECT {_COLUMNS} FROM fault_rules ORDER BY id")]

    async def add(
        self, rules: Collection[bytes], *, tenant: str, source: str, flow_uuid: str = "", tx: Transaction | None = None
    ) -> list[StoredRule]:
        """Keep rules, in the caller's transaction where there is one."""
        if tx is None:
            async with self._database.transaction() as own:
                return await self.add(rules, tenant=tenant, source=source, flow_uuid=flow_uuid, tx=own)
        added = []
        for rule in rules:
            row_id = await tx.insert(
                "INSERT INTO fault_rules (tenant, flow_uuid, source, rule) VALUES (?, ?, ?, ?)",
                tenant,
                flow_uuid,
                source,
                rule,
            )
            added.append(StoredRule(row_id, tenant, flow_uuid, source, rule, 0, 0))
        return added

    async def counted(self, rule_id: int, matched: int, hits: int) -> None:
        async with self._database.transaction() as tx:
            await tx.run(
                "UPDATE fault_rules SET matched = max(matched, ?), hits = max(hits, ?) WHERE id = ?",
                matched,
                hits,
                rule_id,
            )

    async def remove(self, ids: Collection[int]) -> None:
        async with self._database.transaction() as tx:
            await tx.run_many("DELETE FROM fault_rules WHERE id = ?", [(rule_id,) for rule_id in ids])


def _stored(row: sqlite3.Row) -> StoredRule:
    return StoredRule(**dict(row))
