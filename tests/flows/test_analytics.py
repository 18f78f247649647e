"""Counting over many files reads one index, never the rows."""

from __future__ import annotations

import asyncio
from pathlib import Path

from simulator.clock import Clock
from simulator.flows.analytics import Analytics, Scope
from simulator.flows.pace import Pace
from simulator.flows.store import Store


def test_counts_come_from_the_covering_index(tmp_path: Path) -> None:
    async def plans() -> list[str]:
        store = Store(str(tmp_path / "state.sqlite3"), Clock(), Pace("instant", 1))
        await store.open()
        asked: list[tuple[str, tuple[object, ...]]] = []
        read = store.database.all

        async def noted(sql: str, *values: object) -> object:
            asked.append((sql, values))
            return await read(sql, *values)

        store.database.all = noted  # type: ignore[method-assign, assignment]
        analytics = Analytics(store.database)
        for scope in (Scope(("v3",)), Scope(("v1", "v2"), "tenant", 1.0, 2.0)):
            await analytics.files_by_state(scope)
            await analytics.good_types(scope)
            await analytics.products(scope)
        found = []
        for sql, values in asked:
            plan = await read(f"EXPLAIN QUERY PLAN {sql}", *values)
            found.append(next(row["detail"] for row in plan if " files " in f"{row['detail']} "))
        await store.close()
        return found

    for plan in asyncio.run(plans()):
        assert "USING COVERING INDEX files_counted" in plan
