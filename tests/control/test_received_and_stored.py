"""What an inbox takes and answers, what object storage refuses, and what a tenant's reset takes with it."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from simulator.control import files_api, inbox_api
from tests.inprocess import InProcess


@pytest.fixture
def inbox(sim: InProcess) -> str:
    return f"/_sim/inbox/{sim.tenant}"


# The inbox


@pytest.mark.parametrize(
    ("method", "path", "headers", "body", "step"),
    [
        ("POST", "", {}, b'{"flow_uuid": "F"}', "callback"),
        ("POST", "", {}, b"", "auth"),
        ("POST", "", {}, b" {} ", "auth"),
        ("POST", "", {"Token": "t"}, b"{}", "callback"),
        ("POST", "", {"Authorization": "Bearer t"}, b"", "callback"),
        ("POST", "", {}, b"[]", "callback"),
        ("POST", "/auth", {}, b'{"flow_uuid": "F"}', "auth"),
        ("GET", "/auth", {}, b"", "auth"),
    ],
)
def test_what_comes_is_a_callback_or_asks_for_a_token(
    sim: InProcess, inbox: str, method: str, path: str, headers: dict[str, str], body: bytes, step: str
) -> None:
    answer = sim.call(method, inbox + path, headers=headers, content=body)
    assert answer.status_code == 200
    token = answer.json()
    assert token["access_token"] == f"inbox-{sim.tenant}" and token["expires_in"] == 3600
    (received,) = sim.get(inbox)["received"]
    assert (received["step"], received["method"], received["answered"]) == (step, method, 200)
    assert sim.get(f"{inbox}?step={step}")["received"] == [received]
    assert sim.get(f"{inbox}?step={'auth' if step == 'callback' else 'callback'}")["received"] == []


@pytest.mark.parametrize("status", [201, 204, 302, 404, 503, 599])
def test_an_answer_that_was_asked_for_comes_once(sim: InProcess, inbox: str, status: int) -> None:
    sim.put(inbox, {"callback": [status]})
    first = sim.call("POST", inbox, content=b'{"n": 1}')
    assert first.status_code == status
    if status == 204:
        assert first.content == b""
    elif status >= 300:
        assert first.json() == {"error": f"the inbox {sim.tenant} was asked to answer {status}"}
    assert sim.call("POST", inbox, content=b'{"n": 2}').status_code == 200
    assert [each["answered"] for each in sim.get(inbox)["received"]] == [status, 200]


def test_answers_of_the_two_steps_are_kept_apart_and_replaced(sim: InProcess, inbox: str) -> None:
    sim.put(inbox, {"callback": [500, 500], "auth": [401]})
    assert sim.call("POST", inbox, content=b'{"n": 1}').status_code == 500
    sim.put(inbox, {"callback": [502]})
    statuses = [sim.call("POST", inbox, content=b'{"n": 1}').status_code for _ in range(2)]
    assert statuses == [502, 200]
    assert sim.call("GET", f"{inbox}/auth").status_code == 200


def test_what_came_is_shown_from_a_number_on_and_no_more_than_was_asked_for(sim: InProcess, inbox: str) -> None:
    for number in range(4):
        sim.post(inbox, {"n": number})
    ids = [each["id"] for each in sim.get(inbox)["received"]]
    assert ids == sorted(ids)
    assert [each["body"]["n"] for each in sim.get(f"{inbox}?after={ids[1]}&limit=1")["received"]] == [2]
    assert sim.get(f"{inbox}?after={ids[-1]}")["received"] == []
    assert sim.get(inbox)["letters"] == sim.get(inbox)["received"]


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        (b'{"a": [1, null]}', {"a": [1, None]}),
        (b'"text"', "text"),
        (b"no json", "no json"),
        (b"\xff\xfe", "\ufffd\ufffd"),
        ("größer".encode(), "größer"),
        (b"[" * 50_000, "[" * 50_000),
    ],
)
def test_a_body_is_shown_as_json_or_as_text(sim: InProcess, inbox: str, body: bytes, shown: Any) -> None:
    sim.call("POST", inbox, content=body, headers={"Token": "t"})
    assert sim.get(inbox)["received"][0]["body"] == shown


def test_a_body_that_is_larger_than_any_callback_is_refused(
    sim: InProcess, inbox: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inbox_api, "MAX_BYTES", 10)
    assert sim.refused("POST", inbox, 413, content=b"x" * 11)["error"] == "the body is larger than 10 bytes"
    assert sim.call("POST", inbox, content=b"x" * 10).status_code == 200


def test_an_inbox_is_emptied_and_its_answers_stay(sim: InProcess, inbox: str) -> None:
    sim.post(inbox, {"n": 1})
    assert {"name": sim.tenant, "received": 1, "letters": 1} in sim.get("/_sim/inbox")["inboxes"]
    assert sim.delete(inbox) == {"removed": 1}
    assert sim.delete(inbox) == {"removed": 0}
    assert sim.tenant not in [each["name"] for each in sim.get("/_sim/inbox")["inboxes"]]


# Files


def put(sim: InProcess, name: str = "a.png", body: bytes = b"x", **query: str) -> Any:
    answer = sim.call("PUT", f"/_sim/files/{name}", content=body, params=query)
    assert answer.status_code == 201
    return answer.json()


@pytest.mark.parametrize(
    ("name", "kept"), [("a.png", "a.png"), ("deep/er/a b.png", "deep/er/a b.png"), ("%C3%BC%23.pdf", "ü#.pdf")]
)
def test_a_file_of_any_name_is_fetched_by_its_url(sim: InProcess, name: str, kept: str) -> None:
    stored = put(sim, name, b"bytes")
    assert (stored["name"], stored["size"]) == (kept, 5)
    fetched = sim.call("GET", stored["file_url"])
    assert (fetched.status_code, fetched.content) == (200, b"bytes")


@pytest.mark.parametrize(
    ("headers", "name", "media"),
    [
        ({}, "a.png", "image/png"),
        ({}, "a.unknown", "application/octet-stream"),
        ({"Content-Type": "application/pdf"}, "a.png", "application/pdf"),
    ],
)
def test_a_file_has_the_media_type_of_its_upload_or_of_its_name(
    sim: InProcess, headers: dict[str, str], name: str, media: str
) -> None:
    stored = sim.call("PUT", f"/_sim/files/{name}", content=b"x", headers=headers).json()
    assert sim.call("GET", stored["file_url"]).headers["content-type"] == media


def changed(url: str, **query: str) -> str:
    parts = urlsplit(url)
    pairs = dict(parse_qsl(parts.query)) | query
    return f"{parts.path}?" + "&".join(f"{name}={value}" for name, value in pairs.items() if value != "-")


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ({"Signature": "0" * 64}, 403, "SignatureDoesNotMatch"),
        ({"Signature": "-"}, 403, "SignatureDoesNotMatch"),
        ({"Expires": "9999999999"}, 403, "SignatureDoesNotMatch"),
        ({"Expires": "-"}, 403, "AccessDenied"),
        ({"Expires": "soon"}, 403, "AccessDenied"),
        ({"Expires": "%C2%B2"}, 403, "AccessDenied"),
        ({"Expires": "9" * 30}, 403, "AccessDenied"),
        ({"Tenant": "other"}, 403, "SignatureDoesNotMatch"),
        ({"Tenant": "-"}, 403, "SignatureDoesNotMatch"),
        ({"Signature": "%C3%A4"}, 403, "SignatureDoesNotMatch"),
    ],
)
def test_a_url_that_was_changed_is_refused_as_object_storage_does(
    sim: InProcess, query: dict[str, str], status: int, code: str
) -> None:
    url = put(sim)["file_url"]
    assert sim.call("GET", changed(url)).status_code == 200
    answer = sim.call("GET", changed(url, **query))
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/xml")
    assert f"<Code>{code}</Code>" in answer.text


def test_a_url_is_good_for_as_long_as_was_asked_by_the_tenants_clock(sim: InProcess) -> None:
    short, usual = put(sim, "s.png", expires_in="90s")["file_url"], put(sim, "u.png")["file_url"]
    sim.post("/_sim/clock", {"advance": "89s"})
    assert sim.call("GET", short).status_code == 200
    sim.post("/_sim/clock", {"advance": "2s"})
    refused = sim.call("GET", short)
    assert refused.status_code == 403 and "Request has expired" in refused.text
    assert sim.call("GET", usual).status_code == 200
    sim.post("/_sim/clock", {"advance": "59m"})
    assert sim.call("GET", usual).status_code == 403


def test_a_file_is_replaced_under_its_name_and_gone_with_its_tenant(sim: InProcess) -> None:
    first, second = put(sim, body=b"one")["file_url"], put(sim, body=b"two")["file_url"]
    assert sim.call("GET", first).content == sim.call("GET", second).content == b"two"
    sim.delete("/_sim/state")
    gone = sim.call("GET", second)
    assert gone.status_code == 404 and "<Code>NoSuchKey</Code>" in gone.text


def test_a_file_beyond_the_limit_is_refused(sim: InProcess, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files_api, "MAX_BYTES", 10)
    refusal = sim.refused("PUT", "/_sim/files/a.png", 413, content=b"x" * 11)
    assert refusal["error"] == "the file is larger than 10 bytes"
    put(sim, body=b"x" * 10)


# Archives and resets


def test_an_archive_holds_what_the_journal_holds_of_a_flow_and_is_named_by_its_application(sim: InProcess) -> None:
    sim.given()
    flow = sim.flow("1", application_id="APP/7 (ü)")
    answer = sim.call("GET", f"/_sim/flows/{flow}/har")
    assert answer.headers["content-disposition"] == 'attachment; filename="APP-7.har"'
    entries = answer.json()["log"]["entries"]
    kinds = [each["_kind"] for each in entries]
    assert kinds == ["request", "request", "download", "auth", "callback"]
    assert all(each["_flow_uuid"] == flow for each in entries if each["_kind"] != "request")
    assert all(each["request"]["url"].startswith("http://127.0.0.1:8642/") for each in entries)
    whole = sim.get("/_sim/journal/har?kind=callback")["log"]["entries"]
    assert [each["_id"] for each in whole] == [entries[-1]["_id"]]


def test_a_reset_takes_all_of_a_tenant_and_nothing_of_others(sim: InProcess, inbox: str) -> None:
    sim.given()
    other = sim.init(tenant="somebody-else")
    flow = sim.flow("1")
    sim.post(inbox, {"n": 1})
    sim.post("/_sim/faults", {"point": "auth", "action": "refused"})
    sim.post("/_sim/clock", {"advance": "1h"})
    assert sim.delete("/_sim/state") == {"reset": sim.tenant}
    sim.refused("GET", f"/_sim/flows/{flow}", 404)
    assert sim.get(inbox)["received"] == [] and sim.get("/_sim/journal")["entries"] == []
    assert all(each["tenant"] != sim.tenant for each in sim.get("/_sim/faults")["faults"])
    assert sim.get("/_sim/scenario") == {"tenant": sim.tenant, "name": "", "scenario": None}
    assert sim.get("/_sim/clock")["ahead"] == sim.get("/_sim/clock", tenant="")["ahead"]
    assert sim.get(f"/_sim/flows/{other}", tenant="somebody-else")["flow_uuid"] == other


@pytest.mark.parametrize("body", [b"", b"no database", b"SQLite format 3\x00" + b"\x00" * 200])
def test_what_is_no_snapshot_changes_nothing(sim: InProcess, body: bytes) -> None:
    flow = sim.init()
    refusal = sim.refused("PUT", "/_sim/state", content=body)
    assert refusal["error"].startswith("snapshot: ")
    assert sim.get(f"/_sim/flows/{flow}")["flow_uuid"] == flow


def test_a_snapshot_brings_back_flows_rules_and_scenarios_and_leaves_the_clock_where_it_is(sim: InProcess) -> None:
    sim.given()
    flow = sim.flow("1")
    sim.post("/_sim/faults", {"point": "auth", "action": "refused", "note": "kept"})
    sim.post("/_sim/clock", {"advance": "1h"})
    saved = sim.call("GET", "/_sim/state", tenant="")
    assert saved.headers["content-type"] == "application/vnd.sqlite3"
    sim.delete("/_sim/state")
    assert sim.call("PUT", "/_sim/state", tenant="", content=saved.content).json() == {"restored": True}
    assert sim.get(f"/_sim/flows/{flow}")["deliveries"][0]["state"] == "DELIVERED"
    assert [each["rule"].get("note") for each in sim.get("/_sim/faults")["faults"] if each["tenant"] == sim.tenant] == [
        "kept"
    ]
    assert sim.get("/_sim/scenario")["scenario"]["canned"]
    assert sim.get("/_sim/clock")["ahead"] == sim.get("/_sim/clock", tenant="")["ahead"]
