"""The page of one document: its picture with words and fields over it, its type and why, its fields, what was done to it."""

from __future__ import annotations

from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from simulator.control.errors import ControlError
from simulator.control.openapi_helpers import PAGES
from simulator.control.openapi_helpers import page as page_endpoint
from simulator.control.page.document_images import DocumentImages
from simulator.control.page.fields import found_fields
from simulator.control.page.page_context import PageContext
from simulator.documents.annotate import in_lines
from simulator.documents.boxes import overlap
from simulator.documents.model import Page, Reading
from simulator.documents.private import private_of
from simulator.documents.redact import private_boxes
from simulator.errors import DocumentError
from simulator.flows.model import ReadFile
from simulator.masking import masked

#: Fewest pixels of a picture's width that may be asked for, and most.
NARROWEST, WIDEST = 40, 3000
#: What stands for a word that nobody may read.
HIDDEN_TEXT = "••••"
SOURCES = {"ocr": "words read by the engine", "text layer": "words from the PDF itself", "none": "no words on it"}


class PageSteps(msgspec.Struct, frozen=True):
    """What the preparation did to one page."""

    number: int
    width: int
    height: int
    source: str
    source_text: str
    steps: tuple[str, ...]


class DocumentPages:
    def __init__(self, site: PageContext, pictures: DocumentImages) -> None:
        self._site = site
        self._store = site.core.store
        self._definitions = site.core.definitions
        self._pictures = pictures
        path = f"{PAGES}/documents/{{file_uuid}}"
        self.endpoints = [
            page_endpoint(path, self.show, "One document: its picture, its type and why, its fields."),
            page_endpoint(
                f"{path}/pages/{{number:int}}.json", self.boxes, "Words and fields of one page, with their boxes."
            ),
            page_endpoint(f"{path}/pages/{{number:int}}.jpg", self.picture, "The picture of one page."),
        ]

    async def show(self, request: Request) -> Response:
        after = await self._site.after()
        file_uuid = request.path_params["file_uuid"]
        read = await self._store.file(file_uuid)
        if read is None:
            return await self._site.missing(request, f"There is no document {file_uuid}.")
        file, reading = read.file, read.reading
        flow = await self._store.flow(file.flow_uuid) if file.flow_uuid else None
        order = [each.file.uuid for each in await self._store.files_of_flow(file.flow_uuid)] if flow else [file.uuid]
        at = order.index(file.uuid)
        known = self._definitions.catalogue.get(reading.document_type) if reading else None
        found = found_fields(reading) if reading else []
        names = {each.name.partition(".")[0] for each in found}
        read_pages = await self._store.pages(file.reading_key) if reading else ()
        return await self._site.page(
            request,
            "document",
            "Flows",
            after=after,
            file=file,
            flow=flow,
            reading=reading,
            title=known.title if known else "",
            before=order[at - 1] if at else "",
            behind=order[at + 1] if at + 1 < len(order) else "",
            fields=found,
            missing=[spec.name for spec in known.fields if spec.name not in names] if known else [],
            why=type_explanation(reading) if reading else "",
            pages=len(read_pages) or (reading.page_count if reading else 1) or 1,
            steps=[_steps(page) for page in read_pages],
            no_picture=await self._pictures.refusal(read),
        )

    async def boxes(self, request: Request) -> Response:
        """The words and fields of a page with their boxes, in pixels of the prepared picture."""
        read, page = await self._page(request)
        if page is None:
            return _json({"width": 0, "height": 0, "words": [], "fields": []})
        fields = found_fields(read.reading) if read.reading else []
        hidden = private_boxes(page, private_of(read.reading, self._definitions.catalogue))
        return _json(
            {
                "width": page.width,
                "height": page.height,
                "words": [
                    [
                        HIDDEN_TEXT if any(overlap(word.box, each) for each in hidden) else masked(word.text),
                        *word.box,
                        round(word.confidence, 2),
                    ]
                    for word in page.words
                ],
                "fields": [
                    {
                        "number": each.number,
                        "name": each.name,
                        "value": each.value,
                        "confidence": round(each.confidence, 2),
                        "boxes": in_lines([place.box for place in each.places if place.page == page.number]),
                    }
                    for each in fields
                ],
            }
        )

    async def picture(self, request: Request) -> Response:
        """A page as JPEG; `width` says how wide at most."""
        read, page = await self._page(request)
        value = request.query_params.get("width", str(WIDEST))
        if not (value.isascii() and value.isdigit() and NARROWEST <= int(value) <= WIDEST):
            raise ControlError(
                422,
                f"width: must be {NARROWEST} to {WIDEST} pixels, not {value!r}",
                "width",
                [f"{NARROWEST} to {WIDEST}"],
            )
        if refusal := await self._pictures.refusal(read):
            raise ControlError(404, refusal)
        number = request.path_params["number"]
        tag = f'"{read.file.reading_key or read.file.sha256}-{number}-{value}"'
        headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
        if request.headers.get("if-none-match") == tag:
            return Response(status_code=304, headers=headers)
        try:
            body = await self._pictures.get(read, number, page, int(value))
        except DocumentError as error:
            raise ControlError(404, f"no picture of page {number}: {error}") from None
        return Response(body, media_type="image/jpeg", headers=headers)

    async def _page(self, request: Request) -> tuple[ReadFile, Page | None]:
        """The document, and what was read of the page, where it was read."""
        file_uuid, number = request.path_params["file_uuid"], request.path_params["number"]
        read = await self._store.file(file_uuid)
        if read is None:
            raise ControlError(404, f"no document {file_uuid}", "file_uuid")
        pages = await self._store.pages(read.file.reading_key) if read.reading else ()
        if pages and not any(page.number == number for page in pages):
            raise ControlError(404, f"the document has {len(pages)} pages", "number", [f"1 to {len(pages)}"])
        return read, next((page for page in pages if page.number == number), None)


def type_explanation(reading: Reading) -> str:
    """Why a document was not recognised, in one sentence."""
    if reading.error_code != "UNRECOGNISED" or not reading.candidates:
        return ""
    best = reading.candidates[0]
    text = f"Nearest was {best.document_type} with a score of {best.score:.2f}"
    if best.missing:
        lacking = len(best.missing)
        return f"{text}: {lacking} of the clues that tell it {'was' if lacking == 1 else 'were'} missing."
    if len(reading.candidates) > 1:
        return f"{text}, only {reading.margin:.2f} ahead of {reading.candidates[1].document_type}: too close to tell."
    return f"{text}: too little to be sure."


def _steps(page: Page) -> PageSteps:
    value = SOURCES[page.source]
    if page.rotation:
        value += f", turned by {page.rotation}°"
    if page.skew:
        value += f", skewed by {page.skew:.2f}°"
    return PageSteps(page.number, page.width, page.height, page.source, value, page.steps)


def _json(value: Any) -> Response:
    return Response(msgspec.json.encode(value), media_type="application/json", headers={"Cache-Control": "no-store"})
