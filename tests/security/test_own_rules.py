"""A client's own rules harm nobody else: they act on its own requests, and say nothing that a browser would act on."""

from __future__ import annotations

import json
import socket
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from simulator.client.atlas_client import AtlasClient
from simulator.server import BackgroundServer

STATUS = "/v3/verification/status"
INIT = "/v3/verification/flow/init"
SCRIPT = "<script>fetch('/_sim/tokens', {method: 'POST'})</script>"


@pytest.fixture
def other(server: BackgroundServer) -> Iterator[AtlasClient]:
    with AtlasClient(server.url, client_id=f"other-{uuid.uuid4().hex[:8]}") as speaking:
        yield speaking


@pytest.fixture
def control(server: BackgroundServer, client: AtlasClient) -> Iterator[httpx.Client]:
    headers = {"Client-Id": client.client_id}
    with httpx.Client(base_url=server.url, headers=headers, trust_env=False, timeout=30) as speaking:
        yield speaking


def body(client: AtlasClient, *faults: dict[str, Any], application: str = "APP-1") -> dict[str, Any]:
    return {
        "product_type": "PROD_CDL",
        "application_id": application,
        "flow_params": {"sim": {"faults": list(faults)}},
        "auth_url": "http://127.0.0.1:9/auth",
        "callback_url": "http://127.0.0.1:9/cb",
    }


def init(client: AtlasClient, *faults: dict[str, Any], application: str = "APP-1") -> str:
    answer = client.request("POST", INIT, json=body(client, *faults, application=application)).raise_for_status()
    return str(answer.json()["flow_uuid"])


def answering(**more: Any) -> dict[str, Any]:
    return {"point": "request", "action": "answer", "endpoint": "status", **more}


@pytest.mark.parametrize(
    "headers",
    [
        {"Content-Type": "text/html"},
        {"content-type": " TEXT/HTML ; charset=utf-8"},
        {"Content-Type": "image/svg+xml"},
        {"Content-Type": "application/xhtml+xml"},
        {"Content-Type": "text/javascript"},
        {"Content-Type": "text/css"},
        {"Set-Cookie": "atlas_simulator_8642=x"},
        {"set-cookie2": "x"},
        {"Content-Security-Policy": "default-src *"},
        {"X-Content-Type-Options": "x"},
        {"X-Frame-Options": "ALLOWALL"},
        {"Access-Control-Allow-Origin": "*"},
        {"Location": "https://evil.example"},
        {"Refresh": "0;url=https://evil.example"},
        {"Link": "</x>; rel=preload"},
        {"Alt-Svc": "h2=evil.example:443"},
        {"Service-Worker-Allowed": "/"},
        {"Clear-Site-Data": "*"},
        {"X-Accel-Redirect": "/etc/passwd"},
        {"X-Sendfile": "/etc/passwd"},
        {"WWW-Authenticate": "Basic"},
    ],
    ids=str,
)
def test_a_flow_s_own_rule_says_nothing_that_a_browser_acts_on(client: AtlasClient, headers: dict[str, str]) -> None:
    wrong = answering(status=200, body=SCRIPT, headers=headers)
    scenario = {"sim": {"scenario": {"faults": [wrong]}}}
    for flow_params in ({"sim": {"faults": [wrong]}}, scenario):
        answer = client.request("POST", INIT, json={**body(client), "flow_params": flow_params})
        assert answer.status_code == 422, answer.text
        assert next(iter(headers)) in answer.text


@pytest.mark.parametrize(
    "rule",
    [
        {"status": 503, "headers": {"Content-Length": "5"}},
        {"status": 503, "headers": {"Transfer-Encoding": "chunked"}},
        {"status": 503, "headers": {"Connection": "close"}},
        {"status": 503, "headers": {"X-A": "1\r\nSet-Cookie: a=b"}},
        {"status": 503, "headers": {"X A": "1"}},
        {"status": 503, "headers": {"X-A": "\u20ac"}},
        {"status": 503, "headers": {"X-A": "a" * 3000}},
        {"status": 204, "body": {"a": 1}},
        {"status": 304, "body": "x"},
        {"status": 101},
        {"status": 100},
        {"status": 503, "headers": {f"X-{n}": "1" for n in range(30)}},
    ],
    ids=lambda rule: str(rule)[:60],
)
def test_no_rule_whoever_made_it_breaks_the_connection(client: AtlasClient, control: Any, rule: dict[str, Any]) -> None:
    assert control.post("/_sim/faults", json=answering(**rule)).status_code == 422
    answer = client.request("POST", INIT, json=body(client, answering(**rule)))
    assert answer.status_code == 422


def test_what_is_harmless_a_flow_s_own_rule_may_say(client: AtlasClient) -> None:
    values = {"Retry-After": "7", "X-Request-Id": "r1", "Content-Type": "text/plain"}
    flow = init(client, answering(status=429, body="slow down", headers=values))
    answer = client.request("GET", STATUS, params={"flow_uuid": flow})
    assert (answer.status_code, answer.text, answer.headers["retry-after"]) == (429, "slow down", "7")
    assert answer.headers["content-type"].startswith("text/plain")


@pytest.mark.parametrize("status", [204, 205, 304])
def test_an_answer_without_a_body_has_none_and_the_next_request_is_served(
    server: BackgroundServer, client: AtlasClient, status: int
) -> None:
    flow = init(client, answering(status=status, times=1))
    host, port = server.url.removeprefix("http://").split(":")
    asked = f"GET {STATUS}?flow_uuid={flow} HTTP/1.1\r\nHost: {host}\r\nToken: {client.token()}\r\n\r\n".encode()
    with socket.create_connection((host, int(port)), timeout=10) as connection:
        connection.sendall(asked + asked)
        raw = b""
        while b"master_status" not in raw:
            part = connection.recv(65536)
            assert part, raw
            raw += part
    first, _, rest = raw.partition(b"\r\n\r\n")
    assert first.startswith(b"HTTP/1.1 %d" % status)
    body, _, _ = rest.partition(b"HTTP/1.1 200")
    assert body in (b"", b"0\r\n\r\n")
    assert status == 205 or not body


@pytest.mark.parametrize("stranger", ["nobody", "a wrong token", "another tenant", "a header"])
def test_a_stranger_neither_sees_nor_uses_up_what_a_flow_has_planned(
    server: BackgroundServer, client: AtlasClient, other: AtlasClient, stranger: str
) -> None:
    flow = init(client, answering(status=503, times=1), application="APP sim:extracts-503x1")
    headers: dict[str, str] = {
        "nobody": {},
        "a wrong token": {"Token": "eyJhbGciOiJIUzI1NiJ9.e30.x"},
        "another tenant": {"Token": other.token()},
        "a header": {"Client-Id": client.client_id},
    }[stranger]
    for path in (STATUS, "/v3/verification/extracts"):
        asked = httpx.get(f"{server.url}{path}", params={"flow_uuid": flow}, headers=headers, trust_env=False)
        assert asked.status_code == (409 if stranger == "another tenant" else 401)
        assert client.request("GET", path, params={"flow_uuid": flow}).status_code == 503
        assert client.request("GET", path, params={"flow_uuid": flow}).status_code == 200


@pytest.mark.parametrize("everyone", [True, False])
def test_an_operator_s_rule_about_a_flow_is_not_used_up_by_strangers(
    server: BackgroundServer, client: AtlasClient, other: AtlasClient, everyone: bool
) -> None:
    flow = init(client, application="APP-of-one")
    query = {} if everyone else {"tenant": client.client_id}
    with httpx.Client(base_url=server.url, trust_env=False) as operator:
        for about in ({"flow": flow}, {"application": "APP-of-one"}):
            made = operator.post("/_sim/faults", params=query, json=answering(status=503, times=1, **about)).json()
            for headers in ({}, {"Client-Id": client.client_id}, {"Token": other.token()}):
                operator.get(STATUS, params={"flow_uuid": flow}, headers=headers)
            assert client.request("GET", STATUS, params={"flow_uuid": flow}).status_code == 503, about
            operator.delete(f"/_sim/faults/{made['faults'][0]['id']}")


def test_a_rule_for_everyone_that_names_nobody_acts_on_strangers_too(start: Callable[..., BackgroundServer]) -> None:
    server = start()
    with httpx.Client(base_url=server.url, trust_env=False) as http:
        http.post("/_sim/faults", json=answering(status=503)).raise_for_status()
        assert http.get(STATUS, params={"flow_uuid": "x"}).status_code == 503


def test_nobody_puts_rules_in_another_s_name_or_in_everyone_s(server: BackgroundServer, client: AtlasClient) -> None:
    application = f"sim:init-503 {uuid.uuid4().hex}"
    asked = json.dumps({**body(client), "application_id": application})
    with httpx.Client(base_url=server.url, trust_env=False) as stranger:
        before = len(stranger.get("/_sim/faults").json()["faults"])
        for headers in ({}, {"Client-Id": client.client_id}, {"Token": "no"}, {"Client-Id": "x", "Token": "no"}):
            assert stranger.post(INIT, content=asked, headers=headers).status_code == 401
        assert len(stranger.get("/_sim/faults").json()["faults"]) == before
    assert client.request("POST", INIT, content=asked.encode()).status_code == 503


def test_nobody_writes_into_another_tenant_s_journal(
    server: BackgroundServer, client: AtlasClient, control: Any
) -> None:
    init(client)
    before = [entry["id"] for entry in control.get("/_sim/journal").json()["entries"]]
    for headers in ({}, {"Token": "eyJhbGciOiJub25lIn0.e30."}):
        httpx.get(f"{server.url}{STATUS}", headers={"Client-Id": client.client_id, **headers}, trust_env=False)
    assert [entry["id"] for entry in control.get("/_sim/journal").json()["entries"]] == before


def test_a_tenant_s_own_refusals_stand_in_its_journal(
    server: BackgroundServer, client: AtlasClient, control: Any
) -> None:
    token = client.token()
    httpx.post(f"{server.url}/_sim/tokens/revoke", json={"token": token}, trust_env=False).raise_for_status()
    refused = httpx.get(f"{server.url}{STATUS}", headers={"Token": token}, trust_env=False)
    assert refused.status_code == 401
    last = control.get("/_sim/journal").json()["entries"][-1]
    assert (last["status"], last["tenant"]) == (401, client.client_id)


def test_a_letter_to_an_inbox_is_not_signed_with_another_tenant_s_name(
    server: BackgroundServer, client: AtlasClient
) -> None:
    name = f"box-{uuid.uuid4().hex[:8]}"
    with httpx.Client(base_url=server.url, trust_env=False) as http:
        http.post(f"/_sim/inbox/{name}?tenant={client.client_id}", json={}, headers={"Client-Id": client.client_id})
        http.delete(f"/_sim/state?tenant={client.client_id}").raise_for_status()
        letters = http.get(f"/_sim/inbox/{name}").json()
        assert len(letters["letters"]) == 1, "it went with the reset of a tenant whose it never was"


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Referer": "https://evil.example/"},
        {"Origin": "https://evil.example"},
        {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64)"},
    ],
    ids=str,
)
def test_an_image_on_another_site_takes_no_planned_answer_from_an_inbox(
    server: BackgroundServer, headers: dict[str, str]
) -> None:
    name = f"box-{uuid.uuid4().hex[:8]}"
    with httpx.Client(base_url=server.url, trust_env=False) as http:
        http.put(f"/_sim/inbox/{name}", json={"auth": [401]}).raise_for_status()
        assert http.get(f"/_sim/inbox/{name}/auth", headers=headers).status_code == 403
        assert http.get(f"/_sim/inbox/{name}/auth").status_code == 401


def test_every_answer_of_the_server_keeps_browsers_from_running_it(
    server: BackgroundServer, client: AtlasClient, control: httpx.Client
) -> None:
    flow = init(client)
    control.post(
        "/_sim/faults",
        json={
            "point": "request",
            "action": "answer",
            "endpoint": "docs",
            "body": SCRIPT,
            "headers": {"content-type": "text/html"},
        },
    ).raise_for_status()
    token = {"Token": client.token()}
    asked = [
        ("GET", f"{STATUS}?flow_uuid={flow}", token),
        ("GET", STATUS, token),
        ("GET", STATUS, {}),
        ("GET", "/nowhere", {}),
        ("POST", STATUS, {}),
        ("GET", "/livez", {}),
        ("GET", "/readyz", {}),
        ("GET", "/_sim/flows", {}),
        ("GET", "/_sim/nowhere", {}),
        ("GET", "/v2/verification/docs", token),
        ("GET", "/v3/verification/clients", {}),
        ("GET", "/livez", {"Host": "evil.example"}),
        ("GET", STATUS, {"Host": "evil.example"}),
        ("GET", "/favicon.ico", {}),
        ("HEAD", "/_sim/files/x", {}),
        ("GET", "/_sim/events?after=nothing", {}),
    ]
    with httpx.Client(base_url=server.url, trust_env=False) as http:
        for method, path, headers in asked:
            answer = http.request(method, path, headers=headers)
            assert answer.headers.get_list("x-content-type-options") == ["nosniff"], (method, path)
            (policy,) = answer.headers.get_list("content-security-policy")
            assert "sandbox" in policy and "default-src 'none'" in policy, (method, path)
    host, port = server.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=10) as connection:
        connection.sendall(b"no HTTP at all\r\n\r\n")
        text = connection.recv(65536).lower()
    assert text.startswith(b"http/1.1 400") and b"nosniff" in text and b"sandbox" in text
