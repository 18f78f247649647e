"""`mcp`: the Model Context Protocol over standard input and output, for agents that start their servers themselves."""

from __future__ import annotations

import argparse
import os
from typing import Any

from simulator.cli.remote import add_server, server_url
from simulator.errors import SettingError
from simulator.extras import installing, missing
from simulator.variables import PASSWORD_VARIABLE


def add(commands: Any) -> None:
    parser = commands.add_parser(
        "mcp",
        help="let an agent drive a running server, by MCP over stdio",
        description="Speak the Model Context Protocol on standard input and output, and do what the agent asks on a running"
        " server. The same is at /_sim/mcp of every server, by HTTP. Needs the extra [mcp].",
    )
    add_server(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    if missing(["mcp"]):
        raise SettingError(f"MCP needs a package that is not installed; run: {installing('mcp')}")
    url = server_url(args)
    import asyncio
    import logging

    from simulator.mcp_server.calls import Calls
    from simulator.mcp_server.server import build

    logging.getLogger("mcp").setLevel(logging.WARNING)
    asyncio.run(build(Calls(url, os.environ.get(PASSWORD_VARIABLE, ""))).run_stdio_async())
    return 0
