"""The journal and the inboxes: what is kept, which entries fit a filter, and what answers were asked for in advance."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from simulator.flows.fault_rules import FaultRules
from simulator.flows.inbox import Inbox, ReceivedRequest
from simulator.flows.journal import PER_DELETE, Entry, EntryFilter, Journal
from simulator.flows.storage_limits import StorageLimit, Usage, evict_oldest, usage
from simulator.flows.store import Store
from simulator.flows.stored_scenarios import Scenarios, StoredScenario
from simulator.flows.uploads import StorageFull, StoredUpload, Uploads
from tests.flows.stores import new_flow, on_a_store, told

ENTRIES = {
    "init": Entry(tenant="a", method="POST", url="/v3/verification/flow/init", status=200, application_id="APP"),
    "status": Entry(tenant="a", method="GET", url="/v3/verification/status?flow_uuid=F", status=200, flow_uuid="F"),
    "refused": Entry(tenant="b", method="POST", url="/v3/verification/multiupload", status=422, documents=("1", "2")),
    "download": Entry(
        tenant="a", kind="download", method="GET", url="http://h.test/1.png", status=0, problem="no answer"
    ),
    "callback": Entry(
        tenant="a",
        kind="callback",
        method="POST",
        url="http://c.test/cb",
        status=500,
        fault="callback fail",
        batch_id="B",
    ),
    "faulty": Entry(
        tenant="a", kind="auth", method="POST", url="http://c.test/auth", status=401, fault="callback fail 3"
    ),
    "other": Entry(
        tenant="b",
        method="GET",
        url="/v3/verification/flow_init",
        status=404,
        documents=("12",),
        fault="callbacks fail",
    ),
}


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, " ".join(ENTRIES)),
        ({"tenant": "b"}, "refused other"),
        ({"kind": "auth"}, "faulty"),
        ({"kind": "request", "tenant": "a"}, "init status"),
        ({"method": "GET"}, "status download other"),
        ({"status": 200}, "init status"),
        ({"status": 0}, "download"),
        ({"flow": "F"}, "status"),
        ({"batch": "B"}, "callback"),
        ({"document": "1"}, "refused"),
        ({"document": "12"}, "other"),
        ({"application": "APP"}, "init"),
        ({"fault": "callback fail"}, "callback faulty"),
        ({"fault": "callback"}, "callback faulty"),
        ({"fault": "callback_fail"}, ""),
        ({"fault": "%"}, ""),
        # An endpoint is the end of a path, whole names only, whatever its query; with a method in front or not.
        ({"endpoint": "flow/init"}, "init"),
        ({"endpoint": "/v3/verification/flow/init"}, "init"),
        ({"endpoint": "init"}, "init"),
        ({"endpoint": "nit"}, ""),
        ({"endpoint": "status"}, "status"),
        ({"endpoint": "verification"}, ""),
        ({"endpoint": "get status"}, "status"),
        ({"endpoint": "POST status"}, ""),
        ({"endpoint": "http://c.test/cb"}, "callback"),
        # No letter of it stands for any other.
        ({"endpoint": "flow_init"}, "other"),
        ({"endpoint": "%"}, ""),
        ({"endpoint": "stat_s"}, ""),
        ({"endpoint": "multiupload", "status": 200}, ""),
        ({"after": 5}, "faulty other"),
    ],
)
@on_a_store()
async def test_entries_that_fit_all_that_is_asked_for_are_found_in_order(
    store: Store, wanted: dict[str, Any], found: str
) -> None:
    journal = Journal(store.database)
    await journal.add(list(ENTRIES.values()))
    names = [list(ENTRIES)[each.id - 1] for each in await journal.entries(EntryFilter(**wanted), limit=99)]
    assert names == found.split()


@on_a_store()
async def test_a_poll_that_names_only_its_flow_is_of_the_flow_s_application(store: Store) -> None:
    flow = await new_flow(store, application_id="APP")
    journal = Journal(store.database)
    await journal.add(
        [
            Entry(url="/a", flow_uuid=flow.uuid),
            Entry(url="/b", flow_uuid="other"),
            Entry(url="/c", application_id="APP"),
        ]
    )
    assert [each.url for each in await journal.entries(EntryFilter(application="APP"), limit=9)] == ["/a", "/c"]


@on_a_store()
async def test_entries_come_back_as_they_were_also_many_at_once(store: Store) -> None:
    journal = Journal(store.database)
    whole = Entry(
        at=5.5,
        tenant="t",
        kind="callback",
        method="POST",
        url="/x",
        status=200,
        ms=1.5,
        flow_uuid="F",
        batch_id="B",
        application_id="A",
        documents=("1", "é"),
        fault="f",
        problem="p",
        headers={"Token": "***"},
        request="{}",
        answer="ü",
    )
    await journal.add([whole] * (2 * PER_DELETE + 1))
    kept = await journal.entries(EntryFilter(), limit=999)
    assert [each.id for each in kept] == list(range(1, 2 * PER_DELETE + 2))
    assert {msgspec.json.encode(msgspec.structs.replace(each, id=0)) for each in kept} == {msgspec.json.encode(whole)}
    assert [each.id for each in await journal.entries(EntryFilter(), limit=2)] == [1, 2]
    assert [each.id for each in await journal.entries(EntryFilter(), limit=2, newest=True)] == [120, 121]
    await journal.add([])
    row = await store.database.one("SELECT size FROM journal LIMIT 1")
    assert row is not None and row["size"] == len("/x") + len("{}") + len("ü") + len("Token***")


async def sizes(store: Store) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for row in await store.database.all("SELECT tenant, size FROM journal ORDER BY id"):
        found.setdefault(row["tenant"], []).append(row["size"])
    return found


@pytest.mark.parametrize(
    ("rows", "size", "left"),
    [
        # Within the bound nothing goes, on it neither.
        (7, 1000, {"a": [10, 10, 10, 10], "b": [50, 50], "c": [100]}),
        # By number who has most entries, the oldest first; by size who has most bytes.
        (6, 1000, {"a": [10, 10, 10], "b": [50, 50], "c": [100]}),
        (4, 1000, {"a": [10], "b": [50, 50], "c": [100]}),
        (3, 1000, {"b": [50, 50], "c": [100]}),
        (1, 1000, {"c": [100]}),
        (7, 239, {"a": [10, 10, 10, 10], "b": [50], "c": [100]}),
        (7, 190, {"a": [10, 10, 10, 10], "b": [50], "c": [100]}),
        (7, 189, {"a": [10, 10, 10, 10], "c": [100]}),
        (7, 0, {}),
        (0, 1000, {}),
    ],
)
@on_a_store()
async def test_who_has_most_makes_room_and_loses_the_oldest_alone(
    store: Store, rows: int, size: int, left: dict[str, list[int]]
) -> None:
    entries = [("a", 10), ("b", 50), ("a", 10), ("b", 50), ("a", 10), ("c", 100), ("a", 10)]
    await Journal(store.database).add([Entry(tenant=tenant, url="x" * length) for tenant, length in entries])
    bound = StorageLimit("journal", rows, size)
    async with store.database.transaction() as tx:
        await evict_oldest(tx, bound)
    kept = await sizes(store)
    assert kept == left
    assert await usage(store.database, bound) == Usage(
        bound, sum(map(len, kept.values())), sum(map(sum, kept.values()))
    )


@pytest.mark.parametrize(("rows", "size", "fullness"), [(5, 0, 0.5), (1, 90, 0.9), (10, 100, 1.0), (0, 0, 0.0)])
def test_a_table_is_as_full_as_the_nearer_of_its_bounds(rows: int, size: int, fullness: float) -> None:
    assert Usage(StorageLimit("t", 10, 100), rows, size).fullness == fullness


def came(name: str = "box", step: Any = "callback", body: bytes = b"{}") -> ReceivedRequest:
    return ReceivedRequest(name, "t", step, "POST", "a=1", {"Token": "x"}, body)


@on_a_store()
async def test_an_inbox_answers_as_was_asked_for_step_by_step_and_then_200(store: Store) -> None:
    inbox = Inbox(store.database)
    await inbox.answer_with("box", "t", "callback", [500, 404])
    await inbox.answer_with("box", "t", "auth", [401])
    steps = ["callback", "auth", "callback", "callback", "auth"]
    answered = [(await inbox.receive(came(step=step))).status for step in steps]
    assert answered == [500, 401, 404, 200, 200]
    assert (await inbox.receive(came("other"))).status == 200
    await inbox.answer_with("box", "t", "callback", [500])
    await inbox.answer_with("box", "t", "callback", [503])
    assert (await inbox.receive(came())).status == 503, "asked for again, it is as was said last"
    assert (await told(store))[-1] == "inbox 503"


@on_a_store()
async def test_an_inbox_tells_what_came_to_it_in_order_or_the_newest_first(store: Store) -> None:
    inbox = Inbox(store.database)
    for number, (name, step) in enumerate(
        [("box", "auth"), ("box", "callback"), ("other", "callback"), ("box", "callback")]
    ):
        await inbox.receive(came(name, step, str(number).encode()))

    def bodies(found: list[ReceivedRequest]) -> list[bytes]:
        return [each.body for each in found]

    assert bodies(await inbox.received("box")) == [b"0", b"1", b"3"]
    assert bodies(await inbox.received("box", step="callback")) == [b"1", b"3"]
    assert bodies(await inbox.received("box", after=2)) == [b"3"]
    assert bodies(await inbox.received("box", limit=1)) == [b"0"]
    assert bodies(await inbox.newest("box", limit=2)) == [b"3", b"1"]
    (first, *_) = await inbox.received("box")
    assert (first.query, first.headers, first.at, first.status) == ("a=1", {"Token": "x"}, store.clock.now(), 200)
    row = await store.database.one("SELECT size FROM inbox WHERE id = 1")
    assert row is not None and row["size"] == len("0") + len("a=1") + len("Tokenx")
    assert await inbox.names() == [("box", 3), ("other", 1)]
    await inbox.answer_with("box", "t", "callback", [500])
    assert await inbox.clear("box") == 3 and await inbox.clear("box") == 0
    assert (await inbox.receive(came())).status == 200, "an emptied inbox has no answers asked for, either"
    assert await inbox.names() == [("box", 1), ("other", 1)]


@on_a_store()
async def test_a_file_takes_the_place_of_its_tenant_s_older_one_also_where_there_is_no_room_for_another(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("simulator.flows.uploads.UPLOADS", StorageLimit("uploads", 2, 100))
    uploads = Uploads(store.database)
    for tenant, body in (("a", b"x" * 40), ("b", b"y" * 60)):
        await uploads.put(tenant, StoredUpload("same.png", "image/png", body))
    for body, fits in ((b"z" * 40, True), (b"z" * 41, False), (b"", True), (b"z" * 30, True)):
        if fits:
            await uploads.put("a", StoredUpload("same.png", "image/jpeg", body))
        else:
            with pytest.raises(StorageFull, match="2 files of 100 bytes are kept, at most 2 and 100"):
                await uploads.put("a", StoredUpload("same.png", "image/jpeg", body))
    assert await uploads.get("a", "same.png") == StoredUpload("same.png", "image/jpeg", b"z" * 30)
    assert (await uploads.get("b", "same.png")).body == b"y" * 60  # type: ignore[union-attr]
    assert await uploads.get("", "same.png") is None and await uploads.get("a", "other.png") is None
    with pytest.raises(StorageFull):
        await uploads.put("a", StoredUpload("new.png", "image/png", b""))


@on_a_store()
async def test_counts_of_a_rule_never_go_back_and_rules_go_by_their_numbers(store: Store) -> None:
    rules = FaultRules(store.database)
    first, second, third = await rules.add([b"1", b"2", b"3"], tenant="t", source="api", flow_uuid="F")
    await rules.counted(first.id, 5, 3)
    await rules.counted(first.id, 4, 4)
    await rules.remove([second.id, 99])
    assert [(each.id, each.rule, each.matched, each.hits) for each in await rules.all()] == [
        (first.id, b"1", 5, 4),
        (third.id, b"3", 0, 0),
    ]
    # The number of a rule that is gone is not given to another.
    await rules.remove([third.id])
    (fourth,) = await rules.add([b"4"], tenant="t", source="api")
    assert fourth.id > third.id


@on_a_store()
async def test_a_scenario_takes_the_place_of_the_one_of_the_same_tenant_and_flow(store: Store) -> None:
    scenarios = Scenarios(store.database)
    for tenant, flow, name in (("", "", "all"), ("t", "", "one"), ("t", "F", "flow"), ("t", "", "two")):
        await scenarios.put(StoredScenario(tenant, flow, name, b"{}"))
    assert sorted(each.name for each in await scenarios.all()) == ["all", "flow", "two"]
    await scenarios.remove("t")
    assert sorted(each.name for each in await scenarios.all()) == ["all", "flow"]
    await scenarios.remove("")
    assert [each.name for each in await scenarios.all()] == ["flow"]
