"""`/_sim/tokens`: a token without its account's secret, and one, or the session behind it, that holds no longer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from simulator.control.asked import answer, body_as
from simulator.control.errors import ControlError

#: Revokes a token, or with the second argument its whole session; whose it is, None for one that was not made here.
Revoke = Callable[[str, bool], Awaitable[str | None]]

#: Whose token it is where nobody says.
TRYING = "try-it"


class TokenWish(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`client_id`: whose; otherwise the first account's, or the tenant `try-it`."""

    client_id: str = ""


class IssuedToken(msgspec.Struct, frozen=True):
    access_token: str
    client_id: str


class Revocation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`session`: also all other tokens that go back to the same call of `authtoken`, refreshed ones included."""

    token: str
    session: bool = False


class RevokedToken(msgspec.Struct, frozen=True):
    tenant: str
    revoked: str


class TokensApi:
    """`issue` makes a token for a tenant; `accounts` are the tenants that may have one, none: all may."""

    def __init__(self, revoke: Revoke, issue: Callable[[str], str], accounts: Sequence[str]) -> None:
        self._revoke = revoke
        self._issue = issue
        self._accounts = accounts
        self.routes = [
            Route("/_sim/tokens", self.make, methods=["POST"]),
            Route("/_sim/tokens/revoke", self.revoke, methods=["POST"]),
        ]

    async def make(self, request: Request) -> Response:
        """A token for a client_id, without its secret: for the page, and for trying things by hand."""
        asked = await body_as(request, TokenWish)
        client_id = asked.client_id or (self._accounts[0] if self._accounts else TRYING)
        if self._accounts and client_id not in self._accounts:
            raise ControlError(422, f"client_id: {client_id!r} has no account", "client_id", self._accounts)
        return answer(IssuedToken(self._issue(client_id), client_id), 201)

    async def revoke(self, request: Request) -> Response:
        """Let a token hold no longer: calls with it get 401 from now on, also after a restart."""
        asked = await body_as(request, Revocation)
        tenant = await self._revoke(asked.token, asked.session)
        if tenant is None:
            raise ControlError(422, "not a token that this simulator issued", "token")
        return answer(RevokedToken(tenant, "session" if asked.session else "token"))
