"""The receiver that tests and demos listen with: files, tokens and callbacks on a real port, answers on command."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.client.atlas_client import certificates
from simulator.client.process import ServerProcess, free_port
from simulator.client.receiver import TOKEN, Answer, Receiver


@pytest.fixture(scope="module")
def running() -> Iterator[Receiver]:
    with Receiver() as receiver:
        yield receiver


@pytest.fixture
def receiver(running: Receiver) -> Receiver:
    """The one of this module, with nothing received, scripted or ruled."""
    running.forget()
    running._scripts.clear()
    running._rules.clear()
    return running


HTTP = httpx.Client(trust_env=False, verify=certificates(), timeout=30)


def post(url: str, **options: Any) -> httpx.Response:
    return HTTP.post(url, **options)


def test_it_hands_out_a_token_takes_callbacks_and_knows_no_other_place(receiver: Receiver) -> None:
    assert post(receiver.auth_url).json() == {"access_token": TOKEN, "expires_in": 3600}
    assert post(receiver.callback_url, json={"a": 1}).status_code == 200
    assert post(f"{receiver.callback_url}/more?x=1").json() == {}
    assert post(f"{receiver.url}/other").status_code == 404
    assert [each.path for each in receiver.requests()] == ["/auth", "/callback", "/callback/more", "/other"]
    (callback,) = receiver.callbacks()
    assert callback.json() == {"a": 1} and callback.headers["content-type"] == "application/json"
    assert (receiver.requests("/callback/more")[0].query, receiver.requests("/auth")[0].method) == ("x=1", "POST")
    receiver.forget()
    assert receiver.requests() == []


def test_scripted_answers_come_first_in_their_order_then_the_rule_then_the_usual_one(receiver: Receiver) -> None:
    receiver.script("/callback", Answer(500, b"first"), Answer(503, b"second", {"Retry-After": "7"}))
    first, second = post(receiver.callback_url), post(receiver.callback_url)
    assert (first.status_code, first.text) == (500, "first")
    assert (second.status_code, second.text, second.headers["retry-after"]) == (503, "second", "7")
    assert post(receiver.callback_url).status_code == 200
    receiver.rule("/callback", lambda came: Answer(202, came.body.upper()))
    receiver.script("/callback", Answer(418))
    assert [post(receiver.callback_url, content=b"x").status_code for _ in range(2)] == [418, 202]
    assert post(receiver.callback_url, content=b"echo").text == "ECHO"


def test_status_0_hangs_up_without_a_word(receiver: Receiver) -> None:
    receiver.script("/callback", Answer(0))
    with pytest.raises(httpx.RemoteProtocolError):
        post(receiver.callback_url)
    assert post(receiver.callback_url).status_code == 200
    assert len(receiver.callbacks()) == 2, "what was not answered came all the same"


def test_a_length_that_was_given_is_not_put_right(receiver: Receiver) -> None:
    receiver.script("/callback", Answer(200, b"short", {"content-length": "500"}))
    with socket.create_connection(urlsplit(receiver.url).netloc.split(":")) as line:  # type: ignore[arg-type]
        line.sendall(b"GET /callback HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        line.settimeout(10)
        answer = b""
        while b"short" not in answer:
            answer += line.recv(4096)
    assert answer.lower().count(b"content-length") == 1 and b"500" in answer


@settings(max_examples=40, deadline=None)
@given(st.text("aZ09 %?#&+=/.é漢~'\"<>", min_size=1, max_size=20), st.binary(max_size=30))
def test_a_file_of_any_name_is_served_at_a_url_with_a_query_as_it_was(
    running: Receiver, name: str, body: bytes
) -> None:
    url = running.serve_file(name, body, "image/png")
    assert url.isascii() and "X-Amz-Signature=" in urlsplit(url).query
    # A URL's dots and doubled slashes at its end would be resolved away by the client.
    if "." not in name and "//" not in f"/{name}":
        answer = HTTP.get(url)
        assert (answer.status_code, answer.content, answer.headers["content-type"]) == (200, body, "image/png")


def test_waiting_ends_with_the_last_that_was_waited_for_or_tells_what_came_instead(receiver: Receiver) -> None:
    with pytest.raises(TimeoutError, match=r"0 of 1 requests to /callback came within 0\.01 s; seen: \[\]"):
        receiver.wait_for(1, seconds=0.01)
    post(receiver.auth_url)
    threading.Timer(0.05, post, [receiver.callback_url]).start()
    assert [each.path for each in receiver.wait_for(1)] == ["/callback"]
    with pytest.raises(TimeoutError, match=r"1 of 2 requests to /callback .*'POST /auth', 'POST /callback'"):
        receiver.wait_for(2, seconds=0)
    assert len(receiver.wait_for(1, "/auth", seconds=0)) == 1


def test_many_at_once_are_all_taken_and_scripted_answers_given_once_each(receiver: Receiver) -> None:
    receiver.script("/callback", *(Answer(500) for _ in range(10)))
    with ThreadPoolExecutor(8) as threads:
        answers = list(
            threads.map(lambda n: post(receiver.callback_url, content=str(n).encode()).status_code, range(40))
        )
    assert answers.count(500) == 10 and answers.count(200) == 30
    assert {each.body for each in receiver.callbacks()} == {str(n).encode() for n in range(40)}


def test_an_answer_that_is_held_back_does_not_hold_up_the_end() -> None:
    with Receiver() as receiver:
        receiver.script("/callback", Answer(200, wait=3600))
        caller = threading.Thread(target=post, args=[receiver.callback_url], daemon=True)
        caller.start()
        receiver.wait_for(1)
    caller.join(30)
    assert not caller.is_alive()


def test_a_server_that_cannot_start_tells_what_it_logged(tmp_path: Path) -> None:
    server = ServerProcess(tmp_path, "--port", "none")
    with pytest.raises(RuntimeError, match=r"(?s)the server is not ready: .*--port: must be a whole number"):
        server.start()
    server.kill()
    assert "--port" in server.output


def test_a_server_that_was_never_started_has_no_number_and_cannot_be_stopped(tmp_path: Path) -> None:
    server = ServerProcess(tmp_path)
    for call in (lambda: server.pid, server.stop):
        with pytest.raises(AssertionError, match="not started"):
            call()
    server.kill()
    assert server.url.endswith(str(server.port)) and server.state == tmp_path / "state.sqlite3"


def test_a_free_port_can_be_listened_on() -> None:
    with socket.create_server(("127.0.0.1", free_port())):
        pass
