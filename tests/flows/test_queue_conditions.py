"""What waits in which queue, from when on, and what a job that failed or was delivered again leaves behind: on a real store."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Awaitable, Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.clock import Clock
from simulator.documents.model import Reading
from simulator.flows.model import HELD, Attempt, Delivery, Flow, NewFile, NewFlow
from simulator.flows.outbox import NewDelivery
from simulator.flows.pace import Pace
from simulator.flows.queues import (
    BATCHES,
    COUNTED,
    DELIVERIES,
    FETCHES,
    FINISHES,
    JOBS_AT_ONCE,
    QUEUES,
    READS,
    Queue,
)
from simulator.flows.states import DELIVERY_FINAL, DeliveryState
from simulator.flows.store import Store

READING = Reading(document_type="PAN", fields={}, pages=(), page_count=1, engine="test")


def with_store(body: Callable[[Store], Awaitable[None]]) -> None:
    async def run() -> None:
        store = Store(":memory:", Clock(), Pace("instant", seed=1))
        await store.open()
        try:
            await body(store)
        finally:
            await store.close()

    asyncio.run(run())


async def new_flow(store: Store, files: int = 1, tenant: str = "t") -> Flow:
    flow = await store.create_flow(
        NewFlow(tenant=tenant, family="v3", product_type="P", application_id="A", callback_url="http://c.test/")
    )
    await store.accept(tenant, "v3", [NewFile(f"http://h{n}.test/x", str(n)) for n in range(files)], flow=flow)
    return flow


async def due_in(store: Store) -> dict[str, int]:
    now = store.clock.now()
    return {queue.name: len(await store.queues.due(queue, now, 10)) for queue in QUEUES}


async def finished(store: Store) -> tuple[Flow, Delivery]:
    """A flow whose one file was read, with its delivery waiting."""
    flow = await new_flow(store)
    (file,) = await store.queues.due(FETCHES, store.clock.now(), 1)
    await store.work.fetched(file, uuid.uuid4().hex, b"x")
    (file,) = await store.queues.due(READS, store.clock.now(), 1)
    await store.work.read(await store.work.begin(file), file.uuid, READING, known=False)
    (due,) = await store.queues.due(FINISHES, store.clock.now(), 1)
    await store.work.finish_flow(due, [], "SUCCESS", NewDelivery("flow", "t", flow.callback_url, "", flow.uuid))
    (delivery,) = await store.outbox.deliveries(flow.uuid)
    return flow, delivery


def test_a_file_waits_in_one_queue_at_a_time_from_fetching_to_delivering() -> None:
    async def body(store: Store) -> None:
        nothing = {"download": 0, "read": 0, "finish": 0, "batch": 0, "deliver": 0}
        assert await due_in(store) == nothing
        flow = await new_flow(store)
        assert await due_in(store) == {**nothing, "download": 1}
        (file,) = await store.queues.due(FETCHES, store.clock.now(), 1)
        await store.work.fetched(file, "abc", b"x")
        assert await due_in(store) == {**nothing, "read": 1}
        (file,) = await store.queues.due(READS, store.clock.now(), 1)
        begun = await store.work.begin(file)
        # What is being read waits on: a restart takes it up again.
        assert await due_in(store) == {**nothing, "read": 1}
        await store.work.read(begun, "abc:1", READING, known=False)
        assert await due_in(store) == {**nothing, "finish": 1, "batch": 1}
        (batch,) = await store.queues.due(BATCHES, store.clock.now(), 1)
        await store.work.finish_batch(batch, [])
        assert await due_in(store) == {**nothing, "finish": 1}
        (due,) = await store.queues.due(FINISHES, store.clock.now(), 1)
        await store.work.finish_flow(due, [], "SUCCESS", NewDelivery("flow", "t", "http://c.test/", "", flow.uuid))
        assert await due_in(store) == {**nothing, "deliver": 1}
        (delivery,) = await store.queues.due(DELIVERIES, store.clock.now(), 1)
        await store.outbox.start(delivery, b"{}")
        assert await due_in(store) == {**nothing, "deliver": 1}
        await store.outbox.attempted(delivery, [], DeliveryState.DELIVERED, 0.0)
        assert await due_in(store) == nothing

    with_store(body)


@pytest.mark.parametrize("state", sorted(DELIVERY_FINAL))
def test_a_delivery_that_ended_waits_no_more_however_it_ended(state: DeliveryState) -> None:
    async def body(store: Store) -> None:
        _, delivery = await finished(store)
        await store.outbox.attempted(delivery, [], state, 0.0, "why")
        assert await store.queues.due(DELIVERIES, store.clock.now() + 1e6, 9) == []
        assert (await store.outbox.delivery(delivery.id)).problem == "why"  # type: ignore[union-attr]

    with_store(body)


def test_a_job_is_due_from_its_moment_on_and_what_is_held_never() -> None:
    async def body(store: Store) -> None:
        await new_flow(store)
        now = store.clock.now()
        (file,) = await store.queues.due(FETCHES, now, 1)
        await store.queues.postpone(FETCHES, file, "not yet", now + 10)
        assert await store.queues.due(FETCHES, now + 9.9, 9) == []
        assert len(await store.queues.due(FETCHES, now + 10, 9)) == 1
        assert await store.due_times.next_due(FETCHES, now) == now + 10
        assert await store.due_times.next_due(FETCHES, now + 10) is None
        ((queue, job, falls_due),) = await store.due_times.waiting(now, 9)
        assert (queue, job.id, falls_due) == (FETCHES, file.id, now + 10)
        assert await store.due_times.waiting(now + 10, 9) == []
        await store.queues.postpone(FETCHES, file, "held", HELD)
        assert await store.due_times.next_due(FETCHES, now) is None
        assert await store.due_times.waiting(now, 9) == []

    with_store(body)


def test_counts_tell_due_later_and_held_apart() -> None:
    async def body(store: Store) -> None:
        await new_flow(store, files=6)
        now = store.clock.now()
        first, second, third, *_ = await store.queues.due(FETCHES, now, 32)
        await store.queues.postpone(FETCHES, first, "", now + 5)
        await store.queues.postpone(FETCHES, second, "", HELD)
        await store.queues.postpone(FETCHES, third, "", now)
        counts = await store.queues.counts(now)
        assert {when: counts["download", when] for when in ("due", "later", "held")} == {
            "due": 4,
            "later": 1,
            "held": 1,
        }
        assert {name for name, _ in counts} == {queue.name for queue in COUNTED} == {q.name for q in QUEUES} - {"batch"}

    with_store(body)


def test_what_runs_is_not_given_again_and_a_full_host_is_left_out_of_hosted_queues_alone() -> None:
    async def body(store: Store) -> None:
        await new_flow(store, files=4)
        now = store.clock.now()
        jobs = await store.queues.due(FETCHES, now, 32)
        others = await store.queues.due(FETCHES, now, 32, jobs[:1])
        assert {job.id for job in others} == {job.id for job in jobs[1:]}
        free = await store.queues.due(FETCHES, now, 32, (), {"h0.test", "h1.test"})
        assert sorted(job.file_url for job in free) == ["http://h2.test/x", "http://h3.test/x"]
        for job in jobs:
            await store.work.fetched(job, uuid.uuid4().hex, b"x")
        assert len(await store.queues.due(READS, store.clock.now(), 32, (), {"h0.test"})) == 4

    with_store(body)


def test_one_look_takes_no_more_than_it_may_and_the_oldest_first() -> None:
    async def body(store: Store) -> None:
        await new_flow(store, files=JOBS_AT_ONCE + 8)
        first = await store.queues.due(FETCHES, store.clock.now(), 2 * JOBS_AT_ONCE)
        assert len(first) == JOBS_AT_ONCE
        for job in first:
            await store.work.fetched(job, uuid.uuid4().hex, b"x")
        now = store.clock.now()
        taken = await store.queues.due(READS, now, 2 * JOBS_AT_ONCE)
        assert len(taken) == JOBS_AT_ONCE
        assert len(await store.queues.due(READS, now, 3)) == 3
        assert [job.id for job in taken] == sorted(job.id for job in taken)

    with_store(body)


@pytest.mark.parametrize("queue", [FETCHES, READS])
def test_a_job_that_failed_is_counted_and_put_back_with_the_reason_masked_and_cut(queue: Queue[object]) -> None:
    async def body(store: Store) -> None:
        flow = await new_flow(store)
        now = store.clock.now()
        (file,) = await store.queues.due(FETCHES, now, 1)
        if queue is READS:
            await store.work.fetched(file, "abc", b"x")
            now = store.clock.now()
            (file,) = await store.queues.due(READS, now, 1)
        problem = "number 2345 6789 0124 " + "x" * 1000
        assert await store.queues.failed(queue, file, problem, lambda times: now + 100 * times) == 1  # type: ignore[arg-type]
        assert await store.queues.due(queue, now + 99, 9) == []
        assert await store.queues.failed(queue, file, "again", lambda times: now + 100 * times) == 2  # type: ignore[arg-type]
        assert await store.due_times.next_due(queue, now) == now + 200
        told = [event for event in await store.events(flow_uuid=flow.uuid) if event.kind == "failure"]
        assert [(event.state, event.detail["times"]) for event in told] == [(queue.name, 1), (queue.name, 2)]
        assert "2345 6789" not in told[0].detail["problem"] and len(told[0].detail["problem"]) == 500

    with_store(body)


def test_a_job_that_is_gone_meanwhile_is_not_tried_again() -> None:
    async def body(store: Store) -> None:
        await new_flow(store)
        (file,) = await store.queues.due(FETCHES, store.clock.now(), 1)
        await store.work.fetch_failed(file, "gone")
        assert await store.queues.failed(FETCHES, file, "late", lambda _: 0.0) == 0
        assert await store.queues.due(FETCHES, store.clock.now(), 9) == []

    with_store(body)


def test_no_queue_says_what_another_says() -> None:
    assert len({queue.name for queue in QUEUES}) == len(QUEUES) == 5
    assert {queue.table for queue in QUEUES} == {"files", "flows", "batches", "deliveries"}
    assert [queue.name for queue in QUEUES if queue.hosted] == ["download", "deliver"]
    assert [queue.name for queue in QUEUES if not queue.shared] == ["read"]
    assert BATCHES.waiting == FINISHES.waiting


@settings(max_examples=15, deadline=None)
@given(st.lists(st.sampled_from(["ok", "refused", "again"]), max_size=8))
def test_delivering_again_any_number_of_times_sends_the_same_body_and_ends_as_once(steps: list[str]) -> None:
    async def body(store: Store) -> None:
        flow, delivery = await finished(store)
        await store.outbox.start(delivery, b'{"flow": 1}')
        for step in steps:
            if step == "again":
                await store.outbox.redeliver(delivery.id, "t")
                continue
            status, state = (200, DeliveryState.DELIVERED) if step == "ok" else (500, DeliveryState.CALLBACK_FAILED)
            made = Attempt(delivery.id, "callback", store.clock.now(), 0.1, status, "", "")
            current = await store.outbox.delivery(delivery.id)
            assert current is not None
            await store.outbox.attempted(current, [made], state, 0.0)
        await store.outbox.redeliver(delivery.id)
        assert await store.outbox.redeliver(delivery.id, "other") is None
        waiting = await store.queues.due(DELIVERIES, store.clock.now(), 9)
        assert [(each.id, each.attempts, each.body) for each in waiting] == [(delivery.id, 0, b'{"flow": 1}')]
        assert len(await store.outbox.deliveries(flow.uuid)) == 1
        assert len(await store.outbox.attempts(delivery.id)) == sum(step != "again" for step in steps)
        status = await store.statuses.of(flow.uuid, "t")
        assert status is not None and status.master_status == "SUCCESS"

    with_store(body)
