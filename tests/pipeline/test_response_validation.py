"""What an answer that a fault rule asks for may be: nothing that breaks the connection, nothing a browser would act on."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.pipeline.faults.response_validation import (
    BODILESS,
    FRAMING,
    LONGEST_HEADER,
    MOST_HEADERS,
    OWN_HEADERS,
    PLAIN_TYPES,
    ResponseError,
    validate_response,
)


def refusal(*, status: int | None = None, body: Any = None, own: bool = False, **headers: str) -> ResponseError:
    with pytest.raises(ResponseError) as caught:
        validate_response(status, body, headers, own=own)
    return caught.value


@pytest.mark.parametrize("status", [100, 101, 199])
def test_an_answer_is_final(status: int) -> None:
    wrong = refusal(status=status)
    assert str(wrong) == f"status: {status} is not the status of a final answer"
    assert (wrong.key, wrong.allowed) == ("status", ["200 to 599"])
    validate_response(200, None, None, own=True)
    validate_response(None, {"a": 1}, {}, own=True)


@pytest.mark.parametrize("status", [204, 205, 304])
def test_some_statuses_have_no_body(status: int) -> None:
    wrong = refusal(status=status, body="")
    assert str(wrong) == f"body: an answer with status {status} has no body"
    assert (wrong.key, wrong.allowed) == ("body", ["no body, or another status"])
    validate_response(status, None, {}, own=False)
    assert status in BODILESS and len(BODILESS) == 3


def test_headers_are_few_and_short() -> None:
    validate_response(200, None, {f"X-{n}": "v" * LONGEST_HEADER for n in range(MOST_HEADERS)}, own=True)
    wrong = refusal(**{f"X-{n}": "" for n in range(MOST_HEADERS + 1)})
    assert (str(wrong), wrong.key, wrong.allowed) == ("headers: more than 20", "headers", ["at most 20 headers"])
    wrong = refusal(**{"X-A": "v" * (LONGEST_HEADER + 1)})
    assert (str(wrong), wrong.key) == ("headers.X-A: not the value of a header", "headers.X-A")
    assert wrong.allowed == ["at most 2000 characters of Latin-1, none of them a control character"]


@pytest.mark.parametrize("name", ["", "a b", "a:b", "a\r\n", "ä", "x" * 101])
def test_a_name_is_a_name(name: str) -> None:
    wrong = refusal(**{name: "v"})
    assert str(wrong) == f"headers: {name[:100]!r} is not the name of a header"
    assert (wrong.key, wrong.allowed) == (f"headers.{name[:100]}", ["letters, digits and -"])


def test_a_name_of_a_hundred_characters_is_one() -> None:
    validate_response(200, None, {"x" * 100: "v"}, own=False)


@pytest.mark.parametrize(
    ("value", "fine"),
    [
        ("a\tb ~", True),
        ("ÿ\xa0", True),
        ("a\nb", False),
        ("\x7f", False),
        ("€", False),
        ("\x1f", False),
        ("\x9f", False),
    ],
)
def test_a_value_has_no_control_characters(value: str, fine: bool) -> None:
    if fine:
        validate_response(200, None, {"X-A": value}, own=False)
    else:
        assert refusal(**{"X-A": value}).key == "headers.X-A"


@pytest.mark.parametrize(
    "name",
    ["Connection", "CONTENT-LENGTH", "Keep-Alive", "Proxy-Connection", "TE", "Trailer", "Transfer-Encoding", "upgrade"],
)
def test_headers_that_frame_the_answer_are_the_server_s_own(name: str) -> None:
    wrong = refusal(**{name: "1"})
    assert str(wrong) == f"headers.{name}: the server writes this header itself"
    assert (wrong.key, wrong.allowed) == (f"headers.{name}", ["any header but " + ", ".join(sorted(FRAMING))])


@pytest.mark.parametrize(
    "name",
    [
        "Set-Cookie",
        "Location",
        "Refresh",
        "X-Frame-Options",
        "X-Content-Type-Options",
        "x-accel-redirect",
        "X-Sendfile",
        "X-Permitted-Cross-Domain-Policies",
        "X-XSS-Protection",
        "Access-Control-Allow-Origin",
    ],
)
def test_a_flow_s_own_rule_sets_nothing_that_a_browser_or_a_proxy_acts_on(name: str) -> None:
    validate_response(200, None, {name: "1"}, own=False)
    wrong = refusal(own=True, **{name: "1"})
    assert str(wrong) == f"headers.{name}: a flow's own rule may not set this header; POST /_sim/faults may"
    assert (wrong.key, wrong.allowed) == (f"headers.{name}", [", ".join([*sorted(OWN_HEADERS), "X-…"])])


CLIENTS_ACT_ON = """Age Allow Cache-Control Content-Language Date Deprecation ETag Expires Last-Modified RateLimit-Limit
    RateLimit-Policy RateLimit-Remaining RateLimit-Reset RateLimit Request-Id Retry-After Server Server-Timing Sunset
    Traceparent Tracestate Vary Via Warning X-Request-Id X-RateLimit-Remaining X-Access"""


@pytest.mark.parametrize("name", CLIENTS_ACT_ON.split())
def test_a_flow_s_own_rule_sets_what_a_client_acts_on(name: str) -> None:
    validate_response(429, None, {name: "1"}, own=True)


@pytest.mark.parametrize("value", [*PLAIN_TYPES, "Application/JSON; charset=utf-8", " text/plain ;q=1"])
def test_a_flow_s_own_rule_answers_with_json_or_text(value: str) -> None:
    validate_response(200, "x", {"Content-Type": value}, own=True)


@pytest.mark.parametrize("value", ["text/html", "image/svg+xml", "", "text/html; a=text/plain"])
def test_a_flow_s_own_rule_answers_with_nothing_that_a_browser_runs(value: str) -> None:
    validate_response(200, "x", {"Content-Type": value}, own=False)
    wrong = refusal(own=True, **{"Content-Type": value})
    assert str(wrong) == "headers.Content-Type: a flow's own rule answers with JSON or text"
    assert (wrong.key, wrong.allowed) == (
        "headers.Content-Type",
        ["application/json, application/problem+json, text/plain"],
    )
