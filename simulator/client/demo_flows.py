"""What `serve --demo` starts with: flows in every state, brought about by calls that any client can make."""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence

import httpx

from simulator.client.atlas_client import AtlasClient
from simulator.client.control import Control
from simulator.errors import SimulatorError
from simulator.pipeline.builtin_scenarios import built_in, folder
from simulator.pipeline.scenario import Scenario

log = logging.getLogger("simulator")

#: Whose flows they are where accounts say nothing else.
TENANT = "demo"
#: Scenarios in the order of upload, so that the newest, on top, is one where all is well.
SCENARIOS = (
    "nothing-fetched",
    "processing-fails",
    "auth-refused",
    "callback-given-up",
    "invalid-document",
    "unrecognised-document",
    "expired-link",
    "unsure-reading",
    "names-differ",
    "stuck-processing",
    "step-by-step",
    "happy-path",
)
#: The sample application that is really read, and the scenario that is let go on by this many steps.
APPLICATION, HALFWAY, STEPS = "differing-customer", "step-by-step", 2


def fill(url: str, account: tuple[str, str] = (TENANT, "demo-secret"), password: str = "") -> None:
    """Bring the flows about on a running server, unless that tenant has flows already. Logs what keeps it from that."""
    client_id, secret = account
    try:
        with Control(url, client_id, password) as control, AtlasClient(url, client_id, secret) as client:
            if control.flows(limit=1):
                return
            _open(control, client, "NOT-STARTED")
            _read(control, client)
            for name in SCENARIOS:
                _bring_about(control, client, name, built_in()[name])
    except (SimulatorError, httpx.HTTPError) as error:
        log.warning("the flows of the demo are not complete: %s", error)
    else:
        log.info("the demo has %d flows of the tenant %s", len(SCENARIOS) + 2, client_id)


def _bring_about(control: Control, client: AtlasClient, name: str, scenario: Scenario) -> None:
    files = [
        (each.document_id, each.url or control.put_file(f"demo/{name}/{number}", each.document_id.encode()))
        for number, each in enumerate(scenario.documents)
    ]
    flow = _open(control, client, name.upper(), files, scenario.product_type, name)
    if name == HALFWAY:
        for _ in range(STEPS):
            control.advance(flow)


def _read(control: Control, client: AtlasClient) -> None:
    """The application whose documents are really read."""
    place = folder("sample_docs") / "applications" / APPLICATION
    manifest = json.loads((place / "application.json").read_text(encoding="utf-8"))
    files = [
        (each["document_id"], control.put_file(f"demo/{each['file']}", (place / each["file"]).read_bytes()))
        for each in manifest["documents"]
    ]
    _open(control, client, APPLICATION.upper(), files, manifest["product_type"])


def _open(
    control: Control,
    client: AtlasClient,
    application_id: str,
    files: Sequence[tuple[str, str]] = (),
    product_type: str = "PROD_CDL",
    scenario: str = "",
) -> str:
    """A flow of these documents, given as (document_id, file_url); its flow_uuid."""
    inbox = control.inbox
    flow = client.init(
        auth_url=inbox.auth_url,
        callback_url=inbox.callback_url,
        application_id=f"DEMO-{application_id}",
        product_type=product_type,
        flow_params={"sim": {"scenario": scenario}} if scenario else {},
    )
    if files:
        client.multiupload(flow, files)
    return flow
