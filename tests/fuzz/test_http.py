"""Hostile clients: slow, huge, deep and strange requests. Each is answered or cut off, and the others are served meanwhile."""

from __future__ import annotations

import json
import socket
import sqlite3
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import httpx
import pytest

from simulator import protocol
from simulator.client.atlas_client import AtlasClient
from simulator.client.receiver import Receiver
from simulator.protocol import LARGEST_HEAD
from simulator.server import BackgroundServer

Start = Callable[..., BackgroundServer]
FLOW = "/v3/verification/flow/init"
UPLOAD = "/v3/verification/multiupload"
STRANGE = [
    "'; DROP TABLE flows; --",
    "<script>alert(1)</script>",
    "\u202e\u0000\uffff",
    "é" * 300,
    "e\u0301",
    "🙂" * 50,
    "%00%0d%0aSet-Cookie: x=1",
    "\r\nX-Injected: 1",
    "../../../etc/passwd",
    "{{7*7}}${7*7}",
    "NaN",
    "\ud83d",
    " leading and trailing ",
]


def connect(server: BackgroundServer) -> socket.socket:
    host, port = server.url.removeprefix("http://").split(":")
    return socket.create_connection((host, int(port)), timeout=30)


def alive(server: BackgroundServer) -> bool:
    return httpx.get(f"{server.url}/livez", timeout=5).status_code == 200


def everything(connection: socket.socket) -> bytes:
    """What comes until the server closes."""
    raw = b""
    with suppress(ConnectionResetError):
        while part := connection.recv(65536):
            raw += part
    return raw


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch, start: Start) -> BackgroundServer:
    monkeypatch.setattr(protocol, "HEAD_SECONDS", 0.3)
    monkeypatch.setattr(protocol, "BODY_SECONDS", 0.3)
    return start()


def test_a_head_that_trickles_in_is_cut_off(impatient: BackgroundServer) -> None:
    server = impatient
    slow = [connect(server) for _ in range(50)]
    started = time.monotonic()
    for each in slow[10:]:
        each.sendall(b"GET /livez HTTP/1.1\r\nHost: x\r\nX-A: ")
    assert alive(server)
    for each in slow:
        everything(each)
        each.close()
    assert time.monotonic() - started < 10
    assert alive(server)


def test_a_body_that_trickles_in_is_cut_off(impatient: BackgroundServer) -> None:
    server = impatient
    with connect(server) as slow:
        slow.sendall(b"POST /v3/verification/flow/init HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{")
        everything(slow)
    assert alive(server)


@pytest.mark.parametrize(
    "head",
    [
        b"GET /livez HTTP/1.1\r\nHost: x\r\nX-Long: " + b"a" * (LARGEST_HEAD + 1000) + b"\r\n\r\n",
        b"GET /" + b"a" * (LARGEST_HEAD + 1000) + b" HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /livez HTTP/1.1\r\nHost: x\r\n" + b"X-Many: 1\r\n" * 8000 + b"\r\n",
    ],
    ids=["one header", "the path", "many headers"],
)
def test_a_huge_head_is_refused(server: BackgroundServer, head: bytes) -> None:
    with connect(server) as asking:
        with suppress(OSError):
            asking.sendall(head)
        value = everything(asking)
    assert b" 200 " not in value.split(b"\r\n", 1)[0]
    assert alive(server)


@pytest.mark.parametrize(
    "raw",
    [
        b"GET /livez HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"POST /x HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        b"POST /x HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFFF\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET / HTTP/9.9\r\n\r\n",
        b"\0" * 1000,
    ],
    ids=["two lengths", "negative length", "huge chunk", "TLS", "version", "zeros"],
)
def test_what_is_no_http_is_refused(server: BackgroundServer, raw: bytes) -> None:
    with connect(server) as asking:
        asking.sendall(raw + b"\r\n\r\n")
        asking.shutdown(socket.SHUT_WR)
        value = everything(asking)
    assert not value or value.split(b" ")[1] in (b"400", b"404", b"200")
    assert alive(server)


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b'{"application_id": ' + b"9" * 100_000 + b"}",
        b'{"product_type": 1e999}',
        b"\xff\xfe{\x00}\x00",
        b"\xc0\x80",
        b'{"product_type": "\\ud83d"}',
        b'{"product_type": "x", "product_type": {}}',
        b"null",
        b'"' + b"a" * 1_000_000 + b'"',
    ],
    ids=[
        "deep list",
        "deep object",
        "long number",
        "infinity",
        "UTF-16",
        "overlong",
        "half a character",
        "twice",
        "null",
        "long text",
    ],
)
def test_a_strange_body_is_a_400(client: AtlasClient, body: bytes) -> None:
    for path in (FLOW, UPLOAD):
        assert client.request("POST", path, content=body).status_code == 400


def test_more_files_than_are_taken_are_refused_with_the_limit(client: AtlasClient, receiver: Receiver) -> None:
    flow = client.init(auth_url=receiver.auth_url, callback_url=receiver.callback_url)
    for count in (10_001, 100_000):
        items = [{"file_url": "http://127.0.0.1:1/x", "document_id": str(number)} for number in range(count)]
        answer = client.request("POST", UPLOAD, content=json.dumps({"flow_uuid": flow, "file_urls": items}).encode())
        assert answer.status_code == 413
        assert "at most 10" in answer.json()["error"]


@pytest.mark.parametrize("strange", STRANGE, ids=range(len(STRANGE)))
def test_strange_text_goes_through_as_it_came(
    client: AtlasClient, receiver: Receiver, server: BackgroundServer, strange: str
) -> None:
    value = json.dumps(
        {
            "application_id": strange,
            "product_type": strange,
            "auth_url": receiver.auth_url,
            "callback_url": receiver.callback_url,
            "flow_params": {"k": strange},
        }
    )
    answer = client.request("POST", FLOW, content=value.encode())
    if answer.status_code == 400:
        # Not a text at all: half a character, or nothing but blanks.
        assert "\ud83d" in strange
        return
    flow = answer.json()["flow_uuid"]
    client.multiupload(flow, [(strange, receiver.serve_file("e", b""))])
    client.wait(flow)
    (item,) = client.extracts(flow)["ocr_data"]
    assert item["document_id"] == strange
    with sqlite3.connect(server.settings.database) as database:
        found = database.execute("SELECT application_id FROM flows WHERE uuid = ?", (flow,)).fetchone()
    assert found == (strange,)


@pytest.mark.parametrize("strange", [text for text in STRANGE if text.isprintable()])
def test_strange_queries_and_tokens_are_refused_in_the_documented_way(client: AtlasClient, strange: str) -> None:
    asked: dict[str, Any] = {"flow_uuid": strange}
    assert client.request("GET", "/v3/verification/status", params=asked).status_code == 409
    refused = client.request(
        "GET", "/v3/verification/status", params=asked, headers={"Token": strange.strip().encode()}
    )
    assert (refused.status_code, refused.json()["error"]) == (401, "Invalid token")
    assert (
        client.request(
            "GET", f"/_sim/redacted/{strange}", params={"expires": "9" * 5000, "signature": strange}
        ).status_code
        < 500
    )
