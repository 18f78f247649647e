"""The points `auth`, `callback` and `notification`: what can happen to calls of a client's own URLs.

At `auth` each function is given the fault and gives the answer to pretend. At the others it is given the fault and, for
what is decided before a try, the simulated moment (it raises Later or NeverSent); else the body, and it gives a Change.
"""

from __future__ import annotations

from dataclasses import dataclass

from simulator.pipeline.faults.model import DELAY, OF_FLOW, Action, Fault, Key, Point
from simulator.pipeline.outcomes import Later, NeverSent, Pretended


@dataclass(frozen=True)
class Change:
    """How a post differs: with which body it is sent, how often, and what is pretended instead of sending it."""

    body: bytes
    copies: int = 1
    stub: Pretended | None = None


# auth_url


def _refused(fault: Fault) -> Pretended:
    return _answered(fault)


def _no_answer(fault: Fault) -> Pretended:
    return Pretended(problem=f"no answer in time (fault {fault.label})")


def _no_token(fault: Fault) -> Pretended:
    return Pretended(200, b"<html>not a token</html>", f"fault {fault.label}")


# Before a try


def _delay(fault: Fault, now: float) -> None:
    raise Later(now + fault.wait)


def _out_of_order(fault: Fault, now: float) -> None:
    raise Later(now + fault.wait, behind=True)


def _never(fault: Fault, now: float) -> None:
    raise NeverSent(f"never sent (fault {fault.label})")


# During one


def _fail(fault: Fault, body: bytes) -> Change:
    return Change(body, stub=_answered(fault))


def _timeout(fault: Fault, body: bytes) -> Change:
    return Change(body, stub=_no_answer(fault))


def _duplicate(fault: Fault, body: bytes) -> Change:
    return Change(body, copies=int(fault.says("copies")))


def _malformed(fault: Fault, body: bytes) -> Change:
    return Change(body[: len(body) // 2])


def _answered(fault: Fault) -> Pretended:
    status = int(fault.says("status"))
    return Pretended(status, f"fault {fault.label}".encode(), f"answered {status} (fault {fault.label})")


_POSTED = (
    Action("fail", "the receiver seems to fail; nothing is sent", _fail, (Key("status", "HTTP status", default=500),)),
    Action("timeout", "the receiver seems not to answer; nothing is sent", _timeout),
    Action("delay", "it comes later, in simulated time", _delay, (DELAY,), before=True, once=True),
    Action("duplicate", "it comes more than once", _duplicate, (Key("copies", "how often in all", default=2),)),
    Action(
        "out_of_order",
        "it comes after the tenant's next delivery",
        _out_of_order,
        (Key("delay", "but after this much simulated time at the latest", default="60s"),),
        before=True,
        once=True,
    ),
    Action("never", "it is not sent at all", _never, before=True),
    Action("malformed", "it comes with its JSON cut off", _malformed),
)

AUTH = Point(
    "auth",
    "the call to auth_url before a callback",
    OF_FLOW,
    (
        Action("refused", "it refuses", _refused, (Key("status", "HTTP status", default=401),)),
        Action("timeout", "it does not answer in time", _no_answer),
        Action("malformed", "it answers 200 without a token", _no_token),
    ),
)
CALLBACK = Point("callback", "the post to callback_url", OF_FLOW, _POSTED)
NOTIFICATION = Point("notification", "the post of a chat event to chat_notification_url", OF_FLOW, _POSTED)
