"""Whether a browser asks for a page of another site: by what it says of the page, and by the name it reached us under.

The second is for DNS rebinding: a site that lets its own name point to this machine has pages that are, to the browser,
of the same origin as the simulator. Such a name must be one that anybody can register.
"""

from __future__ import annotations

import socket
from collections.abc import Sequence
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import Scope

from simulator.hosts import host_of, ip_literal

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
#: Names that nobody can register: RFC 6761 (localhost, test), RFC 6762 (local), RFC 8375 (home.arpa), ICANN's `internal`.
_RESERVED = (".localhost", ".test", ".local", ".home.arpa", ".internal")


#: Values of `Host` whose verdict is remembered, and bytes of the longest: clients of one server send few.
REMEMBERED, LONGEST_REMEMBERED = 1024, 300


class OriginCheck:
    """`public_url` is the origin that browsers may see where a proxy stands before the simulator, `host` what it listens on.

    `names` are further names that it is known by: `atlas.team.example`, `*.team.example`, or `*` for any.
    """

    def __init__(self, public_url: str, host: str, names: Sequence[str] = ()) -> None:
        self._public = host_of(public_url)
        named = {_name(self._public), host.lower(), socket.gethostname().lower(), *(name.lower() for name in names)}
        self._names = frozenset(name for name in named if name and not name.startswith("*"))
        self._endings = tuple(name[1:] for name in named if name.startswith("*"))
        self._verdicts: dict[bytes, bool] = {}

    def foreign(self, headers: Headers) -> bool:
        """Whether a browser sends this for a page of another site. What is no browser says neither header."""
        if (site := headers.get("sec-fetch-site")) is not None:
            return site not in ("same-origin", "none")
        # A browser that says nothing of the site (plain http from elsewhere) names the page at least.
        if (origin := headers.get("origin") or headers.get("referer")) is None:
            return False
        try:
            return host_of(origin) not in {headers.get("host", "").lower(), self._public} - {""}
        except ValueError:
            return True

    def rebound(self, scope: Scope) -> bool:
        """Whether the name in `Host` may be another site's that points here (DNS rebinding).

        Addresses, names without dots, and names that nobody can register are never that.
        """
        netloc = next((value for name, value in scope["headers"] if name == b"host"), b"")
        verdict = self._verdicts.get(netloc)
        if verdict is None:
            verdict = self._is_foreign(_name(netloc.decode("latin-1")))
            if len(netloc) <= LONGEST_REMEMBERED and len(self._verdicts) < REMEMBERED:
                self._verdicts[netloc] = verdict
        return verdict

    def _is_foreign(self, name: str) -> bool:
        own = "." not in name or ip_literal(name) or name in self._names or name.endswith(_RESERVED)
        return not (own or (self._endings and name.endswith(self._endings)))


def _name(netloc: str) -> str:
    """The name of `NAME:PORT`, in lower case."""
    try:
        return (urlsplit(f"//{netloc}").hostname or "").rstrip(".")
    except ValueError:
        return netloc.lower()
