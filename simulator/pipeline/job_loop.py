"""A job loop: finds the next jobs of one kind, runs a bounded number at once, and sleeps until there may be more.

It keeps no queue. What is to be done is asked of the store each time, so a restart, a moved clock or a new upload
are all the same to it. Whatever a job raises, it is put back to be tried again later, and given up after a few times;
nothing that one job does keeps the loop from the others.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Any, Generic, Protocol, TypeVar

from simulator.clock import Clock
from simulator.flows.model import HELD
from simulator.masking import masked


class JobLike(Protocol):
    @property
    def id(self) -> Any: ...

    @property
    def tenant(self) -> str: ...


Job = TypeVar("Job", bound=JobLike)
log = logging.getLogger("simulator.pipeline")

#: Simulated seconds before a job that failed unexpectedly is tried again; doubled each time, up to the longest.
PAUSE_AFTER_FAILURE, LONGEST_PAUSE = 0.5, 60.0
#: How often a job may fail unexpectedly before it is given up; twice as often, where it cannot be given up either, and it
#: is held until a person lets it go on.
MAX_TRIES = 5
#: Real seconds before the next try where not even the failure could be kept, or nothing could be found; doubled each time.
PAUSE_WITHOUT_STORE, LONGEST_WITHOUT_STORE = 0.5, 2.0


class JobLoop(Generic[Job]):
    """`find(limit, running)` gives jobs that are not among `running`; `work(job)` does one.

    `next_due(moment)` says when the next one after a moment falls due. `failed(job, problem, due)` keeps that a job failed
    unexpectedly and gives how often it has; `due(times)` is the simulated moment at which it is due again.
    `give_up(job, problem)` ends one that failed `MAX_TRIES` times.
    """

    def __init__(
        self,
        name: str,
        clock: Clock,
        limit: int,
        *,
        find: Callable[[int, Sequence[Job]], Awaitable[Sequence[Job]]],
        work: Callable[[Job], Awaitable[None]],
        next_due: Callable[[float], Awaitable[float | None]],
        failed: Callable[[Job, str, Callable[[int], float]], Awaitable[int]],
        give_up: Callable[[Job, str], Awaitable[None]],
    ) -> None:
        self.name = name
        self.limit = limit
        self._clock = clock
        self._find = find
        self._work = work
        self._next_due = next_due
        self._failed = failed
        self._give_up = give_up
        #: Jobs whose failure could not even be kept, and how often in a row.
        self._unkept: Counter[object] = Counter()
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
        """Pump until `stop`. Whatever a look raises is logged, and there is another look after a pause."""
        in_a_row = 0
        while not self._stopping:
            self._wake.clear()
            self._looking = True
            due: float | None = None
            try:
                # What falls due while it looks was not found, and must not be missed either.
                looked = self._clock.now()
                await self._fill()
                due = await self._next_due(looked)
                in_a_row = 0
            except BaseException as error:
                self._looking = False
                if self._ends(error):
                    raise
                in_a_row += 1
                log.error("looking for work failed", exc_info=error, extra={"pump": self.name})
                await asyncio.sleep(_delay_without_store(in_a_row))
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
            new = [job for job in found if job.id not in self._running]
            if not new:
                return
            for job in new[:free]:
                self._running[job.id] = (job, asyncio.create_task(self._one(job)))

    async def _one(self, job: Job) -> None:
        try:
            await self._work(job)
        except BaseException as error:
            if self._ends(error):
                raise
            await self._again_or_never(job, error)
        finally:
            del self._running[job.id]
            self._wake.set()

    def _ends(self, error: BaseException) -> bool:
        """Whether the process, or this loop, is to end. A job that was cancelled by something within it has only failed."""
        return self._stopping or isinstance(error, KeyboardInterrupt | SystemExit)

    async def _again_or_never(self, job: Job, error: BaseException) -> None:
        """Put a failed job back, or give it up. Where even its failure cannot be kept, it keeps its place for a pause."""
        problem = masked(f"{type(error).__name__}: {error}")
        try:
            times = await self._failed(job, problem, partial(self._due_again, job.tenant))
        except BaseException as another:
            if self._ends(another):
                raise
            self._unkept[job.id] += 1
            self._tell(logging.WARNING, f"a job failed ({problem}), and that cannot be kept", another, job)
            await asyncio.sleep(_delay_without_store(self._unkept[job.id]))
            return
        self._unkept.pop(job.id, None)
        if times < MAX_TRIES:
            self._tell(logging.WARNING, f"a job failed and is put back: {problem}", error, job)
        elif times < 2 * MAX_TRIES:
            await self._end(job, f"a job failed {times} times and is given up: {problem}", problem, error)
        else:
            self._tell(logging.ERROR, f"a job can neither be done nor given up and is held: {problem}", error, job)

    async def _end(self, job: Job, message: str, problem: str, error: BaseException) -> None:
        self._tell(logging.ERROR, message, error, job)
        try:
            await self._give_up(job, problem)
        except BaseException as another:
            if self._ends(another):
                raise
            self._tell(logging.ERROR, "a job cannot be given up", another, job)

    def _tell(self, level: int, message: str, error: BaseException, job: Job) -> None:
        # The whole of it once, when it is given up: a crowd of failing jobs would spend its time on writing tracebacks.
        log.log(
            level,
            "%s",
            message,
            exc_info=error if level >= logging.ERROR else None,
            extra={"pump": self.name, "job": job.id},
        )

    def _due_again(self, tenant: str, times: int) -> float:
        return HELD if times >= 2 * MAX_TRIES else self._clock.now(tenant) + retry_delay(times)

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


def retry_delay(times: int) -> float:
    """Simulated seconds from a job's failure number `times` (from 1) to its next try."""
    return float(min(PAUSE_AFTER_FAILURE * 2 ** (times - 1), LONGEST_PAUSE))


def _delay_without_store(times: int) -> float:
    return float(min(PAUSE_WITHOUT_STORE * 2 ** min(times - 1, 8), LONGEST_WITHOUT_STORE))
