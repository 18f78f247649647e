"""What an endpoint takes and answers, as one record: the source of the specification, of its page, and of strictness.

Types are msgspec structs (or what msgspec can describe); where none fits, a JSON schema as a mapping stands in its place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Schema = Mapping[str, Any]

TEXT: Schema = {"type": "string"}
WHOLE: Schema = {"type": "integer"}
#: Spaces around a header's value are lost on the way, so there must be something else in it.
HEADER: Schema = {"type": "string", "pattern": r"\S"}


@dataclass(frozen=True)
class Input:
    """A query parameter or a header."""

    name: str
    schema: Schema = field(default_factory=lambda: TEXT)
    required: bool = True
    says: str = ""
    example: Any = None


@dataclass(frozen=True)
class Failure:
    """An answer that is an error: its body as an example, and when it comes. `optional` are keys that can be absent."""

    status: int
    body: Mapping[str, Any]
    when: str
    optional: Sequence[str] = ()


@dataclass(frozen=True)
class Posted:
    """Something that is posted to the client: `to` names where, in OpenAPI's runtime expressions or in words."""

    name: str
    to: str
    body: Any
    summary: str
    answer: Any = None


@dataclass(frozen=True)
class Operation:
    """One method of one path. `answers`: status to type; None where there is no body. `media`: of bodies that are not JSON."""

    method: str
    path: str
    tag: str
    summary: str
    answers: Mapping[int, Any]
    says: str = ""
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
    callbacks: Sequence[Posted] = ()


def failure_body(operations: Sequence[Operation], method: str, path: str, status: int) -> Mapping[str, Any] | None:
    """The body that a call documents for a status; None where it knows none."""
    for each in operations:
        if (each.method, each.path) == (method, path):
            return next((failure.body for failure in each.failures if failure.status == status), None)
    return None
