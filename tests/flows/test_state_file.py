"""One state file, one server; older files are brought up to date, newer and strange ones refused; keys come from no file."""

from __future__ import annotations

import asyncio
import os
import shutil
import sqlite3
import stat
from collections.abc import Awaitable, Callable
from contextlib import closing
from pathlib import Path

import pytest

from simulator.clock import Clock
from simulator.errors import SettingError, StoreUnavailable
from simulator.flows import state_file
from simulator.flows.pace import Pace
from simulator.flows.schema import VERSION, shape_of
from simulator.flows.state_backup import StateBackup
from simulator.flows.store import Store

#: What a state file was, version by version, with rows as they stood in one.
STATES = Path(__file__).parent / "states"
ROWS = (STATES / "rows.sql").read_text(encoding="utf-8")


def with_store(path: Path, body: Callable[[Store], Awaitable[None]], **options: str) -> None:
    async def run() -> None:
        store = Store(str(path), Clock(), Pace("instant", seed=1), **options)
        await store.open()
        try:
            await body(store)
        finally:
            await store.close()

    asyncio.run(run())


async def nothing(store: Store) -> None:
    """Only opened and closed."""


async def never(store: Store) -> None:
    raise AssertionError("it must not open")


def made_of(schema: str, path: Path) -> Path:
    """A state file as the version that a schema's name begins with made it."""
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript((STATES / f"{schema}.sql").read_text(encoding="utf-8"))
        connection.executescript(ROWS)
        connection.execute(f"PRAGMA user_version = {schema[0]}")
        connection.commit()
    return path


def objects(path: Path) -> tuple[object, set[tuple[str, str]]]:
    """Tables with their columns, and indexes with what they say."""
    with closing(sqlite3.connect(path)) as connection:
        indexes = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL")
        return shape_of(connection), {(name, " ".join(sql.split())) for name, sql in indexes}


@pytest.mark.parametrize("schema", sorted(path.stem for path in STATES.glob("[0-9]*.sql")))
def test_a_file_of_each_earlier_version_becomes_one_of_today_with_all_that_it_holds(
    schema: str, tmp_path: Path
) -> None:
    old, new = made_of(schema, tmp_path / "old.sqlite3"), tmp_path / "new.sqlite3"

    async def body(store: Store) -> None:
        flow = await store.flow("F", "t")
        assert flow is not None and flow.application_id == "APP"
        (read,) = await store.files_of_flow("F")
        assert read.reading is not None and read.reading.document_type == "PAN"
        assert await store.content("abc") == b"bytes"
        if schema == "1":
            assert (read.file.family, read.file.document_type, read.file.page_count) == ("v3", "PAN", 2)
            assert (read.file.fetched_at, read.file.begun_at) == (11.0, 12.0)
        assert await store.database.one("SELECT 1 FROM meta WHERE key = 'token key'") is None
        assert store.database.key("token key") != b"k" * 32

    with_store(old, body)
    with_store(new, nothing)
    assert objects(old) == objects(new)
    with closing(sqlite3.connect(old)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (VERSION,)
        assert connection.execute("SELECT size FROM uploads").fetchone() == (4,)


def test_a_file_of_a_newer_version_is_refused_with_what_to_do_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "state.sqlite3"
    with_store(path, nothing)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {VERSION + 1}")
    before = path.read_bytes()
    with pytest.raises(SettingError, match=f"newer version .*format is {VERSION + 1}.*start that version"):
        with_store(path, never)
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("statements", "says"),
    [
        (f"PRAGMA user_version = {VERSION}", "table 'attempts' is missing"),
        ("PRAGMA user_version = 2", "said to be of version 2, but cannot be brought"),
        ("CREATE TABLE t (x)", "not one of the simulator's"),
        ("PRAGMA user_version = -7", "not one of the simulator's"),
    ],
)
def test_a_database_that_is_no_whole_state_file_is_refused_and_left_alone(
    statements: str, says: str, tmp_path: Path
) -> None:
    path = tmp_path / "state.sqlite3"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(statements)
    before = path.read_bytes()
    with pytest.raises(SettingError, match=says):
        with_store(path, never)
    assert path.read_bytes() == before


def test_a_trigger_in_a_file_is_not_let_in(tmp_path: Path) -> None:
    path = tmp_path / "state.sqlite3"
    with_store(path, nothing)
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript("CREATE TRIGGER t AFTER INSERT ON meta BEGIN DELETE FROM flows; END")
    with pytest.raises(SettingError, match="it has a trigger, 't'"):
        with_store(path, never)


def test_a_second_server_on_the_same_file_is_told_who_has_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(state_file, "LOCK_SECONDS", 0.1)
    path, link = tmp_path / "state.sqlite3", tmp_path / "link.sqlite3"
    link.symlink_to(path)

    async def body(store: Store) -> None:
        for name in (path, link):
            second = Store(str(name), Clock(), Pace("instant", seed=1))
            with pytest.raises(SettingError) as refused:
                await second.open()
            assert f"in use by the simulator on http://here:1 (process {os.getpid()})" in str(refused.value)

    with_store(path, body, server="http://here:1")
    with_store(path, nothing)


def test_a_server_that_is_about_to_end_is_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "state.sqlite3"

    async def run() -> None:
        first, second = (Store(str(path), Clock(), Pace("instant", seed=1)) for _ in range(2))
        await first.open()
        opening = asyncio.create_task(asyncio.to_thread(asyncio.run, second.open()))
        await asyncio.sleep(0)
        await first.close()
        await opening
        await asyncio.to_thread(asyncio.run, second.close())

    asyncio.run(run())


def test_file_and_key_are_their_user_s_alone_also_where_the_file_was_not(tmp_path: Path) -> None:
    path = tmp_path / "state.sqlite3"
    path.touch(mode=0o644)
    path.chmod(0o644)
    with_store(path, nothing)
    for each in tmp_path.iterdir():
        assert stat.S_IMODE(each.stat().st_mode) & 0o077 == 0, each


def test_a_state_file_alone_brings_no_keys(tmp_path: Path) -> None:
    keys: list[bytes] = []

    async def body(store: Store) -> None:
        keys.append(store.database.key("token key"))

    with_store(tmp_path / "one.sqlite3", body)
    shutil.copy(tmp_path / "one.sqlite3", tmp_path / "two.sqlite3")
    with_store(tmp_path / "two.sqlite3", body)
    with_store(tmp_path / "one.sqlite3", body)
    assert keys[0] == keys[2] != keys[1]
    (tmp_path / "one.sqlite3.key").write_text("zz", encoding="ascii")
    with pytest.raises(SettingError, match="64 hexadecimal digits"):
        with_store(tmp_path / "one.sqlite3", never)


@pytest.mark.parametrize("replaced", [False, True])
def test_a_file_that_is_taken_away_is_noticed_and_all_goes_on_once_it_is_back(replaced: bool, tmp_path: Path) -> None:
    path, away = tmp_path / "state.sqlite3", tmp_path / "away"

    async def body(store: Store) -> None:
        path.rename(away)
        if replaced:
            path.touch()
        with pytest.raises(StoreUnavailable, match="taken its place" if replaced else "no longer there"):
            await store.facts.put("a", b"1")
        assert not await store.database.recovers()
        assert "put it back" in store.database.trouble
        away.rename(path)
        assert await store.database.recovers()
        await store.facts.put("a", b"1")

    with_store(path, body)


def test_full_sync_waits_for_the_disk_at_every_commit(tmp_path: Path) -> None:
    async def level(store: Store) -> None:
        ((found,),) = await store.database._writer.execute_fetchall("PRAGMA synchronous")
        found_levels.append(found)

    found_levels: list[int] = []
    with_store(tmp_path / "a", level)
    with_store(tmp_path / "b", level, sync="full")
    assert found_levels == [1, 2]


def test_a_snapshot_can_be_started_on_unless_a_bit_of_it_changed(tmp_path: Path) -> None:
    saved, flipped = tmp_path / "saved.sqlite3", tmp_path / "flipped.sqlite3"

    async def save(store: Store) -> None:
        await store.facts.put("a", b"x" * 500)
        await StateBackup(store.database).save(saved)

    with_store(tmp_path / "state.sqlite3", save)
    assert stat.S_IMODE(saved.stat().st_mode) == 0o600
    content = bytearray(saved.read_bytes())
    content[content.index(b"x" * 500) + 7] ^= 1
    flipped.write_bytes(content)
    with pytest.raises(SettingError, match="its bytes are not those that were saved"):
        with_store(flipped, never)

    async def body(store: Store) -> None:
        assert await store.facts.get("a") == b"x" * 500

    with_store(saved, body)
    with_store(saved, body)
