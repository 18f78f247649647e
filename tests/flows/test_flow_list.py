"""The lists for people: what is searched, what counts as a problem, in which order, and what the numbers count."""

from __future__ import annotations

import itertools
from typing import Any

import msgspec
import pytest

from simulator.documents.model import Reading
from simulator.flows.analytics import Analytics, DocumentCounts, Scope
from simulator.flows.batches import Batches
from simulator.flows.flow_list import FlowList, flow_problems
from simulator.flows.model import Attempt, Flow
from simulator.flows.outbox import NewDelivery
from simulator.flows.queues import DELIVERIES, FETCHES, FINISHES, READS
from simulator.flows.states import DeliveryState, FileState
from simulator.flows.store import Store
from simulator.matching.model import CrossCheck
from tests.flows.stores import READING, batch_of, complete_flow, finish_all, new_flow, on_a_store, read_all, upload

S, D = FileState, DeliveryState


def check(score: int) -> CrossCheck:
    return CrossCheck("A", "a", "x", "B", "b", "y", score, "Names")


def reading(error: str = "", document_type: str = "PAN") -> Reading:
    return msgspec.structs.replace(READING, document_type=document_type, error_code=error)


async def flow_with(
    store: Store,
    name: str,
    *documents: FileState | str,
    scores: tuple[int, ...] | None = None,
    delivered: tuple[DeliveryState, ...] = (),
) -> Flow:
    """A flow with documents that end in these states (or are read with these errors), these scores and deliveries."""
    flow = await new_flow(store, application_id=name)
    for number, document in enumerate(documents):
        (file,) = await upload(store, flow, f"{name}-{number}")
        if document == S.UPLOAD_FAILED:
            await store.work.fetch_failed(file, "gone")
            continue
        await store.work.fetched(file, file.uuid, b"x")
        (file,) = await store.queues.due(READS, store.clock.now(), 1)
        begun = await store.work.begin(file)
        if document == S.PROCESSING_FAILED:
            await store.work.read_failed(begun, "engine")
        else:
            await store.work.read(begun, file.uuid, reading(str(document)), known=False)
    if scores is not None:
        (due,) = [each for each in await store.queues.due(FINISHES, store.clock.now(), 9) if each.uuid == flow.uuid]
        await store.work.finish_flow(due, [check(each) for each in scores], "SUCCESS", None)
    for state in delivered:
        async with store.database.transaction() as tx:
            await store.outbox.add(tx, NewDelivery("flow", "t", "http://c.test/", "", flow.uuid), tx.now)
        (delivery,) = await store.queues.due(DELIVERIES, store.clock.now(), 1)
        if state != D.INITIATED:
            await store.outbox.attempted(delivery, [Attempt(delivery.id, "callback", 0, 0, 1, "", "")], state, 9e15)
    return flow


CASES: dict[str, tuple[dict[str, Any], tuple[Any, ...], list[str]]] = {
    "no documents": ({}, (), []),
    "all well": ({"scores": (60, 100), "delivered": (D.DELIVERED,)}, ("", ""), []),
    "not fetched": ({}, (S.UPLOAD_FAILED, S.UPLOAD_FAILED), ["2 not fetched"]),
    "failed": ({}, (S.PROCESSING_FAILED, ""), ["1 failed to process"]),
    "unrecognised": ({}, ("UNRECOGNISED", ""), ["1 unrecognised"]),
    "invalid": ({}, ("INVALID_DOC",), ["1 invalid"]),
    "one low": ({"scores": (59, 60)}, ("",), ["1 low match"]),
    "two low": ({"scores": (0, 59, 60)}, ("",), ["2 low matches"]),
    "auth failed": ({"delivered": (D.AUTH_FAILED,)}, ("",), ["auth failed"]),
    "callback failed": ({"delivered": (D.CALLBACK_FAILED,)}, ("",), ["callback failed"]),
    "refused so far": ({"delivered": (D.IN_PROGRESS,)}, ("",), ["callback refused so far"]),
    "on its way": ({"delivered": (D.INITIATED,)}, ("",), []),
    "sent again": ({"delivered": (D.CALLBACK_FAILED, D.DELIVERED)}, ("",), []),
    "failed since": ({"delivered": (D.DELIVERED, D.AUTH_FAILED)}, ("",), ["auth failed"]),
    "everything": (
        {"scores": (10,), "delivered": (D.CALLBACK_FAILED,)},
        (S.UPLOAD_FAILED, S.PROCESSING_FAILED, "UNRECOGNISED", "INVALID_DOC"),
        ["1 not fetched", "1 failed to process", "1 unrecognised", "1 invalid", "1 low match", "callback failed"],
    ),
}


@pytest.mark.parametrize("case", CASES)
@on_a_store()
async def test_problems_of_a_flow_are_told_in_words_and_bring_it_to_the_top(store: Store, case: str) -> None:
    more, documents, problems = CASES[case]
    listed = FlowList(store.database)
    older = await flow_with(store, "older", "INVALID_DOC")
    flow = await flow_with(store, case, *documents, **more)
    newer = await flow_with(store, "newer", "")
    shown = {each.flow.uuid: each for each in await listed.page()}
    assert list(shown[flow.uuid].problems) == problems
    first = [each.flow.uuid for each in await listed.page(problems_first=True)]
    # Whatever has words of a problem comes first, and nothing else does.
    expected = [flow.uuid, older.uuid, newer.uuid] if problems else [older.uuid, newer.uuid, flow.uuid]
    assert first == expected


@on_a_store()
async def test_low_scores_count_no_more_once_a_further_upload_began_the_flow_again(store: Store) -> None:
    flow = await flow_with(store, "A", "", scores=(10,))
    listed = FlowList(store.database)
    assert (await listed.page())[0].problems == ("1 low match",)
    await upload(store, flow)
    newer = await flow_with(store, "B", "")
    assert [each.problems for each in await listed.page()] == [(), ()]
    assert (await listed.page(problems_first=True))[0].flow.uuid == newer.uuid


@pytest.mark.parametrize("delivery", ["", "DELIVERED", "RETRYING", "AUTH_FAILED"])
def test_words_for_problems_come_from_rows_alone(delivery: str) -> None:
    rows = [{"state": state, "error": error} for state, error in itertools.product(S, ("", "INVALID_DOC"))]
    words = flow_problems(rows, delivery, 1)
    assert words[:4] == ["2 not fetched", "2 failed to process", "7 invalid", "1 low match"]
    assert words[4:] == {"RETRYING": ["callback refused so far"], "AUTH_FAILED": ["auth failed"]}.get(delivery, [])


@on_a_store()
async def test_a_line_tells_documents_types_delivery_and_how_long_it_took(store: Store) -> None:
    flow = await new_flow(store)
    store.clock.advance(10)
    await upload(store, flow, "1", "2", "3")
    for number, file in enumerate(await store.queues.due(FETCHES, store.clock.now(), 9)):
        await store.work.fetched(file, str(number), b"x")
    for number, file in enumerate(await store.queues.due(READS, store.clock.now(), 9)):
        kind = ("PAN", "BILL", "PAN")[number]
        await store.work.read(await store.work.begin(file), str(number), reading(document_type=kind), known=False)
    listed = FlowList(store.database)
    (line,) = await listed.page()
    assert (line.documents, line.types, line.delivery, line.took) == (3, ("PAN", "BILL"), "", None)
    store.clock.advance(32.5)
    await finish_all(store)
    (line,) = await listed.page()
    assert (line.delivery, line.took, line.status.master_status) == ("INITIATED", 32.5, "SUCCESS")


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("APP-1", ["APP-1", "APP-10"]),
        ("app-1", ["APP-1", "APP-10"]),
        ("APP_1", []),
        ("%", ["50%"]),
        ("back\\slash", ["back\\slash"]),
        ("tenant-b", ["50%"]),
        ("DOC-APP-10", ["APP-10"]),
        ("BILL", ["APP-10"]),
        ("INVALID", ["APP-10"]),
        ("nothing", []),
        ("", ["50%", "APP-1", "APP-10", "back\\slash"]),
    ],
)
@on_a_store()
async def test_a_search_looks_at_ids_types_and_errors_and_takes_signs_for_themselves(
    store: Store, search: str, found: list[str]
) -> None:
    for name, tenant in (
        ("APP-1", "tenant-a"),
        ("APP-10", "tenant-a"),
        ("50%", "tenant-b"),
        ("back\\slash", "tenant-a"),
    ):
        flow = await new_flow(store, tenant, application_id=name)
        await upload(store, flow, f"DOC-{name}")
        await read_all(store, reading("INVALID_DOC", "BILL") if name == "APP-10" else READING)
    listed = FlowList(store.database)
    assert sorted(each.flow.application_id for each in await listed.page(search=search)) == found
    assert await listed.count(search=search) == len(found)
    assert await listed.count(search=search, tenant="tenant-b") == ("50%" in found)
    for each in await listed.page(search=search):
        for own in (each.flow.uuid, each.flow.uuid[5:20].upper()):
            assert [one.flow.uuid for one in await listed.page(search=own)] == [each.flow.uuid]


@on_a_store()
async def test_pages_follow_each_other_and_tenants_are_listed_once(store: Store) -> None:
    flows = [await new_flow(store, tenant, application_id=tenant) for tenant in ("b", "a", "b", "c", "a")]
    newest = [flow.uuid for flow in flows[::-1]]
    listed = FlowList(store.database)
    pages = [[each.flow.uuid for each in await listed.page(skip=skip, limit=2)] for skip in (0, 2, 4, 6)]
    assert pages == [newest[:2], newest[2:4], newest[4:], []]
    assert await listed.tenants() == ["a", "b", "c"] and await listed.tenants(2) == ["a", "b"]
    assert [each.flow.uuid for each in await listed.page(tenant="b")] == [flows[2].uuid, flows[0].uuid]
    assert [each.uuid for each in await store.flows(tenant="a", before=flows[4].id, limit=9)] == [flows[1].uuid]
    assert [each.uuid for each in await store.flows(application_id="b", before=99, limit=1)] == [flows[2].uuid]


@on_a_store()
async def test_batches_without_a_flow_have_a_list_of_their_own(store: Store) -> None:
    batches = Batches(store.database)
    await complete_flow(store)
    old = await batch_of(store, "1", "2")
    await read_all(store, reading("UNRECOGNISED", ""))
    store.clock.advance(1)
    new = await batch_of(store, family="bulk")
    assert await batches.count() == 2
    listed = await batches.page()
    assert [(each.batch.id, each.documents, each.done) for each in listed] == [(new.id, 1, 0), (old.id, 2, 2)]
    assert [(each.types, each.problems) for each in listed] == [((), ()), ((), ("2 unrecognised",))]
    assert [each.batch.id for each in await batches.page(skip=1, limit=1)] == [old.id]
    assert await batches.one(old.id) == old and await batches.one("none") is None
    states = [event.state for event in await batches.events(old, 99)]
    assert states.count("UNRECOGNISED") == 2 and len(await batches.events(old, 3)) == 3
    assert await batches.deliveries(old) == []


@on_a_store()
async def test_counts_are_of_the_families_the_tenant_and_the_time_that_are_asked_for(store: Store) -> None:
    start = store.clock.now()
    await flow_with(store, "A", "", "UNRECOGNISED", S.UPLOAD_FAILED, delivered=(D.DELIVERED,))
    store.clock.advance(100)
    flow = await new_flow(store, "other", application_id="B", product_type="Q")
    await upload(store, flow)
    await batch_of(store, "1", "2")
    counts = Analytics(store.database)

    async def states(**more: Any) -> dict[str, int]:
        found = await counts.files_by_state(Scope(more.pop("families", ("v3",)), **more))
        return {state: each.documents for state, each in found.items()}

    assert await states() == {"PROCESSING_SUCCESS": 1, "UNRECOGNISED": 1, "UPLOAD_FAILED": 1, "UPLOAD_INPROGRESS": 1}
    assert await states(tenant="other") == {"UPLOAD_INPROGRESS": 1}
    assert await states(families=("docstream",)) == {"UPLOAD_INPROGRESS": 2}
    assert await states(families=("docstream", "v3"), since=start + 100) == {"UPLOAD_INPROGRESS": 3}
    assert await states(until=start) == {}
    assert sum((await states(until=start + 100)).values()) == 3
    assert await counts.good_types(Scope(("v3",))) == {"PAN": DocumentCounts(1, 1)}
    assert await counts.products(Scope(("v3",))) == {"P": (1, 3), "Q": (0, 1)}
    assert [await counts.flows(Scope(("v3",), tenant)) for tenant in ("", "t", "other", "none")] == [2, 1, 1, 0]
    assert await counts.deliveries_by_state("flow", Scope(("v3",))) == {"DELIVERED": 1}
    assert await counts.deliveries_by_state("flow", Scope(("v3",), "other")) == {}
    assert await counts.clients(["v3"]) == ["other", "t"] and await counts.clients(["docstream"]) == ["t"]
    files, total = await counts.list_files(Scope(("v3",)), ["UNRECOGNISED", "PROCESSING_SUCCESS"], 0, 1)
    assert total == 2 and [(each.application_id, each.document_type) for each in files] == [("A", "PAN")]
    posted, total = await counts.list_callbacks(["DELIVERED"], 0, 9)
    assert total == 1 and (posted[0].application_id, posted[0].page_count) == ("A", 2)
    assert [each.document_type for each in await counts.newest_readings(Scope(("v3",)), "")] == ["PAN"]
    assert await counts.newest_readings(Scope(("v3",)), "BILL") == []


@on_a_store()
async def test_spans_tell_when_each_thing_happened_to_a_file_and_not_what_did_not(store: Store) -> None:
    start = store.clock.now()
    flow = await new_flow(store)
    (file, other) = await upload(store, flow, "1", "2")
    store.clock.advance(1)
    await store.work.fetched(file, "x", b"x")
    store.clock.advance(1)
    (waiting,) = await store.queues.due(READS, store.clock.now(), 1)
    begun = await store.work.begin(waiting)
    store.clock.advance(1)
    await store.work.read(begun, "x", READING, known=False)
    async with store.database.transaction() as tx:
        post = NewDelivery("file", "t", "http://c.test/", "http://a.test/", flow.uuid, subject=file.uuid)
        number = await store.outbox.add(tx, post, tx.now)
    delivery = await store.outbox.delivery(number)
    assert delivery is not None
    made = [
        Attempt(number, "auth", start + 4, 0.25, 200, "", ""),
        Attempt(number, "callback", start + 5, 0.5, 200, "", ""),
    ]
    await store.outbox.attempted(delivery, made, D.DELIVERED, 0.0)
    done, unread = await Analytics(store.database).spans_of_flow(flow.uuid)
    moments = (done.created_at, done.fetched_at, done.begun_at, done.done_at, done.sent_at)
    assert moments == (start, start + 1, start + 2, start + 3, start + 5)
    assert (done.auth_seconds, done.callback_seconds, done.notified_at) == (0.25, 0.5, None)
    assert (unread.file_uuid, unread.fetched_at, unread.begun_at, unread.done_at, unread.sent_at) == (
        other.uuid,
        *[None] * 4,
    )
    assert [each.file_uuid for each in await Analytics(store.database).newest_spans(Scope(("v3",)))] == [file.uuid]
