"""Old entries of the journal, the inboxes and of what belongs to no flow: they go by age, each tenant's by its own order."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import pytest

from simulator.errors import StoreUnavailable
from simulator.flows.inbox import Inbox, ReceivedRequest
from simulator.flows.journal import Entry, Journal
from simulator.flows.pruning import _BY_AGE, _WITH_OLD_ENTRIES, FLOWS_PER_TURN, PART, Pruner
from simulator.flows.store import Store
from tests.flows.stores import complete_flow, count, on_a_store

KEEP = 100.0


def pruner_of(store: Store) -> Pruner:
    async def forgotten(touched: bool) -> None:
        """Nobody keeps anything in memory here."""

    return Pruner(store.database, store.clock, KEEP, forgotten)


async def pruned(store: Store, pruner: Pruner) -> int:
    return await pruner.prune(store.clock.now() - KEEP)


@on_a_store()
async def test_entries_that_belong_to_nothing_go_by_their_age_alone(store: Store) -> None:
    pruner, journal, inbox = pruner_of(store), Journal(store.database), Inbox(store.database)

    async def add(number: int) -> None:
        await journal.add([Entry(at=store.clock.now(), url=f"/{number}")])
        await inbox.receive(ReceivedRequest(str(number), "t", "callback", "POST", "", {}, b""))

    async def left() -> tuple[list[str], list[str]]:
        urls = await store.database.all("SELECT url FROM journal ORDER BY id")
        return [row["url"] for row in urls], [name for name, _ in await inbox.names()]

    for number in range(3):
        await add(number)
        store.clock.advance(KEEP / 2)
    assert await pruned(store, pruner) == 0
    assert await left() == (["/2"], ["2"])
    assert await count(store, "events") == 1
    await add(3)
    store.clock.advance(KEEP / 2)
    await pruned(store, pruner)
    assert await left() == (["/3"], ["3"]) and await count(store, "events") == 1


@on_a_store()
async def test_an_entry_of_a_tenant_whose_time_is_ahead_keeps_no_other_from_going(store: Store) -> None:
    pruner, journal = pruner_of(store), Journal(store.database)
    store.clock.set_ahead("ahead", 1000 * KEEP)
    now = store.clock.now()
    await journal.add(
        [Entry(at=now, url="/1"), Entry(at=now + 1000 * KEEP, tenant="ahead", url="/2"), Entry(at=now, url="/3")]
    )
    for tenant in ("t", "ahead", "t"):
        await Inbox(store.database).receive(ReceivedRequest(tenant, tenant, "callback", "POST", "", {}, b""))
    store.clock.advance(KEEP)
    await pruned(store, pruner)
    assert [row["url"] for row in await store.database.all("SELECT url FROM journal")] == ["/2"]
    assert await Inbox(store.database).names() == [("ahead", 1)]
    assert {row["tenant"] for row in await store.database.all("SELECT tenant FROM events")} == {"ahead"}


@on_a_store()
async def test_events_of_a_flow_that_is_not_finished_stay_and_keep_no_younger_ones_back(store: Store) -> None:
    flow = await complete_flow(store, family="v2")
    before = await count(store, "events", f"flow_uuid = '{flow.uuid}'")
    for _ in range(FLOWS_PER_TURN + 5):
        async with store.database.transaction() as tx:
            tx.event("t", "state", "X")
    store.clock.advance(KEEP)
    async with store.database.transaction() as tx:
        tx.event("t", "state", "YOUNG")
    await pruned(store, pruner_of(store))
    assert [event.state for event in await store.events() if not event.flow_uuid] == ["YOUNG"]
    assert await count(store, "events", f"flow_uuid = '{flow.uuid}'") == before


@on_a_store()
async def test_looking_for_what_is_old_goes_by_index_from_tenant_to_tenant(store: Store) -> None:
    await pruner_of(store)._prepare()
    for table, of in _BY_AGE:
        sql = _WITH_OLD_ENTRIES.format(table=table, of=of)
        plan = [row["detail"] for row in await store.database.all(f"EXPLAIN QUERY PLAN {sql}", 0.0)]
        assert not [each for each in plan if each.startswith(f"SCAN {table}") or "TEMP B-TREE" in each], plan


@on_a_store()
async def test_it_looks_again_and_again_by_simulated_time_also_after_a_look_that_failed(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    flow, ask = await complete_flow(store), store.database.all
    failing = [StoreUnavailable("the disk is full"), RuntimeError("anything else")]
    looks = 0

    async def asked(sql: str, *values: Any) -> list[Any]:
        nonlocal looks
        looks += sql.startswith("\n    SELECT id, uuid FROM flows")
        if failing:
            raise failing.pop(0)
        return await ask(sql, *values)

    async def looked(times: int) -> None:
        async with asyncio.timeout(30):
            while looks < times:
                await asyncio.sleep(0)

    store.database.all = asked  # type: ignore[method-assign, assignment]
    with caplog.at_level(logging.INFO, "simulator.flows"):
        task = asyncio.create_task(pruner_of(store).run())
        await looked(1)
        store.clock.advance(KEEP * PART - 1)
        store.clock.advance(1)
        await looked(2)
        assert await store.flow(flow.uuid) is not None
        store.clock.advance(KEEP)
        async with asyncio.timeout(30):
            while "pruned 1 finished flows and batches" not in caplog.messages:
                await asyncio.sleep(0)
        assert await store.flow(flow.uuid) is None
    task.cancel()
    assert caplog.messages[:2] == ["nothing is pruned: the disk is full", "nothing is pruned: anything else"]
    assert [bool(record.exc_info) for record in caplog.records[:2]] == [False, True]


@on_a_store()
async def test_more_than_one_turn_takes_are_all_forgotten(store: Store) -> None:
    number = FLOWS_PER_TURN + 5
    async with store.database.transaction() as tx:
        for at in range(number):
            await tx.run(
                "INSERT INTO flows (uuid, tenant, family, product_type, application_id, auth_url, callback_url, flow_params,"
                " external_reference_id, username, notification_url, created_at) VALUES (?, 't', 'v3', '', '', '', '', '{}', '',"
                " '', '', ?)",
                str(at),
                tx.now,
            )
    store.clock.advance(KEEP)
    assert (await pruned(store, pruner_of(store)), await count(store, "flows")) == (number, 0)
