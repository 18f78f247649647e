"""A pump misses nothing that falls due, whenever it does, and gives up what fails again and again."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence

import pytest

from simulator.atlas.onboarding.flows_api import OnboardingApi
from simulator.client.atlas_client import AtlasClient
from simulator.client.receiver import Receiver
from simulator.clock import Clock
from simulator.documents.model import Reading
from simulator.flows.database import Transaction
from simulator.flows.model import File
from simulator.flows.outbox import NewDelivery
from simulator.pipeline import pump
from simulator.pipeline.pump import MAX_TRIES, Pump
from simulator.server import BackgroundServer


def test_what_falls_due_while_a_pump_looks_is_done_all_the_same() -> None:
    async def pumped() -> list[str]:
        clock = Clock()
        clock.freeze()
        due, looks, done = clock.now() + 1, 0, asyncio.Event()
        did: list[str] = []

        async def find(limit: int, running: Sequence[str]) -> Sequence[str]:
            nonlocal looks
            looks += 1
            found = ["job"] if due <= clock.now() and not did else []
            if looks == 1:
                # Slow enough for time to pass between this look and the question what comes next.
                clock.advance(2)
            return found

        async def work(job: str) -> None:
            did.append(job)
            done.set()

        async def next_due(moment: float) -> float | None:
            return due if due > moment and not did else None

        pumping = Pump("test", clock, 1, find, work, lambda job: job, next_due)
        running = asyncio.create_task(pumping.run())
        await asyncio.wait_for(done.wait(), 5)
        await pumping.stop(1)
        await running
        return did

    assert asyncio.run(pumped()) == ["job"]


def test_a_file_whose_follow_up_always_fails_ends_as_failed_and_holds_up_nobody(
    start: Callable[..., BackgroundServer],
    receiver: Receiver,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    tried: Counter[str] = Counter()
    follow = OnboardingApi.file_done

    async def fail(self: OnboardingApi, tx: Transaction, file: File, reading: Reading | None) -> Sequence[NewDelivery]:
        tried[file.document_id] += 1
        if file.document_id == "good":
            return await follow(self, tx, file, reading)
        raise ValueError("no word for 2345 6789 0123")

    monkeypatch.setattr(OnboardingApi, "file_done", fail)
    monkeypatch.setattr(pump, "PAUSE_AFTER_FAILURE", 0)
    with AtlasClient(start().url) as client:
        values = {"product_type": "P", "application_id": "A", "external_reference_id": "R", "username": "U"}
        flow = client.request("POST", "/v2/verification/flow/init", json=values).json()["flow_id"]
        urls = {
            "bad": receiver.serve_file("a", b"a"),
            "good": receiver.serve_file("b", b"b"),
            "gone": f"{receiver.url}/x",
        }
        files = [{"document_id": name, "file_url": url} for name, url in urls.items()]
        upload = {"flow_id": flow, "file_urls": files}
        client.request("POST", "/v2/verification/multiupload", json=upload).raise_for_status()
        assert client.request("POST", "/_sim/clock", json={"advance": 0}).json()["settled"]
        shown = client.request("GET", f"/_sim/flows/{flow}").json()["files"]
    states = {each["document_id"]: (each["state"], each["problem"]) for each in shown}
    assert states["bad"] == ("PROCESSING_FAILED", "processing failed: ValueError: no word for **** **** 0123")
    assert states["gone"] == ("UPLOAD_FAILED", "fetching failed: ValueError: no word for **** **** 0123")
    assert states["good"] == ("PROCESSING_SUCCESS", "")
    assert tried == {"bad": MAX_TRIES, "gone": MAX_TRIES, "good": 1}
    assert sum("given up" in record.message for record in caplog.records) == 2
