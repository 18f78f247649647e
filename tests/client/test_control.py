"""What the client of the control API says where it is refused, or where it is no simulator that answers."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from simulator.client.control import Control, ControlFailed, VerificationFailed, timeline
from simulator.server import BackgroundServer

Answers = Callable[[int, bytes], str]


@pytest.fixture
def another_server() -> Iterator[Answers]:
    """A server of something else: gives its URL for the one answer that it has."""
    answer = [200, b""]

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(int(answer[0]))
            self.end_headers()
            self.wfile.write(bytes(answer[1]))  # type: ignore[arg-type]

        def log_message(self, format: str, *args: Any) -> None: ...

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()

        def answers(status: int, body: bytes) -> str:
            answer[:] = [status, body]
            return f"http://127.0.0.1:{server.server_port}"

        yield answers
        server.shutdown()
        thread.join()


@pytest.fixture
def control(server: BackgroundServer) -> Iterator[Control]:
    with Control(server.url, "control-test") as running:
        yield running


@pytest.mark.parametrize("body", [b"<html>welcome</html>", b"[1]", b"null", b'"text"', b"\xff"])
def test_another_server_in_its_place_is_told(another_server: Answers, body: bytes) -> None:
    url = another_server(200, body)
    with Control(url) as control, pytest.raises(ControlFailed) as failed:
        control.flows()
    assert str(failed.value) == f"no simulator at {url}: another server answers /_sim/flows"


@pytest.mark.parametrize(
    ("status", "body", "says"),
    [
        (404, b"<h1>Not found</h1>", "/_sim/flows answered 404: <h1>Not found</h1>"),
        (502, b"[1]", "/_sim/flows answered 502: [1]"),
        (500, b"x" * 900, "/_sim/flows answered 500: " + "x" * 200),
        (422, b'{"error": "wrong", "allowed": ["a", 1]}', "wrong; allowed: a, 1"),
        (422, b'{"error": "wrong", "allowed": null}', "wrong"),
        (401, b'{"detail": "no"}', '{"detail": "no"}'),
    ],
)
def test_a_refusal_is_told_in_the_servers_own_words(
    another_server: Answers, status: int, body: bytes, says: str
) -> None:
    with Control(another_server(status, body)) as control, pytest.raises(ControlFailed) as failed:
        control.flows()
    assert str(failed.value) == says


def test_a_stream_that_is_refused_says_why(another_server: Answers, control: Control) -> None:
    url = another_server(401, b'{"error": "the password is missing"}')
    with Control(url) as refused, pytest.raises(ControlFailed, match="the password is missing"):
        next(refused.events())
    with pytest.raises(ControlFailed, match="after: must be a whole number"):
        next(control.events(after=-1))


@pytest.mark.parametrize("tenant", ["ä", "a\nb", "a\x00", "日本"])
def test_a_client_id_that_no_header_can_carry_is_refused_before_anything_is_sent(tenant: str) -> None:
    with pytest.raises(ControlFailed, match="no HTTP header can carry it"):
        Control("http://127.0.0.1:9", tenant)


@pytest.mark.parametrize("uuid", ["none", "..", "../state", "a/b", "a?tenant=b", "a#b", " ", "%2e"])
def test_any_text_is_the_name_of_a_flow_and_of_nothing_else(control: Control, uuid: str) -> None:
    """No name leads to another call than the one that is meant."""
    for call in (control.flow, control.advance, lambda name: control.outcome(name, score=1)):
        with pytest.raises(ControlFailed, match=r"no flow|No such path"):
            call(uuid)


@pytest.mark.parametrize("name", ["a b.png", "a#1.png", "ü?.png", "folder/100%.png"])
def test_a_file_of_any_name_is_kept_under_it(control: Control, name: str) -> None:
    import httpx

    url = control.put_file(name, name.encode())
    assert httpx.get(url, trust_env=False).content == name.encode()


def test_waiting_for_a_callback_ends_with_how_many_came(control: Control) -> None:
    control.inbox.clear()
    with pytest.raises(TimeoutError, match=r"0 of 2 callbacks came within 0\.01 s"):
        control.inbox.wait_for(2, seconds=0.01)


def test_what_is_refused_by_the_inbox_is_no_callback_that_was_taken(control: Control) -> None:
    control.inbox.clear()
    control.inbox.refuse(callback=[503])
    for number in range(2):
        control.call("POST", "inbox/control-test", {"n": number}) if number else _refused(control, {"n": number})
    assert control.inbox.callbacks() == [{"n": 1}]
    assert [each["answered"] for each in control.inbox.received("callback")] == [503, 200]


def _refused(control: Control, body: Any) -> None:
    with pytest.raises(ControlFailed, match="was asked to answer 503"):
        control.call("POST", "inbox/control-test", body)


def test_a_verification_that_fails_is_an_assertion_with_what_came_nearest(control: Control) -> None:
    assert control.verify(endpoint="multiupload", times=0)["ok"]
    with pytest.raises(VerificationFailed, match=r"^expected exactly 1 request with endpoint 'multiupload'; found 0"):
        control.verify(endpoint="multiupload", times=1)


def test_the_timeline_of_a_flow_shows_each_event_with_what_there_is_to_say_of_it() -> None:
    flow = {
        "flow_uuid": "F",
        "application_id": "A\x1b[2J",
        "status": None,
        "timeline": [
            {
                "at": "t1",
                "kind": "file",
                "state": "DONE",
                "id": 1,
                "sha256": "s",
                "document_type": "PAN",
                "problem": "",
            },
            {"at": "t2", "kind": "flow", "state": "SUCCESS", "id": 2, "pages": 0},
        ],
        "files": [{"document_id": "7", "problem": "403"}, {"document_id": "8", "problem": ""}],
    }
    lines = timeline(json.loads(json.dumps(flow))).split("\n")
    assert lines[0].startswith("flow F of A") and "\x1b" not in lines[0]
    assert lines[1:] == ["  t1 file DONE document_type=PAN", "  t2 flow SUCCESS pages=0", "  7: 403"]
