"""From operations to an OpenAPI 3.1 document: schemas from the types themselves, every error with its body as an example."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from simulator.endpoints import Failure, Input, Operation, Webhook

TEMPLATE = "#/components/schemas/{name}"
IN_PATH = re.compile(r"{(\w+)(?::(\w+))?}")
#: What the router takes for each kind of parameter.
KINDS_IN_PATH = {"": {"type": "string"}, "int": {"type": "integer"}, "path": {"type": "string", "pattern": r"^[^\n]+$"}}
DELIVERY_RESPONSES = {"2XX": {"description": "Acknowledged; anything else is tried again"}}


def document(
    operations: Sequence[Operation], webhooks: Sequence[Webhook], *, title: str, version: str, says: str, server: str
) -> dict[str, Any]:
    """The whole document, as plain JSON values."""
    schemas = _Schemas(operations, webhooks)
    paths: dict[str, dict[str, Any]] = {}
    for each in operations:
        paths.setdefault(IN_PATH.sub(r"{\1}", each.path), {})[each.method.lower()] = _operation(each, schemas)
    tags = dict.fromkeys(each.tag for each in operations)
    return {
        "openapi": "3.1.0",
        "info": {"title": title, "version": version, "description": says},
        "servers": [{"url": server}],
        "tags": [{"name": tag} for tag in tags],
        "paths": paths,
        "webhooks": {each.name: {"post": _webhook(each, schemas)} for each in webhooks},
        "components": {
            "schemas": schemas.components,
            "securitySchemes": {
                "Token": {
                    "type": "apiKey",
                    "in": "header",
                    "name": "Token",
                    "description": "An access_token of any authtoken call",
                },
            },
        },
    }


class _Schemas:
    """The schemas of all types that the operations name, each struct once, in `components`."""

    def __init__(self, operations: Sequence[Operation], webhooks: Sequence[Webhook]) -> None:
        answered = [kind for each in operations for kind in each.answers.values()]
        posted = [each for operation in operations for each in operation.callbacks] + list(webhooks)
        taken = [each.body for each in operations]
        kinds = [
            kind
            for kind in [*answered, *(each.body for each in posted), *(each.answer for each in posted), *taken]
            if kind is not None and not isinstance(kind, Mapping)
        ]
        found, self.components = msgspec.json.schema_components(kinds, ref_template=TEMPLATE)
        self._of = {repr(kind): schema for kind, schema in zip(kinds, found, strict=True)}
        for component in self.components.values():
            if "properties" in component:
                component.setdefault("additionalProperties", False)
            if "description" in component:
                component["description"] = " ".join(component["description"].split())

    def __getitem__(self, kind: Any) -> Any:
        return kind if isinstance(kind, Mapping) else self._of[repr(kind)]


def _operation(each: Operation, schemas: _Schemas) -> dict[str, Any]:
    described: dict[str, Any] = {
        "operationId": re.sub(r"[\W_]+", "_", each.method.lower() + IN_PATH.sub(r"by_\1", each.path)).strip("_"),
        "tags": [each.tag],
        "summary": each.summary,
    }
    if each.says:
        described["description"] = each.says
    parameters = [*_in_path(each.path), *_inputs(each.query, "query"), *_inputs(each.headers, "header")]
    if parameters:
        described["parameters"] = parameters
    if each.token:
        described["security"] = [{"Token": []}]
    if each.body is not None:
        described["requestBody"] = {
            "required": each.body_required,
            "content": {each.body_media: _content(schemas[each.body], each.body_example)},
        }
    described["responses"] = {
        **{str(status): _answer(each, status, kind, schemas) for status, kind in each.answers.items()},
        **_failures(each.failures),
    }
    if each.callbacks:
        described["callbacks"] = {
            posted.name: {posted.to: {"post": _webhook(posted, schemas)}} for posted in each.callbacks
        }
    return described


def _in_path(path: str) -> list[dict[str, Any]]:
    return [
        {"name": name, "in": "path", "required": True, "schema": KINDS_IN_PATH[kind]}
        for name, kind in IN_PATH.findall(path)
    ]


def _inputs(inputs: Iterable[Input], where: str) -> list[dict[str, Any]]:
    found = []
    for each in inputs:
        values: dict[str, Any] = {"name": each.name, "in": where, "required": each.required, "schema": each.schema}
        if each.says:
            values["description"] = each.says
        if each.example is not None:
            values["example"] = each.example
        found.append(values)
    return found


def _content(schema: Any, example: Any = None) -> dict[str, Any]:
    return {"schema": schema, **({} if example is None else {"example": example})}


def _answer(each: Operation, status: int, kind: Any, schemas: _Schemas) -> dict[str, Any]:
    if kind is None:
        return {"description": "Done; no content"}
    return {
        "description": each.summary,
        "content": {each.media: _content(schemas[kind], each.examples.get(status))},
    }


def _failures(failures: Sequence[Failure]) -> dict[str, Any]:
    """One response for each status, with every body that was told as an example."""
    found: dict[str, Any] = {}
    for status in dict.fromkeys(each.status for each in failures):
        texts = [each for each in failures if each.status == status]
        keys = dict.fromkeys(key for each in texts for key in each.body)
        schema = {
            "type": "object",
            "properties": {
                key: _schema_of_example(next(each.body[key] for each in texts if key in each.body)) for key in keys
            },
            "required": [key for key in keys if all(key in each.body and key not in each.optional for each in texts)],
            "additionalProperties": False,
        }
        examples = {
            f"example{number}": {"summary": each.when, "value": each.body} for number, each in enumerate(texts, 1)
        }
        found[str(status)] = {
            "description": "; ".join(each.when for each in texts),
            "content": {"application/json": {"schema": schema, "examples": examples}},
        }
    return found


def _schema_of_example(example: Any) -> dict[str, Any]:
    return {"type": "array", "items": {"type": "string"}} if isinstance(example, list) else {"type": "string"}


def _webhook(each: Webhook, schemas: _Schemas) -> dict[str, Any]:
    responses: dict[str, Any] = dict(DELIVERY_RESPONSES)
    if each.answer is not None:
        responses = {
            "2XX": {"description": "The token", "content": {"application/json": _content(schemas[each.answer])}}
        }
    described: dict[str, Any] = {"summary": each.summary, "description": f"To {each.to}", "responses": responses}
    if each.body is not None:
        described["requestBody"] = {
            "required": True,
            "content": {"application/json": _content(schemas[each.body])},
        }
    return described
