"""A server that stops at any stage of a flow: the next one on the same state finds the same left to do, and says the same."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from simulator.flows.inbox import Inbox, ReceivedRequest
from simulator.flows.model import HELD, Flow
from simulator.flows.queues import DELIVERIES, FETCHES, FINISHES, QUEUES, READS
from simulator.flows.states import DeliveryState
from simulator.flows.store import Store
from tests.flows.stores import (
    READING,
    batch_of,
    complete_flow,
    deliver_all,
    fetch_all,
    finish_all,
    new_flow,
    read_all,
    run,
    told,
    upload,
)

Stage = Callable[[Store], Awaitable[Flow]]


async def opened(store: Store) -> Flow:
    return await new_flow(store)


async def uploaded(store: Store) -> Flow:
    flow = await new_flow(store)
    await upload(store, flow, "1", "2")
    return flow


async def failed_once(store: Store) -> Flow:
    flow = await uploaded(store)
    (file, _) = await store.queues.due(FETCHES, store.clock.now(), 9)
    await store.queues.failed(FETCHES, file, "no network", lambda times: store.clock.now() + 60 * times)
    return flow


async def held(store: Store) -> Flow:
    flow = await uploaded(store)
    for file in await store.queues.due(FETCHES, store.clock.now(), 9):
        await store.queues.postpone(FETCHES, file, "", HELD)
    return flow


async def fetched(store: Store) -> Flow:
    flow = await uploaded(store)
    await fetch_all(store)
    return flow


async def begun(store: Store) -> Flow:
    flow = await uploaded(store)
    for file in await fetch_all(store):
        await store.work.begin(file, wait=30)
    return flow


async def half_read(store: Store) -> Flow:
    flow = await uploaded(store)
    (first, _) = await fetch_all(store)
    await store.work.read(await store.work.begin(first), "key", READING, known=False)
    return flow


async def all_read(store: Store) -> Flow:
    flow = await uploaded(store)
    await read_all(store)
    return flow


async def finished(store: Store) -> Flow:
    flow = await all_read(store)
    await finish_all(store)
    return flow


async def posting(store: Store) -> Flow:
    flow = await finished(store)
    for delivery in await store.queues.due(DELIVERIES, store.clock.now(), 9):
        await store.outbox.start(delivery, b'{"as": "it was"}')
    return flow


async def refused(store: Store) -> Flow:
    flow = await posting(store)
    for delivery in await store.queues.due(DELIVERIES, store.clock.now(), 9):
        await store.outbox.attempted(delivery, [], DeliveryState.IN_PROGRESS, store.clock.now() + 60, "answered 500")
    return flow


async def delivered(store: Store) -> Flow:
    return await complete_flow(store)


async def begun_again(store: Store) -> Flow:
    flow = await complete_flow(store)
    await upload(store, flow, "2")
    return flow


async def left_to_do(store: Store, flow: Flow) -> dict[str, Any]:
    """All that is due or will be, what is known of the flow, and what a client is answered."""
    now = store.clock.now()
    waiting = [(queue.name, job, at) for queue, job, at in await store.due_times.waiting(now, 99)]
    return {
        "due": {queue.name: await store.queues.due(queue, now, 32) for queue in QUEUES},
        "waiting": [(name, job.id) for name, job, _ in waiting],
        "counts": await store.queues.counts(now),
        "status": await store.statuses.of(flow.uuid, "t"),
        "flow": await store.flow(flow.uuid),
        "files": await store.files_of_flow(flow.uuid),
        "deliveries": await store.outbox.deliveries(flow.uuid),
        "events": await store.events(),
        "last": await store.last_event(),
    }


STAGES: list[Stage] = [
    opened,
    uploaded,
    failed_once,
    held,
    fetched,
    begun,
    half_read,
    all_read,
    finished,
    posting,
    refused,
    delivered,
    begun_again,
]


@pytest.mark.parametrize("stage", STAGES, ids=lambda stage: stage.__name__)
def test_the_next_server_finds_what_the_last_one_left(stage: Stage, tmp_path: Path) -> None:
    path = str(tmp_path / "state.sqlite3")
    before: dict[str, Any] = {}

    async def first(store: Store) -> None:
        before["flow"] = await stage(store)
        before["moment"] = store.clock.now()
        before["left"] = await left_to_do(store, before["flow"])

    async def second(store: Store) -> None:
        # As if no time had passed: what falls due later falls due later still.
        store.clock.freeze()
        store.clock._frozen_at = before["moment"]
        assert await left_to_do(store, before["flow"]) == before["left"]

    run(first, path)
    run(second, path)


@pytest.mark.parametrize("stage", STAGES[1:], ids=lambda stage: stage.__name__)
def test_from_wherever_it_was_left_a_flow_comes_to_its_one_end(stage: Stage, tmp_path: Path) -> None:
    path = str(tmp_path / "state.sqlite3")
    flows: list[Flow] = []

    async def first(store: Store) -> None:
        flows.append(await stage(store))

    async def second(store: Store) -> None:
        (flow,) = flows
        store.clock.advance(3600)
        if stage is held:
            for file in await store.files_of_flow(flow.uuid):
                await store.queues.postpone(FETCHES, file.file, "", 0.0)
        await read_all(store)
        for file in await store.queues.due(READS, store.clock.now(), 9):
            await store.work.read(await store.work.begin(file), f"late:{file.uuid}", READING, known=False)
        await finish_all(store)
        await deliver_all(store)
        for queue in QUEUES:
            assert await store.queues.due(queue, store.clock.now() + 1e6, 9) == [], queue.name
        status = await store.statuses.of(flow.uuid, "t")
        assert status is not None and status.master_status == "SUCCESS"
        events = await told(store, flow)
        ends = 2 if stage is begun_again else 1
        assert events.count("flow SUCCESS") == events.count("delivery DELIVERED") == ends
        assert len(await store.outbox.deliveries(flow.uuid)) == ends
        assert {each.file.state for each in await store.files_of_flow(flow.uuid)} == {"PROCESSING_SUCCESS"}

    run(first, path)
    run(second, path)


def test_numbers_of_events_and_of_what_came_go_on_where_they_were(tmp_path: Path) -> None:
    path = str(tmp_path / "state.sqlite3")

    async def add(store: Store) -> tuple[int, int]:
        received = ReceivedRequest("box", "t", "callback", "POST", "", {}, b"x")
        return (await Inbox(store.database).receive(received)).id, await store.last_event()

    async def clear(store: Store) -> None:
        await Inbox(store.database).clear("box")
        async with store.database.transaction() as tx:
            await tx.run("DELETE FROM events")

    first = run(add, path)
    run(clear, path)
    second = run(add, path)
    assert second[0] > first[0] and second[1] > first[1], "who asks for what came after a number misses nothing"


def test_turns_of_tenants_begin_anew_and_nobody_loses_one(tmp_path: Path) -> None:
    path = str(tmp_path / "state.sqlite3")

    async def fill(store: Store) -> None:
        for tenant in "abc":
            await batch_of(store, "1", "2", tenant=tenant)

    async def turns(store: Store) -> list[str]:
        taken = []
        for _ in range(3):
            (file,) = await store.queues.due(FETCHES, store.clock.now(), 1)
            await store.work.fetch_failed(file, "gone")
            taken.append(file.tenant)
        return taken

    run(fill, path)
    assert run(turns, path) == run(turns, path) == ["a", "b", "c"]

    async def nothing_left(store: Store) -> None:
        assert await store.queues.due(FETCHES, store.clock.now(), 9) == []
        assert await store.queues.due(FINISHES, store.clock.now(), 9) == []

    run(nothing_left, path)
