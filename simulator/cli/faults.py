"""`faults`: put rules in force on a running server, see what they did, take them out again."""

from __future__ import annotations

import argparse
import json
from typing import Any

from simulator.cli.remote import add_remote, control_of, say, show_json, show_rows
from simulator.errors import SettingError


def add(commands: Any) -> None:
    parser = commands.add_parser(
        "faults",
        help="let something go wrong on a running server",
        description="Rules by which a running server lets something go wrong on purpose.",
    )
    actions = parser.add_subparsers(dest="faults", metavar="ACTION", title="actions", required=True)
    adding = actions.add_parser("add", help="put a rule in force", epilog="faults add callback fail status=502 times=2")
    add_remote(adding)
    adding.add_argument(
        "point", metavar="POINT", help="the fault point, as download or callback; `faults points` lists them"
    )
    adding.add_argument("action", metavar="WHAT", help="the action at that point, as expired or status")
    adding.add_argument(
        "keys",
        nargs="*",
        metavar="KEY=VALUE",
        help="which requests it concerns, how often, and the action's own keys, as document=17 times=2",
    )
    adding.set_defaults(run=run_add)
    for name, run, says in (
        ("list", run_list, "the rules in force, and what they did"),
        ("clear", run_clear, "take all rules out of force"),
        ("points", run_points, "what can go wrong where, and the magic words"),
    ):
        each = actions.add_parser(name, help=says)
        add_remote(each)
        each.set_defaults(run=run)


def run_add(args: argparse.Namespace) -> int:
    keys = dict(_pair(item) for item in args.keys)
    with control_of(args) as control:
        (added,) = control.faults({"point": args.point, "action": args.action, **keys})
    if args.json:
        show_json(added)
    else:
        say(f"fault {added['id']} is in force: {_words(added['rule'])}")
    return 0


def run_list(args: argparse.Namespace) -> int:
    with control_of(args) as control:
        rules = control.faults_in_force()
    if args.json:
        show_json(rules)
        return 0
    show_rows(
        ("id", "rule", "from", "acted", ""),
        [(each["id"], _words(each["rule"]), each["source"], each["hits"], each["says"]) for each in rules],
    )
    return 0


def run_clear(args: argparse.Namespace) -> int:
    with control_of(args) as control:
        removed = control.call("DELETE", "faults")
    if args.json:
        show_json(removed)
    else:
        say(f"{removed['removed']} rules taken out of force")
    return 0


def run_points(args: argparse.Namespace) -> int:
    with control_of(args) as control:
        table = control.call("GET", "faults/points")
    if args.json:
        show_json(table)
        return 0
    for point in table["points"]:
        say(f"{point['point']}: {point['says']}; narrowed by {', '.join(point['match'])}")
        for action in point["actions"]:
            keys = ", ".join(key["key"] for key in action["keys"])
            say(f"  {action['action']:<15} {action['says']}" + (f" ({keys})" if keys else ""))
    say("every rule: " + "; ".join(f"{key}: {says}" for key, says in table["count"].items()))
    say("magic words in an application_id (those marked * also in a document_id or a file name):")
    for word in table["magic"]:
        say(f"  {word['word']:<24}{'*' if word['in_document_id'] else ' '} {word['says']}")
    return 0


def _pair(text: str) -> tuple[str, Any]:
    """KEY=VALUE; the value as JSON where it is JSON, else as text."""
    key, equals, value = text.partition("=")
    if not (key and equals):
        raise SettingError(f"{text!r} is not KEY=VALUE; for instance times=2 or document=invoice-*")
    if key in ("application", "document", "flow", "tenant", "type", "endpoint", "delay", "field", "note"):
        return key, value
    try:
        return key, json.loads(value)
    except ValueError:
        return key, value


def _words(rule: dict[str, Any]) -> str:
    rest = " ".join(f"{key}={value}" for key, value in rule.items() if key not in ("point", "action"))
    return f"{rule['point']} {rule['action']} {rest}".strip()
