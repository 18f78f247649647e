"""`atlas-simulator serve`: run the server in the foreground until Ctrl-C."""

from __future__ import annotations

import argparse
import logging
from typing import Any

from simulator.cli.options import add_settings, chosen_settings

log = logging.getLogger("simulator")

#: Settings that are secrets; each has another that names a file instead.
SECRETS = ("credentials", "ui_password")


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


def run(args: argparse.Namespace) -> int:
    settings = chosen_settings(args)
    from simulator import logs
    from simulator.server import serve

    logs.configure(settings.log_format, settings.log_level)
    for name in SECRETS:
        if getattr(args, name, None):
            flag = f"--{name.replace('_', '-')}"
            log.warning("%s is told to everybody who may list this machine's processes; use %s-file FILE", flag, flag)
    return serve(settings)
