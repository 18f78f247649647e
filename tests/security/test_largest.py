"""The largest requests that a client may legitimately send, and what asks for the most, keep nobody waiting either."""

from __future__ import annotations

import asyncio
import gc
import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from simulator import limits
from simulator.client.atlas_client import AtlasClient
from simulator.server import BackgroundServer
from simulator.testing.watchdog import Watchdog

#: Processor seconds that one turn of the loop may take.
LONGEST_STALL = 0.05
#: So often a request that stalls is sent again, before it is called one that does.
TURNS = 6
LIMIT = limits.MOST_ITEMS
#: Documents of a flow that is finished, and fault rules: as many as are quickly made.
DOCUMENTS, RULES = 1_000, limits.MOST_RULES
CLIENT = {"Client-Id": "largest"}


@pytest.fixture
def http(start: Any) -> Iterator[tuple[BackgroundServer, httpx.Client]]:
    """A server of the test's own, and a client of its one tenant."""
    server = start()
    with (
        AtlasClient(server.url, client_id="largest") as atlas,
        httpx.Client(base_url=server.url, trust_env=False, timeout=120) as http,
    ):
        http.headers.update({**CLIENT, "Token": atlas.token(), "Content-Type": "application/json"})
        yield server, http


class Stalls:
    """Sends requests and notes each that stalls the loop of a server."""

    def __init__(self, server: BackgroundServer, http: httpx.Client) -> None:
        task = server.core.recorder._task
        assert task is not None
        self._loop: asyncio.AbstractEventLoop = task.get_loop()
        self._http = http
        self.found: list[str] = []

    def send(self, name: str, method: str, path: str, body: Any = None, **more: Any) -> Any:
        """The answer, sent again where it stalled: what a request does takes its time each time."""
        content = None if body is None else json.dumps(body).encode()
        longest = []
        for _ in range(TURNS):
            with Watchdog(self._loop) as watchdog:
                answer = self._http.request(method, path, content=content, **more).raise_for_status()
                # The journal prepares what passed before it answers.
                self._http.get("/_sim/journal", params={"limit": 1})
            longest.append(watchdog.longest)
            if watchdog.longest <= LONGEST_STALL:
                return answer
        self.found.append(f"{name}: {min(longest) * 1000:.0f} ms")
        return answer


@pytest.fixture
def stalls(http: tuple[BackgroundServer, httpx.Client]) -> Iterator[Stalls]:
    # As `serve` does: what the tests have loaded is not looked through for garbage.
    gc.collect()
    gc.freeze()
    yield Stalls(*http)
    gc.unfreeze()


def files(number: int, url: str = "https://bucket.example/{}/paper.pdf?X-Amz-Signature={:064x}") -> list[Any]:
    return [{"file_url": url.format(n, n), "document_id": f"doc-{n}"} for n in range(number)]


def test_uploads_of_as_many_files_as_are_taken(stalls: Stalls) -> None:
    begin = {
        "product_type": "PROD_CDL",
        "application_id": "LARGE",
        "auth_url": "http://a.example/",
        "callback_url": "http://a.example/",
        "flow_params": {"sim": {"pace": "manual"}},
    }
    flow = stalls.send("init", "POST", "/v3/verification/flow/init", begin).json()["flow_uuid"]
    of_flow = {"flow_uuid": flow, "file_urls": files(LIMIT)}
    assert len(stalls.send("multiupload", "POST", "/v3/verification/multiupload", of_flow).json()) == LIMIT
    for name, path in (
        ("status", f"/v3/verification/status?flow_uuid={flow}"),
        ("extracts", f"/v3/verification/extracts?flow_uuid={flow}"),
        ("everything of the flow", f"/_sim/flows/{flow}"),
        ("page of the flow", f"/_sim/ui/flows/{flow}"),
        ("specification", "/_sim/openapi.json?part=all"),
        ("journal", "/_sim/journal?limit=1000"),
        ("snapshot", "/_sim/state"),
    ):
        stalls.send(name, "GET", path)
    assert stalls.found == []


def test_onboarding_with_as_many_applicants_and_files_as_are_taken(stalls: Stalls) -> None:
    begin = {
        "product_type": "MSME_OD",
        "application_id": "LARGE",
        "external_reference_id": "REF",
        "username": "Asha Verma",
        "flow_params": {"sim": {"pace": "manual"}},
    }
    v2 = "/v2/verification"
    flow = httpx.Response.json(stalls.send("init", "POST", f"{v2}/flow/init", begin))["flow_id"]
    people = [{"external_reference_id": f"user-{n}", "username": f"Asha Verma {n}"} for n in range(LIMIT)]
    stalls.send("co-applicants", "POST", f"{v2}/flow/coapplicant", {"flow_id": flow, "co_applicants": people})
    stalls.send("multiupload", "POST", f"{v2}/multiupload", {"flow_id": flow, "file_urls": files(LIMIT)})
    stalls.send("status", "GET", f"{v2}/status", params={"flow_id": flow, "external_reference_id": "REF"})
    stalls.send("submit", "POST", f"{v2}/flow/submit", {"flow_id": flow})
    assert stalls.found == []


def test_addresses_readings_and_rules_as_many_as_are_taken(stalls: Stalls) -> None:
    address = "Flat 12, Green View Apartments, MG Road, Bangalore 560001"
    targets = [
        {"address": f"{n} Greenview Apt, MG Rd, " + "Long Lane " * 30, "index": n} for n in range(limits.MOST_ADDRESSES)
    ]
    match = {"application_id": "A", "source_address": address, "target_addresses": targets}
    keys = {"client_id": "largest", "client_secret": "any"}
    stalls.send("address match", "POST", "/v1/address/match/batch", match, headers=keys)
    fields = {"customer_name": "Asha Verma", "invoice_number": "7"}
    given = [
        {"document_id": f"doc-{n}", "document_type": "INVOICE", "fields": fields} for n in range(limits.MOST_READINGS)
    ]
    stalls.send("readings", "PUT", "/_sim/scenario", {"scenario": {"canned": given}})
    stalls.send("scenario", "GET", "/_sim/scenario")
    stalls.send("end of the scenario", "DELETE", "/_sim/scenario")
    # Half of the rules that a tenant may have, since what stalls is sent again.
    rules = [
        {"point": "callback", "action": "fail", "application": f"APP-{n}-*", "times": 3} for n in range(RULES // TURNS)
    ]
    stalls.send("rules", "POST", "/_sim/faults", rules)
    stalls.send("rules in force", "GET", "/_sim/faults")
    stalls.send("page of rules", "GET", "/_sim/ui/faults")
    stalls.send("end of the rules", "DELETE", "/_sim/faults")
    assert stalls.found == []


def test_a_finished_flow_of_many_documents(stalls: Stalls, http: tuple[BackgroundServer, httpx.Client]) -> None:
    server, client = http
    fields = {"customer_name": "Asha Verma", "invoice_number": "7"}
    given = [{"document_id": "*", "document_type": "INVOICE", "fields": fields}]
    client.put("/_sim/scenario", json={"scenario": {"canned": given}}).raise_for_status()
    url = client.put("/_sim/files/paper", content=b"paper").json()["file_url"]
    inbox = f"{server.url}/_sim/inbox/largest"
    begin = {
        "product_type": "PROD_CDL",
        "application_id": "DONE",
        "auth_url": f"{inbox}/auth",
        "callback_url": inbox,
    }
    flow = client.post("/v3/verification/flow/init", json=begin).raise_for_status().json()["flow_uuid"]
    body = {"flow_uuid": flow, "file_urls": files(DOCUMENTS, url)}
    client.post("/v3/verification/multiupload", json=body).raise_for_status()
    settled = client.post("/_sim/clock", json={"advance": 0, "patience": 100}).raise_for_status()
    assert settled.json()["settled"]
    for name, path in (
        ("extracts", f"/v3/verification/extracts?flow_uuid={flow}"),
        ("everything of the flow", f"/_sim/flows/{flow}"),
        ("page of the flow", f"/_sim/ui/flows/{flow}"),
        ("saved page", f"/_sim/ui/flows/{flow}/saved.html"),
        ("scenario of the flow", f"/_sim/flows/{flow}/scenario"),
        ("inbox", "/_sim/inbox/largest"),
        ("journal", "/_sim/journal?limit=1000"),
        ("archive", f"/_sim/flows/{flow}/har"),
        ("list of flows", "/_sim/flows?limit=1000"),
        ("analytics", f"/v3/verification/analytics?flow_uuid={flow}"),
    ):
        answer = stalls.send(name, "GET", path)
    assert len(client.get("/_sim/inbox/largest").json()["received"]) == 2
    assert answer.status_code == 200
    assert stalls.found == []


def test_what_an_inbox_got_from_a_stranger(stalls: Stalls, http: tuple[BackgroundServer, httpx.Client]) -> None:
    _, client = http
    body = b"[" + b"[]," * 2_000_000 + b"1]"
    client.post("/_sim/inbox/stranger", content=body).raise_for_status()
    [received] = stalls.send("inbox", "GET", "/_sim/inbox/stranger").json()["received"]
    assert received["body"] == body.decode()
    shown = stalls.send("one body", "GET", f"/_sim/ui/inbox/stranger/{received['id']}.json")
    assert shown.json().startswith("[[],[],") and len(shown.content) < len(body)
    assert stalls.found == []
