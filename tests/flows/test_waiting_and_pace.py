"""What waits for time or for a person: by whose clock it falls due, letting held stages go on, and how long each stage takes."""

from __future__ import annotations

import statistics
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.flows.held_stages import HeldStages
from simulator.flows.model import HELD, File
from simulator.flows.pace import REALISTIC_MEDIANS, Pace, Stage
from simulator.flows.queues import DELIVERIES, FETCHES, FINISHES
from simulator.flows.store import Store
from tests.flows.stores import batch_of, complete_flow, count, fetch_all, new_flow, on_a_store, read_all, upload


def moment(seconds: float) -> Any:
    """A moment to the millisecond: relative to the seconds since 1970, a tolerance would be half an hour."""
    return pytest.approx(seconds, abs=0.001 if seconds < HELD / 2 else 4)


async def waiting_file(store: Store, tenant: str, seconds: float) -> File:
    """A file of a tenant that is to be fetched so many seconds from now, by the tenant's time."""
    (file,) = await upload(store, await new_flow(store, tenant, application_id=tenant))
    await store.queues.postpone(FETCHES, file, "", store.clock.now(tenant) + seconds)
    return file


@on_a_store()
async def test_the_next_due_of_tenants_with_their_own_time_is_told_by_everyone_s(store: Store) -> None:
    clock = store.clock
    now = clock.now()
    clock.set_ahead("ahead", 1000)
    await waiting_file(store, "plain", 50)
    await waiting_file(store, "ahead", 20)
    assert await store.due_times.next_due(FETCHES, now) == moment(now + 20)
    assert await store.due_times.next_due_of(FETCHES, "tenant", "ahead", now) == moment(now + 1020)
    # What fell due since an earlier moment counts, by either's time.
    assert await store.due_times.next_due(FETCHES, now - 60) == moment(now + 20)
    clock.advance(30)
    assert await store.due_times.next_due(FETCHES, now) == moment(now + 20)
    assert await store.due_times.next_due(FETCHES, now + 30) == moment(now + 50)
    # A tenant whose time stands still waits for a person to move it.
    clock.freeze("ahead")
    assert await store.due_times.next_due(FETCHES, now) == moment(now + 50)
    clock.resume("ahead")
    assert [each.tenant for each in await store.queues.due(FETCHES, clock.now(), 9)] == ["ahead"]


@on_a_store()
async def test_what_falls_due_is_listed_soonest_first_whoever_s_time_it_is_by(store: Store) -> None:
    now = store.clock.now()
    store.clock.set_ahead("ahead", 1000)
    store.clock.set_ahead("behind", -1000)
    for tenant, seconds in (("plain", 50), ("ahead", 20), ("behind", 30), ("late", 60)):
        await waiting_file(store, tenant, seconds)
    await waiting_file(store, "held", HELD)
    await waiting_file(store, "due", 0)
    found = await store.due_times.waiting(now, 9)
    assert [(job.tenant, round(at - now)) for _, job, at in found] == [
        ("ahead", 20),
        ("behind", 30),
        ("plain", 50),
        ("late", 60),
    ]
    assert [job.tenant for _, job, _ in await store.due_times.waiting(now, 2)] == ["ahead", "behind"]


@pytest.mark.parametrize(
    ("due_in", "forward", "left"), [(100, 30, 70), (100, 100, 0), (100, 500, 0), (0, 30, 0), (HELD, 30, HELD)]
)
@on_a_store()
async def test_a_flow_goes_ahead_but_not_beyond_now_and_what_is_held_stays_so(
    store: Store, due_in: float, forward: float, left: float
) -> None:
    now = store.clock.now()
    file, other = [await waiting_file(store, tenant, due_in) for tenant in ("a", "b")]
    await store.due_times.bring_forward(file.flow_uuid, now, forward)
    due_at = {
        each.file.uuid: each.file.due_at for flow in (file, other) for each in await store.files_of_flow(flow.flow_uuid)
    }
    assert due_at[file.uuid] == moment(now + left) and due_at[other.uuid] == moment(now + due_in)


@on_a_store()
async def test_no_flow_is_nobody_s_flow_when_one_goes_ahead(store: Store) -> None:
    await batch_of(store)
    (file,) = await store.queues.due(FETCHES, store.clock.now(), 1)
    await store.queues.postpone(FETCHES, file, "", store.clock.now() + 60)
    await store.due_times.bring_forward("", store.clock.now(), 60)
    assert await store.queues.due(FETCHES, store.clock.now(), 1) == []


@on_a_store("manual")
async def test_a_held_flow_is_let_go_on_stage_by_stage(store: Store) -> None:
    held = HeldStages(store.database)
    flow, other = [await new_flow(store, application_id=name) for name in "AB"]
    assert await held.stage(flow.uuid) is None
    await upload(store, flow, "1", "2")
    await upload(store, other)
    assert await held.stage(flow.uuid) == Stage.UPLOAD
    # A stage that the flow is not in has nothing to let go.
    assert await held.release(flow.uuid, Stage.PROCESSING) == 0
    assert await held.release(flow.uuid, Stage.UPLOAD) == 2
    assert await held.release(flow.uuid, Stage.UPLOAD) == 0
    assert await held.stage(flow.uuid) is None and await held.stage(other.uuid) == Stage.UPLOAD
    await fetch_all(store)
    assert await held.stage(flow.uuid) == Stage.QUEUE
    assert await held.release(flow.uuid, Stage.QUEUE) == 2
    first = (await fetch_all(store))[0]
    await store.work.begin(first)
    assert await held.stage(flow.uuid) == Stage.PROCESSING
    assert await held.release(flow.uuid, Stage.PROCESSING) == 1
    # One is read, the other begun meanwhile.
    await read_all(store)
    assert await held.stage(flow.uuid) == Stage.PROCESSING
    assert await held.release(flow.uuid, Stage.PROCESSING) == 1
    await read_all(store)
    assert await held.stage(flow.uuid) == Stage.CROSSCHECK
    assert await store.queues.due(FINISHES, store.clock.now(), 9) == []
    assert await held.release(flow.uuid, Stage.CROSSCHECK) == 1
    assert len(await store.queues.due(FINISHES, store.clock.now(), 9)) == 1


@on_a_store("manual")
async def test_a_batch_is_let_go_on_like_a_flow_but_has_no_cross_checks(store: Store) -> None:
    held = HeldStages(store.database, of="batch")
    batch = await batch_of(store)
    other = await batch_of(store)
    for stage in (Stage.UPLOAD, Stage.QUEUE, Stage.PROCESSING):
        assert await held.stage(batch.id) == stage
        assert await held.release(batch.id, stage) == 1
        await read_all(store)
    assert await held.stage(batch.id) is None
    assert await held.stage(other.id) == Stage.UPLOAD
    assert await held.stage("") is None


@on_a_store("manual")
async def test_the_rest_of_a_flow_can_be_given_another_pace(store: Store) -> None:
    held = HeldStages(store.database)
    flow = await new_flow(store)
    await upload(store, flow)
    await held.set_pace(flow.uuid, "instant")
    assert await held.stage(flow.uuid) == Stage.UPLOAD, "what waits already waits on"
    await held.release(flow.uuid, Stage.UPLOAD)
    await read_all(store)
    assert await held.stage(flow.uuid) is None and await count(store, "flows", "finish_due = 1") == 1


@on_a_store("manual")
async def test_what_is_let_go_is_due_by_the_tenant_s_own_time(store: Store) -> None:
    store.clock.set_ahead("ahead", -500)
    flow = await new_flow(store, "ahead")
    await upload(store, flow)
    await HeldStages(store.database).release(flow.uuid, Stage.UPLOAD)
    (file,) = await store.queues.due(FETCHES, store.clock.now(), 1)
    assert file.due_at == moment(store.clock.now() - 500)


def test_the_pace_of_a_flow_goes_before_its_tenant_s_and_that_before_everyone_s() -> None:
    pace = Pace("instant", 1)
    assert pace.own("t") == ""
    pace.by_tenant = {"": "realistic", "t": "manual"}
    assert (pace.own("t"), pace.own("other"), pace.own("")) == ("manual", "realistic", "realistic")
    assert pace.delay(Stage.QUEUE, "k") == 0.0
    assert pace.delay(Stage.QUEUE, "k", pace.own("t")) == HELD
    assert pace.delay(Stage.QUEUE, "k", pace.own("other")) > 0


@pytest.mark.parametrize("stage", list(Stage))
def test_realistic_delays_are_log_normal_about_the_documented_medians(stage: Stage) -> None:
    drawn = [Pace("realistic", 3).delay(stage, str(n)) / REALISTIC_MEDIANS[stage] for n in range(600)]
    assert 0.97 < statistics.median(drawn) < 1.03
    deciles = statistics.quantiles(drawn, n=20)
    assert 0.67 < deciles[0] < 0.77 and 1.30 < deciles[-1] < 1.50


def test_a_whole_flow_takes_the_documented_30_to_60_seconds_nearly_always() -> None:
    pace = Pace("realistic", 5)
    whole = [sum(pace.delay(stage, str(n)) for stage in Stage) for n in range(400)]
    assert sum(30 <= seconds <= 60 for seconds in whole) > 360
    assert 38 < statistics.median(whole) < 44


@given(st.sampled_from(Stage), st.text(max_size=20), st.floats(0, 100))
def test_a_delay_follows_from_seed_stage_and_key_alone_and_grows_with_the_factor(
    stage: Stage, key: str, factor: float
) -> None:
    plain = Pace("realistic", 9).delay(stage, key)
    assert plain == Pace("manual", 9).delay(stage, key, "realistic") > 0
    assert Pace("realistic", 9, factor).delay(stage, key) == pytest.approx(plain * factor)
    assert Pace("instant", 9, factor).delay(stage, key) == 0
    assert plain != Pace("realistic", 10).delay(stage, key) and plain != Pace("realistic", 9).delay(stage, key + "x")


@on_a_store()
async def test_deliveries_are_counted_as_due_later_or_held_like_the_rest(store: Store) -> None:
    for _ in range(3):
        await complete_flow(store)
    await store.database.all("SELECT 1")
    async with store.database.transaction() as tx:
        await tx.run("UPDATE deliveries SET state = 'INITIATED', due_at = ? WHERE id = 1", store.clock.now() + 5)
        await tx.run("UPDATE deliveries SET state = 'IN_PROGRESS', due_at = ? WHERE id = 2", HELD)
    counts = await store.queues.counts(store.clock.now())
    assert {when: counts[DELIVERIES.name, when] for when in ("due", "later", "held")} == {
        "due": 0,
        "later": 1,
        "held": 1,
    }
