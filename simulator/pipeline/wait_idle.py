"""Waiting until all that is due has happened, and moving the clock so that everything happens in its order on the way."""

from __future__ import annotations

import asyncio
import time

from simulator.clock import Clock
from simulator.flows.store import Store
from simulator.pipeline.runner import Runner

#: Real seconds between two looks at a runner that is at work.
CHECK_SECONDS = 0.001
#: Name under which the state file keeps how far simulated time is ahead, in seconds as text.
AHEAD_FACT = "clock ahead"


async def restore_clock(clock: Clock, store: Store) -> None:
    """Go on from where simulated time was when the server stopped: what was due by then is due."""
    if ahead := await store.facts.get(AHEAD_FACT):
        clock.advance(max(0.0, float(ahead) - clock.offset))


async def wait_until_idle(runner: Runner, clock: Clock, seconds: float) -> bool:
    """Return once nothing is due any more, or after so many real seconds; whether all was done."""
    deadline = time.monotonic() + seconds
    runner.wake()
    while True:
        # A look of a pump takes a few turns of the loop, so idle means idle after those.
        await asyncio.sleep(0)
        if runner.idle:
            return True
        if time.monotonic() > deadline:
            return False
        await asyncio.sleep(CHECK_SECONDS)


async def advance_clock(runner: Runner, clock: Clock, forward: float, seconds: float) -> bool:
    """Move the clock forward by stages, so that what falls due on the way happens at its own moment.

    A retry that follows from what happened is made too, if it falls due before the end. Returns as `settled` does.
    """
    deadline = time.monotonic() + seconds
    since = clock.now()
    end = since + forward
    done = await wait_until_idle(runner, clock, max(0.0, deadline - time.monotonic()))
    while done:
        # Asked from where it began, since something may have fallen due by itself meanwhile.
        due = await runner.next_due(since)
        if due is None or due > end:
            break
        since = due
        clock.advance(max(0.0, due - clock.now()))
        done = await wait_until_idle(runner, clock, max(0.0, deadline - time.monotonic()))
    clock.advance(max(0.0, end - clock.now()))
    return await wait_until_idle(runner, clock, max(0.0, deadline - time.monotonic())) and done
