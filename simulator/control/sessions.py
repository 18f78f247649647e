"""Who may use `/_sim` where a password is set: those who say it with each call, and browsers that said it once.

A browser holds a signed cookie. It ends by real time, since moving the simulated clock logs nobody out, and with
any change of the password.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
import hashlib
import hmac
import time
from http.cookies import CookieError, SimpleCookie

from simulator.control.describe import PREFIX
from simulator.settings import Settings

#: Real seconds that a browser stays logged in.
SESSION_SECONDS = 12 * 3600
#: Real seconds that a wrong password waits for its answer, one after the other: guessing is hopeless, being right is quick.
WRONG_SECONDS = 0.25


class Sessions:
    """`key` signs the cookies."""

    def __init__(self, settings: Settings, key: bytes) -> None:
        self._password = settings.ui_password
        # Browsers send a host's cookies to all of its ports: each simulator on a machine has a name of its own.
        self._cookie = f"atlas_simulator_{settings.port}"
        secure = "; Secure" if settings.public_url.startswith("https:") else ""
        self._attributes = f"Path={settings.root_path}{PREFIX}; HttpOnly; SameSite=Lax{secure}"
        self._guessing = asyncio.Lock()
        self._key = key

    @property
    def on(self) -> bool:
        return bool(self._password)

    async def opens(self, said: str) -> bool:
        """Whether this is the password."""
        if hmac.compare_digest(self._password.encode(), said.encode()):
            return True
        async with self._guessing:
            await asyncio.sleep(WRONG_SECONDS)
        return False

    def begin(self) -> str:
        """The Set-Cookie header of a browser that said the password."""
        until = int(time.time()) + SESSION_SECONDS
        return f"{self._cookie}={until}.{self._sign(until)}; Max-Age={SESSION_SECONDS}; {self._attributes}"

    def end(self) -> str:
        """The Set-Cookie header that forgets it."""
        return f"{self._cookie}=; Max-Age=0; {self._attributes}"

    async def admits(self, cookie: str, authorization: str) -> bool:
        """Whether a request with these headers may pass: with a session, or with the password as HTTP Basic."""
        if cookie and self._holds(cookie):
            return True
        said = _basic(authorization)
        return said is not None and await self.opens(said)

    def _holds(self, header: str) -> bool:
        try:
            morsel = SimpleCookie(header).get(self._cookie)
        except CookieError:
            return False
        until, _, signature = morsel.value.partition(".") if morsel else ("", "", "")
        if not (until.isascii() and until.isdigit() and len(until) < 15):
            return False
        made_here = hmac.compare_digest(self._sign(int(until)).encode(), signature.encode())
        return made_here and time.time() < int(until)

    def _sign(self, until: int) -> str:
        return hmac.new(self._key + self._password.encode(), f"session:{until}".encode(), hashlib.sha256).hexdigest()


def _basic(authorization: str) -> str | None:
    """The password of HTTP Basic, whatever the user name."""
    scheme, _, said = authorization.partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        return base64.b64decode(said, validate=True).decode().partition(":")[2]
    except (binascii.Error, UnicodeDecodeError):
        return None
