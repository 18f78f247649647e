"""In what an answer differs from the specification, told once, in words, at the place where it does."""

from __future__ import annotations

import json
from typing import Any

import pytest

from simulator.control.upstream.drift import ITEMS, PROBLEMS, Specification
from tests.inprocess import InProcess

SCHEMAS = {
    "Pair": {
        "type": "object",
        "required": ["a"],
        "properties": {"a": {"type": "string"}, "b": {"type": ["integer", "null"]},
                       "again": {"$ref": "#/components/schemas/Pair"}},
    },
    "Free": {"type": "object", "properties": {"a": {}}, "additionalProperties": True},
    "Texts": {"type": "object", "additionalProperties": {"type": "string"}},
    "One": {"anyOf": [{"type": "string"}, {"type": "object", "required": ["x", "y"], "properties": {"x": {}, "y": {}}}]},
    "Word": {"enum": ["A", "B"]},
    "Only": {"const": 1},
    "Number": {"type": "number"},
    "Any": {},
    "List": {"type": "array", "items": {"$ref": "#/components/schemas/Pair"}},
}  # fmt: skip


def specification(schema: str, path: str = "/x/{id}") -> Specification:
    content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}}
    responses = {"200": {"content": content}, "204": {}, "404": {"content": {"text/plain": {}}}}
    return Specification({"components": {"schemas": SCHEMAS}, "paths": {path: {"get": {"responses": responses}}}})


def drift(schema: str, value: Any, status: int = 200) -> list[str]:
    body = value if isinstance(value, bytes) else json.dumps(value).encode()
    return [
        each.removeprefix(f"status {status}: ") for each in specification(schema).drift("GET", "/x/1", status, body)
    ]


@pytest.mark.parametrize(
    ("schema", "value", "expected"),
    [
        ("Pair", {"a": "x", "b": 1}, []),
        ("Pair", {"a": "x", "b": None}, []),
        ("Pair", {"b": 1}, ["a is missing"]),
        ("Pair", {"a": 1, "b": "x"}, ["a is integer, not string", "b is string, not integer or null"]),
        ("Pair", {"a": "x", "c": [1]}, ["c is a new key: array"]),
        ("Pair", {"a": "x", "again": {"again": {}}}, ["again.a is missing", "again.again.a is missing"]),
        ("Pair", [], ["the body is array, not object"]),
        ("Pair", None, ["the body is null, not object"]),
        ("Free", {"a": 1, "more": True}, []),
        ("Texts", {"k": "v", "n": 1.5}, ["n is number, not string"]),
        ("One", "x", []),
        ("One", {"x": 1}, ["y is missing"]),
        ("One", 3, ["the body is integer, not string"]),
        ("Word", "A", []),
        ("Word", "C", ["the body is string, not 'A' or 'B'"]),
        ("Only", 1, []),
        ("Only", 2, ["the body is integer, not 1"]),
        ("Number", 1, []),
        ("Number", True, ["the body is boolean, not number"]),
        ("Any", {"x": 1}, []),
        ("List", [{"a": ""}, {}, {}], ["[].a is missing"]),
        ("List", [{"a": ""}] * ITEMS + [{}], []),
        ("Pair", b"no json", ["the body is not JSON"]),
        ("Pair", b"\xff", ["the body is not JSON"]),
        ("Any", b"[" * 100_000, ["the body is not JSON"]),
    ],
)
def test_an_answer_differs_where_its_schema_says_otherwise(schema: str, value: Any, expected: list[str]) -> None:
    assert drift(schema, value) == expected


def test_a_status_that_is_not_documented_names_those_that_are() -> None:
    assert specification("Pair").drift("GET", "/x/1", 500, b"") == [
        "status 500 is not documented; there are 200, 204, 404"
    ]


def test_any_status_is_documented_where_all_others_are_told_of_together() -> None:
    content = {"application/json": {"schema": SCHEMAS["Pair"]}}
    responses = {"200": {}, "default": {"content": content}}
    found = Specification({"components": {"schemas": SCHEMAS}, "paths": {"/x": {"get": {"responses": responses}}}})
    assert found.drift("GET", "/x", 418, b'{"a": ""}') == []
    assert found.drift("GET", "/x", 418, b"{}") == ["status 418: a is missing"]


@pytest.mark.parametrize("status", [204, 404])
def test_an_answer_without_a_schema_of_json_may_be_anything(status: int) -> None:
    assert drift("Pair", b"whatever", status) == []


@pytest.mark.parametrize(("method", "path"), [("GET", "/x"), ("GET", "/x/1/2"), ("POST", "/x/1"), ("GET", "/y/1")])
def test_what_is_not_described_does_not_differ(method: str, path: str) -> None:
    assert specification("Pair").drift(method, path, 500, b"") == []


def test_only_so_many_differences_are_told_and_depth_ends() -> None:
    assert len(drift("Pair", {"a": ""} | {f"k{n}": n for n in range(PROBLEMS + 20)})) == PROBLEMS
    deep: dict[str, Any] = {}
    for _ in range(200):
        deep = {"a": "", "again": deep}
    assert drift("Pair", deep) == []


def test_every_call_is_held_against_its_own_description_and_no_other(sim: InProcess) -> None:
    """No path with a parameter stands in the way of one that is written out."""
    document = sim.get("/_sim/openapi.json?part=all")
    found = Specification(document)
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            if method in ("get", "post", "put", "delete") and "default" not in operation["responses"]:
                (said,) = found.drift(method, path.replace("{", "").replace("}", ""), 599, b"")
                assert said.endswith(", ".join(sorted(operation["responses"]))), f"{method} {path}"
