"""Whether a browser asks for a page of another site: by what it says of the page, and by the name it reached us under.

The second is for DNS rebinding: a site that lets its own name point to this machine has pages that are, to the browser,
of the same origin as the simulator. Such a name must be one that anybody can register.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.datastructures import Headers

from simulator.hosts import host_of, literal

HARMLESS = frozenset({"GET", "HEAD", "OPTIONS"})
#: Names that nobody can register: RFC 6761 (localhost, test), RFC 6762 (local), RFC 8375 (home.arpa), ICANN's `internal`.
_RESERVED = (".localhost", ".test", ".local", ".home.arpa", ".internal")


class Origins:
    """`public_url` is the origin that browsers may see where a proxy stands before the simulator, `host` what it listens on."""

    def __init__(self, public_url: str, host: str) -> None:
        self._public = host_of(public_url)
        self._names = {name for name in (_name(self._public), host.lower()) if name}
        address = literal(host)
        #: Whether only this machine can reach the simulator, so that a name of the outside is never its own.
        self._local = address.is_loopback if address else host.lower() == "localhost"

    def foreign(self, headers: Headers) -> bool:
        """Whether a browser sends this for a page of another site. What is no browser says neither header."""
        if (site := headers.get("sec-fetch-site")) is not None:
            return site not in ("same-origin", "none")
        if (origin := headers.get("origin")) is None:
            return False
        try:
            return host_of(origin) not in {headers.get("host", "").lower(), self._public} - {""}
        except ValueError:
            return True

    def rebound(self, method: str, headers: Headers) -> bool:
        """Whether the name in `Host` may be another site's that points here.

        Where only this machine reaches the simulator every request counts, elsewhere a browser's that changes something.
        """
        name = _name(headers.get("host", ""))
        if "." not in name or literal(name) or name in self._names or name.endswith(_RESERVED):
            return False
        return self._local or (method not in HARMLESS and ("origin" in headers or "sec-fetch-site" in headers))


def _name(netloc: str) -> str:
    """The name of `NAME:PORT`, in lower case."""
    try:
        return (urlsplit(f"//{netloc}").hostname or "").rstrip(".")
    except ValueError:
        return netloc.lower()
