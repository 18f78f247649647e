"""A tenant's clock moves its own tokens, links and retries, and nobody else's; everyone's moves all."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import httpx
import pytest

from simulator.client.control import Control, ControlFailed
from simulator.server import BackgroundServer
from simulator.testing.atlas import Atlas


@pytest.fixture
def two(server: BackgroundServer) -> Iterator[tuple[Atlas, Atlas]]:
    with Atlas(server.url) as one, Atlas(server.url) as other:
        for atlas in (one, other):
            atlas.canned(document_id="*", document_type="PAN", fields={"pan_number": "ABCPV1234K"})
        yield one, other
        one.reset()
        other.reset()


def test_tokens_and_links_of_others_are_left_alone(two: tuple[Atlas, Atlas]) -> None:
    flows = [atlas.flow_of() for atlas in two]
    links = [atlas.put_file("paper.txt", b"paper", expires_in="15m") for atlas in two]
    tokens = [atlas.client.token() for atlas in two]
    one, other = two
    before = other.clock.now()["timestamp"]
    assert one.clock.advance("61m")["timestamp"] >= before + 3660
    assert other.clock.now()["timestamp"] < before + 600
    asked = [
        httpx.get(
            f"{one.url}/v3/verification/status", params={"flow_uuid": flow}, headers={"Token": token}, trust_env=False
        )
        for flow, token in zip(flows, tokens, strict=True)
    ]
    assert [answer.status_code for answer in asked] == [401, 200]
    assert asked[0].json()["reason"] == "Signature has expired"
    assert [httpx.get(link, trust_env=False).status_code for link in links] == [403, 200]


def test_retries_of_others_wait_for_their_own_time(two: tuple[Atlas, Atlas]) -> None:
    for atlas in two:
        atlas.faults(point="callback", action="delay", delay="30m")
        atlas.wait_for(atlas.flow_of())
    one, other = two
    assert one.clock.advance("31m")["settled"]
    assert (len(one.inbox.callbacks()), len(other.inbox.callbacks())) == (1, 0)
    delivered = one.inbox.received("callback")[0]["at"]
    timeline = one.flow(one.flows()[0]["flow_uuid"])["timeline"]
    assert timeline[-1]["at"] == delivered > timeline[0]["at"]
    assert minutes(timeline[0]["at"], delivered) == pytest.approx(30, abs=1)
    other.clock.advance("31m")
    assert len(other.inbox.callbacks()) == 1


def minutes(begin: str, end: str) -> float:
    return (datetime.fromisoformat(end) - datetime.fromisoformat(begin)).total_seconds() / 60


def test_retries_that_follow_from_others_happen_each_at_its_moment(two: tuple[Atlas, Atlas]) -> None:
    one, _ = two
    one.inbox.refuse(callback=[500, 500, 500])
    flow = one.flow_of()
    one.wait_for(flow)
    one.clock.advance("10m")
    (delivery,) = one.flow(flow)["deliveries"]
    assert [each["status"] for each in delivery["attempts"] if each["step"] == "callback"] == [500, 500, 500, 200]


def test_a_frozen_tenant_stands_still_alone_and_still_works(two: tuple[Atlas, Atlas]) -> None:
    one, other = two
    assert one.clock.freeze()["frozen"] and not other.clock.now()["frozen"]
    first = one.clock.now()["timestamp"]
    one.faults(point="callback", action="delay", delay="10ms")
    one.wait_for(one.flow_of())
    other.wait_for(other.flow_of(), delivered=True)
    assert one.inbox.callbacks() == [] and one.clock.now()["timestamp"] == first
    one.clock.advance(1)
    assert one.clock.now()["timestamp"] == first + 1 and len(one.inbox.callbacks()) == 1
    assert not one.clock.resume()["frozen"]
    one.clear_faults()
    one.wait_for(one.flow_of(), delivered=True)


def test_everyones_clock_moves_all_and_keeps_what_a_tenant_is_ahead(start: Any) -> None:
    server = start()
    everyone = Control(server.url)
    with Atlas(server.url) as one, Atlas(server.url) as other:
        one.clock.advance("1h")
        one.put_file("a.txt", b"a", expires_in="10m")
        began = other.clock.now()["timestamp"]
        everyone.clock.advance("2h")
        assert other.clock.now()["timestamp"] == pytest.approx(began + 7200, abs=60)
        assert one.clock.now()["timestamp"] == pytest.approx(began + 10800, abs=60)
        one.reset()
        assert one.clock.now()["timestamp"] == pytest.approx(began + 7200, abs=60)
    everyone.close()


def test_a_tenants_time_outlives_a_restart(start: Any) -> None:
    server = start()
    with Atlas(server.url, "lender") as atlas:
        ahead = atlas.clock.advance("5h")["timestamp"]
    server.close()
    server = start()
    with Atlas(server.url, "lender") as atlas, Atlas(server.url) as other:
        assert atlas.clock.now()["timestamp"] >= ahead
        assert other.clock.now()["timestamp"] < ahead - 3600


def test_one_flow_goes_ahead_alone(two: tuple[Atlas, Atlas]) -> None:
    one, other = two
    one.faults(point="callback", action="delay", delay="30m")
    flows = [one.flow_of(application_id=f"APP-{number}") for number in range(2)]
    for flow in flows:
        one.wait_for(flow)
    before = one.clock.now()["timestamp"]
    one.clock.advance("31m", flow=flows[1])
    assert [each["application_id"] for each in one.inbox.callbacks()] == ["APP-1"]
    assert one.clock.now()["timestamp"] < before + 600
    with pytest.raises(ControlFailed, match="unknown flow"):
        other.clock.advance("31m", flow=flows[0])
    one.clock.advance("31m")
    assert len(one.inbox.callbacks()) == 2
