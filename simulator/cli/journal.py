"""`journal`: what passed through a running server, also as it passes."""

from __future__ import annotations

import argparse
import time
from typing import Any

from simulator.cli.remote import add_remote, control_of, say, show_json

#: Real seconds between two looks while following.
POLL_SECONDS = 0.3


def add(commands: Any) -> None:
    parser = commands.add_parser(
        "journal",
        help="show what passed through a running server",
        description="Every request with its answer, every download, auth call and callback attempt.",
    )
    add_remote(parser)
    parser.add_argument("--follow", action="store_true", help="keep showing new entries until Ctrl-C")
    parser.add_argument("--kind", choices=["request", "download", "auth", "callback"], help="only these")
    for name in ("endpoint", "application", "document", "flow", "batch", "status", "fault"):
        parser.add_argument(f"--{name}", metavar=name.upper(), help=f"only this {name}")
    parser.add_argument(
        "--limit", type=int, default=50, metavar="N", help="how many of the newest entries to show [50]"
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    names = ("kind", "endpoint", "application", "document", "flow", "batch", "status", "fault")
    filters = {name: getattr(args, name) for name in names}
    with control_of(args) as control:
        last = _show(control.journal(limit=args.limit, **filters), args, 0)
        while args.follow:
            time.sleep(POLL_SECONDS)
            last = _show(control.journal(after=last, limit=1000, **filters), args, last)
    return 0


def _show(entries: list[dict[str, Any]], args: argparse.Namespace, last: int) -> int:
    """Show entries; the number of the last one that was shown."""
    for entry in entries:
        last = entry["id"]
        if args.json:
            show_json(entry)
            continue
        end = str(entry["status"]) if entry["status"] else "no answer"
        about = [entry.get("fault") and f"fault {entry['fault']}", entry.get("problem")]
        text = "; ".join(each for each in about if each)
        say(f"{entry['at']} {entry['kind']:<8} {entry['method']} {entry['url']} {end} {entry['ms']} ms {text}".rstrip())
    return last
