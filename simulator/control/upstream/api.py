"""`/_sim/upstream`: what passed to the upstream server, in what its answers differ, and the recording."""

from __future__ import annotations

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from simulator import har
from simulator.control.errors import ControlError
from simulator.control.openapi_helpers import OBJECT, UNKNOWN, endpoint
from simulator.control.request_helpers import json_response
from simulator.control.upstream.proxy import Upstream
from simulator.core import Core
from simulator.masking import masked


class Drift(msgspec.Struct, frozen=True):
    """How often answers to a call differed from the specification in one thing."""

    call: str
    differs: str
    times: int


class UpstreamState(msgspec.Struct, frozen=True):
    """`passed`: calls that the upstream answered; `replayed`: those that the recording answered; `recorded`: exchanges in it."""

    url: str
    mode: str
    passed: int
    replayed: int
    recorded: int
    drift: list[Drift]


class UpstreamApi:
    """`upstream` of the core is None where there is none."""

    def __init__(self, core: Core) -> None:
        self.upstream = Upstream(core) if core.settings.upstream or core.settings.upstream_recording else None
        self.endpoints = [
            endpoint(
                "GET", "upstream", self.show, "The upstream server, and its drift", UpstreamState, failures=[UNKNOWN]
            ),
            endpoint(
                "GET",
                "upstream/har",
                self.archive,
                "The recording as an HTTP Archive (HAR)",
                OBJECT,
                failures=[UNKNOWN],
            ),
        ]

    async def show(self, request: Request) -> Response:
        upstream = self._known()
        drift = [Drift(call, what, times) for (call, what), times in upstream.drifts.items()]
        return json_response(
            UpstreamState(
                masked(upstream.url), upstream.mode, upstream.passed, upstream.replayed, len(upstream.recording), drift
            )
        )

    async def archive(self, request: Request) -> Response:
        return json_response(har.archive(self._known().recording.entries))

    def _known(self) -> Upstream:
        if self.upstream is None:
            raise ControlError(404, "there is no upstream: start the server with --upstream URL", "upstream")
        return self.upstream
