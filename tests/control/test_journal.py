"""The journal and what is verified against it."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from simulator.control import journal_api


def test_every_exchange_of_a_flow_is_in_the_journal_in_order(world: Any) -> None:
    flow = world.run("1", "2", application_id="J-1")
    world.receiver.wait_for(1)
    world.settle()
    entries = world.get("/_sim/journal", after=0)["entries"]
    texts = [(each["kind"], each["url"].partition("?")[0].rpartition("/")[2], each["status"]) for each in entries]
    assert texts[:3] == [("request", "authtoken", 201), ("request", "init", 201), ("request", "multiupload", 201)]
    assert [kind for kind, *_ in texts[3:]] == ["download", "download", "auth", "callback"]
    assert all(each["ms"] >= 0 and each["at"] for each in entries)
    assert entries[2]["flow_uuid"] == flow and entries[2]["documents"] == ["1", "2"]
    assert json.loads(entries[2]["request"])["file_urls"][0]["document_id"] == "1"
    assert json.loads(entries[6]["request"])["flow_uuid"] == flow


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({"kind": "callback"}, 1),
        ({"endpoint": "multiupload"}, 1),
        ({"endpoint": "GET status"}, 2),
        ({"endpoint": "POST status"}, 0),
        ({"status": 409}, 1),
        ({"application": "J-2", "kind": "request"}, 3),
        ({"document": "1", "kind": "download"}, 1),
        ({"limit": 2}, 2),
    ],
)
def test_the_journal_is_narrowed(world: Any, query: dict[str, Any], count: int) -> None:
    flow = world.run("1", application_id="J-2")
    world.receiver.wait_for(1)
    world.settle()
    world.atlas.status(flow)
    world.atlas.request("GET", "/v3/verification/status", params={"flow_uuid": "none"})
    assert len(world.get("/_sim/journal", **query)["entries"]) == count


def test_the_journal_names_the_fault_that_acted(world: Any) -> None:
    rule = world.fault("request", "answer", endpoint="status", status=503)
    flow = world.init()
    world.atlas.request("GET", "/v3/verification/status", params={"flow_uuid": flow})
    (entry,) = world.get("/_sim/journal", fault=rule)["entries"]
    assert entry["status"] == 503
    assert entry["fault"] == f"{rule} request answer"


def test_tokens_secrets_and_aadhaar_numbers_never_get_into_the_journal(world: Any) -> None:
    canned = {"document_id": "*", "document_type": "AADHAAR", "fields": {"aadhaar_number": "2345 6789 0124"}}
    world.put("/_sim/scenario", {"scenario": {"canned": [canned]}})
    flow = world.run("1")
    world.receiver.wait_for(1)
    world.atlas.extracts(flow)
    response = world.control.get("/_sim/journal", params={"limit": 100}).text
    assert "0124" in response and "2345 6789" not in response
    assert world.atlas.token() not in response
    assert "demo-secret" not in response
    assert "receiver-token" not in response
    assert "ab%2Fcd" not in response


def test_one_tenant_does_not_see_another_s_journal(world: Any, world_of: Any, server: Any) -> None:
    other = world_of(server)
    world.init()
    other.init()
    tenants = {entry["tenant"] for entry in world.get("/_sim/journal")["entries"]}
    assert tenants == {world.tenant}


def test_what_was_noted_outlives_an_orderly_stop(start: Any, world_of: Any) -> None:
    first = start()
    world = world_of(first)
    world.init()
    first.close()
    with httpx.Client(base_url=start().url, trust_env=False) as control:
        entries = control.get("/_sim/journal", params={"tenant": world.tenant}).json()["entries"]
    assert [each["url"] for each in entries] == ["/v3/verification/authtoken", "/v3/verification/flow/init"]


def test_an_expectation_holds(world: Any) -> None:
    world.run("1", "2", "3", application_id="V-1")
    answer = world.post("/_sim/verify", {"endpoint": "multiupload", "files": 3, "application": "V-1", "times": 1})
    assert answer["ok"] and answer["found"] == 1
    assert world.post("/_sim/verify", {"endpoint": "extracts", "times": 0})["ok"]
    assert world.post("/_sim/verify", {"at_least": 3})["ok"]
    assert world.post("/_sim/verify", {"endpoint": "flow/init", "body": {"product_type": "PROD_CDL"}})["ok"]


def test_an_expectation_counts_what_passed_long_ago(world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal_api, "ENTRIES_PER_BATCH", 4)
    flow = world.run("1", application_id="V-0")
    for _ in range(9):
        world.atlas.status(flow)
    assert world.post("/_sim/verify", {"endpoint": "multiupload", "application": "V-0", "times": 1})["ok"]
    assert world.post("/_sim/verify", {"endpoint": "status", "flow": flow, "times": 9})["found"] == 9


def test_two_files_of_one_document_id_are_two_files(world: Any) -> None:
    world.run("1", "1", "2", application_id="V-3")
    assert world.post("/_sim/verify", {"endpoint": "multiupload", "files": 3, "document": "1", "times": 1})["ok"]


@pytest.mark.parametrize(
    ("asked", "key"),
    [
        ({"times": -1}, "times"),
        ({"files": -2}, "files"),
        ({"at_least": 2, "at_most": 1}, "at_least"),
        ({"times": 1, "at_most": 3}, "at_most"),
    ],
)
def test_an_expectation_that_nothing_can_meet_is_refused(world: Any, asked: dict[str, int], key: str) -> None:
    answer = world.control.post("/_sim/verify", json=asked)
    assert (answer.status_code, answer.json()["key"]) == (422, key)
    assert answer.json()["allowed"]


def test_an_expectation_that_fails_tells_what_came_nearest(world: Any) -> None:
    world.run("1", "2", application_id="V-2")
    answer = world.post("/_sim/verify", {"endpoint": "multiupload", "files": 3, "application": "V-2", "times": 1})
    assert not answer["ok"]
    assert answer["nearest"][0]["differs"] == {"files": {"wanted": 3, "was": 2}}
    assert answer["says"].endswith("files was 2")
    assert "exactly 1 request with endpoint 'multiupload'" in answer["says"]
    too_many = world.post("/_sim/verify", {"endpoint": "multiupload", "times": 2})
    assert (too_many["ok"], too_many["found"]) == (False, 1)
    body = world.post("/_sim/verify", {"endpoint": "flow/init", "body": {"product_type": "POC_CDL"}})
    assert body["nearest"][0]["differs"] == {"body.product_type": {"wanted": "POC_CDL", "was": "PROD_CDL"}}


@pytest.mark.parametrize(
    ("path", "key"),
    [("/_sim/journal?kind=mail", "kind"), ("/_sim/journal?limit=many", "limit"), ("/_sim/journal?flw=1", "flw")],
)
def test_a_wrong_question_names_the_key(world: Any, path: str, key: str) -> None:
    answer = world.control.get(path)
    assert (answer.status_code, answer.json()["key"]) == (422, key)
    assert answer.json()["allowed"]


def test_large_bodies_are_kept_only_in_part_but_still_told_by_what_they_name(world: Any) -> None:
    flow = world.init()
    files = [(f"document-{number}", f"http://127.0.0.1:9/{number}") for number in range(2000)]
    world.atlas.multiupload(flow, files)
    (entry,) = world.get("/_sim/journal", endpoint="multiupload")["entries"]
    assert entry["flow_uuid"] == flow
    assert len(entry["documents"]) == 2000
    assert len(entry["request"]) <= 4000
    assert world.post("/_sim/verify", {"endpoint": "multiupload", "files": 2000})["ok"]
    body = world.post("/_sim/verify", {"endpoint": "multiupload", "body": {"flow_uuid": flow}})
    assert body["says"].endswith("body.flow_uuid was 'cut off: 4,000 characters are kept'")
