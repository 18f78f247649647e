"""Flows and batches that are held go on step by step, change their pace on the way, and deliver again what was delivered."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.control.flows_api import STAGES_TO_STOP_AT
from tests.inprocess import INBOX, InProcess

MANUAL = {"sim": {"pace": "manual"}}
STAGES = list(STAGES_TO_STOP_AT)


@pytest.fixture
def held(sim: InProcess) -> str:
    """A flow with one document, held in its first stage."""
    sim.given()
    flow = sim.init(flow_params=MANUAL)
    sim.upload(flow, "1")
    sim.settle()
    return flow


def advance(sim: InProcess, flow: str, **step: Any) -> Any:
    return sim.post(f"/_sim/flows/{flow}/advance", step)


def test_a_flow_goes_on_one_stage_at_a_time(sim: InProcess, held: str) -> None:
    assert sim.get(f"/_sim/flows/{held}")["waits_in"] == "upload"
    for at, stage in enumerate(STAGES[:-1]):
        step = advance(sim, held)
        assert (step["released"], step["waits_in"], step["settled"]) == ([stage], STAGES[at + 1], True)
        assert step["flow_uuid"] == held and "batch_id" not in step
    assert step["status"]["master_status"] == "SUCCESS"
    assert sim.get(f"/_sim/flows/{held}")["waits_in"] == ""


@pytest.mark.parametrize("to", STAGES)
def test_a_flow_goes_on_to_a_stage_and_waits_in_it(sim: InProcess, held: str, to: str) -> None:
    step = advance(sim, held, to=to)
    assert step["waits_in"] == to
    assert step["released"] == STAGES[: STAGES.index(to)]


def test_a_stage_that_lies_behind_lets_nothing_go(sim: InProcess, held: str) -> None:
    advance(sim, held, to="processing")
    again = advance(sim, held, to="upload")
    assert (again["released"], again["waits_in"]) == ([], "processing")


def test_who_is_not_waiting_cannot_be_let_go_but_may_be_at_its_end(sim: InProcess) -> None:
    sim.given()
    flow = sim.flow("1")
    refusal = sim.refused("POST", f"/_sim/flows/{flow}/advance", 409)
    assert refusal["error"] == f"{flow} is not waiting: its pace is not manual, or it is done"
    done = advance(sim, flow, to="done")
    assert (done["released"], done["waits_in"]) == ([], "done")


def test_a_flow_of_another_tenant_is_not_let_go(sim: InProcess, held: str) -> None:
    sim.refused("POST", f"/_sim/flows/{held}/advance", 404, tenant="somebody-else")
    assert sim.get(f"/_sim/flows/{held}")["waits_in"] == "upload"
    assert sim.post(f"/_sim/flows/{held}/advance", {"to": "queue"}, tenant="")["waits_in"] == "queue"


def test_a_flow_runs_on_once_its_pace_is_no_longer_manual(sim: InProcess, held: str) -> None:
    line = sim.put(f"/_sim/flows/{held}", {"pace": "instant"})
    assert line["flow_uuid"] == held and line["status"]["master_status"] == "IN_PROGRESS"
    # What is held stays held until somebody lets it go; then nothing else is.
    assert advance(sim, held)["waits_in"] == "done"


def test_a_flow_is_stopped_on_its_way(sim: InProcess) -> None:
    sim.given()
    flow = sim.init()
    sim.put(f"/_sim/flows/{flow}", {"pace": "manual"})
    sim.upload(flow, "1")
    sim.settle()
    assert sim.get(f"/_sim/flows/{flow}")["waits_in"] in ("upload", "queue")
    assert advance(sim, flow, to="done")["status"]["master_status"] == "SUCCESS"


@pytest.mark.parametrize("rule", [{"point": "processing", "action": "stuck"}])
def test_what_a_fault_holds_is_let_go_in_the_same_way(sim: InProcess, rule: dict[str, str]) -> None:
    sim.given()
    sim.post("/_sim/faults", rule)
    flow = sim.flow("1")
    assert sim.get(f"/_sim/flows/{flow}")["waits_in"] == "processing"
    assert advance(sim, flow)["waits_in"] == "done"


def test_a_batch_without_a_flow_is_let_go_too(sim: InProcess) -> None:
    sim.put(
        "/_sim/scenario", {"scenario": {"pace": "manual", "canned": [{"document_id": "*", "document_type": "PAN"}]}}
    )
    stored = sim.call("PUT", "/_sim/files/one.png", content=b"x").json()["file_url"]
    body = {"product_type": "X", "file_urls": [{"file_url": stored, "document_id": "1"}]}
    headers = {"Token": sim.token()}
    made = sim.call("POST", "/v1/bulk/multiupload", tenant="", headers=headers, json=body)
    batch = made.json()[0]["batch_id"] if isinstance(made.json(), list) else made.json()["batch_id"]
    sim.settle()
    first = sim.post(f"/_sim/batches/{batch}/advance")
    assert (first["batch_id"], first["released"], first["waits_in"]) == (batch, ["upload"], "queue")
    assert "flow_uuid" not in first and "status" not in first
    assert sim.post(f"/_sim/batches/{batch}/advance", {"to": "done"})["waits_in"] == "done"
    assert sim.refused("POST", f"/_sim/batches/{batch}/advance", 409)["error"].startswith(batch)
    sim.refused("POST", f"/_sim/batches/{batch}/advance", 404, tenant="somebody-else")


# Lists and deliveries


def test_flows_are_listed_page_by_page_the_newest_first(sim: InProcess) -> None:
    flows = [sim.init(application_id=f"A-{at % 2}") for at in range(5)]
    first = sim.get("/_sim/flows?limit=2")
    assert [each["flow_uuid"] for each in first["flows"]] == flows[:2:-1]
    second = sim.get(f"/_sim/flows?limit=2&before={first['before']}")
    assert [each["flow_uuid"] for each in second["flows"]] == flows[2:0:-1]
    last = sim.get(f"/_sim/flows?limit=2&before={second['before']}")
    assert ([each["flow_uuid"] for each in last["flows"]], last["before"]) == ([flows[0]], None)
    narrowed = sim.get("/_sim/flows?application=A-1")["flows"]
    assert [each["flow_uuid"] for each in narrowed] == [flows[3], flows[1]]
    assert {each["status"]["master_status"] for each in narrowed} == {"NOT_STARTED"}
    assert sim.get("/_sim/flows?limit=0")["flows"] == []


def test_everything_of_a_flow_stands_in_its_order_without_secrets(sim: InProcess) -> None:
    sim.given({"document_id": "*", "document_type": "AADHAAR", "fields": {"aadhaar_number": "2345 6789 0124"}})
    flow = sim.init(callback_url=f"{INBOX}?token=hush", application_id="APP-x")
    sim.upload(flow, "1", "2")
    sim.settle()
    shown = sim.call("GET", f"/_sim/flows/{flow}")
    assert (
        "hush" not in shown.text
        and "2345 6789" not in shown.text
        and "Signature=" not in shown.text.replace("Signature=***", "")
    )
    whole = shown.json()
    assert [each["document_id"] for each in whole["files"]] == ["1", "2"]
    assert all(each["document_type"] == "AADHAAR" and each["problem"] == "" for each in whole["files"])
    (delivery,) = whole["deliveries"]
    assert (delivery["state"], [each["step"] for each in delivery["attempts"]]) == ("DELIVERED", ["auth", "callback"])
    moments = [each["at"] for each in whole["timeline"]]
    assert moments == sorted(moments) and [each["id"] for each in whole["timeline"]] == sorted(
        each["id"] for each in whole["timeline"]
    )


def test_a_callback_is_sent_again_whether_it_was_taken_or_given_up(sim: InProcess) -> None:
    sim.given()
    name = sim.tenant
    url = INBOX.replace("/mine", f"/{name}")
    sim.put(f"/_sim/inbox/{name}", {"callback": [500] * 6})
    flow = sim.flow("1", auth_url=f"{url}/auth", callback_url=url)
    sim.advance("2h")
    (given_up,) = sim.get(f"/_sim/flows/{flow}")["deliveries"]
    assert (given_up["state"], len(given_up["attempts"])) == ("CALLBACK_FAILED", 12)
    sent = sim.call("POST", f"/_sim/callbacks/{given_up['id']}/redeliver")
    assert (sent.status_code, sent.json()["state"]) == (202, "INITIATED")
    sim.settle()
    assert sim.get(f"/_sim/flows/{flow}")["deliveries"][0]["state"] == "DELIVERED"
    assert sim.post(f"/_sim/callbacks/{given_up['id']}/redeliver")["id"] == given_up["id"]
    sim.settle()
    answered = [each["answered"] for each in sim.get(f"/_sim/inbox/{name}?step=callback")["received"]]
    assert answered == [500] * 6 + [200] * 2
    bodies = {str(each["body"]) for each in sim.get(f"/_sim/inbox/{name}?step=callback")["received"]}
    assert len(bodies) == 1
    assert (
        sim.refused("POST", f"/_sim/callbacks/{given_up['id']}/redeliver", 404, tenant="somebody-else")["key"] == "id"
    )
