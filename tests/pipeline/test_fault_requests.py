"""The point `request`: what a client sees of each action, and whether its request took effect, as ASGI messages."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import pytest

from simulator.pipeline.asgi_exchange import AsgiExchange
from simulator.pipeline.faults.active_rules import ActiveRule
from simulator.pipeline.faults.request_faults import DRIPS
from simulator.pipeline.faults.rules import FaultRule

RIGHT = b'{"flow_uuid": "f-1"}'


class Exchange:
    """One request on its way through a fault: whether the endpoint was asked, what was sent, and what was found wrong."""

    def __init__(self, right: bytes, action: str, /, **keys: Any) -> None:
        self.asked = False
        self.sent: list[Any] = []
        self.cut_off = False
        self._right = right
        started = time.monotonic()
        asyncio.run(self._pass(ActiveRule(7, "t", "", "test", FaultRule("request", action, **keys))))
        self.seconds = time.monotonic() - started

    @property
    def status(self) -> int:
        return int(self.sent[0]["status"])

    @property
    def headers(self) -> dict[bytes, bytes]:
        return dict(self.sent[0]["headers"])

    @property
    def parts(self) -> list[bytes]:
        return [each["body"] for each in self.sent[1:]]

    @property
    def body(self) -> bytes:
        return b"".join(self.parts)

    @property
    def complete(self) -> bool:
        return [each["more_body"] for each in self.sent[1:]] == [True] * (len(self.sent) - 2) + [False]

    async def _pass(self, fault: ActiveRule) -> None:
        async def app(scope: Any, receive: Any, send: Any) -> None:
            self.asked = True
            headers = [(b"content-type", b"application/json"), (b"content-length", str(len(self._right)).encode())]
            await send({"type": "http.response.start", "status": 200, "headers": headers})
            await send({"type": "http.response.body", "body": self._right, "more_body": False})

        async def receive() -> Any:
            return {"type": "http.disconnect"}

        async def send(message: Any) -> None:
            self.sent.append(message)

        try:
            await fault.apply(AsgiExchange(app, {}, receive, send), lambda status: {"documented": status})
        except ConnectionResetError:
            self.cut_off = True


def test_another_answer_is_what_atlas_documents_and_the_request_has_no_effect() -> None:
    seen = Exchange(RIGHT, "answer")
    assert (seen.status, seen.body, seen.asked, seen.complete) == (503, b'{"documented":503}', False, True)


@pytest.mark.parametrize(
    ("keys", "status", "body", "headers"),
    [
        ({"status": 429, "headers": {"Retry-After": "1"}}, 429, b'{"documented":429}', {b"retry-after": b"1"}),
        ({"status": 400, "body": {"a": 1}}, 400, b'{"a":1}', {b"content-type": b"application/json"}),
        ({"status": 502, "body": "bad gateway"}, 502, b"bad gateway", {b"content-type": b"text/plain; charset=utf-8"}),
        ({"status": 204}, 204, b"", {}),
    ],
)
def test_another_answer_says_what_the_rule_says(
    keys: dict[str, Any], status: int, body: bytes, headers: dict[bytes, bytes]
) -> None:
    seen = Exchange(RIGHT, "answer", **keys)
    assert (seen.status, seen.body) == (status, body)
    assert headers.items() <= seen.headers.items()


@pytest.mark.parametrize("action", ["answer", "drop"])
@pytest.mark.parametrize("handled", [False, True])
def test_a_request_takes_effect_only_where_the_rule_says_that_it_is_handled(action: str, handled: bool) -> None:
    seen = Exchange(RIGHT, action, handled=handled)
    assert seen.asked is handled
    assert RIGHT not in [each.get("body") for each in seen.sent]


def test_a_dropped_connection_sends_nothing_at_all() -> None:
    seen = Exchange(RIGHT, "drop")
    assert (seen.sent, seen.cut_off) == ([], True)


@pytest.mark.parametrize(("action", "body"), [("answer", b'{"documented":503}'), ("delay", RIGHT)])
def test_an_answer_comes_after_the_delay_and_not_before(action: str, body: bytes) -> None:
    seen = Exchange(RIGHT, action, delay="50ms")
    assert seen.body == body
    assert seen.seconds >= 0.05


@pytest.mark.parametrize(("right", "sent"), [(RIGHT, RIGHT[:-1]), (b"x", b""), (b"", b"")])
def test_malformed_json_lacks_its_end_and_announces_no_more_than_comes(right: bytes, sent: bytes) -> None:
    seen = Exchange(right, "malformed")
    assert (seen.status, seen.body, seen.complete, seen.cut_off) == (200, sent, True, False)
    assert seen.headers[b"content-length"] == str(len(sent)).encode()


def test_a_truncated_answer_announces_all_and_sends_half() -> None:
    seen = Exchange(RIGHT, "truncate")
    assert (seen.status, seen.parts, seen.cut_off) == (200, [RIGHT[: len(RIGHT) // 2]], True)
    assert seen.headers[b"content-length"] == str(len(RIGHT)).encode()
    assert seen.sent[-1]["more_body"]


@pytest.mark.parametrize(
    ("length", "sizes"),
    [
        (0, [0]),
        (1, [1]),
        (DRIPS, [1] * DRIPS),
        (DRIPS + 1, [2] * (DRIPS // 2) + [1]),
        (DRIPS * 10, [10] * DRIPS),
    ],
)
def test_a_dripping_answer_is_whole_and_comes_in_so_many_pieces_at_most(length: int, sizes: list[int]) -> None:
    seen = Exchange(bytes(length), "drip", delay=0)
    assert [len(part) for part in seen.parts] == [*sizes, 0]
    assert seen.complete and not seen.cut_off


def test_a_dripping_answer_takes_as_long_in_all_as_the_rule_says() -> None:
    seen = Exchange(RIGHT, "drip", delay="80ms")
    assert seen.body == RIGHT
    assert 0.08 <= seen.seconds < 80 * 0.08
