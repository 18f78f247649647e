"""`journal`: what passed through a running server, also as it passes."""

from __future__ import annotations

import argparse
import json
import time
from typing import TYPE_CHECKING, Any

from simulator import har
from simulator.cli.remote import add_remote, control_of, say, show_json
from simulator.errors import SettingError
from simulator.printable import printable

if TYPE_CHECKING:
    from simulator.client.control import Control

#: Real seconds between two looks while following.
POLL_SECONDS = 0.3
#: Entries of one call, at most.
MOST = 1000


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
        "--limit", type=int, metavar="N", help="how many of the newest entries to show, up to 1000 [50; with --har all]"
    )
    parser.add_argument(
        "--har", action="store_true", help="print an HTTP Archive (HAR 1.2), for browsers, other tools, and `replay`"
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    names = ("kind", "endpoint", "application", "document", "flow", "batch", "status", "fault")
    filters = {name: getattr(args, name) for name in names}
    if args.har and (args.follow or args.json):
        raise SettingError("--har is one whole file; leave out --follow and --json")
    with control_of(args) as control:
        if args.har:
            _show_archive(control, args.limit, filters)
            return 0
        last = _show(control.journal(limit=50 if args.limit is None else args.limit, **filters), args, 0)
        while args.follow:
            time.sleep(POLL_SECONDS)
            last = _show(control.journal(after=last, limit=1000, **filters), args, last)
    return 0


def _show_archive(control: Control, limit: int | None, filters: dict[str, Any]) -> None:
    """Print the archive entry by entry: the journal may hold a hundred thousand."""
    head, tail = json.dumps(har.archive([]), ensure_ascii=False).split("[]")
    print(f"{head}[", end="")
    # The newest where a number is given, otherwise all of them from the first.
    found = control.journal_har(**filters, **({"after": 0, "limit": MOST} if limit is None else {"limit": limit}))
    comma = ""
    while found:
        for entry in found:
            print(comma + printable(json.dumps(entry, ensure_ascii=False)), end="")
            comma = ",\n"
        more = limit is None and len(found) == MOST
        found = control.journal_har(after=found[-1]["_id"], limit=MOST, **filters) if more else []
    print(f"]{tail}", flush=True)


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
