"""Batches without a flow, as docstream and bulk have them: their list, and the page of one."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from simulator.control.openapi_helpers import PAGES, page
from simulator.control.page.document_cards import DocumentCards
from simulator.control.page.page_context import PageContext, page_number
from simulator.control.page.timeline import exchanges, timeline
from simulator.flows.batches import Batches
from simulator.flows.held_stages import HeldStages
from simulator.flows.journal import EntryFilter

#: Batches on one page of the list; documents, and events, of one batch that its page shows.
PAGE_SIZE, MOST_DOCUMENTS, MOST_MOMENTS = 50, 200, 400


class BatchPages:
    def __init__(self, site: PageContext, cards: DocumentCards) -> None:
        self._site = site
        self._store = site.core.store
        self._recorder = site.core.recorder
        self._cards = cards
        self._batches = Batches(self._store.database)
        self._held = HeldStages(self._store.database, of="batch")
        self.endpoints = [
            page(f"{PAGES}/batches", self.list, "The batches without a flow, the newest first."),
            page(f"{PAGES}/batches/{{batch_id}}", self.one, "One batch: its documents, deliveries and what happened."),
        ]

    async def list(self, request: Request) -> Response:
        after = await self._site.after()
        number = page_number(request)
        skip = (number - 1) * PAGE_SIZE
        return await self._site.page(
            request,
            "batches",
            "Flows",
            after=after,
            number=number,
            skip=skip,
            total=await self._batches.count(),
            batches=await self._batches.page(skip=skip, limit=PAGE_SIZE),
        )

    async def one(self, request: Request) -> Response:
        after = await self._site.after()
        batch_id = request.path_params["batch_id"]
        batch = await self._batches.one(batch_id)
        if batch is None:
            return await self._site.missing(request, f"There is no batch {batch_id}.")
        files = await self._store.files_of_batch(batch.id, 0, MOST_DOCUMENTS, done_only=False)
        deliveries = await self._batches.deliveries(batch)
        attempts = [(each, made) for each in deliveries for made in await self._store.outbox.attempts(each.id)]
        events = await self._batches.events(batch, MOST_MOMENTS)
        entries = await exchanges(self._recorder, EntryFilter(tenant=batch.tenant, batch=batch.id), MOST_MOMENTS)
        return await self._site.page(
            request,
            "batch",
            "Flows",
            after=after,
            batch=batch,
            waits_in=await self._held.stage(batch.id) or "",
            deliveries=deliveries,
            files=[await self._cards.card(read) for read in files],
            names={read.file.document_id: read.file.uuid for read in files},
            timeline=timeline(events, attempts, entries),
            start=batch.created_at,
        )
