"""A pump misses nothing that falls due, whenever it does."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from simulator.clock import Clock
from simulator.pipeline.pump import Pump


def test_what_falls_due_while_a_pump_looks_is_done_all_the_same() -> None:
    async def pumped() -> list[str]:
        clock = Clock()
        clock.freeze()
        due, looks, done = clock.now() + 1, 0, asyncio.Event()
        did: list[str] = []

        async def find(limit: int, running: Sequence[str]) -> Sequence[str]:
            nonlocal looks
            looks += 1
            found = ["job"] if due <= clock.now() and not did else []
            if looks == 1:
                # Slow enough for time to pass between this look and the question what comes next.
                clock.advance(2)
            return found

        async def work(job: str) -> None:
            did.append(job)
            done.set()

        async def next_due(moment: float) -> float | None:
            return due if due > moment and not did else None

        pump = Pump("test", clock, 1, find, work, lambda job: job, next_due)
        running = asyncio.create_task(pump.run())
        await asyncio.wait_for(done.wait(), 5)
        await pump.stop(1)
        await running
        return did

    assert asyncio.run(pumped()) == ["job"]
