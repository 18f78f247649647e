"""How the simulator's own requests travel: to other places than their URLs say, through a proxy, trusting more authorities."""

from __future__ import annotations

import os
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import httpx

from simulator.errors import SettingError
from simulator.extras import IN_IMAGE
from simulator.hosts import IpAddress, canonical_address, ip_literal
from simulator.settings import Settings, place_pair

Place = tuple[str, int]
#: What container engines put into every container.
_CONTAINER_FILES = (Path("/.dockerenv"), Path("/run/.containerenv"))


@dataclass(frozen=True)
class OutboundRoutes:
    """`connect_to` leads connections for a host and port elsewhere; `proxy` is the URL of an HTTP proxy, or empty."""

    connect_to: Mapping[Place, Place] = field(default_factory=dict)
    proxy: str = ""
    ca_file: str = ""

    def place(self, host: str, port: int) -> Place:
        """Where a connection for a host and port goes."""
        return self.connect_to.get((host.lower().strip("[]"), port), (host, port))

    def by_proxy(self, url: httpx.URL) -> bool:
        """Whether a request goes through the proxy: not one to this machine, nor one that is led elsewhere."""
        port = url.port or (443 if url.scheme == "https" else 80)
        address = ip_literal(url.host)
        here = (
            url.host == "localhost" or url.host.endswith(".localhost") or (address is not None and is_loopback(address))
        )
        return bool(self.proxy) and not here and (url.host.lower(), port) not in self.connect_to

    def certificates(self) -> ssl.SSLContext:
        return _certificates(self.ca_file)


def outbound_routes(settings: Settings) -> OutboundRoutes:
    """The routes that settings say. Raises SettingError where the file of authorities cannot be used."""
    try:
        _certificates(settings.ca_file)
    except (OSError, ssl.SSLError) as error:
        raise SettingError(
            f"--ca-file {settings.ca_file}: holds no certificates in PEM that can be read ({error})"
        ) from None
    return OutboundRoutes(dict(map(place_pair, settings.connect_to)), settings.outgoing_proxy, settings.ca_file)


@cache
def _certificates(ca_file: str) -> ssl.SSLContext:
    """Whom TLS trusts, read once: that takes a twentieth of the time that a server needs to start."""
    context = httpx.create_ssl_context(trust_env=False)
    if ca_file:
        context.load_verify_locations(ca_file)
    return context


def is_loopback(address: IpAddress) -> bool:
    return any(form.is_loopback for form in canonical_address(address))


def blocked_host_hint(host: str, port: int) -> str:
    """What to set where nobody listens on a loopback address of a container; empty outside of one."""
    if not (os.environ.get(IN_IMAGE) or any(path.exists() for path in _CONTAINER_FILES)):
        return ""
    return (
        f"; in a container {host} is the container itself: for a server on the machine that runs it, set"
        f" --connect-to {host}:{port}=host.docker.internal:{port}"
    )
