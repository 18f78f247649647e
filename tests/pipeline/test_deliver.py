"""One try to deliver: the token first, then the post; what acknowledges, what is final, what is tried again and when."""

from __future__ import annotations

import asyncio
import json
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.client.receiver import TOKEN, Answer, Receiver
from simulator.flows.model import Delivery
from simulator.flows.states import DeliveryState
from simulator.hosts import parse_rules
from simulator.pipeline.deliver import (
    LONGEST_BACKOFF,
    TEMPORARY_STATUSES,
    CallbackAuth,
    Deliverer,
    DeliveryOutcome,
    RetrySchedule,
)
from simulator.pipeline.fair_queueing import HostConcurrency
from simulator.pipeline.faults.delivery_faults import DeliveryChange
from simulator.pipeline.step_results import SimulatedAnswer

BODY = b'{"flow_uuid": "f-1"}'


def deliver(
    receiver: Receiver,
    *,
    auth: bool = True,
    flow: str = "f-1",
    change: DeliveryChange | None = None,
    auth_stub: SimulatedAnswer | None = None,
    handshake: CallbackAuth | None = None,
    seconds: float = 5.0,
) -> DeliveryOutcome:
    """One try against a real receiver; `change` and `auth_stub` are what a fault makes of the two steps."""
    url = receiver.auth_url if auth else ""
    delivery = Delivery(
        7, "flow", "t", flow, "", "", receiver.callback_url, url, DeliveryState.INITIATED, BODY, 0, 0.0, 0.0
    )

    async def interfere(step: str, body: bytes) -> DeliveryChange:
        if step == "auth":
            assert body == b""
            return DeliveryChange(body, stub=auth_stub)
        assert body == BODY
        return change or DeliveryChange(body)

    async def run() -> DeliveryOutcome:
        deliverer = Deliverer(
            seconds=seconds,
            handshake=handshake or CallbackAuth(),
            now=lambda tenant: 50.0,
            rules=parse_rules((), ()),
            carry=lambda: {"traceparent": "00-1-2-01"},
        )
        try:
            return await deliverer.deliver(delivery, BODY, interfere)
        finally:
            await deliverer.close()

    return asyncio.run(run())


def paths(receiver: Receiver) -> list[str]:
    return [each.path for each in receiver.requests()]


def test_the_token_is_fetched_first_and_carried_by_the_post(receiver: Receiver) -> None:
    outcome = deliver(receiver)
    assert (outcome.state, outcome.again, outcome.problem) == (DeliveryState.DELIVERED, False, "")
    auth, post = receiver.requests()
    assert (auth.method, auth.path, auth.body) == ("POST", "/auth", b"{}")
    assert (post.method, post.path, post.body) == ("POST", "/callback", BODY)
    headers = {name.lower(): value for name, value in post.headers.items()}
    assert headers["token"] == TOKEN and headers["content-type"] == "application/json"
    assert (headers["x-atlas-sim-delivery"], headers["x-atlas-sim-flow"]) == ("7", "f-1")
    assert headers["traceparent"] == "00-1-2-01"
    assert [(made.delivery_id, made.step, made.at, made.status) for made in outcome.attempts] == [
        (7, "auth", 50.0, 200),
        (7, "callback", 50.0, 200),
    ]


def test_no_attempt_keeps_the_token_that_was_given(receiver: Receiver) -> None:
    receiver.rule("/callback", lambda got: Answer(200, f"thanks for {TOKEN}".encode()))
    assert [TOKEN in made.answer for made in deliver(receiver).attempts] == [False, False]


def test_without_an_auth_url_the_post_alone_is_made_without_a_token(receiver: Receiver) -> None:
    outcome = deliver(receiver, auth=False, flow="")
    assert [made.step for made in outcome.attempts] == ["callback"]
    (post,) = receiver.requests()
    assert not {name.lower() for name in post.headers} & {"token", "x-atlas-sim-flow"}


@pytest.mark.parametrize(
    ("handshake", "answer", "header", "value"),
    [
        (CallbackAuth(header="Authorization"), {"access_token": "abc"}, "Authorization", "Bearer abc"),
        (CallbackAuth(token_field="jwt"), {"jwt": "abc", "access_token": "other"}, "Token", "abc"),
        (CallbackAuth(header="X-Key"), {"access_token": "abc"}, "X-Key", "abc"),
    ],
)
def test_how_the_token_travels_can_be_set(
    receiver: Receiver, handshake: CallbackAuth, answer: dict[str, str], header: str, value: str
) -> None:
    receiver.rule("/auth", lambda _: Answer(200, json.dumps(answer).encode()))
    assert deliver(receiver, handshake=handshake).state == DeliveryState.DELIVERED
    assert receiver.callbacks()[0].headers[header.lower()] == value


def test_an_auth_url_can_be_asked_by_get_without_a_body(receiver: Receiver) -> None:
    deliver(receiver, handshake=CallbackAuth(method="GET"))
    assert (receiver.requests("/auth")[0].method, receiver.requests("/auth")[0].body) == ("GET", b"")


@pytest.mark.parametrize("status", [200, 201, 202, 204, 299])
def test_any_2xx_acknowledges(receiver: Receiver, status: int) -> None:
    receiver.rule("/callback", lambda _: Answer(status))
    outcome = deliver(receiver)
    assert (outcome.state, outcome.again) == (DeliveryState.DELIVERED, False)


@pytest.mark.parametrize("status", [301, 400, 401, 404, 410, 429, 500, 503])
def test_anything_else_does_not_and_is_tried_again(receiver: Receiver, status: int) -> None:
    receiver.rule("/callback", lambda _: Answer(status, b"no"))
    outcome = deliver(receiver)
    assert (outcome.state, outcome.again, outcome.retry_after) == (DeliveryState.CALLBACK_FAILED, True, None)
    assert outcome.problem == f"callback_url {receiver.callback_url}: answered {status}"
    assert outcome.attempts[-1].answer == "no"


@pytest.mark.parametrize("status", [*sorted(TEMPORARY_STATUSES), 400, 401, 403, 404, 409, 501])
def test_a_refusal_of_auth_url_is_final_unless_it_means_not_now(receiver: Receiver, status: int) -> None:
    receiver.rule("/auth", lambda _: Answer(status))
    outcome = deliver(receiver)
    assert (outcome.state, outcome.again) == (DeliveryState.AUTH_FAILED, status in {408, 425, 429, 500, 502, 503, 504})
    assert outcome.problem == f"auth_url {receiver.auth_url}: answered {status}"
    assert paths(receiver) == ["/auth"]


NO_TOKENS = [b"", b"{}", b"[]", b'"abc"', b"<html>", b"\xff", b"[" * 10_000]
NO_TOKENS += [f'{{"access_token": {each}}}'.encode() for each in ("7", "null", '""', '"a\\nb"', '"ä"')]


@pytest.mark.parametrize("answer", NO_TOKENS)
def test_an_answer_without_a_usable_token_is_a_final_refusal(receiver: Receiver, answer: bytes) -> None:
    receiver.rule("/auth", lambda _: Answer(200, answer))
    outcome = deliver(receiver)
    assert (outcome.state, outcome.again) == (DeliveryState.AUTH_FAILED, False)
    assert outcome.problem.endswith("no usable 'access_token' in its JSON answer")
    assert paths(receiver) == ["/auth"]


@pytest.mark.parametrize(("step", "state"), [("/auth", "AUTH_FAILED"), ("/callback", "CALLBACK_FAILED")])
@pytest.mark.parametrize(
    ("answer", "problem"),
    [(Answer(0), "connection failed: "), (Answer(200, b"", {}, wait=5.0), "no answer within 0.3 s")],
)
def test_a_connection_that_breaks_or_is_too_slow_is_tried_again_at_either_step(
    receiver: Receiver, step: str, state: str, answer: Answer, problem: str
) -> None:
    receiver.rule(step, lambda _: answer)
    outcome = deliver(receiver, seconds=0.3)
    assert (outcome.state, outcome.again) == (DeliveryState(state), True)
    assert f"_url {receiver.url}{step}: {problem}" in outcome.problem
    assert outcome.attempts[-1].status == 0


# What a fault makes of it


def test_an_answer_that_is_pretended_contacts_nobody(receiver: Receiver) -> None:
    outcome = deliver(
        receiver, change=DeliveryChange(BODY, stub=SimulatedAnswer(500, b"fault", "answered 500 (fault)"))
    )
    assert (outcome.state, outcome.again) == (DeliveryState.CALLBACK_FAILED, True)
    assert paths(receiver) == ["/auth"]
    assert (outcome.attempts[-1].status, outcome.attempts[-1].answer) == (500, "fault")
    for stub, again in (
        (SimulatedAnswer(401), False),
        (SimulatedAnswer(503), True),
        (SimulatedAnswer(problem="late"), True),
    ):
        receiver.forget()
        outcome = deliver(receiver, auth_stub=stub)
        assert (outcome.state, outcome.again, paths(receiver)) == (DeliveryState.AUTH_FAILED, again, [])


def test_an_answer_that_is_lost_came_all_the_same_but_does_not_count(receiver: Receiver) -> None:
    outcome = deliver(receiver, change=DeliveryChange(BODY, lost="its answer is lost"))
    assert (outcome.state, outcome.again) == (DeliveryState.CALLBACK_FAILED, True)
    assert outcome.problem.endswith("its answer is lost")
    assert receiver.callbacks()[0].body == BODY
    # What went wrong by itself is told instead.
    receiver.rule("/callback", lambda _: Answer(0))
    assert "connection failed" in deliver(receiver, change=DeliveryChange(BODY, lost="lost")).problem


def test_another_body_and_another_token_are_sent_as_they_are(receiver: Receiver) -> None:
    deliver(receiver, change=DeliveryChange(b'{"cut', token="wrong"))
    (post,) = receiver.callbacks()
    assert (post.body, post.headers["token"]) == (b'{"cut', "wrong")


def test_a_body_that_drips_takes_its_time_and_arrives_whole(receiver: Receiver) -> None:
    started = time.monotonic()
    assert deliver(receiver, change=DeliveryChange(BODY, drip=0.2)).state == DeliveryState.DELIVERED
    assert time.monotonic() - started >= 0.15
    assert receiver.callbacks()[0].body == BODY


# When the next try is due


@given(st.integers(1, 40), st.floats(0.01, 30.0), st.integers(0, 99), st.integers(1, 10**6))
def test_pauses_double_up_to_the_longest_with_at_most_a_fifth_of_jitter(
    tried: int, base: float, seed: int, delivery: int
) -> None:
    pause = RetrySchedule(6, base, seed).delay(delivery, tried)
    bare = min(base * 2 ** (tried - 1), LONGEST_BACKOFF)
    assert bare <= pause <= 1.2 * bare
    assert pause == RetrySchedule(100, base, seed).delay(delivery, tried)


def test_pauses_differ_between_deliveries_tries_and_seeds_so_that_no_crowd_comes_back_at_once() -> None:
    schedule: Any = [
        RetrySchedule(6, 100.0, seed).delay(number, tried) for seed in (1, 2) for number in (1, 2) for tried in (1, 2)
    ]
    assert len(set(schedule)) == 8


def test_so_many_calls_at_once_go_to_each_host() -> None:
    limits = HostConcurrency(["a", "a", "b"], 2)
    assert limits.hosts_at_limit == ["a"]
    assert [limits.try_take(host) for host in ("a", "b", "b", "c", "c", "c")] == [False, True, False, True, True, False]
