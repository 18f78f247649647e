"""What the runner tells the store: how each step ended. Each is one durable transition; what is next, `queues` says."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import msgspec

from simulator.documents.model import Reading
from simulator.flows import rows
from simulator.flows.database import Database, Transaction
from simulator.flows.model import Batch, File, Flow
from simulator.flows.outbox import NewDelivery, Outbox
from simulator.flows.pace import Pace, Stage
from simulator.flows.queues import BATCHES, FINISHES
from simulator.flows.states import FINAL, TRANSITIONS, FileState
from simulator.masking import masked
from simulator.matching.model import CrossCheck

#: What else is to be kept because a file is done, in its transaction, and what is to be posted; `file` in its new state.
FileDone = Callable[[Transaction, File], Awaitable[Sequence[NewDelivery]]]

#: The moments that are kept beside `changed_at`: when a file was here, and when a worker took it.
_MOMENTS = {FileState.UPLOAD_SUCCESS: "fetched_at", FileState.PROCESSING_INPROGRESS: "begun_at"}


class StepStore:
    def __init__(self, database: Database, outbox: Outbox, pace: Pace) -> None:
        self._database = database
        self._outbox = outbox
        self._pace = pace

    # Files

    async def fetched(self, file: File, sha256: str, body: bytes) -> None:
        """The whole file is here."""
        async with self._database.transaction(file.tenant) as tx:
            await tx.run("INSERT OR IGNORE INTO contents VALUES (?, ?)", sha256, body)
            await self._move(tx, file, FileState.UPLOAD_SUCCESS, stage=Stage.QUEUE, sha256=sha256, size=len(body))

    async def fetched_too_large(self, file: File, key: str, reading: Reading) -> None:
        """The file is there but is not kept: what its processing will say of it is kept instead, by this key."""
        async with self._database.transaction(file.tenant) as tx:
            await tx.run("INSERT OR REPLACE INTO readings VALUES (?, ?, ?)", key, *rows.pack_reading(reading))
            await self._move(tx, file, FileState.UPLOAD_SUCCESS, stage=Stage.QUEUE)

    async def fetch_failed(self, file: File, problem: str, done: FileDone | None = None) -> None:
        async with self._database.transaction(file.tenant) as tx:
            await self._move(tx, file, FileState.UPLOAD_FAILED, done=done, problem=problem)

    async def postpone(self, file: File, due_at: float) -> None:
        """Make the file wait, once."""
        async with self._database.transaction(file.tenant) as tx:
            await tx.run("UPDATE files SET due_at = ?, postponed = 1 WHERE id = ?", due_at, file.id)

    async def begin(self, file: File, wait: float = 0.0) -> File:
        """A worker takes the file: it is in progress now, though by its pace the reading may be due later, and `wait` more."""
        if file.state != FileState.UPLOAD_SUCCESS:
            return file
        async with self._database.transaction(file.tenant) as tx:
            due = await self._move(tx, file, FileState.PROCESSING_INPROGRESS, stage=Stage.PROCESSING, wait=wait)
        return msgspec.structs.replace(file, state=FileState.PROCESSING_INPROGRESS, due_at=due)

    async def known_reading(self, key: str) -> Reading | None:
        """A reading made before of the same bytes by the same engine."""
        row = await self._database.one("SELECT summary FROM readings WHERE key = ?", key)
        return rows.unpack_summary(row["summary"]) if row else None

    async def keep_reading(self, key: str, reading: Reading) -> None:
        """Keep what an engine read, for every file of the same bytes."""
        packed = rows.pack_reading(reading)
        async with self._database.transaction() as tx:
            await tx.run("INSERT OR IGNORE INTO readings VALUES (?, ?, ?)", key, *packed)

    async def read(self, file: File, key: str, reading: Reading, *, known: bool, done: FileDone | None = None) -> None:
        """The file was read. `known` says that the reading is kept already."""
        state = FileState.UNRECOGNISED if reading.error_code == "UNRECOGNISED" else FileState.PROCESSING_SUCCESS
        packed = None if known else rows.pack_reading(reading)
        detail: dict[str, Any] = {
            "document_type": reading.document_type,
            "error_code": reading.error_code,
            "error_reason": masked(reading.error_reason),
            "pages": reading.page_count,
        }
        async with self._database.transaction(file.tenant) as tx:
            if packed:
                await tx.run("INSERT OR REPLACE INTO readings VALUES (?, ?, ?)", key, *packed)
            await self._move(tx, file, state, done=done, reading_key=key, **detail)

    async def read_failed(self, file: File, problem: str, done: FileDone | None = None) -> None:
        async with self._database.transaction(file.tenant) as tx:
            await self._move(tx, file, FileState.PROCESSING_FAILED, done=done, problem=problem)

    async def _move(
        self,
        tx: Transaction,
        file: File,
        state: FileState,
        *,
        stage: Stage | None = None,
        wait: float = 0.0,
        done: FileDone | None = None,
        **detail: Any,
    ) -> float:
        assert state in TRANSITIONS[file.state], f"{file.state} cannot become {state}"
        own = await self._own_pace(tx, file.flow_uuid) if file.flow_uuid else self._pace.own(file.tenant)
        due = tx.now + wait + (self._pace.delay(stage, f"{file.tenant}:{file.document_id}", own) if stage else 0.0)
        moment = _MOMENTS.get(state, "changed_at")
        changed = await tx.run(
            "UPDATE files SET state = ?, due_at = ?, changed_at = ?, failures = 0, sha256 = coalesce(?, sha256),"
            f" reading_key = coalesce(?, reading_key), problem = ?, document_type = ?, page_count = ?, {moment} = ?"
            " WHERE id = ? AND state = ?",
            state,
            due,
            tx.now,
            detail.get("sha256"),
            detail.get("reading_key"),
            detail.get("problem", ""),
            detail.get("document_type", ""),
            detail.get("pages", 0),
            tx.now,
            file.id,
            file.state,
        )
        if not changed:
            # The state was reset or restored under the worker: what it did belongs to nobody.
            return due
        tx.event(
            file.tenant,
            "file",
            state,
            file.flow_uuid,
            file.batch_id,
            file.uuid,
            document_id=file.document_id,
            **{key: value for key, value in detail.items() if value != "" and key != "reading_key"},
        )
        if done:
            moved = msgspec.structs.replace(file, state=state, changed_at=tx.now, problem=detail.get("problem", ""))
            for new in await done(tx, moved):
                wait = self._pace.delay(Stage.CALLBACK, f"{new.kind}:{file.uuid}", own)
                await self._outbox.add(tx, new, tx.now + wait)
        if state in FINAL:
            await self._finished(tx, file, own)
        return due

    async def _own_pace(self, tx: Transaction, flow_uuid: str) -> str:
        row = await tx.one("SELECT pace FROM flows WHERE uuid = ?", flow_uuid)
        return str(row["pace"]) if row else ""

    async def _finished(self, tx: Transaction, file: File, own_pace: str) -> None:
        """One file fewer to wait for; when it was the last, its flow and its batch fall due."""
        if file.flow_uuid:
            due = tx.now + self._pace.delay(Stage.CROSSCHECK, file.flow_uuid, own_pace)
            await tx.run(
                "UPDATE flows SET pending = pending - 1, finish_due = (pending = 1), due_at = ? WHERE uuid = ?",
                due,
                file.flow_uuid,
            )
        await tx.run("UPDATE batches SET pending = pending - 1, finish_due = (pending = 1) WHERE id = ?", file.batch_id)

    # Flows and batches whose files are all done

    async def finish_flow(
        self,
        flow: Flow,
        checks: list[CrossCheck] | None,
        status: str,
        delivery: NewDelivery | None,
        problem: str = "",
    ) -> None:
        """Keep the cross-checks (None: there was nothing to check) and what is to be delivered; unless files came meanwhile.

        `problem` says why there are no cross-checks although there was something to check.
        """
        async with self._database.transaction(flow.tenant) as tx:
            still = await tx.run(
                "UPDATE flows SET finish_due = 0, checked = ?, failures = 0, problem = ?"
                f" WHERE uuid = ? AND {FINISHES.waiting}",
                checks is not None,
                problem,
                flow.uuid,
            )
            if not still:
                return
            if checks is not None:
                await tx.run(
                    "INSERT OR REPLACE INTO cross_checks VALUES (?, ?)", flow.uuid, msgspec.json.encode(checks)
                )
                tx.event(flow.tenant, "crosscheck", "COMPLETED", flow.uuid, checks=len(checks))
            tx.event(
                flow.tenant,
                "flow",
                status,
                flow.uuid,
                application_id=flow.application_id,
                **({"problem": problem} if problem else {}),
            )
            if delivery:
                row = await tx.one("SELECT pace FROM flows WHERE uuid = ?", flow.uuid)
                own = str(row["pace"]) if row else ""
                await self._outbox.add(tx, delivery, tx.now + self._pace.delay(Stage.CALLBACK, flow.uuid, own))

    async def finish_batch(self, batch: Batch, deliveries: Sequence[NewDelivery], problem: str = "") -> None:
        async with self._database.transaction(batch.tenant) as tx:
            if await tx.run(
                f"UPDATE batches SET finish_due = 0, failures = 0, problem = ? WHERE id = ? AND {BATCHES.waiting}",
                problem,
                batch.id,
            ):
                tx.event(batch.tenant, "batch", "COMPLETED", batch.flow_uuid, batch.id)
                for delivery in deliveries:
                    await self._outbox.add(tx, delivery, tx.now)
