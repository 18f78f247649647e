"""`trigger`: the auth handshake and the callback of a scenario, straight to a receiver, without a client."""

from __future__ import annotations

import argparse
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulator.cli.options import add_settings, chosen_settings
from simulator.cli.parser import http_url, http_url_or_none
from simulator.cli.remote import say, show_json, status_words
from simulator.errors import SettingError

if TYPE_CHECKING:
    from simulator.client.trigger import Triggered

#: Settings that decide what a receiver gets, and how.
SETTINGS = (
    "aadhaar",
    "missing_fields",
    "unfetched_items",
    "auth_method",
    "auth_token_field",
    "callback_token",
    "callback_timeout",
    "callback_attempts",
    "callback_backoff",
    "deny_host",
    "connect_to",
    "outgoing_proxy",
    "ca_file",
    "catalogue",
    "own_checks",
    "ocr_engine",
    "ocr_model",
    "workers",
    "seed",
)
#: What the command settles itself, whatever variables and settings files say.
OWN_SETTINGS = {
    "host": "127.0.0.1",
    "port": 0,
    "public_url": "",
    "root_path": "",
    "ephemeral": True,
    "credentials": (),
    "credentials_file": "",
    "ui_password": "",
    "ui_password_file": "",
    "scenario": "",
    "allow_host": (),
    "pace": "instant",
}


def add(commands: Any) -> None:
    parser = commands.add_parser(
        "trigger",
        help="send the callback of a scenario to your receiver; exit 1 where it is not taken",
        usage="atlas-simulator trigger SCENARIO --to URL [--auth-url URL] [--json] [SETTING ...]",
        description="Start a server that keeps nothing, play a scenario on it, and deliver its callback, with retries, to a"
        " receiver of yours. Simulated time moves, so that nobody waits for retries and delays. Nothing but these two URLs,"
        " and those of the scenario's own documents, is contacted. Exit status 1 where the delivery does not end as the"
        " scenario says.",
    )
    parser.add_argument("scenario", metavar="SCENARIO", help="a built-in one by name (`scenarios list`), or a file")
    parser.add_argument(
        "--to", metavar="URL", type=http_url, required=True, help="callback_url: where the callback is posted"
    )
    parser.add_argument(
        "--auth-url",
        metavar="URL",
        type=http_url_or_none,
        default="",
        help="auth_url: is asked for a token before the callback [the simulator makes one up]",
    )
    parser.add_argument(
        "--json", action="store_true", help="print the outcome, its attempts and the extracts as one JSON object"
    )
    add_settings(parser, only=SETTINGS)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from simulator import logs
    from simulator.client.trigger import trigger
    from simulator.pipeline.builtin_scenarios import scenario_or_file
    from simulator.server import BackgroundServer

    scenario, name = scenario_or_file(args.scenario)
    if scenario is None:
        raise SettingError("SCENARIO is empty; `atlas-simulator scenarios list` names those that there are")
    logs.configure("text", "error")
    with BackgroundServer(chosen_settings(args, **OWN_SETTINGS)) as server:
        folder = Path(args.scenario).parent
        done = trigger(server.url, name, scenario, folder, to=args.to, auth_url=args.auth_url)
    show = _show_json if args.json else _show
    show(name, done)
    return 0 if done.ok else 1


def _show(name: str, done: Triggered) -> None:
    say(f"scenario {name}, flow {done.flow_uuid}: {' '.join(status_words(done.status))}")
    began = _moment(done.attempts[0]) if done.attempts else 0.0
    for each in done.attempts:
        end = str(each["status"]) if each["status"] else "no answer"
        why = each.get("problem", "")
        if each.get("fault"):
            why = f"by fault {each['fault']}" + (f": {why}" if why and "fault" not in why else "")
        after = f"+{_moment(each) - began:.1f} s"
        say(f"  {after:<9} {each['kind']:<8} {each['method']} {each['url']} {end} {each['ms']} ms {why}".rstrip())
    if done.ok:
        say(f"the delivery ended as the scenario says: {done.state or 'none was due'}")
    else:
        say(f"the delivery ended as {done.state or 'none'}; the scenario leads to {done.wanted or 'none'}")


def _show_json(name: str, done: Triggered) -> None:
    from simulator.masking import masked_within

    show_json(
        {
            "scenario": name,
            "flow_uuid": done.flow_uuid,
            "status": dict(done.status),
            "ok": done.ok,
            "delivery": done.state,
            "wanted": done.wanted,
            "attempts": done.attempts,
            "extracts": masked_within(done.extracts),
        }
    )


def _moment(entry: dict[str, Any]) -> float:
    """Simulated seconds at which an attempt was made."""
    return datetime.fromisoformat(entry["at"].replace("Z", "+00:00")).timestamp()
