"""Waiting until all that is due has happened, and moving the clock so that everything happens in its order on the way."""

from __future__ import annotations

import asyncio
import time

import msgspec

from simulator.clock import Clock
from simulator.flows.model import Flow
from simulator.flows.store import Store
from simulator.pipeline.pipeline_runner import PipelineRunner

#: Real seconds between two looks at a runner that is at work.
CHECK_SECONDS = 0.001
#: Names under which the state file keeps how far simulated time is ahead, in seconds as text, and that of tenants as JSON.
AHEAD_FACT, TENANTS_FACT = "clock ahead", "clocks of tenants"


async def restore_clock(clock: Clock, store: Store) -> None:
    """Go on from where simulated time was when the server stopped: what was due by then is due."""
    if ahead := await store.facts.get(AHEAD_FACT):
        clock.advance(max(0.0, float(ahead) - clock.offset))
    await restore_tenants_clocks(clock, store)


async def restore_tenants_clocks(clock: Clock, store: Store) -> None:
    """Give each tenant the time that the state file keeps for it, and no other a time of its own."""
    clock.forget()
    for tenant, ahead in msgspec.json.decode(
        await store.facts.get(TENANTS_FACT) or b"{}", type=dict[str, float]
    ).items():
        clock.set_ahead(tenant, ahead)


async def save_clock(clock: Clock, store: Store, forward: float = 0.0, tenant: str = "") -> None:
    """Keep how far time will be ahead once it moved `forward`: before it moves, so that a server that is killed meanwhile
    does not fall back behind what has happened."""
    if not tenant:
        await store.facts.put(AHEAD_FACT, str(clock.offset + forward).encode())
        return
    own = clock.own_tenants()
    own[tenant] = own.get(tenant, 0.0) + forward
    await store.facts.put(TENANTS_FACT, msgspec.json.encode(own))


async def delete_saved_clock(clock: Clock, store: Store, tenant: str = "") -> None:
    """Let a tenant, or, with none, every tenant have everyone's time again."""
    if clock.is_one:
        return
    clock.forget(tenant)
    await store.facts.put(TENANTS_FACT, msgspec.json.encode(clock.own_tenants()))


async def wait_until_idle(runner: PipelineRunner, seconds: float) -> bool:
    """Return once nothing is due any more, or after so many real seconds; whether all was done."""
    deadline = time.monotonic() + seconds
    runner.wake()
    while True:
        # A look of a job loop takes a few turns of the loop, so idle means idle after those.
        await asyncio.sleep(0)
        if runner.idle:
            return True
        if time.monotonic() > deadline:
            return False
        await asyncio.sleep(CHECK_SECONDS)


async def advance_clock(runner: PipelineRunner, clock: Clock, forward: float, seconds: float, tenant: str = "") -> bool:
    """Move the clock (a tenant's own, where one is named) forward by stages, so that what falls due on the way happens at its
    own moment.

    A retry that follows from what happened is made too, if it falls due before the end. Returns as `settled` does.
    """
    deadline = time.monotonic() + seconds
    since = clock.now(tenant)
    end = since + forward
    done = await wait_until_idle(runner, max(0.0, deadline - time.monotonic()))
    while done:
        # Asked from where it began, since something may have fallen due by itself meanwhile.
        due = await runner.next_due(since, tenant=tenant)
        if due is None or due > end:
            break
        since = due
        clock.advance(max(0.0, due - clock.now(tenant)), tenant)
        done = await wait_until_idle(runner, max(0.0, deadline - time.monotonic()))
    clock.advance(max(0.0, end - clock.now(tenant)), tenant)
    return await wait_until_idle(runner, max(0.0, deadline - time.monotonic())) and done


async def advance_flow(runner: PipelineRunner, clock: Clock, forward: float, seconds: float, flow: Flow) -> bool:
    """Let what one flow waits for within `forward` seconds happen now, each thing after those before it; no clock moves."""
    deadline = time.monotonic() + seconds
    left = forward
    done = await wait_until_idle(runner, max(0.0, deadline - time.monotonic()))
    while done:
        now = clock.now(flow.tenant)
        due = await runner.next_due(now, flow=flow.uuid)
        if due is None or due - now > left:
            break
        left -= due - now
        await runner.bring_forward(flow.uuid, now, due - now)
        done = await wait_until_idle(runner, max(0.0, deadline - time.monotonic()))
    await runner.bring_forward(flow.uuid, clock.now(flow.tenant), left)
    return await wait_until_idle(runner, max(0.0, deadline - time.monotonic())) and done
