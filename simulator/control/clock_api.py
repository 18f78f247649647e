"""`/_sim/clock`: simulated time, a tenant's or everyone's, shown, moved forward, frozen, let go on.

What falls due has happened when the answer comes.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from simulator import durations
from simulator.clock import iso_time
from simulator.control.errors import ControlError
from simulator.control.openapi_helpers import INVALID_INPUT, UNKNOWN, endpoint
from simulator.control.request_helpers import decode_body, json_response, parse_length, tenant_of
from simulator.core import Core
from simulator.pipeline.clock_moves import advance_clock, advance_flow, save_clock, wait_until_idle

#: Simulated time goes no further than this moment (the year 9000): files would show no date of what falls due then.
LATEST = datetime(9000, 1, 1, tzinfo=UTC).timestamp()
#: Real seconds to wait for what falls due, unless the request says otherwise.
DEFAULT_PATIENCE = 30.0


class ClockChange(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`advance` by a duration; `freeze` or (false) go on; `patience`: real time to wait for what falls due.

    With `flow` no clock moves: only what that flow waits for happens as much sooner.
    """

    advance: str | float | None = None
    flow: str = ""
    freeze: bool | None = None
    patience: str | float = DEFAULT_PATIENCE


class ClockState(msgspec.Struct, frozen=True):
    """`ahead` says how far simulated time is ahead of real time. `settled`: everything that fell due has happened.

    `tenant` is whose time it is; empty: everyone's.
    """

    now: str
    timestamp: float
    frozen: bool
    ahead: str
    settled: bool | None = None
    tenant: str = ""


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
                failures=[INVALID_INPUT, UNKNOWN],
            ),
        ]

    async def show(self, request: Request) -> Response:
        return json_response(self._state(tenant_of(request)))

    async def change(self, request: Request) -> Response:
        """Of the tenant's own time, where the request names one; of everyone's otherwise."""
        change, tenant = await decode_body(request, ClockChange), tenant_of(request)
        if change.advance is None and change.freeze is None:
            raise ControlError(422, "the clock change is empty: give advance or freeze", "", ["advance", "freeze"])
        forward = 0.0 if change.advance is None else parse_length(change.advance, "advance")
        patience = parse_length(change.patience, "patience")
        if change.flow:
            return await self._advance_flow(change, tenant, forward, patience)
        if self._furthest(tenant) + forward > LATEST:
            message = f"advance: simulated time goes no further than {iso_time(LATEST)}"
            raise ControlError(422, message, "advance", [f"until {iso_time(LATEST)}"])
        if change.freeze is True and not self._clock.frozen_for(tenant):
            self._clock.freeze(tenant)
        if forward:
            await save_clock(self._clock, self._store, forward, tenant)
            done = await advance_clock(self._runner, self._clock, forward, patience, tenant)
        else:
            done = await wait_until_idle(self._runner, patience)
        if change.freeze is False:
            self._clock.resume(tenant)
        return json_response(self._state(tenant, done))

    async def _advance_flow(self, change: ClockChange, tenant: str, forward: float, patience: float) -> Response:
        if change.freeze is not None:
            raise ControlError(422, "freeze: a flow has no clock of its own; leave flow out", "freeze", ["advance"])
        flow = await self._store.flow(change.flow, tenant or None)
        if flow is None:
            raise ControlError(404, f"unknown flow {change.flow!r}", "flow")
        done = await advance_flow(self._runner, self._clock, forward, patience, flow)
        return json_response(self._state(flow.tenant, done))

    def _furthest(self, tenant: str) -> float:
        """The time of a tenant, or, where all move, of the one that is furthest ahead."""
        ahead = 0.0 if tenant else max(self._clock.own_tenants().values(), default=0.0)
        return self._clock.now(tenant) + max(0.0, ahead)

    def _state(self, tenant: str, done: bool | None = None) -> ClockState:
        now = self._clock.now(tenant)
        ahead = durations.format_duration(max(0, round(now - time.time())))
        return ClockState(iso_time(now), round(now, 3), self._clock.frozen_for(tenant), ahead, done, tenant)
