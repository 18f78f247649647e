"""Flows and batches as wholes: when they fall due, that they are finished once, and what begins or closes them."""

from __future__ import annotations

import itertools

import pytest

from simulator.flows.database import Transaction
from simulator.flows.model import HELD, File, Flow
from simulator.flows.outbox import NewDelivery
from simulator.flows.queues import BATCHES, FETCHES, FINISHES
from simulator.flows.store import FlowClosed, FlowExists, Store
from simulator.matching.model import CrossCheck
from tests.flows.stores import (
    READING,
    batch_of,
    complete_flow,
    count,
    fetch_all,
    finish_all,
    new_flow,
    on_a_store,
    read_all,
    told,
    upload,
)


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
@on_a_store()
async def test_flow_and_batch_fall_due_with_their_last_file_in_whatever_order_they_end(
    store: Store, order: tuple[int, ...]
) -> None:
    flow = await new_flow(store)
    await upload(store, flow, "1", "2", "3")
    files = [await store.work.begin(each) for each in await fetch_all(store)]
    for place, at in enumerate(order):
        assert await store.queues.due(FINISHES, store.clock.now(), 9) == []
        assert await store.queues.due(BATCHES, store.clock.now(), 9) == []
        if place == 1:
            await store.work.read_failed(files[at], "engine")
        else:
            await store.work.read(files[at], files[at].uuid, READING, known=False)
    assert [each.uuid for each in await store.queues.due(FINISHES, store.clock.now(), 9)] == [flow.uuid]
    assert len(await store.queues.due(BATCHES, store.clock.now(), 9)) == 1
    assert await store.batch_counts(files[0].batch_id) == (3, 3)


@on_a_store()
async def test_of_two_uploads_to_one_flow_each_batch_is_done_by_itself_and_the_flow_with_both(store: Store) -> None:
    flow = await new_flow(store)
    (first,) = await upload(store, flow, "1")
    (second,) = await upload(store, flow, "2")
    await store.work.fetch_failed(first, "gone")
    assert [each.id for each in await store.queues.due(BATCHES, store.clock.now(), 9)] == [first.batch_id]
    assert await store.queues.due(FINISHES, store.clock.now(), 9) == []
    await store.work.fetch_failed(second, "gone")
    assert len(await store.queues.due(FINISHES, store.clock.now(), 9)) == 1


@on_a_store()
async def test_a_flow_and_a_batch_are_finished_once(store: Store) -> None:
    flow = await new_flow(store)
    await upload(store, flow)
    await read_all(store)
    (due,) = await store.queues.due(FINISHES, store.clock.now(), 9)
    (batch,) = await store.queues.due(BATCHES, store.clock.now(), 9)
    for _ in range(2):
        await store.work.finish_flow(due, [], "SUCCESS", NewDelivery("flow", "t", "http://c.test/", "", flow.uuid))
        await store.work.finish_batch(batch, [NewDelivery("batch", "t", "http://c.test/", "", "", batch.id)])
    assert await count(store, "deliveries") == 2
    events = await told(store, flow)
    assert [events.count(each) for each in ("flow SUCCESS", "crosscheck COMPLETED", "batch COMPLETED")] == [1, 1, 1]


@on_a_store()
async def test_a_flow_without_checks_says_why_and_stays_unchecked(store: Store) -> None:
    flow = await new_flow(store)
    (file,) = await upload(store, flow)
    await store.work.fetch_failed(file, "gone")
    (due,) = await store.queues.due(FINISHES, store.clock.now(), 9)
    await store.work.finish_flow(due, None, "FAILED", None, "nothing to compare")
    found = await store.flow(flow.uuid)
    assert found is not None and (found.checked, found.problem) == (False, "nothing to compare")
    assert await store.cross_checks(flow.uuid) == [] and await count(store, "deliveries") == 0
    last = (await store.events(flow_uuid=flow.uuid))[-1]
    assert (last.state, last.detail["problem"]) == ("FAILED", "nothing to compare")


@on_a_store()
async def test_a_closed_flow_takes_no_files_and_is_closed_once(store: Store) -> None:
    flow = await new_flow(store)
    kept: list[str] = []

    async def keep(tx: Transaction) -> None:
        kept.append("kept")

    assert await store.close_flow(flow, keep) is True
    assert await store.close_flow(flow, keep) is False
    assert kept == ["kept"] and (await told(store, flow)).count("flow CLOSED") == 1
    with pytest.raises(FlowClosed):
        await upload(store, flow)
    assert await count(store, "files") == await count(store, "batches") == 0


@pytest.mark.parametrize(("family", "twice"), [("v3", True), ("v1", False), ("v2", False)])
@on_a_store()
async def test_only_onboarding_has_one_flow_for_an_application_and_reference(
    store: Store, family: str, twice: bool
) -> None:
    async def flow(**more: str) -> Flow:
        return await new_flow(store, **{"family": family, "external_reference_id": "R", **more})

    await flow()
    await flow(tenant="other")
    await flow(external_reference_id="other")
    await flow(application_id="other")
    if twice:
        await flow()
    else:
        with pytest.raises(FlowExists, match="A"):
            await flow()
    assert await count(store, "flows") == (5 if twice else 4)


@on_a_store()
async def test_a_batch_without_a_flow_is_of_its_tenant_and_counts_what_is_done(store: Store) -> None:
    batch = await batch_of(store, "1", "2", "3")
    files = await store.queues.due(FETCHES, store.clock.now(), 9)
    await store.work.fetch_failed(files[1], "gone")
    assert await store.batch_counts(batch.id) == (3, 1)
    done = await store.files_of_batch(batch.id, 0, 9, done_only=True)
    assert [each.file.document_id for each in done] == ["2"]
    page = await store.files_of_batch(batch.id, 1, 1, done_only=False)
    assert [each.file.document_id for each in page] == ["2"]
    assert await store.batch(batch.id, "t") == batch and await store.batch(batch.id, "other") is None
    assert await store.batch_exists(batch.id) and not await store.batch_exists(batch.id, "other")
    assert await store.batch_counts("none") == (0, 0)


@on_a_store()
async def test_a_further_upload_begins_the_flow_again_with_what_was_checked_forgotten(store: Store) -> None:
    flow = await complete_flow(store)
    await upload(store, flow, "2")
    row = await store.database.one("SELECT pending, finish_due, checked, failures, problem FROM flows")
    assert row is not None and tuple(row) == (1, 0, 0, 0, "")
    await read_all(store)
    await finish_all(store)
    assert len(await store.outbox.deliveries(flow.uuid)) == 2


@on_a_store("manual")
async def test_what_a_held_flow_posts_is_held_as_well(store: Store) -> None:
    flow = await new_flow(store)
    (file,) = await upload(store, flow)

    async def posts(tx: Transaction, done: File) -> list[NewDelivery]:
        return [NewDelivery("file", "t", "http://c.test/", "", flow.uuid, subject=done.uuid)]

    await store.work.fetch_failed(file, "gone", posts)
    async with store.database.transaction() as tx:
        await tx.run("UPDATE flows SET due_at = 0")
    (due,) = await store.queues.due(FINISHES, store.clock.now(), 9)
    check = CrossCheck("A", "a", "x", "B", "b", "y", 50, "Names")
    await store.work.finish_flow(due, [check], "FAILED", NewDelivery("flow", "t", "http://c.test/", "", flow.uuid))
    assert [each.kind for each in await store.outbox.deliveries(flow.uuid) if each.due_at >= HELD] == ["file", "flow"]
    assert await store.cross_checks(flow.uuid) == [check]
    (told_of,) = [event for event in await store.events(flow_uuid=flow.uuid) if event.kind == "crosscheck"]
    assert told_of.detail == {"checks": 1}
