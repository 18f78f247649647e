"""The picture behind a `redact_url`: the document with its Aadhaar number blacked out in every place."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from simulator.atlas.errors import ApiError
from simulator.control.openapi_helpers import endpoint
from simulator.core import Core
from simulator.documents.private import private_of
from simulator.endpoints import Input
from simulator.pipeline.reading_tasks import redacted_image


class RedactedApi:
    def __init__(self, core: Core) -> None:
        self._store = core.store
        self._links = core.links
        self._readers = core.readers
        self._definitions = core.definitions
        self.endpoints = [
            endpoint(
                "GET",
                "redacted/{file_uuid}",
                self.show,
                "What a redact_url shows: the document with its Aadhaar number blacked out",
                {},
                media="*/*",
                query=(Input("expires", required=False), Input("signature", required=False)),
                also=(403, 404, 410),
            ),
        ]

    async def show(self, request: Request) -> Response:
        file_uuid = request.path_params["file_uuid"]
        query = request.query_params
        read = await self._store.file(file_uuid)
        tenant = read.file.tenant if read else ""
        if not self._links.holds(file_uuid, query.get("expires", ""), query.get("signature", ""), tenant):
            raise ApiError(403, "This link is not valid or has expired; extracts gives a fresh one")
        private = private_of(read.reading if read else None, self._definitions.catalogue)
        if read is None or not private.fields:
            raise ApiError(404, f"No redacted image for {file_uuid}")
        if not private.placed:
            # A reading that was given instead of read does not say where its values stand: nothing could be blacked out.
            raise ApiError(404, f"No redacted image for {file_uuid}: its reading was given, not read")
        content = await self._store.content(read.file.sha256)
        if content is None:
            raise ApiError(410, "The document's bytes were pruned", coded=True)
        pages = await self._store.pages(read.file.reading_key)
        transforms = {page.number: page.transform for page in pages}
        places = tuple(place for leaf in private.leaves() for place in leaf.places)
        picture, media_type = await self._readers.call(redacted_image, content, places, transforms)
        return Response(picture, media_type=media_type, headers={"Cache-Control": "private, no-store"})
