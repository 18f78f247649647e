"""Whom a request and its answer concern: the flow, batch, application and documents that its query and bodies name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any
from urllib.parse import unquote_plus

import msgspec

from simulator.json_bodies import has_too_many_values

#: URLs whose ids are remembered: pollers ask for the same ones again and again.
QUERIES_CACHED = 1024


class BodyIds(msgspec.Struct):
    """What bodies say about whom they concern."""

    flow_uuid: Any = ""
    flow_id: Any = ""
    batch_id: Any = ""
    application_id: Any = ""
    document_id: Any = ""
    file_urls: Any = ()


_named = msgspec.json.Decoder(BodyIds | list[BodyIds])


def ids_in(method: str, url: str, request: bytes, answer: bytes) -> BodyIds:
    """Flow, batch, application and documents that the query, the body or the answer name; `file_urls` holds document_ids."""
    named = BodyIds(**_in_query(url))
    if method == "GET":
        # What a poll asks about stands in its query; its answer says nothing more.
        return named
    documents: Sequence[str] = ()
    for body in (request, answer):
        # What holds too many values was refused, and would take long to look through.
        if body[:1] not in (b"{", b"[") or has_too_many_values(body):
            continue
        try:
            found = _named.decode(body)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            continue
        here: list[str] = []
        for each in found if isinstance(found, list) else [found]:
            _take(named, each)
            here += documents_of({"file_urls": each.file_urls, "document_id": each.document_id})
        # The answer names the documents of the request once more; two files may have one document_id.
        documents = documents or here
    named.file_urls = documents
    return named


@lru_cache(QUERIES_CACHED)
def _in_query(url: str) -> dict[str, str]:
    """What a query names."""
    query = url.partition("?")[2]
    pairs = (pair.partition("=") for pair in query.split("&"))
    return {key: unquote_plus(value) for key, _, value in pairs if key in ("flow_uuid", "flow_id", "batch_id")}


def _take(named: BodyIds, found: BodyIds) -> None:
    for key in ("flow_uuid", "flow_id", "batch_id", "application_id"):
        value = getattr(found, key)
        if isinstance(value, str) and value:
            setattr(named, key, value)


def documents_of(body: Mapping[str, Any]) -> Sequence[str]:
    """The document_ids that a body names."""
    items = body.get("file_urls")
    texts = [item.get("document_id") for item in items if isinstance(item, dict)] if isinstance(items, list) else []
    return [each for each in (*texts, body.get("document_id")) if isinstance(each, str) and each]
