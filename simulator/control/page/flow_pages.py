"""The list of flows and the page of one: what happened to it, what was read, compared and delivered."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from simulator.atlas.flow_api import FAMILY
from simulator.atlas.results import Results
from simulator.control.client_base_url import base_url_of
from simulator.control.errors import ControlError
from simulator.control.openapi_helpers import PAGES, PREFIX, page
from simulator.control.page.curl import as_curl
from simulator.control.page.document_cards import DocumentCards
from simulator.control.page.flow_summary import summary_facts, why_nothing_compared
from simulator.control.page.page_context import PageContext, page_number
from simulator.control.page.timeline import exchanges, timeline
from simulator.control.page.value_diff import value_diff
from simulator.flows.batches import Batches
from simulator.flows.flow_list import MAX_COUNTED, FlowList
from simulator.flows.held_stages import HeldStages
from simulator.flows.journal import EntryFilter
from simulator.flows.model import Flow, ReadFile
from simulator.masking import masked, masked_within
from simulator.matching.model import CrossCheck

#: Flows on one page of the list.
PAGE_SIZE = 50
#: Exchanges and events of one flow that its page shows.
MOST_MOMENTS = 400


class ComparedCheck(msgspec.Struct, frozen=True):
    """A cross-check with both values in pieces, by what they have in common."""

    name: str
    source_doc: str
    source_field_name: str
    source: list[tuple[str, bool]]
    target_doc: str
    target_field_name: str
    target: list[tuple[str, bool]]
    similarity_score: int


class FlowPages:
    def __init__(self, site: PageContext, cards: DocumentCards) -> None:
        self._site = site
        self._store = site.core.store
        self._recorder = site.core.recorder
        self._base_urls = site.core.base_urls
        self._cards = cards
        self._results = Results(site.core)
        self._batches = Batches(self._store.database)
        self._flow_list = FlowList(self._store.database)
        self._held = HeldStages(self._store.database)
        self.endpoints = [
            page(f"{PREFIX}/", self.list, "`q` searches, `tenant` narrows, `first=problems` sorts, `page` turns."),
            page(
                f"{PAGES}/flows/{{flow_uuid}}",
                self.one,
                "One flow: its documents, what was compared, delivered, and when.",
            ),
            page(
                f"{PAGES}/flows/{{flow_uuid}}/callback.json",
                self.data,
                "The CallbackData as it would be sent now, Aadhaar numbers masked.",
            ),
        ]

    async def list(self, request: Request) -> Response:
        """`q` searches, `tenant` narrows, `first=problems` sorts, `page` turns."""
        parameters = request.query_params
        after = await self._site.after()
        search, tenant, first = (
            parameters.get("q", "").strip(),
            parameters.get("tenant", ""),
            parameters.get("first") == "problems",
        )
        number = page_number(request)
        skip = (number - 1) * PAGE_SIZE
        filters = {"q": search, "tenant": tenant, "first": "problems" if first else ""}
        query = urlencode({key: value for key, value in filters.items() if value})
        return await self._site.page(
            request,
            "flows",
            "Flows",
            after=after,
            search=search,
            tenant=tenant,
            problems_first=first,
            number=number,
            skip=skip,
            query=f"{query}&" if query else "",
            total=await self._flow_list.count(tenant=tenant, search=search),
            most=MAX_COUNTED,
            size=PAGE_SIZE,
            batches=await self._batches.count(),
            tenants=await self._flow_list.tenants(),
            flows=await self._flow_list.page(
                tenant=tenant, search=search, problems_first=first, skip=skip, limit=PAGE_SIZE
            ),
        )

    async def one(self, request: Request) -> Response:
        after = await self._site.after()
        flow_uuid = request.path_params["flow_uuid"]
        flow = await self._store.flow(flow_uuid)
        if flow is None:
            return await self._site.missing(request, f"There is no flow {flow_uuid}.")
        files = await self._store.files_of_flow(flow.uuid)
        return await self._site.page(
            request,
            "flow",
            "Flows",
            after=after,
            **await self.shown(flow, files),
            waits_in=await self._held.stage(flow.uuid) or "",
            is_lending=flow.family == FAMILY,
            applicants=[] if flow.family == FAMILY else await self._store.applicants.of_flow(flow),
            messages=(await self._store.messages.newest(flow.uuid))[::-1],
            files=await self._cards.cards(files),
            names={read.file.document_id: read.file.uuid for read in files},
            # In a thread: each link is looked at.
            curl=await asyncio.to_thread(
                as_curl, base_url_of(request), self._base_urls, flow, [read.file for read in files]
            ),
        )

    async def shown(self, flow: Flow, files: Sequence[ReadFile]) -> dict[str, Any]:
        """What every page of a flow shows: how it stands, what was compared and delivered, and when."""
        deliveries = await self._store.outbox.deliveries(flow.uuid)
        attempts = [(each, made) for each in deliveries for made in await self._store.outbox.attempts(each.id)]
        events = await self._store.events(flow_uuid=flow.uuid, limit=MOST_MOMENTS)
        entries = await exchanges(self._recorder, EntryFilter(tenant=flow.tenant, flow=flow.uuid), MOST_MOMENTS)
        checks = await self._store.cross_checks(flow.uuid) if flow.checked else []
        status = await self._store.statuses.of(flow.uuid, flow.tenant)
        return {
            "flow": flow,
            "status": status,
            "facts": summary_facts(status, files, checks, deliveries),
            "nothing_compared": self._why_nothing_compared(flow, files),
            "deliveries": deliveries,
            "checks": [compare_check(check) for check in checks],
            "timeline": timeline(events, attempts, entries),
            "start": flow.created_at,
        }

    def _why_nothing_compared(self, flow: Flow, files: Sequence[ReadFile]) -> str:
        core = self._site.core
        checks = core.definitions.checks.for_product(flow.product_type, own=core.settings.own_checks)
        return why_nothing_compared(flow.product_type, checks, files)

    async def data(self, request: Request) -> Response:
        """The CallbackData as it would be sent now, Aadhaar numbers masked."""
        flow = await self._store.flow(request.path_params["flow_uuid"])
        if flow is None:
            raise ControlError(404, f"no flow {request.path_params['flow_uuid']}", "flow_uuid")
        return await asyncio.to_thread(masked_json, await self._results.callback_body(flow))


def compare_check(check: CrossCheck) -> ComparedCheck:
    """What a check says, with Aadhaar numbers masked before the sides are taken apart."""
    source, target = value_diff(masked(check.source_value), masked(check.target_value))
    return ComparedCheck(
        check.name,
        check.source_doc,
        check.source_field_name,
        source,
        check.target_doc,
        check.target_field_name,
        target,
        check.similarity_score,
    )


def masked_json(body: bytes) -> Response:
    """JSON for the page's own viewer: every text masked, keys and order untouched."""
    return Response(
        msgspec.json.encode(masked_within(msgspec.json.decode(body))),
        media_type="application/json",
        headers={"Cache-Control": "no-store"},
    )
