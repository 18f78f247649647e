"""A reading, fault or scenario that names what there is not is refused with the nearest name, unless it is meant."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from simulator.client.control import ControlFailed
from simulator.server import BackgroundServer
from simulator.testing.atlas import Atlas


@pytest.fixture
def atlas(server: BackgroundServer) -> Iterator[Atlas]:
    with Atlas(server.url) as atlas:
        yield atlas


READINGS = [
    ({"document_type": "PAAN"}, "canned[0].document_type: 'PAAN' is not a document type; did you mean PAN?"),
    ({"document_type": "pan"}, "canned[0].document_type: 'pan' is not a document type; did you mean PAN?"),
    (
        {"document_type": "PAN", "fields": {"pan_nmber": "1"}},
        "canned[0].fields.pan_nmber: 'pan_nmber' is not a field of PAN; did you mean pan_number?",
    ),
]
FAULTS = [
    (
        {"point": "classify", "action": "become", "document_type": "INVOCE"},
        "document_type: 'INVOCE' is not a document type; did you mean INVOICE?",
    ),
    (
        {"point": "ocr", "action": "fail", "type": "INVOCE"},
        "type: 'INVOCE' is not a document type; did you mean INVOICE?",
    ),
    ({"point": "ocr", "action": "fail", "type": "X*"}, "type: 'X*' is not a document type"),
    (
        {"point": "ocr", "action": "missing", "field": "pan_nr"},
        "field: 'pan_nr' is not a field of any type; did you mean pan_number?",
    ),
    (
        {"point": "ocr", "action": "missing", "field": "dealer_address", "type": "PAN"},
        "field: 'dealer_address' is not a field of PAN",
    ),
    (
        {"point": "crosscheck", "action": "score", "score": 1, "check": "CUSTOMER_NAMES"},
        "check: 'CUSTOMER_NAMES' is not a cross-check; did you mean CUSTOMER_NAME?",
    ),
    (
        {"point": "request", "action": "answer", "endpoint": "multiuplaod"},
        "endpoint: 'multiuplaod' is not an endpoint; did you mean multiupload?",
    ),
    (
        {"point": "request", "action": "answer", "endpoint": "PUT /v3/verification/multiupload"},
        "endpoint: 'PUT /v3/verification/multiupload' is not an endpoint",
    ),
]


@pytest.mark.parametrize(("reading", "says"), READINGS)
def test_readings_that_name_what_there_is_not_are_refused(atlas: Atlas, reading: dict[str, Any], says: str) -> None:
    for give in (lambda **each: atlas.canned(**each), lambda **each: atlas.scenario({"canned": [each]})):
        with pytest.raises(ControlFailed) as refused:
            give(document_id="*", **reading)
        assert str(refused.value).startswith(says)
        give(document_id="*", strict=False, **reading)


@pytest.mark.parametrize(("rule", "says"), FAULTS)
def test_faults_that_name_what_there_is_not_are_refused(atlas: Atlas, rule: dict[str, Any], says: str) -> None:
    with pytest.raises(ControlFailed) as refused:
        atlas.faults(**rule)
    assert str(refused.value).startswith(says)
    with pytest.raises(ControlFailed) as refused:
        atlas.scenario({"faults": [rule]})
    assert str(refused.value).startswith(f"faults[0].{says}")
    atlas.scenario({"faults": [rule], "strict": False})
    assert atlas.faults(**rule, strict=False)[0]["rule"]["strict"] is False
    params = {"sim": {"faults": [rule]}}
    assert init_status(atlas, params) == 422
    assert init_status(atlas, {"sim": {"faults": [{**rule, "strict": False}]}}) == 201


def init_status(atlas: Atlas, params: dict[str, Any]) -> int:
    urls = {"auth_url": atlas.inbox.auth_url, "callback_url": atlas.inbox.callback_url}
    body = {"product_type": "PROD_CDL", "application_id": "APP", "flow_params": params, **urls}
    return atlas.client.request("POST", "/v3/verification/flow/init", json=body).status_code


@pytest.mark.parametrize(
    "endpoint",
    ["multiupload", "POST /v3/verification/multiupload", "/v3/verification/*", "*/status", "GET extracts", "flow/init"],
)
def test_endpoints_by_their_end_or_by_a_pattern_are_known(atlas: Atlas, endpoint: str) -> None:
    atlas.faults(point="request", action="answer", endpoint=endpoint)


def test_a_wrong_name_in_a_scenario_file_ends_the_command_with_two(tmp_path: Path) -> None:
    file = tmp_path / "wrong.toml"
    file.write_text('[[canned]]\ndocument_id = "*"\ndocument_type = "PAAN"\n')
    for command in (
        ["scenarios", "validate", str(file)],
        ["serve", "--ephemeral", "--port", "0", "--scenario", str(file)],
    ):
        done = subprocess.run(
            [sys.executable, "-m", "simulator", *command], capture_output=True, text=True, timeout=120, check=False
        )
        assert done.returncode == 2
        assert "canned[0].document_type: 'PAAN' is not a document type; did you mean PAN?" in done.stderr
    file.write_text('strict = false\n[[canned]]\ndocument_id = "*"\ndocument_type = "PAAN"\n')
    done = subprocess.run(
        [sys.executable, "-m", "simulator", "scenarios", "validate", str(file)],
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0


def test_canned_readings_are_added_and_the_last_one_that_fits_holds(atlas: Atlas) -> None:
    atlas.scenario("expired-link")
    rules = [rule["id"] for rule in atlas.faults_in_force()]
    atlas.canned(document_id="*", document_type="PAN", fields={"pan_number": "ABCPV1234K"})
    atlas.canned({"document_id": "2", "document_type": "VOTER_ID"}, {"document_id": "3", "document_type": "PASSPORT"})
    flow = atlas.flow_of(["1", "2", "3"])
    atlas.wait_for(flow, delivered=True)
    (callback,) = atlas.inbox.callbacks()
    assert [item["data"]["document_type"] for item in callback["ocr_data"]] == ["PAN", "VOTER_ID", "PASSPORT"]
    assert [rule["id"] for rule in atlas.faults_in_force()] == rules


def test_waiting_for_the_delivery_says_why_it_did_not_come(atlas: Atlas) -> None:
    atlas.canned(document_id="*", document_type="PAN")
    atlas.faults(point="callback", action="never")
    with pytest.raises(AssertionError, match="the callback is CALLBACK_FAILED, not DELIVERED"):
        atlas.wait_for(atlas.flow_of(), delivered=True)


def test_waiting_for_the_delivery_never_finds_an_empty_inbox(atlas: Atlas) -> None:
    atlas.canned(document_id="*", document_type="PAN")
    for number in range(20):
        atlas.wait_for(atlas.flow_of(application_id=f"APP-{number}"), delivered=True)
        assert len(atlas.inbox.callbacks()) == number + 1


def test_a_failure_report_shows_error_reasons(atlas: Atlas) -> None:
    atlas.canned(document_id="1", document_type="PAN", error_code="INVALID_DOC", error_reason="multiple people")
    atlas.canned(document_id="2")
    atlas.wait_for(atlas.flow_of(["1", "2"]))
    atlas.client.request("GET", "/v3/verification/status", params={"flow_uuid": "none"})
    report = atlas.report()
    assert "error_code=INVALID_DOC error_reason=multiple people" in report
    assert "error_reason=document not in list" in report
    assert "answered 404" in report or "answered 409" in report


def test_running_works_in_a_script_without_a_main_guard(tmp_path: Path, sample_docs: Path) -> None:
    script = tmp_path / "script.py"
    paper = sample_docs / "EBILL" / "spot-1-clean.png"
    script.write_text(f"""
from pathlib import Path
from simulator.testing.atlas import running

print("begun")
with running(workers=1) as atlas:
    flow = atlas.flow_of({{"1": Path({str(paper)!r}).read_bytes()}})
    atlas.wait_for(flow, delivered=True, seconds=120)
    print(atlas.client.extracts(flow)["ocr_data"][0]["data"]["document_type"])
""")
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, timeout=200, check=False)
    assert (done.returncode, done.stdout.split()) == (0, ["begun", "EBILL"]), done.stderr
