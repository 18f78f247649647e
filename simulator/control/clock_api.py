"""`/_sim/clock`: simulated time, shown, moved forward, frozen, let go on. What falls due has happened when the answer comes."""

from __future__ import annotations

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from simulator import durations
from simulator.clock import iso_time
from simulator.control.describe import INVALID_INPUT, endpoint
from simulator.control.errors import ControlError
from simulator.control.query import decode_body, json_response, parse_length
from simulator.core import Core
from simulator.pipeline.wait_idle import AHEAD_FACT, advance_clock, wait_until_idle

#: Real seconds to wait for what falls due, unless the request says otherwise.
DEFAULT_PATIENCE = 30.0


class ClockChange(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`advance` by a duration; `freeze` or (false) go on; `patience`: real time to wait for what falls due."""

    advance: str | float | None = None
    freeze: bool | None = None
    patience: str | float = DEFAULT_PATIENCE


class ClockState(msgspec.Struct, frozen=True):
    """`ahead` says how far simulated time is ahead of real time. `settled`: everything that fell due has happened."""

    now: str
    timestamp: float
    frozen: bool
    ahead: str
    settled: bool | None = None


class ClockApi:
    def __init__(self, core: Core) -> None:
        self._store = core.store
        self._clock = core.clock
        self._runner = core.runner
        self.endpoints = [
            endpoint("GET", "clock", self.show, "Simulated time", ClockState),
            endpoint(
                "POST",
                "clock",
                self.change,
                "Move, freeze or let go on simulated time; what falls due has happened on return",
                ClockState,
                body=ClockChange,
                body_example={"advance": "61m"},
                failures=[INVALID_INPUT],
            ),
        ]

    async def show(self, request: Request) -> Response:
        return json_response(self._state())

    async def change(self, request: Request) -> Response:
        wanted = await decode_body(request, ClockChange)
        if wanted.advance is None and wanted.freeze is None:
            raise ControlError(422, "the clock change is empty: give advance or freeze", "", ["advance", "freeze"])
        forward = 0.0 if wanted.advance is None else parse_length(wanted.advance, "advance")
        patience = parse_length(wanted.patience, "patience")
        if wanted.freeze is True and not self._clock.frozen:
            self._clock.freeze()
        if forward:
            # Kept before it moves, so that a server that is killed meanwhile does not fall back behind what has happened.
            await self._store.facts.put(AHEAD_FACT, str(self._clock.offset + forward).encode())
            done = await advance_clock(self._runner, self._clock, forward, patience)
        else:
            done = await wait_until_idle(self._runner, self._clock, patience)
        if wanted.freeze is False:
            self._clock.resume()
        return json_response(self._state(done))

    def _state(self, done: bool | None = None) -> ClockState:
        now = self._clock.now()
        ahead = durations.format_duration(max(0, round(self._clock.offset)))
        return ClockState(iso_time(now), round(now, 3), self._clock.frozen, ahead, done)
