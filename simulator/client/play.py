"""Plays a scenario against a running server, as a client would, and tells in what the end differs from the expected one."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import msgspec

from simulator.client.atlas_client import AtlasClient
from simulator.client.control import Control
from simulator.errors import SettingError
from simulator.pipeline.scenario import Expected, Scenario, ScenarioDocument

#: Simulated time that a scenario gets to come to its end: more than all retries take.
FLOW_SECONDS = "2h"


@dataclass
class Played:
    """How a scenario went. It holds where nothing differs."""

    name: str
    tenant: str
    flow_uuid: str = ""
    seconds: float = 0.0
    differences: list[str] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        return not self.differences

    def expect(self, what: str, wanted: Any, was: Any) -> None:
        if wanted != was:
            self.differences.append(f"{what}: expected {wanted!r}, was {was!r}")


def play(url: str, name: str, scenario: Scenario, folder: Path = Path()) -> Played:
    """Play a scenario in a tenant of its own. The server's clock moves forward by up to two hours."""
    started = time.perf_counter()
    played = Played(name, f"scenario-{name}-{uuid.uuid4().hex[:6]}")
    with Control(url, played.tenant) as control:
        # The server takes the readings and faults; documents and the expected end are the player's part.
        bare = msgspec.structs.replace(scenario, expect=Expected())
        control.call("PUT", "scenario", {"name": name, "scenario": msgspec.to_builtins(bare)})
        with closing(ScenarioPlayer(control, scenario, folder, played)) as player:
            player.run()
    played.seconds = time.perf_counter() - started
    return played


class ScenarioPlayer:
    """The client of one scenario, in the tenant of `control`, which has the scenario in force; differences go to `played`."""

    def __init__(self, control: Control, scenario: Scenario, folder: Path, played: Played) -> None:
        self._control = control
        self._scenario = scenario
        self._expect = scenario.expect
        self._folder = folder
        self._played = played
        self._client = AtlasClient(control.url, client_id=control.tenant)

    def close(self) -> None:
        self._client.close()

    def run(self) -> None:
        """Play it to its end against the simulator's own inbox, and compare that end with the expected one."""
        inbox = self._control.inbox
        if not (flow := self.start(inbox.auth_url, inbox.callback_url)):
            return
        self._to_the_end(flow)
        # Its token may have expired on the way.
        self._client.close()
        self._client = AtlasClient(self._control.url, client_id=self._control.tenant)
        status = self._call("status", lambda: self._client.status(flow))
        extracts = self._call("extracts", lambda: self._client.extracts(flow))
        self._compare(flow, status or {}, extracts or {})

    def start(self, auth_url: str, callback_url: str) -> str:
        """Open the flow and upload its documents; its `flow_uuid`, empty where the scenario keeps that from happening."""
        scenario = self._scenario
        urls = {"auth_url": auth_url, "callback_url": callback_url}
        flow = self._call(
            "init",
            lambda: self._client.init(
                product_type=scenario.product_type, application_id=scenario.application_id, **urls
            ),
        )
        files = [(each.document_id, self._url(number, each)) for number, each in enumerate(scenario.documents)]
        if flow is None or (files and self._call("multiupload", lambda: self._client.multiupload(flow, files)) is None):
            return ""
        self._played.flow_uuid = str(flow)
        return self._played.flow_uuid

    def _to_the_end(self, flow: str) -> None:
        if self._scenario.pace != "manual":
            self._control.clock.advance(FLOW_SECONDS)
            return
        self._control.clock.advance(0)
        seen = ["/".join(self._client.status(flow).values())]
        while self._control.flow(flow)["waits_in"]:
            status = "/".join(self._control.advance(flow)["status"].values())
            if status != seen[-1]:
                seen.append(status)
        if self._expect.seen:
            self._played.expect("seen", self._expect.seen, seen)

    def _call(self, name: Any, make: Callable[[], Any]) -> Any:
        """Call until it succeeds, or as often as answers are expected; None where it did not succeed."""
        wanted = self._expect.answers.get(name)
        statuses: list[int] = []
        result = None
        while len(statuses) < len(wanted or [0]):
            try:
                result = make()
                statuses.append(wanted[-1] if wanted and 200 <= wanted[-1] < 300 else 200)
                break
            except httpx.HTTPStatusError as error:
                statuses.append(error.response.status_code)
            except httpx.HTTPError:
                statuses.append(0)
        if wanted is None and result is None:
            self._played.differences.append(f"{name}: answered {statuses[-1]}")
        elif wanted is not None:
            self._played.expect(f"answers of {name}", wanted, statuses)
        return result

    def _url(self, number: int, document: ScenarioDocument) -> str:
        if document.url:
            return document.url
        if document.sample:
            return f"{self._control.url}/_sim/samples/{document.sample}"
        if not document.file:
            return self._control.put_file(f"{self._played.tenant}/{number}", document.document_id.encode())
        path = self._folder / document.file
        try:
            return self._control.put_file(f"{self._played.tenant}/{path.name}", path.read_bytes())
        except OSError as error:
            raise SettingError(f"scenario {self._played.name}: file {path} cannot be read ({error.strerror})") from None

    # The end

    def _compare(self, flow: str, status: Mapping[str, str], extracts: Mapping[str, Any]) -> None:
        played, expect = self._played, self._expect
        for key, wanted in expect.status.items():
            played.expect(key, wanted, status.get(key))
        items = {item["document_id"]: item for item in extracts.get("ocr_data", [])}
        for document_id, document in expect.documents.items():
            played.expect(f"{document_id} in ocr_data", document.present, document_id in items)
            if document_id in items:
                self._compare_item(document_id, msgspec.to_builtins(document), items[document_id])
        scores = {check["name"]: check["similarity_score"] for check in extracts.get("cross_checks", [])}
        for name, score in expect.cross_checks.items():
            played.expect(f"score of {name}", score, scores.get(name))
        self._compare_deliveries(self._control.flow(flow)["deliveries"])

    def _compare_item(self, document_id: str, wanted: Mapping[str, Any], item: Mapping[str, Any]) -> None:
        was = {**item, "document_type": item["data"].get("document_type")}
        for key in ("document_type", "error_code", "error_reason"):
            if key in wanted:
                self._played.expect(f"{key} of {document_id}", wanted[key], was[key])
        for name, value in wanted.get("fields", {}).items():
            self._played.expect(f"{name} of {document_id}", value, item["data"].get(name, {}).get("value"))

    def _compare_deliveries(self, deliveries: Sequence[Mapping[str, Any]]) -> None:
        expect = self._expect
        if expect.callbacks is not None:
            self._played.expect("callbacks", expect.callbacks, len(self._control.inbox.received("callback")))
        if expect.auth_calls is not None:
            self._played.expect("auth calls", expect.auth_calls, len(self._control.inbox.received("auth")))
        if expect.delivery:
            self._played.expect("delivery", expect.delivery, deliveries[-1]["state"] if deliveries else None)
