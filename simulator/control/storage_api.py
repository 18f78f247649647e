"""`/_sim/storage`: how full the journal, the inboxes and the uploaded files are, and what happens when one is full."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from simulator.control.openapi_helpers import endpoint
from simulator.control.request_helpers import json_response
from simulator.core import Core
from simulator.flows.database import Database
from simulator.flows.storage_limits import BOUNDS, INBOX, JOURNAL, UPLOADS, Usage, state_bytes, usage

#: What people call what a table holds, and what happens once it is full.
_NAMES: Mapping[str, str] = {JOURNAL.table: "journal", INBOX.table: "inboxes", UPLOADS.table: "files"}
_WHEN_FULL: Mapping[str, str] = {
    JOURNAL.table: "the oldest entries of the tenant that has most go",
    INBOX.table: "the oldest requests of the inbox owner that has most go",
    UPLOADS.table: "another file is refused with 507 until a tenant lets its own go by DELETE /_sim/state",
}


class StoreUsage(msgspec.Struct, frozen=True):
    """Entries and bytes that are stored, and the most that may be. `fullness`: 0 to 1, by what is nearer to its limit."""

    name: str
    entries: int
    entries_limit: int
    bytes: int
    bytes_limit: int
    fullness: float
    when_full: str


class StorageState(msgspec.Struct, frozen=True):
    """`state_bytes`: size of the state file with its write-ahead log, 0 where the state is in memory only."""

    storage: list[StoreUsage]
    state_bytes: int


class StorageApi:
    def __init__(self, core: Core) -> None:
        self._database = core.store.database
        self._recorder = core.recorder
        self.endpoints = [
            endpoint(
                "GET",
                "storage",
                self.show,
                "How full journal, inboxes and uploaded files are",
                StorageState,
                query=(),
            )
        ]

    async def show(self, request: Request) -> Response:
        await self._recorder.flush()
        return json_response(await storage_state(self._database))


async def storage_state(database: Database) -> StorageState:
    stored = [_described(await usage(database, bound)) for bound in BOUNDS]
    return StorageState(stored, state_bytes(database))


def _described(used: Usage) -> StoreUsage:
    bound = used.bound
    return StoreUsage(
        _NAMES[bound.table],
        used.rows,
        bound.rows,
        used.bytes,
        bound.bytes,
        round(used.fullness, 4),
        _WHEN_FULL[bound.table],
    )
