"""Stands before everything under `/_sim`: asks for the password where one is set, and lets only its own pages change anything.
Stands before the whole server, too: a request must name it by a name of its own.

It also says to browsers what they may do with an answer: pages run no script but the simulator's own, and what is not
a page (a document that somebody uploaded, say) runs none at all.
"""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import quote

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from simulator.atlas.errors import ApiError
from simulator.browsers import PAGE_POLICY, SANDBOX
from simulator.control.login_throttle import TooManyAttempts
from simulator.control.openapi_helpers import PAGES, PREFIX
from simulator.control.origin_check import SAFE_METHODS, OriginCheck
from simulator.control.sessions import Sessions
from simulator.endpoints import Endpoint, Failure
from simulator.middleware import path_of

#: What may be reached without the password: the login itself, and what is signed, or sent to by Atlas's side of the simulator.
_OPEN = re.compile(
    rf"GET {PAGES}/(?:login|static/[^/]*)|POST {PAGES}/login"
    rf"|(?:GET|HEAD) {PREFIX}/(?:files|redacted|samples)/.+"
    rf"|POST {PREFIX}/inbox/[^/]+|(?:GET|POST) {PREFIX}/inbox/[^/]+/auth",
    re.DOTALL,
)
UNAUTHORIZED = (
    "the password is missing or wrong; curl says it with -u :PASSWORD,"
    " commands with the variable ATLAS_SIMULATOR_PASSWORD"
)
WRONG_HOST = (
    "the simulator does not know the name in Host as its own, so another site's page may be asking;"
    " say it with --server-name NAME, or as the host of --public-url"
)
FOREIGN = {"error": "another site's page may not change anything here", "key": "Origin"}
#: An `auth_url` that is an inbox: what asks by GET takes one of the answers that were planned.
_INBOX_AUTH = re.compile(rf"{PREFIX}/inbox/[^/]+/auth")
#: What must answer whoever asks, whatever name they know the machine by: load balancers, and containers' health checks.
_PROBES = frozenset({"/livez", "/readyz"})
#: What is said to who may not see the analytics.
GUARDED = ApiError(
    401,
    "The analytics tell of every client, so they need the password of the page: curl says it with -u :PASSWORD",
    headers={"WWW-Authenticate": 'Basic realm="atlas-simulator"'},
)


class KnownHosts:
    """Stands before the whole server, and answers only requests that name it by a name of its own."""

    def __init__(self, app: ASGIApp, origins: OriginCheck) -> None:
        self.app = app
        self._origins = origins

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and self._origins.rebound(scope) and path_of(scope) not in _PROBES:
            refusal = JSONResponse({"error": WRONG_HOST, "key": "Host"}, 403)
            refusal.raw_headers.append(SANDBOX)
            await refusal(scope, receive, send)
        else:
            await self.app(scope, receive, send)


class AccessMiddleware:
    def __init__(self, app: ASGIApp, sessions: Sessions, origins: OriginCheck) -> None:
        self.app = app
        self._sessions = sessions
        self._origins = origins

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = path_of(scope)
        guarded = scope["type"] == "http" and (path == PREFIX or path.startswith(f"{PREFIX}/"))
        refusal = await self._refusal(scope, path) if guarded else None
        await (refusal or self.app)(scope, receive, _with_policy(send, path))

    async def _refusal(self, scope: Scope, path: str) -> Response | None:
        method, headers = scope["method"], Headers(scope=scope)
        takes_answer = method == "GET" and _INBOX_AUTH.fullmatch(path) is not None
        if (method not in SAFE_METHODS or takes_answer) and self._origins.foreign(headers):
            return JSONResponse(FOREIGN, 403)
        if takes_answer and headers.get("user-agent", "").startswith("Mozilla/"):
            # A picture or a link on another site's page, in a browser that says nothing of where it stands.
            return JSONResponse(FOREIGN, 403)
        is_open = _OPEN.fullmatch(f"{method} {path}") is not None
        if not self._sessions.on or is_open:
            return None
        try:
            if await _admitted(self._sessions, scope, headers):
                return None
        except TooManyAttempts as error:
            return too_many_response(error)
        root = scope.get("root_path") or ""
        if method == "GET" and "text/html" in headers.get("accept", ""):
            target = path + (f"?{scope['query_string'].decode('latin-1')}" if scope["query_string"] else "")
            return RedirectResponse(f"{root}{PAGES}/login?next={quote(root + target)}", 303)
        # A browser's script must not make the browser ask; everybody else is told how to say the password.
        values = {} if "sec-fetch-mode" in headers else {"WWW-Authenticate": 'Basic realm="atlas-simulator"'}
        problem = {"error": UNAUTHORIZED, "key": "Authorization"}
        return JSONResponse(problem, 401, values)


def require_password(endpoint: Endpoint, sessions: Sessions) -> Endpoint:
    """The endpoint of another face, for those alone who may use everything under `/_sim`."""

    async def guarded(request: Request) -> Response:
        if not await _admitted(sessions, request.scope, request.headers):
            raise GUARDED
        return await endpoint.handler(request)

    failure = Failure(GUARDED.status, GUARDED.body("documented"), "the page's password is missing or wrong")
    guarded.__doc__ = endpoint.handler.__doc__
    operation = endpoint.operation
    return Endpoint(replace(operation, failures=(*operation.failures, failure)), guarded)


async def _admitted(sessions: Sessions, scope: Scope, headers: Headers) -> bool:
    return await sessions.allows(headers.get("cookie", ""), headers.get("authorization", ""), client_address(scope))


def client_address(scope: Scope) -> str:
    """Whose request it is, by the network."""
    client = scope.get("client")
    return str(client[0]) if client else ""


def too_many_response(error: TooManyAttempts) -> Response:
    return JSONResponse({"error": str(error), "key": error.key}, 429, {"Retry-After": f"{error.seconds:.0f}"})


def _with_policy(send: Send, path: str) -> Send:
    is_page = path in (f"{PREFIX}/", f"{PREFIX}/docs") or path.startswith(f"{PAGES}/")
    policy = PAGE_POLICY if is_page else SANDBOX[1].decode()

    async def answer(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers.setdefault("Content-Security-Policy", policy)
            headers["Referrer-Policy"] = "same-origin"
        await send(message)

    return answer
