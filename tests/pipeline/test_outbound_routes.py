"""How the simulator's own requests travel: led elsewhere, through a proxy, trusting more authorities."""

from __future__ import annotations

import asyncio
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest
import trustme

from simulator.client.receiver import Answer, Receiver
from simulator.errors import SettingError
from simulator.extras import IN_IMAGE
from simulator.hosts import parse_rules
from simulator.pipeline.download import Downloader
from simulator.pipeline.outbound_routes import outbound_routes
from simulator.pipeline.step_results import DownloadError
from simulator.settings import load


def fetch(url: str, deny: tuple[str, ...] = (), allow: tuple[str, ...] = (), **settings: Any) -> bytes:
    async def run() -> bytes:
        downloader = Downloader(
            seconds=5,
            redirects=3,
            max_bytes=1_000_000,
            rules=parse_rules(allow, deny),
            routes=outbound_routes(load(settings, environment={})),
        )
        try:
            return (await downloader.fetch(url)).body
        finally:
            await downloader.close()

    return asyncio.run(run())


def place(receiver: Receiver) -> str:
    return receiver.url.removeprefix("http://")


def test_a_request_is_led_elsewhere_and_keeps_its_host_and_its_signed_query(receiver: Receiver) -> None:
    path = receiver.serve_file("a.bin", b"content").removeprefix(receiver.url)
    led = {"connect_to": [f"localhost:9000={place(receiver)}", f"minio:9000={place(receiver)}"]}
    assert fetch(f"http://localhost:9000{path}", **led) == b"content"
    assert fetch(f"http://MINIO:9000{path}", **led) == b"content"
    first, second = receiver.requests()
    assert (first.headers["host"], second.headers["host"].lower()) == ("localhost:9000", "minio:9000")
    assert first.query == second.query == "X-Amz-Expires=900&X-Amz-Signature=ab%2Fcd%3D"
    with pytest.raises(DownloadError):
        fetch(f"http://minio:9001{path}", **led)


def test_rules_hold_for_where_a_request_is_led(receiver: Receiver) -> None:
    url = receiver.serve_file("a.bin", b"content").replace(place(receiver), "files.example:80")
    led = {"connect_to": [f"files.example:80={place(receiver)}"]}
    with pytest.raises(DownloadError, match=r"127\.0\.0\.1 is denied by --deny-host 127\.0\.0\.0/8"):
        fetch(url, deny=("127.0.0.0/8",), **led)
    assert fetch(url, deny=("10.0.0.0/8",), **led) == b"content"


@contextmanager
def tls_server(authority: trustme.CA, name: str) -> Iterator[int]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"over TLS")

        def log_message(self, format: str, *args: Any) -> None:
            """Nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert(name).configure_cert(context)
        server.socket = context.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


def test_tls_is_checked_against_the_name_in_the_url_and_trusts_the_authorities_of_a_file(tmp_path: Path) -> None:
    authority, file = trustme.CA(), tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(str(file))
    with tls_server(authority, "bucket.example") as port:
        led = {"connect_to": [f"bucket.example:443=127.0.0.1:{port}", f"other.example:443=127.0.0.1:{port}"]}
        assert fetch("https://bucket.example/a", ca_file=str(file), **led) == b"over TLS"
        with pytest.raises(DownloadError, match="certificate verify failed"):
            fetch("https://bucket.example/a", **led)
        with pytest.raises(DownloadError, match=r"other\.example"):
            fetch("https://other.example/a", ca_file=str(file), **led)


def test_a_file_that_holds_no_authorities_is_refused_at_the_start(tmp_path: Path) -> None:
    (tmp_path / "empty.pem").write_text("nothing")
    for name in ("empty.pem", "none.pem"):
        with pytest.raises(SettingError, match=f"--ca-file .*{name}"):
            outbound_routes(load({"ca_file": str(tmp_path / name)}, environment={}))


@pytest.fixture
def proxy(receiver: Receiver) -> Iterator[Receiver]:
    """A forward proxy: a receiver gets whole URLs as paths of its requests, and answers as the world would."""
    receiver.rule("/file.bin", lambda _: Answer(200, b"by proxy"))
    yield receiver


def test_files_are_fetched_through_a_proxy_unless_they_are_on_this_machine(proxy: Receiver) -> None:
    assert fetch("http://files.example/file.bin", outgoing_proxy=proxy.url) == b"by proxy"
    (request,) = proxy.requests()
    assert request.headers["host"] == "files.example"
    with Receiver() as local:
        assert fetch(local.serve_file("a.bin", b"direct"), outgoing_proxy=proxy.url) == b"direct"
    assert len(proxy.requests()) == 1


def test_rules_hold_for_what_goes_through_a_proxy(proxy: Receiver) -> None:
    for url, deny in (
        ("http://db.internal/file.bin", ("*.internal",)),
        ("http://169.254.169.254/file.bin", ("169.254.0.0/16",)),
    ):
        with pytest.raises(DownloadError, match="is denied by --deny-host"):
            fetch(url, deny=deny, outgoing_proxy=proxy.url)
    with pytest.raises(DownloadError, match="is not among the hosts of --allow-host"):
        fetch("http://files.example/file.bin", allow=("other.example",), outgoing_proxy=proxy.url)
    assert proxy.requests() == []


def test_a_refusal_of_the_containers_own_loopback_says_what_to_set(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    monkeypatch.setenv(IN_IMAGE, "yes")
    with pytest.raises(DownloadError) as caught:
        fetch(f"http://127.0.0.1:{port}/a")
    assert f"--connect-to 127.0.0.1:{port}=host.docker.internal:{port}" in str(caught.value)


@pytest.mark.parametrize(
    "pair", ["a:1", "a=b:1", "a:1=b", "a:0=b:1", "a:1=b:70000", "::1:5=b:1", "10.0.0.0/8:1=b:1", "*.a.b:1=c:1"]
)
def test_a_pair_that_is_none_is_refused(pair: str) -> None:
    with pytest.raises(SettingError, match="HOST:PORT=HOST:PORT"):
        load({"connect_to": [pair]}, environment={})


def test_places_may_be_ipv6() -> None:
    found = outbound_routes(load({"connect_to": ["[::1]:5=[fd00::1]:6"]}, environment={}))
    assert found.place("::1", 5) == ("fd00::1", 6)
    assert found.by_proxy(httpx.URL("http://a.example/")) is False
