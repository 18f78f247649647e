"""Reset, snapshot and restore; scenarios in force; the event stream."""

from __future__ import annotations

import json
import sqlite3
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest


def test_one_tenant_is_forgotten_and_the_others_are_not(world: Any, world_of: Any, server: Any) -> None:
    other = world_of(server)
    mine, theirs = world.run("1"), other.run("1")
    world.fault("auth", "refused", times=1)
    other.fault("auth", "refused", times=1)
    world.settle()
    assert world.control.delete("/_sim/state").json() == {"reset": world.tenant}
    status = world.atlas.request("GET", "/v3/verification/status", params={"flow_uuid": mine})
    assert (status.status_code, status.json()) == (409, {"error": "Flow not found"})
    assert world.get("/_sim/faults")["faults"] == []
    assert world.get("/_sim/flows")["flows"] == []
    assert world.get("/_sim/scenario")["scenario"] is None
    assert [entry["status"] for entry in world.get("/_sim/journal")["entries"]] == [409]
    assert other.atlas.status(theirs)["master_status"] == "SUCCESS"
    assert len(other.get("/_sim/faults")["faults"]) == 1


def test_a_thousand_flows_are_forgotten_in_less_than_fifty_milliseconds(start: Any, world_of: Any) -> None:
    world = world_of(start())
    fill(world, 1000)
    # Processor seconds of this process, in which the server runs too: what else the machine does is nobody's fault here.
    started = time.process_time()
    world.control.delete("/_sim/state").raise_for_status()
    spent = time.process_time() - started
    assert world.get("/_sim/flows")["flows"] == []
    # The goal is 50 ms; what the client takes for its part gets some slack.
    assert spent < 0.15


def test_nothing_that_was_forgotten_is_in_a_snapshot(start: Any, world_of: Any) -> None:
    world = world_of(start())
    secret = uuid.uuid4().hex.encode()
    with httpx.Client(base_url=world.control.base_url, trust_env=False) as everyone:
        everyone.put("/_sim/files/private.txt", content=secret * 10_000).raise_for_status()
        assert secret in everyone.get("/_sim/state").content
        everyone.delete("/_sim/state").raise_for_status()
        kept = everyone.get("/_sim/state").content
    assert secret not in kept
    assert len(kept) < len(secret) * 10_000


def test_everything_is_forgotten_but_tokens_still_hold(start: Any, world_of: Any) -> None:
    world = world_of(start())
    flow = world.run("1")
    world.settle()
    with httpx.Client(base_url=world.control.base_url, trust_env=False) as everyone:
        assert everyone.delete("/_sim/state").json() == {"reset": "all"}
        assert everyone.get("/_sim/flows").json()["flows"] == []
    assert world.atlas.request("GET", "/v3/verification/status", params={"flow_uuid": flow}).status_code == 409


def test_a_snapshot_is_taken_back_and_can_be_started_on(start: Any, world_of: Any, tmp_path: Path) -> None:
    world = world_of(start())
    flow = world.run("1")
    world.atlas.wait(flow)
    world.settle()
    saved = world.control.get("/_sim/state").content
    world.control.delete("/_sim/state")
    late = world.run("1")
    assert world.control.put("/_sim/state", content=saved).json() == {"restored": True}
    assert world.atlas.status(flow)["master_status"] == "SUCCESS"
    assert world.control.get(f"/_sim/flows/{late}").status_code == 404
    assert world.items(world.run("1"))["1"]["error_code"] == ""
    (tmp_path / "copy.sqlite3").write_bytes(saved)
    second = world_of(start(state=str(tmp_path / "copy.sqlite3")))
    assert second.control.get(f"/_sim/flows/{flow}", headers={"Client-Id": world.tenant}).json()["files"]


@pytest.mark.parametrize("content", [b"", b"not a database", b"SQLite format 3\x00" + bytes(100)])
def test_what_is_no_snapshot_is_refused_and_changes_nothing(world: Any, content: bytes) -> None:
    flow = world.run("1")
    answer = world.control.put("/_sim/state", content=content)
    assert answer.status_code == 422
    assert "snapshot" in answer.json()["error"]
    assert world.items(flow)


def strange(path: Path) -> bytes:
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript("CREATE TABLE flows (id); PRAGMA user_version = 4;")
    return path.read_bytes()


def flipped(world: Any, where: bytes) -> bytes:
    content = bytearray(world.control.get("/_sim/state").content)
    content[content.index(where)] ^= 1
    return bytes(content)


def without_seal(world: Any) -> bytes:
    """A page of a table's rows overwritten, in a copy that carries no seal."""
    content = bytearray(world.control.get("/_sim/state").content)
    at = content.index(world.tenant.encode()) // 4096 * 4096
    content[at : at + 64] = bytes(64)
    return bytes(content[: len(content) // 4096 * 4096])


def test_a_damaged_or_foreign_database_is_refused_before_anything_is_replaced(world: Any, tmp_path: Path) -> None:
    flow = world.run("1")
    items = world.items(flow)
    world.settle()
    for content, says in (
        (strange(tmp_path / "strange"), "not a whole state file"),
        (flipped(world, flow.encode()), "its bytes are not those that were saved"),
        (without_seal(world), "damaged"),
    ):
        refused = world.control.put("/_sim/state", content=content)
        assert (refused.status_code, says in refused.json()["error"]) == (422, True), refused.text
        assert world.items(flow) == items
    assert world.items(world.run("2"))


def test_the_keys_of_a_foreign_snapshot_are_worth_nothing(start: Any, world_of: Any, tmp_path: Path) -> None:
    world = world_of(start(state=str(tmp_path / "one")))
    token = world.atlas.token()
    foreign = world_of(start(state=str(tmp_path / "two")))
    (tmp_path / "copy").write_bytes(world.control.get("/_sim/state").content)
    foreign.control.put("/_sim/state", content=(tmp_path / "copy").read_bytes()).raise_for_status()
    started = world_of(start(state=str(tmp_path / "copy")))
    for other in (foreign, started):
        asked = httpx.get(f"{other.control.base_url}/v3/verification/status", headers={"Token": token})
        assert asked.status_code == 401


def test_a_tenant_s_scenario_takes_another_s_place_faults_and_all(world: Any) -> None:
    one = {
        "canned": [{"document_id": "*", "document_type": "INVOICE"}],
        "faults": [{"point": "auth", "action": "refused"}],
    }
    world.put("/_sim/scenario", {"name": "one", "scenario": one})
    assert world.items(world.run("1"))["1"]["data"]["document_type"] == "INVOICE"
    assert [each["source"] for each in world.get("/_sim/faults")["faults"]] == ["scenario one"]
    world.put(
        "/_sim/scenario", {"scenario": {"canned": [{"document_id": "*", "document_type": "PAN"}], "pace": "manual"}}
    )
    assert world.get("/_sim/faults")["faults"] == []
    flow = world.run("1")
    world.post(f"/_sim/flows/{flow}/advance", {"to": "done"})
    assert world.items(flow)["1"]["data"]["document_type"] == "PAN"
    world.control.delete("/_sim/scenario").raise_for_status()
    assert world.get("/_sim/scenario")["scenario"] is None


def test_a_flow_s_own_scenario_comes_before_its_tenant_s(world: Any) -> None:
    own = {"canned": [{"name": "*.bin", "document_type": "INVOICE", "fields": {"invoice_number": "77"}}]}
    flow = world.run("1", flow_params={"sim": {"scenario": own}})
    assert world.items(flow)["1"]["data"]["invoice_number"] == {"value": "77", "confidence_score": 0.99}
    assert world.items(world.run("1"))["1"]["data"]["document_type"] == "PAN"


@pytest.mark.parametrize(
    ("body", "key"),
    [
        ({"name": "no such"}, "name"),
        ({}, "name"),
        ({"scenario": {"documnts": []}}, "scenario.documnts"),
        ({"scenario": {"pace": "slow"}}, "scenario.pace"),
        ({"scenario": {"faults": [{"point": "auth", "action": "no"}]}}, "faults[0].action"),
    ],
)
def test_a_wrong_scenario_is_a_422_that_names_the_key(world: Any, body: Any, key: str) -> None:
    answer = world.control.put("/_sim/scenario", json=body)
    assert (answer.status_code, answer.json()["key"]) == (422, key)


WRONG_VALUES = [
    ([1], "fields.x"),
    (None, "fields.x"),
    (True, "fields.x"),
    ({"value": "a", "confidence": "high"}, "fields.x.confidence"),
    ({"value": "a", "confidence": 7}, "fields.x.confidence"),
    ({"value": "a", "colour": "red"}, "fields.x.colour"),
    ({"value": {"value": {"value": [[]]}}}, "fields.x.value.value.value"),
    ({"city": {"of": {"of": "a"}}}, "fields.x.city"),
    ({"city": [{}]}, "fields.x.city"),
]


@pytest.mark.parametrize(("value", "where"), WRONG_VALUES)
def test_a_given_value_that_no_field_can_hold_is_a_422_wherever_it_is_given(world: Any, value: Any, where: str) -> None:
    reading = {"document_id": "*", "document_type": "PAN", "fields": {"x": value}}
    document = {"document_id": "1", "reading": reading}
    for scenario, key in (
        ({"canned": [reading]}, f"canned[0].{where}"),
        ({"documents": [document]}, f"documents[0].reading.{where}"),
    ):
        refused = world.control.put("/_sim/scenario", json={"scenario": scenario})
        assert (refused.status_code, refused.json()["key"]) == (422, key)
        own = {
            "product_type": "P",
            "application_id": "A",
            "auth_url": world.receiver.auth_url,
            "callback_url": world.receiver.callback_url,
            "flow_params": {"sim": {"scenario": scenario}},
        }
        refused = world.atlas.request("POST", "/v3/verification/flow/init", json=own)
        assert refused.status_code == 422
        assert f"flow_params.sim.scenario.{key}" in refused.text
    if value is not None:
        rule = {"point": "ocr", "action": "replace", "field": "x", "value": value}
        refused = world.control.post("/_sim/faults", json=rule)
        assert (refused.status_code, refused.json()["key"]) == (422, where.replace("fields.x", "value"))


@pytest.mark.parametrize(
    "value", ["", "a", 0, 10**30, 2.5, [], ["a"], {"city": "a"}, {"city": {"value": 1, "confidence": 0}}]
)
def test_whatever_value_is_taken_comes_to_its_end(world: Any, value: Any) -> None:
    fields = {"name_as_per_pan": value, "address": value, "dob": {"value": value}}
    for kind in ("PAN", "AADHAAR_FRONT", "NO_SUCH_TYPE"):
        reading = {"document_id": "*", "document_type": kind, "fields": fields, "strict": False}
        world.put("/_sim/scenario", {"scenario": {"canned": [reading]}})
        world.fault("ocr", "replace", field="name_as_per_pan", value=value)
        flow = world.run("1")
        world.settle()
        assert world.show(flow)["problem"] == ""
        assert world.show(flow)["deliveries"][0]["state"] == "DELIVERED"


# Events


def stream(world: Any, **options: Any) -> Iterator[dict[str, Any]]:
    """Events as they come."""
    with world.control.stream("GET", "/_sim/events", timeout=10, **options) as answer:
        for line in answer.iter_lines():
            if line.startswith("data: "):
                yield json.loads(line.removeprefix("data: "))


def test_events_come_as_they_happen_and_are_taken_up_again_by_id(world: Any) -> None:
    flow = world.run("1")
    world.settle()
    seen = []
    for event in stream(world, params={"after": 0}):
        seen.append(event)
        if event["kind"] == "delivery" and event["state"] == "DELIVERED":
            break
    assert [(each["kind"], each["state"]) for each in seen][:2] == [
        ("flow", "NOT_STARTED"),
        ("file", "UPLOAD_INPROGRESS"),
    ]
    assert {each["tenant"] for each in seen} == {world.tenant}
    resumed = next(iter(stream(world, headers={"Last-Event-ID": str(seen[3]["id"])})))
    assert resumed == seen[4]
    of_flow = next(iter(stream(world, params={"after": 0, "flow": flow})))
    assert of_flow == seen[0]


def test_a_listener_hears_of_what_happens_after_it_came(world: Any) -> None:
    heard: list[dict[str, Any]] = []
    ready = threading.Event()

    def listen() -> None:
        with world.control.stream("GET", "/_sim/events", timeout=10) as answer:
            for line in answer.iter_lines():
                ready.set()
                if line.startswith("data: "):
                    heard.append(json.loads(line.removeprefix("data: ")))
                    return

    thread = threading.Thread(target=listen)
    thread.start()
    assert ready.wait(5)
    flow = world.init()
    thread.join(5)
    assert [(each["kind"], each["flow_uuid"]) for each in heard] == [("flow", flow)]


def test_an_open_stream_does_not_hold_up_the_end_of_the_server(start: Any, world_of: Any) -> None:
    server = start()
    world = world_of(server)
    opened, closed = threading.Event(), threading.Event()

    def listen() -> None:
        with world.control.stream("GET", "/_sim/events", timeout=10) as answer:
            for _ in answer.iter_lines():
                opened.set()
        closed.set()

    thread = threading.Thread(target=listen, daemon=True)
    thread.start()
    assert opened.wait(5)
    spent = timed(server.close)
    assert spent < 0.9
    assert closed.wait(5)


def timed(act: Any) -> float:
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def fill(world: Any, flows: int) -> None:
    """Finished flows, put into the state file directly as a run would have left them."""
    connection = sqlite3.connect(world.state_file, timeout=10)
    moment = time.time()
    tenant = world.tenant
    with connection:
        for number in range(flows):
            uuid, batch = f"{tenant}-{number}", f"BATCH-{tenant}-{number}"
            connection.execute(
                "INSERT INTO flows (uuid, tenant, family, product_type, application_id, auth_url, callback_url, flow_params,"
                " external_reference_id, username, notification_url, created_at, checked)"
                " VALUES (?, ?, 'v3', 'P', 'A', '', '', '{}', '', '', '', ?, 1)",
                (uuid, tenant, moment),
            )
            connection.execute(
                "INSERT INTO batches (id, tenant, family, flow_uuid, product_type, created_at)"
                " VALUES (?, ?, 'v3', ?, 'P', ?)",
                (batch, tenant, uuid, moment),
            )
            connection.execute("INSERT INTO cross_checks VALUES (?, '[]')", (uuid,))
            for file in range(3):
                connection.execute(
                    "INSERT INTO files (uuid, tenant, batch_id, flow_uuid, document_id, file_url, host, submission_mode, state,"
                    " created_at, changed_at) VALUES (?, ?, ?, ?, '1', 'http://x/y', 'x', '', 'PROCESSING_SUCCESS', ?, ?)",
                    (f"{uuid}-{file}", tenant, batch, uuid, moment, moment),
                )
            delivery = connection.execute(
                "INSERT INTO deliveries (kind, tenant, flow_uuid, batch_id, subject, url, host, auth_url, state, due_at,"
                " created_at) VALUES ('flow', ?, ?, '', '', 'u', 'h', '', 'DELIVERED', ?, ?)",
                (tenant, uuid, moment, moment),
            ).lastrowid
            connection.execute(
                "INSERT INTO attempts VALUES (NULL, ?, 'callback', ?, 0.1, 200, '', '')", (delivery, moment)
            )
            for _ in range(15):
                connection.execute(
                    "INSERT INTO events (at, tenant, kind, state, flow_uuid, batch_id, file_uuid, detail)"
                    " VALUES (?, ?, 'file', 'X', ?, '', '', '{}')",
                    (moment, tenant, uuid),
                )
    connection.close()


def test_given_readings_start_no_reading_process(start: Any, world_of: Any) -> None:
    server = start()
    world = world_of(server)
    world.atlas.wait(world.run("1", "inv", "do"))
    assert all(slot._executor is None for slot in server.core.readers._all)


def test_a_scenario_is_in_force_from_the_start_and_no_longer_than_it_is_asked_for(start: Any, tmp_path: Path) -> None:
    state = str(tmp_path / "kept.sqlite3")
    first = start(state=state, scenario="expired-link")
    with httpx.Client(base_url=first.url, trust_env=False) as control:
        assert control.get("/_sim/scenario").json()["name"] == "at start: expired-link"
        assert [each["rule"]["action"] for each in control.get("/_sim/faults").json()["faults"]] == ["expired"]
        control.delete("/_sim/state").raise_for_status()
        assert len(control.get("/_sim/faults").json()["faults"]) == 1
    first.close()
    again = start(state=state)
    with httpx.Client(base_url=again.url, trust_env=False) as control:
        assert control.get("/_sim/scenario").json()["scenario"] is None
        assert control.get("/_sim/faults").json()["faults"] == []


def test_a_server_that_keeps_nothing_gives_snapshots_too(start: Any, world_of: Any) -> None:
    world = world_of(start(ephemeral=True))
    flow = world.run("1")
    world.atlas.wait(flow)
    world.settle()
    saved = world.control.get("/_sim/state").content
    world.control.delete("/_sim/state").raise_for_status()
    world.control.put("/_sim/state", content=saved).raise_for_status()
    assert world.atlas.status(flow)["master_status"] == "SUCCESS"


def test_everything_works_under_a_path_prefix(start: Any, world_of: Any) -> None:
    world = world_of(start(root_path="/atlas"))
    world.fault("request", "answer", endpoint="/v3/verification/status", status=503, times=1)
    flow = world.init()
    answers = [world.atlas.request("GET", "/v3/verification/status", params={"flow_uuid": flow}) for _ in range(2)]
    assert [each.status_code for each in answers] == [503, 200]
    assert world.get("/_sim/journal", endpoint="status")["entries"][0]["url"].startswith("/v3/")
    assert "/atlas/_sim/files/" in world.control.put("/_sim/files/a.txt", content=b"x").json()["file_url"]
