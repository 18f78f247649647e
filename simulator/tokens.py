"""Tokens: issued for a Client-Id, checked on every protected call, by simulated time.

HS256 with a key of the state file, so they survive a restart. Reasons of refusal are PyJWT's words, as Atlas's are.
"""

from __future__ import annotations

import hmac
import secrets
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import jwt

from simulator.clock import Clock
from simulator.errors import SimulatorError

#: Verified tokens that are remembered, so that polls do not pay for the signature each time.
TOKENS_CACHED = 10_000
#: A refresh token lives this many times as long as an access token (our choice; nothing is documented).
REFRESH_LIFE_FACTOR = 24
ACCESS, REFRESH = "access", "refresh"

#: Headers of a request as they came, names in lower case.
Headers = Iterable[tuple[bytes, bytes]]


class InvalidToken(SimulatorError):
    """A token that does not hold; the message says why."""


@dataclass(frozen=True)
class Claims:
    """Whose token it is (`tenant` is the Client-Id), its kind, and the ids by which it can be revoked.

    `session` is shared by all tokens that go back to one call of `authtoken`.
    """

    tenant: str
    kind: str
    jti: str
    session: str
    expires_at: float


class Tokens:
    """`keep` makes a revocation durable: the id, when it may be forgotten, and whose it is."""

    def __init__(
        self,
        key: bytes,
        clock: Clock,
        life: float,
        accounts: Mapping[str, str],
        revoked: Collection[str],
        keep: Callable[[str, float, str], Awaitable[None]],
    ) -> None:
        self.life = life
        self._key = key
        self._clock = clock
        self._accounts = accounts
        self._revoked = set(revoked)
        self._keep = keep
        self._known: OrderedDict[str, Claims] = OrderedDict()

    def credentials_hold(self, client_id: str, client_secret: str) -> bool:
        """Whether the pair is an account; where none is configured, every non-empty pair is."""
        if not self._accounts:
            return bool(client_id and client_secret)
        expected = self._accounts.get(client_id, "")
        return hmac.compare_digest(expected.encode(), client_secret.encode()) and bool(expected)

    def begin(self, tenant: str) -> tuple[str, str]:
        """An access and a refresh token of a new session."""
        session = secrets.token_hex(8)
        return self.issue(tenant, session=session), self.issue(tenant, REFRESH, session)

    def issue(self, tenant: str, kind: str = ACCESS, session: str = "") -> str:
        now = self._clock.now(tenant)
        life = self.life * (REFRESH_LIFE_FACTOR if kind == REFRESH else 1)
        # Clients that look into a token take `exp` for a whole number; `end` is when it really ends.
        times = {"iat": int(now), "exp": int(now + life), "end": now + life}
        claims = {"sub": tenant, "typ": kind, **times, "jti": secrets.token_hex(8), "sid": session}
        return jwt.encode(claims, self._key, algorithm="HS256")

    def check(self, token: str | None, kinds: Collection[str] = (ACCESS,)) -> Claims:
        """The claims of a token. Raises InvalidToken."""
        if not token:
            raise InvalidToken("Token header is missing")
        claims = self._known.get(token)
        if claims is None:
            claims = self._decode(token)
            self._known[token] = claims
            if len(self._known) > TOKENS_CACHED:
                self._known.popitem(last=False)
        if claims.expires_at <= self._clock.now(claims.tenant):
            raise InvalidToken("Signature has expired")
        if claims.jti in self._revoked:
            raise InvalidToken("Token has been revoked")
        if claims.session in self._revoked:
            raise InvalidToken("No active session")
        if claims.kind not in kinds:
            raise InvalidToken(f"A {claims.kind} token is not accepted here")
        if self._accounts and claims.tenant not in self._accounts:
            raise InvalidToken("No active session")
        return claims

    def tenant_of_request(self, headers: Headers) -> str:
        """Whose request it was: proven by a token of ours, expired or not, or by credentials; empty where neither does."""
        return self._proven(headers, self._signer)

    def admitted(self, headers: Headers) -> str:
        """The tenant in whose name a request may do something now: its token, or its credentials, hold; empty otherwise."""
        return self._proven(headers, self._holder)

    def _proven(self, headers: Headers, by_token: Callable[[str], str]) -> str:
        client_id = secret = ""
        for name, value in headers:
            if name == b"token":
                return by_token(value.decode("latin-1").strip(" \t"))
            if name in (b"client-id", b"client_id"):
                client_id = value.decode("latin-1")
            elif name in (b"client-secret", b"client_secret"):
                secret = value.decode("latin-1")
        return client_id if self.credentials_hold(client_id, secret) else ""

    def _signer(self, token: str) -> str:
        try:
            return self.claims_of(token).tenant
        except InvalidToken:
            return ""

    def _holder(self, token: str) -> str:
        try:
            return self.check(token).tenant
        except InvalidToken:
            return ""

    def claims_of(self, token: str) -> Claims:
        """What a token of ours says, whether it still holds or not. Raises InvalidToken for one that was not made here."""
        return self._known.get(token) or self._decode(token)

    async def revoke(self, token: str, session: bool) -> str | None:
        """Let a token, or its whole session, hold no longer; whose it is. None for one that was not made here."""
        try:
            claims = self.claims_of(token)
        except InvalidToken:
            return None
        revoked = claims.session if session else claims.jti
        await self._keep(revoked, self._clock.now(claims.tenant) + self.life * REFRESH_LIFE_FACTOR, claims.tenant)
        self._revoked.add(revoked)
        return claims.tenant

    def _decode(self, token: str) -> Claims:
        options: Any = {"verify_exp": False, "verify_iat": False, "require": ["sub", "exp", "jti"]}
        try:
            text = jwt.decode(token, self._key, algorithms=["HS256"], options=options)
            end = float(text.get("end", text["exp"]))
            return Claims(text["sub"], text.get("typ", ACCESS), text["jti"], text.get("sid", ""), end)
        except jwt.InvalidTokenError as error:
            raise InvalidToken(str(error)) from None
        except (TypeError, ValueError):
            raise InvalidToken("Invalid claims") from None
