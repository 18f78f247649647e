"""The reading of a file: one that was given, one that a fault makes needless, or the engine's, read once for the same bytes."""

from __future__ import annotations

import asyncio

from simulator.documents.model import Reading
from simulator.flows.model import File
from simulator.flows.store import Store
from simulator.pipeline.fault_injection import FaultInjector
from simulator.pipeline.reading_processes import LOST_REASON, Readers
from simulator.pipeline.reading_tasks import engine_identity


class ReadingSource:
    def __init__(self, store: Store, readers: Readers, fault_injector: FaultInjector) -> None:
        self._store = store
        self._work = store.work
        self._readers = readers
        self._fault_injector = fault_injector
        self._reading_now: dict[str, asyncio.Task[Reading]] = {}

    async def of(self, file: File) -> tuple[str, Reading, bool]:
        """The reading of a file, what it is kept by, and whether it is kept already. Raises ReadingFailed."""
        # What was too large to be fetched has no bytes.
        if not file.sha256 and (refused := await self._work.known_reading(_too_large_key(file))):
            key, reading, is_shared = _too_large_key(file), refused, True
        elif given := self._fault_injector.given_reading(file):
            (key, reading), is_shared = given, False
        elif unread := await self._fault_injector.forced_reading(file):
            return f"{file.uuid} unread", unread, False
        else:
            key, reading = await self._read_by_engine(file)
            # What came of a reader that was lost is this file's alone; all else serves every file of the same bytes.
            is_shared = reading.engine != LOST_REASON
            if not is_shared:
                key = f"{file.uuid} {key}"
        altered = await self._fault_injector.apply_reading_faults(file, reading)
        return (key, reading, is_shared) if altered is reading else (f"{file.uuid} {key}", altered, False)

    async def _read_by_engine(self, file: File) -> tuple[str, Reading]:
        """The engine's reading, kept before any fault alters it, and its key; again where the catalogue changed under it."""
        while True:
            current = engine_identity(self._readers.options)
            key = f"{file.sha256}:{current}"
            if known := await self._work.known_reading(key):
                return key, known
            reading = await self._read_once(key, file.sha256)
            if current == engine_identity(self._readers.options):
                if reading.engine != LOST_REASON:
                    await self._work.keep_reading(key, reading)
                return key, reading

    async def _read_once(self, key: str, sha256: str) -> Reading:
        """The same bytes sent twice at once are read once."""
        task = self._reading_now.get(key)
        if task is None:
            task = asyncio.create_task(self._read_content(sha256))
            self._reading_now[key] = task
            task.add_done_callback(lambda _: self._reading_now.pop(key, None))
        return await asyncio.shield(task)

    async def _read_content(self, sha256: str) -> Reading:
        content = await self._store.content(sha256)
        if content is None:
            return Reading(error_code="INVALID_DOC", error_reason="unreadable file", notes=("its bytes were pruned",))
        return await self._readers.read(content)


def too_large_reading(file: File, problem: str) -> tuple[str, Reading]:
    """What processing says of a file that was larger than what is taken, and what it is kept by."""
    return _too_large_key(file), Reading(error_code="INVALID_DOC", error_reason="file too large", notes=(problem,))


def _too_large_key(file: File) -> str:
    return f"{file.uuid} too large"
