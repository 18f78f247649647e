"""The four statuses as clients poll them: kept in memory, true at every moment, never going back; and who applies in a flow."""

from __future__ import annotations

import itertools
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.flows import status_cache
from simulator.flows.applicants import Applicant, NewApplicant
from simulator.flows.queues import FETCHES, FINISHES, READS
from simulator.flows.state_backup import StateBackup
from simulator.flows.states import FlowStatus, roll_up
from simulator.flows.store import Store
from tests.flows.stores import READING, complete_flow, new_flow, on_a_store, read_all, run, told, upload

#: How far each word is; of a flow that takes no further upload, none goes back.
FAR = ["NOT_STARTED", "PENDING", "IN_PROGRESS", "COMPLETED SUCCESS FAILED"]


def far(word: str) -> int:
    return next(at for at, words in enumerate(FAR) if word in words.split())


async def step(store: Store, kind: str, number: int) -> bool:
    """Do one thing that is due, the one of that number; whether there was one."""
    queue = {"fetch": FETCHES, "lose": FETCHES, "begin": READS, "read": READS, "fail": READS, "finish": FINISHES}[kind]
    due = await store.queues.due(queue, store.clock.now(), 9)
    fits = [
        each
        for each in due
        if kind not in ("begin", "read", "fail") or (each.state == "UPLOAD_SUCCESS") == (kind == "begin")
    ]
    if not fits:
        return False
    job = fits[number % len(fits)]
    match kind:
        case "fetch":
            await store.work.fetched(job, job.uuid, b"x")
        case "lose":
            await store.work.fetch_failed(job, "gone")
        case "begin":
            await store.work.begin(job)
        case "read":
            await store.work.read(job, job.uuid, READING, known=False)
        case "fail":
            await store.work.read_failed(job, "engine")
        case _:
            await store.work.finish_flow(job, [], "SUCCESS", None)
    return True


@settings(max_examples=40, deadline=None)
@given(
    st.integers(1, 4),
    st.lists(
        st.tuples(st.sampled_from(["fetch", "lose", "begin", "read", "fail", "finish"]), st.integers(0, 3)), max_size=24
    ),
)
def test_what_is_polled_is_what_the_files_say_and_never_goes_back(files: int, steps: list[tuple[str, int]]) -> None:
    async def body(store: Store) -> None:
        flow = await new_flow(store)
        other = await new_flow(store, application_id="B")
        await upload(store, flow, *map(str, range(files)))
        seen: list[FlowStatus] = []
        for kind, number in steps:
            await step(store, kind, number)
            polled = await store.statuses.of(flow.uuid, "t")
            assert polled is not None and polled == await store.statuses.of(flow.uuid, "t")
            found = await store.flow(flow.uuid)
            assert found is not None
            states = Counter(each.file.state for each in await store.files_of_flow(flow.uuid))
            assert polled == roll_up(states, found.checked)
            seen.append(polled)
        for before, after in itertools.pairwise(seen):
            for old, new in zip(_words(before), _words(after), strict=True):
                assert old == new or far(new) > far(old), (before, after)
        assert (await store.statuses.of(other.uuid, "t")).master_status == "NOT_STARTED"  # type: ignore[union-attr]

    run(body)


def _words(status: FlowStatus) -> list[str]:
    return [status.upload_status, status.processing_status, status.crossheck_status, status.master_status]


@on_a_store()
async def test_a_status_that_nothing_changed_is_asked_for_once(store: Store) -> None:
    flow = await complete_flow(store)
    asked: list[str] = []
    ask = store.database.one

    async def noted(sql: str, *values: object) -> object:
        asked.append(sql)
        return await ask(sql, *values)

    store.database.one = noted  # type: ignore[method-assign, assignment]
    for tenant, family, known in (("t", "", True), ("t", "v3", True), ("other", "", False), ("t", "v1", False)):
        assert (await store.statuses.of(flow.uuid, tenant, family) is not None) is known
    assert len(asked) == 1, "also who may not see it is told from memory"
    store.statuses.forget()
    await store.statuses.of(flow.uuid, "t")
    assert len(asked) == 2
    await upload(store, flow)
    asked.clear()
    assert (await store.statuses.of(flow.uuid, "t")).upload_status == "IN_PROGRESS"  # type: ignore[union-attr]
    assert len(asked) == 1, "what changed is asked for again"
    assert await store.statuses.of("none", "t") is None and await store.statuses.of("none", "t") is None
    assert len(asked) == 3, "what is not there is not remembered"


@on_a_store()
async def test_what_changes_while_it_is_asked_for_is_not_remembered(store: Store) -> None:
    flow = await new_flow(store)
    ask = store.database.all

    async def meanwhile(sql: str, *values: object) -> object:
        found = await ask(sql, *values)
        if sql.startswith("SELECT state, count(*)"):
            store.database.all = ask  # type: ignore[method-assign]
            await upload(store, flow)
        return found

    store.database.all = meanwhile  # type: ignore[method-assign, assignment]
    assert (await store.statuses.of(flow.uuid, "t")).upload_status == "NOT_STARTED"  # type: ignore[union-attr]
    assert (await store.statuses.of(flow.uuid, "t")).upload_status == "IN_PROGRESS"  # type: ignore[union-attr]


@on_a_store()
async def test_no_more_statuses_are_remembered_than_may_be(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(status_cache, "STATUS_CACHE", 2)
    flows = [await new_flow(store, application_id=str(number)) for number in range(4)]
    for flow in flows:
        await store.statuses.of(flow.uuid, "t")
    assert list(store.statuses._known) == [flow.uuid for flow in flows[2:]]


@on_a_store()
async def test_a_flow_that_was_reset_has_no_status_once_it_was_forgotten(store: Store) -> None:
    flow = await complete_flow(store)
    await store.statuses.of(flow.uuid, "t")
    await StateBackup(store.database).clear("t")
    store.statuses.forget()
    assert await store.statuses.of(flow.uuid, "t") is None


@on_a_store()
async def test_applicants_are_the_primary_one_and_those_that_were_added_the_deleted_ones_too(store: Store) -> None:
    flow = await new_flow(store, family="v2", external_reference_id="R0", username="Asha", user_docs=["PAN"])
    new = [
        NewApplicant("R1", "Ravi", ["AADHAAR", "PAN"]),
        NewApplicant("R0", "the primary one's"),
        NewApplicant("R2", "Kiran"),
        NewApplicant("R1", "twice in one call"),
    ]
    added = await store.applicants.add(flow, new)
    assert [each and each.username for each in added] == ["Ravi", None, "Kiran", None]
    assert await store.applicants.add(flow, [NewApplicant("R2", "again")]) == [None]
    first, ravi, kiran = await store.applicants.of_flow(flow)
    assert first == Applicant("R0", "Asha", ["PAN"]) and first.primary and not ravi.primary
    assert (ravi.user_docs, kiran.user_docs) == (["AADHAAR", "PAN"], None)
    assert [await store.applicants.delete(flow, ravi) for _ in range(2)] == [True, False]
    # A reference that was deleted is free again; who had it is still remembered.
    (again,) = await store.applicants.add(flow, [NewApplicant("R1", "Ravi the second")])
    assert again is not None and again.uuid != ravi.uuid
    listed = [(each.username, each.deleted) for each in await store.applicants.of_flow(flow)]
    assert listed == [("Asha", False), ("Ravi", True), ("Kiran", False), ("Ravi the second", False)]
    other = await new_flow(store, application_id="B")
    assert [each.primary for each in await store.applicants.of_flow(other)] == [True]
    events = await told(store, flow)
    assert (events.count("applicant CREATED"), events.count("applicant DELETED")) == (3, 1)


@on_a_store()
async def test_messages_are_told_the_newest_first_and_counted(store: Store) -> None:
    flow = await new_flow(store)
    async with store.database.transaction() as tx:
        for number in range(5):
            await store.messages.add(tx, "t", flow.uuid, "user" if number % 2 else "system", "intent", f"text {number}")
            store.clock.advance(1)
    found = await store.messages.newest(flow.uuid)
    assert [each.text for each in found] == [f"text {number}" for number in (4, 3, 2, 1, 0)]
    assert [each.text for each in await store.messages.newest(flow.uuid, offset=1, limit=2)] == ["text 3", "text 2"]
    assert [each.sender for each in found[:2]] == ["system", "user"] and len({each.uuid for each in found}) == 5
    assert (await store.messages.count(flow.uuid), await store.messages.count("other")) == (5, 0)


@on_a_store()
async def test_events_are_told_from_a_number_on_by_flow_and_by_tenant(store: Store) -> None:
    flow, other = await new_flow(store), await new_flow(store, "other", application_id="B")
    await upload(store, other)
    await read_all(store)
    every = await store.events()
    assert [event.id for event in every] == list(range(1, len(every) + 1)) and await store.last_event() == len(every)
    assert await store.events(after=3) == every[3:] and await store.events(limit=2) == every[:2]
    assert {event.flow_uuid for event in await store.events(flow_uuid=other.uuid)} == {other.uuid}
    assert [event.kind for event in await store.events(tenant="t")] == ["flow"]
    assert await store.flow_facts(flow.uuid) == ("t", "A") and await store.application_of(other.uuid) == "B"
    assert await store.flow_facts("none") == ("", "") and await store.application_of("none") == ""
