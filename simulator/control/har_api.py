"""`/_sim/journal/har`, `/_sim/flows/{flow_uuid}/har`: the journal, or what it has of one flow, as an HTTP Archive."""

from __future__ import annotations

import asyncio
from urllib.parse import urljoin

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from simulator import har
from simulator.control.errors import ControlError
from simulator.control.flow_scenario_api import file_name
from simulator.control.journal_query import QUERY, parse_entry_filter
from simulator.control.openapi_helpers import INVALID_INPUT, UNKNOWN, endpoint, object_with
from simulator.control.request_helpers import MAX_ITEMS, tenant_of
from simulator.core import Core
from simulator.endpoints import Schema
from simulator.flows.journal import Entry, EntryFilter

ARCHIVE: Schema = {"type": "object", "required": ["log"], "properties": {"log": object_with("entries")}}


class HarApi:
    def __init__(self, core: Core) -> None:
        self._recorder = core.recorder
        self._store = core.store
        self._base_urls = core.base_urls
        self.endpoints = [
            endpoint(
                "GET",
                "journal/har",
                self.journal,
                "The journal as an HTTP Archive (HAR)",
                ARCHIVE,
                query=QUERY,
                failures=[INVALID_INPUT],
            ),
            endpoint(
                "GET",
                "flows/{flow_uuid}/har",
                self.flow,
                "What the journal has of one flow, as an HTTP Archive (HAR)",
                ARCHIVE,
                failures=[UNKNOWN],
            ),
        ]

    async def journal(self, request: Request) -> Response:
        """The entries that `/_sim/journal` shows for the same query; `_id` continues as its `after`."""
        entry_filter, limit, newest = parse_entry_filter(request)
        return await self._archive(await self._recorder.entries(entry_filter, limit=limit, newest=newest), "journal")

    async def flow(self, request: Request) -> Response:
        flow_uuid = request.path_params["flow_uuid"]
        flow = await self._store.flow(flow_uuid, tenant_of(request) or None)
        if flow is None:
            raise ControlError(404, f"no flow {flow_uuid}", "flow_uuid")
        entries: list[Entry] = []
        entry_filter = EntryFilter(tenant=flow.tenant, flow=flow.uuid)
        while len(found := await self._recorder.entries(entry_filter, limit=MAX_ITEMS)) == MAX_ITEMS:
            entries += found
            entry_filter = msgspec.structs.replace(entry_filter, after=found[-1].id)
        return await self._archive([*entries, *found], file_name(flow))

    async def _archive(self, entries: list[Entry], name: str) -> Response:
        # In a thread: the bodies of a large flow take long enough for others to wait.
        body = await asyncio.to_thread(self._written, entries)
        headers = {"Content-Disposition": f'attachment; filename="{name}.har"', "Cache-Control": "no-store"}
        return Response(body, media_type="application/json", headers=headers)

    def _written(self, entries: list[Entry]) -> bytes:
        return msgspec.json.encode(har.archive(self._entry(each) for each in entries))

    def _entry(self, entry: Entry) -> dict[str, object]:
        about = "; ".join(filter(None, (entry.fault and f"fault {entry.fault}", entry.problem)))
        return har.entry(
            at=entry.at,
            ms=entry.ms,
            method=entry.method,
            # A client's own requests are kept by their path.
            url=urljoin(self._base_urls.for_tenant(entry.tenant) + "/", entry.url.lstrip("/"))
            if entry.kind == "request"
            else entry.url,
            request=har.HarMessage(entry.headers, entry.request),
            status=entry.status,
            response=har.HarMessage({}, entry.answer),
            comment=about,
            own={"_id": entry.id, "_kind": entry.kind, "_tenant": entry.tenant, "_flow_uuid": entry.flow_uuid},
        )
