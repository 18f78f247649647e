"""A client's trace goes on through download, read, compare and deliver to its receiver, and a collector gets it."""

from __future__ import annotations

import gzip
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from simulator.client.atlas_client import AtlasClient
from simulator.client.control import Control
from simulator.client.receiver import Receiver
from simulator.errors import SettingError
from simulator.tracing import Tracing, open_tracing

pytest.importorskip("opentelemetry.exporter.otlp.proto.http")
TRACE, PARENT = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"
BROUGHT = f"00-{TRACE}-{PARENT}-01"


class Collector:
    """An OTLP/HTTP collector that keeps what it gets."""

    def __init__(self) -> None:
        from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

        spans: list[Any] = []
        self.spans = spans

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                if self.headers.get("Content-Encoding") == "gzip":
                    body = gzip.decompress(body)
                assert self.path == "/v1/traces"
                request = ExportTraceServiceRequest.FromString(body)
                spans.extend(s for r in request.resource_spans for scope in r.scope_spans for s in scope.spans)
                self.send_response(200)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def named(self, name: str, count: int = 1) -> list[Any]:
        """The spans of a name, once there are so many."""
        end = time.monotonic() + 30
        while len(found := [each for each in self.spans if each.name == name]) < count:
            assert time.monotonic() < end, f"{len(found)} spans {name!r} of {[each.name for each in self.spans]}"
            time.sleep(0.02)
        return found

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def collector() -> Iterator[Collector]:
    made = Collector()
    yield made
    made.close()


def attributes(span: Any) -> dict[str, Any]:
    return {each.key: getattr(each.value, str(each.value.WhichOneof("value"))) for each in span.attributes}


def run_flow(url: str, receiver: Receiver, traceparent: str = "") -> str:
    """A flow of one document that is there and one that is not; its flow_uuid, once it was called back."""
    with AtlasClient(url, client_id="traced") as client, Control(url, "traced") as control:
        control.scenario({"canned": [{"document_id": "*", "document_type": "PAN"}]})
        control.faults(point="download", action="expired", document="late", times=1)
        flow = client.init(auth_url=receiver.auth_url, callback_url=receiver.callback_url)
        files = [{"file_url": control.put_file(name, name.encode()), "document_id": name} for name in ("here", "late")]
        headers = {"traceparent": traceparent} if traceparent else {}
        body = {"flow_uuid": flow, "file_urls": files}
        client.request("POST", "/v3/verification/multiupload", json=body, headers=headers).raise_for_status()
        client.wait(flow)
        receiver.wait_for(1, seconds=30)
        control.clear_faults()
        return flow


def test_a_clients_trace_goes_through_the_flow_to_its_receiver(start, collector) -> None:
    server = start(otel_endpoint=collector.url)
    with Receiver() as receiver:
        flow = run_flow(server.url, receiver, BROUGHT)
        (request,) = collector.named("POST /v3/verification/multiupload")
        assert (request.trace_id.hex(), request.parent_span_id.hex()) == (TRACE, PARENT)
        downloads, (read,) = collector.named("download", 2), collector.named("read")
        (compare,), (deliver,) = collector.named("compare"), collector.named("deliver")
        for span in (*downloads, read, compare, deliver):
            assert (span.trace_id, span.parent_span_id) == (request.trace_id, request.span_id)
            assert attributes(span)["atlas.flow_uuid"] == flow
            assert span.end_time_unix_nano >= span.start_time_unix_nano
        assert attributes(read)["atlas.document_type"] == "PAN"
        assert sorted(span.status.code for span in downloads) == [0, 2]
        assert "expired" in next(span.status.message for span in downloads if span.status.code)
        assert attributes(deliver)["atlas.delivery_state"] == "DELIVERED"
        carried = f"00-{TRACE}-{deliver.span_id.hex()}-01"
        callback = receiver.wait_for(1)[0]
        assert callback.headers["traceparent"] == carried
        (auth,) = receiver.requests("/auth")
        assert auth.headers["traceparent"] == carried


def test_without_a_trace_of_its_own_a_flow_begins_one_and_the_simulators_own_calls_are_none(start, collector) -> None:
    server = start(otel_endpoint=collector.url)
    with Receiver() as receiver:
        run_flow(server.url, receiver)
        (request,), (deliver,) = collector.named("POST /v3/verification/multiupload"), collector.named("deliver")
        assert request.parent_span_id == b"" and deliver.trace_id == request.trace_id
        assert not [each.name for each in collector.spans if "_sim" in each.name]


def test_numbers_and_tokens_are_masked_in_spans(start, collector) -> None:
    server = start(otel_endpoint=collector.url)
    with AtlasClient(server.url, client_id="traced") as client:
        client.request("GET", "/v3/verification/status/2345 6789 0124")
    collector.named("GET /v3/verification/status/**** **** 0124")
    assert not any("2345 6789 0124" in str(each) for each in collector.spans)


def test_off_by_default_nothing_is_loaded_and_nothing_carried(server) -> None:
    with Receiver() as receiver:
        run_flow(server.url, receiver)
        assert "traceparent" not in receiver.wait_for(1)[0].headers
    assert type(open_tracing("")) is Tracing


def test_a_collector_that_is_away_keeps_nobody_waiting(start) -> None:
    server = start(otel_endpoint="http://127.0.0.1:9")
    with Receiver() as receiver:
        run_flow(server.url, receiver)
    began = time.monotonic()
    server.close()
    assert time.monotonic() - began < 8


def test_without_the_extra_the_start_says_what_to_install(monkeypatch) -> None:
    monkeypatch.setattr("simulator.tracing.missing", lambda modules: list(modules))
    with pytest.raises(SettingError, match=r"--otel-endpoint needs packages .*opentelemetry|otel"):
        open_tracing("http://127.0.0.1:4318")
