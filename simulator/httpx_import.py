"""Loads httpx without its command line, which it would bring along wherever rich and pygments are installed.

A server never uses that, and it would take an eighth of the time that a start takes. Imported for its effect, before
whatever else imports httpx.
"""

from __future__ import annotations

import sys

if "httpx" not in sys.modules:
    sys.modules["httpx._main"] = None  # type: ignore[assignment]
    import httpx as httpx

    del sys.modules["httpx._main"]
