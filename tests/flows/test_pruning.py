"""`--keep`: finished flows go after their time with all that hangs on them; what is unfinished, new or shared stays."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from simulator.client.atlas_client import AtlasClient
from simulator.client.receiver import Answer, Receiver
from simulator.server import BackgroundServer

Start = Callable[..., BackgroundServer]
KEPT = 3600.0


class Shop:
    """A server that keeps finished flows for an hour, and one client."""

    def __init__(self, server: BackgroundServer, receiver: Receiver) -> None:
        self.receiver = receiver
        self.client = AtlasClient(server.url)
        self.control = httpx.Client(base_url=server.url, timeout=30, trust_env=False)
        self.state = server.settings.database
        self.put({"canned": [{"document_id": "*", "document_type": "PAN"}]})

    def put(self, scenario: dict[str, Any]) -> None:
        self.control.put("/_sim/scenario", json={"scenario": scenario}).raise_for_status()

    def flow(self, *contents: bytes, **more: Any) -> str:
        flow = self.client.init(auth_url=self.receiver.auth_url, callback_url=self.receiver.callback_url, **more)
        files = [(str(n), self.receiver.serve_file(f"{flow}-{n}", content)) for n, content in enumerate(contents)]
        if files:
            self.client.multiupload(flow, files)
        return flow

    def advance(self, seconds: float) -> None:
        self.control.post("/_sim/clock", json={"advance": seconds}).raise_for_status()

    def status(self, flow: str) -> int:
        return self.client.request("GET", "/v3/verification/status", params={"flow_uuid": flow}).status_code

    def onboarding(self, name: str) -> str:
        values = {"product_type": "MSME", "application_id": name, "external_reference_id": name, "username": name}
        return str(self.client.request("POST", "/v2/verification/flow/init", json=values).json()["flow_id"])

    def onboarding_status(self, flow: str) -> int:
        values = {"flow_id": flow, "close_flow": "no"}
        return self.client.request("POST", "/v2/verification/flow/submit", json=values).status_code

    def wait_until_gone(self, flow: str) -> None:
        for _ in range(2000):
            if self.status(flow) == 409:
                return
        raise AssertionError(f"{flow} is still there: {self.counts()}")

    def counts(self) -> dict[str, int]:
        tables = (
            "flows",
            "files",
            "batches",
            "contents",
            "readings",
            "cross_checks",
            "deliveries",
            "attempts",
            "fault_rules",
        )
        with sqlite3.connect(self.state) as database:
            return {table: database.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables}

    def events_of(self, flow: str) -> int:
        with sqlite3.connect(self.state) as database:
            return int(database.execute("SELECT count(*) FROM events WHERE flow_uuid = ?", (flow,)).fetchone()[0])


@pytest.fixture
def shop(start: Start, receiver: Receiver) -> Iterator[Shop]:
    open_shop = Shop(start(keep=KEPT, token_life=1e6), receiver)
    yield open_shop
    open_shop.client.close()
    open_shop.control.close()


def test_a_finished_flow_goes_after_its_time_with_all_that_hangs_on_it(shop: Shop) -> None:
    flow = shop.flow(b"one", b"two", application_id="APP sim:low-confidence")
    shop.client.wait(flow)
    shop.advance(60)
    before = shop.counts()
    assert before["files"] == before["contents"] == 2
    assert before["fault_rules"] == before["deliveries"] == 1 and before["attempts"] >= 2
    shop.advance(KEPT - 120)
    assert shop.status(flow) == 200
    shop.advance(KEPT)
    shop.wait_until_gone(flow)
    assert set(shop.counts().values()) == {0}, shop.counts()
    assert shop.events_of(flow) == 0


def test_what_is_not_finished_stays_however_old(shop: Shop) -> None:
    shop.receiver.rule("/never", lambda _: Answer(500))
    shop.put({"canned": [{"document_id": "*", "document_type": "PAN"}], "pace": "manual"})
    held = shop.flow(b"held")
    shop.put({"canned": [{"document_id": "*", "document_type": "PAN"}], "pace": "instant"})
    gone = shop.flow(b"gone")
    shop.client.wait(gone)
    shop.advance(60)
    shop.advance(KEPT * 2)
    shop.wait_until_gone(gone)
    assert shop.status(held) == 200
    assert shop.counts()["files"] == 1


def test_an_onboarding_flow_stays_while_it_is_open_and_goes_once_it_was_closed(shop: Shop) -> None:
    url = shop.receiver.serve_file("papers", b"papers")
    waiting, done = (shop.onboarding(name) for name in ("waiting", "done"))
    upload = {"flow_id": done, "file_urls": [{"document_id": "1", "file_url": url}]}
    shop.client.request("POST", "/v2/verification/multiupload", json=upload).raise_for_status()
    shop.advance(60)
    gone = shop.flow(b"gone")
    shop.client.wait(gone)
    shop.advance(KEPT * 2)
    shop.wait_until_gone(gone)
    assert shop.onboarding_status(waiting) == shop.onboarding_status(done) == 200
    values = {"flow_id": done, "close_flow": "yes"}
    shop.client.request("POST", "/v2/verification/flow/submit", json=values).raise_for_status()
    later = shop.flow(b"later")
    shop.client.wait(later)
    shop.advance(KEPT * 2)
    shop.wait_until_gone(later)
    assert (shop.onboarding_status(waiting), shop.onboarding_status(done)) == (200, 400)


def test_bytes_and_readings_that_a_newer_flow_shares_stay(shop: Shop) -> None:
    shop.put({})
    old = shop.flow(b"", b"")
    shop.client.wait(old)
    shop.advance(KEPT - 60)
    new = shop.flow(b"")
    shop.client.wait(new)
    shop.advance(KEPT - 60)
    shop.wait_until_gone(old)
    assert shop.status(new) == 200
    counts = shop.counts()
    assert (counts["files"], counts["contents"], counts["readings"]) == (1, 1, 1)
    assert shop.client.extracts(new)["ocr_data"][0]["error_code"] == "INVALID_DOC"


def test_old_entries_of_the_journal_go_as_well(shop: Shop) -> None:
    first = shop.control.get("/_sim/journal").json()["entries"]
    flow = shop.flow(b"x")
    shop.client.wait(flow)
    shop.control.get("/_sim/journal")
    shop.advance(KEPT * 3)
    shop.wait_until_gone(flow)
    # Flows go first, then what is old besides: asking is what passes the time.
    for _ in range(2000):
        kept = shop.control.get("/_sim/journal").json()["entries"]
        if not any(entry["url"].endswith("flow/init") for entry in kept):
            break
    assert all(entry["id"] > len(first) for entry in kept)
    with sqlite3.connect(shop.state) as database:
        assert database.execute("SELECT count(*) FROM journal WHERE url LIKE '%flow/init'").fetchone()[0] == 0


def test_without_keep_nothing_goes(start: Start, receiver: Receiver) -> None:
    shop = Shop(start(token_life=1e9), receiver)
    flow = shop.flow(b"x")
    shop.client.wait(flow)
    shop.advance(1e8)
    assert shop.status(flow) == 200
