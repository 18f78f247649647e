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
from starlette.routing import Route

from simulator.clock import Clock, stamp
from simulator.control.asked import answer, known_query, length, tenant_of
from simulator.control.errors import ControlError
from simulator.flows.uploads import Upload, Uploads

#: How long a URL is good unless asked otherwise: what object storage's own tools give.
LIFE = "1h"
#: Largest file that is taken, in bytes.
LARGEST = 100_000_000


class Stored(msgspec.Struct, frozen=True):
    """A file that can be fetched at `file_url` until `expires_at`."""

    name: str
    file_url: str
    expires_at: str
    size: int
    sha256: str


class FilesApi:
    """`samples` is a folder of documents, where there is one."""

    def __init__(self, uploads: Uploads, clock: Clock, key: bytes, base_url: str, samples: Path | None) -> None:
        self._uploads = uploads
        self._clock = clock
        self._key = key
        self._base_url = base_url
        self._samples = samples
        self.routes = [
            Route("/_sim/files/{name:path}", self.put, methods=["PUT"]),
            Route("/_sim/files/{name:path}", self.get, methods=["GET"]),
            Route("/_sim/samples", self.sample_names, methods=["GET"]),
            Route("/_sim/samples/{name:path}", self.sample, methods=["GET"]),
        ]

    async def put(self, request: Request) -> Response:
        """Keep a file; `?expires_in=15m` says how long its URL is good."""
        said = known_query(request, ["expires_in"])
        life = length(said.get("expires_in", LIFE), "expires_in")
        body = b""
        async for part in request.stream():
            body += part
            if len(body) > LARGEST:
                raise ControlError(413, f"at most {LARGEST} bytes are taken")
        name = request.path_params["name"]
        media_type = request.headers.get("content-type") or mimetypes.guess_type(name)[0] or "application/octet-stream"
        tenant = tenant_of(request)
        await self._uploads.put(tenant, Upload(name, media_type, body))
        expires = math.ceil(self._clock.now() + life)
        return answer(
            Stored(name, self.url(name, expires, tenant), stamp(expires), len(body), hashlib.sha256(body).hexdigest()),
            201,
        )

    def url(self, name: str, expires: int, tenant: str = "") -> str:
        """The pre-signed URL of a file; it says whose, where it is a tenant's."""
        owner = f"Tenant={quote(tenant, safe='')}&" if tenant else ""
        signature = self._sign(name, expires, tenant)
        return f"{self._base_url}/_sim/files/{quote(name)}?{owner}Expires={expires}&Signature={signature}"

    async def get(self, request: Request) -> Response:
        name, said = request.path_params["name"], request.query_params
        tenant, expires, signature = said.get("Tenant", ""), said.get("Expires", ""), said.get("Signature", "")
        if not (expires.isascii() and expires.isdigit() and len(expires) < 20):
            return _refused(403, "AccessDenied", "Access Denied")
        if not hmac.compare_digest(self._sign(name, int(expires), tenant).encode(), signature.encode()):
            return _refused(403, "SignatureDoesNotMatch", "The request signature does not match")
        if self._clock.now() >= int(expires):
            return _refused(403, "AccessDenied", "Request has expired")
        upload = await self._uploads.get(tenant, name)
        if upload is None:
            return _refused(404, "NoSuchKey", "The specified key does not exist.")
        return Response(upload.body, media_type=upload.media_type)

    def _sign(self, name: str, expires: int, tenant: str) -> str:
        said = f"file:{name}:{expires}" + (f":{tenant}" if tenant else "")
        return hmac.new(self._key, said.encode(), hashlib.sha256).hexdigest()

    async def sample_names(self, request: Request) -> Response:
        return answer(
            {
                "samples": [
                    {"name": name, "file_url": f"{self._base_url}/_sim/samples/{quote(name)}"} for name in self.names()
                ]
            }
        )

    def names(self) -> list[str]:
        """The sample documents, each by its path in the folder."""
        return sorted(path.relative_to(self._samples).as_posix() for path in self._sample_files() if self._samples)

    async def sample(self, request: Request) -> Response:
        """A sample by its path, or by its name alone: then the first of that name."""
        wanted = request.path_params["name"]
        found = sorted(self._sample_files(), key=lambda path: len(path.parts))
        path = next((path for path in found if path.as_posix().endswith(f"/{wanted}")), None)
        if path is None:
            raise ControlError(404, f"no sample is called {wanted!r}; /_sim/samples lists them", "name")
        return FileResponse(path)

    def _sample_files(self) -> list[Path]:
        if self._samples is None or not self._samples.is_dir():
            return []
        return [
            path for path in self._samples.rglob("*") if path.is_file() and path.suffix not in (".json", ".md", ".toml")
        ]


def _refused(status: int, code: str, message: str) -> Response:
    """An error in the form that object storage uses."""
    body = f'<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>{code}</Code><Message>{escape(message)}</Message></Error>'
    return Response(body, status, media_type="application/xml")
