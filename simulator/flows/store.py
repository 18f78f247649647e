"""Flows, uploads and what was read of them: the store as the two faces see it.

What the runner does to files lives in `work`, what is posted to clients in `outbox`, how far a flow is in `statuses`; all
share one `Database`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import msgspec

from simulator.clock import Clock
from simulator.documents.model import Page
from simulator.flows import rows
from simulator.flows.applicants import Applicants
from simulator.flows.chat_messages import ChatMessages
from simulator.flows.database import Database, Transaction
from simulator.flows.due_times import DueTimes
from simulator.flows.identifiers import new_batch_id, new_uuid
from simulator.flows.key_value_store import KeyValueStore
from simulator.flows.model import Batch, Event, File, Flow, NewFile, NewFlow, ReadFile
from simulator.flows.outbox import Outbox
from simulator.flows.pace import Pace, Stage
from simulator.flows.queues import Queues
from simulator.flows.states import FINAL, FileState
from simulator.flows.status_cache import StatusCache
from simulator.flows.step_store import StepStore
from simulator.hosts import host_of
from simulator.matching.model import CrossCheck
from simulator.turns import map_in_turns

_FINAL = ", ".join(f"'{state}'" for state in sorted(FINAL))
#: What else is to be kept with a new flow, in its transaction; gives the flow's own pace, or nothing.
FlowHook = Callable[[Transaction, Flow], Awaitable[str]]
#: What else is to be kept with an upload, in its transaction.
FilesHook = Callable[[Transaction, Sequence[File]], Awaitable[None]]


class FlowExists(Exception):
    """There is an onboarding flow of that application and reference."""


class FlowClosed(Exception):
    """The flow takes no more files."""


class Store:
    """Everything that is kept. `open` before use, `close` after."""

    def __init__(self, path: str, clock: Clock, pace: Pace, *, sync: str = "normal", server: str = "") -> None:
        self.database = Database(path, clock, sync=sync, server=server)
        self.clock = clock
        self.pace = pace
        self.outbox = Outbox(self.database)
        self.applicants = Applicants(self.database)
        self.messages = ChatMessages(self.database)
        self.facts = KeyValueStore(self.database)
        self.statuses = StatusCache(self.database)
        self.queues = Queues(self.database)
        self.due_times = DueTimes(self.database)
        self.work = StepStore(self.database, self.outbox, pace)
        self.flow_hook: FlowHook | None = None
        self.files_hook: FilesHook | None = None

    async def open(self) -> None:
        await self.database.open()

    async def close(self) -> None:
        await self.database.close()

    # Flows

    async def create_flow(self, new: NewFlow, pace: str = "") -> Flow:
        """A new flow. Raises FlowExists where an onboarding flow has its application and reference already."""
        uuid = new_uuid()
        values: dict[str, Any] = msgspec.structs.asdict(new) | {"uuid": uuid, "pace": pace}
        values["user_docs"] = None if new.user_docs is None else msgspec.json.encode(new.user_docs).decode()
        async with self.database.transaction(new.tenant) as tx:
            values["created_at"] = tx.now
            columns, marks = ", ".join(values), ", ".join("?" * len(values))
            try:
                row_id = await tx.insert(f"INSERT INTO flows ({columns}) VALUES ({marks})", *values.values())
            except sqlite3.IntegrityError:
                raise FlowExists(new.application_id) from None
            tx.event(new.tenant, "flow", "NOT_STARTED", uuid, application_id=new.application_id)
            flow = Flow(**msgspec.structs.asdict(new), id=row_id, uuid=uuid, created_at=tx.now)
            if self.flow_hook and (own_pace := await self.flow_hook(tx, flow)):
                await tx.run("UPDATE flows SET pace = ? WHERE uuid = ?", own_pace, uuid)
        return flow

    async def close_flow(self, flow: Flow, keep: Callable[[Transaction], Awaitable[None]]) -> bool:
        """Let no further files in; whether it was still open. What else is to be kept then, `keep` does."""
        async with self.database.transaction(flow.tenant) as tx:
            closed = await tx.run("UPDATE flows SET closed = 1 WHERE uuid = ? AND closed = 0", flow.uuid)
            if closed:
                tx.event(flow.tenant, "flow", "CLOSED", flow.uuid, application_id=flow.application_id)
                await keep(tx)
        return bool(closed)

    async def flow(self, uuid: str, tenant: str | None = None) -> Flow | None:
        """The flow, where it exists and, if `tenant` is given, belongs to it."""
        row = await self.database.one(f"SELECT {rows.FLOW} FROM flows WHERE uuid = ?", uuid)
        if row is None or (tenant is not None and row["tenant"] != tenant):
            return None
        return rows.flow(row)

    async def flows(self, *, tenant: str = "", application_id: str = "", before: int, limit: int) -> list[Flow]:
        """The newest flows first, older than the one with the row id `before`."""
        where, values = ["id < ?"], [before]
        for column, value in (("tenant", tenant), ("application_id", application_id)):
            if value:
                where.append(f"{column} = ?")
                values.append(value)  # type: ignore[arg-type]
        found = await self.database.all(
            f"SELECT {rows.FLOW} FROM flows WHERE {' AND '.join(where)} ORDER BY id DESC LIMIT ?", *values, limit
        )
        return await map_in_turns(rows.flow, found)

    async def application_of(self, uuid: str) -> str:
        """The application_id of a flow, empty where there is no such flow."""
        row = await self.database.one("SELECT application_id FROM flows WHERE uuid = ?", uuid)
        return str(row["application_id"]) if row else ""

    async def flow_facts(self, uuid: str) -> tuple[str, str]:
        """Tenant and application_id of a flow, both empty where there is no such flow."""
        row = await self.database.one("SELECT tenant, application_id FROM flows WHERE uuid = ?", uuid)
        return (str(row["tenant"]), str(row["application_id"])) if row else ("", "")

    # Uploads

    async def accept(
        self, tenant: str, family: str, files: Sequence[NewFile], *, flow: Flow | None = None, product_type: str = ""
    ) -> tuple[Batch, list[File]]:
        """Keep an upload. Its flow, where it has one, starts again from here: new files, checks and callback.

        Raises FlowClosed.
        """
        flow_uuid = flow.uuid if flow else ""
        async with self.database.transaction(tenant) as tx:
            own_pace = await self._restart(tx, flow_uuid, len(files)) if flow else self.pace.own(tenant)
            batch = Batch(
                new_batch_id(tx.now),
                tenant,
                family,
                flow_uuid,
                product_type or (flow.product_type if flow else ""),
                tx.now,
            )
            await tx.run(
                f"INSERT INTO batches ({rows.BATCH}, pending) VALUES (?, ?, ?, ?, ?, ?, ?)",
                *msgspec.structs.astuple(batch),
                len(files),
            )
            last = await tx.one("SELECT coalesce(max(id), 0) FROM files")
            first_id = (last[0] if last else 0) + 1
            accepted = await map_in_turns(
                lambda numbered: self._file(first_id + numbered[0], numbered[1], batch, own_pace),
                list(enumerate(files)),
            )
            await tx.run_many(
                f"INSERT INTO files (host, {rows.FILE.replace('files.', '')}) VALUES (?{', ?' * len(File.__struct_fields__)})",
                # Made as they are inserted, in the database's thread.
                ((host_of(file.file_url), *msgspec.structs.astuple(file)) for file in accepted),
            )
            if self.files_hook:
                await self.files_hook(tx, accepted)
            await map_in_turns(lambda file: _accepted_event(tx, file), accepted)
        return batch, accepted

    async def _restart(self, tx: Transaction, flow_uuid: str, files: int) -> str:
        row = await tx.one("SELECT pace, closed FROM flows WHERE uuid = ?", flow_uuid)
        if row and row["closed"]:
            raise FlowClosed(flow_uuid)
        await tx.run(
            "UPDATE flows SET pending = pending + ?, finish_due = 0, checked = 0, failures = 0, problem = '' WHERE uuid = ?",
            files,
            flow_uuid,
        )
        return str(row["pace"]) if row else ""

    def _file(self, row_id: int, new: NewFile, batch: Batch, own_pace: str) -> File:
        uuid = new_uuid()
        now = batch.created_at
        due = now + self.pace.delay(Stage.UPLOAD, f"{batch.tenant}:{new.document_id}", own_pace)
        return File(
            row_id,
            uuid,
            batch.tenant,
            batch.id,
            batch.flow_uuid,
            new.document_id,
            new.file_url,
            new.submission_mode,
            FileState.UPLOAD_INPROGRESS,
            due,
            "",
            "",
            "",
            now,
            now,
            family=batch.family,
        )

    async def batch(self, batch_id: str, tenant: str) -> Batch | None:
        row = await self.database.one(f"SELECT {rows.BATCH} FROM batches WHERE id = ?", batch_id)
        return rows.batch(row) if row and row["tenant"] == tenant else None

    async def batch_exists(self, batch_id: str, tenant: str = "") -> bool:
        """Whether there is such a batch, of that tenant where one is given."""
        row = await self.database.one("SELECT tenant FROM batches WHERE id = ?", batch_id)
        return row is not None and tenant in ("", row["tenant"])

    # What was read

    async def files_of_flow(self, flow_uuid: str) -> list[ReadFile]:
        """All files of a flow in the order of their upload, with what was read of them."""
        return await self._read_files("files.flow_uuid = ? AND files.flow_uuid <> '' ORDER BY files.id", flow_uuid)

    async def files_of_batch(self, batch_id: str, offset: int, limit: int, *, done_only: bool) -> list[ReadFile]:
        """`limit` files of a batch from the one at `offset`, in the order of the upload; `done_only` skips the others."""
        done = f" AND state IN ({_FINAL})" if done_only else ""
        return await self._read_files(
            f"files.id IN (SELECT id FROM files WHERE batch_id = ?{done} ORDER BY id LIMIT ? OFFSET ?) ORDER BY files.id",
            batch_id,
            limit,
            offset,
        )

    async def batch_counts(self, batch_id: str) -> tuple[int, int]:
        """How many files a batch has, and how many of them are done."""
        row = await self.database.one(
            "SELECT (SELECT count(*) FROM files WHERE batch_id = batches.id), pending FROM batches WHERE id = ?",
            batch_id,
        )
        return (row[0], row[0] - row[1]) if row else (0, 0)

    async def file(self, file_uuid: str) -> ReadFile | None:
        found = await self._read_files("files.uuid = ?", file_uuid)
        return found[0] if found else None

    async def _read_files(self, where: str, *values: Any) -> list[ReadFile]:
        found = await self.database.all(
            f"SELECT {rows.FILE}, readings.summary FROM files LEFT JOIN readings ON readings.key = files.reading_key"
            f" WHERE {where}",
            *values,
        )
        return await map_in_turns(_read_file, found)

    async def pages(self, reading_key: str) -> tuple[Page, ...]:
        row = await self.database.one("SELECT pages FROM readings WHERE key = ?", reading_key)
        return rows.unpack_pages(row["pages"]) if row else ()

    async def content(self, sha256: str) -> bytes | None:
        row = await self.database.one("SELECT body FROM contents WHERE sha256 = ?", sha256)
        return bytes(row["body"]) if row else None

    async def beginning(self, sha256: str, length: int = 1024) -> bytes:
        """The first bytes of a file: enough to tell what it is. Empty where it is not kept."""
        row = await self.database.one(
            "SELECT substr(body, 1, ?) AS head FROM contents WHERE sha256 = ?", length, sha256
        )
        return bytes(row["head"]) if row else b""

    async def cross_checks(self, flow_uuid: str) -> list[CrossCheck]:
        row = await self.database.one("SELECT checks FROM cross_checks WHERE flow_uuid = ?", flow_uuid)
        return msgspec.json.decode(row["checks"], type=list[CrossCheck]) if row else []

    async def events(self, *, after: int = 0, flow_uuid: str = "", tenant: str = "", limit: int = 1000) -> list[Event]:
        """Events in order, from the one after `after`."""
        where, values = ["id > ?"], [after]
        for column, value in (("flow_uuid", flow_uuid), ("tenant", tenant)):
            if value:
                where.append(f"{column} = ? AND {column} <> ''")
                values.append(value)  # type: ignore[arg-type]
        found = await self.database.all(
            f"SELECT {rows.EVENT} FROM events WHERE {' AND '.join(where)} ORDER BY id LIMIT ?", *values, limit
        )
        return await map_in_turns(rows.event, found)

    async def last_event(self) -> int:
        """The number of the newest event, 0 where there is none."""
        row = await self.database.one("SELECT coalesce(max(id), 0) FROM events")
        return int(row[0]) if row else 0


def _accepted_event(tx: Transaction, file: File) -> None:
    tx.event(file.tenant, "file", file.state, file.flow_uuid, file.batch_id, file.uuid, document_id=file.document_id)


def _read_file(row: sqlite3.Row) -> ReadFile:
    return ReadFile(rows.file(row), rows.unpack_summary(row["summary"]) if row["summary"] is not None else None)
