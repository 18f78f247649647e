"""Brings a scenario's callback straight to somebody's own receiver: the flow is the simulator's, the two URLs are theirs."""

from __future__ import annotations

import time
import uuid
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from simulator.client.atlas_client import AtlasClient
from simulator.client.control import Control
from simulator.client.play import FLOW_SECONDS, Played, ScenarioPlayer
from simulator.errors import SimulatorError
from simulator.pipeline.scenario import Expected, Scenario

#: Real seconds that reading the documents and delivering may take in all, and that one call waits for them.
PATIENCE, PATIENCE_OF_A_CALL = 300.0, 30.0


class NothingTriggered(SimulatorError):
    """The scenario opens no flow, or its work does not come to an end."""

    exit_code = 1


@dataclass(frozen=True)
class Triggered:
    """What came of it. `attempts` are the journal's entries of auth calls and callbacks; `extracts` the answer of `/extracts`.

    `state` is that of the last delivery, empty where none was due, and `wanted` what the scenario leads to with a receiver
    that takes everything.
    """

    flow_uuid: str
    status: Mapping[str, str]
    state: str
    wanted: str
    attempts: list[dict[str, Any]] = field(default_factory=list)
    extracts: dict[str, Any] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        return self.state == self.wanted


def trigger(url: str, name: str, scenario: Scenario, folder: Path, *, to: str, auth_url: str = "") -> Triggered:
    """Play a scenario on the server at `url`, whose clock moves forward, with the callback to `to`.

    Without an `auth_url` the simulator's own inbox hands out the token. Raises NothingTriggered, ControlFailed.
    """
    tenant = f"trigger-{uuid.uuid4().hex[:8]}"
    played = Played(name, tenant)
    with Control(url, tenant) as control:
        # The pace is no receiver's business; the expected end is looked at here.
        bare = msgspec.structs.replace(scenario, expect=Expected(), pace="instant")
        control.call("PUT", "scenario", {"name": name, "scenario": msgspec.to_builtins(bare)})
        with closing(ScenarioPlayer(control, scenario, folder, played)) as player:
            flow = player.start(auth_url or control.inbox.auth_url, to)
        if not flow:
            raise NothingTriggered(
                f"scenario {name} opens no flow: {'; '.join(played.differences) or 'see its answers'}"
            )
        _settle(control)
        shown = control.flow(flow)
        with AtlasClient(url, client_id=tenant) as client:
            # Faults of requests that the scenario has in force are for a client under test, not for this one.
            control.clear_faults()
            extracts = client.extracts(flow)
        attempts = [entry for entry in control.journal(flow=flow, limit=1000) if entry["kind"] in ("auth", "callback")]
    state = shown["deliveries"][-1]["state"] if shown["deliveries"] else ""
    return Triggered(flow, shown["status"], state, _wanted(scenario.expect), attempts, extracts)


def _wanted(expect: Expected) -> str:
    """The state of the delivery that a scenario leads to; empty where it has none."""
    return expect.delivery or ("" if expect.callbacks == 0 else "DELIVERED")


def _settle(control: Control) -> None:
    """Until documents are read and everything that follows, retries too, has happened. Raises NothingTriggered."""
    deadline = time.monotonic() + PATIENCE
    for step in ("0", FLOW_SECONDS):
        forward = step
        while not control.call("POST", "clock", {"advance": forward, "patience": PATIENCE_OF_A_CALL})["settled"]:
            if time.monotonic() > deadline:
                raise NothingTriggered(f"the flow did not come to its end within {PATIENCE:g} s")
            forward = "0"
