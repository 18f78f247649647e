"""Which rules an outcome becomes, which it takes the place of, and which documents it will act on."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.control import outcome_api
from tests.inprocess import InProcess

MANUAL = {"sim": {"pace": "manual"}}


@pytest.fixture
def flow(sim: InProcess) -> str:
    """A flow with the documents `1` and `2`, held before they are fetched."""
    sim.given()
    made = sim.init(flow_params=MANUAL)
    sim.upload(made, "1", "2")
    sim.settle()
    return made


def said(sim: InProcess, flow: str, body: Any) -> Any:
    return sim.put(f"/_sim/flows/{flow}/outcome", body)


def rules(answer: Any) -> list[dict[str, Any]]:
    return [each["rule"] for each in answer["rules"]]


def own(sim: InProcess, flow: str) -> list[dict[str, Any]]:
    return [each["rule"] for each in sim.get("/_sim/faults")["faults"] if each["flow_uuid"] == flow]


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        ({"outcome": "UNRECOGNISED"}, [("classify", "unrecognised", {})]),
        ({"outcome": "INVALID_DOC"}, [("classify", "invalid", {})]),
        ({"outcome": "INVALID_DOC", "reason": "dark"}, [("classify", "invalid", {"reason": "dark"})]),
        ({"outcome": "UPLOAD_FAILED"}, [("download", "expired", {})]),
        ({"outcome": "PROCESSING_FAILED"}, [("ocr", "fail", {})]),
        ({"document_type": "PAN"}, [("classify", "become", {"document_type": "PAN"})]),
        (
            {"outcome": "SUCCESS", "document_type": "PAN", "fields": {"dob": "1"}},
            [("classify", "become", {"document_type": "PAN", "fields": {"dob": "1"}})],
        ),
        (
            {"fields": {"dob": "1", "pan_number": {"value": "X", "confidence": 0.5}}},
            [
                ("ocr", "replace", {"field": "dob", "value": "1"}),
                ("ocr", "replace", {"field": "pan_number", "value": {"value": "X", "confidence": 0.5}}),
            ],
        ),
        ({"outcome": "SUCCESS", "fields": {"dob": "1"}}, [("ocr", "replace", {"field": "dob", "value": "1"})]),
    ],
)
def test_an_outcome_becomes_rules_of_the_flow_for_the_document(
    sim: InProcess, flow: str, outcome: Any, expected: Any
) -> None:
    answer = said(sim, flow, {"document": "2", **outcome})
    assert rules(answer) == [
        {"point": point, "action": action, "document": "2", **keys} for point, action, keys in expected
    ]
    assert answer["documents"] == ["2"] and answer["flow_uuid"] == flow
    assert {(each["source"], each["tenant"], each["flow_uuid"]) for each in answer["rules"]} == {
        ("outcome", sim.tenant, flow)
    }


@pytest.mark.parametrize(
    ("pattern", "documents"), [("1", ["1"]), ("*", ["1", "2"]), ("?", ["1", "2"]), ("3", []), ("1*", ["1"])]
)
def test_the_documents_that_it_will_act_on_are_named(
    sim: InProcess, flow: str, pattern: str, documents: list[str]
) -> None:
    assert said(sim, flow, {"document": pattern, "outcome": "UNRECOGNISED"})["documents"] == documents


def test_the_last_word_on_a_document_holds_and_leaves_those_on_others(sim: InProcess, flow: str) -> None:
    said(sim, flow, [{"document": "1", "outcome": "UPLOAD_FAILED"}, {"document": "2", "fields": {"dob": "1"}}])
    said(sim, flow, {"document": "2", "outcome": "UNRECOGNISED"})
    assert [(each["action"], each["document"]) for each in own(sim, flow)] == [("expired", "1"), ("unrecognised", "2")]
    # Rules of others, and at other points, are no outcome's business.
    sim.post("/_sim/faults", {"point": "classify", "action": "unrecognised", "document": "2"})
    sim.post("/_sim/faults", {"point": "callback", "action": "never", "flow": flow})
    said(sim, flow, {"document": "2", "document_type": "PAN"})
    assert [each["action"] for each in own(sim, flow)] == ["expired", "become"]
    assert len(sim.get("/_sim/faults")["faults"]) == 4


def test_scores_are_said_by_check_and_for_all(sim: InProcess, flow: str) -> None:
    products = sim.get("/_sim/catalogue")["products"]
    names = [check["name"] for each in products if each["name"] == "PROD_CDL" for check in each["checks"]]
    said(sim, flow, [{"score": 10, "check": names[0]}, {"score": 20, "check": names[1]}])
    assert [(each["check"], each["score"]) for each in own(sim, flow)] == [(names[0], 10), (names[1], 20)]
    said(sim, flow, {"score": 0, "check": names[0]})
    assert [(each["check"], each["score"]) for each in own(sim, flow)] == [(names[1], 20), (names[0], 0)]
    said(sim, flow, {"score": 100})
    assert [(each.get("check"), each["score"]) for each in own(sim, flow)] == [(None, 100)]


def test_what_is_done_is_done_and_what_is_not_may_still_be_said(sim: InProcess, flow: str) -> None:
    said(sim, flow, {"document": "1", "outcome": "UPLOAD_FAILED"})
    sim.post(f"/_sim/flows/{flow}/advance", {"to": "processing"})
    refusal = sim.refused("PUT", f"/_sim/flows/{flow}/outcome", 409, json={"document": "1", "outcome": "UNRECOGNISED"})
    assert refusal["error"] == (
        "document '1' is done (UPLOAD_FAILED): say its outcome before the upload, or give the flow the pace manual"
    )
    # A pattern that also names one that waits holds for that one.
    assert said(sim, flow, {"document": "*", "outcome": "UNRECOGNISED"})["documents"] == ["2"]
    sim.post(f"/_sim/flows/{flow}/advance", {"to": "done"})
    late = sim.refused("PUT", f"/_sim/flows/{flow}/outcome", 409, json={"score": 1})
    assert late["error"].startswith("the cross-checks are done: say the score before the upload")


def test_of_a_list_with_one_mistake_none_is_taken_and_its_place_is_named(sim: InProcess, flow: str) -> None:
    body = [{"document": "1", "outcome": "UNRECOGNISED"}, {"document": "2", "document_type": "PANN"}]
    refusal = sim.refused("PUT", f"/_sim/flows/{flow}/outcome", json=body)
    assert refusal["key"] == "[1].document_type"
    assert refusal["error"] == "[1].document_type: 'PANN' is not a document type; did you mean PAN?"
    assert own(sim, flow) == []


@pytest.mark.parametrize(
    ("outcome", "key"),
    [
        ({}, "document"),
        ({"document": "1"}, "outcome"),
        ({"document": "1", "reason": "dark"}, "outcome"),
        ({"document": "1", "outcome": "SUCCESS"}, "document_type"),
        ({"document": "1", "outcome": "UNRECOGNISED", "fields": {"dob": "1"}}, "fields"),
        ({"document": "1", "outcome": "UPLOAD_FAILED", "document_type": "PAN"}, "document_type"),
        ({"document": "1", "outcome": "UNRECOGNISED", "reason": "dark"}, "reason"),
        ({"score": 1, "document": "1"}, "document"),
        ({"score": 1, "outcome": "SUCCESS"}, "outcome"),
        ({"check": "X"}, "score"),
        ({"score": 1, "check": "NONE"}, "check"),
        ({"document": "1", "document_type": "PAN", "fields": {"none": "1"}}, "fields.none"),
        ({"score": -1}, "score"),
    ],
)
def test_an_outcome_that_makes_no_sense_names_its_key(sim: InProcess, flow: str, outcome: Any, key: str) -> None:
    assert sim.refused("PUT", f"/_sim/flows/{flow}/outcome", json=outcome)["key"] == key
    assert own(sim, flow) == []


def test_only_so_many_are_said_of_one_flow(sim: InProcess, flow: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outcome_api, "MOST_OUTCOMES", 3)
    body = [{"document": str(at), "outcome": "UNRECOGNISED"} for at in range(4)]
    assert (
        sim.refused("PUT", f"/_sim/flows/{flow}/outcome", json=body)["error"]
        == "too many outcomes: at most 3 in one call"
    )
    said(sim, flow, body[:3])
    assert "too many rules" in sim.refused("PUT", f"/_sim/flows/{flow}/outcome", json=body[3])["error"]
    # What takes the place of another needs no room.
    said(sim, flow, {"document": "2", "outcome": "INVALID_DOC"})
    assert len(own(sim, flow)) == 3
