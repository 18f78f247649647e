"""Runs the pipeline: asks the store what is next for each file, flow, batch and delivery, has it done, and records how it ended.

It knows no document type and no endpoint: how a file is fetched and read, what is compared, and what is sent, it is given.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from functools import partial
from typing import Any

from simulator.clock import Clock
from simulator.documents.model import Reading
from simulator.errors import ReadersUnavailable
from simulator.flows.model import Batch, Delivery, Event, File, Flow
from simulator.flows.outbox import hosts_of
from simulator.flows.queues import BATCHES, DELIVERIES, FETCHES, FINISHES, QUEUES, READS, AnyJob, Queue
from simulator.flows.states import FINAL, DeliveryState, FileState, roll_up
from simulator.flows.step_store import FileDone
from simulator.flows.store import Store
from simulator.hosts import host_of
from simulator.pipeline.deliver import RetrySchedule
from simulator.pipeline.fair_queueing import HostConcurrency, first_tries_first
from simulator.pipeline.family_hooks import FamilyHooksRegistry
from simulator.pipeline.fault_injection import FaultInjector
from simulator.pipeline.job_loop import JobLoop
from simulator.pipeline.reading_processes import Readers
from simulator.pipeline.reading_source import ReadingSource, too_large_reading
from simulator.pipeline.step_results import DownloadError, FileTooLarge, ReadingFailed, RetryLater
from simulator.pipeline.step_tracing import StepTracing, note_outcome

#: Downloads and deliveries under way at once, in all and to one host: one slow host cannot hold up the others.
DOWNLOADS, DOWNLOADS_PER_HOST = 64, 16
DELIVERIES_AT_ONCE, DELIVERIES_PER_HOST = 256, 16
#: Flows, and batches, whose end is being worked out at once.
FINISHES_AT_ONCE = 16
#: Simulated seconds that a document waits where no reading process can be started.
PAUSE_WITHOUT_READERS = 2.0
#: Files in hand of the readers at once, for each slot: enough that a slot never waits for the store.
READS_PER_SLOT = 2


class PipelineRunner:
    def __init__(
        self,
        store: Store,
        clock: Clock,
        fault_injector: FaultInjector,
        readers: Readers,
        schedule: RetrySchedule,
        families: FamilyHooksRegistry,
        tracing: StepTracing,
    ) -> None:
        self._store = store
        self._work = store.work
        self._clock = clock
        self._fault_injector = fault_injector
        self._readings = ReadingSource(store, readers, fault_injector)
        self._schedule = schedule
        self._families = families
        self._tracing = tracing
        self._tasks: list[asyncio.Task[None]] = []
        self.fetching = self._pump(
            FETCHES,
            DOWNLOADS,
            self._fetch,
            self._give_up_fetching,
            lambda file: host_of(file.file_url),
            DOWNLOADS_PER_HOST,
        )
        self.reading = self._pump(READS, readers.slots * READS_PER_SLOT, self._read, self._give_up_reading)
        self.finishing = self._pump(FINISHES, FINISHES_AT_ONCE, self._finish_flow, self._give_up_flow)
        self.batches = self._pump(BATCHES, FINISHES_AT_ONCE, self._finish_batch, self._give_up_batch)
        self.delivering = self._pump(
            DELIVERIES,
            DELIVERIES_AT_ONCE,
            self._deliver,
            self._give_up_delivery,
            lambda delivery: hosts_of(delivery.url, delivery.auth_url),
            DELIVERIES_PER_HOST,
            first_tries_first,
        )
        self.job_loops: tuple[JobLoop[Any], ...] = (
            self.fetching,
            self.reading,
            self.finishing,
            self.batches,
            self.delivering,
        )
        done: set[tuple[str, str]] = {("file", state) for state in FINAL}
        #: By which transitions each has something new to look for; its own jobs wake it as they end.
        self._woken_by: tuple[tuple[JobLoop[Any], set[tuple[str, str]]], ...] = (
            (self.fetching, {("file", FileState.UPLOAD_INPROGRESS)}),
            (self.reading, {("file", FileState.UPLOAD_SUCCESS)}),
            (self.finishing, done),
            (self.batches, done),
            (self.delivering, {("delivery", DeliveryState.INITIATED)}),
        )
        store.database.listeners.append(self._on_events)

    def start(self) -> None:
        """Begin, with whatever an earlier run left unfinished."""
        self._tasks = [asyncio.create_task(job_loop.run(), name=f"pump {job_loop.name}") for job_loop in self.job_loops]

    async def stop(self, grace: float) -> None:
        """Finish what is nearly done within `grace` real seconds; the rest is durable and goes on at the next start."""
        await asyncio.gather(*(job_loop.stop(grace) for job_loop in self.job_loops))
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def wake(self) -> None:
        for job_loop in self.job_loops:
            job_loop.wake()

    @property
    def idle(self) -> bool:
        return all(job_loop.idle for job_loop in self.job_loops)

    async def next_due(self, moment: float, *, tenant: str = "", flow: str = "") -> float | None:
        """When the next thing that waits for its time falls due after a moment; None where nothing does.

        Both by the time of the `tenant` where its own things, or those of one of its flows, are asked for.
        """
        times = self._store.due_times
        if flow:
            found = [await times.next_due_of(queue, queue.flow, flow, moment) for queue in QUEUES]
        elif tenant:
            found = [await times.next_due_of(queue, "tenant", tenant, moment) for queue in QUEUES]
        else:
            found = [await times.next_due(queue, moment) for queue in QUEUES]
        return min((moment for moment in found if moment is not None), default=None)

    async def bring_forward(self, flow: str, moment: float, seconds: float) -> None:
        """Let what a flow waits for fall due so much sooner, but not before a moment."""
        await self._store.due_times.bring_forward(flow, moment, seconds)

    def _pump(
        self,
        queue: Queue[AnyJob],
        limit: int,
        work: Callable[[AnyJob], Awaitable[None]],
        give_up: Callable[[AnyJob, str], Awaitable[None]],
        host: Callable[[AnyJob], str] | None = None,
        per_host: int = 0,
        allowed: Callable[[Sequence[AnyJob], Sequence[AnyJob]], Sequence[AnyJob]] | None = None,
    ) -> JobLoop[AnyJob]:
        """A job loop for one queue; with `host`, at most `per_host` jobs at once contact the same one.

        `allowed` chooses of what was found, given what runs, what may begin.
        """
        queues = self._store.queues

        async def find(free: int, running: Sequence[AnyJob]) -> Sequence[AnyJob]:
            if host is None:
                return await queues.due(queue, self._clock.now(), free, running)
            limits = HostConcurrency(map(host, running), per_host)
            found: Sequence[AnyJob] = await queues.due(queue, self._clock.now(), free, running, limits.hosts_at_limit)
            if allowed is not None:
                found = allowed(found, running)
            return [job for job in found if limits.try_take(host(job))]

        return JobLoop(
            queue.name,
            self._clock,
            limit,
            find=find,
            work=work,
            next_due=partial(self._store.due_times.next_due, queue),
            failed=partial(queues.failed, queue),
            give_up=give_up,
        )

    def _on_events(self, events: Sequence[Event]) -> None:
        seen = {(event.kind, event.state) for event in events}
        for job_loop, transitions in self._woken_by:
            if not transitions.isdisjoint(seen):
                job_loop.wake()

    # Downloads

    async def _fetch(self, file: File) -> None:
        try:
            with self._tracing.file("download", file) as span:
                fetched = await self._fault_injector.fetch(file)
                span.note({"atlas.bytes": len(fetched.body)})
        except RetryLater as later:
            await self._work.postpone(file, later.due_at)
            return
        except FileTooLarge as error:
            await self._work.fetched_too_large(file, *too_large_reading(file, str(error)))
            return
        except DownloadError as error:
            await self._work.fetch_failed(file, str(error), self._done(None))
            return
        await self._work.fetched(file, fetched.sha256, fetched.body)

    async def _give_up_fetching(self, file: File, problem: str) -> None:
        """What follows from a file that is done is left out, since it may be what fails."""
        await self._work.fetch_failed(file, f"fetching failed: {problem}")

    # Reading

    async def _read(self, file: File) -> None:
        if file.state == FileState.UPLOAD_SUCCESS:
            file = await self._work.begin(file, await self._fault_injector.wait_before_reading(file))
        if file.due_at > self._clock.now(file.tenant):
            return
        try:
            with self._tracing.file("read", file) as span:
                key, reading, known = await self._readings.of(file)
                span.note({"atlas.document_type": reading.document_type, "atlas.error_code": reading.error_code})
        except ReadersUnavailable as error:
            # The document is not to blame: it waits, as the others do, and /readyz says for what.
            await self._store.queues.postpone(
                READS, file, str(error), self._clock.now(file.tenant) + PAUSE_WITHOUT_READERS
            )
            return
        except ReadingFailed as error:
            await self._work.read_failed(file, str(error), self._done(None))
            return
        await self._work.read(file, key, reading, known=known, done=self._done(reading))

    async def _give_up_reading(self, file: File, problem: str) -> None:
        await self._work.read_failed(await self._work.begin(file), f"processing failed: {problem}")

    def _done(self, reading: Reading | None) -> FileDone:
        return lambda tx, file: self._families.of(file).file_done(tx, file, reading)

    # Flows and batches

    async def _finish_flow(self, flow: Flow) -> None:
        family = self._families.of(flow)
        files = await self._store.files_of_flow(flow.uuid)
        states = Counter(file.file.state for file in files)
        nothing_fetched = states[FileState.UPLOAD_FAILED] == len(files)
        with self._tracing.flow("compare", flow) as span:
            checks = None if nothing_fetched else await asyncio.to_thread(family.cross_checks, flow, files)
            if checks:
                checks = await self._fault_injector.apply_check_faults(flow, checks)
            span.note({"atlas.cross_checks": len(checks or ())})
        status = roll_up(states, checked=checks is not None).master_status
        await self._work.finish_flow(flow, checks, status, family.flow_done(flow))

    async def _give_up_flow(self, flow: Flow, problem: str) -> None:
        """The flow is complete without cross-checks; its client is told, where that is not what fails."""
        files = await self._store.files_of_flow(flow.uuid)
        status = roll_up(Counter(file.file.state for file in files), checked=True).master_status
        delivery = None
        with suppress(Exception):
            delivery = self._families.of(flow).flow_done(flow)
        await self._work.finish_flow(flow, [], status, delivery, f"cross-checks failed: {problem}")

    async def _finish_batch(self, batch: Batch) -> None:
        await self._work.finish_batch(batch, await self._families.of(batch).batch_done(batch))

    async def _give_up_batch(self, batch: Batch, problem: str) -> None:
        await self._work.finish_batch(batch, (), f"finishing failed: {problem}")

    # Deliveries

    async def _deliver(self, delivery: Delivery) -> None:
        body = delivery.body or await self._families.of_delivery(delivery).compose(delivery)
        if delivery.state == DeliveryState.INITIATED:
            await self._store.outbox.start(delivery, body)
        try:
            with self._tracing.delivery("deliver", delivery) as span:
                outcome = await self._fault_injector.deliver(delivery, body)
                note_outcome(span, outcome)
        except RetryLater as later:
            await self._store.outbox.postpone(delivery, later.due_at, behind=later.behind)
            return
        tried = delivery.attempts + 1
        if outcome.again and tried < self._schedule.attempts:
            wait = max(self._schedule.delay(delivery.id, tried), outcome.retry_after or 0.0)
            due = self._clock.now(delivery.tenant) + wait
            await self._store.outbox.attempted(delivery, outcome.attempts, DeliveryState.IN_PROGRESS, due)
        else:
            await self._store.outbox.attempted(
                delivery, outcome.attempts, outcome.state, self._clock.now(delivery.tenant), outcome.problem
            )

    async def _give_up_delivery(self, delivery: Delivery, problem: str) -> None:
        state = DeliveryState.CALLBACK_FAILED
        await self._store.outbox.attempted(
            delivery, [], state, self._clock.now(delivery.tenant), f"delivering failed: {problem}"
        )
