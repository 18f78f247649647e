"""`atlas-simulator demo`: the whole of the main job on this machine, with real documents over real HTTP.

It starts a server that keeps nothing, a receiver in the client's place, and a client that runs one flow; then it
compares what was delivered with what `/extracts` answers. The exit status says whether they are the same.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from simulator.cli.options import add_settings, chosen_settings
from simulator.errors import SimulatorError

if TYPE_CHECKING:
    from rich.console import Console

    from simulator.cli.application import Application
    from simulator.cli.status_bars import StatusBars
    from simulator.client.atlas_client import AtlasClient
    from simulator.client.receiver import Received, Receiver
    from simulator.server import BackgroundServer

#: Settings that make sense for a server that lives for one flow.
SETTINGS = ("ocr_engine", "ocr_model", "workers", "aadhaar", "missing_fields", "own_checks", "catalogue", "seed")
#: What the demo settles itself, whatever variables and settings files say.
OWN_SETTINGS = {
    "host": "127.0.0.1",
    "port": 0,
    "public_url": "",
    "root_path": "",
    "ephemeral": True,
    "credentials": (),
    "scenario": "",
    "allow_host": (),
    "deny_host": (),
}
#: Real seconds that the flow, and then its callback, may take before the demo gives up.
FLOW_SECONDS = 300.0
CALLBACK_SECONDS = 30.0
#: Real seconds between two polls: the demo's own server may be asked more often than Atlas.
POLL_SECONDS = 0.05


class DemoFailed(SimulatorError):
    """The flow did not end as it should have."""

    exit_code = 1


@dataclass(frozen=True)
class DemoOutcome:
    """What came of the flow: the last status, the answer of `/extracts`, and the callback as it was received."""

    flow_uuid: str
    status: dict[str, str]
    extracts: dict[str, Any]
    callback: Received
    auth_calls: int

    @property
    def same(self) -> bool:
        """Whether the callback's JSON equals that of `/extracts`."""
        return bool(self.callback.json() == self.extracts)


def add(commands: Any) -> None:
    parser = commands.add_parser(
        "demo",
        help="run one loan application through everything and show what came out",
        usage="atlas-simulator demo [--application NAME|DIR] [--pace PACE] [--json] [SETTING ...]",
        description="Start a server, an auth and callback receiver and a client on this machine; upload the documents of"
        " one consumer-durable loan by URL, watch the four statuses, and print what was read, compared and delivered."
        " Exit status 0 only if the callback arrived and equals the answer of /extracts.",
    )
    parser.add_argument(
        "--application",
        metavar="NAME|DIR",
        default="",
        help="which one: a folder of sample_docs/applications, or any folder with an application.json [the first]",
    )
    parser.add_argument(
        "--pace",
        choices=("instant", "realistic"),
        default="instant",
        help="how fast the flow moves: as the work goes, or like Atlas [instant]",
    )
    parser.add_argument("--json", action="store_true", help="print the delivered CallbackData alone on standard output")
    add_settings(parser, only=SETTINGS)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from rich.console import Console

    from simulator import logs
    from simulator.cli import application

    settings = chosen_settings(args, **OWN_SETTINGS, pace=args.pace)
    logs.configure("text", "warning")
    with application.opened(args.application) as shown:
        outcome = _flow(Console(stderr=args.json), settings, shown)
        if args.json:
            json.dump(outcome.callback.json(), sys.stdout, indent=2, ensure_ascii=False)
            print()
        else:
            _report(Console(), shown, outcome)
    _check_outcome(outcome)
    return 0


def _flow(console: Console, settings: Any, shown: Application) -> DemoOutcome:
    """Run one flow to its callback. Raises DemoFailed where that does not come."""
    from simulator.cli.status_bars import StatusBars
    from simulator.client.atlas_client import AtlasClient
    from simulator.client.receiver import Receiver
    from simulator.server import BackgroundServer

    with Receiver() as receiver, BackgroundServer(settings) as server, AtlasClient(server.url) as client:
        _introduce(console, shown, server, receiver)
        with StatusBars(console, len(shown.documents)) as flowing:
            flow_uuid = _upload(client, receiver, shown)
            status = _wait_for_flow(client, receiver, flow_uuid, flowing)
        try:
            callback = receiver.wait_for(1, seconds=CALLBACK_SECONDS)[0]
        except TimeoutError as error:
            raise DemoFailed(f"the callback did not arrive: {error}") from None
        return DemoOutcome(flow_uuid, status, client.extracts(flow_uuid), callback, len(receiver.requests("/auth")))


def _introduce(console: Console, shown: Application, server: BackgroundServer, receiver: Receiver) -> None:
    from rich.text import Text

    if not console.stderr:
        about = f": {len(shown.documents)} documents, {shown.product_type}"
        console.print(f"[bold]Atlas simulator[/] on {server.url}, receiver on {receiver.url}", highlight=False)
        console.print(Text.assemble("Application ", (shown.name, "bold"), about, "\n"))


def _upload(client: AtlasClient, receiver: Receiver, shown: Application) -> str:
    flow_uuid = client.init(
        auth_url=receiver.auth_url,
        callback_url=receiver.callback_url,
        product_type=shown.product_type,
        application_id=shown.application_id,
        flow_params={"shown_by": "atlas-simulator demo"},
    )
    files = [
        (each.document_id, receiver.serve_file(f"{number}/{each.path.name}", each.path.read_bytes(), each.media_type))
        for number, each in enumerate(shown.documents, 1)
    ]
    client.multiupload(flow_uuid, files)
    return flow_uuid


def _wait_for_flow(client: AtlasClient, receiver: Receiver, flow_uuid: str, flowing: StatusBars) -> dict[str, str]:
    def seen(status: dict[str, str]) -> None:
        fetched = len({each.path for each in receiver.requests() if each.path.startswith("/files/")})
        read = len(client.extracts(flow_uuid)["ocr_data"]) if status["processing_status"] == "IN_PROGRESS" else 0
        flowing.show(status, fetched, read)

    try:
        return client.wait(flow_uuid, seconds=FLOW_SECONDS, every=POLL_SECONDS, seen=seen)
    except TimeoutError as error:
        raise DemoFailed(str(error)) from None


def _report(console: Console, shown: Application, outcome: DemoOutcome) -> None:
    from simulator.cli import report

    data = outcome.callback.json()
    names = {each.document_id: each.path.name for each in shown.documents}
    report.show_documents(console, data["ocr_data"], names)
    for item in data["ocr_data"]:
        if item["data"]:
            title = f"{item['data'].get('document_type', '')} {names.get(item['document_id'], '')}"
            report.show_fields(console, title, item["data"])
    report.show_checks(console, data["cross_checks"])
    _report_callback(console, outcome)


def _report_callback(console: Console, outcome: DemoOutcome) -> None:
    from simulator.cli import report

    callback = outcome.callback
    token = "with" if callback.headers.get("token") else "without"
    same = ("equal", "bold green") if outcome.same else ("different", "bold red")
    report.show_facts(
        console,
        "Callback",
        ("flow_uuid", outcome.flow_uuid),
        ("auth_url", f"called {outcome.auth_calls} time{'s' if outcome.auth_calls != 1 else ''}"),
        (
            "callback_url",
            f"{callback.method} {callback.path}, {len(callback.body):,} bytes, {token} the token in Token",
        ),
        ("body and /extracts", same),
    )
    console.print("\n[dim]The same as JSON: atlas-simulator demo --json\nA server to talk to: atlas-simulator serve[/]")


def _check_outcome(outcome: DemoOutcome) -> None:
    if not outcome.same:
        raise DemoFailed("the callback differs from the answer of /extracts")
    if outcome.status["master_status"] != "SUCCESS":
        raise DemoFailed(f"the flow ended with {outcome.status}")
