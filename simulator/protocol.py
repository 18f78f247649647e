"""uvicorn's HTTP protocol with bounds that it lacks: how long a request may take to come in, and how large its head may be.

A client that sends a byte now and then, or nothing at all, would else hold a connection for ever; one that sends headers
without end would fill the memory. A request that comes in one piece, as nearly all do, costs no timer.
"""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from simulator.browsers import SANDBOX

#: Largest head of a request, in bytes.
LARGEST_HEAD = 64 * 1024
#: Real seconds from the first byte of a head (or from the connection) to its end, and between two parts of a body.
HEAD_SECONDS, BODY_SECONDS = 10.0, 20.0


class BoundedProtocol(HttpToolsProtocol):
    _timer: asyncio.TimerHandle | None = None
    #: Whether a head, or a body, has begun and is not complete.
    _in_head = _in_body = False
    _head = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._wait(HEAD_SECONDS)

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_waiting()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if not self._in_body:
            self._head += len(data)
        if not self._in_head:
            self._stop_waiting()
        super().data_received(data)
        if self._in_head:
            if self._head > LARGEST_HEAD:
                self.send_400_response("The head of the request is too large.")
            elif self._timer is None:
                self._wait(HEAD_SECONDS)
        elif self._in_body:
            self._wait(BODY_SECONDS)

    def send_400_response(self, msg: str) -> None:
        """Refuse what is no request, in the words of uvicorn and with the headers that every answer has."""
        headers = [*self.server_state.default_headers, SANDBOX, (b"content-type", b"text/plain; charset=utf-8")]
        headers += [(b"content-length", b"%d" % len(msg)), (b"connection", b"close")]
        lines = [
            b"HTTP/1.1 400 Bad Request",
            *(name + b": " + value for name, value in headers),
            b"",
            msg.encode("ascii"),
        ]
        self.transport.write(b"\r\n".join(lines))
        self.transport.close()

    def on_message_begin(self) -> None:
        self._in_head = True
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        if self._head > LARGEST_HEAD:
            # What came at once may be more than the head; what was counted is not yet the answer.
            size = len(self.url) + sum(len(name) + len(value) + 4 for name, value in self.headers)
            if size > LARGEST_HEAD:
                raise ValueError("the head is too large")
        self._in_head, self._in_body, self._head = False, True, 0
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        self._in_body = False
        super().on_message_complete()

    def _wait(self, seconds: float) -> None:
        self._stop_waiting()
        self._timer = self.loop.call_later(seconds, self._cut)

    def _stop_waiting(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _cut(self) -> None:
        self._timer = None
        transport: Any = self.transport
        if not transport.is_closing():
            transport.abort()
