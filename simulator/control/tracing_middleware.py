"""A span for each request of a client to Atlas, part of the trace that it brings. There only where traces are asked for."""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from simulator.middleware import path_of
from simulator.tracing import Tracing


class TracingMiddleware:
    """Stands around the whole server; what is the simulator's own, under /_sim, has no spans."""

    def __init__(self, app: ASGIApp, tracing: Tracing) -> None:
        self.app = app
        self._tracing = tracing

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = path_of(scope)
        if scope["type"] != "http" or not path.startswith("/v"):
            await self.app(scope, receive, send)
            return
        status = 0

        async def watched(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        about = {"http.request.method": scope["method"], "url.path": path}
        with self._tracing.request(scope["headers"], f"{scope['method']} {path}", about) as span:
            try:
                await self.app(scope, receive, watched)
            finally:
                span.note({"http.response.status_code": status})
                if not status or status >= 500:
                    span.fail(f"answered {status}" if status else "no answer")
