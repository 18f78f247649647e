"""The way out: connections that are only ever made to an address that was checked, and answers that stay within bounds.

The check stands at the very place where a socket is opened, after the name was resolved, and the socket goes to the
address that was checked. So it holds for every hop of a redirect, and a name that stands for another address a moment
later (DNS rebinding) gains nothing.
"""

from __future__ import annotations

import asyncio
import socket
import zlib
from collections.abc import AsyncIterator, Iterable, Iterator
from ipaddress import ip_address
from typing import Any

import httpcore
import httpx

from simulator.hosts import HostRules, IpAddress, ip_literal
from simulator.pipeline.loopback_transport import LoopbackTransport
from simulator.pipeline.outbound_routes import OutboundRoutes, blocked_host_hint, is_loopback

#: Bytes that one step of decompression gives at most; a small answer can stand for gigabytes.
CHUNK_BYTES = 256 * 1024
#: Content-Encodings that are undone. They are asked for by nobody: documents and answers are small or packed already.
_COMPRESSED = frozenset({"gzip", "x-gzip", "deflate"})
#: Compressions that exist and cannot be undone here. Whatever else is said names none.
_NOT_TAKEN = frozenset({"br", "zstd", "compress", "x-compress", "dcb", "dcz"})
#: How often a body may be compressed, and of how many parts a gzip file may consist.
MAX_ENCODINGS, MAX_MEMBERS = 3, 10_000
GZIP_SIGNATURE = b"\x1f\x8b"
#: Bytes of a body that are looked at to see whether it is compressed at all.
SIGNATURE_BYTES = 2
#: For `zlib`: a gzip header stands there.
_GZIP = 16 + zlib.MAX_WBITS
KEEP_ALIVE_SECONDS = 32


#: Straight to where URLs lead.
DIRECT = OutboundRoutes()


class HostRefused(Exception):
    """The rules keep the simulator from contacting a host; the text says which rule."""


class BodyUnreadable(Exception):
    """An answer's body is packed in a way that cannot be undone; the text says how."""


def http_client(
    rules: HostRules, timeout: httpx.Timeout, own: LoopbackTransport | None = None, routes: OutboundRoutes = DIRECT
) -> httpx.AsyncClient:
    """A client that follows no redirects by itself, heeds no proxy variables and obeys the rules. Raises HostRefused in use.

    What leads to the simulator's own addresses is answered inside, whatever the rules say: nobody is contacted.
    """
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=KEEP_ALIVE_SECONDS)
    return httpx.AsyncClient(
        transport=_Transport(rules, limits, own, routes),
        timeout=timeout,
        headers={"User-Agent": "Atlas-Simulator", "Accept-Encoding": "identity"},
        trust_env=False,
        follow_redirects=False,
    )


async def read_body(response: httpx.Response) -> AsyncIterator[bytes]:
    """The body in parts of bounded size, decompressed. Raises BodyUnreadable; the caller says when there was enough.

    Object stores and proxies send as Content-Encoding whatever they were given at the upload (`UTF-8`, `binary`,
    `aws-chunked`): what names no compression says nothing about the body. A body that is not compressed as it says is taken
    as it is.
    """
    parts: AsyncIterator[bytes] = response.aiter_raw()
    for encoding in reversed(_encodings(response)):
        parts = _decompressed(parts, encoding)
    async for part in parts:
        yield part


def _encodings(response: httpx.Response) -> list[str]:
    """The compressions that a body went through, in order. Raises BodyUnreadable for those that cannot be undone."""
    named = [each.strip().lower() for each in response.headers.get("Content-Encoding", "").split(",")]
    if unknown := next((each for each in named if each in _NOT_TAKEN), ""):
        raise BodyUnreadable(f"Content-Encoding {unknown!r} is not taken; send the file as it is, or gzip")
    encodings = [each for each in named if each in _COMPRESSED]
    if len(encodings) > MAX_ENCODINGS:
        raise BodyUnreadable(f"Content-Encoding: compressed {len(encodings)} times; at most {MAX_ENCODINGS} are undone")
    return encodings


async def _decompressed(parts: AsyncIterator[bytes], encoding: str) -> AsyncIterator[bytes]:
    unpacker: _Decompressor | None = None
    head = b""
    async for part in parts:
        head += part
        if unpacker is None and len(head) < SIGNATURE_BYTES:
            continue
        unpacker = unpacker or _Decompressor(encoding, head)
        for unpacked in unpacker.feed(head):
            yield unpacked
        head = b""
    for unpacked in (unpacker or _Decompressor(encoding, head)).feed(head, last=True):
        yield unpacked


class _Decompressor:
    """Undoes one compression. `head` is how the body begins, which says what it really is."""

    def __init__(self, encoding: str, head: bytes) -> None:
        self._encoding = encoding
        self._window = _window(encoding, head)
        self._member = zlib.decompressobj(self._window) if self._window else None
        self._members = 1
        self._rest = b""

    def feed(self, packed: bytes, *, last: bool = False) -> Iterator[bytes]:
        """What comes out of some more bytes, in parts of bounded size; `last`: no more will come. Raises BodyUnreadable."""
        if self._window is None:
            yield packed
            return
        packed, self._rest = self._rest + packed, b""
        while packed:
            if self._member is None:
                if len(packed) < len(GZIP_SIGNATURE) and not last:
                    self._rest = packed
                    return
                if self._window < 0 or not packed.startswith(GZIP_SIGNATURE):
                    # Padding behind the end, as tape drives and some servers add it.
                    return
                self._member = self._next_member(self._window)
            try:
                part = self._member.decompress(packed, CHUNK_BYTES)
            except zlib.error as error:
                raise BodyUnreadable(f"Content-Encoding {self._encoding}: {error}") from None
            if part:
                yield part
            packed = self._member.unconsumed_tail
            if self._member.eof:
                packed, self._member = self._member.unused_data, None
        if last and self._member is not None:
            raise BodyUnreadable(f"Content-Encoding {self._encoding}: cut off")

    def _next_member(self, window: int) -> Any:
        self._members += 1
        if self._members > MAX_MEMBERS:
            raise BodyUnreadable(f"Content-Encoding {self._encoding}: more than {MAX_MEMBERS} members")
        return zlib.decompressobj(window)


def _window(encoding: str, head: bytes) -> int | None:
    """How `zlib` is to take a body that is said to be compressed; None where it is not."""
    if head.startswith(GZIP_SIGNATURE):
        return _GZIP
    if encoding != "deflate" or len(head) < SIGNATURE_BYTES:
        return None
    if head[0] & 0x0F == zlib.DEFLATED and int.from_bytes(head[:2], "big") % 31 == 0:
        return zlib.MAX_WBITS
    try:
        zlib.decompressobj(-zlib.MAX_WBITS).decompress(head, CHUNK_BYTES)
    except zlib.error:
        return None
    # Microsoft's servers leave the header of zlib away.
    return -zlib.MAX_WBITS


class _Transport(httpx.AsyncHTTPTransport):
    def __init__(
        self, rules: HostRules, limits: httpx.Limits, own: LoopbackTransport | None, routes: OutboundRoutes
    ) -> None:
        self._own = own
        self._rules = rules
        self._routes = routes
        options: dict[str, Any] = {"verify": routes.certificates(), "trust_env": False, "limits": limits}
        self._proxied = httpx.AsyncHTTPTransport(proxy=routes.proxy, **options) if routes.proxy else None
        super().__init__(**options)
        # httpx has no argument for this. TLS still checks the certificate against the name, not the address.
        pool: Any = self._pool
        pool._network_backend = _HostCheckingBackend(rules, pool._network_backend, routes)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        inside = await self._own.answer(request) if self._own else None
        if inside is not None:
            return inside
        if self._proxied is not None and self._routes.by_proxy(request.url):
            # The proxy looks names up, so rules hold for names, and for addresses that stand in the URL.
            if refusal := self._rules.refusal_unresolved(request.url.host):
                raise HostRefused(f"not contacted: {refusal}")
            return await self._proxied.handle_async_request(request)
        return await super().handle_async_request(request)

    async def aclose(self) -> None:
        if self._proxied is not None:
            await self._proxied.aclose()
        await super().aclose()


class _HostCheckingBackend(httpcore.AsyncNetworkBackend):
    def __init__(self, rules: HostRules, network: httpcore.AsyncNetworkBackend, routes: OutboundRoutes) -> None:
        self._routes = routes
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
        host, port = self._routes.place(host, port)
        try:
            async with asyncio.timeout(timeout):
                addresses = self._allowed(host, await _resolved(host, port))
                stream = await self._first(host, addresses, port, local_address, socket_options)
        except TimeoutError:
            raise httpcore.ConnectTimeout(f"no connection to {host} port {port}") from None
        try:
            # What httpcore asks next; anyio stumbles over a socket that the other side has closed by now.
            stream.get_extra_info("ssl_object")
        except (AttributeError, OSError):
            raise httpcore.ConnectError(f"{host} port {port} closed the connection at once") from None
        return stream

    async def _first(
        self, host: str, addresses: list[IpAddress], port: int, local_address: str | None, options: Iterable[Any] | None
    ) -> httpcore.AsyncNetworkStream:
        """A connection to the first address that takes one."""
        for address in addresses[:-1]:
            try:
                return await self._network.connect_tcp(str(address), port, None, local_address, options)
            except httpcore.ConnectError:
                continue
        last = addresses[-1]
        try:
            return await self._network.connect_tcp(str(last), port, None, local_address, options)
        except httpcore.ConnectError as error:
            hint = blocked_host_hint(host, port) if is_loopback(last) else ""
            raise httpcore.ConnectError(f"{error}{hint}") from None

    def _allowed(self, host: str, addresses: list[IpAddress]) -> list[IpAddress]:
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


async def _resolved(host: str, port: int) -> list[IpAddress]:
    """The addresses that a host stands for. Raises httpcore.ConnectError where there are none."""
    if address := ip_literal(host):
        return [address]
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise httpcore.ConnectError(f"{host} cannot be found ({error})") from None
    return list(dict.fromkeys(ip_address(each[4][0]) for each in found))
