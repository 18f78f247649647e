"""The tools of agents call by call: what each sends to the simulator, when a wait ends, and every error as one sentence."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import Callable, Coroutine, Iterator
from functools import partial
from typing import Any

import httpx
import pytest

pytest.importorskip("mcp")

from mcp.server.mcpserver.exceptions import ToolError

from simulator.client.atlas_client import certificates
from simulator.client.receiver import Answer, Received, Receiver
from simulator.mcp_server import tools as tools_module
from simulator.mcp_server.calls import Calls
from simulator.mcp_server.tools import Tools, Upload

AADHAAR = "4996 3341 5672"
#: Where the simulator says that it reaches itself.
PUBLIC = "http://sim.test/atlas"


class Simulator:
    """In a simulator's place: answers by path, and keeps what came."""

    def __init__(self, receiver: Receiver) -> None:
        self.url = receiver.url
        self.answers: dict[str, Any] = {
            "/_sim/openapi.json": {"servers": [{"url": f"{PUBLIC}/"}]},
            "/_sim/tokens": {"access_token": "T"},
        }
        self.came: list[Received] = []
        receiver._answer = self._decide  # type: ignore[method-assign]

    def _decide(self, received: Received) -> Answer:
        self.came.append(received)
        answer = self.answers.get(received.path, {"ok": True, "file_url": f"{PUBLIC}{received.path}"})
        if isinstance(answer, list):
            answer = answer.pop(0) if len(answer) > 1 else answer[0]
        return answer if isinstance(answer, Answer) else Answer(200, json.dumps(answer).encode())

    def sent(self, path: str) -> Any:
        """The JSON of the last call of a path."""
        return json.loads([each for each in self.came if each.path == path][-1].body)


@pytest.fixture(autouse=True)
def certificates_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The system's certificates: reading them takes longer than these calls."""
    monkeypatch.setattr(httpx, "AsyncClient", partial(httpx.AsyncClient, verify=certificates()))


@pytest.fixture(scope="module")
def place() -> Iterator[Receiver]:
    with Receiver() as receiver:
        yield receiver


@pytest.fixture
def simulator(place: Receiver) -> Simulator:
    return Simulator(place)


def use(url: str, call: Callable[[Tools], Coroutine[Any, Any, Any]], password: str = "") -> Any:
    async def run() -> Any:
        calls = Calls(url, password)
        try:
            return await call(Tools(calls))
        finally:
            await calls.close()

    return asyncio.run(run())


@pytest.mark.parametrize(
    ("call", "method", "path", "query", "body"),
    [
        (lambda t: t.list_flows("me", "A", 5), "GET", "flows", "tenant=me&application=A&limit=5", None),
        (lambda t: t.received("a/b", "auth"), "GET", "inbox/a/b", "step=auth", None),
        (lambda t: t.set_faults([{"point": "x"}], "me"), "POST", "faults", "tenant=me", [{"point": "x"}]),
        (lambda t: t.remove_faults("me"), "DELETE", "faults", "tenant=me", None),
        (lambda t: t.fault_points(), "GET", "faults/points", "", None),
        (lambda t: t.show_scenario("a b"), "GET", "scenarios/a b", "", None),
        (lambda t: t.clock(tenant="me"), "GET", "clock", "tenant=me", None),
        (lambda t: t.clock("61m", tenant=""), "POST", "clock", "", {"advance": "61m"}),
        (lambda t: t.clock("", False), "POST", "clock", "tenant=mcp", {"freeze": False}),
        (lambda t: t.advance_flow("F"), "POST", "flows/F/advance", "", {}),
        (lambda t: t.advance_flow("F", "done"), "POST", "flows/F/advance", "", {"to": "done"}),
        (lambda t: t.journal(kind="auth", document="1"), "GET", "journal", "kind=auth&document=1&limit=50", None),
        (lambda t: t.journal("me", "", "F", "", "x", 7), "GET", "journal", "tenant=me&flow=F&endpoint=x&limit=7", None),
        (lambda t: t.verify({"kind": "auth"}), "POST", "verify", "tenant=mcp", {"kind": "auth"}),
        (lambda t: t.reset("me"), "DELETE", "state", "tenant=me", None),
    ],
)
def test_a_tool_sends_what_it_says(
    call: Any, method: str, path: str, query: str, body: Any, simulator: Simulator
) -> None:
    assert use(simulator.url, call)["ok"] is True
    came = simulator.came[-1]
    assert (came.method, came.path.replace("%2F", "/").replace("%20", " "), came.query) == (
        method,
        f"/_sim/{path}",
        query,
    )
    assert (json.loads(came.body) if came.body else None) == body


def test_a_name_is_one_segment_of_a_path_whatever_is_in_it(simulator: Simulator) -> None:
    for name in ("../../state", "a/b?c#d", "ü"):
        use(simulator.url, lambda t, name=name: t.show_scenario(name))  # type: ignore[misc]
        assert simulator.came[-1].path.count("/") == 3, name


def flow(status: str = "SUCCESS", *deliveries: tuple[str, int], waits_in: str | None = None) -> dict[str, Any]:
    return {
        "flow_uuid": "F",
        "tenant": "me",
        "status": {"master_status": status} if status else None,
        "waits_in": waits_in,
        "files": [],
        "deliveries": [{"state": state, "attempts": attempts} for state, attempts in deliveries],
        "cross_checks": [],
        "timeline": ["not told"],
    }


@pytest.mark.parametrize(
    ("states", "settled", "looks"),
    [
        ([flow("SUCCESS", ("DELIVERED", 1))], True, 1),
        ([flow("FAILED", ("CALLBACK_FAILED", 6))], True, 1),
        ([flow("SUCCESS", ("AUTH_FAILED", 1), ("DELIVERED", 1))], True, 1),
        ([flow("IN_PROGRESS"), flow(), flow("SUCCESS", ("INITIATED", 0)), flow("SUCCESS", ("DELIVERED", 1))], True, 4),
        # What is tried again later, or waits for a person, is told at once.
        ([flow("SUCCESS", ("IN_PROGRESS", 1))], False, 1),
        ([flow("IN_PROGRESS", waits_in="upload")], False, 1),
        ([flow(""), flow("SUCCESS", ("DELIVERED", 1))], True, 2),
        # One of two is on its way for the first time.
        ([flow("SUCCESS", ("DELIVERED", 1), ("INITIATED", 0)), flow("SUCCESS", ("DELIVERED", 1))], True, 2),
    ],
)
def test_a_wait_ends_when_nothing_of_the_flow_is_on_the_way(
    states: list[Any], settled: bool, looks: int, simulator: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tools_module, "POLL", 0.001)
    simulator.answers["/_sim/flows/F"] = list(states)
    watched = use(simulator.url, lambda t: t.wait_for_flow("F"))
    assert (watched["settled"], len(simulator.came)) == (settled, looks)
    assert "timeline" not in watched and watched["tenant"] == "me"


def test_a_wait_without_patience_looks_once(simulator: Simulator) -> None:
    simulator.answers["/_sim/flows/F"] = flow("IN_PROGRESS")
    assert use(simulator.url, lambda t: t.wait_for_flow("F", 0.0))["settled"] is False


def test_a_flow_is_explained_with_what_its_client_is_answered_by_its_own_tenant(simulator: Simulator) -> None:
    simulator.answers["/_sim/flows/F"] = flow()
    simulator.answers["/v3/verification/extracts"] = {"ocr_data": [{"aadhaar_number": AADHAAR}]}
    explained = use(simulator.url, lambda t: t.explain_flow("F"))
    assert explained["timeline"] == ["not told"] and simulator.sent("/_sim/tokens") == {"client_id": "me"}
    (item,) = explained["extracts"]["ocr_data"]
    assert item["aadhaar_number"].endswith("5672") and AADHAAR not in json.dumps(explained)
    assert (simulator.came[-1].query, simulator.came[-1].headers["token"]) == ("flow_uuid=F", "T")


def test_a_scenario_is_put_in_force_for_the_tenant_and_then_told(simulator: Simulator) -> None:
    simulator.answers["/_sim/scenarios/happy-path"] = {"expect": {}}
    assert use(simulator.url, lambda t: t.use_scenario("happy-path", "me")) == {"expect": {}}
    assert [(each.method, each.path, each.query) for each in simulator.came] == [
        ("PUT", "/_sim/scenario", "tenant=me"),
        ("GET", "/_sim/scenarios/happy-path", ""),
    ]
    assert simulator.sent("/_sim/scenario") == {"name": "happy-path"}


def upload(**given: str) -> Callable[[Tools], Any]:
    return lambda tools: tools.upload_flow([Upload(document_id="doc/1", **given)], "me")


@pytest.mark.parametrize(
    ("given", "url", "content"),
    [
        ({"url": "http://h.test/a.png"}, "http://h.test/a.png", None),
        ({"sample": "PAN/1.png"}, f"{PUBLIC}/_sim/samples/PAN/1.png", None),
        ({"text": "héllo"}, None, "héllo".encode()),
        ({"content_base64": base64.b64encode(b"\x00\x01").decode()}, None, b"\x00\x01"),
        ({}, None, b"doc/1"),
    ],
)
def test_a_document_is_sent_as_it_was_given(
    given: dict[str, str], url: str | None, content: bytes | None, simulator: Simulator
) -> None:
    simulator.answers["/v3/verification/flow/init"] = {"flow_uuid": "F"}
    simulator.answers["/v3/verification/multiupload"] = [[{"file_uuid": "U"}]]
    done = use(simulator.url, upload(**given))
    assert (done["flow_uuid"], done["tenant"], done["inbox"]) == ("F", "me", f"{PUBLIC}/_sim/inbox/me")
    assert simulator.sent("/_sim/tokens") == {"client_id": "me"}
    assert simulator.sent("/v3/verification/flow/init") == {
        "product_type": "PROD_CDL",
        "application_id": "MCP-1",
        "auth_url": f"{PUBLIC}/_sim/inbox/me/auth",
        "callback_url": f"{PUBLIC}/_sim/inbox/me",
    }
    assert {each.headers.get("token") for each in simulator.came if each.path.startswith("/v3/")} == {"T"}
    (file,) = simulator.sent("/v3/verification/multiupload")["file_urls"]
    assert file["document_id"] == "doc/1"
    kept = [each for each in simulator.came if each.method == "PUT"]
    if content is None:
        assert file["file_url"] == url and kept == []
    else:
        assert [each.body for each in kept] == [content]
        # The name of the file is made of the document's id, and is one segment.
        assert file["file_url"].endswith("/doc-1") and kept[0].path.count("/") == 5


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"sample": "a", "text": "b"}, "document 'doc/1': sample and text are given; give one of them"),
        ({"text": "a", "content_base64": "YQ==", "url": "u"}, "text and content_base64 and url are given"),
        ({"content_base64": "Y"}, "document 'doc/1': content_base64: "),
        ({"content_base64": "Y Q = ="}, "document 'doc/1': content_base64: "),
        ({"content_base64": "é"}, "document 'doc/1': content_base64: "),
    ],
)
def test_a_document_that_is_given_wrongly_is_told(given: dict[str, str], says: str, simulator: Simulator) -> None:
    simulator.answers["/v3/verification/flow/init"] = {"flow_uuid": "F"}
    with pytest.raises(ToolError) as failed:
        use(simulator.url, upload(**given))
    assert says in str(failed.value)
    assert "/v3/verification/multiupload" not in [each.path for each in simulator.came]


@pytest.mark.parametrize(
    ("status", "body", "says"),
    [
        (
            422,
            b'{"error": "what: is wrong", "allowed": ["a", 2]}',
            "GET /_sim/faults answered 422: what: is wrong; allowed: a, 2",
        ),
        (404, b'{"detail": "x"}', "answered 404: {'detail': 'x'}"),
        (500, b'["x"]', "answered 500: ['x']"),
        (502, b"Bad gateway" + b"y" * 500, "answered 502: Bad gateway"),
        (500, f'{{"error": "of {AADHAAR}"}}'.encode(), "answered 500: of "),
        (200, b"<html>", "/_sim/faults answered 200 without JSON; is it a simulator?"),
        (0, b"", "response.); start one with `atlas-simulator serve`"),
    ],
)
def test_every_failure_is_one_sentence_without_anything_private(
    status: int, body: bytes, says: str, simulator: Simulator
) -> None:
    simulator.answers["/_sim/faults"] = Answer(status, body)
    with pytest.raises(ToolError) as failed:
        use(simulator.url, lambda t: t.list_faults())
    assert says in str(failed.value) and "\n" not in str(failed.value) and len(str(failed.value)) < 400
    assert AADHAAR not in str(failed.value)


def test_what_is_answered_is_masked_and_a_list_is_an_object_of_it(simulator: Simulator) -> None:
    simulator.answers["/_sim/scenarios"] = [[{"aadhaar_number": AADHAAR}]]
    (found,) = use(simulator.url, lambda t: t.list_scenarios())["result"]
    assert found["aadhaar_number"].endswith("5672") and found["aadhaar_number"] != AADHAAR


@pytest.mark.parametrize(("password", "header"), [("", None), ("word", "Basic YXRsYXMtc2ltdWxhdG9yOndvcmQ=")])
def test_a_password_is_sent_where_there_is_one(password: str, header: str | None, simulator: Simulator) -> None:
    use(simulator.url, lambda t: t.fault_points(), password)
    assert simulator.came[0].headers.get("authorization") == header


def test_types_and_samples_are_searched_by_name_and_title(simulator: Simulator) -> None:
    def kind(name: str, title: str) -> dict[str, Any]:
        return {"name": name, "title": title, "fields": [{"name": "number"}]}

    simulator.answers["/_sim/catalogue"] = {
        "types": [kind("PAN", "Permanent account"), kind("EBILL", "Electricity bill")],
        "products": [{"name": "P"}],
    }
    found = use(simulator.url, lambda t: t.list_types("ACCOUNT"))
    assert found == {"types": [{"name": "PAN", "title": "Permanent account", "fields": ["number"]}], "products": ["P"]}
    assert [each["name"] for each in use(simulator.url, lambda t: t.list_types())["types"]] == ["PAN", "EBILL"]
    simulator.answers["/_sim/samples"] = {"samples": [{"name": f"PAN/{number}.png"} for number in range(250)]}
    many = use(simulator.url, lambda t: t.list_samples("pan/"))
    assert (len(many["samples"]), many["fitting"]) == (200, 250)
    assert use(simulator.url, lambda t: t.list_samples("/7.")) == {"samples": ["PAN/7.png"], "fitting": 1}


def test_a_reset_without_a_tenant_is_refused_before_anything_is_sent(simulator: Simulator) -> None:
    with pytest.raises(ToolError, match="tenant: is empty; name the one to forget"):
        use(simulator.url, lambda t: t.reset(""))
    assert not simulator.came
