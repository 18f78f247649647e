"""The point `request`: what can happen to a client's request and its answer.

Each function is given the fault, the exchange on its way, and what gives the documented body of a status.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from simulator.pipeline.faults.model import DELAY, Action, Fault, Key, Point
from simulator.pipeline.passing import Answer, Passing

#: The body that Atlas documents for a status of this call.
Documented = Callable[[int], Any]
#: Pieces in which a dripping answer comes.
DRIPS = 40

_HANDLED = Key("handled", "whether the request takes effect all the same", default=False)


async def _answer(fault: Fault, passing: Passing, documented: Documented) -> None:
    if fault.says("handled"):
        await passing.held_back()
    else:
        await asyncio.sleep(fault.wait)
    status, body = int(fault.says("status")), fault.says("body")
    await passing.whole(Answer.of(status, documented(status) if body is None else body, fault.says("headers") or {}))


async def _delay(fault: Fault, passing: Passing, documented: Documented) -> None:
    await asyncio.sleep(fault.wait)
    await passing.go_on()


async def _drop(fault: Fault, passing: Passing, documented: Documented) -> None:
    if fault.says("handled"):
        await passing.held_back()
    await passing.hang_up()


async def _malformed(fault: Fault, passing: Passing, documented: Documented) -> None:
    answer = await passing.held_back()
    await passing.whole(answer.with_body(answer.body[: max(0, len(answer.body) - 1)]))


async def _truncate(fault: Fault, passing: Passing, documented: Documented) -> None:
    answer = await passing.held_back()
    await passing.begin(answer)
    await passing.part(answer.body[: len(answer.body) // 2], more=True)
    await passing.hang_up()


async def _drip(fault: Fault, passing: Passing, documented: Documented) -> None:
    answer = await passing.held_back()
    await passing.begin(answer)
    size = max(1, -(-len(answer.body) // DRIPS))
    parts = [answer.body[start : start + size] for start in range(0, len(answer.body), size)] or [b""]
    for part in parts:
        await asyncio.sleep(fault.wait / len(parts))
        await passing.part(part, more=True)
    await passing.part(b"", more=False)


REQUEST = Point(
    "request",
    "a request of a client to Atlas",
    ("tenant", "endpoint", "application", "document", "flow"),
    (
        Action(
            "answer",
            "another answer",
            _answer,
            (
                Key("status", "HTTP status", default=503),
                Key("body", "JSON, or text; otherwise what Atlas documents for the status"),
                Key("headers", "headers of the answer, for instance Retry-After"),
                Key("delay", "real time before it"),
                _HANDLED,
            ),
        ),
        Action("delay", "the right answer, later, in real time", _delay, (DELAY,)),
        Action("drop", "the connection is closed without an answer", _drop, (_HANDLED,)),
        Action("malformed", "the right answer with its JSON cut off", _malformed),
        Action("truncate", "half the announced body, then the connection is closed", _truncate),
        Action("drip", "the right answer, byte by byte, in real time", _drip, (DELAY,)),
    ),
)
