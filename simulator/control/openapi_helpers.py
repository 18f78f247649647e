"""What the declarations of the endpoints under `/_sim` share: their forms, errors and parameters.

An answer that is put together by hand is described by its keys (`having`); a page by its own docstring alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from simulator.endpoints import Endpoint, Failure, Handler, Input, Operation, Schema

#: Under which everything of the simulator's own is, and where its pages are.
PREFIX = "/_sim"
PAGES = f"{PREFIX}/ui"

TAG = "Simulator"
OBJECT: Schema = {"type": "object"}
BINARY: Schema = {"type": "string", "format": "binary"}
#: Statuses that a page may answer with.
PAGE_STATUSES = (200, 303, 400, 403, 404, 409, 422)
NUMBER: Schema = {"type": "integer", "minimum": 0, "maximum": 2**53}
TENANT = Input("tenant", required=False, description="a Client-Id; none: all. The header Client-Id says the same")


def object_with(*lists: str, **kinds: Schema) -> Schema:
    """An object with these lists of objects, and keys of other kinds."""
    properties = {**{name: {"type": "array", "items": OBJECT} for name in lists}, **kinds}
    return {"type": "object", "properties": properties, "required": list(properties)}


def wrong(status: int, error: str) -> Failure:
    return Failure(status, {"error": error, "key": "", "allowed": []}, error, ("key", "allowed"))


INVALID_INPUT = wrong(422, "invalid input; `key` names where, `allowed` lists what is valid there")
UNKNOWN = wrong(404, "unknown name or id")
CONFLICT = wrong(409, "that cannot be done now")


def endpoint(
    method: str,
    path: str,
    handler: Handler,
    summary: str,
    answer: Any,
    status: int = 200,
    also: Sequence[int] = (),
    **more: Any,
) -> Endpoint:
    """An endpoint at `/_sim/` + `path`; `also` are further statuses whose bodies are of the same kind."""
    more.setdefault("query", (TENANT,))
    return Endpoint(
        Operation(method, f"{PREFIX}/{path}", TAG, summary, dict.fromkeys((status, *also), answer), **more), handler
    )


def page(path: str, handler: Handler, summary: str, method: str = "GET") -> Endpoint:
    """A page, or what belongs to one, at `path`."""
    return Endpoint(Operation(method, path, TAG, summary, {each: {} for each in PAGE_STATUSES}, media="*/*"), handler)


def number(name: str, description: str = "", most: int = 2**53) -> Input:
    return Input(name, {**NUMBER, "maximum": most}, required=False, description=description)
