"""An endpoint, declared once: what it takes and answers, and the function that answers. All else is derived from that:
its route, the specification and its page, the checks of `strict`, and the bodies that faults answer.

Types are msgspec structs (or what msgspec can describe); where none fits, a JSON schema as a mapping stands in its place.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

Schema = Mapping[str, Any]
Handler = Callable[[Request], Awaitable[Response]]

TEXT: Schema = {"type": "string"}
INTEGER: Schema = {"type": "integer"}
#: Spaces around a header's value are lost on the way, so there must be something else in it.
HEADER: Schema = {"type": "string", "pattern": r"\S"}


@dataclass(frozen=True)
class Input:
    """A query parameter or a header."""

    name: str
    schema: Schema = field(default_factory=lambda: TEXT)
    required: bool = True
    description: str = ""
    example: Any = None


@dataclass(frozen=True)
class Failure:
    """An answer that is an error: its body as an example, and when it comes. `optional` are keys that can be absent."""

    status: int
    body: Mapping[str, Any]
    when: str
    optional: Sequence[str] = ()


@dataclass(frozen=True)
class Webhook:
    """Something that is posted to the client: `to` names where, in OpenAPI's runtime expressions or in words."""

    name: str
    to: str
    body: Any
    summary: str
    answer: Any = None


@dataclass(frozen=True)
class Operation:
    """One method of one path. `answers`: status to type; None where there is no body. `media`: of bodies that are not JSON.

    `id` is what a generated client calls it; none: made of method and path. `otherwise`: a form of the answer that the
    documentation shows too, but that this server does not send. `examples`: by status, or the
    functions that make them once they are asked for. `any_status`: it answers with whatever status it was told to.
    """

    method: str
    path: str
    tag: str
    summary: str
    answers: Mapping[int, Any]
    id: str = ""
    description: str = ""
    otherwise: Mapping[int, Any] = field(default_factory=dict)
    any_status: bool = False
    query: Sequence[Input] = ()
    headers: Sequence[Input] = ()
    body: Any = None
    body_media: str = "application/json"
    body_required: bool = True
    media: str = "application/json"
    token: bool = False
    failures: Sequence[Failure] = ()
    examples: Mapping[int, Any] = field(default_factory=dict)
    body_example: Any = None
    callbacks: Sequence[Webhook] = ()


@dataclass(frozen=True)
class Endpoint:
    """An operation and the function that answers it."""

    operation: Operation
    handler: Handler


def routes(endpoints: Iterable[Endpoint]) -> list[BaseRoute]:
    """Their routes. The GETs come first: clients poll, and the router looks from the beginning."""
    ordered = sorted(endpoints, key=lambda each: each.operation.method != "GET")
    return [Route(each.operation.path, each.handler, methods=[each.operation.method]) for each in ordered]


def failure_bodies(endpoints: Iterable[Endpoint]) -> dict[tuple[str, str, int], Mapping[str, Any]]:
    """The first body that each endpoint documents for a status, by method, path and status."""
    found: dict[tuple[str, str, int], Mapping[str, Any]] = {}
    for operation in (each.operation for each in endpoints):
        for failure in operation.failures:
            found.setdefault((operation.method, operation.path, failure.status), failure.body)
    return found
