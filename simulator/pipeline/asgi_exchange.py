"""One request of a client and its answer on their way, as ASGI messages: what passes is remembered, and can be changed."""

from __future__ import annotations

from typing import Any

import msgspec
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from simulator.browsers import SANDBOX
from simulator.pipeline.faults.response_validation import BODILESS

#: Bytes of a body that are kept for the journal and for matching by application or document.
MAX_BODY_READ = 1_000_000


class BufferedResponse:
    """A whole answer."""

    def __init__(self, status: int = 0, headers: list[tuple[bytes, bytes]] | None = None, body: bytes = b"") -> None:
        self.status = status
        self.headers = headers or []
        self.body = body

    @classmethod
    def of(cls, status: int, body: Any, headers: dict[str, str]) -> BufferedResponse:
        """One made of JSON, or of text; without a body where its status has none."""
        if status in BODILESS:
            return cls(status, [(name.lower().encode(), value.encode("latin-1")) for name, value in headers.items()])
        content = body.encode() if isinstance(body, str) else msgspec.json.encode(body)
        media_type = "text/plain; charset=utf-8" if isinstance(body, str) else "application/json"
        values = {"content-type": media_type, **{name.lower(): value for name, value in headers.items()}}
        encoded = [(name.encode("latin-1"), value.encode("latin-1", "replace")) for name, value in values.items()]
        return cls(status, encoded).with_body(content)

    async def take(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status, self.headers = message["status"], list(message.get("headers", []))
        elif message["type"] == "http.response.body":
            self.body += message.get("body", b"")

    def with_body(self, body: bytes) -> BufferedResponse:
        headers = [(name, value) for name, value in self.headers if name != b"content-length"]
        if self.status in BODILESS:
            return BufferedResponse(self.status, headers)
        return BufferedResponse(self.status, [*headers, (b"content-length", str(len(body)).encode())], body)


class AsgiExchange:
    """One exchange on its way to `app` and back: it can read a body ahead, hold an answer back, and close the connection."""

    def __init__(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        self._app = app
        self._scope = scope
        self._receive = receive
        self._send = send
        self._ahead: list[Message] = []
        self.status = 0
        self.request = b""
        self.answer = b""
        self.problem = ""

    async def proceed(self) -> None:
        """Let the endpoint answer."""
        await self._app(self._scope, self.receive, self.send)

    async def buffered_response(self) -> BufferedResponse:
        """What the endpoint answers, held back."""
        answer = BufferedResponse()
        await self._app(self._scope, self.receive, answer.take)
        return answer

    async def receive(self) -> Message:
        if self._ahead:
            return self._ahead.pop(0)
        message = await self._receive()
        self._remember(message)
        return message

    async def read_ahead(self) -> None:
        """Take in the body, or the beginning of a long one, before the endpoint asks for it."""
        while len(self.request) < MAX_BODY_READ:
            message = await self._receive()
            self._remember(message)
            self._ahead.append(message)
            if message["type"] != "http.request" or not message.get("more_body"):
                return

    def _remember(self, message: Message) -> None:
        if len(self.request) < MAX_BODY_READ and (part := message.get("body")):
            self.request = self.request + part if self.request else part

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            message["headers"] = [*message.get("headers", ()), SANDBOX]
        elif len(self.answer) < MAX_BODY_READ and (part := message.get("body")):
            self.answer = self.answer + part if self.answer else part
        await self._send(message)

    async def start_response(self, answer: BufferedResponse) -> None:
        await self.send({"type": "http.response.start", "status": answer.status, "headers": answer.headers})

    async def send_part(self, body: bytes, *, more: bool) -> None:
        await self.send({"type": "http.response.body", "body": body, "more_body": more})

    async def send_whole(self, answer: BufferedResponse) -> None:
        await self.start_response(answer)
        await self.send_part(answer.body, more=False)

    async def disconnect(self) -> None:
        """Close the connection under the answer, as a server that dies does."""
        # ASGI has no word for this; the server's own object behind `send` has the transport.
        transport = getattr(getattr(self._send, "__self__", None), "transport", None)
        if transport is None:
            raise ConnectionResetError("the connection is dropped on purpose")
        transport.close()
        # The server must have noticed before the endpoint returns, or it would miss an answer.
        while (await self._receive())["type"] != "http.disconnect":
            pass
