"""Speaks to the upstream server: within the limits for hosts, with its own account where one is set, answers untouched."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable
from typing import NamedTuple

import httpx

from simulator.hosts import HostRules
from simulator.pipeline.network import HostRefused, http_client

#: Real seconds for one call, and bytes of an answer.
SECONDS, LARGEST_ANSWER = 60.0, 50_000_000
#: Headers that belong to a connection, or to this machine, and are not passed on.
_OF_CONNECTION = frozenset(
    b"connection keep-alive proxy-authenticate proxy-authorization te trailer transfer-encoding upgrade host"
    b" content-length accept-encoding".split()
)
_CREDENTIALS = frozenset((b"client-id", b"client-secret", b"client_id", b"client_secret", b"token"))
Headers = Iterable[tuple[bytes, bytes]]


class UpstreamFailed(Exception):
    """No answer came; the text says why."""


class UpstreamAnswer(NamedTuple):
    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes


class UpstreamClient:
    """`account` is id and secret at the upstream; without one the client's own credentials and tokens are passed on."""

    def __init__(self, url: str, account: tuple[str, str] | None, rules: HostRules) -> None:
        self._url = url.rstrip("/")
        self._account = account
        self._http = http_client(rules, httpx.Timeout(SECONDS, pool=None))
        self._token = ""
        self._turn = asyncio.Lock()

    async def close(self) -> None:
        await self._http.aclose()

    async def call(self, method: str, target: str, headers: Headers, body: bytes) -> UpstreamAnswer:
        """One call of `target`, path and query; with a new token where the last holds no more. Raises UpstreamFailed."""
        try:
            async with asyncio.timeout(SECONDS):
                if self._account is None:
                    return await self._send(method, target, list(headers), body)
                token = await self._current_token("")
                answer = await self._send(method, target, self._signed(headers, token), body)
                if answer.status == 401:
                    token = await self._current_token(token)
                    answer = await self._send(method, target, self._signed(headers, token), body)
                return answer
        except (TimeoutError, httpx.TimeoutException):
            raise UpstreamFailed(f"no answer within {SECONDS:g} s") from None
        except (HostRefused, httpx.HTTPError, httpx.InvalidURL) as error:
            raise UpstreamFailed(str(error) or type(error).__name__) from None

    def _signed(self, headers: Headers, token: str) -> list[tuple[bytes, bytes]]:
        """The client's headers with the account's credentials, where the client sent any: what it leaves out stays out."""
        assert self._account is not None
        values = {b"token": token, b"client-id": self._account[0], b"client_id": self._account[0]}
        values |= dict.fromkeys((b"client-secret", b"client_secret"), self._account[1])
        return [
            (name, values[name.lower()].encode() if name.lower() in _CREDENTIALS else value) for name, value in headers
        ]

    async def _current_token(self, refused: str) -> str:
        """The account's token; a new one in place of one that was refused."""
        async with self._turn:
            if self._token and self._token != refused:
                return self._token
            assert self._account is not None
            headers = [(b"Client-Id", self._account[0].encode()), (b"Client-Secret", self._account[1].encode())]
            answer = await self._send("POST", "/v3/verification/authtoken", headers, b"")
            try:
                self._token = str(json.loads(answer.body)["access_token"])
            except (ValueError, KeyError, TypeError):
                raise UpstreamFailed(f"authtoken answered {answer.status} without a token; check the account") from None
            return self._token

    async def _send(self, method: str, target: str, headers: list[tuple[bytes, bytes]], body: bytes) -> UpstreamAnswer:
        passed_on = [(name, value) for name, value in headers if name.lower() not in _OF_CONNECTION]
        async with self._http.stream(method, self._url + target, headers=passed_on, content=body or None) as response:
            content = bytearray()
            async for part in response.aiter_raw():
                content += part
                if len(content) > LARGEST_ANSWER:
                    raise UpstreamFailed(f"the answer has more than {LARGEST_ANSWER:,} bytes")
            answered = [(name.lower(), value) for name, value in response.headers.raw]
        return UpstreamAnswer(
            response.status_code, [each for each in answered if each[0] not in _OF_CONNECTION], bytes(content)
        )
