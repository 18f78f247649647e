"""`/_sim/metrics`, read with Prometheus's own parser."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from simulator.client.atlas_client import AtlasClient
from simulator.client.receiver import Answer, Receiver
from simulator.server import BackgroundServer

Start = Callable[..., BackgroundServer]
Values = dict[tuple[str, frozenset[tuple[str, str]]], float]


@pytest.fixture
def client(start: Start) -> Iterator[AtlasClient]:
    with AtlasClient(start(callback_attempts=2).url) as asking:
        httpx.put(
            f"{base(asking)}/_sim/scenario",
            json={"scenario": {"canned": [{"document_id": "1", "document_type": "PAN"}]}},
        )
        yield asking


def base(client: AtlasClient) -> str:
    return str(client._http.base_url).rstrip("/")


def scrape(client: AtlasClient) -> Callable[..., float]:
    answer = httpx.get(f"{base(client)}/_sim/metrics").raise_for_status()
    assert answer.headers["content-type"].startswith("text/plain; version=")
    values: Values = {}
    for family in text_string_to_metric_families(answer.text):
        assert family.documentation
        values |= {(sample.name, frozenset(sample.labels.items())): sample.value for sample in family.samples}

    def value(name: str, **labels: str) -> float:
        return values.get((f"atlas_sim_{name}", frozenset(labels.items())), 0.0)

    return value


def test_a_flow_is_counted_from_request_to_callback(client: AtlasClient, receiver: Receiver) -> None:
    receiver.script("/callback", Answer(500))
    flow = client.init(auth_url=receiver.auth_url, callback_url=receiver.callback_url)
    client.multiupload(
        flow, [("1", receiver.serve_file("a", b"a")), ("2", receiver.serve_file("b", b"")), ("3", receiver.url)]
    )
    client.wait(flow)
    httpx.post(f"{base(client)}/_sim/clock", json={"advance": "1m"}, timeout=30).raise_for_status()
    value = scrape(client)
    assert value("requests_total", method="POST", path="/v3/verification/multiupload", status="201") == 1
    assert value("request_seconds_count", path="/v3/verification/flow/init") == 1
    assert value("files_total", state="UPLOAD_INPROGRESS") == 3
    assert value("files_total", state="UPLOAD_FAILED") == 1
    assert value("documents_total", type="PAN") == 1
    assert value("flows_total", state="FAILED") == 1
    assert value("calls_total", kind="download", status="200") == 2
    assert value("calls_total", kind="callback", status="500") == 1
    assert value("calls_total", kind="callback", status="200") == 1
    assert value("deliveries_total", outcome="DELIVERED") == 1
    assert value("stage_seconds_count", state="UPLOAD_INPROGRESS") == 3
    assert value("documents_read_total") == 1
    assert value("queue", queue="deliver", when="due") == value("running", queue="read") == 0
    assert value("state_bytes") > 0


def test_what_waits_is_told_by_why_it_waits(client: AtlasClient, receiver: Receiver) -> None:
    httpx.put(f"{base(client)}/_sim/scenario", json={"scenario": {"pace": "manual"}}).raise_for_status()
    flow = client.init(auth_url=receiver.auth_url, callback_url=receiver.callback_url)
    client.multiupload(flow, [("1", receiver.serve_file("a", b"a")), ("2", receiver.serve_file("b", b""))])
    assert scrape(client)("queue", queue="download", when="held") == 2


def test_paths_that_do_not_exist_make_no_series_of_their_own(client: AtlasClient) -> None:
    for number in range(5):
        client.request("GET", f"/nothing/{number}")
    value = scrape(client)
    assert value("requests_total", method="GET", path="other", status="404") == 5
    assert value("requests_total", method="GET", path="/nothing/1", status="404") == 0
