"""The servers that `bench/load.py` measures beside ours: how each is started, given something to answer, and asked for it.

All listen on 127.0.0.1 only. Those that are not installed are left out and named; `PEERS` says how to get them.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

STATUS = {
    "upload_status": "SUCCESS",
    "processing_status": "SUCCESS",
    "crossheck_status": "COMPLETED",
    "master_status": "SUCCESS",
}
#: Given the server's URL: makes something to ask for; its URL and the headers to ask with.
Prepare = Callable[[str], tuple[str, dict[str, str]]]


@dataclass(frozen=True)
class Peer:
    """`command` and `ready` may hold `{port}` and `{folder}`; `kind` says what it runs on, and whether it keeps state."""

    name: str
    kind: str
    command: tuple[str, ...]
    ready: str
    prepare: Prepare
    install: str
    environment: dict[str, str] = field(default_factory=dict)


def call(method: str, url: str, body: Any = None, **headers: str) -> Any:
    data = body if isinstance(body, bytes | None) else json.dumps(body).encode()
    headers = {name.replace("_", "-"): value for name, value in headers.items()}
    if data is not None:
        headers.setdefault("Content-Type", "application/json")
    with urllib.request.urlopen(urllib.request.Request(url, data, headers, method=method), timeout=20) as answer:
        result = answer.read()
    return json.loads(result) if result[:1] in (b"{", b"[") else result


def ours(url: str) -> tuple[str, dict[str, str]]:
    token = call("POST", f"{url}/v3/verification/authtoken", Client_Id="a", Client_Secret="b")["access_token"]
    call("PUT", f"{url}/_sim/scenario", {"scenario": {"canned": [{"document_id": "*", "document_type": "PAN"}]}})
    inbox = f"{url}/_sim/inbox/load"
    asked = {"product_type": "P", "application_id": "1", "auth_url": f"{inbox}/auth", "callback_url": inbox}
    flow = call("POST", f"{url}/v3/verification/flow/init", asked, Token=token)["flow_uuid"]
    files = [{"file_url": f"{url}/livez", "document_id": "1"}]
    call("POST", f"{url}/v3/verification/multiupload", {"flow_uuid": flow, "file_urls": files}, Token=token)
    call("POST", f"{url}/_sim/clock", {"advance": 0})
    return f"{url}/v3/verification/status?flow_uuid={flow}", {"Token": token}


def s3(url: str) -> tuple[str, dict[str, str]]:
    signed = {
        "Authorization": "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0"
    }
    call("PUT", f"{url}/flows", b"", **signed)
    call("PUT", f"{url}/flows/status", json.dumps(STATUS).encode(), **signed)
    return f"{url}/flows/status", signed


def stripe(url: str) -> tuple[str, dict[str, str]]:
    key = {"Authorization": "Bearer sk_test_12345"}
    made = call("POST", f"{url}/v1/customers", b"name=Asha", **key, Content_Type="application/x-www-form-urlencoded")
    return f"{url}/v1/customers/{made['id']}", key


def mountebank(url: str) -> tuple[str, dict[str, str]]:
    port = int(url.rpartition(":")[2]) + 1
    answer = {"is": {"headers": {"Content-Type": "application/json"}, "body": json.dumps(STATUS)}}
    stub = {"predicates": [{"equals": {"path": "/status"}}], "responses": [answer]}
    imposter = {"port": port, "protocol": "http", "host": "127.0.0.1", "stubs": [stub]}
    call("POST", f"{url}/imposters", imposter)
    return f"http://127.0.0.1:{port}/status", {}


def wiremock(url: str) -> tuple[str, dict[str, str]]:
    request = {"method": "GET", "urlPath": "/status"}
    response = {"status": 200, "jsonBody": STATUS, "headers": {"Content-Type": "application/json"}}
    call("POST", f"{url}/__admin/mappings", {"request": request, "response": response})
    return f"{url}/status", {}


def prism(url: str) -> tuple[str, dict[str, str]]:
    return f"{url}/status", {}


#: What Prism answers from.
OPENAPI = {
    "openapi": "3.0.3",
    "info": {"title": "status", "version": "1"},
    "paths": {
        "/status": {
            "get": {"responses": {"200": {"description": "ok", "content": {"application/json": {"example": STATUS}}}}}
        }
    },
}


def all_peers(python: Path, node: Path) -> list[Peer]:
    """`python` is a folder with the executables of a virtual environment, `node` one with `node_modules`."""
    modules = node / "node_modules"
    jar = next(iter(sorted(modules.glob("wiremock/**/wiremock*standalone*.jar"))), modules / "wiremock.jar")
    stateful, stub = "Python, stateful", "Node, stubs"
    pip, npm = "pip install", "npm install"
    local = ("--port", "{port}", "--state", "{folder}/state.sqlite3", "--log-level", "warning")
    return [
        Peer("atlas-simulator", stateful, (sys.executable, "-m", "simulator", "serve", *local), "/readyz", ours, ""),
        Peer(
            "moto",
            stateful,
            (str(python / "moto_server"), "-H", "127.0.0.1", "-p", "{port}"),
            "/moto-api/",
            s3,
            f"{pip} 'moto[server]'",
        ),
        Peer(
            "ministack",
            stateful,
            (str(python / "ministack"),),
            "/_ministack/health",
            s3,
            f"{pip} ministack",
            {
                "GATEWAY_PORT": "{port}",
                "EDGE_PORT": "{port}",
                "GATEWAY_HOST": "127.0.0.1",
                "HOST": "127.0.0.1",
                "PORT": "{port}",
            },
        ),
        Peer(
            "localstripe",
            stateful,
            (str(python / "localstripe"), "--port", "{port}", "--from-scratch"),
            "/js.stripe.com/v3/",
            stripe,
            f"{pip} localstripe",
        ),
        Peer(
            "mountebank",
            stub,
            (
                str(modules / ".bin/mb"),
                "start",
                "--port",
                "{port}",
                "--host",
                "127.0.0.1",
                "--nologfile",
                "--pidfile",
                "{folder}/mb",
            ),
            "/",
            mountebank,
            f"{npm} mountebank",
        ),
        Peer(
            "Prism",
            stub,
            (str(modules / ".bin/prism"), "mock", "-h", "127.0.0.1", "-p", "{port}", "{folder}/openapi.json"),
            "/status",
            prism,
            f"{npm} @stoplight/prism-cli",
        ),
        Peer(
            "WireMock",
            "JVM, stubs",
            (
                "java",
                "-jar",
                str(jar),
                "--port",
                "{port}",
                "--bind-address",
                "127.0.0.1",
                "--disable-banner",
                "--no-request-journal",
            ),
            "/__admin/mappings",
            wiremock,
            f"{npm} wiremock (and a Java runtime)",
        ),
    ]


def installed(peer: Peer) -> bool:
    program = shutil.which(peer.command[0])
    jars = [part for part in peer.command if part.endswith(".jar")]
    return program is not None and all(Path(jar).is_file() for jar in jars)


def environment(peer: Peer, port: int) -> dict[str, str]:
    own = {name: value.replace("{port}", str(port)) for name, value in peer.environment.items()}
    return {**os.environ, "NO_COLOR": "1", **own}
