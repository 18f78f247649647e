"""Stands outermost around Atlas's endpoints: what a client sends and gets passes here, is noted and logged, and can go wrong.

With no rule at the point `request` an exchange costs two closures and one note; the bodies are only looked at later.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from functools import lru_cache
from typing import Any
from urllib.parse import unquote_plus

import msgspec
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from simulator.core import Core
from simulator.logs import tell_request
from simulator.middleware import RequestLog, path_of, url_of
from simulator.pipeline.faults.book import Kept
from simulator.pipeline.faults.magic import MARK
from simulator.pipeline.faults.rules import About
from simulator.pipeline.recorder import Exchange, documents_of

#: Bytes of a body that are kept for the journal and for matching by application or document.
BODY_READ = 1_000_000
#: Paths that belong to the simulator, not to Atlas.
_OWN = ("/_sim", "/livez", "/readyz", "/favicon.ico")
#: Pieces in which a dripping answer comes.
DRIPS = 40

#: The body that Atlas documents for a status of a call: status, method, path.
DocumentedBody = Callable[[int, str, str], Any]


class Wire:
    """`app` answers for Atlas, `own` for the simulator itself; `documented` is what a fault answers unless it says otherwise."""

    def __init__(self, app: ASGIApp, own: ASGIApp, core: Core, documented: DocumentedBody) -> None:
        self.app = app
        self._own = RequestLog(own)
        self._clock = core.clock
        self._faults = core.faults
        self._recorder = core.recorder
        self._tenant_of = core.tokens.tenant_of_request
        self._meet = core.plans.meet_application
        self._documented = documented

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if (path := path_of(scope)).startswith(_OWN):
            await self._own(scope, receive, send)
            return
        passing = _Passing(receive, send)
        at, started, fault = self._clock.now(), time.perf_counter(), None
        try:
            if path.endswith("/flow/init") or self._faults.watches("request"):
                fault = await self._fault(scope, path, passing)
            if fault is None:
                await self.app(scope, passing.receive, passing.send)
            else:
                await self._act(fault, scope, path, passing)
        finally:
            method, url, seconds = scope["method"], url_of(scope, path), time.perf_counter() - started
            tell_request(method, url, passing.status, seconds)
            self._recorder.note(
                Exchange(
                    at, method, url, passing.status, seconds, scope["headers"], passing.request, passing.answer,
                    fault.label if fault else "", passing.problem,
                )
            )  # fmt: skip

    async def _fault(self, scope: Scope, path: str, passing: _Passing) -> Kept | None:
        """The rule that acts on a request, where one does."""
        tenant = self._tenant_of(scope["headers"])
        starts_flow = path.endswith("/flow/init")
        if not (starts_flow or self._faults.watches("request", tenant)):
            return None
        if scope["method"] == "GET":
            about = About(tenant=tenant, endpoint=f"GET {path}", flow=_flow_in(scope["query_string"]))
            return await self._faults.first("request", about)
        await passing.read_ahead()
        body = _object(passing.request)
        application = _text(body.get("application_id"))
        if starts_flow and MARK in application:
            await self._meet(tenant, application)
        about = About(
            tenant=tenant,
            endpoint=f"{scope['method']} {path}",
            application=application,
            documents=tuple(documents_of(body)),
            flow=_text(body.get("flow_uuid")) or _text(body.get("flow_id")) or _flow_in(scope["query_string"]),
        )
        return await self._faults.first("request", about)

    async def _act(self, fault: Kept, scope: Scope, path: str, passing: _Passing) -> None:
        rule = fault.rule
        passing.problem = f"fault {fault.label}"
        if rule.action == "delay":
            await asyncio.sleep(rule.wait)
            await self.app(scope, passing.receive, passing.send)
            return
        if rule.action in ("answer", "drop") and not rule.handled:
            await asyncio.sleep(rule.wait if rule.action == "answer" else 0)
            answer = _Answer()
        else:
            answer = await self._answer(scope, passing)
        match rule.action:
            case "answer":
                status = int(rule.says("status"))
                body = rule.body if rule.body is not None else self._documented(status, scope["method"], path)
                await passing.whole(_replaced(status, body, rule.headers or {}))
            case "drop":
                await passing.hang_up()
            case "malformed":
                await passing.whole(answer.with_body(answer.body[: max(0, len(answer.body) - 1)]))
            case "truncate":
                await passing.begin(answer)
                await passing.part(answer.body[: len(answer.body) // 2], more=True)
                await passing.hang_up()
            case _:
                await passing.begin(answer)
                await _drip(passing, answer.body, rule.wait)

    async def _answer(self, scope: Scope, passing: _Passing) -> _Answer:
        """What the endpoint answers, held back."""
        answer = _Answer()
        await self.app(scope, passing.receive, answer.take)
        return answer


class _Answer:
    """A whole answer."""

    def __init__(self, status: int = 0, headers: list[tuple[bytes, bytes]] | None = None, body: bytes = b"") -> None:
        self.status = status
        self.headers = headers or []
        self.body = body

    async def take(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status, self.headers = message["status"], list(message.get("headers", []))
        elif message["type"] == "http.response.body":
            self.body += message.get("body", b"")

    def with_body(self, body: bytes) -> _Answer:
        kept = [(name, value) for name, value in self.headers if name != b"content-length"]
        return _Answer(self.status, [*kept, (b"content-length", str(len(body)).encode())], body)


class _Passing:
    """One exchange on its way: remembers what went by, can read a body ahead, and can close the connection."""

    def __init__(self, receive: Receive, send: Send) -> None:
        self._receive = receive
        self._send = send
        self._ahead: list[Message] = []
        self.status = 0
        self.request = b""
        self.answer = b""
        self.problem = ""

    async def receive(self) -> Message:
        if self._ahead:
            return self._ahead.pop(0)
        message = await self._receive()
        self._remember(message)
        return message

    async def read_ahead(self) -> None:
        """Take in the body, or the beginning of a long one, before the endpoint asks for it."""
        while len(self.request) < BODY_READ:
            message = await self._receive()
            self._remember(message)
            self._ahead.append(message)
            if message["type"] != "http.request" or not message.get("more_body"):
                return

    def _remember(self, message: Message) -> None:
        if len(self.request) < BODY_READ and (part := message.get("body")):
            self.request = self.request + part if self.request else part

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
        elif len(self.answer) < BODY_READ and (part := message.get("body")):
            self.answer = self.answer + part if self.answer else part
        await self._send(message)

    async def begin(self, answer: _Answer) -> None:
        await self.send({"type": "http.response.start", "status": answer.status, "headers": answer.headers})

    async def part(self, body: bytes, *, more: bool) -> None:
        await self.send({"type": "http.response.body", "body": body, "more_body": more})

    async def whole(self, answer: _Answer) -> None:
        await self.begin(answer)
        await self.part(answer.body, more=False)

    async def hang_up(self) -> None:
        """Close the connection under the answer, as a server that dies does."""
        # ASGI has no word for this; the server's own object behind `send` has the transport.
        transport = getattr(getattr(self._send, "__self__", None), "transport", None)
        if transport is None:
            raise ConnectionResetError("the connection is dropped on purpose")
        transport.close()
        # The server must have noticed before the endpoint returns, or it would miss an answer.
        while (await self._receive())["type"] != "http.disconnect":
            pass


async def _drip(passing: _Passing, body: bytes, seconds: float) -> None:
    size = max(1, -(-len(body) // DRIPS))
    parts = [body[start : start + size] for start in range(0, len(body), size)] or [b""]
    for part in parts:
        await asyncio.sleep(seconds / len(parts))
        await passing.part(part, more=True)
    await passing.part(b"", more=False)


def _replaced(status: int, body: Any, headers: dict[str, str]) -> _Answer:
    content = body.encode() if isinstance(body, str) else msgspec.json.encode(body)
    media_type = "text/plain; charset=utf-8" if isinstance(body, str) else "application/json"
    said = {"content-type": media_type, **{name.lower(): value for name, value in headers.items()}}
    encoded = [(name.encode("latin-1"), value.encode("latin-1", "replace")) for name, value in said.items()]
    return _Answer(status, encoded).with_body(content)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


@lru_cache(1024)
def _flow_in(query: bytes) -> str:
    """The flow that a query names."""
    for pair in query.split(b"&"):
        key, _, value = pair.partition(b"=")
        if key in (b"flow_uuid", b"flow_id"):
            return unquote_plus(value.decode("latin-1"))
    return ""


def _object(body: bytes) -> dict[str, Any]:
    if body[:1] != b"{":
        return {}
    try:
        found = msgspec.json.decode(body)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
