"""URLs that lead to the simulator itself, answered inside: no port outside a container need be reachable from within."""

from __future__ import annotations

import httpx
from starlette.types import ASGIApp

from simulator.flows.server_base_urls import ServerBaseUrls

#: Whom an answer from inside is given to, in logs and where addresses are counted.
_CLIENT = ("127.0.0.1", 0)


class LoopbackTransport:
    """`serve` says what answers; until then nothing is taken."""

    def __init__(self, base_urls: ServerBaseUrls, root_path: str) -> None:
        self._base_urls = base_urls
        self._root_path = root_path
        self._transport: httpx.ASGITransport | None = None

    def serve(self, app: ASGIApp) -> None:
        self._transport = httpx.ASGITransport(
            app,
            raise_app_exceptions=False,
            root_path=self._root_path,
            client=_CLIENT,
        )

    async def answer(self, request: httpx.Request) -> httpx.Response | None:
        """The answer to a request for something of the simulator's own; None for a request to anybody else."""
        if self._transport is None or not self._base_urls.own_path_of(str(request.url)):
            return None
        path, _, query = request.url.raw_path.partition(b"?")
        inside = self._root_path.encode() + path[path.index(b"/_sim/") :]
        url = request.url.copy_with(raw_path=inside + (b"?" + query if query else b""))
        return await self._transport.handle_async_request(
            httpx.Request(request.method, url, headers=request.headers, stream=request.stream)
        )
