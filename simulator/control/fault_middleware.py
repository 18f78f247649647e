"""Stands outermost around Atlas's endpoints: what a client sends and gets passes here, is noted and logged, and can go wrong.

With no rule at the point `request` an exchange costs two closures and one note; the bodies are only looked at later.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import lru_cache
from typing import Any
from urllib.parse import unquote_plus

from starlette.types import ASGIApp, Receive, Scope, Send

from simulator.core import Core
from simulator.json_bodies import decode_object
from simulator.logs import log_request
from simulator.middleware import RequestLog, path_of, url_of
from simulator.pipeline.asgi_exchange import AsgiExchange
from simulator.pipeline.faults.active_rules import ActiveRule
from simulator.pipeline.faults.magic_words import MAGIC_PREFIX
from simulator.pipeline.faults.rules import FaultSubject
from simulator.pipeline.ids_in_bodies import documents_of
from simulator.pipeline.journal_recorder import Exchange

#: Paths that belong to the simulator, not to Atlas.
_OWN_PATHS = ("/_sim", "/livez", "/readyz", "/favicon.ico", "/llms.txt")

#: The body that Atlas documents for a status of a call: status, method, path.
DocumentedBody = Callable[[int, str, str], Any]


class FaultMiddleware:
    """`app` answers for Atlas, `own` for the simulator itself; `documented` is what a fault answers unless it says otherwise."""

    def __init__(self, app: ASGIApp, own: ASGIApp, core: Core, documented: DocumentedBody) -> None:
        self.app = app
        self._own = RequestLog(own)
        self._clock = core.clock
        self._faults = core.faults
        self._recorder = core.recorder
        self._tenant_of = core.tokens.admitted
        self._sender = core.tokens.tenant_of_request
        self._on_application = core.plans.on_application
        self._documented = documented

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if (path := path_of(scope)).startswith(_OWN_PATHS):
            await self._own(scope, receive, send)
            return
        passing = AsgiExchange(self.app, scope, receive, send)
        whose = "" if self._clock.is_one else self._sender(scope["headers"])
        at, started, fault = self._clock.now(whose), time.perf_counter(), None
        try:
            if path.endswith("/flow/init") or self._faults.has_rules_at("request"):
                fault = await self._fault(scope, path, passing)
            if fault is None:
                await passing.proceed()
            else:
                passing.problem = f"fault {fault.label}"
                await fault.apply(passing, lambda status: self._documented(status, scope["method"], path))
        finally:
            method, url, seconds = scope["method"], url_of(scope, path), time.perf_counter() - started
            log_request(method, url, passing.status, seconds)
            self._recorder.note(
                Exchange(
                    at,
                    method,
                    url,
                    passing.status,
                    seconds,
                    scope["headers"],
                    passing.request,
                    passing.answer,
                    fault.label if fault else "",
                    passing.problem,
                )
            )

    async def _fault(self, scope: Scope, path: str, passing: AsgiExchange) -> ActiveRule | None:
        """The rule that acts on a request, where one does."""
        tenant = self._tenant_of(scope["headers"])
        starts_flow = path.endswith("/flow/init")
        if not (starts_flow or self._faults.has_rules_at("request", tenant)):
            return None
        if scope["method"] == "GET":
            about = FaultSubject(tenant=tenant, endpoint=f"GET {path}", flow=_flow_in(scope["query_string"]))
            return await self._faults.first_matching("request", about)
        await passing.read_ahead()
        body = decode_object(passing.request) if passing.request.startswith(b"{") else {}
        application = _text(body.get("application_id"))
        if starts_flow and tenant and MAGIC_PREFIX in application:
            await self._on_application(tenant, application)
        about = FaultSubject(
            tenant=tenant,
            endpoint=f"{scope['method']} {path}",
            application=application,
            documents=tuple(documents_of(body)),
            flow=_text(body.get("flow_uuid")) or _text(body.get("flow_id")) or _flow_in(scope["query_string"]),
        )
        return await self._faults.first_matching("request", about)


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
