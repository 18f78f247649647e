"""`/_sim/tokens/revoke`: a token, or the session behind it, that holds no longer, as when an account logs out."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from simulator.control.asked import answer, body_as
from simulator.control.errors import ControlError

#: Revokes a token, or with the second argument its whole session; whose it is, None for one that was not made here.
Revoke = Callable[[str, bool], Awaitable[str | None]]


class Revocation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`session`: also all other tokens that go back to the same call of `authtoken`, refreshed ones included."""

    token: str
    session: bool = False


class RevokedToken(msgspec.Struct, frozen=True):
    tenant: str
    revoked: str


class TokensApi:
    def __init__(self, revoke: Revoke) -> None:
        self._revoke = revoke
        self.routes = [Route("/_sim/tokens/revoke", self.revoke, methods=["POST"])]

    async def revoke(self, request: Request) -> Response:
        """Let a token hold no longer: calls with it get 401 from now on, also after a restart."""
        asked = await body_as(request, Revocation)
        tenant = await self._revoke(asked.token, asked.session)
        if tenant is None:
            raise ControlError(422, "not a token that this simulator issued", "token")
        return answer(RevokedToken(tenant, "session" if asked.session else "token"))
