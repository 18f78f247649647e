"""What a row may expect of an answer: each kind of expectation holds, fails with what was there instead, and reads its place."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.fidelity.conform.checks import NOT_ANSWERED, CallResult, ResultCheck, kind, of_kind
from simulator.fidelity.conform.judge import Asked, judge
from simulator.fidelity.conform.places import ABSENT, PlaceError, steps, values
from simulator.fidelity.conform.statements import Statement, Step
from simulator.fidelity.conform.templates import fill, open_names
from simulator.forms import convert

BODY = {
    "id": "0a1b2c3d-0000-4000-8000-00000000000f",
    "batch": "BATCH-12345-ABCDE-20260101000000",
    "at": "2026-01-02T03:04:05",
    "n": 3,
    "half": 0.5,
    "yes": True,
    "none": None,
    "text": "no",
    "items": [{"id": "a", "v": 1}, {"id": "b", "v": 2}],
    "f": {"value": "yes", "confidence_score": 0.9},
    "list": {"value": ["1"], "confidence_score": 1},
    "sure": {"value": "x", "confidence_score": 1.2},
    "below": {"value": "x", "confidence_score": -0.1},
    "a.b": "dotted",
    "empty": [],
}


def problem(answer: CallResult | None = None, **check: Any) -> str:
    return convert(check, ResultCheck).problem(answer or CallResult(200, {"retry-after": "3"}, BODY))


#: An expectation that holds, one of the same kind that does not, and what is said then.
PAIRS = {
    "status": ({"status": 200}, {"status": 404}, "status 200, not 404"),
    "header": ({"header": "Retry-After"}, {"header": "Location"}, "header Location is not there"),
    "value of a header": (
        {"header": "Retry-After", "matches": "[0-9]+"}, {"header": "Retry-After", "is": "4"}, 'header Retry-After: "3", not "4"',
    ),
    "absent header": (
        {"header": "Location", "absent": True}, {"header": "retry-after", "absent": True}, "header retry-after is there: '3'",
    ),
    "place": ({"at": "n"}, {"at": "m"}, "m is not there"),
    "absent": ({"at": "m", "absent": True}, {"at": "n", "absent": True}, "n is there: 3"),
    "is": ({"at": "n", "is": 3}, {"at": "n", "is": 4}, "n: 3, not 4"),
    "is null": ({"at": "none", "is": None}, {"at": "n", "is": None}, "n: 3, not null"),
    "one of": ({"at": "n", "one_of": [3, 4]}, {"at": "n", "one_of": [4]}, "n: 3, not one of [4]"),
    "kind": ({"at": "n", "kind": "integer"}, {"at": "half", "kind": "integer"}, "half: 0.5 is number, not integer"),
    "an integer is a number": ({"at": "n", "kind": "number"}, {"at": "n", "kind": "string"}, "n: 3 is integer, not string"),
    "kinds": ({"at": "none", "kind": "string|null"}, {"at": "yes", "kind": "number|null"}, "yes: true is boolean"),
    "uuid": ({"at": "id", "form": "uuid"}, {"at": "batch", "form": "uuid"}, "has not the form of a uuid"),
    "batch": ({"at": "batch", "form": "batch"}, {"at": "id", "form": "batch"}, "has not the form of a batch"),
    "timestamp": ({"at": "at", "form": "timestamp"}, {"at": "n", "form": "timestamp"}, "n: 3 has not the form"),
    "matches whole": ({"at": "text", "matches": "n."}, {"at": "text", "matches": "n"}, "\"no\" does not fit 'n'"),
    "keys": ({"at": "items[0]", "keys": ["v", "id"]}, {"at": "items[0]", "keys": ["id"]}, "keys ['id', 'v'], not ['id']"),
    "no keys": ({"at": "n", "absent": False}, {"at": "items[0]", "keys": []}, "keys ['id', 'v'], not []"),
    "keys of no object": ({"at": "f", "has": ["value"]}, {"at": "n", "keys": ["id"]}, "keys None, not ['id']"),
    "has": ({"at": "items[0]", "has": ["v"]}, {"at": "items[0]", "has": ["v", "w"]}, "lacks ['w']"),
    "has of a text": ({"at": "list.value", "has": ["1"]}, {"at": "text", "has": ["n"]}, "lacks ['n']"),
    "length": ({"at": "items", "length": 2}, {"at": "items", "length": 1}, "2 items, not 1"),
    "no length": ({"at": "empty", "length": 0}, {"at": "n", "length": 0}, "None items, not 0"),
    "least": ({"at": "n", "least": 3}, {"at": "n", "least": 3.5}, "3 is not at least 3.5"),
    "least of zero": ({"at": "n", "least": 0}, {"at": "text", "least": 0}, '"no" is not at least 0'),
    "most": ({"at": "n", "most": 3}, {"at": "half", "most": 0.4}, "0.5 is not at most 0.4"),
    "wrapped": ({"at": "f", "wrapped": "string"}, {"at": "f", "wrapped": "list"}, 'value "yes" is string, not list'),
    "wrapped list": ({"at": "list", "wrapped": "list"}, {"at": "items[0]", "wrapped": "string"}, "is not {value, conf"),
    "yes or no": ({"at": "f", "wrapped": "yes-no"}, {"at": "list", "wrapped": "yes-no"}, "is neither yes nor no"),
    "confidence": ({"at": "f.confidence_score", "most": 1}, {"at": "sure", "wrapped": "string"}, "1.2 is not a number from 0"),
    "confidence below": ({"at": "sure.value"}, {"at": "below", "wrapped": "string"}, "-0.1 is not a number from"),
    "equals": ({"at": "f.value", "equals": "f.value"}, {"at": "n", "equals": "half"}, "3, but half is [0.5]"),
    "equals nothing": ({"at": "n", "equals": "items[id=b].id", "absent": False} | {"equals": "n"},
                       {"at": "n", "equals": "m"}, "3, but m is []"),
    "every item": ({"at": "items[*].v", "kind": "integer"}, {"at": "items[*].v", "is": 1}, "items[*].v: 2, not 1"),
    "an item that lacks it": ({"at": "items[*].id"}, {"at": "items[*].w"}, "items[*].w is not there"),
    "items of nothing": ({"at": "empty", "kind": "list"}, {"at": "empty[*]"}, "empty[*] is not there"),
    "the whole body": ({"at": "", "kind": "object"}, {"at": "", "kind": "list"}, "the body: "),
}  # fmt: skip


@pytest.mark.parametrize("name", list(PAIRS))
def test_an_expectation_holds_or_says_what_was_there(name: str) -> None:
    holds, fails, says = PAIRS[name]
    assert problem(**holds) == ""
    assert says in problem(**fails)


def test_one_is_not_true() -> None:
    assert problem(at="yes", **{"is": 1}) == "yes: true, not 1"
    assert problem(at="n", **{"is": True}) == "n: 3, not true"


def test_a_long_value_is_told_by_its_beginning() -> None:
    said = problem(CallResult(200, {}, {"a": "x" * 500}), at="a", **{"is": "y"})
    assert len(said) < 140 and "…" in said


@pytest.mark.parametrize("algorithm", ["", "a", "ab", "abc", "ES256"])
def test_a_header_of_a_jwt_may_have_any_length(algorithm: str) -> None:
    """Its base64 comes without the signs that fill it up."""
    head = base64.urlsafe_b64encode(json.dumps({"alg": algorithm}).encode()).decode().rstrip("=")
    answer = CallResult(200, {}, {"token": f"{head}.x.y"})
    assert problem(answer, at="token", jwt_header={"alg": algorithm}) == ""


def test_a_jwt_is_held_by_its_header() -> None:
    head = base64.urlsafe_b64encode(json.dumps({"alg": "HS256", "typ": "JWT"}).encode()).decode().rstrip("=")
    answer = CallResult(200, {}, {"token": f"{head}.x.y", "not": "!!"})
    assert problem(answer, at="token", jwt_header={"alg": "HS256", "typ": "JWT"}) == ""
    assert 'its header is {"alg": "HS256"' in problem(answer, at="token", jwt_header={"alg": "none"})
    assert problem(answer, at="not", jwt_header={"alg": "HS256"}) == "not: is no JWT"


def test_an_answer_that_did_not_come_or_is_no_json_says_so_itself() -> None:
    assert problem(CallResult(NOT_ANSWERED, problem="timed out"), status=200) == "timed out"
    no_json = CallResult(200, {}, "<html>", problem="the answer is no JSON")
    assert problem(no_json, status=200) == "" and problem(no_json, at="a") == "the answer is no JSON"


def test_kinds_are_those_of_json() -> None:
    kinds = {kind(each) for each in (None, True, 1, 1.5, "", [], {})}
    assert kinds == {"null", "boolean", "integer", "number", "string", "list", "object"}
    assert of_kind(1, "number") and not of_kind(True, "number|integer") and not of_kind(1.5, "integer")


# Places


@pytest.mark.parametrize(
    ("place", "found"),
    [
        ("items[1].v", [2]),
        ("items[-1].id", ["b"]),
        ("items[id=a].v", [1]),
        ("items[v=2].id", ["b"]),
        ("items[id=c].v", [ABSENT]),
        ("items[2]", [ABSENT]),
        ("items[-3]", [ABSENT]),
        ("items.id", [ABSENT]),
        ("f[*]", ["yes", 0.9]),
        ("n[*]", []),
        ("n[0]", [ABSENT]),
        ('"a.b"', ["dotted"]),
        ("", [BODY]),
    ],
)
def test_a_place_leads_to_what_stands_there(place: str, found: list[Any]) -> None:
    assert values(BODY, place) == found


@pytest.mark.parametrize("place", ["a[", "a..b", "a[x]", "a[=", "[]", "a]", "!", "a[--1]", "a[²]"])
def test_what_is_no_place_is_refused_with_where_it_goes_wrong(place: str) -> None:
    with pytest.raises(PlaceError, match="place "):
        steps(place)


_KEYS = st.from_regex(r"[a-z_][a-z0-9_]{0,8}", fullmatch=True)


@given(st.lists(st.one_of(_KEYS, st.integers(0, 3)), min_size=1, max_size=6), st.integers())
def test_the_way_to_a_value_leads_to_it(way: list[str | int], value: int) -> None:
    body: Any = value
    for step in reversed(way):
        body = {step: body} if isinstance(step, str) else [*([None] * step), body]
    place = "".join(f".{step}" if isinstance(step, str) else f"[{step}]" for step in way)
    assert values(body, place.lstrip(".")) == [value]


# Names in braces


def test_names_are_put_in_as_text_or_as_what_they_are() -> None:
    names = {"flow": "F", "n": 3, "file:PAN": "http://x"}
    assert fill("{n}", names) == 3
    assert fill("a {n} {flow}{none}", names) == "a 3 F{none}"
    assert fill({"{flow}": ["{file:PAN}", ("{n}",)]}, names) == {"F": ["http://x", [3]]}
    assert open_names({"{a}": ["{b} {c}", 1, None]}) == ["a", "b", "c"]


@given(
    st.recursive(
        st.none() | st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
    )
)
def test_without_names_nothing_is_changed(value: Any) -> None:
    assert fill(value, {}) == value


# Judging


def judged(row: dict[str, Any], answer: CallResult | None, **asked: Any) -> tuple[str, str]:
    fixed = {"id": "r", "says": "it is {flow}", "sentence": "s", "page": "p"}
    statement = convert({**fixed, **row}, Statement)
    step = Step(id="s", call="GET /x", rows=[statement])
    (result,) = judge([Asked(step, answer, {"flow": "F"}, **asked)])
    assert result.says == "it is F"
    return result.outcome, result.note


OK = CallResult(200, {}, {"a": 1, "docs": [{"document_id": "PAN", "x": 1}]})


@pytest.mark.parametrize(
    ("row", "answer", "asked", "expected"),
    [
        ({"status": 200}, OK, {}, ("passed", "")),
        ({"status": 404}, OK, {}, ("failed", "status 200, not 404")),
        ({"status": 404}, None, {"reason": "no budget"}, ("not checkable", "no budget")),
        (
            {"status": 404, "settled": 7, "otherwise": {"status": 200}}, OK, {},
            ("settled otherwise", "status 200, not 404 (decision 7)"),
        ),
        ({"status": 404, "settled": 7, "otherwise": {"status": 400}}, OK, {}, ("failed", "status 200, not 404")),
        (
            {"at": "docs[document_id=PAN].x"}, OK, {"missing": ["PAN"]},
            ("not checkable", "no document PAN was named (--document PAN=URL)"),
        ),
        ({"at": "docs[document_id=PAN].x"}, OK, {"missing": ["INVOICE"]}, ("passed", "")),
        (
            {"at": "a", "about": ["INVOICE"]}, OK, {"missing": ["INVOICE"]},
            ("not checkable", "no document INVOICE was named (--document INVOICE=URL)"),
        ),
        ({"at": "b", "given": True}, OK, {"told": False}, ("not checkable", "only a simulator can be told what to read")),
        ({"at": "b", "given": True}, OK, {"told": True}, ("failed", "b is not there")),
        ({"at": "b", "optional": True}, OK, {"told": False}, ("not checkable", "the document has no such field")),
        ({"at": "a", "is": 2, "optional": True}, OK, {"told": False}, ("failed", "a: 1, not 2")),
        ({"at": "b", "optional": True}, OK, {"told": True}, ("failed", "b is not there")),
    ],
)  # fmt: skip
def test_a_row_comes_out_in_one_of_four_ways(row: Any, answer: Any, asked: Any, expected: tuple[str, str]) -> None:
    assert judged(row, answer, **asked) == expected


def test_names_are_put_into_what_a_row_expects() -> None:
    flow = CallResult(200, {}, {"flow": "F", "other": "G"})
    assert judged({"at": "flow", "is": "{flow}"}, flow) == ("passed", "")
    assert judged({"at": "other", "is": "{flow}"}, flow) == ("failed", 'other: "G", not "F"')
