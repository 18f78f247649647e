"""In what an answer of another server differs from the specification: another status, new or missing keys, another kind."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from simulator.control.openapi_schemas import REFERENCE

#: Items of a list that are looked at, problems of one answer that are told, and how deep values are followed.
ITEMS, PROBLEMS, DEPTH = 50, 50, 40
_PARAMETER = re.compile(r"\\{\w+\\}")


class Specification:
    """An OpenAPI document, asked about answers."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._schemas = document["components"]["schemas"]
        # A path that is written out comes before one with a parameter in its place.
        self._paths = [
            (re.compile(_PARAMETER.sub("[^/]+", re.escape(path))), methods)
            for path, methods in sorted(document["paths"].items(), key=lambda each: each[0].count("{"))
        ]

    def drift(self, method: str, path: str, status: int, body: bytes) -> list[str]:
        """What differs, each once, in words; nothing for a path that it does not know."""
        asked = method.lower()
        operation = next((each[asked] for form, each in self._paths if asked in each and form.fullmatch(path)), None)
        if operation is None:
            return []
        answer = operation["responses"].get(str(status), operation["responses"].get("default"))
        if answer is None:
            known = ", ".join(sorted(operation["responses"]))
            return [f"status {status} is not documented; there are {known}"]
        schema = answer.get("content", {}).get("application/json", {}).get("schema")
        if schema is None:
            return []
        try:
            value = json.loads(body)
        except (ValueError, RecursionError):
            return [f"status {status}: the body is not JSON"]
        return list(dict.fromkeys(f"status {status}: {each}" for each in self._differs(value, schema, "", 0)))[
            :PROBLEMS
        ]

    def _differs(self, value: Any, schema: Mapping[str, Any], where: str, depth: int) -> Iterator[str]:
        if depth > DEPTH:
            return
        schema = self._followed(schema)
        if options := schema.get("anyOf") or schema.get("oneOf"):
            # Told by the option that is of its kind, where one is: what differs within it says more than that others do.
            fitting = [each for each in options if _is_of(value, self._followed(each))]
            yield from min((list(self._differs(value, each, where, depth + 1)) for each in fitting or options), key=len)
            return
        if not _is_of(value, schema):
            yield f"{where or 'the body'} is {_kind(value)}, not {_expected(schema)}"
        elif isinstance(value, dict):
            yield from self._keys(value, schema, where, depth)
        elif isinstance(value, list) and isinstance(items := schema.get("items"), Mapping):
            for each in value[:ITEMS]:
                yield from self._differs(each, items, f"{where}[]", depth + 1)

    def _followed(self, schema: Mapping[str, Any]) -> Mapping[str, Any]:
        reference = schema.get("$ref")
        found: Mapping[str, Any] = self._schemas[str(reference).removeprefix(REFERENCE)] if reference else schema
        return found

    def _keys(self, value: Mapping[str, Any], schema: Mapping[str, Any], where: str, depth: int) -> Iterator[str]:
        properties, others = schema.get("properties", {}), schema.get("additionalProperties")
        for key in schema.get("required", ()):
            if key not in value:
                yield f"{_at(where, key)} is missing"
        for key, each in value.items():
            if key in properties:
                yield from self._differs(each, properties[key], _at(where, key), depth + 1)
            elif isinstance(others, Mapping):
                yield from self._differs(each, others, _at(where, key), depth + 1)
            elif properties and others is not True:
                yield f"{_at(where, key)} is a new key: {_kind(each)}"


def _at(where: str, key: str) -> str:
    return f"{where}.{key}".lstrip(".")


def _is_of(value: Any, schema: Mapping[str, Any]) -> bool:
    if "const" in schema:
        return bool(value == schema["const"])
    if "enum" in schema and value not in schema["enum"]:
        return False
    kinds = schema.get("type")
    if kinds is None:
        return True
    kind = _kind(value)
    allowed = {kinds} if isinstance(kinds, str) else set(kinds)
    return kind in allowed or (kind == "integer" and "number" in allowed)


def _expected(schema: Mapping[str, Any]) -> str:
    if "const" in schema or "enum" in schema:
        return " or ".join(map(repr, schema.get("enum") or [schema["const"]]))
    kinds = schema.get("type", "anything")
    return kinds if isinstance(kinds, str) else " or ".join(kinds)


def _kind(value: Any) -> str:
    kinds = {bool: "boolean", int: "integer", float: "number", str: "string", list: "array", dict: "object"}
    return kinds.get(type(value), "null")
