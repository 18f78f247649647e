"""Rows of the database as records, and back."""

from __future__ import annotations

import sqlite3
import zlib
from typing import Any

import msgspec

from simulator.documents.model import Page, Reading
from simulator.flows.model import Attempt, Batch, Delivery, Event, File, Flow
from simulator.flows.states import DeliveryState, FileState

FLOW = (
    "id, uuid, tenant, family, product_type, application_id, auth_url, callback_url, flow_params, external_reference_id,"
    " username, user_docs, notification_url, created_at, checked, closed, problem"
)
FILE = (
    "files.id, files.uuid, files.tenant, files.batch_id, files.flow_uuid, files.document_id, files.file_url,"
    " files.submission_mode, files.state, files.due_at, files.sha256, files.reading_key, files.problem,"
    " files.created_at, files.changed_at, files.postponed, files.family, files.document_type, files.page_count,"
    " files.fetched_at, files.begun_at"
)
BATCH = "id, tenant, family, flow_uuid, product_type, created_at"
DELIVERY = (
    "id, kind, tenant, flow_uuid, batch_id, subject, url, auth_url, state, body, attempts, due_at, created_at, postponed,"
    " problem"
)
ATTEMPT = "delivery_id, step, at, seconds, status, problem, answer"
EVENT = "id, at, tenant, kind, state, flow_uuid, batch_id, file_uuid, detail"

_reading = msgspec.json.Decoder(Reading)
_pages = msgspec.json.Decoder(tuple[Page, ...])


def flow(row: sqlite3.Row) -> Flow:
    values: dict[str, Any] = dict(row)
    values["user_docs"] = None if values["user_docs"] is None else msgspec.json.decode(values["user_docs"])
    values["checked"], values["closed"] = bool(values["checked"]), bool(values["closed"])
    return Flow(**values)


def file(row: sqlite3.Row) -> File:
    values = {name: row[name] for name in File.__struct_fields__}
    values["state"] = FileState(values["state"])
    return File(**values)


def batch(row: sqlite3.Row) -> Batch:
    return Batch(**dict(row))


def delivery(row: sqlite3.Row) -> Delivery:
    values: dict[str, Any] = dict(row)
    values["state"] = DeliveryState(values["state"])
    return Delivery(**values)


def attempt(row: sqlite3.Row) -> Attempt:
    return Attempt(**dict(row))


def event(row: sqlite3.Row) -> Event:
    values: dict[str, Any] = dict(row)
    values["detail"] = msgspec.json.decode(values["detail"])
    return Event(**values)


def pack_reading(reading: Reading) -> tuple[bytes, bytes]:
    """A reading as summary (what answers need) and pages (every word, compressed)."""
    summary = msgspec.json.encode(msgspec.structs.replace(reading, pages=()))
    return summary, zlib.compress(msgspec.json.encode(reading.pages), level=3)


def unpack_summary(summary: bytes) -> Reading:
    return _reading.decode(summary)


def unpack_pages(pages: bytes) -> tuple[Page, ...]:
    return _pages.decode(zlib.decompress(pages))
