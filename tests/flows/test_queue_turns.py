"""Whose turn it is in a queue, what one look costs, and what becomes of a row that is no job: on a state file in a folder."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from simulator.clock import Clock
from simulator.errors import StoreUnavailable
from simulator.flows.model import HELD, File, NewFile, NewFlow
from simulator.flows.pace import Pace
from simulator.flows.queues import BATCHES, FETCHES, FINISHES, JOBS_AT_ONCE, READS, SPARE_TENANTS, TENANTS_AT_ONCE
from simulator.flows.store import Store

Script = Callable[[Store], Awaitable[None]]


@pytest.fixture
def on_a_store(tmp_path: Path) -> Callable[[Script], None]:
    async def run(script: Script) -> None:
        store = Store(str(tmp_path / "state.sqlite3"), Clock(), Pace("instant", seed=1))
        await store.open()
        try:
            await script(store)
        finally:
            await store.close()

    return lambda script: asyncio.run(run(script))


async def waiting(store: Store, *, host: str = "h.test", **counts: int) -> None:
    """So many files of each tenant that wait to be fetched; their document_ids are the tenant's name and a number."""
    for tenant, count in counts.items():
        files = [NewFile(f"http://{host}/{n}", f"{tenant}{n}") for n in range(1, count + 1)]
        await store.accept(tenant, "bulk", files)


async def look(store: Store, limit: int, running: Sequence[File] = (), **hosts: Any) -> list[File]:
    return await store.queues.due(FETCHES, store.clock.now(), limit, running, **hosts)


def names(files: Sequence[File]) -> list[str]:
    return [file.document_id for file in files]


def test_tenants_take_turns_from_look_to_look_and_begin_again_behind_the_last(on_a_store: Any) -> None:
    async def script(store: Store) -> None:
        await waiting(store, a=1, b=1, c=1)
        assert [names(await look(store, 1)) for _ in range(4)] == [["a1"], ["b1"], ["c1"], ["a1"]]
        # The one whose job came last in a look had the last turn.
        assert names(await look(store, 4)) == ["b1", "c1", "a1"]
        assert names(await look(store, 2)) == ["b1", "c1"]

    on_a_store(script)


def test_one_look_takes_one_job_of_each_tenant_then_a_second_the_oldest_first(on_a_store: Any) -> None:
    async def script(store: Store) -> None:
        await waiting(store, a=3, b=1, c=3)
        assert names(await look(store, 20)) == ["a1", "b1", "c1", "a2", "c2", "a3", "c3"]

    on_a_store(script)


def test_a_look_gives_no_more_than_there_are_free_places(on_a_store: Any) -> None:
    async def script(store: Store) -> None:
        await waiting(store, a=4, b=4)
        for file in await look(store, 32):
            await store.work.fetched(file, f"{file.id:064}", b"x")
        for limit in range(1, 9):
            found = await store.queues.due(READS, store.clock.now(), limit)
            assert len(found) == limit
            assert abs(Counter(job.tenant for job in found)["a"] - limit / 2) <= 0.5

    on_a_store(script)


@pytest.mark.parametrize(
    ("limit", "waits", "taken"),
    [
        # It may have as many under way as it leaves places free.
        (1, {"a": 9}, {"a": 1}),
        (2, {"a": 9}, {"a": 1}),
        (3, {"a": 9}, {"a": 2}),
        (8, {"a": 9}, {"a": 4}),
        (8, {"a": 50, "b": 2, "c": 1}, {"a": 3, "b": 2, "c": 1}),
        (8, {"a": 50, "b": 50}, {"a": 3, "b": 3}),
        (2 * JOBS_AT_ONCE + 2, {"a": 99}, {"a": JOBS_AT_ONCE}),
    ],
)
def test_no_tenant_gets_the_last_free_places(
    on_a_store: Any, limit: int, waits: dict[str, int], taken: dict[str, int]
) -> None:
    async def script(store: Store) -> None:
        await waiting(store, **waits)
        assert Counter(job.tenant for job in await look(store, limit)) == taken

    on_a_store(script)


def test_what_a_tenant_has_under_way_counts_against_its_free_places(on_a_store: Any) -> None:
    async def script(store: Store) -> None:
        await waiting(store, a=50, b=1)
        first = await look(store, 8)
        own = [job for job in first if job.tenant == "a"]
        assert len(own) == 4
        # Four of eight run: of four free places it could have none more. Two of eight: it takes two and leaves four.
        assert names(await look(store, 4, first)) == []
        assert names(await look(store, 6, own[:2])) == ["b1", "a3", "a4"]

    on_a_store(script)


def test_tenants_that_have_nothing_that_can_be_done_are_passed_over_however_many(on_a_store: Any) -> None:
    async def script(store: Store) -> None:
        crowd = {f"t{number:03}": 1 for number in range(TENANTS_AT_ONCE + 6)}
        await waiting(store, host="full.test", **crowd)
        await waiting(store, z=1)
        assert names(await look(store, 1, full_hosts={"full.test"})) == ["z1"]
        assert names(await look(store, 500, full_hosts={"full.test"})) == ["z1"]

    on_a_store(script)


def test_as_many_tenants_as_a_look_takes_without_a_job_hide_no_further_one(on_a_store: Any) -> None:
    async def script(store: Store) -> None:
        await waiting(store, host="full.test", **{f"t{number}": 1 for number in range(1 + SPARE_TENANTS)})
        await waiting(store, z=1)
        assert names(await look(store, 1, full_hosts={"full.test"})) == ["z1"]

    on_a_store(script)


def rows_asked(store: Store) -> list[int]:
    """How many rows each question brings, from now on."""
    asked, ask = list[int](), store.database.all

    async def counted(sql: str, *values: Any) -> Any:
        found = await ask(sql, *values)
        asked.append(len(found))
        return found

    store.database.all = counted  # type: ignore[method-assign]
    return asked


def test_a_look_asks_for_no_more_tenants_and_no_more_of_a_backlog_than_it_needs(on_a_store: Any) -> None:
    async def script(store: Store) -> None:
        await waiting(store, **{f"t{number}": 40 for number in range(9)})
        asked = rows_asked(store)
        # The names of one tenant more for each of four that might have nothing, and one job of each.
        assert names(await look(store, 1)) == ["t01"]
        assert asked == [5, 5]
        asked.clear()
        assert names(await look(store, 1)) == ["t11"]
        assert asked == [5, 5]
        asked.clear()
        # From t1 on: t2 to t8, then around to t1; two jobs of each would fill twelve places.
        assert len(await look(store, 12)) == 11
        assert asked == [9, 18]
        asked.clear()
        store.queues._last["download"] = "t6"
        assert names(await look(store, 1)) == ["t71"]
        assert asked == [5, 5]

    on_a_store(script)


def test_a_look_takes_up_to_64_tenants_and_32_jobs_however_many_places_are_free(on_a_store: Any) -> None:
    async def script(store: Store) -> None:
        await waiting(store, **{f"t{number:02}": 1 for number in range(70)})
        asked = rows_asked(store)
        assert len(await look(store, 500)) == 32
        assert asked == [64, 64]

    on_a_store(script)


def test_a_queue_that_is_empty_is_found_empty_with_one_question(on_a_store: Any) -> None:
    async def script(store: Store) -> None:
        asked = rows_asked(store)
        assert await look(store, 5) == []
        assert asked == [0]
        await waiting(store, a=1)
        (file,) = await look(store, 5)
        await store.queues.postpone(FETCHES, file, "", HELD)
        assert await look(store, 5) == []

    on_a_store(script)


def test_tenants_of_any_name_have_their_turns(on_a_store: Any) -> None:
    async def script(store: Store) -> None:
        await waiting(store, **{"z": 1, "A": 1, "ä": 1, "": 0, "भ": 1, "🂡": 1})
        turns = [names(await look(store, 1)) for _ in range(6)]
        assert turns == [["A1"], ["z1"], ["ä1"], ["भ1"], ["🂡1"], ["A1"]]

    on_a_store(script)


def test_a_row_that_is_no_job_is_told_of_and_set_aside_and_the_others_go_on(
    on_a_store: Any, caplog: pytest.LogCaptureFixture
) -> None:
    async def script(store: Store) -> None:
        flows = [
            await store.create_flow(NewFlow(tenant="t", family="v3", product_type="P", application_id=str(n)))
            for n in range(3)
        ]
        async with store.database.transaction() as tx:
            await tx.run("UPDATE flows SET finish_due = 1")
            await tx.run("UPDATE flows SET user_docs = 'not JSON' WHERE id = ?", flows[1].id)
        with caplog.at_level(logging.ERROR, "simulator.flows"):
            found = await store.queues.due(FINISHES, store.clock.now(), 8)
        assert [flow.application_id for flow in found] == ["0", "2"]
        row = await store.database.one("SELECT due_at, problem, failures FROM flows WHERE id = ?", flows[1].id)
        assert row is not None and tuple(row) == (HELD, "not a job: DecodeError", 1)
        (told,) = caplog.records
        assert told.getMessage() == "a row of flows is no job and is set aside"
        assert told.__dict__["job"] == flows[1].id and told.exc_info
        assert (await store.queues.counts(store.clock.now()))["finish", "held"] == 1

    on_a_store(script)


@pytest.mark.parametrize("queue", [FINISHES, BATCHES])
def test_what_failed_is_told_under_the_flow_that_it_is_of(on_a_store: Any, queue: Any) -> None:
    async def script(store: Store) -> None:
        flow = await store.create_flow(NewFlow(tenant="t", family="v3", product_type="P", application_id="A"))
        await store.accept("t", "v3", [NewFile("http://h.test/x", "1")], flow=flow)
        async with store.database.transaction() as tx:
            await tx.run(f"UPDATE {queue.table} SET finish_due = 1")
        (job,) = await store.queues.due(queue, store.clock.now(), 1)
        assert await store.queues.failed(queue, job, "out of order", lambda times: HELD) == 1
        (told,) = [event for event in await store.events(flow_uuid=flow.uuid) if event.kind == "failure"]
        assert (told.tenant, told.state, told.detail) == ("t", queue.name, {"problem": "out of order", "times": 1})
        assert await store.queues.due(queue, store.clock.now() + 1e6, 1) == []

    on_a_store(script)


def test_a_job_is_not_to_blame_for_a_state_file_that_is_gone(on_a_store: Any, tmp_path: Path) -> None:
    async def script(store: Store) -> None:
        await waiting(store, a=1)
        (file,) = await look(store, 1)
        path = tmp_path / "state.sqlite3"
        path.rename(tmp_path / "elsewhere")
        with pytest.raises(StoreUnavailable) as caught:
            await store.queues.failed(FETCHES, file, "disk", lambda times: HELD)
        assert str(caught.value) == f"state file {path}: {store.database.trouble}" and store.database.trouble
        (tmp_path / "elsewhere").rename(path)
        assert names(await look(store, 1)) == ["a1"]
        row = await store.database.one("SELECT failures, problem FROM files WHERE id = ?", file.id)
        assert row is not None and tuple(row) == (0, "")

    on_a_store(script)


def test_what_is_put_off_keeps_its_reason_masked_and_counts_no_failure(on_a_store: Any) -> None:
    async def script(store: Store) -> None:
        await waiting(store, a=2)
        first, second = await look(store, 3)
        await store.queues.postpone(FETCHES, first, "number 2345 6789 0124", store.clock.now() + 9)
        assert names(await look(store, 3)) == ["a2"]
        row = await store.database.one("SELECT failures, problem FROM files WHERE id = ?", first.id)
        assert row is not None and row["failures"] == 0 and "2345 6789" not in row["problem"]
        # What is done meanwhile is not put off any more.
        await store.work.fetch_failed(second, "gone")
        await store.queues.postpone(FETCHES, second, "late", 0.0)
        row = await store.database.one("SELECT problem FROM files WHERE id = ?", second.id)
        assert row is not None and row["problem"] != "late"

    on_a_store(script)
