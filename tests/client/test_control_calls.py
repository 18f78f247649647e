"""The clients of a server, call by call: what each sends, to whom and with which password, and how waiting and events end."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from simulator.client.atlas_client import AtlasClient
from simulator.client.control import Control, ControlFailed
from simulator.client.process import free_port
from simulator.client.receiver import Answer, Received, Receiver
from simulator.variables import PASSWORD_VARIABLE


class Server:
    """A server of a test's own that stands where a simulator should: it answers everything the same, and keeps what came."""

    def __init__(self, receiver: Receiver) -> None:
        self.url = receiver.url
        self.answer = Answer()
        self.came: list[Received] = []
        receiver._answer = self._decide  # type: ignore[method-assign]

    def _decide(self, received: Received) -> Answer:
        self.came.append(received)
        return self.answer

    def answers(self, body: Any, status: int = 200) -> None:
        self.answer = Answer(status, body if isinstance(body, bytes) else json.dumps(body).encode())


@pytest.fixture(scope="module")
def place() -> Iterator[Receiver]:
    with Receiver() as receiver:
        yield receiver


@pytest.fixture
def other(place: Receiver) -> Server:
    return Server(place)


@pytest.mark.parametrize(
    ("status", "body", "says"),
    [
        (204, b"", "another server answers /_sim/flows"),
        (302, b"", "another server answers /_sim/flows"),
        (200, b'{"items": []}', "another server, or version, answers /_sim/flows"),
        (422, b'{"error": "what: is wrong", "allowed": []}', "what: is wrong"),
        (422, b'{"error": "what: is wrong", "allowed": "everything"}', "what: is wrong"),
        (0, b"", "no simulator at "),
    ],
)
def test_whatever_answers_in_a_simulator_s_place_is_told_as_one_error(
    status: int, body: bytes, says: str, other: Server
) -> None:
    other.answer = Answer(status, body)
    with Control(other.url) as control, pytest.raises(ControlFailed) as failed:
        control.flows()
    assert says in str(failed.value) and len(str(failed.value)) < 300
    assert failed.value.__cause__ is None


@pytest.mark.parametrize("url", ["http://127.0.0.1:{port}", "127.0.0.1:{port}", "", "ftp://127.0.0.1", "http://["])
def test_where_nothing_can_be_reached_it_is_told_how_to_start_one(url: str) -> None:
    with Control(url.format(port=free_port())) as control:
        for call in (control.flows, control.clock.now, control.snapshot, lambda: next(control.events())):
            with pytest.raises(ControlFailed, match=r"^no simulator at .*; start one with `atlas-simulator serve`$"):
                call()


@pytest.mark.parametrize(
    ("status", "body", "says"),
    [
        (401, b'{"error": "a password is needed"}', "a password is needed"),
        (200, b"<html>", "came to an end; the simulator was stopped, or it is none"),
        (200, b": waiting\n\n", "came to an end"),
        (0, b"", "no simulator at"),
    ],
)
def test_events_end_with_the_reason(status: int, body: bytes, says: str, other: Server) -> None:
    other.answer = Answer(status, body)
    with Control(other.url) as control, pytest.raises(ControlFailed, match=says):
        list(control.events())


def test_events_are_what_stands_behind_data_one_by_one(other: Server) -> None:
    other.answer = Answer(200, b'id: 1\ndata: {"id": 1}\n\n: still here\n\ndata: {"id": 2}\n\n')
    with Control(other.url) as control:
        stream = control.events(after=0, flow="F")
        assert [next(stream), next(stream)] == [{"id": 1}, {"id": 2}]
        with pytest.raises(ControlFailed):
            next(stream)
    assert other.came[0].query == "flow=F&after=0"


CALLS: dict[str, tuple[Callable[[Control], Any], str, str, str, Any]] = {
    "advance": (lambda c: c.clock.advance("61m"), "POST", "clock", "", {"advance": "61m"}),
    "advance a flow": (lambda c: c.clock.advance(5, flow="F"), "POST", "clock", "", {"advance": 5, "flow": "F"}),
    "freeze": (lambda c: c.clock.freeze(), "POST", "clock", "", {"freeze": True}),
    "resume": (lambda c: c.clock.resume(), "POST", "clock", "", {"freeze": False}),
    "now": (lambda c: c.clock.now(), "GET", "clock", "", None),
    "one rule": (lambda c: c.faults(point="auth", times=2), "POST", "faults", "", {"point": "auth", "times": 2}),
    "one rule as dict": (lambda c: c.faults({"point": "auth"}), "POST", "faults", "", {"point": "auth"}),
    "two rules": (lambda c: c.faults({"a": 1}, b=2), "POST", "faults", "", [{"a": 1}, {"b": 2}]),
    "rules in force": (lambda c: c.faults_in_force(), "GET", "faults", "", None),
    "no rules": (lambda c: c.clear_faults(), "DELETE", "faults", "", None),
    "scenario": (lambda c: c.scenario("happy-path"), "PUT", "scenario", "", {"name": "happy-path"}),
    "own scenario": (lambda c: c.scenario({"pace": "x"}), "PUT", "scenario", "", {"scenario": {"pace": "x"}}),
    "file": (lambda c: c.put_file("a/b.png", b"x", "15m"), "PUT", "files/a/b.png", "expires_in=15m", b"x"),
    "journal": (lambda c: c.journal(kind="auth", flow=None), "GET", "journal", "kind=auth", None),
    "journal as HAR": (lambda c: c.journal_har(flow="F"), "GET", "journal/har", "flow=F", None),
    "flows": (lambda c: c.flows(application="A"), "GET", "flows", "application=A", None),
    "callbacks": (lambda c: c.inbox.callbacks(), "GET", "inbox/t", "limit=1000&step=callback", None),
    "flow": (lambda c: c.flow("F"), "GET", "flows/F", "", None),
    "step": (lambda c: c.advance("F"), "POST", "flows/F/advance", "", {}),
    "step to": (lambda c: c.advance("F", "done"), "POST", "flows/F/advance", "", {"to": "done"}),
    "outcome": (lambda c: c.outcome("F", score=40), "PUT", "flows/F/outcome", "", {"score": 40}),
    "redeliver": (lambda c: c.redeliver(7), "POST", "callbacks/7/redeliver", "", {}),
    "revoke": (lambda c: c.revoke("T"), "POST", "tokens/revoke", "", {"token": "T", "session": False}),
    "reset": (lambda c: c.reset(), "DELETE", "state", "", None),
    "restore": (lambda c: c.restore(b"snapshot"), "PUT", "state", "", b"snapshot"),
    "received": (lambda c: c.inbox.received("auth"), "GET", "inbox/t", "limit=1000&step=auth", None),
    "letters": (lambda c: c.inbox.letters(), "GET", "inbox/t", "limit=1000", None),
    "refuse": (lambda c: c.inbox.refuse(callback=(500,)), "PUT", "inbox/t", "", {"callback": [500], "auth": []}),
    "clear": (lambda c: c.inbox.clear(), "DELETE", "inbox/t", "", None),
}


@pytest.mark.parametrize("name", CALLS)
def test_a_call_sends_what_it_says_for_its_tenant(name: str, other: Server) -> None:
    call, method, path, query, body = CALLS[name]
    other.answers({"faults": [], "entries": [], "received": [], "flows": [], "file_url": "u", "log": {"entries": []}})
    with Control(other.url + "/", "t") as control:
        call(control)
    (came,) = other.came
    assert (came.method, came.path, came.query) == (method, f"/_sim/{path}", query)
    assert came.headers["client-id"] == "t" and "authorization" not in came.headers
    if isinstance(body, bytes):
        assert came.body == body
    else:
        assert (json.loads(came.body) if came.body else None) == body


@pytest.mark.parametrize(
    ("given", "variable", "sent"), [("", "", False), ("word", "", True), ("", "word", True), ("word", "x", True)]
)
def test_the_password_is_the_given_one_or_the_variable_s(
    given: str, variable: str, sent: bool, other: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(PASSWORD_VARIABLE, variable)
    with Control(other.url, password=given) as control:
        other.answers({})
        control.clock.now()
    header = other.came[0].headers.get("authorization")
    assert header == ("Basic YXRsYXMtc2ltdWxhdG9yOndvcmQ=" if sent else None)
    assert "client-id" not in other.came[0].headers, "without a tenant it speaks for everyone"


def received(*answered: int) -> dict[str, Any]:
    return {"received": [{"body": number, "answered": status} for number, status in enumerate(answered)]}


def test_an_inbox_counts_only_the_callbacks_that_it_took_and_waits_for_them(other: Server) -> None:
    with Control(other.url, "t") as control:
        other.answers(received(500, 200, 299, 300))
        assert control.inbox.callbacks() == [1, 2]
        assert control.inbox.wait_for(2, seconds=0) == [1, 2]
        with pytest.raises(TimeoutError, match=r"^2 of 3 callbacks came within 0\.02 s$"):
            control.inbox.wait_for(3, seconds=0.02)
        threading.Timer(0.02, other.answers, [received(200, 200, 200)]).start()
        assert control.inbox.wait_for(3) == [0, 1, 2]
        assert control.inbox.auth_url == f"{other.url}/_sim/inbox/t/auth"
    assert Control(other.url).inbox.callback_url == f"{other.url}/_sim/inbox/inbox"


def test_a_client_asks_for_a_token_once_and_again_when_it_forgot_it(other: Server) -> None:
    other.answers({"access_token": "T", "flow_uuid": "F", "master_status": "SUCCESS"})
    with AtlasClient(other.url, "me", "secret") as client:
        assert client.init(auth_url="a", callback_url="c", username="x") == "F"
        client.multiupload("F", [("1", "u"), ("1", "v")])
        client.status("F")
        client.extracts("F")
        client.forget_token()
        client.request("GET", "/x", headers={"X-Mine": "1"})
    called = [each.path.rpartition("/")[2] for each in other.came]
    assert called == ["authtoken", "init", "multiupload", "status", "extracts", "authtoken", "x"]
    assert [each.query for each in other.came[3:5]] == ["flow_uuid=F"] * 2
    assert (other.came[0].headers["client-id"], other.came[0].headers["client-secret"]) == ("me", "secret")
    assert json.loads(other.came[1].body) == {
        "product_type": "PROD_CDL",
        "application_id": "APP-1",
        "auth_url": "a",
        "callback_url": "c",
        "username": "x",
    }
    assert json.loads(other.came[2].body)["file_urls"] == [
        {"file_url": "u", "document_id": "1"},
        {"file_url": "v", "document_id": "1"},
    ]
    assert {each.headers.get("token") for each in other.came} == {None, "T"} and other.came[-1].headers["x-mine"] == "1"


@pytest.mark.parametrize("end", ["SUCCESS", "FAILED"])
def test_a_wait_ends_with_the_master_status_alone_or_with_the_last_one_seen(end: str, other: Server) -> None:
    seen: list[str] = []

    def note(status: dict[str, str]) -> None:
        seen.append(status["master_status"])
        if len(seen) == 3:
            other.answers({"upload_status": "SUCCESS", "master_status": end})

    other.answers({"access_token": "T", "upload_status": "SUCCESS", "master_status": "IN_PROGRESS"})
    with AtlasClient(other.url) as client:
        with pytest.raises(TimeoutError, match=r"flow F is not complete after 0 s: .*IN_PROGRESS"):
            client.wait("F", seconds=0, every=0)
        assert client.wait("F", every=0, seen=note)["master_status"] == end
    assert seen == ["IN_PROGRESS"] * 3 + [end]
