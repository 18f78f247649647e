"""What counts as a difference between two servers, of which kind it is, and what is none."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.fidelity.compare import differences
from simulator.fidelity.model import SHAPES, VALUES, CallRecord, Observation, StatusAt

Told = tuple[str, str, Any, Any]


def call(name: str, status: int, answer: Any = None, problem: str = "") -> CallRecord:
    return CallRecord(name, "GET", f"/{name}", status, 1.0, answer, problem)


def side(*calls: CallRecord, extracts: Any = None, statuses: tuple[str, ...] = ()) -> Observation:
    seen = tuple(StatusAt(float(at), each) for at, each in enumerate(statuses))
    return Observation("http://side", tuple(calls), seen, extracts or {})


def told(theirs: Observation, ours: Observation) -> list[Told]:
    return [(each.kind, each.where, each.theirs, each.ours) for each in differences(theirs, ours)]


def item(data: Any, document_id: str = "1", **more: Any) -> dict[str, Any]:
    return {"document_id": document_id, "data": data, "error_code": "", "error_reason": "", **more}


def read(*items: Any, **more: Any) -> Observation:
    return side(extracts={"ocr_data": list(items), "cross_checks": [], **more})


def field(value: Any, sure: Any = 0.9) -> dict[str, Any]:
    return {"value": value, "confidence_score": sure}


@pytest.mark.parametrize(
    ("theirs", "ours", "expected"),
    [
        pytest.param((200, {"a": 1}), (200, {"a": 2}), [], id="other values of one kind"),
        pytest.param((200, {"a": 1}), (201, {"a": 1}), [("http_status", "x", 200, 201)], id="another status"),
        pytest.param((0, None), (201, {"a": 1}), [], id="they did not answer"),
        pytest.param((200, {"a": 1, "b": ""}), (200, {"a": 1}), [("keys", "x.b", "string", None)], id="only theirs"),
        pytest.param((200, {}), (200, {"a": [1]}), [("keys", "x.a", None, "list")], id="only ours"),
        pytest.param((200, {"a": 1}), (200, {"a": True}), [("keys", "x.a", "number", "boolean")], id="1 is not true"),
        pytest.param((200, {"a": 1}), (200, {"a": 1.5}), [], id="a number is a number"),
        pytest.param((200, {"a": None}), (200, {"a": {}}), [("keys", "x.a", "null", "object")], id="null is no object"),
        pytest.param((200, {"a": [{"b": 1}]}), (200, {"a": [{"b": ""}]}), [("keys", "x.a[].b", "number", "string")], id="items"),
        pytest.param((200, {"a": []}), (200, {"a": [{"b": 1}]}), [], id="an empty list says nothing of its items"),
        pytest.param((200, [1]), (200, {"a": 1}), [("keys", "x", "list", "object")], id="another kind of body"),
        pytest.param((404, {"error": "a"}), (404, {"error": "b"}), [("wording", "x: error", "a", "b")], id="other words"),
        pytest.param(
            (404, {"error_code": "E", "message": "a"}), (404, {"error": "a"}),
            [("envelope", "x", ["error_code", "message"], ["error"])], id="another envelope",
        ),
        pytest.param((400, {"message": "a"}), (400, {"message": "b"}), [("wording", "x: message", "a", "b")], id="400"),
        pytest.param((399, {"message": "a"}), (399, {"message": "b"}), [], id="399 is none"),
        pytest.param((404, "gone"), (404, {"error": "a"}), [("envelope", "x", "string", ["error"])], id="text for an error"),
        pytest.param(
            (500, {"error": "a"}), (200, {"b": 1}),
            [("http_status", "x", 500, 200), ("envelope", "x", ["error"], ["b"])], id="an error on one side",
        ),
    ],
)  # fmt: skip
def test_calls_differ_in_status_keys_kinds_and_words(
    theirs: tuple[int, Any], ours: tuple[int, Any], expected: list[Told]
) -> None:
    assert told(side(call("x", *theirs)), side(call("x", *ours))) == expected


def test_a_call_that_only_one_side_was_asked_is_no_difference() -> None:
    assert told(side(call("theirs", 200, {"a": 1})), side(call("ours", 200, {"b": 1}))) == []


@pytest.mark.parametrize(("life", "ours", "differs"), [(3600, 3600, False), (3599, 3600, True), (None, 3600, True)])
def test_how_long_a_token_holds_is_a_difference_of_its_own(life: Any, ours: Any, differs: bool) -> None:
    found = told(side(call("authtoken", 201, {"expires_in": life})), side(call("authtoken", 201, {"expires_in": ours})))
    assert [each for each in found if each[0] == "token_life"] == [("token_life", "authtoken", life, ours)] * differs


@pytest.mark.parametrize(
    ("theirs", "ours", "expected"),
    [
        (("A", "B", "D"), ("A", "C", "D"), []),
        (("A", "D"), ("A", "E"), [("statuses", "at the end", "D", "E")]),
        ((), ("A",), []),
    ],
)
def test_only_where_statuses_end_counts(theirs: Any, ours: Any, expected: list[Told]) -> None:
    assert told(side(statuses=theirs), side(statuses=ours)) == expected


def test_the_status_before_the_upload_counts_as_a_whole() -> None:
    before = "status before the upload"
    theirs = side(call(before, 200, {"master_status": "NOT_STARTED"}), statuses=("D",))
    ours = side(call(before, 200, {"master_status": "IN_PROGRESS"}), statuses=("D",))
    assert told(theirs, ours) == [
        ("statuses", "before the upload", {"master_status": "NOT_STARTED"}, {"master_status": "IN_PROGRESS"})
    ]


@pytest.mark.parametrize(
    ("theirs", "ours", "expected"),
    [
        pytest.param(
            "Asha  VERMA", "asha verma", ("value", 100, "equal but for case and spaces"), id="case and spaces"
        ),
        pytest.param("XXXX XXXX 0124", "2345 6789 0124", ("value", 43, "different"), id="another mask"),
        pytest.param("**** **** 0124", "2345 6789 0124", ("value", 43, "different: one side masks it"), id="masked"),
        pytest.param("abcd", "abce", ("value", 75, "different"), id="one letter of four"),
        pytest.param(None, "", ("keys", None, "another kind of value"), id="null and empty"),
        pytest.param(["1"], "1", ("keys", None, "another kind of value"), id="list and text"),
        pytest.param(["1", "2"], ["1", "2"], None, id="equal lists"),
    ],
)
def test_values_differ_by_how_alike_they_are(theirs: Any, ours: Any, expected: Any) -> None:
    found = differences(
        read(item({"document_type": "PAN", "f": field(theirs)})), read(item({"document_type": "PAN", "f": field(ours)}))
    )
    if expected is None:
        assert found == ()
        return
    (only,) = found
    assert (only.kind, only.note) == (expected[0], expected[2])
    assert only.where == ("1.f" if expected[0] == "value" else "1.f.value")
    assert expected[1] is None or only.similarity == expected[1]


@pytest.mark.parametrize(
    ("sure", "ours", "note"), [(0.90, 0.86, ""), (0.90, 0.85, "-0.05"), (0.5, 1, "+0.50"), (None, 0.9, "")]
)
def test_confidence_differs_from_a_twentieth_on(sure: Any, ours: Any, note: str) -> None:
    data = [{"document_type": "PAN", "f": field("x", each)} for each in (sure, ours)]
    found = [each for each in differences(read(item(data[0])), read(item(data[1]))) if each.kind == "confidence"]
    assert [each.note for each in found] == ([note] if note else [])


@pytest.mark.parametrize(
    ("theirs", "ours", "expected"),
    [
        ({}, {"f": field("x")}, ("1.f", "only ours has it")),
        ({"f": field("x")}, {}, ("1.f", "only theirs has it")),
        ({}, {"f": field("")}, ("1.f", "only ours has it, empty")),
        ({"f": field(None)}, {}, ("1.f", "only theirs has it, empty")),
        ({"f": {"city": field("A")}}, {"f": {"city": field("A"), "zip": field("1")}}, ("1.f.zip", "only ours has it")),
    ],
)
def test_a_field_that_one_side_lacks_is_told_and_whether_it_is_empty(theirs: Any, ours: Any, expected: Any) -> None:
    kind = {"document_type": "PAN"}
    (only,) = differences(read(item({**kind, **theirs})), read(item({**kind, **ours})))
    assert (only.kind, only.where, only.note) == ("keys", *expected)


def test_a_document_of_another_type_is_one_difference_and_its_fields_none() -> None:
    theirs = read(item({"document_type": "PAN", "dob": field("1")}))
    ours = read(item({"document_type": "AADHAAR", "name": field("2")}))
    assert told(theirs, ours) == [("document_type", "1", "PAN", "AADHAAR")]


def test_a_document_that_one_side_refused_or_does_not_have_is_told() -> None:
    refused = item({}, error_code="INVALID_DOC", error_reason="blurred")
    assert told(read(refused), read(item({}, error_code="UNRECOGNISED", error_reason="blurred"))) == [
        ("document_error", "1: error_code", "INVALID_DOC", "UNRECOGNISED")
    ]
    assert told(read(refused), read(item({}, error_code="INVALID_DOC", error_reason="dark"))) == [
        ("wording", "1: error_reason", "blurred", "dark")
    ]
    assert told(read(refused), read(item({}, "2"))) == [("keys", "2", False, True), ("keys", "1", True, False)]


def test_the_rest_of_an_item_has_a_shape_too() -> None:
    assert told(read(item({"document_type": "PAN"}, extra=1)), read(item({"document_type": "PAN"}))) == [
        ("keys", "1.extra", "number", None)
    ]
    assert told(read(item(None)), read(item({}))) == [("keys", "1.data", "null", "object")]
    assert told(read(item("text")), read(item([]))) == [("keys", "1.data", "string", "list")]


def test_who_has_what_the_other_lacks_is_said_in_the_note() -> None:
    empty = read()
    notes = [each.note for each in (*differences(empty, read(item({}))), *differences(read(item({})), empty))]
    assert notes == ["only ours has the document in ocr_data", "only theirs has the document in ocr_data"]
    one = side(extracts={"ocr_data": [], "cross_checks": [check("N", 1)]})
    notes = [each.note for each in (*differences(empty, one), *differences(one, empty))]
    assert notes == ["only ours has it", "only theirs has it"]


def check(name: str, score: int, **more: Any) -> dict[str, Any]:
    sides = {"source_doc": "A", "source_field_name": "a", "target_doc": "B", "target_field_name": "b"}
    return {"name": name, "similarity_score": score, **sides, **more}


@pytest.mark.parametrize(
    ("theirs", "ours", "expected"),
    [
        ([check("N", 80)], [check("N", 80)], []),
        ([check("N", 80)], [check("N", 81)], [("score", "cross_checks N", 80, 81)]),
        ([check("N", 80)], [], [("cross_check", "cross_checks N", True, False)]),
        ([], [check("N", 80)], [("cross_check", "cross_checks N", False, True)]),
        (
            [check("N", 1), check("N", 2)],
            [check("N", 1), check("N", 3)],
            [("score", "cross_checks N #2", 2, 3)],
        ),
        (
            [check("N", 80, target_doc="C")],
            [check("N", 80)],
            [("cross_check", "cross_checks N: target_doc", "C", "B")],
        ),
        (
            [check("N", 80, source_doc="C", source_field_name="c")],
            [check("N", 80)],
            [
                ("cross_check", "cross_checks N: source_doc", "C", "A"),
                ("cross_check", "cross_checks N: source_field_name", "c", "a"),
            ],
        ),
        (None, [check("N", 80)], [("cross_check", "cross_checks N", False, True)]),
        ([None, "x"], [], []),
    ],
)
def test_cross_checks_are_held_by_name_and_by_how_often_it_came(theirs: Any, ours: Any, expected: list[Told]) -> None:
    sides = [side(extracts={"ocr_data": [], "cross_checks": each}) for each in (theirs, ours)]
    assert told(*sides) == expected


@pytest.mark.parametrize("odd", [None, {}, "text", [None], ["text"], [1]])
def test_ocr_data_of_another_shape_ends_nothing(odd: Any) -> None:
    theirs = side(extracts={"ocr_data": odd, "cross_checks": []})
    assert told(theirs, read(item({"document_type": "PAN"}))) == [("keys", "1", False, True)]


def test_shapes_fail_a_comparison_and_values_only_when_asked() -> None:
    assert not SHAPES & VALUES
    assert {"confidence", "token_life"} & (SHAPES | VALUES) == set()
