"""Flows that went in every way: each has its page, its saved page, and a scenario that loads and goes the same way."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from simulator.pipeline.scenario import Scenario, load
from tests.inprocess import InProcess

GIVEN = [
    {
        "document_id": "pan",
        "document_type": "PAN",
        "fields": {"name_as_per_pan": "ASHA <b>VERMA</b>", "dob": "14/11/1998"},
    },
    {"document_id": "aadhaar", "document_type": "AADHAAR", "fields": {"aadhaar_number": "2345 6789 0124"}},
    {"document_id": "inv", "document_type": "INVOICE", "fields": {"customer_name": "Asha Verma"}},
    {"document_id": "do", "document_type": "DELIVERY_ORDER", "fields": {"customer_name": "Asha V"}},
    {"document_id": "bad", "error_code": "INVALID_DOC", "error_reason": "blurred"},
    {"document_id": "📄 \"'<7>", "document_type": "PAN", "fields": {"dob": "1"}},
    {"document_id": "*", "error_code": "UNRECOGNISED"},
]
#: What is uploaded, what goes wrong on purpose, and what else the flow says; and how it ends.
FLOWS: dict[str, tuple[list[str], list[dict[str, Any]], dict[str, Any], str]] = {
    "compared": (["inv", "do"], [], {}, "SUCCESS"),
    "one document": (["pan"], [], {}, "SUCCESS"),
    "private": (["aadhaar"], [], {}, "SUCCESS"),
    "not recognised and invalid": (["odd", "bad"], [], {}, "SUCCESS"),
    "nothing fetched": (["pan"], [{"point": "download", "action": "expired"}], {}, "FAILED"),
    "one of two fetched": (["pan", "inv"], [{"point": "download", "action": "expired", "document": "pan"}], {}, "FAILED"),
    "not processed": (["pan"], [{"point": "ocr", "action": "fail"}], {}, "FAILED"),
    "auth refused": (["pan"], [{"point": "auth", "action": "refused"}], {}, "SUCCESS"),
    "delivered at the second try": (["pan"], [{"point": "callback", "action": "fail", "times": 1}], {}, "SUCCESS"),
    "patched": (["pan"], [{"point": "callback", "action": "patch", "body": {"flow_uuid": None}}], {}, "SUCCESS"),
    "odd names": (["📄 \"'<7>"], [], {"application_id": "A\"'<b>ü/7"}, "SUCCESS"),
    "nothing uploaded": ([], [], {}, "NOT_STARTED"),
    "another product": (["pan"], [], {"product_type": "NO_SUCH_PRODUCT"}, "SUCCESS"),
}  # fmt: skip


@pytest.fixture(scope="module")
def world() -> Iterator[tuple[InProcess, dict[str, str]]]:
    """A simulator in which all of them went, each as a tenant of its own."""
    with InProcess(described=True) as sim:
        made = {}
        for at, (name, (documents, faults, more, _)) in enumerate(FLOWS.items()):
            sim.tenant = f"t{at}"
            sim.given(*GIVEN)
            if faults:
                sim.post("/_sim/faults", faults)
            flow = sim.init(**{"application_id": f"APP-{at}", **more})
            if documents:
                sim.upload(flow, *documents)
            made[name] = flow
        sim.advance("3h")
        yield sim, made


@pytest.mark.parametrize("name", list(FLOWS))
def test_its_end_is_the_expected_one(world: Any, name: str) -> None:
    sim, flows = world
    assert sim.get(f"/_sim/flows/{flows[name]}", tenant="")["status"]["master_status"] == FLOWS[name][3]


@pytest.mark.parametrize("name", list(FLOWS))
def test_it_has_a_page_that_holds_no_markup_of_its_own_and_nothing_private(world: Any, name: str) -> None:
    sim, flows = world
    for path in (f"ui/flows/{flows[name]}", f"ui/flows/{flows[name]}/saved.html"):
        answer = sim.call("GET", f"/_sim/{path}")
        assert answer.status_code == 200, answer.text
        assert "<b>VERMA</b>" not in answer.text and "<b>ü" not in answer.text
        assert "2345 6789 0124" not in html.unescape(answer.text)
    application = sim.get(f"/_sim/flows/{flows[name]}", tenant="")["application_id"]
    assert application in html.unescape(answer.text)


@pytest.mark.parametrize("name", list(FLOWS))
def test_each_of_its_documents_has_a_page(world: Any, name: str) -> None:
    sim, flows = world
    files = sim.get(f"/_sim/flows/{flows[name]}", tenant="")["files"]
    assert [each["document_id"] for each in files] == FLOWS[name][0]
    for each in files:
        answer = sim.call("GET", f"/_sim/ui/documents/{each['file_uuid']}")
        assert answer.status_code == 200
        assert "2345 6789 0124" not in html.unescape(answer.text)


@pytest.mark.parametrize("name", [name for name in FLOWS if FLOWS[name][0]])
def test_saved_as_a_scenario_it_goes_the_same_way_again(world: Any, name: str, tmp_path: Path) -> None:
    sim, flows = world
    answer = sim.call("GET", f"/_sim/flows/{flows[name]}/scenario", tenant="")
    path = tmp_path / "saved.toml"
    path.write_bytes(answer.content)
    scenario = load(path)
    first, again = _end(sim, flows[name]), _played(sim, scenario)
    assert again["status"] == first["status"]
    assert [each["state"] for each in again["deliveries"]] == [each["state"] for each in first["deliveries"]]
    for key in ("document_id", "state", "document_type", "error_code", "error_reason"):
        assert [each[key] for each in again["files"]] == [each[key] for each in first["files"]], key
    assert _scores(again) == _scores(first)


def _end(sim: InProcess, flow: str) -> Any:
    return sim.get(f"/_sim/flows/{flow}", tenant="")


def _scores(flow: Any) -> list[tuple[str, int]]:
    return [(each["name"], each["similarity_score"]) for each in flow["cross_checks"]]


def _played(sim: InProcess, scenario: Scenario) -> Any:
    import msgspec

    sim.tenant = f"again-{sim.tenant}"
    body = msgspec.to_builtins(msgspec.structs.replace(scenario, expect=type(scenario.expect)()))
    sim.put("/_sim/scenario", {"scenario": body})
    flow = sim.init(product_type=scenario.product_type, application_id=scenario.application_id)
    sim.upload(flow, *(each.document_id for each in scenario.documents))
    sim.advance("3h")
    return _end(sim, flow)


def test_all_of_them_are_in_the_list_with_what_went_wrong(world: Any) -> None:
    sim, _ = world
    text = " ".join(html.unescape(re.sub(r"<[^>]+>", " ", sim.call("GET", "/_sim/?first=problems").text)).split())
    for at, (_, (*_, more, end)) in enumerate(FLOWS.items()):
        assert more.get("application_id", f"APP-{at}") in text, end
