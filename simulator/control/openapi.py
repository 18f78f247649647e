"""From operations to an OpenAPI 3.1 document: schemas from the types themselves, every error with its body as an example."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from simulator.control.openapi_schemas import Schemas
from simulator.endpoints import Failure, Input, Operation, Schema, Webhook

IN_PATH = re.compile(r"{(\w+)(?::(\w+))?}")
#: What the router takes for each kind of parameter.
KINDS_IN_PATH = {"": {"type": "string"}, "int": {"type": "integer"}, "path": {"type": "string", "pattern": r"^[^\n]+$"}}
REFUSED = {"4XX": {"description": "Refused; tried again with growing pauses, as is anything else but a 2xx"}}
DELIVERY_RESPONSES = {"2XX": {"description": "Acknowledged"}, **REFUSED}
#: Every header that lets a client in, with what to say of it.
CREDENTIALS = {
    "Token": "An access_token of any authtoken call",
    "Client-Id": "The account, where it asks for a token",
    "Client-Secret": "The secret of that account",
    "client_id": "The account, on address match",
    "client_secret": "The secret of that account, on address match",
}


@dataclass(frozen=True)
class Heading:
    """What a document says of itself. `tags`: what each group of operations is."""

    title: str
    version: str
    description: str
    server: str
    tags: Mapping[str, str]


def document(
    operations: Sequence[Operation],
    webhooks: Sequence[Webhook],
    heading: Heading,
    given: Mapping[str, Schema],
    *,
    exact: bool = False,
) -> dict[str, Any]:
    """The whole document, as plain JSON values. `given`: components that types name by a title; `exact`: see Schemas."""
    schemas = Schemas(operations, webhooks, given, exact=exact)
    paths: dict[str, dict[str, Any]] = {}
    for each in operations:
        paths.setdefault(IN_PATH.sub(r"{\1}", each.path), {})[each.method.lower()] = _operation(each, schemas)
    posted = {each.name: {"post": _webhook(each, schemas)} for each in webhooks}
    used = [*paths.values(), *posted.values()]
    tags = dict.fromkeys(each.tag for each in operations)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": heading.title,
            "version": heading.version,
            "description": heading.description,
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": heading.server}],
        "tags": [{"name": tag, "description": heading.tags.get(tag, tag)} for tag in tags],
        "paths": paths,
        "webhooks": posted,
        "components": {
            "schemas": dict(sorted(schemas.components.items())),
            "securitySchemes": {
                name: {"type": "apiKey", "in": "header", "name": name, "description": description}
                for name, description in CREDENTIALS.items()
                if any(name in needed for item in used for each in item.values() for needed in each.get("security", ()))
            },
        },
    }


def operation_id(each: Operation) -> str:
    """What a generated client calls an operation: `getInboxByName` where nothing better is declared."""
    if each.id:
        return each.id
    path = IN_PATH.sub(r"by_\1", each.path.removeprefix("/_sim"))
    first, *others = re.findall(r"[A-Za-z0-9]+", f"{each.method.lower()}_{path}")
    return str(first) + "".join(word[0].upper() + word[1:] for word in others)


def _operation(each: Operation, schemas: Schemas) -> dict[str, Any]:
    described: dict[str, Any] = {"operationId": operation_id(each), "tags": [each.tag], "summary": each.summary}
    if each.description:
        described["description"] = each.description
    parameters = [*_in_path(each.path), *_inputs(each.query, "query"), *_inputs(each.headers, "header")]
    if parameters:
        described["parameters"] = parameters
    described["security"] = _security(each)
    if each.body is not None:
        described["requestBody"] = {
            "required": each.body_required,
            "content": {each.body_media: _content(schemas[each.body], each.body_example)},
        }
    described["responses"] = {
        **{str(status): _answer(each, status, kind, schemas) for status, kind in each.answers.items()},
        **_failures(each.failures, schemas),
        **({"default": {"description": "Whatever status was asked for"}} if each.any_status else {}),
    }
    if each.callbacks:
        described["callbacks"] = {
            posted.name: {posted.to: {"post": _webhook(posted, schemas, described["operationId"])}}
            for posted in each.callbacks
        }
    return described


def _security(each: Operation) -> list[dict[str, list[str]]]:
    """The headers without which a call is refused; none: everybody may call."""
    if each.token:
        return [{"Token": []}]
    needed: dict[str, list[str]] = {
        header.name: [] for header in each.headers if header.name in CREDENTIALS and header.required
    }
    return [needed] if needed else []


def _in_path(path: str) -> list[dict[str, Any]]:
    return [
        {"name": name, "in": "path", "required": True, "schema": KINDS_IN_PATH[kind]}
        for name, kind in IN_PATH.findall(path)
    ]


def _inputs(inputs: Iterable[Input], where: str) -> list[dict[str, Any]]:
    found = []
    for each in inputs:
        values: dict[str, Any] = {"name": each.name, "in": where, "required": each.required, "schema": each.schema}
        if each.description:
            values["description"] = each.description
        if each.example is not None:
            values["example"] = each.example
        found.append(values)
    return found


def _content(schema: Any, example: Any = None) -> dict[str, Any]:
    return {"schema": schema, **({} if example is None else {"example": example})}


def _answer(each: Operation, status: int, kind: Any, schemas: Schemas) -> dict[str, Any]:
    if kind is None:
        return {"description": "Done; no content"}
    schema = schemas[kind]
    if not schemas.exact and status in each.otherwise:
        schema = {"anyOf": [schema, schemas[each.otherwise[status]]]}
    example = each.examples.get(status)
    if callable(example):
        example = msgspec.json.decode(msgspec.json.encode(example()))
    return {"description": each.summary, "content": {each.media: _content(schema, example)}}


def _failures(failures: Sequence[Failure], schemas: Schemas) -> dict[str, Any]:
    """One response for each status, with every body that was told as an example."""
    found: dict[str, Any] = {}
    for status in dict.fromkeys(each.status for each in failures):
        texts = [each for each in failures if each.status == status]
        examples = {
            f"example{number}": {"summary": each.when, "value": each.body} for number, each in enumerate(texts, 1)
        }
        found[str(status)] = {
            "description": "; ".join(each.when for each in texts),
            "content": {"application/json": {"schema": schemas.failure(texts), "examples": examples}},
        }
    return found


def _webhook(each: Webhook, schemas: Schemas, parent: str = "") -> dict[str, Any]:
    """A post to the client; `parent` is the operation that asks for it."""
    responses: dict[str, Any] = dict(DELIVERY_RESPONSES)
    if each.answer is not None:
        token = {"description": "The token", "content": {"application/json": _content(schemas[each.answer])}}
        responses = {"2XX": token, **REFUSED}
    described: dict[str, Any] = {
        "operationId": f"{parent}{each.name[0].upper()}{each.name[1:]}" if parent else each.name,
        "summary": each.summary,
        "description": f"To {each.to}",
        "security": [],
        "responses": responses,
    }
    if each.body is not None:
        described["requestBody"] = {
            "required": True,
            "content": {"application/json": _content(schemas[each.body])},
        }
    return described
