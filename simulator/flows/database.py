"""One SQLite file in WAL mode: opening it, one writer transaction at a time, reads beside it, and who hears of changes.

Everything durable goes through `Database.transaction`; its events are appended in the same commit and published after it.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path
from typing import Any

import aiosqlite
import msgspec

from simulator.clock import Clock
from simulator.errors import SettingError, StoreUnavailable
from simulator.flows.model import Event
from simulator.flows.schema import prepare
from simulator.flows.snapshot_seal import unsealed
from simulator.flows.state_file import KEY_BYTES, StateFile, derive_key
from simulator.turns import ITEMS_PER_TURN

log = logging.getLogger("simulator.flows")

#: Real seconds to wait for another process that holds the file before giving up.
BUSY_SECONDS = 5.0
#: Real seconds that a transaction waits for those before it. Behind a locked file they would wait for each other's wait.
TURN_SECONDS = 10.0
#: Bytes that are written to find out whether the file can be written again.
PROBE_BYTES = 100_000
#: Rows that aiosqlite takes from a cursor at once: its own default.
ROWS_AT_ONCE = 64
#: Of every connection. What a file of somebody else's brings along is not run.
_PRAGMAS = ("temp_store = MEMORY", "cache_size = -8000", "trusted_schema = OFF")
#: What keeps SQLite from its file (its primary result codes), and what a person can do about it.
_CAUSES = {
    sqlite3.SQLITE_FULL: "the disk is full; free some space",
    sqlite3.SQLITE_BUSY: "another process holds it; end that one",
    sqlite3.SQLITE_LOCKED: "another process holds it; end that one",
    sqlite3.SQLITE_IOERR: "the disk refuses to write or read it; look at its space, its quota and the system's log",
    sqlite3.SQLITE_CANTOPEN: "it cannot be opened any more; look whether its folder is still there",
    sqlite3.SQLITE_READONLY: "it has become read-only; look at its permissions and how its disk is mounted",
    sqlite3.SQLITE_CORRUPT: "it is damaged; stop, move it away, and start again",
    sqlite3.SQLITE_NOTADB: "it is damaged; stop, move it away, and start again",
}

Listener = Callable[[Sequence[Event]], None]


class Transaction:
    """What runs inside one commit. Statements go through `run`; each transition is told by `event`."""

    def __init__(self, connection: aiosqlite.Connection, now: float) -> None:
        self._connection = connection
        self.now = now
        self.events: list[Event] = []

    async def run(self, sql: str, *values: Any) -> int:
        """Rows changed by one statement."""
        # A statement that gives no rows is over when it was executed; closing its cursor would cost a turn of the thread.
        return (await self._connection.execute(sql, values)).rowcount

    async def insert(self, sql: str, *values: Any) -> int:
        """Row id of the inserted row."""
        return (await self._connection.execute(sql, values)).lastrowid or 0

    async def run_many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        await self._connection.executemany(sql, rows)

    async def one(self, sql: str, *values: Any) -> sqlite3.Row | None:
        return next(iter(await self._connection.execute_fetchall(sql, values)), None)

    async def all(self, sql: str, *values: Any) -> list[sqlite3.Row]:
        return list(await self._connection.execute_fetchall(sql, values))

    def event(
        self,
        tenant: str,
        kind: str,
        state: str,
        flow_uuid: str = "",
        batch_id: str = "",
        file_uuid: str = "",
        **detail: Any,
    ) -> None:
        self.events.append(Event(0, self.now, tenant, kind, state, flow_uuid, batch_id, file_uuid, detail))


class Database:
    """The open file. `path` is a file or `:memory:`; `server` is the URL of the server that uses it.

    `sync` is how much a power cut may take: with `normal` the last moments before it, with `full` nothing that was answered.
    """

    def __init__(self, path: str, clock: Clock, *, sync: str = "normal", server: str = "") -> None:
        self.path = path
        self.clock = clock
        self._sync = sync
        self._file = None if path == ":memory:" else StateFile(Path(path), server)
        self._master = secrets.token_bytes(KEY_BYTES)
        self.listeners: list[Listener] = []
        #: Commits so far; whoever keeps what was read can tell by it whether something changed meanwhile.
        self.changes = 0
        #: Why the last transaction could not be made; empty once one could.
        self.trouble = ""
        self._turn = asyncio.Lock()
        self._connections: list[aiosqlite.Connection] = []
        self._writer: aiosqlite.Connection
        self._reader: aiosqlite.Connection

    async def open(self) -> None:
        """Open, or create, the file, and bring an older one up to date.

        Raises SettingError where it cannot be, is not a simulator's, or is used by another server.
        """
        try:
            if self._file:
                self._file.claim()
            await self._connect_all()
        except (sqlite3.Error, OSError) as error:
            await self.close()
            raise SettingError(
                f"state file {self.path}: cannot be opened ({error}); give another with --state, or --ephemeral"
            ) from error
        except BaseException:
            await self.close()
            raise

    async def close(self) -> None:
        """Close what is open. A connection that stays open keeps the process from ending."""
        while self._connections:
            await self._connections.pop().close()
        if self._file:
            self._file.release()

    def key(self, name: str) -> bytes:
        """A key of 32 bytes for one purpose: the same for as long as the state file is used, and known to nobody else."""
        return self._file.key(name) if self._file else derive_key(self._master, name)

    @asynccontextmanager
    async def transaction(self, tenant: str = "") -> AsyncIterator[Transaction]:
        """Everything inside becomes durable together, or not at all; its `now` is that of the tenant.

        Raises StoreUnavailable.
        """
        async with self._write_turn():
            with self._translate_errors():
                self._check_place()
                transaction = Transaction(self._writer, self.clock.now(tenant))
                try:
                    # Within the `try`: cancelled here, it would begin all the same, and nobody would end it.
                    await self._writer.execute("BEGIN IMMEDIATE")
                    yield transaction
                    if transaction.events:
                        await self._append(transaction.events)
                    await self._writer.commit()
                except BaseException:
                    await self._writer.rollback()
                    raise
            self.trouble = ""
            self.changes += 1
        if len(transaction.events) > ITEMS_PER_TURN:
            # Committed is committed: everybody hears of all of it, even where whoever made it is gone meanwhile.
            await asyncio.shield(asyncio.create_task(self._publish_in_turns(transaction.events)))
        elif transaction.events:
            self._publish(transaction.events)

    async def _publish_in_turns(self, events: Sequence[Event]) -> None:
        for start in range(0, len(events), ITEMS_PER_TURN):
            self._publish(events[start : start + ITEMS_PER_TURN])
            await asyncio.sleep(0)

    def _publish(self, events: Sequence[Event]) -> None:
        for listener in self.listeners:
            try:
                listener(events)
            except Exception:
                # It is committed: whoever made it must not take it for failed because somebody cannot hear of it.
                log.exception("a listener failed")

    @asynccontextmanager
    async def _write_turn(self) -> AsyncIterator[None]:
        try:
            async with asyncio.timeout(TURN_SECONDS):
                await self._turn.acquire()
        except TimeoutError:
            raise StoreUnavailable(
                f"state file {self.path}: {self.trouble or 'it is too slow for so much work'}"
            ) from None
        try:
            yield
        finally:
            self._turn.release()

    @contextmanager
    def _translate_errors(self) -> Iterator[None]:
        """What keeps SQLite from its file, in words for whoever can do something about it."""
        try:
            yield
        except sqlite3.DatabaseError as error:
            # The low byte is the primary code.
            cause = _CAUSES.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)
            if cause is None:
                raise
            self.trouble = cause
            raise StoreUnavailable(f"state file {self.path}: {cause}") from error

    def _check_place(self) -> None:
        if self._file:
            self._file.check()

    async def recovers(self) -> bool:
        """Whether the file is in its place and can be written; tried where it could not be."""
        try:
            self._check_place()
        except StoreUnavailable as error:
            self.trouble = str(error).partition(": ")[2]
            return False
        if self.trouble:
            with suppress(StoreUnavailable):
                # As much as an ordinary transaction needs: a last free page would be no recovery.
                for size in (PROBE_BYTES, 0):
                    async with self.transaction() as tx:
                        await tx.run("INSERT OR REPLACE INTO meta VALUES ('written', zeroblob(?))", size)
        return not self.trouble

    @asynccontextmanager
    async def exclusive(self) -> AsyncIterator[aiosqlite.Connection]:
        """The connection itself, with nobody writing meanwhile: for copying the whole file."""
        async with self._turn:
            with self._translate_errors():
                self._check_place()
                yield self._writer
            self.changes += 1

    async def one(self, sql: str, *values: Any) -> sqlite3.Row | None:
        # In one go with the other readers' statements between: one left open would hold them all to what it saw.
        with self._translate_errors():
            return next(iter(await self._reader.execute_fetchall(sql, values)), None)

    async def all(self, sql: str, *values: Any) -> list[sqlite3.Row]:
        with self._translate_errors():
            return list(await self._reader.execute_fetchall(sql, values))

    async def _append(self, events: Sequence[Event]) -> None:
        await self._writer.executemany(
            "INSERT INTO events (at, tenant, kind, state, flow_uuid, batch_id, file_uuid, detail)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            # Made as they are inserted, in the connection's thread.
            (
                (
                    e.at,
                    e.tenant,
                    e.kind,
                    e.state,
                    e.flow_uuid,
                    e.batch_id,
                    e.file_uuid,
                    msgspec.json.encode(e.detail).decode(),
                )
                for e in events
            ),
        )

    async def _connect_all(self) -> None:
        if self._file:
            unsealed(self._file.path)
        self._writer = await self._connect(first=True)
        self._reader = self._writer if self._file is None else await self._connect()

    async def _connect(self, *, first: bool = False) -> aiosqlite.Connection:
        # Opened here, not on aiosqlite's thread: where that fails, nobody waits for the thread, and it outlives the loop.
        opened = sqlite3.connect(self.path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
        try:
            if first:
                prepare(opened)
            for pragma in ("journal_mode = WAL", f"synchronous = {self._sync}", *_PRAGMAS):
                opened.execute(f"PRAGMA {pragma}").close()
        except SettingError as error:
            opened.close()
            raise SettingError(f"state file {self.path}: {error}; or give another with --state") from None
        except BaseException:
            opened.close()
            raise
        # The time of a tenant that has one of its own, for queries that ask what is due; NULL of any other.
        opened.create_function("own_now", 1, self.clock.own_now)
        connection = await aiosqlite.Connection(lambda: opened, ROWS_AT_ONCE)
        self._connections.append(connection)
        connection.row_factory = sqlite3.Row
        return connection
