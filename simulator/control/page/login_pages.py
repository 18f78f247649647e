"""Logging in and out, and the files that pages are made of."""

from __future__ import annotations

from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from simulator.control.access_middleware import client_address, too_many_response
from simulator.control.client_base_url import base_url_of
from simulator.control.errors import ControlError
from simulator.control.login_throttle import TooManyAttempts
from simulator.control.openapi_helpers import PAGES, PREFIX, page
from simulator.control.page import rendering
from simulator.control.page.page_context import base_of
from simulator.control.sessions import Sessions

#: Largest login form that is looked at, in bytes.
MAX_FORM_BYTES = 10_000


class LoginPages:
    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions
        self.endpoints = [
            page(PREFIX, self.start, "Leads to the page."),
            page(f"{PAGES}/login", self.ask, "Asks for the password."),
            page(f"{PAGES}/login", self.enter, "Begin a session and go on to the page that was wanted.", "POST"),
            page(f"{PAGES}/logout", self.leave, "End the session.", "POST"),
            page(f"{PAGES}/static/{{name}}", self.asset, "A file that pages are made of."),
        ]

    async def start(self, request: Request) -> Response:
        return RedirectResponse(f"{base_of(request)}/", 308)

    async def ask(self, request: Request) -> Response:
        return self._form(request, request.query_params.get("next", ""))

    async def enter(self, request: Request) -> Response:
        """Begin a session and go on to the page that was wanted."""
        body = b""
        async for part in request.stream():
            body += part
            if len(body) > MAX_FORM_BYTES:
                raise ControlError(413, f"the login form is larger than {MAX_FORM_BYTES} bytes")
        query = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True)
        next_page = _own(request, query.get("next", [""])[0])
        if not self._sessions.on:
            return RedirectResponse(next_page, 303)
        try:
            if not await self._sessions.password_matches(query.get("password", [""])[0], client_address(request.scope)):
                return self._form(request, next_page, 401, wrong=True)
        except TooManyAttempts as error:
            return too_many_response(error)
        return RedirectResponse(
            next_page, 303, {"Set-Cookie": self._sessions.begin(base_url_of(request)), "Cache-Control": "no-store"}
        )

    async def leave(self, request: Request) -> Response:
        forgotten = await self._sessions.end(request.headers.get("cookie", ""), base_url_of(request))
        return RedirectResponse(f"{base_of(request)}/", 303, {"Set-Cookie": forgotten})

    async def asset(self, request: Request) -> Response:
        found = rendering.assets().get(request.path_params["name"])
        if found is None:
            raise ControlError(404, f"no file {request.path_params['name']}", "name", list(rendering.assets()))
        body, media_type, tag = found
        headers = {"ETag": tag, "Cache-Control": "no-cache"}
        if request.headers.get("if-none-match") == tag:
            return Response(status_code=304, headers=headers)
        return Response(body, media_type=media_type, headers=headers)

    def _form(self, request: Request, next_page: str, status: int = 200, *, wrong: bool = False) -> Response:
        return rendering.page("login", status, base=base_of(request), next=_own(request, next_page), wrong=wrong)


def _own(request: Request, next_page: str) -> str:
    """Where to go on: a page of the simulator's own, never another site."""
    start = f"{base_of(request)}/"
    return next_page if next_page.startswith(start) and "\\" not in next_page and next_page.isprintable() else start
