"""Each step of a file, a flow and a batch: what it leaves, and that it is made once, however often it is told of."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import msgspec
import pytest

from simulator.flows.database import Transaction
from simulator.flows.model import HELD, File
from simulator.flows.outbox import NewDelivery
from simulator.flows.queues import FETCHES, FINISHES, READS
from simulator.flows.states import FINAL, TRANSITIONS, FileState
from simulator.flows.store import Store
from tests.flows.stores import (
    READING,
    count,
    fetch_all,
    new_flow,
    on_a_store,
    told,
    upload,
)

S = FileState
Step = Callable[[Store, File], Awaitable[Any]]
#: Each way on for a file, by the state that it leads to.
STEPS: dict[FileState, Step] = {
    S.UPLOAD_SUCCESS: lambda store, file: store.work.fetched(file, "sha", b"x"),
    S.UPLOAD_FAILED: lambda store, file: store.work.fetch_failed(file, "gone"),
    S.PROCESSING_INPROGRESS: lambda store, file: store.work.begin(file),
    S.PROCESSING_SUCCESS: lambda store, file: store.work.read(file, "sha:1", READING, known=False),
    S.UNRECOGNISED: lambda store, file: store.work.read(
        file, "sha:2", msgspec.structs.replace(READING, error_code="UNRECOGNISED"), known=False
    ),
    S.PROCESSING_FAILED: lambda store, file: store.work.read_failed(file, "engine"),
}
WAYS = [
    (S.UPLOAD_FAILED,),
    *((S.UPLOAD_SUCCESS, S.PROCESSING_INPROGRESS, end) for end in sorted(FINAL - {S.UPLOAD_FAILED})),
]


async def now_is(store: Store, file: File) -> File:
    found = await store.file(file.uuid)
    assert found is not None
    return found.file


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way[-1])
@on_a_store()
async def test_a_file_goes_its_way_and_each_step_is_told_once_however_often_it_is_made(
    store: Store, way: Sequence[FileState]
) -> None:
    flow = await new_flow(store)
    (file,) = await upload(store, flow)
    for state in way:
        store.clock.advance(5)
        await STEPS[state](store, file)
        # Told of again by a worker that knows nothing of it: the file has moved on, and nothing happens.
        await STEPS[state](store, file)
        file = await now_is(store, file)
        assert file.state == state
    assert [each for each in await told(store, flow) if each.startswith("file")] == [
        "file UPLOAD_INPROGRESS",
        *(f"file {state}" for state in way),
    ]
    # One file fewer to wait for, not two.
    row = await store.database.one("SELECT pending, finish_due FROM flows")
    assert row is not None and tuple(row) == (0, 1)
    row = await store.database.one("SELECT pending, finish_due FROM batches")
    assert row is not None and tuple(row) == (0, 1)


@pytest.mark.parametrize(
    ("state", "wanted"), [(state, other) for state in S for other in STEPS if other not in TRANSITIONS[state]]
)
@on_a_store()
async def test_no_step_leads_where_the_table_of_transitions_does_not(
    store: Store, state: FileState, wanted: FileState
) -> None:
    (file,) = await upload(store, await new_flow(store))
    async with store.database.transaction() as tx:
        await tx.run("UPDATE files SET state = ?", state)
    file = await now_is(store, file)
    if wanted == S.PROCESSING_INPROGRESS:
        assert await store.work.begin(file) == file
    else:
        with pytest.raises(AssertionError, match=f"{state} cannot become {wanted}"):
            await STEPS[wanted](store, file)
    assert await now_is(store, file) == file


@on_a_store()
async def test_the_moments_of_a_file_are_kept_beside_the_last_change(store: Store) -> None:
    (file,) = await upload(store, await new_flow(store))
    start = store.clock.now()
    for state in (S.UPLOAD_SUCCESS, S.PROCESSING_INPROGRESS, S.PROCESSING_SUCCESS):
        store.clock.advance(10)
        await STEPS[state](store, file)
        file = await now_is(store, file)
    assert (file.created_at, file.fetched_at, file.begun_at, file.changed_at) == (
        start,
        start + 10,
        start + 20,
        start + 30,
    )
    assert (file.document_type, file.page_count, file.reading_key) == ("PAN", 1, "sha:1")


@on_a_store()
async def test_a_step_that_succeeds_wipes_out_what_failed_before(store: Store) -> None:
    await upload(store, await new_flow(store))
    (file,) = await store.queues.due(FETCHES, store.clock.now(), 1)
    for times in (1, 2, 3):
        assert await store.queues.failed(FETCHES, file, "no network", lambda times: 0.0) == times
    await store.work.fetched(file, "sha", b"x")
    row = await store.database.one("SELECT failures, problem FROM files")
    assert row is not None and tuple(row) == (0, "")


@on_a_store()
async def test_the_same_bytes_are_kept_once_and_their_reading_too(store: Store) -> None:
    await upload(store, await new_flow(store), "1", "2")
    first, second = await fetch_all(store, b"same")
    assert await count(store, "contents") == 1
    assert await store.work.known_reading("same:1") is None
    for file in (first, second):
        await store.work.read(await store.work.begin(file), "same:1", READING, known=file is second)
        assert await store.work.known_reading("same:1") == READING
    await store.work.keep_reading("same:2", READING)
    assert await store.work.known_reading("same:2") == READING
    # What an engine read first stays; a reading of faults' own takes its key's place.
    other = msgspec.structs.replace(READING, document_type="OTHER")
    await store.work.keep_reading("same:1", other)
    assert await store.work.known_reading("same:1") == READING


@on_a_store()
async def test_what_is_too_large_is_not_kept_but_says_so_when_it_is_read(store: Store) -> None:
    (file,) = await upload(store, await new_flow(store))
    refused = msgspec.structs.replace(READING, document_type="", error_code="INVALID_DOC", error_reason="too large")
    await store.work.fetched_too_large(file, "large:1", refused)
    (file,) = await store.queues.due(READS, store.clock.now(), 9)
    assert (file.state, file.sha256) == (S.UPLOAD_SUCCESS, "")
    assert await count(store, "contents") == 0
    assert await store.work.known_reading("large:1") == refused


@on_a_store()
async def test_what_an_event_says_of_a_reading_names_no_number(store: Store) -> None:
    flow = await new_flow(store)
    (file,) = [await store.work.begin(each) for each in (await upload(store, flow), await fetch_all(store))[1]]
    said = msgspec.structs.replace(READING, error_code="INVALID_DOC", error_reason="2345 6789 0124 is no number")
    await store.work.read(file, "k", said, known=False)
    detail = (await store.events(flow_uuid=flow.uuid))[-1].detail
    assert detail["error_code"] == "INVALID_DOC" and "2345 6789" not in detail["error_reason"]
    assert "reading_key" not in detail and detail["pages"] == 1


@on_a_store()
async def test_what_follows_a_file_is_kept_with_it_or_not_at_all(store: Store) -> None:
    flow = await new_flow(store)
    (file,) = await upload(store, flow)
    seen: list[File] = []

    async def posts(tx: Transaction, done: File) -> list[NewDelivery]:
        seen.append(done)
        return [NewDelivery("file", "t", "http://c.test/", "", flow.uuid, subject=done.uuid)]

    async def fails(tx: Transaction, done: File) -> list[NewDelivery]:
        await tx.run("INSERT INTO meta VALUES ('half', x'00')")
        raise RuntimeError("in the middle")

    with pytest.raises(RuntimeError):
        await store.work.fetch_failed(file, "gone", fails)
    assert (await now_is(store, file)).state == S.UPLOAD_INPROGRESS
    assert await store.facts.get("half") is None and await store.queues.due(FINISHES, store.clock.now(), 9) == []
    await store.work.fetch_failed(file, "gone", posts)
    (posted,) = await store.outbox.deliveries(flow.uuid)
    assert (posted.kind, posted.subject, posted.due_at) == ("file", file.uuid, store.clock.now())
    assert [(each.state, each.problem) for each in seen] == [(S.UPLOAD_FAILED, "gone")]


@on_a_store("manual")
async def test_a_held_file_waits_in_every_stage_for_somebody_to_let_it_go(store: Store) -> None:
    (file,) = await upload(store, await new_flow(store))
    for state in (S.UPLOAD_SUCCESS, S.PROCESSING_INPROGRESS):
        assert file.due_at >= HELD
        await STEPS[state](store, file)
        file = await now_is(store, file)
    assert file.due_at >= HELD


@on_a_store()
async def test_a_reading_that_is_begun_waits_as_long_as_it_is_told_and_is_put_off_once(store: Store) -> None:
    await upload(store, await new_flow(store))
    (file,) = await fetch_all(store)
    begun = await store.work.begin(file, wait=30)
    assert begun.due_at == (await now_is(store, file)).due_at == store.clock.now() + 30
    await store.work.postpone(begun, store.clock.now() + 60)
    put_off = await now_is(store, file)
    assert (put_off.postponed, put_off.due_at) == (1, store.clock.now() + 60)
