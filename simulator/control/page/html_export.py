"""A flow as one HTML file to keep and pass on: it opens offline, asks nobody for anything, and shows no private number."""

from __future__ import annotations

import asyncio
import base64
import json
import re

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from simulator.atlas.results import DOCUMENTS_PER_TURN, Results
from simulator.control.errors import ControlError
from simulator.control.openapi_helpers import PAGES, page
from simulator.control.page.document_cards import DocumentCards
from simulator.control.page.document_images import DocumentImages
from simulator.control.page.fields import ShownField, found_fields
from simulator.control.page.flow_pages import FlowPages
from simulator.control.page.page_context import PageContext
from simulator.control.page.rendering import assets
from simulator.errors import DocumentError
from simulator.flows.model import ReadFile
from simulator.masking import masked_within
from simulator.turns import map_in_turns

#: Pixels of a picture's width in the file, and documents of which it has one; each is some 100 kB.
WIDTH, MOST_PICTURES = 800, 40


class HtmlExport:
    def __init__(self, site: PageContext, cards: DocumentCards, pictures: DocumentImages, flows: FlowPages) -> None:
        self._site = site
        self._store = site.core.store
        self._cards = cards
        self._pictures = pictures
        self._flows = flows
        self._results = Results(site.core)
        self.endpoints = [
            page(f"{PAGES}/flows/{{flow_uuid}}/saved.html", self.save, "One flow as one HTML file that opens offline.")
        ]

    async def save(self, request: Request) -> Response:
        flow_uuid = request.path_params["flow_uuid"]
        flow = await self._store.flow(flow_uuid)
        if flow is None:
            raise ControlError(404, f"no flow {flow_uuid}", "flow_uuid")
        files = await self._store.files_of_flow(flow.uuid)
        data = await asyncio.to_thread(_masked_text, await self._results.callback_body(flow))
        response = await self._site.page(
            request,
            "saved",
            "",
            style=assets()["style.css"][0].decode(),
            **await self._flows.shown(flow, files),
            documents=list(
                zip(
                    await self._cards.cards(files),
                    [await self._picture(read) if at < MOST_PICTURES else "" for at, read in enumerate(files)],
                    await map_in_turns(_fields, files, DOCUMENTS_PER_TURN),
                    strict=True,
                )
            ),
            data=data,
        )
        name = re.sub(r"[^A-Za-z0-9._-]+", "-", flow.application_id).strip("-.")[:60] or "flow"
        response.headers["Content-Disposition"] = f'attachment; filename="{name}.html"'
        return response

    async def _picture(self, read: ReadFile) -> str:
        """The first page as base64 of a JPEG, private values blacked out; empty where there is none to show."""
        if await self._pictures.refusal(read):
            return ""
        pages = await self._store.pages(read.file.reading_key)
        try:
            body = await self._pictures.get(read, 1, next((each for each in pages if each.number == 1), None), WIDTH)
        except DocumentError:
            return ""
        return base64.b64encode(body).decode()


def _masked_text(body: bytes) -> str:
    """JSON laid out for people, every text masked."""
    return json.dumps(masked_within(msgspec.json.decode(body)), indent=2, ensure_ascii=False)


def _fields(read: ReadFile) -> list[ShownField]:
    return found_fields(read.reading) if read.reading else []
