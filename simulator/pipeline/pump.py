"""A pump: finds the next jobs of one kind, runs a bounded number at once, and sleeps until there may be more.

It keeps no queue. What is to be done is asked of the store each time, so a restart, a moved clock or a new upload
are all the same to it.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

from simulator.clock import Clock
from simulator.errors import StoreUnavailable
from simulator.masking import masked

Job = TypeVar("Job")
log = logging.getLogger("simulator.pipeline")

#: Real seconds before a pump tries again after a job failed unexpectedly, and after the state file could not be used
#: (a full disk, a lock), when every try would fetch or send again what cannot be recorded.
PAUSE_AFTER_FAILURE = 0.5
PAUSE_WITHOUT_STORE = 1.0
#: How often a job may fail unexpectedly before it is given up; a state file that cannot be used does not count.
MAX_TRIES = 5


class Pump(Generic[Job]):
    """`find(limit, running)` gives jobs that are not among `running`; `work(job)` does one; `key(job)` names it.

    `next_due(moment)` says when the next one after a moment falls due. `give_up(job, problem)` ends a job that failed
    unexpectedly `MAX_TRIES` times; without it, it is tried again and again.
    """

    def __init__(
        self,
        name: str,
        clock: Clock,
        limit: int,
        find: Callable[[int, Sequence[Job]], Awaitable[Sequence[Job]]],
        work: Callable[[Job], Awaitable[None]],
        key: Callable[[Job], object],
        next_due: Callable[[float], Awaitable[float | None]] | None = None,
        give_up: Callable[[Job, str], Awaitable[None]] | None = None,
    ) -> None:
        self.name = name
        self.limit = limit
        self._clock = clock
        self._find = find
        self._work = work
        self._key = key
        self._next_due = next_due
        self._give_up = give_up
        #: How often the jobs that failed unexpectedly have done so since the start.
        self._failures: Counter[object] = Counter()
        self._running: dict[object, tuple[Job, asyncio.Task[None]]] = {}
        self._wake = asyncio.Event()
        self._looking = False
        self._stopping = False

    @property
    def running(self) -> int:
        return len(self._running)

    @property
    def idle(self) -> bool:
        """Nothing is running and nobody has asked for another look."""
        return not self._running and not self._looking and not self._wake.is_set()

    def wake(self) -> None:
        """Something may have changed: look again."""
        self._wake.set()

    async def run(self) -> None:
        """Pump until `stop`; a job that fails unexpectedly is logged and tried again, since it is still to be done."""
        while not self._stopping:
            self._wake.clear()
            self._looking = True
            try:
                # What falls due while it looks was not found, and must not be missed either.
                looked = self._clock.now()
                await self._fill()
                due = await self._next_due(looked) if self._next_due else None
            except Exception as error:
                due = None
                self._looking = False
                await self._failed(error, "pump failed", "")
                self._wake.set()
            self._looking = False
            await self._rest(due)

    async def stop(self, grace: float) -> None:
        """Take nothing new; wait up to `grace` real seconds for what runs, then let go of it (it is durable)."""
        self._stopping = True
        self._wake.set()
        tasks = [task for _, task in self._running.values()]
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=grace)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def _fill(self) -> None:
        # Again until nothing comes: what was begun may be why others had to be left out, or let others be seen.
        while (free := self.limit - len(self._running)) > 0 and not self._stopping:
            found = await self._find(free, [job for job, _ in self._running.values()])
            new = [(key, job) for job in found if (key := self._key(job)) not in self._running]
            if not new:
                return
            for key, job in new[:free]:
                self._running[key] = (job, asyncio.create_task(self._one(key, job)))

    async def _one(self, key: object, job: Job) -> None:
        try:
            await self._work(job)
            self._failures.pop(key, None)
        except Exception as error:
            await self._again_or_never(error, key, job)
        finally:
            del self._running[key]
            self._wake.set()

    async def _again_or_never(self, error: Exception, key: object, job: Job) -> None:
        if not isinstance(error, StoreUnavailable):
            self._failures[key] += 1
        if self._give_up is None or self._failures[key] < MAX_TRIES:
            await self._failed(error, "job failed; it will be tried again", str(key))
            return
        log.error(
            "job failed %d times and is given up", MAX_TRIES, exc_info=error, extra={"pump": self.name, "job": key}
        )
        try:
            await self._give_up(job, masked(f"{type(error).__name__}: {error}"))
            del self._failures[key]
        except Exception as another:
            await self._failed(another, "job could not be given up", str(key))

    async def _failed(self, error: Exception, what: str, job: str) -> None:
        about = {"pump": self.name, "job": job}
        if isinstance(error, StoreUnavailable):
            log.warning("%s: %s", what, error, extra=about)
            await asyncio.sleep(PAUSE_WITHOUT_STORE)
        else:
            log.error(what, exc_info=error, extra=about)
            await asyncio.sleep(PAUSE_AFTER_FAILURE)

    async def _rest(self, due: float | None) -> None:
        if self._wake.is_set():
            return
        if due is None:
            await self._wake.wait()
            return
        waits = {asyncio.create_task(self._wake.wait()), asyncio.create_task(self._clock.sleep_until(due))}
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()
