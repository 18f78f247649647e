"""What an answer that a rule asks for may be: its status, its headers, its body.

A rule of the operator may say nearly anything, short of what breaks the connection. A rule that a client asks for in its
own flow is told to whoever opens the flow's URL, so it may say nothing that a browser would act on.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from simulator.errors import SettingError

#: Statuses whose answers have no body (RFC 9110, sections 15.3.5, 15.3.6 and 15.4.5).
BODILESS = frozenset({204, 205, 304})
#: The server writes these itself, from the answer that it sends (RFC 9110, section 7.6.1; RFC 9112, section 6).
FRAMING = frozenset(
    {"connection", "content-length", "keep-alive", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade"}
)
#: Media types that a browser shows as text and runs nothing of.
PLAIN_TYPES = ("application/json", "application/problem+json", "text/plain")
#: Headers that a client's own rule may set, besides `X-…`: those that a client of the API acts on, and no browser.
OWN_HEADERS = frozenset(
    {
        "age",
        "allow",
        "cache-control",
        "content-language",
        "content-type",
        "date",
        "deprecation",
        "etag",
        "expires",
        "last-modified",
        "ratelimit-limit",
        "ratelimit-policy",
        "ratelimit-remaining",
        "ratelimit-reset",
        "ratelimit",
        "request-id",
        "retry-after",
        "server",
        "server-timing",
        "sunset",
        "traceparent",
        "tracestate",
        "vary",
        "via",
        "warning",
    }
)
#: Headers named `X-…` that browsers or proxies act on all the same.
_ACTED_ON = ("x-accel-", "x-content-type-options", "x-frame-options", "x-permitted-", "x-sendfile", "x-xss-")
#: Characters of one header of a rule, and headers of one rule.
LONGEST_HEADER, MOST_HEADERS = 2_000, 20

_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}")
_VALUE = re.compile(r"[\t\x20-\x7e\xa0-\xff]*")


class ResponseError(SettingError):
    """A rule asks for an answer that cannot be given. `key` is what is wrong in it, `allowed` what could stand there."""

    def __init__(self, message: str, key: str, allowed: str) -> None:
        super().__init__(message)
        self.key = key
        self.allowed = [allowed]


def validate_response(status: int | None, body: Any, headers: Mapping[str, str] | None, *, own: bool) -> None:
    """Whether an answer with this status, body and these headers may be given; `own` says that a client asks for it itself.

    Raises ResponseError.
    """
    if status is not None and status < 200:
        raise ResponseError(f"status: {status} is not the status of a final answer", "status", "200 to 599")
    if status in BODILESS and body is not None:
        raise ResponseError(f"body: an answer with status {status} has no body", "body", "no body, or another status")
    if len(headers or {}) > MOST_HEADERS:
        raise ResponseError(f"headers: more than {MOST_HEADERS}", "headers", f"at most {MOST_HEADERS} headers")
    for name, value in (headers or {}).items():
        _check_header(name, value, own)


def _check_header(name: str, value: str, own: bool) -> None:
    key, lower = f"headers.{name[:100]}", name.lower()
    if not _NAME.fullmatch(name):
        raise ResponseError(f"headers: {name[:100]!r} is not the name of a header", key, "letters, digits and -")
    if len(value) > LONGEST_HEADER or not _VALUE.fullmatch(value):
        allowed = f"at most {LONGEST_HEADER} characters of Latin-1, none of them a control character"
        raise ResponseError(f"{key}: not the value of a header", key, allowed)
    if lower in FRAMING:
        raise ResponseError(
            f"{key}: the server writes this header itself", key, "any header but " + ", ".join(sorted(FRAMING))
        )
    if not own:
        return
    if lower not in OWN_HEADERS and (not lower.startswith("x-") or lower.startswith(_ACTED_ON)):
        allowed = ", ".join([*sorted(OWN_HEADERS), "X-…"])
        raise ResponseError(f"{key}: a flow's own rule may not set this header; POST /_sim/faults may", key, allowed)
    if lower == "content-type" and value.partition(";")[0].strip().lower() not in PLAIN_TYPES:
        raise ResponseError(f"{key}: a flow's own rule answers with JSON or text", key, ", ".join(PLAIN_TYPES))
