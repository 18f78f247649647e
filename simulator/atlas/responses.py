"""JSON answers: encoded once, from structs or plain values."""

from __future__ import annotations

from typing import Any

import msgspec
from starlette.responses import Response

_encoder = msgspec.json.Encoder()
MEDIA_TYPE = "application/json"


def encode_json(value: Any) -> bytes:
    """Compact JSON, keys in the order of the struct or dict."""
    return _encoder.encode(value)


def encoded_response(body: bytes) -> Response:
    """The answer with a body that is JSON already."""
    return Response(body, media_type=MEDIA_TYPE)


def json_response(value: Any, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    return (
        Response(_encoder.encode(value), status, headers, media_type=MEDIA_TYPE)
        if headers
        else _JsonResponse(value, status)
    )


class _JsonResponse(Response):
    """An answer whose only headers are its length and type; what a poll costs is made up of such small things."""

    media_type = MEDIA_TYPE

    def __init__(self, value: Any, status: int) -> None:
        self.status_code = status
        self.background = None
        self.body = _encoder.encode(value)
        self.raw_headers = [(b"content-length", b"%d" % len(self.body)), (b"content-type", MEDIA_TYPE.encode())]
