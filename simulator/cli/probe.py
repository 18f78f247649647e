"""`probe`: callbacks of every awkward kind to a receiver, and whether it did with each what a right one does."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulator.cli.options import add_settings, chosen_settings
from simulator.cli.parser import http_url, http_url_or_none
from simulator.cli.remote import say, show_json
from simulator.cli.trigger import OWN_SETTINGS
from simulator.errors import SettingError
from simulator.nearest import suggestion
from simulator.printable import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from simulator.probe.look import ReceiverView
    from simulator.probe.prober import ProbeCase, ProbeResult

SETTINGS = ("auth_method", "auth_token_field", "callback_token", "callback_timeout", "deny_host", "port")
#: A retry that nobody waits for falls due only when the clock is moved.
BACKOFF = 60.0


def add(commands: Any) -> None:
    parser = commands.add_parser(
        "probe",
        help="find out whether your receiver is right; exit 1 where it is wrong",
        usage="atlas-simulator probe --to URL [--auth-url URL] [--look URL] [--html FILE] [--junit FILE] [SETTING ...]",
        description="Start a server that keeps nothing and send a receiver of yours callbacks that are doubled, retried, late,"
        " out of order, older than the last, slow, huge, tiny, with unknown keys or a wrong token. Whether it did what a right"
        " receiver does is told by its status codes, by a GET of yours, and by your own word. Exit status 1 where it did"
        " not. Nothing but the URLs that you name is contacted.",
    )
    parser.add_argument(
        "--to", metavar="URL", type=http_url, required=True, help="callback_url: where the callbacks are posted"
    )
    parser.add_argument(
        "--auth-url",
        metavar="URL",
        type=http_url_or_none,
        default="",
        help="auth_url: is asked for a token before each [none]",
    )
    parser.add_argument(
        "--look",
        metavar="URL",
        type=http_url_or_none,
        default="",
        help="a GET that shows what you keep; {application_id} and {flow_uuid} in it are filled in, 404 means unknown [none]",
    )
    parser.add_argument(
        "--look-key",
        metavar="KEY",
        action="append",
        default=[],
        help="only this key of its JSON counts, a.b (repeatable)",
    )
    parser.add_argument(
        "--look-header",
        metavar="NAME=VARIABLE",
        action="append",
        default=[],
        help="send it this header, with the value of an environment variable (repeatable)",
    )
    parser.add_argument("--ask", action="store_true", help="ask you, on the terminal, where nothing else tells")
    parser.add_argument("--case", metavar="NAME", action="append", default=[], help="only this case (repeatable) [all]")
    parser.add_argument("--json", action="store_true", help="print the report as JSON")
    parser.add_argument("--html", metavar="FILE", type=Path, help="write the report as a page")
    parser.add_argument("--junit", metavar="FILE", type=Path, help="write the report as JUnit XML")
    add_settings(parser, only=SETTINGS)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from simulator import logs
    from simulator.probe.report import summary, to_dict, to_html, to_junit

    cases = _cases(args.case)
    logs.configure("text", "error")
    results = []
    for result in _probe(args, cases):
        results.append(result)
        if not args.json:
            say(f"{result.finding.verdict:<8} {result.case.name:<13} {result.finding.saw}")
            if result.finding.verdict == "wrong":
                say(f"{'':<8} {'':<13} sent: {result.case.sent}; a right receiver {result.case.right}")
    if args.json:
        show_json(to_dict(args.to, results))
    else:
        say(summary(results))
    _write(args.html, lambda: to_html(args.to, results).encode())
    _write(args.junit, lambda: to_junit(args.to, results))
    return 1 if any(each.finding.verdict == "wrong" for each in results) else 0


def _probe(args: argparse.Namespace, cases: list[ProbeCase]) -> Iterator[ProbeResult]:
    from simulator.probe.cases import run as run_cases
    from simulator.probe.prober import Prober
    from simulator.server import BackgroundServer

    look = _look(args)
    fixed = {**OWN_SETTINGS, "port": args.port or 0, "callback_backoff": BACKOFF, "callback_attempts": 3, "workers": 1}
    with BackgroundServer(chosen_settings(args, **fixed)) as server:
        probe = Prober(server.url, to=args.to, auth_url=args.auth_url, look=look, fetches=bool(args.port))
        try:
            yield from run_cases(probe, cases, _ask if args.ask else lambda case: None)
        finally:
            probe.close()
            if look is not None:
                look.close()


def _cases(names: list[str]) -> list[ProbeCase]:
    from simulator.probe.cases import CASES

    known = {case.name: case for case in CASES}
    for name in names:
        if name not in known:
            raise SettingError(f"--case {name!r}: is not one of {', '.join(known)}{suggestion(name, known)}")
    return [case for case in CASES if not names or case.name in names]


def _look(args: argparse.Namespace) -> ReceiverView | None:
    from simulator.probe.look import ReceiverView

    if not args.look:
        if args.look_key or args.look_header:
            raise SettingError("--look-key and --look-header say more of --look URL; give that, too")
        return None
    headers = {}
    for item in args.look_header:
        name, equals, variable = item.partition("=")
        if not (name and equals and variable in os.environ):
            raise SettingError(f"--look-header {item!r}: give NAME=VARIABLE, and set that environment variable")
        headers[name] = os.environ[variable]
    return ReceiverView(args.look, args.look_key, headers)


def _ask(case: ProbeCase) -> bool | None:
    """What a person at the terminal says; an empty line: not known."""
    question = (
        f"{case.name}: sent was {case.sent}. A right receiver {case.right}. Did yours? [y/n, empty: I cannot tell] "
    )
    print(printable(question), end="", file=sys.stderr, flush=True)
    return {"y": True, "n": False}.get(sys.stdin.readline().strip().lower()[:1])


def _write(path: Path | None, made: Any) -> None:
    if path is None:
        return
    try:
        path.write_bytes(made())
    except OSError as error:
        raise SettingError(f"report {path}: cannot be written ({error.strerror}); check the path") from None
