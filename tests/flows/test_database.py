"""One writer at a time, all or nothing, and who hears of it; what keeps SQLite from its file, in words; a look from outside."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from simulator.errors import StoreUnavailable
from simulator.flows import database
from simulator.flows.model import Event
from simulator.flows.schema import OLDEST, VERSION
from simulator.flows.state_report import StateReport, inspect_state, stored_value
from simulator.flows.store import Store
from simulator.turns import ITEMS_PER_TURN
from tests.flows.stores import complete_flow, count, new_flow, on_a_store, run


@on_a_store()
async def test_transactions_come_one_after_the_other_in_their_order(store: Store) -> None:
    order: list[str] = []

    async def one(name: str) -> None:
        async with store.database.transaction() as tx:
            order.append(f"{name} begins")
            await tx.run("INSERT INTO meta VALUES (?, x'00')", name)
            await asyncio.sleep(0)
            assert await tx.one("SELECT 1 FROM meta WHERE key = ?", name) is not None
            order.append(f"{name} ends")

    before = store.database.changes
    await asyncio.gather(*(one(name) for name in "abc"))
    assert order == [f"{name} {what}" for name in "abc" for what in ("begins", "ends")]
    assert store.database.changes == before + 3


@pytest.mark.parametrize("error", [RuntimeError("no"), asyncio.CancelledError(), KeyError("x")])
@on_a_store()
async def test_a_transaction_that_breaks_off_leaves_nothing_and_holds_nobody_up(
    store: Store, error: BaseException
) -> None:
    heard: list[Event] = []
    store.database.listeners.append(heard.extend)
    before = store.database.changes
    with pytest.raises(type(error)):
        async with store.database.transaction() as tx:
            await tx.run("INSERT INTO meta VALUES ('a', x'00')")
            tx.event("t", "state", "X")
            raise error
    assert await store.facts.get("a") is None and heard == [] and store.database.changes == before
    await store.facts.put("a", b"1")
    assert await store.facts.get("a") == b"1"


@on_a_store()
async def test_one_who_is_cancelled_while_waiting_for_the_turn_takes_nobody_s_turn(store: Store) -> None:
    async with store.database.transaction():
        waiting = asyncio.create_task(store.facts.put("never", b"1"))
        await asyncio.sleep(0)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
    await store.facts.put("next", b"1")
    assert await store.facts.get("never") is None and await store.facts.get("next") == b"1"


@on_a_store()
async def test_who_waits_too_long_is_told_why(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "TURN_SECONDS", 0.01)
    async with store.database.transaction():
        with pytest.raises(StoreUnavailable, match="state file :memory:: it is too slow for so much work"):
            await store.facts.put("a", b"1")
        store.database.trouble = "the disk is full; free some space"
        with pytest.raises(StoreUnavailable, match="the disk is full; free some space"):
            await store.facts.put("a", b"1")
    assert store.database.trouble == "", "the one before it was kept: nothing is wrong"


@pytest.mark.parametrize(
    ("code", "says"),
    [
        (sqlite3.SQLITE_FULL, "the disk is full"),
        (sqlite3.SQLITE_BUSY, "another process holds it"),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, "another process holds it"),
        (sqlite3.SQLITE_LOCKED, "another process holds it"),
        (sqlite3.SQLITE_IOERR, "the disk refuses to write or read it"),
        (sqlite3.SQLITE_IOERR_WRITE, "the disk refuses to write or read it"),
        (sqlite3.SQLITE_CANTOPEN, "it cannot be opened any more"),
        (sqlite3.SQLITE_READONLY, "it has become read-only"),
        (sqlite3.SQLITE_CORRUPT, "it is damaged"),
        (sqlite3.SQLITE_NOTADB, "it is damaged"),
    ],
)
@on_a_store()
async def test_what_keeps_the_file_from_being_written_is_told_in_words_until_it_can_be(
    store: Store, code: int, says: str
) -> None:
    error = sqlite3.OperationalError("in SQLite's words")
    error.sqlite_errorcode = code
    with pytest.raises(StoreUnavailable) as told:
        async with store.database.transaction():
            raise error
    assert str(told.value).startswith(f"state file :memory:: {says}") and store.database.trouble.startswith(says)
    assert await store.database.recovers() and store.database.trouble == ""


@on_a_store()
async def test_a_wrong_statement_is_a_mistake_of_ours_and_no_trouble_of_the_file(store: Store) -> None:
    with pytest.raises(sqlite3.OperationalError, match="no such table"):
        await store.database.all("SELECT * FROM absent")
    with pytest.raises(sqlite3.IntegrityError):
        async with store.database.transaction() as tx:
            for _ in range(2):
                await tx.run("INSERT INTO meta VALUES ('a', x'00')")
    assert store.database.trouble == "" and await store.facts.get("a") is None


@on_a_store()
async def test_a_listener_that_fails_keeps_no_other_from_hearing_and_nothing_from_being_kept(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    heard: list[str] = []

    def fails(events: Sequence[Event]) -> None:
        raise RuntimeError("deaf")

    store.database.listeners += [fails, lambda events: heard.extend(event.state for event in events)]
    await new_flow(store)
    assert heard == ["NOT_STARTED"] and "a listener failed" in caplog.text


@on_a_store()
async def test_many_events_of_one_transaction_are_heard_in_turns_and_whole(store: Store) -> None:
    heard: list[list[str]] = []
    store.database.listeners.append(lambda events: heard.append([event.state for event in events]))
    number = 2 * ITEMS_PER_TURN + 1
    async with store.database.transaction() as tx:
        for at in range(number):
            tx.event("t", "state", str(at))
    assert [state for part in heard for state in part] == list(map(str, range(number)))
    assert [len(part) for part in heard] == [ITEMS_PER_TURN, ITEMS_PER_TURN, 1]
    assert await count(store, "events") == number


@on_a_store()
async def test_the_time_of_a_transaction_is_the_tenant_s(store: Store) -> None:
    store.clock.set_ahead("ahead", 1000)
    for tenant, ahead in (("", 0), ("t", 0), ("ahead", 1000)):
        async with store.database.transaction(tenant) as tx:
            assert tx.now == store.clock.now() + ahead
            tx.event(tenant, "state", "X")
    assert [event.at - store.clock.now() for event in await store.events()] == [0, 0, 1000]


@on_a_store()
async def test_keys_are_for_one_purpose_each(store: Store) -> None:
    keys = {store.database.key(name) for name in ("token", "link", "token")}
    assert len(keys) == 2 and {len(key) for key in keys} == {32}

    async def other(second: Store) -> None:
        assert second.database.key("token") not in keys, "a state in memory has keys of its own"

    await asyncio.to_thread(run, other)


def test_a_look_from_outside_tells_what_a_file_is_and_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "state.sqlite3"

    async def body(store: Store) -> None:
        await complete_flow(store)
        await store.facts.put("name", b"value")

    run(body, str(path))
    before = path.read_bytes()
    assert inspect_state(path, 1.0) == StateReport(VERSION, known=True, flows=1)
    assert stored_value(path, "name", 1.0) == b"value" and stored_value(path, "other", 1.0) == b""
    assert path.read_bytes() == before
    with closing(sqlite3.connect(path, isolation_level=None)) as holder:
        holder.execute("BEGIN EXCLUSIVE")
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            inspect_state(path, 0.01)


@pytest.mark.parametrize(("version", "known"), [(VERSION + 1, False), (OLDEST - 1, False), (-1, False), (OLDEST, True)])
def test_a_look_knows_the_versions_that_this_one_can_use(version: int, known: bool, tmp_path: Path) -> None:
    path = tmp_path / "state.sqlite3"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(
            f"CREATE TABLE flows (x); INSERT INTO flows VALUES (1); PRAGMA user_version = {version}"
        )
    assert inspect_state(path, 1.0) == StateReport(version, known=known, flows=int(known))


def test_a_look_tells_of_damage_and_of_what_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "state.sqlite3"

    async def body(store: Store) -> None:
        for _ in range(5):
            await complete_flow(store)

    run(body, str(path))
    content = bytearray(path.read_bytes())
    content[4096 * 3 : 4096 * 4] = b"\xff" * 4096
    path.write_bytes(content)
    try:
        report: Any = inspect_state(path, 1.0)
    except sqlite3.DatabaseError as error:
        report = StateReport(VERSION, True, damage=str(error))
    assert report.damage
    path.write_bytes(b"no database at all, however one looks at it" * 50)
    with pytest.raises(sqlite3.DatabaseError):
        inspect_state(path, 1.0)
    assert stored_value(path, "name", 1.0) == b"" == stored_value(tmp_path / "none" / "x", "name", 1.0)
