"""The command line: `atlas-simulator COMMAND`. Each command is a module with `add` (its flags) and `run` (what it does).

Commands import what they need when they run, so that `--help` and errors come at once.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from simulator import __version__
from simulator.cli import (
    adopt,
    clock,
    compare,
    completion,
    conform,
    demo,
    doctor,
    exec,
    extract,
    faults,
    flows,
    journal,
    mcp,
    probe,
    ready,
    record,
    replay,
    samples,
    scenarios,
    serve,
    settings,
    state,
    trigger,
    types,
)
from simulator.cli.parser import Parser
from simulator.errors import SimulatorError
from simulator.printable import printable

COMMANDS = (
    demo,
    serve,
    exec,
    ready,
    extract,
    types,
    settings,
    flows,
    faults,
    clock,
    journal,
    scenarios,
    record,
    samples,
    conform,
    compare,
    adopt,
    replay,
    trigger,
    mcp,
    probe,
    state,
    doctor,
    completion,
)


def parser() -> Parser:
    """The whole command line."""
    top = Parser(
        prog="atlas-simulator",
        description="A local server that stands in for the Atlas document-verification API and really reads documents.",
        epilog="`atlas-simulator COMMAND --help` says more of a command.",
    )
    top.add_argument("--version", action="version", version=f"atlas-simulator {__version__}")
    commands = top.add_subparsers(dest="command", metavar="COMMAND", title="commands")
    for module in COMMANDS:
        module.add(commands)
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; its exit status. 2 is for what the user can put right, told in one line."""
    top = parser()
    args = top.parse_args(arguments)
    if args.command is None:
        top.print_help(sys.stderr)
        return 2
    try:
        return int(args.run(args))
    except SimulatorError as error:
        print(f"atlas-simulator: {_one_line(error)}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return 1


def _one_line(error: SimulatorError) -> str:
    return printable(" ".join(str(error).split()))
