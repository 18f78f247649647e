"""`/_sim/tokens`: a token without its account's secret, and one, or the session behind it, that holds no longer."""

from __future__ import annotations

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from simulator.control.errors import ControlError
from simulator.control.openapi_helpers import INVALID_INPUT, endpoint
from simulator.control.request_helpers import decode_body, json_response
from simulator.core import Core
from simulator.nearest import suggestion

#: Whose token it is where nobody says.
TRY_IT_TENANT = "try-it"


class TokenRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
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
    def __init__(self, core: Core) -> None:
        self._tokens = core.tokens
        self._accounts = list(core.settings.accounts)
        self.endpoints = [
            endpoint(
                "POST",
                "tokens",
                self.make,
                "A token for a client_id, without its secret",
                IssuedToken,
                201,
                body=TokenRequest,
                body_required=False,
                body_example={"client_id": "try-it"},
                failures=[INVALID_INPUT],
                query=(),
            ),
            endpoint(
                "POST",
                "tokens/revoke",
                self.revoke,
                "Let a token, or its session, hold no longer",
                RevokedToken,
                body=Revocation,
                body_example={"token": "eyJ...", "session": False},
                failures=[INVALID_INPUT],
                query=(),
            ),
        ]

    async def make(self, request: Request) -> Response:
        """A token for a client_id, without its secret: for the page, and for trying things by hand."""
        body = await decode_body(request, TokenRequest)
        client_id = body.client_id or (self._accounts[0] if self._accounts else TRY_IT_TENANT)
        if self._accounts and client_id not in self._accounts:
            hint = suggestion(client_id, self._accounts)
            raise ControlError(422, f"client_id: {client_id!r} has no account{hint}", "client_id", self._accounts)
        return json_response(IssuedToken(self._tokens.issue(client_id), client_id), 201)

    async def revoke(self, request: Request) -> Response:
        """Let a token hold no longer: calls with it get 401 from now on, also after a restart."""
        revocation = await decode_body(request, Revocation)
        tenant = await self._tokens.revoke(revocation.token, revocation.session)
        if tenant is None:
            raise ControlError(422, "not a token that this simulator issued", "token")
        return json_response(RevokedToken(tenant, "session" if revocation.session else "token"))
