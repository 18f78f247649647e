"""`/_sim/openapi.json` and `/_sim/docs`: the specification of all endpoints, and a page that shows it without a network."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from simulator import __version__
from simulator.control.describe import PREFIX, page
from simulator.endpoints import Endpoint, Webhook

DESCRIPTION = (
    "A local stand-in for the Atlas document-verification API, as this server's settings make it. "
    "Everything under /_sim is the simulator's own; the rest is Atlas's."
)


class SpecApi:
    """Made at the first ask, since few servers are asked. `endpoints` are all others that are served."""

    def __init__(self, endpoints: Iterable[Endpoint], webhooks: Sequence[Webhook], url: str) -> None:
        self.endpoints = [
            page(f"{PREFIX}/openapi.json", self.specification, "This document."),
            page(f"{PREFIX}/docs", self.docs, "This document as a page."),
        ]
        self._operations = [each.operation for each in (*endpoints, *self.endpoints)]
        self._webhooks = webhooks
        self._url = url
        self._document = b""
        self._page = ""

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

        value = document(
            self._operations,
            self._webhooks,
            title="Atlas simulator",
            version=__version__,
            says=DESCRIPTION,
            server=self._url,
        )
        self._page = render(value)
        self._document = msgspec.json.encode(value)
