"""What the tests of onboarding share: a client with a flow of its own, whose documents are given, not read."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from simulator.client.atlas_client import AtlasClient
from simulator.client.receiver import Receiver
from simulator.server import BackgroundServer

V2 = "/v2/verification"
RAHUL = {"name_as_per_pan": "RAHUL SHARMA", "pan_number": "ABCPV1234K", "dob": "14/11/1990"}
GIVEN = [
    {"document_id": "pan", "document_type": "PAN", "fields": {**RAHUL, "document_quality_flag": "original"}},
    {"document_id": "pan-copy", "document_type": "PAN", "fields": {**RAHUL, "document_quality_flag": "xerox_copy"}},
    {"document_id": "pan-meera", "document_type": "PAN", "fields": {"name_as_per_pan": "MEERA IYER"}},
    {"document_id": "pan-else", "document_type": "PAN", "fields": {"name_as_per_pan": "JOSEPH DSOUZA"}},
    {"document_id": "aadhaar-meera", "document_type": "AADHAAR", "fields": {"name": "Meera Iyer"}},
    {"document_id": "food", "document_type": "FSSAI", "fields": {"name": "Rahul Sharma", "valid_upto": "31/12/2098"}},
    {"document_id": "food-old", "document_type": "FSSAI", "fields": {"valid_upto": "12/03/2021"}},
    {"document_id": "invoice", "document_type": "INVOICE"},
    {
        "document_id": "blurred",
        "document_type": "EBILL",
        "fields": {"name": "Rahul"},
        "error_code": "INVALID_DOC",
        "error_reason": "unreadable file",
    },
    {"document_id": "ebill", "document_type": "EBILL", "fields": {"name": "Rahul Sharma"}},
    {"document_id": "*", "error_code": "UNRECOGNISED"},
]


class Onboarder:
    """One client: its calls to Atlas, its control of the simulator, and its own side (`receiver`)."""

    def __init__(self, server: BackgroundServer, receiver: Receiver, tenant: str = "") -> None:
        self.receiver = receiver
        self.tenant = tenant or f"tenant-{uuid.uuid4().hex[:8]}"
        self.atlas = AtlasClient(server.url, client_id=self.tenant)
        self.control = httpx.Client(
            base_url=server.url, headers={"Client-Id": self.tenant}, timeout=30, trust_env=False
        )
        self.control.put("/_sim/scenario", json={"scenario": {"canned": GIVEN}}).raise_for_status()
        self.events_url = f"{receiver.url}/callback/chat"

    def close(self) -> None:
        self.atlas.close()
        self.control.close()

    def call(self, method: str, path: str, **options: Any) -> httpx.Response:
        return self.atlas.request(method, f"{V2}/{path}", **options)

    def json(self, method: str, path: str, **options: Any) -> Any:
        return self.call(method, path, **options).raise_for_status().json()

    def init(self, **more: Any) -> httpx.Response:
        body = {
            "product_type": "MSME_OD",
            "application_id": "APP-10001",
            "external_reference_id": "CUST-9283",
            "username": "Rahul Sharma",
            **more,
        }
        return self.call("POST", "flow/init", json=body)

    def flow(self, **more: Any) -> str:
        """A new flow that wants no callbacks unless asked for; its `flow_id`."""
        return str(self.init(**more).raise_for_status().json()["flow_id"])

    def listening(self, **more: Any) -> str:
        """A new flow that wants to hear of everything."""
        receiver = self.receiver
        return self.flow(
            **{"callback_url": receiver.callback_url, "auth_token_url": receiver.auth_url, **more},
            chat_notification_url=self.events_url,
        )

    def upload(self, flow: str, *document_ids: str) -> list[dict[str, str]]:
        """Upload documents and wait until all is done that follows from them; the answer."""
        files = [{"file_url": self.url(each), "document_id": each} for each in document_ids]
        taken: list[dict[str, str]] = self.json("POST", "multiupload", json={"flow_id": flow, "file_urls": files})
        self.settle()
        return taken

    def url(self, document_id: str) -> str:
        return self.receiver.serve_file(f"{uuid.uuid4().hex}.bin", document_id.encode())

    def add(self, flow: str, *people: dict[str, Any]) -> Any:
        return self.json("POST", "flow/coapplicant", json={"flow_id": flow, "co_applicants": list(people)})

    def meera(self, flow: str) -> str:
        """Add a co-applicant; her `co_applicant_id`."""
        (created,) = self.add(flow, {"external_reference_id": "CUST-2", "username": "Meera Iyer"})["created"]
        return str(created["co_applicant_id"])

    def status(self, flow: str, reference: str = "CUST-9283") -> tuple[dict[str, str], str]:
        """Status by document_id, and the master status."""
        body = self.json("GET", "status", params={"flow_id": flow, "external_reference_id": reference})
        return {each["document_id"]: each["status"] for each in body["file_statuses"]}, body["master_status"]

    def docs(self, flow: str, reference: str = "CUST-9283") -> dict[str, bool]:
        docs: dict[str, bool] = self.json("GET", "docs", params={"flow_id": flow, "external_reference_id": reference})
        return docs

    def submit(self, flow: str, **more: Any) -> Any:
        return self.json("POST", "flow/submit", json={"flow_id": flow, **more})

    def items(self, flow: str) -> dict[str, Any]:
        """The submitted documents by document_id."""
        return {each["document_id"]: each for each in self.submit(flow)["data"]}

    def chat(self, flow: str, message: str) -> str:
        return str(self.json("POST", "chat", json={"flow_id": flow, "message": message})["message"])

    def history(self, flow: str, **query: Any) -> Any:
        return self.json("GET", "chat-history", params={"flow_id": flow, **query})

    def events(self) -> list[dict[str, str]]:
        return [each.json() for each in self.receiver.requests("/callback/chat")]

    def settle(self) -> None:
        """Until everything that is due has happened."""
        answer = self.control.post("/_sim/clock", json={"advance": 0}).raise_for_status()
        assert answer.json()["settled"]


@pytest.fixture
def client_of(receiver: Receiver) -> Iterator[Callable[..., Onboarder]]:
    """A client on a server of the test's own."""
    made: list[Onboarder] = []

    def make(server: BackgroundServer, tenant: str = "") -> Onboarder:
        made.append(Onboarder(server, receiver, tenant))
        return made[-1]

    yield make
    for each in made:
        each.close()


@pytest.fixture
def onboard(server: BackgroundServer, client_of: Callable[..., Onboarder]) -> Onboarder:
    """A client on the shared server. Its tests must not depend on where the shared clock stands."""
    return client_of(server)
