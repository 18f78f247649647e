"""`serve --demo` starts with flows in every state, and the pages show them without an error."""

from __future__ import annotations

import time

from simulator.client.control import Control
from simulator.client.demo_flows import SCENARIOS

#: Master statuses, states of documents and of deliveries, error codes and stages that the flows of the demo have.
WANTED = {
    *("NOT_STARTED", "IN_PROGRESS", "SUCCESS", "FAILED"),
    *("UPLOAD_FAILED", "PROCESSING_FAILED", "PROCESSING_SUCCESS", "UNRECOGNISED", "INVALID_DOC"),
    *("DELIVERED", "AUTH_FAILED"),
}


def seen(control: Control) -> set[str]:
    """Every state that some flow, document or delivery has."""
    found: set[str] = set()
    for line in control.flows():
        flow = control.flow(line["flow_uuid"])
        found |= {flow["status"]["master_status"]}
        found |= {word for each in flow["files"] for word in (each["state"], each["error_code"])}
        found |= {each["state"] for each in flow["deliveries"]}
    return found


def test_a_demo_starts_with_flows_in_every_state_and_fills_a_state_once(start, browser) -> None:
    server = start(demo=True, credentials=["lender:secret"], ui_password="let me in")
    with Control(server.url, "lender", "let me in") as control:
        end = time.monotonic() + 90
        while not (len(control.flows()) == len(SCENARIOS) + 2 and seen(control) >= WANTED):
            assert time.monotonic() < end, (len(control.flows()), WANTED - seen(control))
            time.sleep(0.2)
        assert [each for each in control.flows() if control.flow(each["flow_uuid"])["waits_in"]]
        count = len(control.flows())
    server.close()
    again = start(demo=True, credentials=["lender:secret"])
    browser.url = again.url
    with Control(again.url, "lender") as control:
        for flow in control.flows():
            browser.open(f"/_sim/ui/flows/{flow['flow_uuid']}")
            assert browser.complaints() == [], flow
        assert len(control.flows()) == count
