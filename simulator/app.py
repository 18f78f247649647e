"""`create_app(settings)`: the core, what both faces answer with it, and what stands around them, put together."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from simulator.atlas.analytics.api import TAG as ANALYTICS
from simulator.atlas.batch_api import WEBHOOK
from simulator.atlas.deviations import Deviations
from simulator.atlas.endpoints import endpoints as atlas_endpoints
from simulator.atlas.errors import ApiError, generic_error, invalid_token
from simulator.atlas.responses import json_response
from simulator.atlas.unknown_paths import UnknownPaths
from simulator.control.access_middleware import AccessMiddleware, KnownHosts, require_password
from simulator.control.client_base_url import ClientBaseUrl
from simulator.control.endpoints import endpoints as control_endpoints
from simulator.control.endpoints import pages
from simulator.control.errors import ERROR_HANDLERS
from simulator.control.errors import error_response as control_error_response
from simulator.control.fault_middleware import DocumentedBody, FaultMiddleware
from simulator.control.mcp_endpoint import McpEndpoint
from simulator.control.openapi_helpers import PREFIX
from simulator.control.origin_check import OriginCheck
from simulator.control.sessions import Sessions
from simulator.control.specification_api import SpecApi
from simulator.control.upstream.api import UpstreamApi
from simulator.control.upstream.proxy import UpstreamProxy
from simulator.core import MEGABYTE, Core, begin, build
from simulator.endpoints import Endpoint, failure_bodies, routes
from simulator.errors import SimulatorError, Unavailable
from simulator.middleware import BodyLimit, StripPrefix, TargetLimit, path_of
from simulator.settings import Settings
from simulator.tokens import InvalidToken

log = logging.getLogger("simulator")


def create_app(settings: Settings) -> Starlette:
    """The ASGI application. Its `state.core` is there while it serves, its `state.refusal` where it could not begin to.

    `settings.port` must be known.
    """
    deviations = Deviations.load(settings.deviations)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        async with AsyncExitStack() as closing:
            try:
                core = await build(settings, closing)
                sessions = Sessions(settings, core.session_key, core.store.facts)
                await sessions.load()
                _serve(app, core, sessions, closing)
                await begin(core, closing)
            except SimulatorError as refusal:
                app.state.refusal = refusal
                raise
            app.state.core = core
            yield
            del app.state.core

    async def refuse(request: Request, error: Exception) -> Response:
        if _is_browser_at_root(request):
            return RedirectResponse(f"{request.scope.get('root_path') or ''}/_sim/", 307)
        value = _as_api_error(request, error)
        status, body = deviations.answer(request.method, path_of(request.scope), value, settings.error_envelope)
        return json_response(body, status, value.headers)

    app = Starlette(
        routes=[Route("/livez", livez), Route("/readyz", readyz)],
        lifespan=lifespan,
        exception_handlers={
            **dict.fromkeys((ApiError, InvalidToken, HTTPException, Unavailable, Exception), refuse),
            **dict.fromkeys(ERROR_HANDLERS, control_error_response),
        },
        middleware=[
            Middleware(BodyLimit, most=int(settings.max_body_mb * MEGABYTE), envelope=settings.error_envelope),
        ],
    )
    app.router.redirect_slashes = False
    return app


def _serve(app: Starlette, core: Core, sessions: Sessions, closing: AsyncExitStack) -> None:
    """Put everything that is answered in place."""
    settings = core.settings
    atlas, upstream = atlas_endpoints(core), UpstreamApi(core)
    own = [*control_endpoints(core), *upstream.endpoints]
    core.names.endpoints = [f"{each.operation.method} {each.operation.path}" for each in atlas]
    if settings.analytics_guarded:
        atlas = [require_password(each, sessions) if each.operation.tag == ANALYTICS else each for each in atlas]
    specification = SpecApi([*atlas, *own], [WEBHOOK], core.definitions)
    shown = pages(core, sessions, specification.whole)
    app.router.routes[:0] = routes([*atlas, *own, *specification.endpoints, *shown])
    app.router.routes.append(Route(f"{PREFIX}/mcp", McpEndpoint(core, closing)))
    inner = app.build_middleware_stack()
    answering: ASGIApp = inner
    if upstream.upstream is not None:
        closing.push_async_callback(upstream.upstream.close)
        answering = UpstreamProxy(inner, upstream.upstream, lambda: specification.whole(settings.base_url))
    origins = OriginCheck(settings.base_url, settings.host, settings.server_name)
    guard = AccessMiddleware(inner, sessions, origins)
    # Outside of everything that answers, because a dropped connection needs the server's own `send`.
    wire: ASGIApp = FaultMiddleware(answering, guard, core, _documented(atlas, settings.error_envelope))
    if settings.cors_origin:
        from simulator.control.cors_middleware import CorsMiddleware  # seldom asked for

        wire = CorsMiddleware(wire, settings.cors_origin)
    if core.tracing.on:
        from simulator.control.tracing_middleware import TracingMiddleware  # seldom asked for

        wire = TracingMiddleware(wire, core.tracing)
    outermost: ASGIApp = TargetLimit(KnownHosts(wire, origins))
    outermost = ClientBaseUrl(outermost, core, origins)
    app.middleware_stack = StripPrefix(outermost, settings.root_path) if settings.root_path else outermost
    core.loopback.serve(app.middleware_stack)


async def livez(request: Request) -> Response:
    return PlainTextResponse("ok")


async def readyz(request: Request) -> Response:
    core: Core | None = getattr(request.app.state, "core", None)
    if core is None:
        return PlainTextResponse("starting", 503)
    trouble = await core.trouble()
    return PlainTextResponse(trouble, 503) if trouble else PlainTextResponse("ok")


def _documented(endpoints: Iterable[Endpoint], envelope: str) -> DocumentedBody:
    """The body that Atlas documents for a status of a call; what a fault answers unless it says otherwise."""
    known = failure_bodies(endpoints)

    def body(status: int, method: str, path: str) -> Any:
        return known.get((method, path, status)) or generic_error(status, path).body(envelope)

    return body


def _is_browser_at_root(request: Request) -> bool:
    """Whether a person opens the server's address. Atlas has nothing there, which is what a client is told."""
    at_root = request.method in ("GET", "HEAD") and path_of(request.scope) == "/"
    return at_root and "text/html" in request.headers.get("accept", "")


def _as_api_error(request: Request, error: Exception) -> ApiError:
    if isinstance(error, ApiError):
        return error
    if isinstance(error, InvalidToken):
        return invalid_token(str(error))
    if isinstance(error, HTTPException):
        path = path_of(request.scope)
        if error.status_code == 404:
            return UnknownPaths(request.app.routes).unknown(path)
        if error.status_code == 405:
            return UnknownPaths(request.app.routes).not_allowed(request, path)
        return ApiError(error.status_code, str(error.detail))
    if isinstance(error, Unavailable):
        log.warning("a request was refused: %s", error)
        return ApiError(503, "Service temporarily unavailable", str(error), headers={"Retry-After": "1"})
    log.error("a request failed", exc_info=error)
    return ApiError(500, "Internal error of the simulator; its log says more")
