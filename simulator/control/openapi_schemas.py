"""The schemas of an OpenAPI document: each type once, under a name that people would choose, in one of two forms.

The open form is what a client can count on: keys that some documented answer lacks are not required, and others may come.
The exact form is what this server sends, key for key; the tests hold its answers against it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from simulator.endpoints import Failure, Operation, Schema, Webhook

REFERENCE = "#/components/schemas/"
_PAGE = re.compile(r"ResultPage_(\w+)_")


class Schemas:
    """The schemas of all types that some operations name. `given` are components that the types only name by a title."""

    def __init__(
        self, operations: Sequence[Operation], webhooks: Sequence[Webhook], given: Mapping[str, Schema], *, exact: bool
    ) -> None:
        kinds = [kind for kind in _kinds(operations, webhooks) if not isinstance(kind, Mapping)]
        found, structs = msgspec.json.schema_components(kinds, ref_template=REFERENCE + "{name}")
        self.exact = exact
        self._given = given
        #: Name to schema.
        self.components: dict[str, Any] = {}
        for name, schema in structs.items():
            self.components[_name(name)] = self._struct(schema)
        self._of = {repr(kind): self._walk(schema) for kind, schema in zip(kinds, found, strict=True)}

    def __getitem__(self, kind: Any) -> Any:
        """The schema of a type, or a given one whose titled parts have become components."""
        return self._walk(kind) if isinstance(kind, Mapping) else self._of[repr(kind)]

    def failure(self, failures: Sequence[Failure]) -> Schema:
        """The schema of an error that has these bodies."""
        keys = dict.fromkeys(key for each in failures for key in each.body)
        required = [key for key in keys if all(key in each.body and key not in each.optional for each in failures)]
        properties = {key: _of_example(next(each.body[key] for each in failures if key in each.body)) for key in keys}
        schema: dict[str, Any] = {"type": "object", "properties": properties, "required": required}
        if self.exact:
            return {**schema, "additionalProperties": False}
        name = _error_name(keys)
        known = self.components.setdefault(name, schema)
        # That the reason comes along is shown once and told nowhere.
        known["required"] = [key for key in known["required"] if key in required and key != "reason"]
        return {"$ref": REFERENCE + name}

    def _struct(self, schema: Mapping[str, Any]) -> dict[str, Any]:
        component = {key: self._walk(value) for key, value in schema.items() if key != "title"}
        if "properties" in component:
            if self.exact:
                component.setdefault("additionalProperties", False)
            else:
                sometimes = {name for name, each in schema["properties"].items() if "x-sometimes" in each}
                component["required"] = [name for name in component.get("required", ()) if name not in sometimes]
        if "description" in component:
            component["description"] = " ".join(component["description"].split())
        return component

    def _walk(self, value: Any) -> Any:
        if isinstance(value, list | tuple):
            return [self._walk(each) for each in value]
        if not isinstance(value, Mapping):
            return value
        if isinstance(reference := value.get("$ref"), str):
            return {"$ref": REFERENCE + _name(reference.removeprefix(REFERENCE))}
        plain = {key: self._walk(each) for key, each in value.items() if key not in ("title", "x-sometimes")}
        title = value.get("title")
        if not isinstance(title, str):
            # A property may be called `title`: its value is a schema then.
            return plain | ({"title": self._walk(title)} if title is not None else {})
        if title in self._given:
            self.components.update(self._given)
        else:
            self.components[title] = plain
        return {"$ref": REFERENCE + title}


def _kinds(operations: Sequence[Operation], webhooks: Sequence[Webhook]) -> Iterable[Any]:
    """Every type that the operations take, answer and post."""
    posted = [each for operation in operations for each in operation.callbacks] + list(webhooks)
    answered = [kind for each in operations for kind in (*each.answers.values(), *each.otherwise.values())]
    taken = [each.body for each in operations]
    found = [*answered, *(each.body for each in posted), *(each.answer for each in posted), *taken]
    return [kind for kind in found if kind is not None]


def _name(name: str) -> str:
    """`PageOfBatchItems` for a page of such."""
    found = _PAGE.fullmatch(name)
    return f"PageOf{found[1]}s" if found else name


def _error_name(keys: Iterable[str]) -> str:
    """What an error is called that has these keys."""
    held = set(keys)
    if "key" in held:
        return "SimulatorError"
    if "reason" in held:
        return "InvalidToken"
    return "Error" if "error" in held else "CodedError"


def _of_example(example: Any) -> dict[str, Any]:
    return {"type": "array", "items": {"type": "string"}} if isinstance(example, list) else {"type": "string"}
