"""Under whatever base URL the server is reached, its links begin with it, and lead back to it from inside."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
import pytest

from simulator.client.atlas_client import AtlasClient
from simulator.control.client_base_url import forwarded
from simulator.server import BackgroundServer

Start = Callable[..., BackgroundServer]


@contextmanager
def proxy(server: BackgroundServer, says: Mapping[str, str], prefix: str = "") -> Iterator[str]:
    """A reverse proxy that says of itself what `says` holds, as headers, and takes the prefix off; its URL."""

    class Handler(BaseHTTPRequestHandler):
        def forward(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            headers = {name: value for name, value in self.headers.items() if name.lower() != "host"}
            onward = HTTPConnection("127.0.0.1", server.settings.port, timeout=20)
            onward.request(self.command, self.path.removeprefix(prefix), body, {**headers, **says})
            answer = onward.getresponse()
            content = answer.read()
            onward.close()
            self.send_response(answer.status)
            for name, value in answer.getheaders():
                if name.lower() not in ("content-length", "transfer-encoding"):
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = do_PUT = forward

        def log_message(self, format: str, *args: Any) -> None:
            """Nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_address[1]}"
        running.shutdown()


def client(server: BackgroundServer, **headers: str) -> httpx.Client:
    return httpx.Client(base_url=server.url, headers=headers, trust_env=False, timeout=20)


def links(http: httpx.Client) -> set[str]:
    """What the links begin with that the server gives: of a file, of samples, of the specification, on pages."""
    stored = http.put("/_sim/files/a.txt", content=b"a").raise_for_status().json()["file_url"]
    sample = http.get("/_sim/samples").json()["samples"][0]["file_url"]
    (named,) = http.get("/_sim/openapi.json").json()["servers"]
    page = http.get("/_sim/ui/try").text.partition('data-public="')[2].partition('"')[0]
    return {stored.partition("/_sim/")[0], sample.partition("/_sim/")[0], named["url"], page}


@pytest.mark.parametrize("host", ["localhost:32768", "atlas", "atlas:8642", "192.168.7.7:49153", "[::1]:9"])
def test_links_begin_with_the_host_that_the_client_used(server: BackgroundServer, host: str) -> None:
    with client(server, Host=host) as http:
        assert links(http) == {f"http://{host}"}


@pytest.mark.parametrize("host", ["a@b", 'x"onload=', "atlas/evil", "atlas:port", "-", ""])
def test_what_is_no_host_gets_into_no_link(server: BackgroundServer, host: str) -> None:
    raw = HTTPConnection("127.0.0.1", server.settings.port, timeout=20)
    raw.putrequest("GET", "/_sim/samples", skip_host=True)
    raw.putheader("Host", host)
    raw.endheaders()
    answer = raw.getresponse()
    text = answer.read().decode()
    raw.close()
    if answer.status == 200:
        assert json.loads(text)["samples"][0]["file_url"].startswith(f"{server.url}/_sim/samples/")
    else:
        assert answer.status in (400, 403)


def test_a_public_url_wins_over_what_the_client_used(start: Start) -> None:
    server = start(public_url="https://sim.example/atlas")
    with httpx.Client(base_url=f"http://127.0.0.1:{server.settings.port}", trust_env=False) as http:
        http.headers["Host"] = "localhost:32768"
        assert links(http) == {"https://sim.example/atlas"}


@pytest.mark.parametrize(
    ("says", "prefix", "base"),
    [
        ({"X-Forwarded-Host": "atlas.test", "X-Forwarded-Proto": "https"}, "", "https://atlas.test"),
        ({"X-Forwarded-Host": "atlas.test", "X-Forwarded-Port": "8443"}, "", "http://atlas.test:8443"),
        (
            {"Forwarded": 'for=10.0.0.9;host="atlas.test:444";proto=https, for=10.0.0.1'},
            "",
            "https://atlas.test:444",
        ),
        (
            {"X-Forwarded-Host": "atlas.test", "X-Forwarded-Prefix": "/team/atlas"},
            "/team/atlas",
            "http://atlas.test/team/atlas",
        ),
    ],
)
def test_links_begin_with_what_a_trusted_proxy_says(
    server: BackgroundServer, says: dict[str, str], prefix: str, base: str
) -> None:
    with proxy(server, says, prefix) as url, httpx.Client(base_url=url + prefix, trust_env=False, timeout=20) as http:
        assert links(http) == {base}
        page = http.get("/_sim/").text
        assert f'href="{prefix}/_sim/' in page


def test_pages_work_behind_a_proxy_that_ends_tls_and_keep_their_session(start: Start) -> None:
    server = start(ui_password="open sesame")
    says = {"X-Forwarded-Host": "atlas.test", "X-Forwarded-Proto": "https", "X-Forwarded-Prefix": "/atlas"}
    with proxy(server, says, "/atlas") as url, httpx.Client(base_url=f"{url}/atlas", trust_env=False) as http:
        entered = http.post(
            "/_sim/ui/login",
            data={"next": "/atlas/_sim/ui/try", "password": "open sesame"},
            headers={"Origin": "https://atlas.test"},
        )
        assert (entered.status_code, entered.headers["location"]) == (303, "/atlas/_sim/ui/try")
        cookie = entered.headers["set-cookie"]
        assert "Path=/atlas/_sim;" in cookie
        assert "; Secure" in cookie
        assert http.get("/_sim/flows", headers={"Cookie": cookie.partition(";")[0]}).status_code == 200


def test_nobody_else_is_believed(start: Start) -> None:
    server = start(trusted_proxy=["10.0.0.0/8"])
    with client(
        server, **{"X-Forwarded-Host": "evil.test", "X-Forwarded-Proto": "https", "Forwarded": "host=evil"}
    ) as http:
        assert links(http) == {server.url}


def test_a_forwarded_name_is_checked_as_a_host_is(server: BackgroundServer) -> None:
    with client(server, **{"X-Forwarded-Host": "rebound.example"}) as http:
        assert http.get("/_sim/flows").status_code == 403


def test_the_client_behind_proxies_is_the_first_that_is_no_proxy() -> None:
    trusted = ("10.0.0.1", "10.0.0.2").__contains__
    assert forwarded({b"x-forwarded-for": b"6.6.6.6, 1.2.3.4, 10.0.0.2"}, trusted).client == "1.2.3.4"
    assert forwarded({b"forwarded": b'for="[2001:db8::7]:4711", for=10.0.0.1'}, trusted).client == "2001:db8::7"
    assert forwarded({b"x-forwarded-for": b"unknown"}, trusted).client == ""


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_own_addresses_are_served_inside_under_a_port_on_which_nobody_listens(
    server: BackgroundServer, scheme: str
) -> None:
    # A container's port 8642 is 32768 outside, or behind a proxy that takes the TLS off; inside nobody listens there.
    outside, tenant = "localhost:1", f"mapped-{scheme}"
    with client(server, Host=outside) as http, AtlasClient(server.url, client_id=tenant) as atlas:
        atlas._http.headers["Host"] = outside
        stored = http.put("/_sim/files/pan 1.png", content=b"not a picture").json()["file_url"]
        inbox = f"{scheme}://{outside}/_sim/inbox/{tenant}"
        flow = atlas.init(auth_url=f"{inbox}/auth", callback_url=inbox)
        atlas.multiupload(flow, [("1", stored.replace("http:", f"{scheme}:"))])
        assert atlas.wait(flow)["upload_status"] == "SUCCESS"
        http.post("/_sim/clock", json={"advance": 0})
        received = http.get(f"/_sim/inbox/{tenant}").json()["received"]
        assert [each["step"] for each in received] == ["auth", "callback"]
        assert received[1]["body"] == atlas.extracts(flow)


def test_a_base_is_known_after_a_restart(start: Start, tmp_path: Any) -> None:
    state = {"state": str(tmp_path / "kept.sqlite3")}
    first = start(**state)
    with client(first, Host="localhost:1") as http:
        stored = http.put("/_sim/files/a.png", content=b"a").json()["file_url"]
    first.close()
    with AtlasClient(start(**state).url) as atlas:
        flow = atlas.init(auth_url="http://127.0.0.1:9/a", callback_url="http://127.0.0.1:9/c")
        atlas.multiupload(flow, [("1", stored)])
        assert atlas.wait(flow)["upload_status"] == "SUCCESS"


def test_only_what_clients_urls_may_lead_to_is_served_inside(server: BackgroundServer) -> None:
    with client(server, Host="localhost:1") as http, AtlasClient(server.url) as atlas:
        http.get("/_sim/samples")
        flow = atlas.init(auth_url="http://127.0.0.1:9/a", callback_url="http://127.0.0.1:9/c")
        atlas.multiupload(flow, [("1", "http://localhost:1/_sim/state")])
        assert atlas.wait(flow)["upload_status"] == "FAILED"


def test_a_redact_url_begins_with_the_base_that_the_tenant_used_and_is_the_same_in_callback_and_extracts(
    server: BackgroundServer, receiver: Any
) -> None:
    given = [{"document_id": "*", "document_type": "AADHAAR", "fields": {"aadhaar_number": "2345 6789 0124"}}]
    with AtlasClient(server.url, client_id="seen-as") as atlas, client(server, **{"Client-Id": "seen-as"}) as http:
        http.put("/_sim/scenario", json={"scenario": {"canned": given}}).raise_for_status()
        atlas._http.headers["Host"] = "atlas.internal:7000"
        flow = atlas.init(auth_url=receiver.auth_url, callback_url=receiver.callback_url)
        atlas.multiupload(flow, [("1", receiver.serve_file("a.bin", b"a"))])
        atlas.wait(flow)
        (callback,) = receiver.wait_for(1)
        extracts = atlas.extracts(flow)
        assert callback.json() == extracts
        urls = [each["redact_url"] for each in extracts["ocr_data"][0]["data"].values() if "redact_url" in each]
        assert urls
        assert all(url.startswith("http://atlas.internal:7000/_sim/redacted/") for url in urls)
        atlas._http.headers["Host"] = f"127.0.0.1:{server.settings.port}"
        assert f"{server.url}/_sim/redacted/" in json.dumps(atlas.extracts(flow))
