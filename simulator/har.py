"""HTTP Archive (HAR 1.2), the form in which browsers, proxies and tools of tests exchange what passed: how it is written.

Whatever goes in comes out masked: tokens, secrets and Aadhaar numbers are struck out of URLs, headers and bodies.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlsplit

from simulator import __version__
from simulator.masking import masked, masked_header

#: What HAR says where a size is not known.
UNKNOWN = -1


class HarMessage(NamedTuple):
    """Request or response: its headers (names in any case) and its body as text."""

    headers: Mapping[str, str]
    body: str


def entry(
    *,
    at: float,
    ms: float,
    method: str,
    url: str,
    request: HarMessage,
    status: int,
    response: HarMessage,
    comment: str = "",
    own: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """One exchange: `at` in seconds since 1970, `ms` that it took, an absolute `url`, `status` 0 where no answer came.

    `own` are members that are no part of HAR; by its rules their names begin with `_`.
    """
    url = masked(url)
    value: dict[str, Any] = {
        "startedDateTime": datetime.fromtimestamp(at, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "time": ms,
        "request": _request(method, url, request),
        "response": _response(status, response),
        "cache": {},
        "timings": {"send": 0, "wait": ms, "receive": 0},
        **(own or {}),
    }
    return {**value, "comment": masked(comment)} if comment else value


def archive(entries: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """The whole file of these entries."""
    creator = {"name": "atlas-simulator", "version": __version__}
    return {"log": {"version": "1.2", "creator": creator, "entries": list(entries)}}


def _request(method: str, url: str, side: HarMessage) -> dict[str, Any]:
    query = parse_qsl(urlsplit(url).query, keep_blank_values=True)
    value = {
        "method": method,
        "url": url,
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": _headers(side.headers),
        "queryString": _pairs(query),
        "headersSize": UNKNOWN,
        "bodySize": len(side.body.encode()),
    }
    return {**value, "postData": {"mimeType": _media(side), "text": masked(side.body)}} if side.body else value


def _response(status: int, side: HarMessage) -> dict[str, Any]:
    size = len(side.body.encode())
    return {
        "status": status,
        "statusText": HTTPStatus(status).phrase if status in HTTPStatus._value2member_map_ else "",
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": _headers(side.headers),
        "content": {"size": size, "mimeType": _media(side), "text": masked(side.body)},
        "redirectURL": "",
        "headersSize": UNKNOWN,
        "bodySize": size,
    }


def _headers(headers: Mapping[str, str]) -> list[dict[str, str]]:
    return _pairs((name, masked_header(name.lower(), value)) for name, value in headers.items())


def _pairs(pairs: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"name": name, "value": value} for name, value in pairs]


def _media(side: HarMessage) -> str:
    """The media type: what the headers say, or what the body looks like where they are not kept."""
    said = next((value for name, value in side.headers.items() if name.lower() == "content-type"), "")
    looks_like_json = side.body[:1] in ("{", "[")
    return said or ("application/json" if looks_like_json else "text/plain" if side.body else "x-unknown")
