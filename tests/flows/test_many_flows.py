"""What lists and searches do by index stays so: no statement of theirs looks at every flow, file or batch."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path

import pytest

from simulator.clock import Clock
from simulator.flows.database import Database
from simulator.flows.flow_list import MAX_COUNTED, FlowList
from simulator.flows.held_stages import HeldStages


@pytest.fixture
def many(tmp_path: Path) -> str:
    """A state file with more flows than are counted."""
    path = str(tmp_path / "state.sqlite3")

    async def create() -> None:
        database = Database(path, Clock())
        await database.open()
        await database.close()

    asyncio.run(create())
    with sqlite3.connect(path) as connection:
        connection.execute(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)"
            " INSERT INTO flows (uuid, tenant, family, product_type, application_id, auth_url, callback_url, flow_params,"
            " external_reference_id, username, notification_url, created_at)"
            " SELECT printf('%032x', i), 't', 'v3', 'P', 'APP-' || i, '', '', '{}', '', '', '', i FROM n",
            (MAX_COUNTED + 500,),
        )
    return path


def test_counting_stops_where_it_would_only_cost(many: str) -> None:
    async def counts() -> tuple[int, int, int]:
        database = Database(many, Clock())
        await database.open()
        overview = FlowList(database)
        try:
            return await overview.count(), await overview.count(tenant="t"), await overview.count(search="APP-77")
        finally:
            await database.close()

    everyone, tenant, found = asyncio.run(counts())
    assert everyone == tenant == MAX_COUNTED + 1
    assert 0 < found < 200


def test_what_a_flow_waits_in_is_found_without_looking_at_all_files(many: str) -> None:
    plans: list[str] = []

    async def look() -> None:
        database = Database(many, Clock())
        await database.open()
        ask = database.one

        async def explained(sql: str, *values: object) -> sqlite3.Row | None:
            plans.extend(str(row["detail"]) for row in await database.all(f"EXPLAIN QUERY PLAN {sql}", *values))
            return await ask(sql, *values)

        database.one = explained  # type: ignore[method-assign]
        try:
            await HeldStages(database).stage(f"{1:032x}")
            await HeldStages(database, of="batch").stage("BATCH")
        finally:
            await database.close()

    asyncio.run(look())
    assert len(plans) >= 8
    assert [plan for plan in plans if plan.startswith("SCAN")] == []


def test_batches_without_flows_are_listed_and_counted_by_index(many: str) -> None:
    with sqlite3.connect(many) as connection:
        for sql in (
            "SELECT count(*) FROM batches WHERE flow_uuid = ''",
            "SELECT id FROM batches WHERE flow_uuid = '' ORDER BY created_at DESC, id LIMIT 50",
        ):
            plan = " ".join(str(row[3]) for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}"))
            assert "batches_alone" in plan and "TEMP B-TREE" not in plan, plan
