"""`authtoken` of every family, and `refresh-token` (contract, section 1)."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from simulator.atlas import requests as ask
from simulator.atlas.answers import answer
from simulator.atlas.errors import ApiError
from simulator.atlas.payloads import Token, TokenPair
from simulator.atlas.tokens import ACCESS, REFRESH, Tokens

#: Families whose answer is the access token alone, and those of onboarding, which add a refresh token.
PLAIN = ("/v3/verification", "/v1/docstream", "/v1/bulk")
PAIRED = ("/v1/verification", "/v2/verification")


class TokenApi:
    def __init__(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self.routes = [
            *(Route(f"{prefix}/authtoken", self.authtoken, methods=["POST"]) for prefix in PLAIN),
            *(Route(f"{prefix}/authtoken", self.authtoken_pair, methods=["POST"]) for prefix in PAIRED),
            Route("/v1/verification/refresh-token", self.refresh, methods=["POST"]),
        ]

    async def authtoken(self, request: Request) -> Response:
        access, _ = self._log_in(request)
        return answer(Token(access, int(self._tokens.life)), 201)

    async def authtoken_pair(self, request: Request) -> Response:
        access, refresh = self._log_in(request)
        return answer(TokenPair(access, int(self._tokens.life), refresh), 201)

    async def refresh(self, request: Request) -> Response:
        """A new access token for a token of either kind that still holds; tokens of all families are one kind here."""
        token = ask.header(request, b"token")
        if not token:
            raise ApiError(400, "Missing Token header")
        claims = self._tokens.check(token, (ACCESS, REFRESH))
        return answer(Token(self._tokens.issue(claims.tenant, session=claims.session), int(self._tokens.life)), 201)

    def _log_in(self, request: Request) -> tuple[str, str]:
        tenant = self._tokens.log_in(ask.header(request, b"client-id"), ask.header(request, b"client-secret"))
        return self._tokens.begin(tenant)
