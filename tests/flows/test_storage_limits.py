"""What grows is bounded in entries and in bytes, and who has most makes room."""

from __future__ import annotations

import asyncio
from pathlib import Path

import httpx
import pytest

from simulator.clock import Clock
from simulator.flows import inbox, journal, uploads
from simulator.flows.inbox import Inbox, ReceivedRequest
from simulator.flows.journal import Entry, EntryFilter, Journal
from simulator.flows.pace import Pace
from simulator.flows.storage_limits import StorageLimit, usage
from simulator.flows.store import Store
from simulator.server import BackgroundServer


def test_a_journal_that_is_full_lets_the_oldest_of_the_greediest_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bound = StorageLimit("journal", 40, 20_000)
    monkeypatch.setattr(journal, "JOURNAL", bound)

    async def script() -> None:
        store = Store(str(tmp_path / "state.sqlite3"), Clock(), Pace("instant", 1))
        await store.open()
        kept = Journal(store.database)
        await kept.add([Entry(tenant="quiet", url=f"/{n}") for n in range(10)])
        for number in range(30):
            await kept.add([Entry(tenant="loud", url=f"/{number}", request="x" * 1000)])
        assert (await usage(store.database, bound)).bytes <= bound.bytes
        for number in range(200):
            await kept.add([Entry(tenant="quick", url=f"/{number}")])
        assert (await usage(store.database, bound)).rows <= bound.rows
        entries = await kept.entries(EntryFilter(), limit=1000)
        assert [entry.url for entry in entries if entry.tenant == "quiet"] == [f"/{n}" for n in range(10)]
        assert [entry.url for entry in entries if entry.tenant == "loud"][-1] == "/29"
        assert [entry.url for entry in entries if entry.tenant == "quick"][-1] == "/199"
        await store.close()

    asyncio.run(script())


def test_an_inbox_holds_no_more_than_it_may(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bound = StorageLimit("inbox", 20, 50_000)
    monkeypatch.setattr(inbox, "INBOX", bound)

    async def script() -> None:
        store = Store(str(tmp_path / "state.sqlite3"), Clock(), Pace("instant", 1))
        await store.open()
        box = Inbox(store.database)
        await box.receive(ReceivedRequest("mine", "mine", "callback", "POST", "", {}, b"mine"))
        for number in range(60):
            body = str(number).encode() * (5_000 if number < 30 else 1)
            await box.receive(ReceivedRequest("other", "other", "callback", "POST", "", {}, body))
        used = await usage(store.database, bound)
        assert used.rows <= 20 and used.bytes <= 50_000
        assert [each.body for each in await box.received("mine")] == [b"mine"]
        assert (await box.received("other"))[-1].body == b"59"
        await store.close()

    asyncio.run(script())


def test_a_file_that_has_no_room_is_refused_and_metrics_and_storage_say_how_much_is_used(
    server: BackgroundServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    httpx.put(f"{server.url}/_sim/files/first", content=b"x" * 100).raise_for_status()
    metrics = httpx.get(f"{server.url}/_sim/metrics").text
    assert 'atlas_sim_kept_bytes{what="uploads"}' in metrics
    stored = httpx.get(f"{server.url}/_sim/storage").raise_for_status().json()
    journal_usage, _, files = stored["storage"]
    assert (journal_usage["name"], journal_usage["entries_limit"]) == ("journal", 100_000)
    assert files["bytes"] >= 100 and files["bytes_limit"] == 2_000_000_000
    assert files["fullness"] == round(max(files["entries"] / 10_000, files["bytes"] / 2_000_000_000), 4)
    assert stored["state_bytes"] > 0
    monkeypatch.setattr(uploads, "UPLOADS", StorageLimit("uploads", 1000, 150))
    refused = httpx.put(f"{server.url}/_sim/files/second", content=b"x" * 100)
    assert refused.status_code == 507
    assert "at most 1,000 and 150" in refused.json()["error"]
