"""`atlas-simulator serve`: run the server in the foreground until Ctrl-C."""

from __future__ import annotations

import argparse
from typing import Any

from simulator.cli.options import add_settings, chosen_settings


def add(commands: Any) -> None:
    parser = commands.add_parser(
        "serve",
        help="run the server",
        usage="atlas-simulator serve [--config FILE] [SETTING ...]",
        description="Run the server until Ctrl-C. By default only this machine reaches it, on port 8642, and what it"
        " is told is kept in one file of the user's data folder.",
    )
    add_settings(parser)
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    settings = chosen_settings(chosen)
    from simulator import logs
    from simulator.server import serve

    logs.configure(settings.log_format, settings.log_level)
    return serve(settings)
