"""`compare`: the same files through another server of the API and through the simulator, and what differs."""

from __future__ import annotations

import argparse
import hashlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

from simulator import __version__
from simulator.cli.other_server import POLL_SECONDS, on_this_machine, secret_of
from simulator.cli.parser import http_url, http_url_or_none
from simulator.cli.remote import say, show_rows, warn
from simulator.errors import SettingError, SimulatorError

if TYPE_CHECKING:
    from simulator.client.receiver import Receiver
    from simulator.fidelity.model import Observation, Report
    from simulator.fidelity.observe import ObservationPlan

#: Seconds that a callback may come after the status was final.
CALLBACK_SECONDS = 20.0


class CompareFailed(SimulatorError):
    """The other side could not be asked to the end; the report says how far it came."""


def add(commands: Any) -> None:
    parser = commands.add_parser(
        "compare",
        help="the same files through another server of the API, and what differs",
        description="Run files through another server that speaks this API and through the simulator, each as a client of"
        " its own over the same calls, and show what differs. Exit 1 where shapes differ. One flow, the documented 5 s"
        " between polls, and nothing is sent but what is named here. The files must be reachable for the other side:"
        " say where with --file-base-url or --presigned.",
    )
    parser.add_argument("files", nargs="+", metavar="FILE", type=Path, help="documents to send to both sides")
    parser.add_argument("--against", required=True, metavar="URL", type=http_url, help="base URL of the other server")
    parser.add_argument("--client-id", required=True, metavar="ID", help="Client-Id there")
    parser.add_argument(
        "--client-secret-env", required=True, metavar="VAR", help="environment variable that holds the Client-Secret"
    )
    parser.add_argument(
        "--file-base-url", metavar="URL", type=http_url_or_none, help="the other side finds each file at URL/NAME"
    )
    parser.add_argument(
        "--presigned", metavar="FILE", type=Path, help='JSON: {"NAME": {"put": URL, "get": URL}}; files are put there'
    )
    parser.add_argument(
        "--callback-url", metavar="URL", type=http_url_or_none, help="where the other side posts its callback"
    )
    parser.add_argument(
        "--auth-url", metavar="URL", type=http_url_or_none, help="where the other side asks for a token before"
    )
    parser.add_argument(
        "--product-type", default="PROD_CDL", metavar="NAME", help="product_type of the flow on both sides [PROD_CDL]"
    )
    parser.add_argument(
        "--application-id",
        default="FIDELITY-1",
        metavar="ID",
        help="application_id of the flow on both sides [FIDELITY-1]",
    )
    parser.add_argument(
        "--simulator", metavar="URL", type=http_url_or_none, help="a running simulator [one is started, with --config]"
    )
    parser.add_argument("--config", metavar="FILE", help="settings of the simulator that is started")
    parser.add_argument(
        "--poll",
        type=float,
        default=POLL_SECONDS,
        metavar="SECONDS",
        help=f"between two polls there [{POLL_SECONDS:g}]",
    )
    parser.add_argument(
        "--patience", type=float, default=600.0, metavar="SECONDS", help="seconds to wait for a flow to complete [600]"
    )
    parser.add_argument(
        "--budget", type=int, default=200, metavar="N", help="most requests to send to the other side [200]"
    )
    parser.add_argument(
        "--out",
        type=Path,
        default=Path("fidelity"),
        metavar="NAME",
        help="base name of the report: NAME.json and NAME.html [fidelity]",
    )
    parser.add_argument(
        "--fail-on", choices=["shapes", "values"], default="shapes", help="which differences make the exit status 1"
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from simulator.fidelity.model import SHAPES, VALUES
    from simulator.fidelity.report import rows, summary, to_html, to_json

    report = _compared(args)
    for suffix, text in ((".json", to_json(report)), (".html", to_html(report).encode())):
        path = args.out.with_name(args.out.name + suffix)
        try:
            path.write_bytes(text)
        except OSError as error:
            raise SettingError(f"--out {path}: cannot be written ({error.strerror})") from None
    if report.differences:
        show_rows(("kind", "where", "theirs", "ours", ""), rows(report.differences))
    say(f"{summary(report)}; written to {args.out}.json and {args.out}.html")
    for side in (report.theirs, report.ours):
        if side.ended:
            raise CompareFailed(f"{side.url}: {side.ended}; {args.out}.json says how far it came")
    failed = report.count(SHAPES) or (args.fail_on == "values" and report.count(VALUES))
    return 1 if failed else 0


def _compared(args: argparse.Namespace) -> Report:
    from simulator.fidelity.compare import differences
    from simulator.fidelity.model import Report, SentFile

    contents = {path.name: _content(path) for path in args.files}
    if len(contents) < len(args.files):
        raise SettingError("two of the files have the same name; rename one")
    secret = secret_of(args.client_secret_env)
    names = {f"doc-{number}": name for number, name in enumerate(contents, 1)}
    with ExitStack() as stack:
        receiver = stack.enter_context(_receiver())
        local = {name: receiver.serve_file(name, content) for name, content in contents.items()}
        remote = _remote_urls(args, contents, local)
        theirs = _observed(
            args.against, args.client_id, secret, _plan(args, receiver, names, remote, args.poll), receiver
        )
        ours_url = stack.enter_context(_simulator(args))
        ours = _observed(
            ours_url, "fidelity", "any-secret", _plan(args, receiver, names, local, 0.05, own=True), receiver
        )
    return Report(
        made_at=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S"),
        simulator=__version__,
        product_type=args.product_type,
        files=tuple(
            SentFile(document_id, name, hashlib.sha256(contents[name]).hexdigest())
            for document_id, name in names.items()
        ),
        theirs=theirs,
        ours=ours,
        differences=differences(theirs, ours),
    )


def _content(path: Path) -> bytes:
    from simulator.cli.record import DOCUMENTS, content_of

    if path.suffix.lower() not in DOCUMENTS:
        raise SettingError(f"{path}: not a kind of document that the API takes ({', '.join(sorted(DOCUMENTS))})")
    return content_of(path)


def _remote_urls(args: argparse.Namespace, contents: dict[str, bytes], local: dict[str, str]) -> dict[str, str]:
    """Where the other side finds each file."""
    if args.presigned:
        return _put(args.presigned, contents)
    if args.file_base_url:
        return {name: f"{args.file_base_url.rstrip('/')}/{quote(name)}" for name in contents}
    if on_this_machine(args.against):
        return local
    raise SettingError(
        f"--against {args.against}: that server must be able to fetch the files; put them where it can and say"
        " --file-base-url URL, or let them be put there with --presigned FILE"
    )


def _put(path: Path, contents: dict[str, bytes]) -> dict[str, str]:
    import httpx
    import msgspec

    try:
        body = msgspec.json.decode(path.read_bytes(), type=dict[str, dict[str, str]])
        urls = {name: (body[name]["put"], body[name]["get"]) for name in contents}
    except OSError as error:
        raise SettingError(f"--presigned {path}: cannot be read ({error.strerror})") from None
    except msgspec.DecodeError as error:
        raise SettingError(f'--presigned {path}: must be {{"NAME": {{"put": URL, "get": URL}}}}: {error}') from None
    except KeyError as missing:
        raise SettingError(f"--presigned {path}: nothing under {missing}; each file needs put and get") from None
    for name, (put, _) in urls.items():
        try:
            httpx.put(put, content=contents[name], timeout=60.0).raise_for_status()
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise SettingError(f"--presigned {path}: {name} could not be put there: {error}") from None
    return {name: get for name, (_, get) in urls.items()}


def _plan(
    args: argparse.Namespace,
    receiver: Receiver,
    names: dict[str, str],
    urls: dict[str, str],
    poll: float,
    *,
    own: bool = False,
) -> ObservationPlan:
    from simulator.fidelity.observe import ObservationPlan

    local = own or on_this_machine(args.against)
    side = "ours" if own else "theirs"
    callback_url = (not own and args.callback_url) or (f"{receiver.callback_url}/{side}" if local else "")
    auth_url = (not own and args.auth_url) or (f"{receiver.url}/auth" if local else "")
    if not (callback_url and auth_url):
        raise SettingError(
            f"--against {args.against}: that server cannot reach this machine; say --callback-url and --auth-url"
        )
    return ObservationPlan(
        product_type=args.product_type,
        application_id=args.application_id,
        auth_url=auth_url,
        callback_url=callback_url,
        files=[(document_id, urls[name]) for document_id, name in names.items()],
        poll=poll,
        patience=args.patience,
        budget=args.budget if not own else 100_000,
    )


def _observed(url: str, client_id: str, secret: str, plan: ObservationPlan, receiver: Receiver) -> Observation:
    import msgspec

    from simulator.fidelity.observe import ObservedServer

    warn(f"asking {url} …")
    before = len(receiver.requests())
    side = ObservedServer(url, client_id, secret)
    try:
        observed = side.run(plan)
    finally:
        side.close()
    if observed.ended or not plan.callback_url.startswith(receiver.url):
        return observed
    path = urlsplit(plan.callback_url).path
    try:
        (callback, *_) = receiver.wait_for(1, path, CALLBACK_SECONDS)
    except TimeoutError:
        return observed
    calls = receiver.requests()[before:]
    auth = next((each for each in calls if each.path == "/auth"), None)
    handshake = {"auth_method": auth.method} if auth else {}
    if "authorization" in callback.headers:
        handshake["callback_token"] = "Authorization"
    elif "token" in callback.headers:
        handshake["callback_token"] = "Token"
    try:
        same = callback.json() == observed.extracts
    except ValueError:
        same = False
    return msgspec.structs.replace(observed, handshake=handshake, callback_equals_extracts=same)


@contextmanager
def _receiver() -> Iterator[Receiver]:
    from simulator.client.receiver import Receiver

    with Receiver() as receiver:
        yield receiver


@contextmanager
def _simulator(args: argparse.Namespace) -> Iterator[str]:
    if args.simulator:
        yield str(args.simulator)
        return
    from simulator.server import BackgroundServer
    from simulator.settings import load

    with BackgroundServer(load({"port": 0, "ephemeral": True}, file=args.config)) as server:
        yield server.url
