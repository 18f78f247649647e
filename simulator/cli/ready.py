"""`ready`: whether a server is ready to serve, at once or within a time; also the health check of the image.

It uses nothing but the standard library's HTTP, so that a health check every few seconds costs little.
"""

from __future__ import annotations

import argparse
import os
import ssl
import time
from contextlib import closing
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any
from urllib.parse import SplitResult, urlsplit

from simulator.cli.parser import http_url_or_none
from simulator.cli.remote import say, server_url, show_json, warn
from simulator.errors import SettingError
from simulator.variables import URL_VARIABLE

#: Real seconds for one answer, and between two looks.
ANSWER_SECONDS, LOOK_SECONDS = 3.0, 0.05


def add(commands: Any) -> None:
    parser = commands.add_parser(
        "ready",
        help="say whether a server is ready; exit 1 where it is not",
        description="Ask a server's /readyz. Exit status 0 where it is ready, 1 where it is not.",
    )
    parser.add_argument(
        "--server",
        metavar="URL",
        type=http_url_or_none,
        help=f"the server [variable {URL_VARIABLE}, or the port of this environment's settings on this machine]",
    )
    parser.add_argument(
        "--wait",
        metavar="LENGTH",
        default="0",
        help="how long to wait for it, in real time: 30s, 2m, or a number of seconds [0: ask once]",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object instead of text")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from simulator.durations import parse_duration

    try:
        seconds = parse_duration(args.wait)
    except ValueError as error:
        raise SettingError(f"--wait {error}") from None
    named = args.server or os.environ.get(URL_VARIABLE, "")
    context = ssl.create_default_context() if named else _unverified()
    url = (server_url(args) if named else own_url()).rstrip("/")
    parts = urlsplit(url)
    deadline = time.monotonic() + seconds
    while (problem := _problem(parts, context)) and (left := deadline - time.monotonic()) > 0:
        time.sleep(min(LOOK_SECONDS, left))
    if args.json:
        show_json({"server": url, "ready": not problem, "problem": problem})
    elif problem:
        warn(f"atlas-simulator ready: {url} is not ready: {problem}")
    else:
        say(f"{url} is ready")
    return 1 if problem else 0


def own_url() -> str:
    """The server that this environment's variables would start, as this machine reaches it."""
    from simulator.settings import load

    return load().local_url


def _unverified() -> ssl.SSLContext:
    """For this machine's own server, whose certificate names what others call it. Nothing secret is sent."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def _problem(parts: SplitResult, context: ssl.SSLContext) -> str:
    """Why the server is not ready; empty where it is."""
    host, port = parts.hostname or "", parts.port
    asking = (
        HTTPSConnection(host, port, timeout=ANSWER_SECONDS, context=context)
        if parts.scheme == "https"
        else HTTPConnection(host, port, timeout=ANSWER_SECONDS)
    )
    with closing(asking):
        try:
            asking.request("GET", f"{parts.path}/readyz")
            answer = asking.getresponse()
            text = answer.read(1000).decode("utf-8", "replace")
        except (OSError, HTTPException) as error:
            return str(error) or type(error).__name__
    return "" if answer.status == 200 else f"/readyz answered {answer.status} {text}".strip()
