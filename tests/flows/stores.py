"""A real store for tests of what is kept: opened, given flows that are as far as a test needs them, and closed again."""

from __future__ import annotations

import asyncio
import inspect
import uuid
from collections.abc import Awaitable, Callable
from typing import Any

from simulator.clock import Clock
from simulator.documents.model import Reading
from simulator.flows.model import Attempt, Batch, Delivery, File, Flow, NewFile, NewFlow
from simulator.flows.outbox import NewDelivery
from simulator.flows.pace import Pace
from simulator.flows.queues import BATCHES, DELIVERIES, FETCHES, FINISHES, READS
from simulator.flows.states import DeliveryState
from simulator.flows.store import Store
from simulator.matching.model import CrossCheck

READING = Reading(document_type="PAN", fields={}, pages=(), page_count=1, engine="test")


def run(body: Callable[[Store], Awaitable[Any]], path: str = ":memory:", pace: str = "instant") -> Any:
    """What `body` gives on a store whose time stands still."""

    async def running() -> Any:
        clock = Clock()
        clock.freeze()
        store = Store(path, clock, Pace(pace, seed=1))
        await store.open()
        try:
            return await body(store)
        finally:
            await store.close()

    return asyncio.run(running())


def on_a_store(pace: str = "instant") -> Callable[[Callable[..., Awaitable[None]]], Callable[..., None]]:
    """Make a test of an `async def test(store, …)`; what else it is given comes from its parameters and fixtures."""

    def decorate(test: Callable[..., Awaitable[None]]) -> Callable[..., None]:
        def on_it(**given: Any) -> None:
            run(lambda store: test(store, **given), pace=pace)

        others = [each for name, each in inspect.signature(test).parameters.items() if name != "store"]
        on_it.__signature__ = inspect.Signature(others)  # type: ignore[attr-defined]
        on_it.__name__, on_it.__doc__ = test.__name__, test.__doc__
        return on_it

    return decorate


async def new_flow(store: Store, tenant: str = "t", **more: Any) -> Flow:
    values = {"family": "v3", "product_type": "P", "application_id": "A", "callback_url": "http://c.test/", **more}
    return await store.create_flow(NewFlow(tenant=tenant, **values))


async def upload(store: Store, flow: Flow, *documents: str) -> list[File]:
    """The files of an upload to a flow."""
    new = [NewFile(f"http://h.test/{each}", each) for each in documents or ("1",)]
    return (await store.accept(flow.tenant, flow.family, new, flow=flow))[1]


async def batch_of(store: Store, *documents: str, tenant: str = "t", family: str = "docstream") -> Batch:
    """An upload that belongs to no flow."""
    new = [NewFile(f"http://h.test/{each}", each) for each in documents or ("1",)]
    return (await store.accept(tenant, family, new))[0]


async def fetch_all(store: Store, content: bytes | None = None) -> list[File]:
    """Fetch what is due; the files as they wait to be read. Each has bytes of its own unless some are given."""
    for file in await store.queues.due(FETCHES, store.clock.now(), 32):
        body = file.uuid.encode() if content is None else content
        await store.work.fetched(file, f"sha-{body.decode()}", body)
    return await store.queues.due(READS, store.clock.now(), 32)


async def read_all(store: Store, reading: Reading = READING) -> None:
    """Fetch, begin and read what is due."""
    for file in await fetch_all(store):
        await store.work.begin(file)
    for file in await store.queues.due(READS, store.clock.now(), 32):
        await store.work.read(file, f"{file.sha256}:1", reading, known=False)


async def finish_all(store: Store, checks: list[CrossCheck] | None = None, *, deliver: bool = True) -> None:
    """Finish the flows and batches whose files are all done; a flow's callback then waits."""
    for flow in await store.queues.due(FINISHES, store.clock.now(), 32):
        delivery = NewDelivery("flow", flow.tenant, flow.callback_url, flow.auth_url, flow.uuid) if deliver else None
        await store.work.finish_flow(flow, checks or [], "SUCCESS", delivery)
    for batch in await store.queues.due(BATCHES, store.clock.now(), 32):
        await store.work.finish_batch(batch, [])


async def deliver_all(store: Store, state: DeliveryState = DeliveryState.DELIVERED) -> list[Delivery]:
    """Let every delivery that is due end in a state; the deliveries."""
    due = await store.queues.due(DELIVERIES, store.clock.now(), 32)
    for each in due:
        await store.outbox.start(each, b"{}")
        made = Attempt(each.id, "callback", store.clock.now(), 0.1, 200, "", "")
        await store.outbox.attempted(each, [made], state, 0.0)
    return due


async def complete_flow(store: Store, tenant: str = "t", **more: Any) -> Flow:
    """A flow with one document that was read, checked and delivered."""
    flow = await new_flow(store, tenant, **{"application_id": uuid.uuid4().hex, **more})
    await upload(store, flow)
    await read_all(store)
    await finish_all(store)
    await deliver_all(store)
    return flow


async def told(store: Store, flow: Flow | None = None, **of: Any) -> list[str]:
    """The events so far, as `kind STATE`."""
    events = await store.events(flow_uuid=flow.uuid if flow else "", **of)
    return [f"{event.kind} {event.state}" for event in events]


async def count(store: Store, table: str, where: str = "1") -> int:
    row = await store.database.one(f"SELECT count(*) FROM {table} WHERE {where}")
    assert row is not None
    return int(row[0])
