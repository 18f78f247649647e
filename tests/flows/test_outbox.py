"""Deliveries: one body from the first attempt on, tried until they end, sent again on request, and put behind each other."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.flows.model import Attempt, Delivery
from simulator.flows.outbox import NewDelivery, hosts_of
from simulator.flows.queues import DELIVERIES
from simulator.flows.states import DELIVERY_FINAL, DeliveryState
from simulator.flows.store import Store
from tests.flows.stores import count, new_flow, on_a_store, run, told

D = DeliveryState


async def posted(
    store: Store, tenant: str = "t", kind: str = "flow", flow_uuid: str = "F", url: str = "http://c.test/"
) -> Delivery:
    """A delivery that is due now."""
    async with store.database.transaction(tenant) as tx:
        number = await store.outbox.add(tx, NewDelivery(kind, tenant, url, "http://a.test/", flow_uuid), tx.now)
    return await now_is(store, number)


async def now_is(store: Store, number: int) -> Delivery:
    found = await store.outbox.delivery(number)
    assert found is not None
    return found


async def due(store: Store) -> list[int]:
    return [each.id for each in await store.queues.due(DELIVERIES, store.clock.now(), 32)]


def attempt(delivery: Delivery, status: int, problem: str = "") -> Attempt:
    return Attempt(delivery.id, "callback", 1.0, 0.1234567, status, problem, "answer")


@pytest.mark.parametrize(
    ("url", "auth_url", "hosts"),
    [
        ("http://C.test:80/x?y", "https://a.test/", "a.test c.test:80"),
        ("http://c.test/", "", " c.test"),
        ("http://[", "http://a.test/", "a.test "),
    ],
)
def test_a_delivery_is_held_up_by_either_of_its_hosts(url: str, auth_url: str, hosts: str) -> None:
    assert hosts_of(url, auth_url) == hosts


@on_a_store()
async def test_a_delivery_that_is_refused_is_due_again_when_it_is_said_and_counts_its_attempts(store: Store) -> None:
    delivery = await posted(store)
    await store.outbox.start(delivery, b"body")
    now = store.clock.now()
    for tries in (1, 2):
        made = [attempt(delivery, 500), attempt(delivery, 0, "no answer")]
        await store.outbox.attempted(delivery, made, D.IN_PROGRESS, now + 10 * tries, "answered 500")
        found = await now_is(store, delivery.id)
        assert (found.state, found.attempts, found.due_at) == (D.IN_PROGRESS, tries, now + 10 * tries)
        assert (found.body, found.problem) == (b"body", "answered 500")
        assert await due(store) == []
    assert [each.status for each in await store.outbox.attempts(delivery.id)] == [500, 0, 500, 0]
    assert await told(store) == [
        "delivery INITIATED",
        "delivery IN_PROGRESS",
        *["callback 500", "callback no answer"] * 2,
    ]
    assert (await store.events())[2].detail == {"delivery": delivery.id, "seconds": 0.123}
    store.clock.advance(20)
    assert await due(store) == [delivery.id]


@pytest.mark.parametrize("state", sorted(DELIVERY_FINAL))
@on_a_store()
async def test_an_end_is_told_with_its_reason_and_is_the_end(store: Store, state: DeliveryState) -> None:
    delivery = await posted(store)
    await store.outbox.attempted(delivery, [attempt(delivery, 200)], state, 0.0, "" if state == D.DELIVERED else "why")
    assert await due(store) == []
    last = (await store.events())[-1]
    assert (last.state, last.detail["of"]) == (state, "flow")
    assert last.detail.get("problem") == (None if state == D.DELIVERED else "why")


@pytest.mark.parametrize("tenant", [None, "t"])
@on_a_store()
async def test_what_ended_is_sent_again_as_it_was_with_its_tries_counted_anew(store: Store, tenant: str | None) -> None:
    delivery = await posted(store)
    await store.outbox.start(delivery, b"body")
    await store.outbox.attempted(delivery, [attempt(delivery, 500)], D.CALLBACK_FAILED, 0.0, "answered 500")
    store.clock.advance(60)
    again = await store.outbox.redeliver(delivery.id, tenant)
    assert again is not None and again == await now_is(store, delivery.id)
    assert (again.id, again.body, again.attempts, again.problem) == (delivery.id, b"body", 0, "")
    assert (again.state, again.due_at) == (D.INITIATED, store.clock.now())
    # What was tried before is still told.
    assert len(await store.outbox.attempts(delivery.id)) == 1
    assert await count(store, "deliveries") == 1


@on_a_store()
async def test_nobody_sends_again_what_is_another_s_or_is_not_there(store: Store) -> None:
    delivery = await posted(store)
    await store.outbox.attempted(delivery, [], D.DELIVERED, 0.0)
    before = await told(store)
    assert await store.outbox.redeliver(delivery.id, "other") is None
    assert await store.outbox.redeliver(delivery.id + 1) is None
    assert await due(store) == [] and await told(store) == before


STEPS = st.lists(
    st.sampled_from(["start", "refused", *sorted(DELIVERY_FINAL), "redeliver", "redeliver", "postpone"]), max_size=14
)


@settings(max_examples=40, deadline=None)
@given(STEPS)
def test_whatever_happens_to_a_delivery_it_stays_one_with_the_body_of_its_first_attempt(steps: list[str]) -> None:
    async def body(store: Store) -> None:
        delivery, tries, sent = await posted(store), 0, b""
        for number, step in enumerate(steps):
            found = await now_is(store, delivery.id)
            if step == "redeliver":
                # Twice is as once.
                assert await store.outbox.redeliver(found.id) == await store.outbox.redeliver(found.id)
                tries = 0
            elif found.state in DELIVERY_FINAL:
                # Nobody takes up what has ended, so nothing is done to it.
                assert await due(store) == []
                continue
            elif step == "start":
                sent = found.body or f"body {number}".encode()
                await store.outbox.start(found, sent)
            elif step == "postpone":
                await store.outbox.postpone(found, store.clock.now())
            else:
                state = D.IN_PROGRESS if step == "refused" else DeliveryState(step)
                await store.outbox.attempted(found, [attempt(found, 200)], state, store.clock.now())
                tries += 1
            found = await now_is(store, delivery.id)
            assert (found.attempts, found.body) == (tries, sent)
            assert await due(store) == ([] if found.state in DELIVERY_FINAL else [found.id])
        assert await count(store, "deliveries") == 1

    run(body)


@on_a_store()
async def test_what_is_put_behind_goes_on_when_the_tenant_s_next_one_was_delivered(store: Store) -> None:
    behind, other, refused, taken = [await posted(store, tenant) for tenant in ("t", "other", "t", "t")]
    far = store.clock.now() + 3600
    await store.outbox.postpone(behind, far, behind=True)
    assert (await now_is(store, behind.id)).postponed == 2
    await store.outbox.attempted(other, [], D.DELIVERED, 0.0)
    await store.outbox.attempted(refused, [], D.CALLBACK_FAILED, 0.0)
    assert (await now_is(store, behind.id)).due_at == far
    await store.outbox.attempted(taken, [], D.DELIVERED, 0.0)
    found = await now_is(store, behind.id)
    assert (found.due_at, found.postponed) == (store.clock.now(), 1)


@on_a_store()
async def test_what_is_only_put_off_waits_for_its_own_moment_and_nothing_waits_for_itself(store: Store) -> None:
    late, alone, taken = [await posted(store) for _ in range(3)]
    far = store.clock.now() + 3600
    await store.outbox.postpone(late, far)
    await store.outbox.postpone(alone, far, behind=True)
    await store.outbox.attempted(alone, [], D.DELIVERED, far)
    assert (await now_is(store, alone.id)).postponed == 2
    await store.outbox.attempted(taken, [], D.DELIVERED, 0.0)
    assert (await now_is(store, late.id)).due_at == far


@on_a_store()
async def test_the_one_before_is_the_last_of_its_kind_and_flow_that_was_sent(store: Store) -> None:
    first, second, chat, foreign, unsent = [
        await posted(store, kind=kind, flow_uuid=flow)
        for kind, flow in (("flow", "F"), ("flow", "F"), ("chat", "F"), ("flow", "G"), ("flow", "F"))
    ]
    for each in (first, second, chat, foreign):
        await store.outbox.start(each, str(each.id).encode())
    last = await posted(store)
    before = await store.outbox.before(last)
    assert before is not None and before.id == second.id
    assert (await store.outbox.before(second)).id == first.id  # type: ignore[union-attr]
    for alone in (first, chat, foreign):
        assert await store.outbox.before(alone) is None
    assert [each.id for each in await store.outbox.deliveries("F")] == [
        first.id,
        second.id,
        chat.id,
        unsent.id,
        last.id,
    ]
    # Deliveries of batches are of no flow, and so of none together.
    batches = [await posted(store, flow_uuid="") for _ in range(2)]
    await store.outbox.start(batches[0], b"x")
    assert await store.outbox.before(batches[1]) is None and await store.outbox.deliveries("") == []


@on_a_store()
async def test_a_delivery_is_of_the_transaction_that_makes_it_necessary(store: Store) -> None:
    flow = await new_flow(store)
    with pytest.raises(RuntimeError):
        async with store.database.transaction() as tx:
            await store.outbox.add(tx, NewDelivery("flow", "t", "http://c.test/", "", flow.uuid), tx.now)
            raise RuntimeError("no")
    assert await store.outbox.deliveries(flow.uuid) == []
    assert "delivery INITIATED" not in await told(store)


@on_a_store()
async def test_deliveries_to_a_host_that_is_full_wait_and_those_to_others_do_not(store: Store) -> None:
    one = await posted(store, url="http://one.test/")
    other = await posted(store, url="http://other.test/")

    async def free(*full: str) -> list[Any]:
        return [each.id for each in await store.queues.due(DELIVERIES, store.clock.now(), 9, (), full)]

    assert await free() == [one.id, other.id]
    assert await free("a.test one.test") == [other.id]
    assert await free("one.test", "a.test") == [one.id, other.id], "it is the pair of hosts that is full"
