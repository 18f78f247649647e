"""CORS: which origins' pages may call Atlas's endpoints, by the setting `cors_origin`; off without one."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from simulator.middleware import path_of

#: The headers that the documentation has clients send.
REQUEST_HEADERS = ("Authorization", "Client-Id", "Client-Secret", "client_id", "client_secret", "Content-Type", "Token")
#: Seconds that a browser may remember the answer to a preflight.
REMEMBERED = 600


class CorsMiddleware:
    """Stands before Atlas's endpoints; what begins with `own` is never opened to another origin's pages."""

    def __init__(self, app: ASGIApp, origins: Sequence[str], own: str = "/_sim") -> None:
        self.app = app
        self._own = own
        self._open = CORSMiddleware(
            app,
            allow_origins=origins,
            allow_methods=("GET", "POST", "DELETE"),
            allow_headers=REQUEST_HEADERS,
            expose_headers=("Retry-After",),
            max_age=REMEMBERED,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        app = self.app if scope["type"] != "http" or path_of(scope).startswith(self._own) else self._open
        await app(scope, receive, send)
