"""`clock`: the simulated time of a running server, shown and moved."""

from __future__ import annotations

import argparse
from typing import Any

from simulator.cli.remote import add_remote, control_of, say, show_json, warn


def add(commands: Any) -> None:
    parser = commands.add_parser(
        "clock",
        help="show or move the simulated time of a running server",
        description="Simulated time: with --tenant that of one tenant, which leaves others alone. What falls due has"
        " happened when the command returns.",
    )
    add_remote(parser)
    parser.add_argument(
        "change",
        nargs="?",
        default="show",
        choices=["show", "advance", "freeze", "resume"],
        metavar="CHANGE",
        help="show (the default), advance, freeze or resume",
    )
    parser.add_argument("length", nargs="?", metavar="LENGTH", help="how far to advance: 61m, 1h30m, 90")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    if (args.change == "advance") != (args.length is not None):
        warn("atlas-simulator clock: write `clock advance LENGTH`, for instance `clock advance 61m`")
        return 2
    with control_of(args) as control:
        match args.change:
            case "advance":
                state = control.clock.advance(args.length)
            case "freeze":
                state = control.clock.freeze()
            case "resume":
                state = control.clock.resume()
            case _:
                state = control.clock.now()
    if args.json:
        show_json(state)
    else:
        still = ", frozen" if state["frozen"] else ""
        say(f"{state['now']} UTC, {state['ahead']} ahead of real time{still}")
        if state.get("settled") is False:
            warn("not everything that fell due has happened yet")
    return 0
