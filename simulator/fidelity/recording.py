"""A recorded client: the requests that it made of the API and the answers it got, out of a HAR file or the journal."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import msgspec

from simulator.errors import SettingError

#: Paths that belong to the API (contract, "Bases and families").
PREFIXES = (
    "/v3/verification",
    "/v2/verification",
    "/v1/verification",
    "/v1/flow",
    "/v1/docstream",
    "/v1/bulk",
    "/v1/address",
)
#: Headers of a recording that say what the client meant; the rest belongs to its connection.
KEPT_HEADERS = frozenset({"content-type", "client_id", "client-id"})


class RecordedCall(msgspec.Struct, frozen=True):
    """One recorded request and its answer. `authenticated` says that it carried a token; `cut` that its body is incomplete.

    `flow` is the flow that it concerns, where the recording says so itself.
    """

    number: int
    method: str
    path: str
    query: tuple[tuple[str, str], ...]
    headers: dict[str, str]
    body: Any
    status: int
    answer: Any
    authenticated: bool
    cut: bool = False
    flow: str = ""


def load(path: Path) -> list[RecordedCall]:
    """The calls of the API in a recording, in order. Raises SettingError where there is none, or no recording."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise SettingError(f"recording {path}: cannot be read ({error.strerror}); check the path") from None
    except UnicodeDecodeError:
        raise SettingError(f"recording {path}: is not text; give a HAR file, or a journal as JSON") from None
    entries = _entries(path, text)
    calls = [call for call in entries if call.path.startswith(PREFIXES)]
    if not calls:
        seen = sorted({urlsplit(call.path).path for call in entries})[:3]
        found = f"it has {', '.join(seen)}" if seen else "it has no requests"
        raise SettingError(f"recording {path}: no call of the Atlas API ({found}); paths start with {PREFIXES[0]} …")
    return calls


def _entries(path: Path, text: str) -> list[RecordedCall]:
    try:
        whole = json.loads(text)
    except ValueError:
        whole = None
    if isinstance(whole, dict) and isinstance(whole.get("log"), dict):
        try:
            return list(_har(whole["log"]["entries"]))
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise SettingError(f"recording {path}: not a whole HAR file: {error!r} is missing or wrong") from None
    found = whole.get("entries") if isinstance(whole, dict) and "entries" in whole else None
    try:
        lines = found if isinstance(found, list) else [json.loads(line) for line in text.splitlines() if line.strip()]
        return list(_journal(lines))
    except (KeyError, TypeError, ValueError, AttributeError):
        raise SettingError(
            f"recording {path}: neither a HAR file nor the simulator's journal (`atlas-simulator journal --json`)"
        ) from None


def _har(entries: list[dict[str, Any]]) -> Iterator[RecordedCall]:
    """HAR 1.2: log.entries[] of request (method, url, headers, postData) and response (status, content)."""
    for number, entry in enumerate(entries, 1):
        if entry.get("_kind", "request") != "request":
            # The simulator's own archives also hold the calls that it made itself.
            continue
        request, response = entry["request"], entry["response"]
        url = urlsplit(request["url"])
        headers = {each["name"].lower(): each["value"] for each in request.get("headers", [])}
        content = response.get("content", {})
        result = content.get("text", "")
        if content.get("encoding") == "base64":
            result = base64.b64decode(result).decode("utf-8", "replace")
        yield RecordedCall(
            number=number,
            method=request["method"].upper(),
            path=url.path,
            query=tuple(parse_qsl(url.query, keep_blank_values=True)),
            headers={name: value for name, value in headers.items() if name in KEPT_HEADERS},
            body=_decoded(body := request.get("postData", {}).get("text", "")),
            status=int(response["status"]),
            answer=_decoded(result),
            authenticated="token" in headers,
            cut=_is_cut(body),
            flow=entry.get("_flow_uuid", ""),
        )


def _journal(lines: list[Mapping[str, Any]]) -> Iterator[RecordedCall]:
    for line in lines:
        if line.get("kind") != "request":
            continue
        url = urlsplit(line["url"])
        headers = {name.lower(): value for name, value in line.get("headers", {}).items()}
        body, answer = line.get("request", ""), line.get("answer", "")
        yield RecordedCall(
            number=int(line["id"]),
            method=line["method"],
            path=url.path,
            query=tuple(parse_qsl(url.query, keep_blank_values=True)),
            headers={name: value for name, value in headers.items() if name in KEPT_HEADERS},
            body=_decoded(body),
            status=int(line["status"]),
            answer=_decoded(answer),
            authenticated="token" in headers,
            cut=_is_cut(body),
            flow=line.get("flow_uuid", ""),
        )


def _decoded(text: str) -> Any:
    if not text:
        return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text


def _is_cut(body: str) -> bool:
    """Whether a body begins as JSON but does not end as such: the journal keeps only so much."""
    return body[:1] in ("{", "[") and isinstance(_decoded(body), str)
