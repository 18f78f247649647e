"""`/_sim/openapi.json` and `/_sim/docs`: the specification of all endpoints, and a page that shows it without a network."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import msgspec
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from simulator import __version__
from simulator.operations import Operation, Posted

SAYS = (
    "A local stand-in for the Atlas document-verification API, as this server's settings make it. "
    "Everything under /_sim is the simulator's own; the rest is Atlas's."
)

#: Gives what Atlas's calls take and answer, and what is posted to accounts.
Told = Callable[[], tuple[Sequence[Operation], Sequence[Posted]]]


class SpecApi:
    """Made at the first ask, since few servers are asked. `routes` are all that are served."""

    def __init__(self, told: Told, routes: Iterable[BaseRoute], url: str) -> None:
        self._told = told
        self._routes = routes
        self._url = url
        self._document = b""
        self._page = ""
        self.routes = [
            Route("/_sim/openapi.json", self.specification, methods=["GET"]),
            Route("/_sim/docs", self.docs, methods=["GET"]),
        ]

    async def specification(self, request: Request) -> Response:
        """This document."""
        self._prepare()
        return Response(self._document, media_type="application/json")

    async def docs(self, request: Request) -> Response:
        """This document as a page."""
        self._prepare()
        from simulator.control.docs import policy

        return HTMLResponse(self._page, headers={"Content-Security-Policy": policy()})

    def _prepare(self) -> None:
        if self._document:
            return
        from simulator.control.docs import render
        from simulator.control.openapi import document
        from simulator.control.operations import operations as own

        operations, webhooks = self._told()
        said = document(
            [*operations, *own([*self._routes, *self.routes])], webhooks,
            title="Atlas simulator", version=__version__, says=SAYS, server=self._url,
        )  # fmt: skip
        self._page = render(said)
        self._document = msgspec.json.encode(said)
