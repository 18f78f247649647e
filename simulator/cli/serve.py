"""`atlas-simulator serve`: run the server in the foreground until Ctrl-C."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from simulator.cli.options import add_settings, chosen_settings


def add(commands: Any) -> None:
    parser = commands.add_parser(
        "serve",
        help="run the server",
        description="Run the server until Ctrl-C. By default only this machine reaches it.",
    )
    add_settings(parser)
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    settings = chosen_settings(chosen)
    from simulator import logs
    from simulator.server import serve

    logs.configure(settings.log_format, settings.log_level)
    kept = "nothing is kept" if settings.ephemeral else f"state in {settings.database}"
    print(f"Atlas simulator on http://{settings.host}:{settings.port} ({kept}); Ctrl-C stops it", file=sys.stderr)
    return serve(settings)
