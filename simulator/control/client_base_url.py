"""Which base URL a client used for a request: by its Host, and by what a trusted proxy says of it.

Stands outermost. A proxy's words (`Forwarded`, RFC 7239, or `X-Forwarded-*`) are taken from trusted peers only, and put in the
place of what the connection says, so that everything behind sees the request as the client made it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from urllib.request import parse_http_list

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from simulator.control.origin_check import OriginCheck
from simulator.core import Core
from simulator.hosts import HostRule, canonical_address, ip_literal, parse_rule
from simulator.middleware import path_of
from simulator.settings import prefix_of

#: Key of the ASGI scope.
BASE = "atlas_simulator_base"
#: `HOST` or `HOST:PORT`; whatever else stands in a Host header makes no link.
_HOST = re.compile(
    r"(?:[a-z0-9_](?:[a-z0-9_.-]{0,253})|\[[0-9a-f:.]{2,45}\])(?::[0-9]{1,5})?", re.IGNORECASE | re.ASCII
)
_FORWARDED = frozenset(
    name.encode()
    for name in (
        "forwarded",
        "x-forwarded-for",
        "x-forwarded-host",
        "x-forwarded-port",
        "x-forwarded-prefix",
        "x-forwarded-proto",
    )
)
#: The ports that URLs of these schemes leave out.
_PORTS = {"http": "80", "https": "443"}
#: Longest header of a proxy that is looked at, in characters.
LONGEST_SAID = 4000


@dataclass(frozen=True)
class Forwarded:
    """What a proxy says of the request that it took; empty where it says nothing."""

    host: str = ""
    scheme: str = ""
    prefix: str = ""
    client: str = ""


class ClientBaseUrl:
    def __init__(self, app: ASGIApp, core: Core, origins: OriginCheck) -> None:
        self.app = app
        self._base_urls = core.base_urls
        self._origins = origins
        self._tenant_of = core.tokens.tenant_of_request
        self._root_path = core.settings.root_path
        self._trusted = [parse_rule(each) for each in core.settings.trusted_proxy if each != "none"]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = {name: value for name, value in scope["headers"] if name in _FORWARDED}
        if headers and self._trusts(scope):
            self._take(scope, forwarded(headers, lambda address: _held(address, self._trusted)))
        base = self._base(scope)
        if base != self._base_urls.default and not self._origins.rebound(scope):
            await self._base_urls.note_reached_by(base)
        if not self._base_urls.follow_clients:
            base = self._base_urls.default
        elif base != self._base_urls.default or not self._base_urls.all_use_default:
            self._note_tenant(scope, base)
        scope[BASE] = base
        await self.app(scope, receive, send)

    def _note_tenant(self, scope: Scope, base: str) -> None:
        if not path_of(scope).startswith("/_sim/") and (tenant := self._tenant_of(scope["headers"])):
            self._base_urls.note_used_by_tenant(base, tenant)

    def _trusts(self, scope: Scope) -> bool:
        client = scope.get("client")
        return client is not None and _held(str(client[0]), self._trusted)

    def _take(self, scope: Scope, forwarded: Forwarded) -> None:
        """Let the request be what the proxy says that it was."""
        if forwarded.scheme:
            scope["scheme"] = forwarded.scheme
        if forwarded.client:
            scope["client"] = (forwarded.client, 0)
        if forwarded.host:
            others = [(name, value) for name, value in scope["headers"] if name != b"host"]
            scope["headers"] = [*others, (b"host", forwarded.host.encode("latin-1"))]
        if forwarded.prefix:
            path = scope["path"].removeprefix(self._root_path)
            raw = scope["raw_path"].removeprefix(self._root_path.encode())
            # Some proxies say the prefix and leave it on the path as well.
            if f"{path}/".startswith(f"{forwarded.prefix}/"):
                path, raw = path.removeprefix(forwarded.prefix), raw.removeprefix(forwarded.prefix.encode())
            scope["root_path"] = forwarded.prefix
            scope["path"], scope["raw_path"] = f"{forwarded.prefix}{path}", forwarded.prefix.encode() + raw

    def _base(self, scope: Scope) -> str:
        host = next((value for name, value in scope["headers"] if name == b"host"), b"").decode("latin-1")
        if not _HOST.fullmatch(host):
            return self._base_urls.default
        return f"{scope['scheme']}://{host.lower()}{scope.get('root_path') or ''}"


def base_url_of(request: Request) -> str:
    """What links in the answer to a request begin with."""
    base: str = request.scope[BASE]
    return base


def forwarded(headers: Mapping[bytes, bytes], is_trusted: Callable[[str], bool]) -> Forwarded:
    """What proxies say of a request. What cannot be a host, a scheme, a prefix or an address says nothing.

    Host, scheme and prefix are those of the proxy that stands nearest to the client; the client is whom the first trusted
    proxy took the request from.
    """
    elements = [_pairs(each) for each in _listed(headers, "forwarded")]
    first = elements[0] if elements else {}

    def value_of(pair: str, header: str) -> str:
        return first.get(pair) or next(iter(_listed(headers, f"x-forwarded-{header}")), "")

    host, scheme = value_of("host", "host"), value_of("proto", "proto").lower()
    port = value_of("", "port")
    if host and port.isascii() and port.isdigit() and not re.search(r":\d+$", host) and port != _PORTS.get(scheme):
        host = f"{host}:{port}"
    chain = [each.get("for", "") for each in elements] or _listed(headers, "x-forwarded-for")
    return Forwarded(
        host=host if _HOST.fullmatch(host) else "",
        scheme=scheme if scheme in _PORTS else "",
        prefix=_prefix(value_of("", "prefix")),
        client=_client(chain, is_trusted),
    )


def _listed(headers: Mapping[bytes, bytes], name: str) -> list[str]:
    text = headers.get(name.encode(), b"").decode("latin-1")
    return parse_http_list(text) if 0 < len(text) <= LONGEST_SAID else []


def _pairs(element: str) -> dict[str, str]:
    pairs = (each.partition("=") for each in element.split(";"))
    return {name.strip().lower(): value.strip().strip('"') for name, _, value in pairs}


def _prefix(text: str) -> str:
    try:
        return prefix_of(text)
    except ValueError:
        return ""


def _client(chain: Sequence[str], is_trusted: Callable[[str], bool]) -> str:
    """The address nearest to us that no trusted proxy has; the farthest where all have."""
    found = ""
    for each in reversed(chain):
        address = ip_literal(each) or ip_literal(each.rpartition(":")[0])
        if address is None:
            break
        found = str(address)
        if not is_trusted(found):
            break
    return found


def _held(address: str, rules: Sequence[HostRule]) -> bool:
    literal = ip_literal(address)
    return literal is not None and any(rule.holds(form) for rule in rules for form in canonical_address(literal))
