"""The setting `strict`: refuse with a 400 what Atlas would forgive, and say what and why, so that a client's mistakes show.

It stands before the endpoints and holds a request against what its operation says that it takes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from simulator.atlas.errors import ApiError, uses_error_code
from simulator.endpoints import Endpoint, Handler, Operation, Schema
from simulator.json_bodies import decode_json
from simulator.nearest import suggestion

#: Where results and tokens go: they are people's papers, so they must not travel in the open.
GUARDED = frozenset({"callback_url", "auth_url", "auth_token_url", "chat_notification_url"})


def strict_routes(endpoints: Iterable[Endpoint]) -> list[Endpoint]:
    """The endpoints, each with the check of its operation before it."""
    return [Endpoint(each.operation, _checked(each)) for each in endpoints]


def _checked(endpoint: Endpoint) -> Handler:
    operation, handler = endpoint.operation, endpoint.handler

    async def checked(request: Request) -> Response:
        if wrong := next(_problems(request, operation, await request.body()), ""):
            raise ApiError(400, f"strict: {wrong}", coded=uses_error_code(operation.path))
        return await handler(request)

    return checked


def _problems(request: Request, operation: Operation, raw: bytes) -> Iterator[str]:
    """What is wrong with a request, in words."""
    known = [each.name for each in operation.query]
    for name in request.query_params:
        if name not in known:
            near = suggestion(name, known)
            yield f"unknown query parameter {name!r}{near}; this call takes {_join_names(known)}"
    if operation.body is None or not raw.strip():
        return
    media = request.headers.get("content-type", "")
    if media.partition(";")[0].strip().lower() != "application/json":
        yield f"Content-Type must be application/json, not {media or 'absent'}; every body of this API is JSON"
    try:
        body = decode_json(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return  # the endpoint says so itself
    yield from _unknown_keys(body, operation.body, "")
    if isinstance(body, dict):
        yield from _plain_http_urls(body)
        yield from _repeated_ids(body.get("file_urls"))


def _unknown_keys(value: Any, schema: Schema, where: str) -> Iterator[str]:
    """Members that the schema does not name, however deep."""
    if isinstance(value, dict) and "properties" in schema:
        for name, inner in value.items():
            if name not in schema["properties"]:
                near, known = suggestion(name, schema["properties"]), _join_names(schema["properties"])
                yield f"unknown field {where + name!r}{near}; known here: {known}"
            else:
                yield from _unknown_keys(inner, schema["properties"][name], f"{where}{name}.")
    elif isinstance(value, list) and "items" in schema:
        for position, inner in enumerate(value):
            yield from _unknown_keys(inner, schema["items"], f"{where.removesuffix('.')}[{position}].")


def _plain_http_urls(body: dict[str, Any]) -> Iterator[str]:
    for name, value in body.items():
        if (
            name in GUARDED
            and isinstance(value, str)
            and value.lower().startswith("http://")
            and not _this_machine(value)
        ):
            yield f"{name} must be https: personal data and tokens go there; plain http is taken to this machine alone"


def _this_machine(url: str) -> bool:
    try:
        host = urlsplit(url).hostname or ""
        return host == "localhost" or host.endswith(".localhost") or ip_address(host).is_loopback
    except ValueError:
        return False


def _repeated_ids(files: Any) -> Iterator[str]:
    """`document_id`s that come twice: results name a document by nothing else."""
    if isinstance(files, list):
        ids = Counter(str(item.get("document_id")) for item in files if isinstance(item, dict))
        for document_id, times in ids.items():
            if times > 1:
                yield f"document_id {document_id!r} is used {times} times; results could not be distinguished"


def _join_names(names: Iterable[str]) -> str:
    return ", ".join(names) or "none"
