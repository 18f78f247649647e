"""Where documents are read: processes of their own, so that a crash or a hang of a native library stays there.

Each slot is one process with one loaded engine. A process that dies or overruns its time is replaced, and the
document that it held gets `INVALID_DOC`; the server and the other documents notice nothing.
"""

from __future__ import annotations

import asyncio
import errno
import logging
import multiprocessing
import os
import signal
import sys
import threading
import time
import types
from collections.abc import Awaitable, Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.context import SpawnContext, SpawnProcess
from typing import Any, Protocol, TypeVar

from simulator.documents.model import Reading
from simulator.errors import DocumentError, ReaderKilled, ReadersUnavailable, SimulatorError, Unavailable
from simulator.pipeline.reading_tasks import ReadingOptions, read, warm_up
from simulator.pipeline.step_results import ReadingFailed

T = TypeVar("T")
#: Held while the main module is out of its place.
_MAIN = threading.Lock()
log = logging.getLogger("simulator.pipeline")

#: Real seconds that a fresh process may take to load its engine before it counts as hanging.
START_SECONDS = 60.0
#: Bytes that a reading process may ask for: the largest page that is taken needs about a third of it (Linux).
MAX_MEMORY = 4 * 1024**3
#: The engine of a Reading that no engine made, since none survived it: another try may end otherwise.
LOST_REASON = "none"


@dataclass
class ReadingCounts:
    """What was read since the start; `seconds` are real ones, of all readers together, `lost` processes that did not survive."""

    documents: int = 0
    pages: int = 0
    seconds: float = 0.0
    lost: int = 0


class Readers(Protocol):
    """What the runner needs of whoever reads: how many at once, and bytes to Reading. `trouble`: why nothing is read now.
    `options` may be replaced: readings that begin afterwards follow them."""

    slots: int
    tally: ReadingCounts
    trouble: str
    options: ReadingOptions

    async def open(self) -> None: ...

    async def read(self, content: bytes) -> Reading: ...

    async def call(self, task: Callable[..., T], *arguments: Any) -> T: ...

    async def close(self) -> None: ...


class LocalReaders:
    """Reads on this machine. Processes start with the first document, not with the server."""

    def __init__(self, slots: int, options: ReadingOptions, seconds: float) -> None:
        self.slots = slots or os.cpu_count() or 1
        self.tally = ReadingCounts()
        self.trouble = ""
        self.options = options
        self._seconds = seconds
        self._free: asyncio.Queue[_Slot] = asyncio.Queue()
        self._all = [_Slot(options) for _ in range(self.slots)]
        for slot in self._all:
            self._free.put_nowait(slot)

    async def open(self) -> None:
        """Nothing: processes start with the first document."""

    async def read(self, content: bytes) -> Reading:
        """The Reading of a file. One that crashes its process or overruns its time is an `INVALID_DOC`.

        Raises ReadingFailed where it is the engine, or a mistake of ours, that is to blame.
        """
        return await counted_reading(self.tally, self.call(read, content, self.options))

    async def call(self, task: Callable[..., T], *arguments: Any) -> T:
        """Run any function of documents in a reading process. Raises DocumentError when the process does not survive."""
        slot = await self._free.get()
        try:
            await self._started(slot)
            return await slot.run(self._seconds, task, *arguments)
        finally:
            self._free.put_nowait(slot)

    async def _started(self, slot: _Slot) -> None:
        """Raises ReadersUnavailable, and says so in `trouble` until a process starts again."""
        try:
            await slot.start()
        except Exception as error:
            self.trouble = f"no reading process can be started: {_cause(error)}"
            raise ReadersUnavailable(self.trouble) from error
        self.trouble = ""

    def processes(self) -> list[int]:
        """The reading processes that run now."""
        return [pid for slot in self._all for pid in slot.processes()]

    async def close(self) -> None:
        for slot in self._all:
            slot.kill()


async def counted_reading(tally: ReadingCounts, reading: Awaitable[Reading]) -> Reading:
    """What comes of a reading: an `INVALID_DOC` where no reader survived it. Raises ReadingFailed."""
    started = time.perf_counter()
    try:
        read = await reading
    except DocumentError as error:
        tally.lost += 1
        return Reading(error_code="INVALID_DOC", error_reason=error.reason, engine=LOST_REASON, notes=(str(error),))
    except Unavailable:
        raise
    except Exception as error:
        log.exception("a document could not be read")
        raise ReadingFailed(f"reading failed: {type(error).__name__}: {error}") from error
    tally.documents += 1
    tally.pages += read.page_count
    tally.seconds += time.perf_counter() - started
    return read


class _Slot:
    """One process, started when first needed and again after it was lost."""

    def __init__(self, options: ReadingOptions) -> None:
        self._options = options
        self._executor: ProcessPoolExecutor | None = None

    async def run(self, seconds: float, task: Callable[..., T], *arguments: Any) -> T:
        executor = self._executor
        assert executor is not None, "not started"
        processes = list((executor._processes or {}).values())
        loop = asyncio.get_running_loop()
        try:
            return await asyncio.wait_for(loop.run_in_executor(executor, task, *arguments), timeout=seconds)
        except TimeoutError:
            self.kill()
            raise DocumentError("time limit exceeded", f"more than {seconds:g} s") from None
        except BrokenProcessPool:
            if self._executor is not executor:
                raise asyncio.CancelledError("the readers were closed") from None
            self.kill()
            if any(process.exitcode == -signal.SIGKILL for process in processes):
                raise ReaderKilled("a reading process was killed, most likely for want of memory") from None
            raise DocumentError("unreadable file", "the reading process did not survive it") from None
        except asyncio.CancelledError:
            self.kill()
            raise

    async def start(self) -> None:
        """Start the process, where none runs. Raises whatever keeps it from starting."""
        if self._executor is not None:
            return
        executor = ProcessPoolExecutor(max_workers=1, mp_context=_Context(), initializer=_prepare_process)
        self._executor = executor
        loop = asyncio.get_running_loop()
        try:
            await asyncio.wait_for(loop.run_in_executor(executor, warm_up, self._options), timeout=START_SECONDS)
        except BaseException:
            self.kill()
            raise

    def processes(self) -> list[int]:
        return list((self._executor._processes or {}) if self._executor else ())

    def kill(self) -> None:
        """End the process at once. What it was reading is lost; the file is still to be read."""
        executor, self._executor = self._executor, None
        if executor is None:
            return
        for process in list((executor._processes or {}).values()):
            process.kill()
        executor.shutdown(wait=False, cancel_futures=True)


class _Process(SpawnProcess):
    """A spawned process that does not run the program's main module again: it may be a script without a main guard."""

    @staticmethod
    def _Popen(process_obj: Any) -> Any:
        with _MAIN:
            main = sys.modules["__main__"]
            sys.modules["__main__"] = types.ModuleType("__main__")
            try:
                return SpawnProcess._Popen(process_obj)
            finally:
                sys.modules["__main__"] = main


class _Context(SpawnContext):
    Process = _Process


def _cause(error: BaseException) -> str:
    """Why no process starts, in words for whoever can do something about it."""
    if isinstance(error, SimulatorError):
        return str(error)
    if isinstance(error, BrokenProcessPool):
        return "it was ended while it started, most likely for want of memory; give the machine more, or take fewer --workers"
    if isinstance(error, TimeoutError):
        return f"it was not ready within {START_SECONDS:g} s"
    if isinstance(error, MemoryError) or getattr(error, "errno", 0) in (errno.ENOMEM, errno.EAGAIN):
        return "there is no memory, or no process, left for it; give the machine more, or take fewer --workers"
    if isinstance(error, OSError):
        return f"{error}; look whether /dev/shm can be written and has space"
    return f"{type(error).__name__}: {error}"


def _prepare_process() -> None:
    """Leave signals to the server, give way to it for the processor, bound the memory, and never outlive it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(5)
    with suppress(ImportError, AttributeError, ValueError, OSError):
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_DATA)
        resource.setrlimit(resource.RLIMIT_DATA, (MAX_MEMORY, most))
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: Any) -> None:
    parent.join()
    os._exit(1)
