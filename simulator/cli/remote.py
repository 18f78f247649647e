"""What the commands share that talk to a running server: which server and tenant, and how answers are shown."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from simulator.cli.parser import http_url, http_url_or_none
from simulator.errors import SettingError
from simulator.printable import printable
from simulator.variables import URL_VARIABLE

if TYPE_CHECKING:
    from simulator.client.control import Control

#: Where a server listens unless it is told otherwise.
DEFAULT_URL = "http://127.0.0.1:8642"


def add_remote(parser: argparse.ArgumentParser, *, tenant: bool = True) -> None:
    """The flags of every command that talks to a server."""
    add_server(parser)
    if tenant:
        parser.add_argument("--tenant", metavar="ID", default="", help="only this Client-Id [all]")
    parser.add_argument("--json", action="store_true", help="print JSON instead of text")


def add_server(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--server",
        metavar="URL",
        type=http_url_or_none,
        help=f"the server [{DEFAULT_URL}, or variable {URL_VARIABLE}]",
    )


def server_url(args: argparse.Namespace) -> str:
    """The chosen server. Raises SettingError where the variable that names it holds no URL."""
    url = args.server or os.environ.get(URL_VARIABLE) or DEFAULT_URL
    try:
        return http_url(url)
    except argparse.ArgumentTypeError as error:
        raise SettingError(f"variable {URL_VARIABLE}: {error}") from None


def control_of(args: argparse.Namespace) -> Control:
    """A client of the chosen server."""
    from simulator.client.control import Control

    return Control(server_url(args), getattr(args, "tenant", ""))


def show_json(value: Any) -> None:
    """One JSON value a line, whole, so that a pipe can follow a stream of them."""
    print(printable(json.dumps(value, ensure_ascii=False)), flush=True)


def show_rows(heads: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Rows under their heads, each column as wide as it must be."""
    lines = [[printable(str(cell)) for cell in row] for row in (heads, *rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(heads))]
    for line in lines:
        print("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())


def say(text: str) -> None:
    """One line; what a server or a document put into it moves no cursor."""
    print(printable(text), flush=True)


def say_lines(text: str) -> None:
    """A text whose line ends are meant to be there."""
    print("\n".join(map(printable, text.split("\n"))), flush=True)


def warn(text: str) -> None:
    print(printable(text), file=sys.stderr, flush=True)


def status_words(status: Mapping[str, str] | None) -> list[str]:
    """The four statuses in their order."""
    return list((status or {}).values()) or [""] * 4
