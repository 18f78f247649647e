"""What is held of a batch without a flow is let go on stage by stage, as a flow's is."""

from __future__ import annotations

import asyncio
from pathlib import Path

from simulator.clock import Clock
from simulator.flows.held_stages import HeldStages
from simulator.flows.model import NewFile
from simulator.flows.pace import Pace, Stage
from simulator.flows.queues import FETCHES
from simulator.flows.store import Store


def test_a_batch_is_held_in_the_tenant_s_pace_and_let_go(tmp_path: Path) -> None:
    async def script() -> None:
        clock = Clock()
        store = Store(str(tmp_path / "state.sqlite3"), clock, Pace("instant", 1))
        await store.open()
        store.pace.by_tenant["slow"] = "manual"
        files = [NewFile("http://x.test/1", "1"), NewFile("http://x.test/2", "2")]
        batch, _ = await store.accept("slow", "bulk", files)
        other, _ = await store.accept("quick", "bulk", files)
        held = HeldStages(store.database, of="batch")
        assert await held.stage(batch.id) == Stage.UPLOAD
        assert await held.stage(other.id) is None
        assert len(await store.queues.due(FETCHES, clock.now(), 10)) == 2
        assert await held.release(batch.id, Stage.UPLOAD) == 2
        assert await held.stage(batch.id) is None
        waiting = await store.queues.due(FETCHES, clock.now(), 10)
        assert len(waiting) == 4
        await store.work.fetched(next(file for file in waiting if file.tenant == "slow"), "0" * 64, b"x")
        assert await held.stage(batch.id) == Stage.QUEUE
        await store.close()

    asyncio.run(script())
