"""The point `request`: what can happen to a client's request and its answer.

Each function is given the fault, the exchange on its way, and what gives the documented body of a status.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from simulator.pipeline.asgi_exchange import AsgiExchange, BufferedResponse
from simulator.pipeline.faults.model import DELAY, Action, Fault, Key, Point

#: The body that Atlas documents for a status of this call.
Documented = Callable[[int], Any]
#: Pieces in which a dripping answer comes.
DRIPS = 40

_HANDLED = Key("handled", "whether the request takes effect all the same", default=False)


async def _answer(fault: Fault, passing: AsgiExchange, documented: Documented) -> None:
    if fault.value_of("handled"):
        await passing.buffered_response()
    else:
        await asyncio.sleep(fault.wait)
    status, body = int(fault.value_of("status")), fault.value_of("body")
    await passing.send_whole(
        BufferedResponse.of(status, documented(status) if body is None else body, fault.value_of("headers") or {})
    )


async def _delay(fault: Fault, passing: AsgiExchange, documented: Documented) -> None:
    await asyncio.sleep(fault.wait)
    await passing.proceed()


async def _drop(fault: Fault, passing: AsgiExchange, documented: Documented) -> None:
    if fault.value_of("handled"):
        await passing.buffered_response()
    await passing.disconnect()


async def _malformed(fault: Fault, passing: AsgiExchange, documented: Documented) -> None:
    answer = await passing.buffered_response()
    await passing.send_whole(answer.with_body(answer.body[: max(0, len(answer.body) - 1)]))


async def _truncate(fault: Fault, passing: AsgiExchange, documented: Documented) -> None:
    answer = await passing.buffered_response()
    await passing.start_response(answer)
    await passing.send_part(answer.body[: len(answer.body) // 2], more=True)
    await passing.disconnect()


async def _drip(fault: Fault, passing: AsgiExchange, documented: Documented) -> None:
    answer = await passing.buffered_response()
    await passing.start_response(answer)
    size = max(1, -(-len(answer.body) // DRIPS))
    parts = [answer.body[start : start + size] for start in range(0, len(answer.body), size)] or [b""]
    for part in parts:
        await asyncio.sleep(fault.wait / len(parts))
        await passing.send_part(part, more=True)
    await passing.send_part(b"", more=False)


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
