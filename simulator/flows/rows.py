"""Rows of the database as records, and back."""

from __future__ import annotations

import sqlite3
import zlib
from typing import Any

import msgspec

from simulator.documents.model import Page, Reading
from simulator.flows.model import Attempt, Batch, Delivery, Event, File, Flow
from simulator.flows.states import DeliveryState, FileState


def _columns(record: type[msgspec.Struct], table: str = "") -> str:
    """The columns that a record is made of: those of its fields' names, of `table` where another is joined."""
    return ", ".join(f"{table}.{name}" if table else name for name in record.__struct_fields__)


FLOW, BATCH, DELIVERY = _columns(Flow), _columns(Batch), _columns(Delivery)
ATTEMPT, EVENT = _columns(Attempt), _columns(Event)
FILE = _columns(File, "files")

_reading = msgspec.json.Decoder(Reading)
_pages = msgspec.json.Decoder(tuple[Page, ...])


def like(text: str) -> str:
    r"""A text for `LIKE … ESCAPE '\'` in which every character stands for itself."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def flow(row: sqlite3.Row) -> Flow:
    values: dict[str, Any] = dict(row)
    values["user_docs"] = None if values["user_docs"] is None else msgspec.json.decode(values["user_docs"])
    values["checked"], values["closed"] = bool(values["checked"]), bool(values["closed"])
    return Flow(**values)


def file(row: sqlite3.Row) -> File:
    values: dict[str, Any] = dict(row)
    # Joined to it where it was read.
    values.pop("summary", None)
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
