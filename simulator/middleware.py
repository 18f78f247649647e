"""What stands around requests: their path, the log line of the simulator's own ones, and the size limit of bodies."""

from __future__ import annotations

import logging
import time

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from simulator.atlas.errors import ApiError, uses_error_code
from simulator.atlas.responses import json_response
from simulator.browsers import SANDBOX
from simulator.limits import LARGEST_CONTROL_BODY, LONGEST_TARGET
from simulator.logs import log_request


class RequestLog:
    """One line for each request: method, path, status, milliseconds."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        started, status = time.perf_counter(), 0

        async def watch(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, watch)
        finally:
            level = logging.DEBUG if scope["path"].endswith(("/livez", "/readyz")) else logging.INFO
            log_request(scope["method"], url_of(scope, scope["path"]), status, time.perf_counter() - started, level)


def path_of(scope: Scope) -> str:
    """The path without the prefix under which a proxy serves the simulator."""
    path: str = scope.get("path", "")
    return path.removeprefix(scope.get("root_path") or "") or "/"


def url_of(scope: Scope, path: str) -> str:
    """The path with its query, as a line of text."""
    query = scope["query_string"]
    return f"{path}?{query.decode('latin-1')}" if query else path


class StripPrefix:
    """Takes the prefix off the paths of requests that still have it: not every proxy strips it, and no proxy is between yet
    when somebody follows a link on the machine itself. The server puts it before every path, so these have it twice."""

    def __init__(self, app: ASGIApp, prefix: str) -> None:
        self.app = app
        self._prefix = prefix

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and f"{scope['path']}/".startswith(f"{self._prefix * 2}/"):
            scope["path"] = scope["path"].removeprefix(self._prefix)
            scope["raw_path"] = scope["raw_path"].removeprefix(self._prefix.encode())
        await self.app(scope, receive, send)


#: Bytes beyond the limit that are read only to be thrown away.
MAX_DRAINED = 200_000_000


#: Paths whose bodies have a limit of their own.
_OWN_LIMITS = ("/_sim/files/", "/_sim/state", "/_sim/inbox/")


class TargetLimit:
    """Refuses requests whose path and query are longer than is taken, with a 414."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and (length := len(scope["raw_path"]) + len(scope["query_string"])) > LONGEST_TARGET:
            message = f"URI too long: at most {LONGEST_TARGET:,} bytes of path and query are taken, not {length:,}"
            refusal = json_response({"error": message}, 414, {SANDBOX[0].decode(): SANDBOX[1].decode()})
            await refusal(scope, receive, send)
        else:
            await self.app(scope, receive, send)


class BodyLimit:
    """Refuses bodies over the limit with a 413, whether announced or only found out while reading.

    Files, snapshots and what an inbox takes have limits of their own.
    """

    def __init__(self, app: ASGIApp, most: int, envelope: str) -> None:
        self.app = app
        self.most = most
        self.envelope = envelope

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = path_of(scope)
        if scope["type"] != "http" or scope["method"] in ("GET", "HEAD") or path.startswith(_OWN_LIMITS):
            await self.app(scope, receive, send)
            return
        most = LARGEST_CONTROL_BODY if path.startswith("/_sim/") else self.most
        announced = dict(scope["headers"]).get(b"content-length", b"")
        if announced.isdigit() and (len(announced) > 18 or int(announced) > most):
            await self._refuse(scope, receive, send, most)
            return
        taken, started = 0, False

        async def count() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > most:
                raise _TooLarge
            return message

        async def watch(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self.app(scope, count, watch)
        except _TooLarge:
            if not started:
                await self._refuse(scope, receive, send, most)

    async def _refuse(self, scope: Scope, receive: Receive, send: Send, most: int) -> None:
        """Take in the rest without keeping it, then answer: most clients look for an answer only once all is sent."""
        drained, more = 0, True
        while more and drained < MAX_DRAINED:
            message = await receive()
            drained += len(message.get("body", b""))
            more = message["type"] == "http.request" and message.get("more_body", False)
        error = ApiError(
            413, f"Request body too large: at most {most} bytes are taken", coded=uses_error_code(path_of(scope))
        )
        # Where there is still more, the connection cannot serve another request.
        response = json_response(error.body(self.envelope), error.status, {"Connection": "close"} if more else None)
        await response(scope, receive, send)


class _TooLarge(Exception):
    """The body grew over the limit while it was read."""
