"""A receiver that is slow or never answers, and a tenant with a backlog, hold up nobody but themselves."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator

import httpx
import pytest

from simulator.client.atlas_client import AtlasClient
from simulator.client.receiver import Answer, Receiver
from simulator.flows.model import Delivery
from simulator.flows.states import DeliveryState
from simulator.pipeline.fair_queueing import REPEATED_BESIDE_FIRST, first_tries_first
from simulator.server import BackgroundServer

Start = Callable[..., BackgroundServer]
#: More than may be under way to one host (16), so that the rest of them waits.
CROWD = 24


@pytest.fixture
def mute() -> Iterator[str]:
    """A host that takes connections and says nothing."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.3", 0))
        listener.listen(256)
        yield f"http://127.0.0.3:{listener.getsockname()[1]}"


@pytest.fixture
def lazy() -> Iterator[Receiver]:
    with Receiver("127.0.0.2") as running:
        running.rule("/callback", lambda _: Answer(200, wait=60.0))
        yield running


def test_callbacks_pass_those_that_wait_for_slow_dead_and_half_dead_receivers(
    start: Start, receiver: Receiver, lazy: Receiver, mute: str
) -> None:
    server = start(callback_timeout=60)
    canned = {"canned": [{"document_id": "*", "document_type": "PAN"}]}
    httpx.put(f"{server.url}/_sim/scenario", json={"scenario": canned}).raise_for_status()
    url = receiver.serve_file("a", b"a")
    with AtlasClient(server.url) as client:
        for _ in range(CROWD):
            for auth, callback in (
                (receiver.auth_url, lazy.callback_url),
                (receiver.auth_url, f"{mute}/callback"),
                (f"{mute}/auth", receiver.callback_url),
            ):
                client.multiupload(client.init(auth_url=auth, callback_url=callback), [("1", url)])
        lazy.wait_for(16, seconds=20)
        for _ in range(5):
            flow = client.init(auth_url=receiver.auth_url, callback_url=receiver.callback_url)
            client.multiupload(flow, [("1", url)])
        assert len(receiver.wait_for(5, seconds=20)) == 5
    assert len(lazy.callbacks()) == 16


def test_files_pass_those_that_wait_for_a_slow_host(start: Start, receiver: Receiver, lazy: Receiver) -> None:
    lazy.rule("/slow", lambda _: Answer(200, b"x", wait=60.0))
    server = start()
    with AtlasClient(server.url) as client:
        slow = client.init(auth_url=receiver.auth_url, callback_url=receiver.callback_url)
        client.multiupload(slow, [(str(number), f"{lazy.url}/slow?{number}") for number in range(80)])
        lazy.wait_for(16, "/slow", seconds=20)
        quick = client.init(auth_url=receiver.auth_url, callback_url=receiver.callback_url)
        client.multiupload(quick, [("1", receiver.serve_file("a", b""))])
        assert client.wait(quick)["master_status"] == "SUCCESS"
    assert len(lazy.requests("/slow")) == 16


def test_a_tenant_s_backlog_holds_up_no_other_tenant(start: Start, receiver: Receiver) -> None:
    server = start(pace="instant")
    canned = {"canned": [{"document_id": "*", "document_type": "PAN"}]}
    httpx.put(f"{server.url}/_sim/scenario", json={"scenario": canned}).raise_for_status()
    receiver.rule("/slow", lambda _: Answer(200, b"x", wait=0.2))
    with AtlasClient(server.url, client_id="crowd") as crowd, AtlasClient(server.url, client_id="alone") as alone:
        flow = crowd.init(auth_url=receiver.auth_url, callback_url=receiver.callback_url)
        crowd.multiupload(flow, [(str(n), f"{receiver.url}/slow?{n}") for n in range(300)])
        own = alone.init(auth_url=receiver.auth_url, callback_url=receiver.callback_url)
        alone.multiupload(own, [("1", f"{receiver.url}/slow?own")])
        alone.wait(own, seconds=20)
        waiting = crowd.status(flow)
    assert waiting["upload_status"] == "IN_PROGRESS"
    paths = [got.query for got in receiver.requests("/slow")]
    assert paths.index("own") < 100


def delivery(number: int, tenant: str, attempts: int) -> Delivery:
    state = DeliveryState.IN_PROGRESS if attempts else DeliveryState.INITIATED
    return Delivery(number, "flow", tenant, f"f-{number}", "", "", "http://h/", "", state, b"", attempts, 0.0, 0.0)


def test_repeated_deliveries_leave_the_way_to_first_ones_and_have_it_to_themselves_without_them() -> None:
    repeated = [delivery(number, "crowd", 2) for number in range(5)]
    others = [delivery(10, "other", 1)]
    first = delivery(20, "good", 0)
    assert first_tries_first([*repeated, *others], []) == [*repeated, *others]
    assert first_tries_first([*repeated, first, *others], []) == [
        *repeated[:REPEATED_BESIDE_FIRST],
        first,
        *others,
    ]
    assert first_tries_first([*repeated, *others], [first]) == [*repeated[:REPEATED_BESIDE_FIRST], *others]
    assert first_tries_first([*repeated[2:], *others], [first, *repeated[:2]]) == others
