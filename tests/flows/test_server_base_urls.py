"""Links: which base a client's begin with, which URLs lead back to the simulator, and for how long a signed one holds."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.clock import Clock
from simulator.flows import server_base_urls
from simulator.flows.model import File
from simulator.flows.server_base_urls import FACT, ServerBaseUrls
from simulator.flows.signed_links import SignedLinks
from simulator.flows.states import FileState
from simulator.flows.store import Store
from simulator.settings import load
from tests.flows.stores import on_a_store

FILE = File(
    1,
    "U",
    "t",
    "B",
    "F",
    "1",
    "http://h.test/1",
    "",
    FileState.PROCESSING_SUCCESS,
    0.0,
    "",
    "",
    "",
    0.0,
    changed_at=1000.0,
)


def bases(store: Store, **flags: str) -> ServerBaseUrls:
    return ServerBaseUrls(load(flags, {}), store.facts)


@on_a_store()
async def test_a_link_begins_with_what_its_tenant_used_last(store: Store) -> None:
    known = bases(store)
    assert (
        known.for_tenant("t") == known.default == "http://127.0.0.1:8642"
        and known.all_use_default
        and known.follow_clients
    )
    known.note_used_by_tenant("http://sim.test:1", "t")
    known.note_used_by_tenant("http://other.test", "o")
    known.note_used_by_tenant("http://sim.test:2", "t")
    assert (known.for_tenant("t"), known.for_tenant("o"), known.for_tenant("nobody")) == (
        "http://sim.test:2",
        "http://other.test",
        "http://127.0.0.1:8642",
    )
    assert not known.all_use_default
    for tenant in ("t", "o", "nobody"):
        known.note_used_by_tenant(known.default, tenant)
    assert known.all_use_default and known.for_tenant("t") == known.default
    assert not bases(store, public_url="http://sim.test").follow_clients


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("http://127.0.0.1:8642/_sim/files/a.png?expires=1", "/_sim/files/a.png"),
        ("http://localhost:8642/_sim/samples/PAN/1.png", "/_sim/samples/PAN/1.png"),
        ("http://[::1]:8642/_sim/inbox/t", "/_sim/inbox/t"),
        ("HTTP://LOCALHOST:8642/_sim/redacted/U", "/_sim/redacted/U"),
        (" \thttp://localhost:8642/_sim/files/a\n.png ", "/_sim/files/a.png"),
        # A proxy may have taken the TLS off, and said nothing of it.
        ("https://localhost:8642/_sim/files/a.png", "/_sim/files/a.png"),
        # Bases of its own: with the prefix of one, or without it; without a port that is the scheme's own.
        ("https://sim.test/atlas/_sim/files/a", "/_sim/files/a"),
        ("https://sim.test/_sim/files/a", "/_sim/files/a"),
        ("https://sim.test:443/atlas/_sim/files/a", "/_sim/files/a"),
        ("http://sim.test:80/atlas/_sim/files/a", "/_sim/files/a"),
        ("https://sim.test./atlas/_sim/files/a", "/_sim/files/a"),
        ("https://sim.test/other/_sim/files/a", ""),
        ("https://sim.test/atlas/atlas/_sim/files/a", ""),
        # Nothing else of it, and nothing of others.
        ("http://localhost:8642/_sim/state", ""),
        ("http://localhost:8642/_sim/files/", ""),
        ("http://localhost:8642/_sim/filesx/a", ""),
        ("http://localhost:8642/v3/_sim/files/a", ""),
        ("http://localhost:8643/_sim/files/a", ""),
        ("http://localhost.evil.test:8642/_sim/files/a", ""),
        ("http://evil.test/?http://localhost:8642/_sim/files/a", ""),
        ("ftp://localhost:8642/_sim/files/a", ""),
        ("//localhost:8642/_sim/files/a", ""),
        ("http://localhost:99999/_sim/files/a", ""),
        ("http://[/_sim/files/a", ""),
        ("", ""),
    ],
)
@on_a_store()
async def test_only_urls_of_the_simulator_s_own_lead_back_to_it(store: Store, url: str, path: str) -> None:
    known = bases(store)
    await known.note_reached_by("https://sim.test/atlas")
    assert known.own_path_of(url) == path


@on_a_store()
async def test_bases_are_known_to_the_next_run_on_the_same_state(store: Store) -> None:
    first = bases(store)
    for base in ("http://sim.test", "http://sim.test", "https://other.test/p"):
        await first.note_reached_by(base)
    writes = store.database.changes
    for base in ("http://sim.test", "http://localhost:8642"):
        await first.note_reached_by(base)
    assert store.database.changes == writes, "what is known is not written again with every request"
    kept = msgspec.json.decode(await store.facts.get(FACT) or b"")
    assert kept.count("http://sim.test") == 1 and kept[-2:] == ["http://sim.test", "https://other.test/p"]
    second = bases(store, port="9000")
    assert second.own_path_of("https://other.test/p/_sim/files/a") == ""
    await second.load()
    assert second.own_path_of("https://other.test/p/_sim/files/a") == "/_sim/files/a"
    assert second.own_path_of("http://localhost:8642/_sim/files/a") == "/_sim/files/a"


@on_a_store()
async def test_where_too_many_are_known_the_oldest_is_forgotten_but_never_the_server_s_own(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server_base_urls, "MOST_BASES", 4)
    monkeypatch.setattr(server_base_urls, "MOST_TENANTS", 3)
    known = bases(store)
    for number in range(12):
        await known.note_reached_by(f"http://sim{number}.test")
        known.note_used_by_tenant(f"http://sim{number}.test", f"t{number}")
    leads = [number for number in range(12) if known.own_path_of(f"http://sim{number}.test/_sim/files/a")]
    assert leads == [8, 9, 10, 11]
    for own in ("http://127.0.0.1:8642", "http://localhost:8642", "http://[::1]:8642"):
        assert known.own_path_of(f"{own}/_sim/files/a") == "/_sim/files/a", own
    assert [known.for_tenant(f"t{number}") == known.default for number in range(12)] == [True] * 9 + [False] * 3


@on_a_store()
async def test_what_is_forgotten_takes_no_other_base_of_the_same_host_with_it(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = bases(store)
    monkeypatch.setattr(server_base_urls, "MOST_BASES", 2)
    for base in ("http://sim.test/old", "http://sim.test/new", "http://other.test"):
        await known.note_reached_by(base)
    assert known.own_path_of("http://sim.test/new/_sim/files/a") == "/_sim/files/a"
    assert known.own_path_of("http://sim.test/old/_sim/files/a") == ""


def links(store: Store, life: float = 60.0, key: bytes = b"key") -> SignedLinks:
    return SignedLinks(bases(store), key, life, store.clock)


def parts(link: str) -> tuple[str, str]:
    query = link.partition("?")[2].split("&")
    return query[0].removeprefix("expires="), query[1].removeprefix("signature=")


@on_a_store()
async def test_a_link_holds_until_it_expires_and_for_its_own_file_alone(store: Store) -> None:
    signed = links(store)
    file = msgspec.structs.replace(FILE, changed_at=store.clock.now())
    link = signed.redacted(file)
    assert link.startswith("http://127.0.0.1:8642/_sim/redacted/U?expires=")
    expires, signature = parts(link)
    assert signed.holds("U", expires, signature, "t")
    assert not signed.holds("V", expires, signature, "t")
    assert not signed.holds("U", str(int(expires) + 1), signature, "t")
    assert not signed.holds("U", expires, signature[:-1], "t") and not signed.holds("U", expires, "é", "t")
    assert not links(store, key=b"other").holds("U", expires, signature, "t")
    for odd in ("", "-1", "1e9", "٣", "9" * 30, f" {expires}", "x"):
        assert not signed.holds("U", odd, signature, "t"), odd
    store.clock.advance(59)
    assert signed.holds("U", expires, signature, "t") and signed.redacted(file) == link, "the same for its whole life"
    store.clock.advance(2)
    assert not signed.holds("U", expires, signature, "t")
    assert signed.holds("U", *parts(signed.redacted(file)), "t"), "asked for again, a fresh one"


@on_a_store()
async def test_a_link_expires_by_the_time_of_the_tenant_whose_file_it_is(store: Store) -> None:
    signed = links(store)
    link = signed.redacted(msgspec.structs.replace(FILE, changed_at=store.clock.now()))
    store.clock.advance(120, "t")
    assert not signed.holds("U", *parts(link), "t") and signed.holds("U", *parts(link), "other")


@settings(max_examples=80, deadline=None)
@given(st.floats(0, 1e5), st.floats(0, 1e7), st.floats(1, 1e5))
def test_a_fresh_link_holds_at_least_now_and_no_longer_than_two_lives(read: float, later: float, life: float) -> None:
    clock = Clock()
    clock.freeze()
    start = clock.now()
    clock.advance(read + later)

    class Nowhere(ServerBaseUrls):
        def __init__(self) -> None:
            """Of no settings."""

        def for_tenant(self, tenant: str) -> str:
            return "http://sim.test"

    signed = SignedLinks(Nowhere(), b"key", life, clock)
    expires, signature = parts(signed.redacted(msgspec.structs.replace(FILE, changed_at=start + read)))
    assert signed.holds("U", expires, signature, "t")
    assert clock.now() < int(expires) <= clock.now() + life + 2
