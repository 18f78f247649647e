"""`authtoken` of every family, and `refresh-token` (contract, section 1)."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from simulator.atlas import request_parsing as parsing
from simulator.atlas.describe import INVALID, Describer
from simulator.atlas.errors import ApiError, too_long
from simulator.atlas.payloads import AccessToken, TokenPair
from simulator.atlas.responses import json_response
from simulator.core import Core
from simulator.endpoints import HEADER, Endpoint, Input, Operation
from simulator.limits import LONGEST_ID
from simulator.tokens import ACCESS, REFRESH

#: The paths of families, and what a generated client calls their tokens. The first answer the access token alone, those of
#: onboarding add a refresh token.
PLAIN = {"/v3/verification": "", "/v1/docstream": "Docstream", "/v1/bulk": "Bulk"}
PAIRED = {"/v1/verification": "Onboarding", "/v2/verification": "OnboardingV2"}


TAG = "Tokens"
ACCESS_EXAMPLE, REFRESH_EXAMPLE = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9...", "eyJhbGciOiJIUzI1NiIsInR5cCI6..."


class TokenApi:
    def __init__(self, core: Core) -> None:
        self._tokens = core.tokens
        describe = Describer(core.settings)
        account = (Input("Client-Id", HEADER, example="lender"), Input("Client-Secret", HEADER, example="any-secret"))
        refused = describe.failures(
            (_no_account(), "either header is absent"), (_wrong_account(), "no account has that pair")
        )
        alone = {"access_token": ACCESS_EXAMPLE, "expires_in": int(core.settings.token_life)}
        self.endpoints = [
            *(
                Endpoint(
                    Operation(
                        "POST",
                        f"{prefix}/authtoken",
                        TAG,
                        "A token for an account",
                        {201: kind},
                        id=f"create{name}Token",
                        headers=account,
                        failures=refused,
                        examples={201: example},
                    ),
                    handler,
                )
                for kind, families, handler, example in (
                    (AccessToken, PLAIN, self.authtoken, alone),
                    (TokenPair, PAIRED, self.authtoken_pair, {**alone, "refresh_token": REFRESH_EXAMPLE}),
                )
                for prefix, name in families.items()
            ),
            Endpoint(
                Operation(
                    "POST",
                    "/v1/verification/refresh-token",
                    TAG,
                    "A new access token for one that still holds",
                    {201: AccessToken},
                    id="refreshToken",
                    description="Takes an access or a refresh token, of any family.",
                    examples={201: alone},
                    headers=(Input("Token", HEADER, example=ACCESS_EXAMPLE),),
                    failures=describe.failures(
                        (_no_token(), "the header is absent"),
                        (INVALID, "the token has expired, was revoked, or is not a token"),
                    ),
                ),
                self.refresh,
            ),
        ]

    async def authtoken(self, request: Request) -> Response:
        access, _ = self._log_in(request)
        return json_response(AccessToken(access, int(self._tokens.life)), 201)

    async def authtoken_pair(self, request: Request) -> Response:
        access, refresh = self._log_in(request)
        return json_response(TokenPair(access, int(self._tokens.life), refresh), 201)

    async def refresh(self, request: Request) -> Response:
        """A new access token for a token of either kind that still holds; tokens of all families are one kind here."""
        token = parsing.read_header(request, b"token")
        if not token:
            raise _no_token()
        claims = self._tokens.check(token, (ACCESS, REFRESH))
        return json_response(
            AccessToken(self._tokens.issue(claims.tenant, session=claims.session), int(self._tokens.life)), 201
        )

    def _log_in(self, request: Request) -> tuple[str, str]:
        """An access and a refresh token. Raises the documented 400 and 401."""
        client_id, secret = parsing.read_header(request, b"client-id"), parsing.read_header(request, b"client-secret")
        if not client_id or not secret:
            raise _no_account()
        if len(client_id) > LONGEST_ID:
            raise too_long("Client-Id", LONGEST_ID, len(client_id))
        if not self._tokens.credentials_hold(client_id, secret):
            raise _wrong_account()
        return self._tokens.begin(client_id)


def _no_account() -> ApiError:
    return ApiError(400, "Missing Client-Id or Client-Secret")


def _wrong_account() -> ApiError:
    return ApiError(401, "Invalid Client-Id or Client-Secret")


def _no_token() -> ApiError:
    return ApiError(400, "Missing Token header")
