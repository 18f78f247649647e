"""The state as a whole: one tenant's or everyone's forgotten, saved, taken back, and refused where the copy is no good."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from simulator.errors import SettingError
from simulator.flows.applicants import NewApplicant
from simulator.flows.database import Transaction
from simulator.flows.fault_rules import FaultRules
from simulator.flows.inbox import Inbox, ReceivedRequest
from simulator.flows.journal import Entry, Journal
from simulator.flows.model import Attempt
from simulator.flows.queues import DELIVERIES
from simulator.flows.revoked_tokens import RevokedTokens
from simulator.flows.schema import shape_of
from simulator.flows.snapshot_seal import seal, unsealed
from simulator.flows.state_backup import StateBackup
from simulator.flows.states import DeliveryState
from simulator.flows.store import Store
from simulator.flows.stored_scenarios import Scenarios, StoredScenario
from simulator.flows.uploads import StoredUpload, Uploads
from tests.flows.stores import batch_of, count, finish_all, new_flow, on_a_store, read_all, run, told, upload

#: What all tenants share, or nobody owns.
SHARED = {"meta", "revoked", "contents", "readings"}


async def fill(store: Store, tenant: str) -> str:
    """Something of a tenant in every table that there is; its flow."""
    flow = await new_flow(store, tenant, application_id=tenant)
    await upload(store, flow)
    await batch_of(store, tenant=tenant)
    await read_all(store)
    await finish_all(store)
    for delivery in await store.queues.due(DELIVERIES, store.clock.now(), 9):
        made = [Attempt(delivery.id, "callback", 0.0, 0.1, 200, "", "")]
        await store.outbox.attempted(delivery, made, DeliveryState.DELIVERED, 0.0)
    await store.applicants.add(flow, [NewApplicant(f"R-{tenant}", "Name")])
    async with store.database.transaction(tenant) as tx:
        await store.messages.add(tx, tenant, flow.uuid, "user", "greeting", "hello")
    await FaultRules(store.database).add([b"{}"], tenant=tenant, source="api")
    await Scenarios(store.database).put(StoredScenario(tenant, "", "mine", b"{}"))
    await Journal(store.database).add([Entry(tenant=tenant, url="/x")])
    inbox = Inbox(store.database)
    await inbox.receive(ReceivedRequest(tenant, tenant, "callback", "POST", "", {}, b"x"))
    await inbox.answer_with(tenant, tenant, "auth", [500])
    await Uploads(store.database).put(tenant, StoredUpload("a.png", "image/png", b"x"))
    await RevokedTokens(store.database).add(f"jti-{tenant}", store.clock.now() + 60, tenant)
    await store.facts.put(f"fact {tenant}", b"1")
    return flow.uuid


async def tables(store: Store) -> dict[str, int]:
    """How many rows each table has."""
    names = await store.database.all("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    return {row["name"]: await count(store, row["name"]) for row in names}


@on_a_store()
async def test_a_reset_forgets_everything_of_its_tenant_and_nothing_of_another(store: Store) -> None:
    await fill(store, "mine")
    alone = await tables(store)
    assert min(alone.values()) > 0, "every table has something in it, or this test says nothing of that table"
    await fill(store, "other")
    both = await tables(store)
    await StateBackup(store.database).clear("mine")
    left = await tables(store)
    for table in both.keys() - SHARED - {"events"}:
        assert left[table] == both[table] - alone[table], table
    for table in SHARED:
        assert left[table] == both[table], table
    assert await told(store, tenant="mine") == ["state RESET"]
    assert await count(store, "events", "tenant = 'other'") > 5
    # What hangs on a flow or a delivery hangs on one that is there.
    assert await count(store, "cross_checks", "flow_uuid NOT IN (SELECT uuid FROM flows)") == 0
    assert await count(store, "attempts", "delivery_id NOT IN (SELECT id FROM deliveries)") == 0


@on_a_store()
async def test_a_reset_of_all_leaves_only_facts_and_what_was_revoked(store: Store) -> None:
    for tenant in ("mine", "other"):
        await fill(store, tenant)
    await StateBackup(store.database).clear_all()
    left = await tables(store)
    assert {table: rows for table, rows in left.items() if rows} == {"meta": 2, "revoked": 2, "events": 1}
    assert await told(store) == ["state RESET"]


def test_what_was_saved_comes_back_whole_and_what_was_revoked_since_stays_revoked(tmp_path: Path) -> None:
    saved = tmp_path / "saved.sqlite3"

    async def body(store: Store) -> None:
        backup = StateBackup(store.database)
        flow = await fill(store, "mine")
        before = await tables(store)
        await backup.save(saved)
        await backup.clear_all()
        await fill(store, "other")
        await store.facts.put("fact mine", b"2")
        await backup.restore(saved)
        after = await tables(store)
        assert after == {**before, "events": before["events"] + 1, "meta": 2, "revoked": 2}
        assert await store.flow(flow, "mine") is not None
        assert await count(store, "flows", "tenant = 'other'") == 0
        # Facts are the running server's: how far its clock is ahead, above all.
        assert await store.facts.get("fact mine") == b"2" and await store.facts.get("fact other") == b"1"
        assert (await told(store))[-1] == "state RESTORED"

    run(body, str(tmp_path / "state.sqlite3"))


def test_a_snapshot_with_pages_of_another_size_comes_back_as_well(tmp_path: Path) -> None:
    saved = tmp_path / "saved.sqlite3"

    async def body(store: Store) -> None:
        flow = await fill(store, "mine")
        await StateBackup(store.database).save(saved)
        unsealed(saved)
        with closing(sqlite3.connect(saved)) as connection:
            connection.executescript("PRAGMA page_size = 16384; VACUUM")
        await StateBackup(store.database).clear_all()
        await StateBackup(store.database).restore(saved)
        assert await store.flow(flow) is not None
        await store.facts.put("still", b"written")

    run(body, str(tmp_path / "state.sqlite3"))


def damaged(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(content)


def no_database(path: Path) -> None:
    path.write_bytes(b"not a database at all, but as long as one could be" * 20)


def empty(path: Path) -> None:
    path.write_bytes(b"")


def foreign(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE t (x)")


def newer(path: Path) -> None:
    unsealed(path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 99")
    seal(path)


def lacking(path: Path) -> None:
    unsealed(path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("DROP TABLE journal")
        connection.commit()


def with_a_view(path: Path) -> None:
    unsealed(path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE VIEW v AS SELECT 1")


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (damaged, "damaged (its bytes are not those that were saved); take another copy"),
        (no_database, "cannot be read as a state file"),
        (empty, "an empty file"),
        (foreign, "a database, but not one of the simulator's"),
        (newer, "written by a newer version of the simulator (its format is 99"),
        (lacking, "not a whole state file (table 'journal' is missing)"),
        (with_a_view, "not a whole state file (it has a view, 'v')"),
    ],
)
def test_a_snapshot_that_is_no_good_is_refused_with_the_reason_and_nothing_changes(
    spoil: Any, says: str, tmp_path: Path
) -> None:
    saved = tmp_path / "saved.sqlite3"

    async def body(store: Store) -> None:
        flow = await fill(store, "mine")
        await StateBackup(store.database).save(saved)
        spoil(saved)
        before = await tables(store)
        with pytest.raises(SettingError) as refused:
            await StateBackup(store.database).restore(saved)
        assert str(refused.value).startswith("snapshot: ") and says in str(refused.value)
        assert str(saved) not in str(refused.value)
        assert await tables(store) == before and await store.flow(flow) is not None
        await store.facts.put("still", b"written")

    run(body, str(tmp_path / "state.sqlite3"))


def test_a_snapshot_holds_nothing_of_what_was_forgotten_before(tmp_path: Path) -> None:
    saved = tmp_path / "saved.sqlite3"

    async def body(store: Store) -> None:
        await Uploads(store.database).put("t", StoredUpload("a", "text/plain", b"MUST NOT BE THERE" * 2000))
        await StateBackup(store.database).clear("t")
        await StateBackup(store.database).save(saved)

    run(body, str(tmp_path / "state.sqlite3"))
    assert b"MUST NOT BE THERE" not in saved.read_bytes()
    assert saved.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("size", [0, 1, 97, 98, 99, 200, 1 << 21])
def test_a_seal_comes_off_as_it_went_on(size: int, tmp_path: Path) -> None:
    path = tmp_path / "file"
    content = bytes(at % 251 for at in range(size))
    path.write_bytes(content)
    unsealed(path)
    assert path.read_bytes() == content, "one without a seal stays as it is"
    seal(path)
    assert len(path.read_bytes()) == size + 98
    if size:
        unsealed(path)
        assert path.read_bytes() == content


def test_a_seal_is_left_alone_while_somebody_s_changes_wait_beside_the_file(tmp_path: Path) -> None:
    path, waiting = tmp_path / "file", tmp_path / "file-wal"
    path.write_bytes(b"content")
    seal(path)
    sealed = path.read_bytes()
    waiting.write_bytes(b"changes")
    unsealed(path)
    assert path.read_bytes() == sealed
    waiting.write_bytes(b"")
    unsealed(path)
    assert path.read_bytes() == b"content"


def test_a_new_file_and_one_that_was_emptied_have_the_same_tables(tmp_path: Path) -> None:
    async def shape(store: Store) -> Any:
        def read() -> Any:
            with closing(sqlite3.connect(store.database.path)) as connection:
                return shape_of(connection)

        before = read()
        await fill(store, "mine")
        await StateBackup(store.database).clear_all()
        return before, read()

    before, after = run(shape, str(tmp_path / "state.sqlite3"))
    assert before == after and len(before) >= 17


@on_a_store()
async def test_what_is_revoked_is_kept_until_it_would_have_expired(store: Store) -> None:
    revoked = RevokedTokens(store.database)
    await revoked.add("short", store.clock.now() + 10, "t")
    await revoked.add("long", store.clock.now() + 100, "t")
    assert await revoked.load() == {"short", "long"}
    store.clock.advance(10)
    assert await revoked.load() == {"short", "long"}, "up to its last moment"
    store.clock.advance(1)
    assert await revoked.load() == {"long"}
    await revoked.add("long", store.clock.now() + 1000, "t")
    assert await count(store, "revoked") == 1
    assert (await told(store)).count("token REVOKED") == 3


@on_a_store()
async def test_a_reset_in_the_middle_of_a_step_is_the_end_of_that_step(store: Store) -> None:
    flow = await new_flow(store)
    (file,) = await upload(store, flow)
    await StateBackup(store.database).clear("t")

    async def never(tx: Transaction, done: Any) -> list[Any]:
        raise AssertionError("nothing follows a file that is gone")

    await store.work.fetch_failed(file, "gone", never)
    assert await told(store) == ["state RESET"] and await count(store, "files") == 0
