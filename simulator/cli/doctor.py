"""`atlas-simulator doctor`: does this machine have all that the simulator needs? One line a check, and what to do."""

from __future__ import annotations

import argparse
from typing import Any

from simulator.cli.options import add_settings, chosen_settings
from simulator.cli.remote import show_json


def add(commands: Any) -> None:
    parser = commands.add_parser(
        "doctor",
        help="check that this machine has all that it needs",
        usage="atlas-simulator doctor [--json] [--config FILE] [SETTING ...]",
        description="Look at the engine and its models, the port, the state file, the disk, the clock and the workers, as"
        " the settings say them, and say what to do where something is wrong. Ends with 1 where something fails.",
    )
    parser.add_argument("--json", action="store_true", help="one JSON object a check instead of words")
    add_settings(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    settings = chosen_settings(args)
    from simulator.cli.doctor_checks import CHECKS, run_check

    failed = 0
    for name, check in CHECKS.items():
        found = run_check(check, settings)
        failed += found.state == "FAIL"
        todo = f"  → {found.todo}" if found.todo else ""
        if args.json:
            show_json({"check": name, "state": found.state.lower(), "says": found.message, "todo": found.todo})
        else:
            print(f"{found.state:<5} {name:<11} {found.message}{todo}", flush=True)
    if not args.json:
        print("all is well" if not failed else f"{failed} of {len(CHECKS)} checks failed")
    return 1 if failed else 0
