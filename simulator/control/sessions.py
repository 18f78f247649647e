"""Who may use `/_sim` where a password is set: those who say it with each call, and browsers that said it once.

A browser holds a signed cookie with a session of its own. It ends by real time, since moving the simulated clock logs
nobody out, with logging out, and with any change of the password.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

import msgspec

from simulator.control.login_throttle import LoginThrottle
from simulator.control.openapi_helpers import PREFIX
from simulator.flows.key_value_store import KeyValueStore
from simulator.settings import Settings

#: Real seconds that a browser stays logged in.
SESSION_SECONDS = 12 * 3600
#: The fact that names the sessions that were ended before their time.
ENDED = "ended sessions"


class Sessions:
    """`key` signs the cookies, `facts` keeps the sessions that were ended."""

    def __init__(self, settings: Settings, key: bytes, facts: KeyValueStore) -> None:
        self._password = settings.ui_password
        # Browsers send a host's cookies to all of its ports: each simulator on a machine has a name of its own.
        self._cookie = f"atlas_simulator_{settings.port}"
        self._throttle = LoginThrottle()
        self._key = key
        self._facts = facts
        #: Sessions that were ended, with the moment until which their cookies would have held.
        self._ended: dict[str, int] = {}

    async def load(self) -> None:
        """Take up the sessions that were ended before a restart."""
        self._ended = msgspec.json.decode(await self._facts.get(ENDED) or b"{}", type=dict[str, int])

    @property
    def on(self) -> bool:
        return bool(self._password)

    async def password_matches(self, text: str, address: str) -> bool:
        """Whether this is the password; `address` is who says it. Raises TooManyAttempts."""
        return await self._throttle.answer(hmac.compare_digest(self._password.encode(), text.encode()), address)

    def begin(self, base: str) -> str:
        """The Set-Cookie header of a browser that said the password, at this base URL: a session of its own."""
        until, session = int(time.time()) + SESSION_SECONDS, secrets.token_hex(16)
        value = f"{until}.{session}.{self._sign(until, session)}"
        return f"{self._cookie}={value}; Max-Age={SESSION_SECONDS}; {_attributes(base)}"

    async def end(self, cookie: str, base: str) -> str:
        """End the session of a request with these cookies, here too; the Set-Cookie header that forgets it."""
        now = time.time()
        for until, session in self._held(cookie):
            self._ended = {each: end for each, end in self._ended.items() if end > now} | {session: until}
            await self._facts.put(ENDED, msgspec.json.encode(self._ended))
        return f"{self._cookie}=; Max-Age=0; {_attributes(base)}"

    async def allows(self, cookie: str, authorization: str, address: str) -> bool:
        """Whether a request with these headers may pass: with a session, or with the password as HTTP Basic.

        Raises TooManyAttempts.
        """
        if next(self._held(cookie), None):
            return True
        value = _basic(authorization)
        return value is not None and await self.password_matches(value, address)

    def _held(self, cookies: str) -> Iterator[tuple[int, str]]:
        """End and name of each session that a Cookie header shows and that holds."""
        for pair in cookies.split(";"):
            name, _, value = pair.strip().partition("=")
            until, _, rest = value.partition(".")
            session, _, signature = rest.partition(".")
            if name != self._cookie or not (until.isascii() and until.isdigit() and len(until) < 15):
                continue
            made_here = hmac.compare_digest(self._sign(int(until), session).encode(), signature.encode())
            if made_here and time.time() < int(until) and session not in self._ended:
                yield int(until), session

    def _sign(self, until: int, session: str) -> str:
        text = f"session:{until}:{session}"
        return hmac.new(self._key + self._password.encode(), text.encode(), hashlib.sha256).hexdigest()


def _attributes(base: str) -> str:
    """Where a cookie goes: to everything under `/_sim` at a base URL, and over TLS only where that is used."""
    parts = urlsplit(base)
    return f"Path={parts.path}{PREFIX}; HttpOnly; SameSite=Lax{'; Secure' if parts.scheme == 'https' else ''}"


def _basic(authorization: str) -> str | None:
    """The password of HTTP Basic, whatever the user name."""
    scheme, _, text = authorization.partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        return base64.b64decode(text, validate=True).decode().partition(":")[2]
    except (binascii.Error, UnicodeDecodeError):
        return None
