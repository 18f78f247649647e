"""TLS of the server's own: with a certificate of the user's, or with a throw-away one of an authority that is made for it.

Clients are told to trust the authority's certificate; its key, and the server's, are written nowhere that stays.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from pathlib import Path

from simulator.errors import SettingError
from simulator.extras import installing, missing
from simulator.settings import Settings, default_state

#: Takes the paths of a certificate (its chain in PEM) and of its key.
Load = Callable[[str, str], None]


def load_certificate(settings: Settings, load: Load) -> None:
    """Give the server's certificate and key to `load`, which has to read them at once. Raises SettingError."""
    if settings.tls_cert:
        _load(load, settings.tls_cert, settings.tls_key or settings.tls_cert)
        return
    if missing(["trustme"]):
        raise SettingError(f"--tls: trustme is not installed: {installing('tls')}; or use --tls-cert and --tls-key")
    import trustme

    authority = trustme.CA(organization_name="Atlas simulator, throw-away authority")
    leaf = authority.issue_cert(*_names(settings))
    path = authority_path(settings)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        authority.cert_pem.write_to_path(str(path))
    except OSError as error:
        raise SettingError(f"--tls: {path}: the authority's certificate cannot be written ({error.strerror})") from None
    with leaf.private_key_and_cert_chain_pem.tempfile() as both:
        _load(load, both, both)


def authority_path(settings: Settings) -> Path:
    """Where the certificate of the throw-away authority is written: beside the state file, anew at each start."""
    return Path(settings.state or default_state()).absolute().parent / f"tls-ca-{settings.port}.pem"


def how_to_trust(settings: Settings) -> str:
    """What a client sets to trust the server, as a line for the log."""
    path = authority_path(settings)
    return (
        f"throw-away certificate; its authority is {path}: curl --cacert {path}, SSL_CERT_FILE={path} (Python's httpx, Go, Ruby),"
        f" REQUESTS_CA_BUNDLE={path} (requests), NODE_EXTRA_CA_CERTS={path} (Node)"
    )


def _names(settings: Settings) -> list[str]:
    """What clients may call the server: this machine's names, what it listens on, and what settings name."""
    from urllib.parse import urlsplit

    host = urlsplit(settings.public_url).hostname or ""
    wanted = ["localhost", "127.0.0.1", "::1", socket.gethostname(), settings.host, host, *settings.server_name]
    nothing = ("", "*", "0.0.0.0", "::")
    return list(dict.fromkeys(name.lower() for name in wanted if name not in nothing and "_" not in name))


def _load(load: Load, certificate: str, key: str) -> None:
    for flag, path in (("--tls-cert", certificate), ("--tls-key", key)):
        if not os.access(path, os.R_OK):
            raise SettingError(f"{flag} {path}: cannot be read; is it there, and may this user read it?")
    try:
        load(certificate, key)
    except OSError as error:
        # ssl.SSLError is one.
        raise SettingError(f"--tls-cert {certificate}: no certificate with its key in PEM ({error})") from None
