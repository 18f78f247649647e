"""`/_sim/events`: every transition as it happens, as server-sent events that can be taken up again by id."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from simulator.clock import iso_time
from simulator.control.openapi_helpers import INVALID_INPUT, TENANT, endpoint
from simulator.control.openapi_helpers import number as number_input
from simulator.control.request_helpers import parse_number, parse_query, tenant_of
from simulator.core import Core
from simulator.endpoints import TEXT, Input
from simulator.flows.model import Event

#: Real seconds after which a silent stream shows that it is alive, so that proxies do not cut it.
HEARTBEAT = 15.0
#: Events that are read at once.
EVENTS_PER_BATCH = 500


class EventsApi:
    def __init__(self, core: Core) -> None:
        self._store = core.store
        self._listening: set[asyncio.Event] = set()
        self._stopping = False
        core.store.database.listeners.append(self._on_events)
        core.before_stop.append(self._stop)
        self.endpoints = [
            endpoint(
                "GET",
                "events",
                self.stream,
                "Transitions as they happen, without end",
                TEXT,
                media="text/event-stream",
                query=(TENANT, number_input("after"), Input("flow", required=False)),
                failures=[INVALID_INPUT],
            ),
        ]

    async def stream(self, request: Request) -> Response:
        """From the event after `Last-Event-ID` or `after`; with neither, from now on. `flow` narrows to one flow."""
        query = parse_query(request, ["after", "flow"])
        resumed = request.headers.get("last-event-id", query.get("after", ""))
        after = parse_number({"after": resumed}, "after", 0) if resumed else await self._store.last_event()
        return StreamingResponse(
            self._events(after, tenant_of(request), query.get("flow", "")),
            media_type="text/event-stream",
            headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
        )

    def _stop(self) -> None:
        """End all streams, so that a stopping server need not wait for them."""
        self._stopping = True
        for each in self._listening:
            each.set()

    async def _events(self, after: int, tenant: str, flow_uuid: str) -> AsyncIterator[bytes]:
        news = asyncio.Event()
        self._listening.add(news)
        try:
            yield b"retry: 1000\n\n"
            while not self._stopping:
                news.clear()
                found = await self._store.events(
                    after=after, flow_uuid=flow_uuid, tenant=tenant, limit=EVENTS_PER_BATCH
                )
                for event in found:
                    after = event.id
                    yield b"id: %d\nevent: %b\ndata: %b\n\n" % (event.id, event.kind.encode(), event_json(event))
                if len(found) == EVENTS_PER_BATCH:
                    continue
                if not found:
                    # A snapshot that was taken back may have taken the numbers back too.
                    after = min(after, await self._store.last_event())
                try:
                    await asyncio.wait_for(news.wait(), HEARTBEAT)
                except TimeoutError:
                    yield b": still here\n\n"
        finally:
            self._listening.discard(news)

    def _on_events(self, events: Sequence[Event]) -> None:
        for each in self._listening:
            each.set()


def event_json(event: Event) -> bytes:
    """An event as one line of JSON."""
    values: dict[str, Any] = {
        "id": event.id,
        "at": iso_time(event.at),
        "tenant": event.tenant,
        "kind": event.kind,
        "state": event.state,
        "flow_uuid": event.flow_uuid,
        "batch_id": event.batch_id,
        "file_uuid": event.file_uuid,
        "detail": event.detail,
    }
    return msgspec.json.encode({key: value for key, value in values.items() if value not in ("", {})})
