"""The picture behind a `redact_url`: the document with its Aadhaar number blacked out in every place."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from simulator.atlas.errors import ApiError
from simulator.flows.links import Links
from simulator.flows.store import Store
from simulator.pipeline.readers import Readers
from simulator.pipeline.reading import redacted


class Redacted:
    def __init__(self, store: Store, links: Links, readers: Readers) -> None:
        self._store = store
        self._links = links
        self._readers = readers
        self.routes = [Route("/_sim/redacted/{file_uuid}", self.show, methods=["GET"])]

    async def show(self, request: Request) -> Response:
        file_uuid = request.path_params["file_uuid"]
        query = request.query_params
        if not self._links.holds(file_uuid, query.get("expires", ""), query.get("signature", "")):
            raise ApiError(403, "This link is not valid or has expired; extracts gives a fresh one")
        read = await self._store.file(file_uuid)
        if read is None or read.reading is None or "aadhaar_number" not in read.reading.fields:
            raise ApiError(404, f"No redacted image for {file_uuid}")
        if not read.reading.fields["aadhaar_number"].places:
            # A reading that was given instead of read does not say where the number stands: nothing could be blacked out.
            raise ApiError(404, f"No redacted image for {file_uuid}: its reading was given, not read")
        content = await self._store.content(read.file.sha256)
        if content is None:
            raise ApiError(410, "The document's bytes were pruned", coded=True)
        pages = await self._store.pages(read.file.reading_key)
        transforms = {page.number: page.transform for page in pages}
        picture, media_type = await self._readers.call(
            redacted, content, read.reading.fields["aadhaar_number"].places, transforms
        )
        return Response(picture, media_type=media_type, headers={"Cache-Control": "private, no-store"})
