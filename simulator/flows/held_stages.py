"""What of a flow, or of a batch, waits for a person, and letting it go on, stage by stage.

Things wait so under the pace `manual`, and where a document is stuck on purpose.
"""

from __future__ import annotations

from typing import Literal

from simulator.flows.database import Database
from simulator.flows.model import HELD
from simulator.flows.pace import Stage
from simulator.flows.queues import DELIVERIES, FETCHES, FINISHES, READS
from simulator.flows.states import FileState

FlowOrBatch = Literal["flow", "batch"]

#: Where each stage's wait is kept: the table, and which of its rows are in that stage.
_PLACES: dict[Stage, tuple[str, str]] = {
    Stage.UPLOAD: (FETCHES.table, FETCHES.waiting),
    Stage.QUEUE: (READS.table, f"{READS.waiting} AND state = '{FileState.UPLOAD_SUCCESS}'"),
    Stage.PROCESSING: (READS.table, f"{READS.waiting} AND state = '{FileState.PROCESSING_INPROGRESS}'"),
    Stage.CROSSCHECK: (FINISHES.table, FINISHES.waiting),
    Stage.CALLBACK: (DELIVERIES.table, DELIVERIES.waiting),
}
#: By which column a table's rows belong to a flow, or to a batch; only flows have cross-checks.
_COLUMNS: dict[FlowOrBatch, dict[str, str]] = {
    "flow": {"files": "flow_uuid", "flows": "uuid", "deliveries": "flow_uuid"},
    "batch": {"files": "batch_id", "deliveries": "batch_id"},
}


class HeldStages:
    """`of` says whether the ids that it is asked about are flows' or batches'."""

    def __init__(self, database: Database, of: FlowOrBatch = "flow") -> None:
        self._database = database
        self._columns = _COLUMNS[of]

    async def stage(self, whole: str) -> Stage | None:
        """The earliest stage in which something is held; None where nothing is."""
        for stage, (table, which) in _PLACES.items():
            if column := self._columns.get(table):
                sql = f"SELECT 1 FROM {table} WHERE {_whole(column)} AND {which} AND due_at >= ? LIMIT 1"
                if await self._database.one(sql, whole, HELD):
                    return stage
        return None

    async def release(self, whole: str, stage: Stage) -> int:
        """Let everything that is held in a stage go on; how many things that are."""
        table, which = _PLACES[stage]
        async with self._database.transaction() as tx:
            now = "coalesce(own_now(tenant), ?)"
            sql = f"UPDATE {table} SET due_at = {now} WHERE {_whole(self._columns[table])} AND {which} AND due_at >= ?"
            return await tx.run(sql, tx.now, whole, HELD)

    async def set_pace(self, flow_uuid: str, pace: str) -> None:
        """The pace of the stages that a flow still has before it."""
        async with self._database.transaction() as tx:
            await tx.run("UPDATE flows SET pace = ? WHERE uuid = ?", pace, flow_uuid)


def _whole(column: str) -> str:
    # The indexes leave out rows without a flow or a batch, and are only used where that is said.
    return f"{column} = ? AND {column} <> ''"
