"""What the commands share that ask another server of the API: its secret, and whether it can reach this machine."""

from __future__ import annotations

import ipaddress
import os
from urllib.parse import urlsplit

from simulator.errors import SettingError

#: What the documentation asks of clients that poll, in seconds.
POLL_SECONDS = 5.0


def secret_of(variable: str) -> str:
    """The secret that an environment variable holds. Raises SettingError."""
    secret = os.environ.get(variable, "")
    if not secret:
        raise SettingError(f"--client-secret-env {variable}: that variable is not set")
    if not (secret.isascii() and secret.isprintable()):
        wrong = next(each for each in secret if not (each.isascii() and each.isprintable()))
        raise SettingError(
            f"--client-secret-env {variable}: no HTTP header can carry the {wrong!a} in it; set the secret as it was given"
        )
    return secret


def on_this_machine(url: str) -> bool:
    """Whether a URL leads to this machine, so that its server can reach what listens here."""
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
