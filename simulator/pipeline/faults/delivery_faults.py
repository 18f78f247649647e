"""The points `auth`, `callback` and `notification`: what can happen to calls of a client's own URLs.

At `auth` each function is given the fault and gives the answer to pretend. At the others it is given the fault and, for
what is decided before a try, the simulated moment (it raises Later or NeverSent); else the body, and it gives a Change.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from simulator.pipeline.faults.model import DELAY, OF_FLOW, Action, Fault, Key, Point
from simulator.pipeline.step_results import DeliverySuppressed, RetryLater, SimulatedAnswer


@dataclass(frozen=True)
class DeliveryChange:
    """How a post differs: with which body it is sent, how often, and what is pretended instead of sending it.

    `drip`: real seconds that sending the body takes. `token`: what it carries instead of auth_url's token. `lost`: why
    whatever the receiver answers counts as no answer. `older`: the flow's callback before it comes after it once more.
    """

    body: bytes
    copies: int = 1
    stub: SimulatedAnswer | None = None
    drip: float = 0.0
    token: str = ""
    lost: str = ""
    older: bool = False


# auth_url


def _refused(fault: Fault) -> SimulatedAnswer:
    return _answered(fault)


def _no_answer(fault: Fault) -> SimulatedAnswer:
    return SimulatedAnswer(problem=f"no answer in time (fault {fault.label})")


def _no_token(fault: Fault) -> SimulatedAnswer:
    return SimulatedAnswer(200, b"<html>not a token</html>", f"fault {fault.label}")


# Before a try


def _delay(fault: Fault, now: float) -> None:
    raise RetryLater(now + fault.wait)


def _out_of_order(fault: Fault, now: float) -> None:
    raise RetryLater(now + fault.wait, behind=True)


def _never(fault: Fault, now: float) -> None:
    raise DeliverySuppressed(f"never sent (fault {fault.label})")


# During one


def _fail(fault: Fault, body: bytes) -> DeliveryChange:
    return DeliveryChange(body, stub=_answered(fault))


def _timeout(fault: Fault, body: bytes) -> DeliveryChange:
    return DeliveryChange(body, stub=_no_answer(fault))


def _duplicate(fault: Fault, body: bytes) -> DeliveryChange:
    return DeliveryChange(body, copies=int(fault.value_of("copies")))


def _malformed(fault: Fault, body: bytes) -> DeliveryChange:
    return DeliveryChange(body[: len(body) // 2])


def _patch(fault: Fault, body: bytes) -> DeliveryChange:
    patch = fault.value_of("body")
    merged = _merged(json.loads(body), json.loads(patch) if isinstance(patch, str) else patch)
    return DeliveryChange(json.dumps(merged, ensure_ascii=False).encode())


def _drip(fault: Fault, body: bytes) -> DeliveryChange:
    return DeliveryChange(body, drip=fault.wait)


def _wrong_token(fault: Fault, body: bytes) -> DeliveryChange:
    return DeliveryChange(body, token="not-what-auth_url-gave")


def _unacknowledged(fault: Fault, body: bytes) -> DeliveryChange:
    return DeliveryChange(body, lost=f"its answer is lost (fault {fault.label})")


def _stale(fault: Fault, body: bytes) -> DeliveryChange:
    return DeliveryChange(body, older=True)


def _merged(value: Any, patch: Any) -> Any:
    """The value with a JSON merge patch applied (RFC 7396): null removes a key, objects merge, all else replaces."""
    if not isinstance(patch, dict):
        return patch
    merged = dict(value) if isinstance(value, dict) else {}
    for key, each in patch.items():
        if each is None:
            merged.pop(key, None)
        else:
            merged[key] = _merged(merged.get(key), each)
    return merged


def _answered(fault: Fault) -> SimulatedAnswer:
    status = int(fault.value_of("status"))
    return SimulatedAnswer(status, f"fault {fault.label}".encode(), f"answered {status} (fault {fault.label})")


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
    Action(
        "patch",
        "it says something else",
        _patch,
        (
            Key(
                "body",
                "a JSON merge patch (RFC 7396) of its body: other values, further keys, null for none; in TOML, which has no"
                " null, as a text of JSON",
                required=True,
            ),
        ),
    ),
    Action("drip", "its body comes slowly, in real time", _drip, (DELAY,)),
    Action("wrong_token", "it carries a token that auth_url did not give", _wrong_token),
    Action("unacknowledged", "it comes, but its answer is lost, so that it is tried again", _unacknowledged),
    Action("stale", "the callback of the flow that was sent before it comes after it once more", _stale),
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
