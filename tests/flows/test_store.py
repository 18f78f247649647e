import asyncio
import sqlite3
import threading
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from simulator.clock import Clock
from simulator.documents.model import Field, Page, Reading, Word
from simulator.errors import SettingError
from simulator.flows.model import Flow, NewFile, NewFlow
from simulator.flows.outbox import NewDelivery
from simulator.flows.pace import Pace
from simulator.flows.queues import FETCHES, FINISHES, READS
from simulator.flows.states import FileState
from simulator.flows.store import Store

PAN = Reading(
    document_type="PAN",
    fields={"pan_number": Field("ABCPV1234K", 0.97)},
    pages=(Page(1, 100, 50, (Word("ABCPV1234K", (1, 2, 3, 4), 0.97),)),),
    page_count=1,
    engine="test",
)


def with_store(path: str, body: Callable[[Store], Awaitable[None]], pace: str = "instant") -> None:
    async def run() -> None:
        store = Store(path, Clock(), Pace(pace, seed=1))
        await store.open()
        try:
            await body(store)
        finally:
            await store.close()

    asyncio.run(run())


@pytest.fixture(params=["file", "memory"])
def path(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return str(tmp_path / "new folder" / "state.sqlite3") if request.param == "file" else ":memory:"


async def new_flow(store: Store, **more: Any) -> Flow:
    values = {
        "tenant": "t",
        "family": "v3",
        "product_type": "P",
        "application_id": "A",
        "callback_url": "http://c/",
        **more,
    }
    return await store.create_flow(NewFlow(**values))


async def move_to_the_end(store: Store, flow: Flow, count: int) -> None:
    for file in await store.queues.due(FETCHES, store.clock.now(), 2 * count):
        await store.work.fetched(file, "abc", b"bytes")
    for file in await store.queues.due(READS, store.clock.now(), 2 * count):
        begun = await store.work.begin(file)
        await store.work.read(begun, "abc:1", PAN, known=False)
    for due in await store.queues.due(FINISHES, store.clock.now(), 10):
        delivery = NewDelivery("flow", flow.tenant, flow.callback_url, "", flow.uuid)
        await store.work.finish_flow(due, [{"name": "X"}], "SUCCESS", delivery)


def test_a_flow_moves_through_every_status_and_is_delivered_once(path: str) -> None:
    async def body(store: Store) -> None:
        flow = await new_flow(store)
        assert (await store.statuses.of(flow.uuid, "t")).master_status == "NOT_STARTED"  # type: ignore[union-attr]
        await store.accept("t", "v3", [NewFile("http://h/1", "1"), NewFile("http://h/2", "1")], flow=flow)
        assert (await store.statuses.of(flow.uuid, "t")).upload_status == "IN_PROGRESS"  # type: ignore[union-attr]
        await move_to_the_end(store, flow, 2)
        status = await store.statuses.of(flow.uuid, "t")
        assert status is not None and status.crossheck_status == "COMPLETED" and status.complete
        files = await store.files_of_flow(flow.uuid)
        assert [read.file.document_id for read in files] == ["1", "1"]
        assert all(read.reading is not None and read.reading.fields == PAN.fields for read in files)
        assert (await store.pages("abc:1"))[0].words[0].text == "ABCPV1234K"
        assert await store.content("abc") == b"bytes"
        assert [delivery.kind for delivery in await store.outbox.deliveries(flow.uuid)] == ["flow"]
        kinds = [(event.kind, event.state) for event in await store.events(flow_uuid=flow.uuid)]
        assert kinds[0] == ("flow", "NOT_STARTED") and kinds[-1] == ("delivery", "INITIATED")
        assert kinds.count(("file", "PROCESSING_SUCCESS")) == 2

    with_store(path, body)


def test_a_second_upload_takes_a_complete_flow_back_into_progress(path: str) -> None:
    async def body(store: Store) -> None:
        flow = await new_flow(store)
        await store.accept("t", "v3", [NewFile("http://h/1", "1")], flow=flow)
        await move_to_the_end(store, flow, 1)
        await store.accept("t", "v3", [NewFile("http://h/2", "2")], flow=flow)
        status = await store.statuses.of(flow.uuid, "t")
        assert status is not None
        assert (status.upload_status, status.master_status) == ("IN_PROGRESS", "IN_PROGRESS")
        await move_to_the_end(store, flow, 1)
        assert len(await store.outbox.deliveries(flow.uuid)) == 2

    with_store(path, body)


def test_cross_checks_that_a_new_upload_overtook_are_not_kept(path: str) -> None:
    async def body(store: Store) -> None:
        flow = await new_flow(store)
        await store.accept("t", "v3", [NewFile("http://h/1", "1")], flow=flow)
        (file,) = await store.queues.due(FETCHES, store.clock.now(), 1)
        await store.work.fetch_failed(file, "gone")
        (due,) = await store.queues.due(FINISHES, store.clock.now(), 1)
        await store.accept("t", "v3", [NewFile("http://h/2", "2")], flow=flow)
        await store.work.finish_flow(due, None, "FAILED", NewDelivery("flow", "t", "http://c/"))
        assert await store.outbox.deliveries(flow.uuid) == []
        assert (await store.statuses.of(flow.uuid, "t")).master_status == "IN_PROGRESS"  # type: ignore[union-attr]

    with_store(path, body)


def test_nobody_sees_the_flow_of_another_tenant(path: str) -> None:
    async def body(store: Store) -> None:
        flow = await new_flow(store)
        assert await store.flow(flow.uuid, "t") == flow
        assert await store.flow(flow.uuid, "other") is None
        assert await store.statuses.of(flow.uuid, "other") is None
        assert await store.statuses.of(flow.uuid, "other") is None, "also when the status is remembered"
        batch, _ = await store.accept("t", "docstream", [NewFile("http://h/1", "1")])
        assert await store.batch(batch.id, "other") is None

    with_store(path, body)


def test_strings_of_a_client_come_back_as_they_were(path: str) -> None:
    odd = "';DROP TABLE flows;-- <b>\u202e\x00 \U0001f600 é" + "x" * 10_000

    async def body(store: Store) -> None:
        flow = await new_flow(
            store, application_id=odd, flow_params='{"a": 1.10, "a ": 123456789012345678901234567890}'
        )
        await store.accept("t", "v3", [NewFile("http://h/?q=" + odd, odd)], flow=flow)
        found = await store.flow(flow.uuid)
        assert found is not None and found.application_id == odd and found.flow_params == flow.flow_params
        (read,) = await store.files_of_flow(flow.uuid)
        assert read.file.document_id == odd

    with_store(path, body)


def test_what_was_kept_is_there_after_a_restart(tmp_path: Path) -> None:
    path = str(tmp_path / "state.sqlite3")
    kept: dict[str, Any] = {}

    async def first(store: Store) -> None:
        kept["key"] = store.database.key("token key")
        kept["flow"] = await new_flow(store)
        await store.accept("t", "v3", [NewFile("http://h/1", "1")], flow=kept["flow"])

    async def second(store: Store) -> None:
        assert store.database.key("token key") == kept["key"] != store.database.key("link key")
        assert len(kept["key"]) == 32
        assert await store.flow(kept["flow"].uuid) == kept["flow"]
        (file,) = await store.queues.due(FETCHES, store.clock.now(), 9)
        assert file.state == FileState.UPLOAD_INPROGRESS

    with_store(path, first)
    with_store(path, second)


def test_a_failed_transaction_leaves_nothing_behind(path: str) -> None:
    async def body(store: Store) -> None:
        with pytest.raises(RuntimeError):
            async with store.database.transaction() as tx:
                await tx.run("INSERT INTO meta VALUES ('a', x'00')")
                tx.event("t", "flow", "X")
                raise RuntimeError
        assert await store.database.one("SELECT * FROM meta WHERE key = 'a'") is None
        assert await store.events() == []

    with_store(path, body)


def test_a_file_that_is_no_state_of_ours_is_refused_by_name(tmp_path: Path) -> None:
    other = tmp_path / "other.sqlite3"
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE t (x)")
    text = tmp_path / "text.sqlite3"
    text.write_text("not a database at all, but long enough to be looked at")

    async def body(store: Store) -> None:
        raise AssertionError("it must not open")

    for path in (other, text, tmp_path):
        with pytest.raises(SettingError, match="state file"):
            with_store(str(path), body)


def test_a_file_that_cannot_be_opened_leaves_no_thread_behind(tmp_path: Path) -> None:
    async def run() -> None:
        store = Store(str(tmp_path), Clock(), Pace("instant", seed=1))
        before = set(threading.enumerate())
        with pytest.raises(SettingError, match="cannot be opened"):
            await store.open()
        assert set(threading.enumerate()) == before

    asyncio.run(run())


def test_realistic_pace_is_the_same_for_the_same_seed_and_near_its_median() -> None:
    one, two, other = Pace("realistic", 7), Pace("realistic", 7), Pace("realistic", 8)
    from simulator.flows.pace import REALISTIC_MEDIANS, Stage

    delays = [one.delay(Stage.PROCESSING, str(n)) for n in range(400)]
    assert delays == [two.delay(Stage.PROCESSING, str(n)) for n in range(400)]
    assert delays != [other.delay(Stage.PROCESSING, str(n)) for n in range(400)]
    median = sorted(delays)[200]
    assert 0.9 < median / REALISTIC_MEDIANS[Stage.PROCESSING] < 1.1


def test_in_manual_pace_nothing_falls_due_by_itself(path: str) -> None:
    async def body(store: Store) -> None:
        flow = await new_flow(store)
        await store.accept("t", "v3", [NewFile("http://h/1", "1")], flow=flow)
        assert await store.queues.due(FETCHES, store.clock.now() + 1e6, 9) == []

    with_store(path, body, pace="manual")
