"""`authtoken` of every family, and `refresh-token` (contract, section 1)."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from simulator.atlas.answers import answer
from simulator.atlas.payloads import Token
from simulator.atlas.tokens import Tokens


class TokenApi:
    def __init__(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self.routes = [Route("/v3/verification/authtoken", self.authtoken, methods=["POST"])]

    async def authtoken(self, request: Request) -> Response:
        tenant = self._tokens.log_in(request.headers.get("client-id"), request.headers.get("client-secret"))
        return answer(Token(self._tokens.issue(tenant), int(self._tokens.life)), 201)
