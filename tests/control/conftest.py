"""What the tests of the control face share: a tenant of their own whose documents are given, not read."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from simulator.client.atlas_client import AtlasClient
from simulator.client.receiver import Receiver
from simulator.server import BackgroundServer

PAN = {"name_as_per_pan": "ASHA VERMA", "dob": "14/11/1998", "pan_number": "ABCPV1234K"}
GIVEN = [
    {
        "document_id": "inv*",
        "document_type": "INVOICE",
        "fields": {"customer_name": "Asha Verma", "dealer_address": "Fort"},
    },
    {
        "document_id": "do*",
        "document_type": "DELIVERY_ORDER",
        "fields": {"customer_name": "Asha", "dealer_address": "Fort"},
    },
    {"document_id": "*", "document_type": "PAN", "fields": PAN},
]


class World:
    """One tenant: a client of Atlas, a client of the control face, and the client's own side."""

    def __init__(self, server: BackgroundServer, receiver: Receiver) -> None:
        # A proxy would strip the prefix; here nobody does.
        url = server.url.removesuffix(server.settings.root_path)
        self.state_file = server.settings.database
        self.tenant = f"tenant-{uuid.uuid4().hex[:8]}"
        self.receiver = receiver
        self.atlas = AtlasClient(url, client_id=self.tenant)
        self.control = httpx.Client(base_url=url, headers={"Client-Id": self.tenant}, timeout=30, trust_env=False)
        self.put("/_sim/scenario", {"scenario": {"canned": GIVEN}})

    def close(self) -> None:
        self.atlas.close()
        self.control.close()

    def get(self, path: str, **query: Any) -> Any:
        return self.control.get(path, params=query).raise_for_status().json()

    def post(self, path: str, body: Any = None) -> Any:
        return self.control.post(path, json=body if body is not None else {}).raise_for_status().json()

    def put(self, path: str, body: Any) -> Any:
        return self.control.put(path, json=body).raise_for_status().json()

    def fault(self, point: str, action: str, **keys: Any) -> int:
        """Put one rule in force; its number."""
        return int(self.post("/_sim/faults", {"point": point, "action": action, **keys})["faults"][0]["id"])

    def init(self, **more: Any) -> str:
        values = {"auth_url": self.receiver.auth_url, "callback_url": self.receiver.callback_url, **more}
        return self.atlas.init(**values)

    def upload(self, flow: str, *document_ids: str) -> list[dict[str, str]]:
        files = [(each, self.receiver.serve_file(f"{uuid.uuid4().hex}.bin", each.encode())) for each in document_ids]
        return self.atlas.multiupload(flow, files)

    def run(self, *document_ids: str, **more: Any) -> str:
        """A flow with these documents, uploaded; its `flow_uuid`."""
        flow = self.init(**more)
        self.upload(flow, *(document_ids or ("1",)))
        return flow

    def items(self, flow: str) -> dict[str, Any]:
        """The finished flow's documents by document_id."""
        self.atlas.wait(flow)
        return {item["document_id"]: item for item in self.atlas.extracts(flow)["ocr_data"]}

    def show(self, flow: str) -> Any:
        return self.get(f"/_sim/flows/{flow}")

    def settle(self) -> None:
        """Until everything that is due has happened."""
        assert self.post("/_sim/clock", {"advance": 0})["settled"]

    def advance(self, length: str) -> Any:
        return self.post("/_sim/clock", {"advance": length})


@pytest.fixture
def world(server: BackgroundServer, receiver: Receiver) -> Iterator[World]:
    """A tenant on the shared server. Its tests must not depend on where the shared clock stands."""
    running = World(server, receiver)
    yield running
    running.close()


@pytest.fixture
def world_of(receiver: Receiver) -> Iterator[Callable[[BackgroundServer], World]]:
    """A tenant on a server of the test's own."""
    made: list[World] = []

    def make(server: BackgroundServer) -> World:
        made.append(World(server, receiver))
        return made[-1]

    yield make
    for each in made:
        each.close()
