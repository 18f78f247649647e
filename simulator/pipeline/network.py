"""The way out: connections that are only ever made to an address that was checked, and answers that stay within bounds.

The check stands at the very place where a socket is opened, after the name was resolved, and the socket goes to the
address that was checked. So it holds for every hop of a redirect, and a name that stands for another address a moment
later (DNS rebinding) gains nothing.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
import zlib
from collections.abc import AsyncIterator, Iterable
from functools import cache
from ipaddress import ip_address
from typing import Any

import httpcore
import httpx

from simulator.hosts import Address, HostRules, ip_literal

#: Bytes that one step of decompression gives at most; a small answer can stand for gigabytes.
CHUNK_BYTES = 256 * 1024
#: Content-Encodings that are undone. They are asked for by nobody: documents and answers are small or packed already.
_COMPRESSED = frozenset({"gzip", "x-gzip", "deflate"})
#: `zlib` finds out by itself whether a gzip or a zlib header stands there.
_ANY_HEADER = 32 + zlib.MAX_WBITS
KEEP_ALIVE_SECONDS = 32


class HostRefused(Exception):
    """The rules keep the simulator from contacting a host; the text says which rule."""


class BodyUnreadable(Exception):
    """An answer's body is packed in a way that cannot be undone; the text says how."""


def client(rules: HostRules, timeout: httpx.Timeout) -> httpx.AsyncClient:
    """A client that follows no redirects by itself, heeds no proxy variables and obeys the rules. Raises HostRefused in use."""
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=KEEP_ALIVE_SECONDS)
    return httpx.AsyncClient(
        transport=_Transport(rules, limits),
        timeout=timeout,
        headers={"User-Agent": "Atlas-Simulator", "Accept-Encoding": "identity"},
        trust_env=False,
        follow_redirects=False,
    )


async def body(response: httpx.Response) -> AsyncIterator[bytes]:
    """The body in parts of bounded size, unpacked. Raises Unreadable; the caller says when there was enough."""
    encoding = response.headers.get("Content-Encoding", "").strip().lower()
    if encoding in ("", "identity"):
        async for part in response.aiter_raw():
            yield part
        return
    if encoding not in _COMPRESSED:
        raise BodyUnreadable(f"Content-Encoding {encoding!r} is not taken; send the file as it is, or gzip")
    unpacker = zlib.decompressobj(_ANY_HEADER)
    async for packed in response.aiter_raw():
        while packed:
            try:
                part = unpacker.decompress(packed, CHUNK_BYTES)
            except zlib.error as error:
                raise BodyUnreadable(f"Content-Encoding {encoding}: {error}") from None
            if part:
                yield part
            packed = unpacker.unconsumed_tail
    if not unpacker.eof:
        raise BodyUnreadable(f"Content-Encoding {encoding}: cut off")


class _Transport(httpx.AsyncHTTPTransport):
    def __init__(self, rules: HostRules, limits: httpx.Limits) -> None:
        super().__init__(verify=_certificates(), trust_env=False, limits=limits)
        # httpx has no argument for this. TLS still checks the certificate against the name, not the address.
        pool: Any = self._pool
        pool._network_backend = _CheckedBackend(rules, pool._network_backend)


@cache
def _certificates() -> ssl.SSLContext:
    """Whom TLS trusts, read once: that takes a twentieth of the time that a server needs to start."""
    return httpx.create_ssl_context(trust_env=False)


class _CheckedBackend(httpcore.AsyncNetworkBackend):
    def __init__(self, rules: HostRules, network: httpcore.AsyncNetworkBackend) -> None:
        self._rules = rules
        self._network = network

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        try:
            async with asyncio.timeout(timeout):
                addresses = self._allowed(host, await _resolved(host, port))
                stream = await self._first(addresses, port, local_address, socket_options)
        except TimeoutError:
            raise httpcore.ConnectTimeout(f"no connection to {host} port {port}") from None
        try:
            # What httpcore asks next; anyio stumbles over a socket that the other side has closed by now.
            stream.get_extra_info("ssl_object")
        except (AttributeError, OSError):
            raise httpcore.ConnectError(f"{host} port {port} closed the connection at once") from None
        return stream

    async def _first(
        self, addresses: list[Address], port: int, local_address: str | None, options: Iterable[Any] | None
    ) -> httpcore.AsyncNetworkStream:
        """A connection to the first address that takes one."""
        for address in addresses[:-1]:
            try:
                return await self._network.connect_tcp(str(address), port, None, local_address, options)
            except httpcore.ConnectError:
                continue
        return await self._network.connect_tcp(str(addresses[-1]), port, None, local_address, options)

    def _allowed(self, host: str, addresses: list[Address]) -> list[Address]:
        refusals = {address: self._rules.refusal(host, address) for address in addresses}
        allowed = [address for address, refusal in refusals.items() if not refusal]
        if not allowed:
            raise HostRefused("not contacted: " + "; ".join(refusals.values()))
        return allowed

    async def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> httpcore.AsyncNetworkStream:
        raise HostRefused("not contacted: a unix socket is not a host")

    async def sleep(self, seconds: float) -> None:
        await self._network.sleep(seconds)


async def _resolved(host: str, port: int) -> list[Address]:
    """The addresses that a host stands for. Raises httpcore.ConnectError where there are none."""
    if address := ip_literal(host):
        return [address]
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise httpcore.ConnectError(f"{host} cannot be found ({error})") from None
    return list(dict.fromkeys(ip_address(each[4][0]) for each in found))
