"""The base URLs that the simulator is reached by: clients' own, behind mapped ports, other names, proxies and prefixes.

Links in answers begin with the one that their client used. A URL of the simulator's own under any of them leads back here,
also where nobody listens on its port, as in a container whose port has another number outside.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Iterable
from urllib.parse import SplitResult

import msgspec

from simulator.flows.key_value_store import KeyValueStore
from simulator.hosts import parts_of, trimmed
from simulator.settings import Settings

#: The fact that keeps the bases.
FACT = "bases"
#: Most bases of clients, and tenants with one of their own, that are remembered; the oldest is forgotten first.
MOST_BASES, MOST_TENANTS = 256, 10_000
#: What a client's URLs may lead to: files, samples, redacted pictures and inboxes. All else is asked for over the network.
_LED_TO = re.compile(r"(/_sim/(?:files|samples|redacted|inbox)/.+)", re.DOTALL)
_DEFAULT_PORTS = {"http": 80, "https": 443}


class ServerBaseUrls:
    """Where `settings.public_url` is set, every link begins with it. `facts` keeps the bases."""

    def __init__(self, settings: Settings, facts: KeyValueStore) -> None:
        self.default = settings.base_url
        self._fixed = bool(settings.public_url)
        self._facts = facts
        own = [self.default, f"{settings.local_url}{settings.root_path}"]
        if settings.is_on_loopback:
            scheme = settings.local_url.partition(":")[0]
            own += [f"{scheme}://{name}:{settings.port}" for name in ("localhost", "127.0.0.1", "[::1]")]
        #: What the settings say, which is never forgotten, and what clients used.
        self._own = tuple(dict.fromkeys(own))
        self._known: OrderedDict[str, None] = OrderedDict()
        self._prefixes = _prefixes_by_place(self._own)
        self._tenants: OrderedDict[str, str] = OrderedDict()

    async def load(self) -> None:
        """Take up the bases of earlier runs on the same state."""
        for base in msgspec.json.decode(await self._facts.get(FACT) or b"[]", type=list[str]):
            self._add(base)

    @property
    def follow_clients(self) -> bool:
        """Whether links begin with what their client used."""
        return not self._fixed

    def for_tenant(self, tenant: str) -> str:
        """The base that a tenant's client used last; the default where it has not called since the start."""
        return self._tenants.get(tenant, self.default)

    @property
    def all_use_default(self) -> bool:
        """Whether every tenant uses the default base."""
        return not self._tenants

    async def note_reached_by(self, base: str) -> None:
        """Note that a request came by this base."""
        if base not in self._known and base not in self._own:
            self._add(base)
            await self._facts.put(FACT, msgspec.json.encode([*self._own, *self._known]))

    def note_used_by_tenant(self, base: str, tenant: str) -> None:
        """Note that a tenant's client uses this base."""
        if base == self.default:
            self._tenants.pop(tenant, None)
            return
        self._tenants[tenant] = base
        if len(self._tenants) > MOST_TENANTS:
            self._tenants.popitem(last=False)

    def own_path_of(self, url: str) -> str:
        """The path, from `/_sim` on, of a URL that leads to something of the simulator's own; empty for any other.

        The scheme does not matter: a proxy may have taken the TLS off, and said nothing of it.
        """
        parts = parts_of(trimmed(url))
        for prefix in self._prefixes.get(_place(parts), ()):
            path = parts.path.removeprefix(prefix) if prefix else parts.path
            if _LED_TO.fullmatch(path) and (not prefix or parts.path.startswith(prefix)):
                return path
        return ""

    def _add(self, base: str) -> None:
        self._known[base] = None
        if len(self._known) > MOST_BASES:
            self._known.popitem(last=False)
        self._prefixes = _prefixes_by_place([*self._own, *self._known])


def _prefixes_by_place(bases: Iterable[str]) -> dict[str, set[str]]:
    """The paths with which bases end, by host and port. Without its prefix each answers, too: no proxy may be between."""
    prefixes: dict[str, set[str]] = {}
    for parts in map(parts_of, bases):
        prefixes.setdefault(_place(parts), {""}).add(parts.path)
    return prefixes


def _place(parts: SplitResult) -> str:
    """Host and port, whichever scheme leads there; a scheme's own port is left out."""
    try:
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return ""
    if parts.scheme not in _DEFAULT_PORTS:
        return ""
    return host.rstrip(".") if port in (None, _DEFAULT_PORTS[parts.scheme]) else f"{host.rstrip('.')}:{port}"
