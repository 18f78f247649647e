"""`conform`: every statement of the documentation as a row, held against this simulator or another server of the API."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulator import __version__
from simulator.cli.other_server import POLL_SECONDS, on_this_machine, secret_of
from simulator.cli.parser import http_url, http_url_or_none
from simulator.cli.remote import say, show_rows, warn
from simulator.errors import SettingError, SimulatorError

if TYPE_CHECKING:
    from simulator.client.receiver import Receiver
    from simulator.fidelity.conform.judge import RowResult
    from simulator.fidelity.conform.report import ConformReport
    from simulator.fidelity.conform.run import Target
    from simulator.fidelity.conform.statements import Conversation

#: Real seconds between two requests to a server that is not on this machine.
PAUSE_SECONDS = 0.2


class NothingChecked(SimulatorError):
    """Not one row could be held against the server."""


def add(commands: Any) -> None:
    parser = commands.add_parser(
        "conform",
        help="every statement of the documentation, held against this simulator or another server",
        description="Hold every statement of the documentation against a server, each as a row that passes, fails, is"
        " settled otherwise (where the documentation contradicts itself), or cannot be checked there. Without --against"
        " a simulator is started for it. Exit 1 where a row fails. Another server is asked politely, with the"
        " documented 5 s between polls; documents are sent to it only where they are named.",
    )
    parser.add_argument(
        "--against", metavar="URL", type=http_url, help="base URL of the server [a simulator is started]"
    )
    parser.add_argument("--config", metavar="FILE", help="settings of the simulator that is started")
    parser.add_argument("--client-id", default="conform", metavar="ID", help="Client-Id there [conform]")
    parser.add_argument("--client-secret-env", metavar="VAR", help="environment variable that holds the Client-Secret")
    parser.add_argument(
        "--document",
        action="append",
        default=[],
        metavar="NAME=URL",
        help="where the other server finds a document of a type, or CROWD and LETTER, which are none of a type; a file"
        " where that server is on this machine (repeatable) [a simulator is told what to read]",
    )
    parser.add_argument(
        "--callback-url",
        metavar="URL",
        type=http_url_or_none,
        default="",
        help="where the other server posts its callback",
    )
    parser.add_argument(
        "--auth-url",
        metavar="URL",
        type=http_url_or_none,
        default="",
        help="where the other server asks for a token before",
    )
    parser.add_argument(
        "--product-type", default="PROD_CDL", metavar="NAME", help="product_type of the flows [PROD_CDL]"
    )
    parser.add_argument(
        "--only",
        action="append",
        default=[],
        metavar="PATTERN",
        help="only rows whose id or page fits, with * and ? (repeatable); steps before them are taken all the same",
    )
    parser.add_argument(
        "--poll", type=float, default=POLL_SECONDS, metavar="SECONDS", help=f"between two polls [{POLL_SECONDS:g}]"
    )
    parser.add_argument(
        "--pause", type=float, default=PAUSE_SECONDS, metavar="SECONDS", help=f"between requests [{PAUSE_SECONDS:g}]"
    )
    parser.add_argument(
        "--patience", type=float, default=600.0, metavar="SECONDS", help="seconds to wait for a flow to complete [600]"
    )
    parser.add_argument(
        "--budget", type=int, default=600, metavar="N", help="most requests to send to another server [600]"
    )
    for flag, what in (("--json", "JSON"), ("--junit", "JUnit XML"), ("--html", "HTML")):
        parser.add_argument(flag, type=Path, metavar="FILE", help=f"also write the report as {what}")
    parser.add_argument("--list", action="store_true", help="print the rows and ask nothing")
    parser.add_argument(
        "--documentation",
        action="append",
        default=[],
        type=Path,
        metavar="FILE",
        help="ask nothing; tell which rows were written from sentences that this text does not have (repeatable)",
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from simulator.fidelity.conform.statements import conversations

    chosen = _chosen(conversations(), args.only)
    if args.documentation:
        return _documentation(chosen, args.documentation)
    if args.list:
        show_rows(
            ("row", "page", "stated", "decision"),
            [(row.id, row.page, row.says, row.settled or "") for each in chosen for row in each.rows],
        )
        return 0
    report = _report(args, chosen)
    _write(args, report)
    return _shown(report)


def _chosen(all_of_them: tuple[Conversation, ...], only: list[str]) -> list[Conversation]:
    """The conversations with the wanted rows, each up to the last step that has one. Raises SettingError."""
    if not only:
        return list(all_of_them)
    from msgspec.structs import replace

    chosen = []
    for each in all_of_them:
        steps = [
            replace(step, rows=[row for row in step.rows if any(_fits(row.id, row.page, one) for one in only)])
            for step in each.steps
        ]
        last = max((place for place, step in enumerate(steps) if step.rows), default=-1)
        if last >= 0:
            chosen.append(replace(each, steps=tuple(steps[: last + 1])))
    if not chosen:
        raise SettingError(f"--only {' '.join(only)}: no row has such an id or page; --list shows them")
    return chosen


def _fits(row: str, page: str, pattern: str) -> bool:
    return fnmatchcase(row, pattern) or fnmatchcase(page, pattern)


def _documentation(chosen: list[Conversation], paths: list[Path]) -> int:
    """Tell which rows' sentences a text has not; 1 where there are such."""
    from simulator.fidelity.conform.sentences import fingerprints

    known: set[str] = set()
    for path in paths:
        try:
            known |= fingerprints(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError) as error:
            raise SettingError(f"--documentation {path}: cannot be read as text ({error})") from None
    rows = [row for each in chosen for row in each.rows]
    gone = [(row.sentence, row.id, row.says) for row in rows if row.sentence not in known]
    if gone:
        show_rows(("sentence", "row", "stated"), gone)
    say(f"{len(rows)} rows: the sentences of {len(rows) - len(gone)} are there, those of {len(gone)} are not")
    return 1 if gone else 0


def _report(args: argparse.Namespace, chosen: list[Conversation]) -> ConformReport:
    from simulator.fidelity.conform.judge import judge
    from simulator.fidelity.conform.report import ConformReport, counts
    from simulator.fidelity.conform.run import run as ask

    with ExitStack() as stack:
        target = stack.enter_context(_target(args))
        tell = (lambda text: None) if target.own else (lambda text: warn(f"asking {target.url}: {text}"))
        rows: tuple[RowResult, ...] = tuple(judge(ask(target, chosen, tell)))
    return ConformReport(
        made_at=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S"),
        url=args.against or "a simulator started for it",
        simulator=__version__,
        counts=counts(rows),
        rows=rows,
    )


def _write(args: argparse.Namespace, report: ConformReport) -> None:
    from simulator.fidelity.conform.report import to_html, to_json, to_junit

    for flag, path, make in (
        ("--json", args.json, to_json),
        ("--junit", args.junit, to_junit),
        ("--html", args.html, lambda report: to_html(report).encode()),
    ):
        if path is not None:
            try:
                path.write_bytes(make(report))
            except OSError as error:
                raise SettingError(f"{flag} {path}: cannot be written ({error.strerror})") from None


def _shown(report: ConformReport) -> int:
    from simulator.fidelity.conform.judge import OUTCOMES
    from simulator.fidelity.conform.report import by_page, lines, summary

    show_rows(("page", "rows", *OUTCOMES), by_page(report.rows))
    if told := lines(report.rows, ("failed", "settled otherwise")):
        say("")
        show_rows(("", "row", "stated", "came"), told)
    say("")
    say(summary(report.rows))
    if all(row.outcome == "not checkable" or row.note.startswith("no answer") for row in report.rows):
        raise NothingChecked(f"{report.url}: no row could be checked: {report.rows[0].note}")
    return 1 if report.counts["failed"] else 0


# The server


@contextmanager
def _target(args: argparse.Namespace) -> Iterator[Target]:
    from simulator.fidelity.conform.run import Target
    from simulator.fidelity.conform.statements import document_names

    local = args.against is None or on_this_machine(args.against)
    with ExitStack() as stack:
        receiver = stack.enter_context(_receiver()) if local else None
        url = args.against or stack.enter_context(_simulator(args, receiver or stack.enter_context(_receiver())))
        simulator = local and _is_simulator(url)
        named = _named_documents(args, receiver)
        stand_ins = (
            {name: receiver.serve_file(f"{name}.png", f"stands for {name}".encode()) for name in document_names()}
            if simulator and receiver is not None
            else {}
        )
        yield Target(
            url=url,
            client_id=args.client_id,
            client_secret=_secret(args),
            receiver=receiver,
            files={**stand_ins, **named},
            product_type=args.product_type,
            callback_url=args.callback_url or "https://callback.example/atlas",
            auth_url=args.auth_url or "https://callback.example/auth",
            simulator=simulator,
            own=args.against is None,
            poll=0.02 if simulator else args.poll,
            pause=0.0 if local else args.pause,
            patience=args.patience,
            budget=100_000 if local else args.budget,
        )


def _named_documents(args: argparse.Namespace, receiver: Receiver | None) -> dict[str, str]:
    """The URLs of the documents that were named. Raises SettingError."""
    from simulator.fidelity.conform.statements import document_names

    urls = {}
    for text in args.document:
        name, equals, place = text.partition("=")
        if not equals or name not in document_names():
            raise SettingError(f"--document {text}: must be NAME=URL with the name of a document type, CROWD or LETTER")
        if place.startswith(("http://", "https://")):
            urls[name] = place
        elif receiver is None:
            raise SettingError(f"--document {text}: that server must be able to fetch it; give an http or https URL")
        else:
            try:
                urls[name] = receiver.serve_file(Path(place).name, Path(place).read_bytes())
            except OSError as error:
                raise SettingError(f"--document {text}: cannot be read ({error.strerror})") from None
    return urls


def _is_simulator(url: str) -> bool:
    import httpx

    try:
        answer = httpx.get(f"{url.rstrip('/')}/_sim/clock", timeout=10.0, trust_env=False)
    except httpx.HTTPError as error:
        raise SettingError(f"--against {url}: no answer ({error or type(error).__name__}); check the URL") from None
    return answer.status_code == 200 and "application/json" in answer.headers.get("Content-Type", "")


@contextmanager
def _receiver() -> Iterator[Receiver]:
    from simulator.client.receiver import Receiver

    with Receiver() as receiver:
        yield receiver


@contextmanager
def _simulator(args: argparse.Namespace, receiver: Receiver) -> Iterator[str]:
    from simulator.fidelity.conform.run import own_settings
    from simulator.server import BackgroundServer
    from simulator.settings import load

    chosen = own_settings(args.client_id, _secret(args), receiver)
    with BackgroundServer(load(chosen, file=args.config)) as server:
        yield server.url


def _secret(args: argparse.Namespace) -> str:
    return secret_of(args.client_secret_env) if args.client_secret_env else "any-secret"
