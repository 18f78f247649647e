"""`/_sim/files` and `/_sim/samples`: files that Atlas can fetch, for those without object storage.

A file that is put here gets a pre-signed URL that expires by simulated time, and then answers as object storage does.
"""

from __future__ import annotations

import hashlib
import hmac
import math
import mimetypes
from pathlib import Path
from urllib.parse import quote
from xml.sax.saxutils import escape

import msgspec
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from simulator.clock import iso_time
from simulator.control.client_base_url import base_url_of
from simulator.control.errors import ControlError
from simulator.control.openapi_helpers import BINARY, INVALID_INPUT, TENANT, endpoint, object_with, wrong
from simulator.control.request_helpers import json_response, parse_length, parse_query, tenant_of
from simulator.core import Core
from simulator.endpoints import Endpoint, Input
from simulator.flows.uploads import StorageFull, StoredUpload, Uploads
from simulator.pipeline.builtin_scenarios import folder

#: How long a URL is good unless asked otherwise: what object storage's own tools give.
DEFAULT_LIFE = "1h"
#: Largest file that is taken, in bytes.
MAX_BYTES = 100_000_000


class StoredFile(msgspec.Struct, frozen=True):
    """A file that can be fetched at `file_url` until `expires_at`."""

    name: str
    file_url: str
    expires_at: str
    size: int
    sha256: str


class FilesApi:
    def __init__(self, core: Core) -> None:
        self._uploads = Uploads(core.store.database)
        self._clock = core.clock
        self._key = core.file_key
        self._samples = folder("sample_docs")
        self.endpoints = self._endpoints()

    def _endpoints(self) -> list[Endpoint]:
        life = Input("expires_in", required=False, description="how long its URL is good, such as 15m")
        signed = (Input("Expires", required=False), Input("Signature", required=False))
        return [
            endpoint(
                "PUT",
                "files/{name:path}",
                self.put,
                "Keep a file, for a pre-signed URL",
                StoredFile,
                201,
                query=(TENANT, life),
                body=BINARY,
                body_media="application/octet-stream",
                failures=[
                    INVALID_INPUT,
                    wrong(404, "the name holds a line break"),
                    wrong(413, "the file is too large"),
                    wrong(507, "the files that are kept take all the room that they may"),
                ],
            ),
            endpoint(
                "GET",
                "files/{name:path}",
                self.get,
                "A kept file, by its pre-signed URL; refused as object storage refuses",
                {},
                media="*/*",
                query=signed,
                also=(403, 404),
            ),
            endpoint(
                "GET", "samples", self.sample_names, "Documents that can be fetched from here", object_with("samples")
            ),
            endpoint("GET", "samples/{name:path}", self.sample, "A document", {}, media="*/*", query=(), also=(404,)),
        ]

    async def put(self, request: Request) -> Response:
        """Keep a file; `?expires_in=15m` says how long its URL is good."""
        query = parse_query(request, ["expires_in"])
        life = parse_length(query.get("expires_in", DEFAULT_LIFE), "expires_in")
        parts, size = list[bytes](), 0
        async for part in request.stream():
            parts.append(part)
            size += len(part)
            if size > MAX_BYTES:
                raise ControlError(413, f"the file is larger than {MAX_BYTES} bytes")
        body = b"".join(parts)
        name = request.path_params["name"]
        media_type = request.headers.get("content-type") or mimetypes.guess_type(name)[0] or "application/octet-stream"
        tenant = tenant_of(request)
        try:
            await self._uploads.put(tenant, StoredUpload(name, media_type, body))
        except StorageFull as error:
            raise ControlError(507, str(error)) from None
        expires = math.ceil(self._clock.now(tenant) + life)
        return json_response(
            StoredFile(
                name,
                self._url(request, name, expires, tenant),
                iso_time(expires),
                len(body),
                hashlib.sha256(body).hexdigest(),
            ),
            201,
        )

    def _url(self, request: Request, name: str, expires: int, tenant: str) -> str:
        """The pre-signed URL of a file; it says whose, where it is a tenant's."""
        owner = f"Tenant={quote(tenant, safe='')}&" if tenant else ""
        signature = self._sign(name, expires, tenant)
        return f"{base_url_of(request)}/_sim/files/{quote(name)}?{owner}Expires={expires}&Signature={signature}"

    async def get(self, request: Request) -> Response:
        name, query = request.path_params["name"], request.query_params
        tenant, expires, signature = query.get("Tenant", ""), query.get("Expires", ""), query.get("Signature", "")
        if not (expires.isascii() and expires.isdigit() and len(expires) < 20):
            return _storage_error(403, "AccessDenied", "Access Denied")
        if not hmac.compare_digest(self._sign(name, int(expires), tenant).encode(), signature.encode()):
            return _storage_error(403, "SignatureDoesNotMatch", "The request signature does not match")
        if self._clock.now(tenant) >= int(expires):
            return _storage_error(403, "AccessDenied", "Request has expired")
        upload = await self._uploads.get(tenant, name)
        if upload is None:
            return _storage_error(404, "NoSuchKey", "The specified key does not exist.")
        return Response(upload.body, media_type=upload.media_type)

    def _sign(self, name: str, expires: int, tenant: str) -> str:
        value = f"file:{name}:{expires}" + (f":{tenant}" if tenant else "")
        return hmac.new(self._key, value.encode(), hashlib.sha256).hexdigest()

    async def sample_names(self, request: Request) -> Response:
        return json_response(
            {
                "samples": [
                    {"name": name, "file_url": f"{base_url_of(request)}/_sim/samples/{quote(name)}"}
                    for name in self.names()
                ]
            }
        )

    def names(self) -> list[str]:
        """The sample documents, each by its path in the folder."""
        return sorted(path.relative_to(self._samples).as_posix() for path in self._sample_files())

    async def sample(self, request: Request) -> Response:
        """A sample by its path, or by its name alone: then the first of that name."""
        name = request.path_params["name"]
        if not name:
            return await self.sample_names(request)
        found = sorted(self._sample_files(), key=lambda path: len(path.parts))
        path = next((path for path in found if path.as_posix().endswith(f"/{name}")), None)
        if path is None:
            raise ControlError(404, f"no sample is called {name!r}; /_sim/samples lists them", "name")
        return FileResponse(path)

    def _sample_files(self) -> list[Path]:
        if not self._samples.is_dir():
            return []
        return [
            path for path in self._samples.rglob("*") if path.is_file() and path.suffix not in (".json", ".md", ".toml")
        ]


def _storage_error(status: int, code: str, message: str) -> Response:
    """An error in the form that object storage uses."""
    body = f'<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>{code}</Code><Message>{escape(message)}</Message></Error>'
    return Response(body, status, media_type="application/xml")
