"""What `--keep` forgets and what it leaves, decided on a store: by what is left to do, by age, and by what others still need."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from simulator.flows.applicants import NewApplicant
from simulator.flows.fault_rules import FaultRules
from simulator.flows.model import HELD, Flow
from simulator.flows.outbox import NewDelivery
from simulator.flows.pruning import Pruner
from simulator.flows.queues import FETCHES
from simulator.flows.states import DeliveryState
from simulator.flows.store import Store
from simulator.flows.stored_scenarios import Scenarios, StoredScenario
from tests.flows.stores import (
    READING,
    batch_of,
    complete_flow,
    count,
    deliver_all,
    fetch_all,
    finish_all,
    new_flow,
    on_a_store,
    read_all,
    upload,
)

KEEP = 100.0
#: The tables of which a flow with one document has one row.
HANGING = [
    "flows",
    "files",
    "batches",
    "deliveries",
    "contents",
    "readings",
    "co_applicants",
    "messages",
    "cross_checks",
]


async def pruned(store: Store, pruner: Pruner | None = None) -> int:
    return await (pruner or pruner_of(store)).prune(store.clock.now() - KEEP)


def pruner_of(store: Store, told: list[bool] | None = None) -> Pruner:
    async def forgotten(touched: bool) -> None:
        if told is not None:
            told.append(touched)

    return Pruner(store.database, store.clock, KEEP, forgotten)


async def untouched(store: Store) -> Flow:
    return await new_flow(store)


async def fetching(store: Store) -> Flow:
    flow = await new_flow(store)
    await upload(store, flow)
    return flow


async def reading(store: Store) -> Flow:
    flow = await fetching(store)
    await fetch_all(store)
    return flow


async def held(store: Store) -> Flow:
    flow = await fetching(store)
    (file,) = await store.queues.due(FETCHES, store.clock.now(), 1)
    await store.queues.postpone(FETCHES, file, "", HELD)
    return flow


async def unchecked(store: Store) -> Flow:
    flow = await fetching(store)
    await read_all(store)
    return flow


async def undelivered(store: Store) -> Flow:
    flow = await unchecked(store)
    await finish_all(store)
    return flow


async def refused(store: Store) -> Flow:
    flow = await undelivered(store)
    await deliver_all(store, DeliveryState.IN_PROGRESS)
    return flow


async def given_up(store: Store) -> Flow:
    flow = await undelivered(store)
    await deliver_all(store, DeliveryState.CALLBACK_FAILED)
    return flow


async def without_callback(store: Store) -> Flow:
    flow = await unchecked(store)
    await finish_all(store, deliver=False)
    return flow


async def begun_again(store: Store) -> Flow:
    flow = await complete_flow(store)
    await upload(store, flow)
    return flow


async def open_onboarding(store: Store) -> Flow:
    return await complete_flow(store, family="v2")


async def closed_onboarding(store: Store) -> Flow:
    flow = await complete_flow(store, family="v1")
    await store.close_flow(flow, lambda tx: _nothing())
    return flow


async def _nothing() -> None:
    """What is kept besides when a flow is closed."""


@pytest.mark.parametrize(
    ("make", "goes"),
    [
        (untouched, True),
        (fetching, False),
        (reading, False),
        (held, False),
        (unchecked, False),
        (undelivered, False),
        (refused, False),
        (given_up, True),
        (without_callback, True),
        (complete_flow, True),
        (begun_again, False),
        (open_onboarding, False),
        (closed_onboarding, True),
    ],
)
@on_a_store()
async def test_a_flow_goes_when_it_is_old_and_nothing_of_it_is_left_to_do(
    store: Store, make: Callable[[Store], Awaitable[Flow]], goes: bool
) -> None:
    flow = await make(store)
    store.clock.advance(KEEP - 1)
    assert await pruned(store) == 0
    store.clock.advance(1)
    assert await pruned(store) == goes
    assert (await store.flow(flow.uuid) is None) is goes
    assert await pruned(store) == 0, "and goes once"


@on_a_store()
async def test_what_happened_last_counts_and_not_when_the_flow_was_opened(store: Store) -> None:
    flow = await new_flow(store)
    store.clock.advance(KEEP / 2)
    await upload(store, flow)
    await read_all(store)
    await finish_all(store)
    await deliver_all(store)
    store.clock.advance(KEEP - 1)
    assert await pruned(store) == 0
    delivery = (await store.outbox.deliveries(flow.uuid))[0]
    await store.outbox.redeliver(delivery.id)
    await deliver_all(store)
    store.clock.advance(KEEP - 1)
    assert await pruned(store) == 0, "sent again, it is new again"
    store.clock.advance(1)
    assert await pruned(store) == 1


@on_a_store()
async def test_all_that_hangs_on_a_flow_goes_with_it_and_nothing_of_another(store: Store) -> None:
    flow, other = await complete_flow(store), await complete_flow(store, "other")
    for each in (flow, other):
        await store.applicants.add(each, [NewApplicant("R", "Name")])
        async with store.database.transaction() as tx:
            await store.messages.add(tx, each.tenant, each.uuid, "user", "greeting", "hello")
        await FaultRules(store.database).add([b"{}"], tenant=each.tenant, source="api", flow_uuid=each.uuid)
        await FaultRules(store.database).add([b"{}"], tenant=each.tenant, source="api")
        await Scenarios(store.database).put(StoredScenario(each.tenant, each.uuid, "own", b"{}"))
        await Scenarios(store.database).put(StoredScenario(each.tenant, "", "all", b"{}"))
    store.clock.advance(KEEP)
    # The other one is young again.
    (delivery,) = await store.outbox.deliveries(other.uuid)
    await store.outbox.redeliver(delivery.id)
    await deliver_all(store)
    told: list[bool] = []
    assert await pruned(store, pruner_of(store, told)) == 1
    assert told == [True], "rules and scenarios of its own went with it"
    for table in HANGING:
        assert await count(store, table) == 1, table
    assert await count(store, "attempts", f"delivery_id <> {delivery.id}") == 0
    for table in ("fault_rules", "scenarios"):
        assert await count(store, table) == 3, table
        assert await count(store, table, f"flow_uuid = '{other.uuid}'") == 1
    assert await count(store, "events", f"flow_uuid = '{flow.uuid}'") == 0
    assert await count(store, "events", f"flow_uuid = '{other.uuid}'") > 5


@pytest.mark.parametrize("own", ["", "rule", "scenario"])
@on_a_store()
async def test_whoever_keeps_something_in_memory_is_told_where_something_of_it_went(store: Store, own: str) -> None:
    told: list[bool] = []
    pruner = pruner_of(store, told)
    flow = await complete_flow(store)
    if own == "rule":
        await FaultRules(store.database).add([b"{}"], tenant="t", source="api", flow_uuid=flow.uuid)
    elif own:
        await Scenarios(store.database).put(StoredScenario("t", flow.uuid, "own", b"{}"))
    assert await pruned(store, pruner) == 0 and told == []
    store.clock.advance(KEEP)
    assert await pruned(store, pruner) == 1 and told == [bool(own)]
    await batch_of(store)
    await read_all(store)
    await finish_all(store)
    store.clock.advance(KEEP)
    assert await pruned(store, pruner) == 1 and len(told) == 1, "batches have nothing of their own in memory"


@pytest.mark.parametrize(
    ("steps", "goes"),
    [
        ("", False),
        ("fetch", False),
        ("read", False),
        ("read finish", True),
        ("read finish post", False),
        ("read finish post deliver", True),
    ],
)
@on_a_store()
async def test_a_batch_without_a_flow_goes_when_it_is_done_and_was_posted(store: Store, steps: str, goes: bool) -> None:
    batch = await batch_of(store, "1", "2")
    for step in steps.split():
        if step == "post":
            async with store.database.transaction() as tx:
                await store.outbox.add(tx, NewDelivery("batch", "t", "http://c.test/", batch_id=batch.id), tx.now)
        else:
            await {"fetch": fetch_all, "read": read_all, "finish": finish_all, "deliver": deliver_all}[step](store)
    store.clock.advance(KEEP)
    assert await pruned(store) == goes
    assert await store.batch_exists(batch.id) is not goes
    for table in ("files", "contents", "readings", "deliveries", "attempts"):
        assert goes is False or await count(store, table) == 0, table


@on_a_store()
async def test_a_batch_with_a_file_that_was_done_lately_stays(store: Store) -> None:
    await batch_of(store)
    store.clock.advance(KEEP)
    await read_all(store)
    await finish_all(store)
    assert await pruned(store) == 0
    store.clock.advance(KEEP)
    assert await pruned(store) == 1


@on_a_store()
async def test_bytes_and_readings_stay_as_long_as_any_file_has_them(store: Store) -> None:
    async def read_with(key: str) -> None:
        flow = await new_flow(store)
        await upload(store, flow)
        (file,) = await fetch_all(store, b"same")
        await store.work.keep_reading(f"{file.sha256}:engine", READING)
        await store.work.read(await store.work.begin(file), key, READING, known=False)
        await finish_all(store, deliver=False)

    await store.work.keep_reading("sha-samething:engine", READING)
    await read_with("sha-same:altered-1")
    store.clock.advance(KEEP)
    await read_with("sha-same:altered-2")
    assert await pruned(store) == 1
    kept = {row["key"] for row in await store.database.all("SELECT key FROM readings")}
    # What the older flow alone had is gone; what was read of the bytes stays with them.
    assert kept == {"sha-samething:engine", "sha-same:engine", "sha-same:altered-2"}
    assert await store.content("sha-same") == b"same"
    store.clock.advance(KEEP)
    assert await pruned(store) == 1
    kept = {row["key"] for row in await store.database.all("SELECT key FROM readings")}
    assert kept == {"sha-samething:engine"}, "bytes whose name only begins so are others"
    assert await store.content("sha-same") is None
