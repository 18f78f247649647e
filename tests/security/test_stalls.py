"""No request keeps the others waiting: the longest piece of work on the event loop stays short, whatever is sent."""

from __future__ import annotations

import asyncio
import gc
import json
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import httpx
import pytest

from simulator.client.atlas_client import AtlasClient
from simulator.client.receiver import Receiver
from simulator.server import BackgroundServer
from simulator.testing.watchdog import Watchdog

#: Processor seconds that one turn of the loop may take.
LONGEST_STALL = 0.05
#: So often a request that stalls is sent again, before it is called one that does.
TURNS = 5
STATUS, INIT, UPLOAD = "/v3/verification/status", "/v3/verification/flow/init", "/v3/verification/multiupload"


@pytest.fixture
def loop(server: BackgroundServer) -> Iterator[asyncio.AbstractEventLoop]:
    """The loop on which the server answers."""
    task = server.core.recorder._task
    assert task is not None
    # As `serve` does: what the tests have loaded is not looked through for garbage.
    gc.collect()
    gc.freeze()
    yield task.get_loop()
    gc.unfreeze()


PIECES = (
    "eyJ",
    "\\",
    '\\"token',
    '"token":',
    "a=b&",
    "%25",
    "sig%3D",
    "Bearer ",
    "1 ",
    "1234 ",
    "[",
    "{",
    ",",
    '\\\\"',
    "sim:a ",
    "*",
)


def heads() -> Iterator[tuple[str, dict[str, Any]]]:
    """Requests of somebody without an account."""
    for piece in PIECES:
        text = piece * (14_000 // len(piece))
        yield f"query of {piece!r}", {"method": "GET", "url": STATUS, "params": {"flow_uuid": text[:4_000]}}
        for header in ("Token", "Cookie", "Client-Id", "Referer", "X-Any", "Authorization"):
            yield f"{header} of {piece!r}", {"method": "GET", "url": "/_sim/flows", "headers": {header: text + "x"}}


def bodies() -> Iterator[tuple[str, dict[str, Any]]]:
    for piece in PIECES:
        yield (
            f"body of {piece!r}",
            {"method": "POST", "url": INIT, "content": (piece * (4_000_000 // len(piece))).encode()},
        )
    long = {
        "application_id": "x" * 8_000_000,
        "product_type": "eyJ" * 100_000,
        "flow_params": {"a": "\\" * 60_000},
        "auth_url": "http://a.example/" + "eyJ" * 100_000,
        "callback_url": "http://a.example/",
    }
    yield "long members", {"method": "POST", "url": INIT, "content": json.dumps(long).encode()}
    yield "many lists", {"method": "POST", "url": UPLOAD, "content": b'{"file_urls":[' + b"[]," * 330_000 + b"1]}"}
    yield "many objects", {"method": "POST", "url": UPLOAD, "content": b'{"file_urls":[' + b"{}," * 330_000 + b"1]}"}
    yield (
        "many keys",
        {"method": "POST", "url": INIT, "content": json.dumps(dict.fromkeys(map(str, range(99_000)))).encode()},
    )


@pytest.mark.parametrize("requests", [heads, bodies], ids=["heads", "bodies"])
@pytest.mark.parametrize("account", [False, True], ids=["nobody", "a tenant"])
@pytest.mark.parametrize("rule", [False, True], ids=["no rule", "a rule"])
def test_no_request_stalls_the_server(
    server: BackgroundServer,
    client: AtlasClient,
    loop: asyncio.AbstractEventLoop,
    requests: Any,
    account: bool,
    rule: bool,
) -> None:
    token = {"Token": client.token()} if account else {}
    stalls = []
    with httpx.Client(base_url=server.url, trust_env=False, timeout=60) as http, planned(http, rule):
        http.get(STATUS)  # what is loaded with the first request is loaded
        for name, asked in requests():
            longest = LONGEST_STALL + 1
            # Work that a request makes is there every time; a machine whose memory is slow for a moment is not.
            for _ in range(TURNS):
                if longest <= LONGEST_STALL:
                    break
                with Watchdog(loop) as watchdog:
                    with suppress(httpx.RemoteProtocolError, httpx.WriteError, httpx.ReadError):
                        http.request(**{**asked, "headers": {**token, **asked.get("headers", {})}})
                    # The journal prepares what passed before it answers.
                    http.get("/_sim/journal", params={"limit": 1})
                longest = min(longest, watchdog.longest)
            if longest > LONGEST_STALL:
                stalls.append(f"{name}: {longest * 1000:.0f} ms")
    assert not stalls, "\n".join(stalls)


@contextmanager
def planned(http: httpx.Client, rule: bool) -> Iterator[None]:
    """Within, everyone's rule is in force or none: a rule is asked about every request, by what stands in its body."""
    if not rule:
        yield
        return
    planned = {"point": "request", "action": "answer", "status": 503, "application": f"NOBODY {uuid.uuid4().hex}"}
    answer = http.post("/_sim/faults", json=planned).raise_for_status()
    yield
    [rule_in_force] = answer.json()["faults"]
    http.delete(f"/_sim/faults/{rule_in_force['id']}").raise_for_status()


def test_what_a_receiver_answers_stalls_nobody(
    server: BackgroundServer, client: AtlasClient, receiver: Receiver, loop: asyncio.AbstractEventLoop
) -> None:
    application = f"APP {uuid.uuid4().hex}"
    with Watchdog(loop) as watchdog:
        flow = client.init(
            application_id=application,
            auth_url=receiver.auth_url,
            callback_url=receiver.callback_url + "?x=" + "eyJ" * 2_000,
        )
        client.multiupload(flow, [("1", receiver.url + "/" + "eyJ\\" * 1_500)])
        client.wait(flow)
        httpx.get(f"{server.url}/_sim/journal", trust_env=False)
    assert watchdog.longest < LONGEST_STALL


def test_the_watchdog_sees_a_stall(loop: asyncio.AbstractEventLoop) -> None:
    def busy() -> None:
        until = time.thread_time() + LONGEST_STALL * 1.5
        while time.thread_time() < until:
            pass

    with Watchdog(loop) as watchdog:
        loop.call_soon_threadsafe(busy)
    assert watchdog.longest > LONGEST_STALL
