"""Documents read on a Dask cluster (`--workers dask://HOST:PORT`): scheduling, retries and lost workers are Dask's matter.

Here is only what ties it to the runner: no more documents on their way than there are workers, a time limit that ends
the worker that overruns it, and a scheduler that may be away: then work waits, or is done on this machine if so set.
"""

from __future__ import annotations

import asyncio
import concurrent.futures
import importlib.util
import logging
import warnings
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from typing import Any, TypeVar

from simulator.documents.model import Reading
from simulator.errors import DocumentError, SettingError
from simulator.extras import installing
from simulator.pipeline.reading_processes import LocalReaders, Readers, ReadingCounts, counted_reading
from simulator.pipeline.reading_tasks import ReadingOptions, alone, read

T = TypeVar("T")
log = logging.getLogger("simulator.pipeline")

SCHEME = "dask://"
#: The runner has twice as many documents in hand as there are slots: enough for this many workers, and little memory.
SLOTS = 64
#: Real seconds to wait for the scheduler, before the next try, and between two looks at the cluster.
CONNECT_SECONDS, RETRY_SECONDS, CHECK_SECONDS = 5.0, 1.0, 0.5
CLOSE_SECONDS = 0.5
#: Real seconds beyond the time limit of a document that its way there and back may take, and loading the engine.
TRANSFER_SECONDS = 30.0


def open_readers(workers: str, options: ReadingOptions, seconds: float, *, fallback: bool) -> Readers:
    """The readers that the setting `workers` asks for. Raises SettingError."""
    if not workers.startswith(SCHEME):
        return LocalReaders(int(workers), options, seconds)
    if importlib.util.find_spec("distributed") is None:
        raise SettingError(f"--workers {workers}: Dask is not installed; `{installing('cluster')}`")
    return ClusterReaders(workers, options, seconds, LocalReaders(0, options, seconds) if fallback else None)


class ClusterReaders:
    """Reads wherever the scheduler says. `trouble` says why nothing is read just now, where that is so."""

    def __init__(
        self,
        address: str,
        options: ReadingOptions,
        seconds: float,
        local: LocalReaders | None,
        way: float = TRANSFER_SECONDS,
    ) -> None:
        self.slots = SLOTS
        self.tally = ReadingCounts()
        self.trouble = f"{address}: not connected yet"
        self._address = address
        self.options = options
        self._seconds = seconds + way
        self._limit = seconds
        self._local = local
        self._client: Any = None
        self._workers = 0
        self._busy = 0
        self._changed = asyncio.Condition()
        self._watching: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Begin to look for the scheduler; who has something to read waits until it is there."""
        self._watching = asyncio.create_task(self._watch(), name="cluster")

    async def close(self) -> None:
        if self._watching:
            self._watching.cancel()
            # Dask takes its time to let go of a scheduler that is gone; a server that stops does not have it.
            await asyncio.wait({self._watching}, timeout=CLOSE_SECONDS)
        await self._let_go()
        if self._local:
            await self._local.close()

    async def read(self, content: bytes) -> Reading:
        """The Reading of a file. One that its workers do not survive, or that overruns its time, is an `INVALID_DOC`."""
        return await counted_reading(self.tally, self.call(read, content, self.options))

    async def call(self, task: Callable[..., T], *arguments: Any) -> T:
        """Run any function of documents on some worker, again where that one is lost. Raises DocumentError."""
        while True:
            client = await self._turn()
            try:
                if client is None:
                    assert self._local is not None
                    return await self._local.call(task, *arguments)
                return await self._submit(client, task, *arguments)
            except _SchedulerLost:
                continue
            finally:
                await self._change(busy=-1)

    async def _submit(self, client: Any, task: Callable[..., T], *arguments: Any) -> T:
        from distributed.scheduler import KilledWorker

        with warnings.catch_warnings():
            # A document in a task is what is wanted: kept apart, it would be lost together with a worker.
            warnings.simplefilter("ignore")
            future = client.submit(alone, task, *arguments, pure=False)
        try:
            result: T = await asyncio.wait_for(future.result(), self._seconds)
            return result
        except TimeoutError:
            await self._end_worker(client, future)
            raise DocumentError("time limit exceeded", f"more than {self._limit:g} s") from None
        except KilledWorker:
            raise DocumentError("unreadable file", "no worker survived it") from None
        except (concurrent.futures.CancelledError, OSError) as error:
            raise _SchedulerLost from error

    async def _end_worker(self, client: Any, future: Any) -> None:
        """Have the worker restarted that is held up by a task; what else it had is done elsewhere."""
        try:
            held = [worker for worker, keys in (await client.processing()).items() if future.key in keys]
            log.warning("a document overran its time; restarting its worker %s", ", ".join(held))
            await client.cancel([future], force=True)
            await client.restart_workers(held, raise_for_error=False)
        except Exception as error:
            log.warning("the worker of a document that overran its time could not be restarted: %r", error)

    # Turns

    async def _turn(self) -> Any:
        """The client, once a worker is free; None where this machine is to read instead."""
        async with self._changed:
            await self._changed.wait_for(lambda: self._busy < self._workers or (self.trouble and self._local))
            self._busy += 1
            return None if self.trouble else self._client

    async def _change(self, *, busy: int = 0, workers: int | None = None, trouble: str | None = None) -> None:
        async with self._changed:
            self._busy += busy
            self._workers = self._workers if workers is None else workers
            if trouble is not None and trouble != self.trouble:
                (log.warning if trouble else log.info)("%s", trouble or f"reading on {self._address}")
                self.trouble = trouble
            self._changed.notify_all()

    # The connection

    async def _watch(self) -> None:
        # Loading Dask takes about a second, which nobody else has to wait for.
        distributed = await asyncio.to_thread(import_module, "distributed")
        dask = await asyncio.to_thread(import_module, "dask")
        logging.getLogger("distributed.client").addFilter(_says_something)
        encrypted = dask.config.get("distributed.comm.require-encryption", False)
        address = self._address.replace(SCHEME, "tls://" if encrypted else "tcp://")
        while True:
            try:
                self._client = await distributed.Client(
                    address, asynchronous=True, set_as_default=False, timeout=CONNECT_SECONDS, name="atlas-simulator"
                )
                await self._look(self._client)
                text = "the scheduler has gone away"
            except Exception as error:
                # Whatever it is that Dask raises, the next try may go better, and nothing else would make one.
                text = str(error) or type(error).__name__
            await self._change(
                workers=0,
                trouble=f"Dask scheduler {self._address} cannot be reached ({text}); start it: work waits for it",
            )
            await self._let_go()
            await asyncio.sleep(RETRY_SECONDS)

    async def _look(self, client: Any) -> None:
        """Follow how many workers there are, until the connection is gone."""
        while client.status == "running":
            async with asyncio.timeout(CONNECT_SECONDS):
                workers = len(await client.nthreads())
            trouble = "" if workers else f"no worker has joined the Dask scheduler {self._address}; start some"
            await self._change(workers=workers, trouble=trouble)
            await asyncio.sleep(CHECK_SECONDS)

    async def _let_go(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            with suppress(Exception):
                async with asyncio.timeout(CLOSE_SECONDS):
                    await client.close(timeout=CLOSE_SECONDS)


def _says_something(record: logging.LogRecord) -> bool:
    """Dask logs a lost scheduler as an empty line with a traceback, beside what `trouble` says of it in words."""
    return bool(record.getMessage())


class _SchedulerLost(Exception):
    """The connection went while a document was away: it is read again."""
