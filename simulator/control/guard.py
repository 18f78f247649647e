"""Stands before everything under `/_sim`: asks for the password where one is set, and lets only its own pages change anything.

It also says to browsers what they may do with an answer: pages run no script but the simulator's own, and what is not
a page (a document that somebody uploaded, say) runs none at all.
"""

from __future__ import annotations

import re
from urllib.parse import quote

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from simulator.control.describe import PAGES, PREFIX
from simulator.control.origins import HARMLESS, Origins
from simulator.control.sessions import Sessions
from simulator.middleware import path_of

#: What may be reached without the password: the login itself, and what is signed, or sent to by Atlas's side of the simulator.
_OPEN = re.compile(
    rf"GET {PAGES}/(?:login|static/[^/]*)|POST {PAGES}/login"
    rf"|(?:GET|HEAD) {PREFIX}/(?:files|redacted|samples)/.+"
    rf"|POST {PREFIX}/inbox/[^/]+|(?:GET|POST) {PREFIX}/inbox/[^/]+/auth",
    re.DOTALL,
)
WRONG_PASSWORD = (
    "the password is missing or wrong; curl says it with -u :PASSWORD,"
    " commands with the variable ATLAS_SIMULATOR_PASSWORD"
)
REBOUND = (
    "the simulator does not know the name in Host as its own, so another site's page may be asking;"
    " say it with --public-url, or set --ui-password"
)

_PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self';"
    " form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_OTHER_POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'"


class Guard:
    def __init__(self, app: ASGIApp, sessions: Sessions, origins: Origins) -> None:
        self.app = app
        self._sessions = sessions
        self._origins = origins

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = path_of(scope)
        if scope["type"] != "http" or not (path == PREFIX or path.startswith(f"{PREFIX}/")):
            await self.app(scope, receive, send)
            return
        refusal = await self._refusal(scope, path)
        await (refusal or self.app)(scope, receive, _with_policy(send, path))

    async def _refusal(self, scope: Scope, path: str) -> Response | None:
        method, headers = scope["method"], Headers(scope=scope)
        if method not in HARMLESS and self._origins.foreign(headers):
            return JSONResponse({"error": "another site's page may not change anything here", "key": "Origin"}, 403)
        is_open = _OPEN.fullmatch(f"{method} {path}") is not None
        if not self._sessions.on and not (is_open and method in HARMLESS) and self._origins.rebound(method, headers):
            return JSONResponse({"error": REBOUND, "key": "Host"}, 403)
        if not self._sessions.on or is_open:
            return None
        if await self._sessions.admits(headers.get("cookie", ""), headers.get("authorization", "")):
            return None
        root = scope.get("root_path") or ""
        if method == "GET" and "text/html" in headers.get("accept", ""):
            wanted = path + (f"?{scope['query_string'].decode('latin-1')}" if scope["query_string"] else "")
            return RedirectResponse(f"{root}{PAGES}/login?next={quote(root + wanted)}", 303)
        # A browser's script must not make the browser ask; everybody else is told how to say the password.
        told = {} if "sec-fetch-mode" in headers else {"WWW-Authenticate": 'Basic realm="atlas-simulator"'}
        problem = {"error": WRONG_PASSWORD, "key": "Authorization"}
        return JSONResponse(problem, 401, told)


def _with_policy(send: Send, path: str) -> Send:
    policy = _PAGE_POLICY if path == f"{PREFIX}/" or path.startswith(f"{PAGES}/") else _OTHER_POLICY

    async def answer(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers.setdefault("Content-Security-Policy", policy)
            headers["X-Content-Type-Options"] = "nosniff"
            headers["Referrer-Policy"] = "same-origin"
        await send(message)

    return answer
