"""Takes notes for the journal without holding up whoever makes them.

Entries are masked and kept in batches, off the path of the request that they are about.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from functools import lru_cache
from typing import NamedTuple

import msgspec

from simulator.errors import StoreUnavailable
from simulator.flows.journal import Entry, EntryFilter, Journal
from simulator.limits import LONGEST_ID, MOST_ITEMS, WRITTEN_DOWN
from simulator.masking import MARGIN, masked_cut, masked_header, masked_id
from simulator.pipeline.ids_in_bodies import ids_in

log = logging.getLogger("simulator.journal")

#: Real seconds between two batches.
FLUSH_SECONDS = 0.25
#: Real seconds before the next try after the state file could not be written.
PAUSE_WITHOUT_STORE = 1.0
#: Entries that are prepared in one turn of the loop, so that requests meanwhile wait less than a millisecond, and
#: that are kept in one transaction.
PER_TURN = 32
PER_BATCH = 1024
#: Bytes of bodies that wait at most before they are written, whatever the time.
MAX_BATCH_BYTES = 8_000_000
#: Entries that wait for a journal that cannot be written; the oldest are given up.
MAX_WAITING = 10_000
#: Characters of a body that are kept.
MAX_BODY_BYTES = 4_000
#: Bytes of a body that may be looked at for them.
LOOKED_AT = 4 * (MAX_BODY_BYTES + MARGIN)

#: Bytes of both bodies of an exchange from which on a thread prepares it: they may name thousands of documents.
LARGE = 65_536

#: URLs and short bodies whose masked form is remembered: pollers ask for the same ones again and again.
BODIES_CACHED, SHORT = 1024, 512

#: Heads of requests whose masked form is remembered: pollers send the same one each time.
HEADERS_CACHED = 256

#: Headers that say nothing about the client's intent.
_OMITTED_HEADERS = frozenset({b"host", b"accept", b"accept-encoding", b"connection", b"content-length"})


class Exchange(NamedTuple):
    """One request and its answer as they passed, still to be prepared. `tenant` asks whose it is, when it is prepared."""

    at: float
    method: str
    url: str
    status: int
    seconds: float
    headers: Iterable[tuple[bytes, bytes]]
    request: bytes
    answer: bytes
    fault: str
    problem: str


class Recorder:
    """`start` before use, `stop` after: nothing that was noted is lost by an orderly stop."""

    def __init__(self, journal: Journal, tenant_of: Callable[[Iterable[tuple[bytes, bytes]]], str]) -> None:
        self._journal = journal
        self._tenant_of = tenant_of
        self._waiting: list[Exchange | Entry] = []
        self._size = 0
        self._full = asyncio.Event()
        self._turn = asyncio.Lock()
        self._task: asyncio.Task[None] | None = None
        #: Told after each batch that was kept.
        self.after_flush: list[Callable[[], None]] = []
        #: Told of each exchange, once it was kept.
        self.listeners: list[Callable[[Exchange | Entry], None]] = []
        self.on = True

    def note(self, exchange: Exchange | Entry) -> None:
        """Take a note. Costs an append."""
        if not self.on:
            return
        self._waiting.append(exchange)
        self._size += len(exchange.request) + len(exchange.answer)
        if self._size > MAX_BATCH_BYTES:
            self._full.set()
        if len(self._waiting) > MAX_WAITING:
            del self._waiting[0]

    def start(self) -> None:
        self._task = asyncio.create_task(self._run(), name="journal")

    async def stop(self) -> None:
        if self._task:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task
        try:
            await self.flush()
        except StoreUnavailable as error:
            log.error("the end of the journal is lost: %s", error)

    async def flush(self) -> None:
        """Keep all that was noted so far."""
        async with self._turn:
            while self._waiting:
                batch, self._waiting = self._waiting[:PER_BATCH], self._waiting[PER_BATCH:]
                self._size = 0
                self._full.clear()
                try:
                    await self._keep(batch)
                except BaseException:
                    self._waiting[:0] = batch
                    raise
                for number, item in enumerate(batch):
                    for listeners in self.listeners:
                        listeners(item)
                    if number % PER_TURN == 0:
                        await asyncio.sleep(0)
                for listener in self.after_flush:
                    listener()

    async def _keep(self, batch: Sequence[Exchange | Entry]) -> None:
        """Keep a batch. What cannot be kept by itself is left out, so that it does not keep back the others.

        Raises StoreUnavailable, with nothing kept of what is left.
        """
        try:
            await self._journal.add(await self._prepared(batch))
        except StoreUnavailable:
            raise
        except Exception as error:
            if len(batch) == 1:
                log.error("an entry of the journal cannot be kept and is left out", exc_info=error)
                return
            half = len(batch) // 2
            await self._keep(batch[:half])
            await self._keep(batch[half:])

    async def entries(self, entry_filter: EntryFilter, *, limit: int, newest: bool = False) -> list[Entry]:
        """Entries of the journal up to this moment."""
        await self.flush()
        return await self._journal.entries(entry_filter, limit=limit, newest=newest)

    async def _run(self) -> None:
        while True:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._full.wait(), FLUSH_SECONDS)
            try:
                await self.flush()
            except StoreUnavailable as error:
                log.warning("the journal waits: %s", error)
                await asyncio.sleep(PAUSE_WITHOUT_STORE)
            except Exception:
                log.exception("the journal could not be kept; trying again")
                await asyncio.sleep(FLUSH_SECONDS)

    async def _prepared(self, batch: Sequence[Exchange | Entry]) -> list[Entry]:
        entries: list[Entry] = []
        for item in batch:
            if isinstance(item, Exchange) and len(item.request) + len(item.answer) > LARGE:
                entries.append(await asyncio.to_thread(self._entry, item))
            else:
                entries.append(self._entry(item))
            if len(entries) % PER_TURN == 0:
                await asyncio.sleep(0)
        return entries

    def _entry(self, exchange: Exchange | Entry) -> Entry:
        if isinstance(exchange, Entry):
            return msgspec.structs.replace(
                exchange,
                url=masked_cut(exchange.url, WRITTEN_DOWN),
                request=clean(exchange.request),
                answer=clean(exchange.answer),
                problem=masked_cut(exchange.problem, WRITTEN_DOWN),
                application_id=_id(exchange.application_id),
                documents=tuple(map(_id, exchange.documents)),
            )
        named = ids_in(exchange.method, exchange.url, exchange.request, exchange.answer)
        return Entry(
            at=exchange.at,
            tenant=self._tenant_of(exchange.headers),
            kind="request",
            method=exchange.method,
            url=_masked_url(exchange.url),
            status=exchange.status,
            ms=round(exchange.seconds * 1000, 2),
            flow_uuid=(named.flow_uuid or named.flow_id)[:LONGEST_ID],
            batch_id=named.batch_id[:LONGEST_ID],
            application_id=_id(named.application_id),
            documents=tuple(map(_id, named.file_urls[:MOST_ITEMS])),
            fault=exchange.fault,
            problem=exchange.problem,
            headers=_headers(tuple(exchange.headers)),
            request=_cleaned(exchange.request),
            answer=_cleaned(exchange.answer),
        )


def clean(body: str) -> str:
    """A body as it may be kept: bounded, without tokens, secrets and Aadhaar numbers."""
    return masked_cut(body, MAX_BODY_BYTES)


def _id(text: str) -> str:
    """An identifier as it may be kept."""
    return masked_id(text[:LONGEST_ID]) if text else ""


@lru_cache(HEADERS_CACHED)
def _headers(headers: tuple[tuple[bytes, bytes], ...]) -> dict[str, str]:
    return {
        (text := name.decode("latin-1")): masked_header(text, value[:WRITTEN_DOWN].decode("latin-1"))
        for name, value in headers
        if name not in _OMITTED_HEADERS
    }


@lru_cache(BODIES_CACHED)
def _masked_url(url: str) -> str:
    return masked_cut(url, WRITTEN_DOWN)


def _cleaned(body: bytes) -> str:
    return _cleaned_short(body) if len(body) <= SHORT else clean(body[:LOOKED_AT].decode("utf-8", "replace"))


@lru_cache(BODIES_CACHED)
def _cleaned_short(body: bytes) -> str:
    return clean(body.decode("utf-8", "replace"))
