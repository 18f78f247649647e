"""The command line: `atlas-simulator COMMAND`. Each command is a module with `add` (its flags) and `run` (what it does).

Commands import what they need when they run, so that `--help` and errors come at once.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from simulator import __version__
from simulator.cli import serve
from simulator.errors import SimulatorError

COMMANDS = (serve,)


def parser() -> argparse.ArgumentParser:
    """The whole command line."""
    top = argparse.ArgumentParser(
        prog="atlas-simulator",
        description="A local server that stands in for the Atlas document-verification API and really reads documents.",
    )
    top.add_argument("--version", action="version", version=f"atlas-simulator {__version__}")
    commands = top.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for module in COMMANDS:
        module.add(commands)
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; its exit status. 2 is for what the user can put right, told in one line."""
    chosen = parser().parse_args(arguments)
    try:
        return int(chosen.run(chosen))
    except SimulatorError as error:
        print(f"atlas-simulator: {error}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return 1
