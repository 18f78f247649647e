"""What of a flow waits for a person (pace `manual`, a stuck document), and letting it go on, stage by stage."""

from __future__ import annotations

from simulator.flows.database import Database
from simulator.flows.model import HELD
from simulator.flows.pace import Stage

#: Where each stage's wait is kept: the table, the column that names the flow, and which of its rows are in that stage.
_PLACES: dict[Stage, tuple[str, str, str]] = {
    Stage.UPLOAD: ("files", "flow_uuid", "state = 'UPLOAD_INPROGRESS'"),
    Stage.QUEUE: ("files", "flow_uuid", "state = 'UPLOAD_SUCCESS'"),
    Stage.PROCESSING: ("files", "flow_uuid", "state = 'PROCESSING_INPROGRESS'"),
    Stage.CROSSCHECK: ("flows", "uuid", "finish_due = 1"),
    Stage.CALLBACK: ("deliveries", "flow_uuid", "state IN ('INITIATED', 'IN_PROGRESS')"),
}


class Held:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def stage(self, flow_uuid: str) -> Stage | None:
        """The earliest stage in which something of the flow is held; None where nothing is."""
        for stage, (table, column, which) in _PLACES.items():
            sql = f"SELECT 1 FROM {table} WHERE {column} = ? AND {which} AND due_at >= ? LIMIT 1"
            if await self._database.one(sql, flow_uuid, HELD):
                return stage
        return None

    async def release(self, flow_uuid: str, stage: Stage) -> int:
        """Let everything of the flow that is held in a stage go on; how many things that are."""
        table, column, which = _PLACES[stage]
        async with self._database.transaction() as tx:
            sql = f"UPDATE {table} SET due_at = ? WHERE {column} = ? AND {which} AND due_at >= ?"
            return await tx.run(sql, tx.now, flow_uuid, HELD)

    async def set_pace(self, flow_uuid: str, pace: str) -> None:
        """The pace of the stages that a flow still has before it."""
        async with self._database.transaction() as tx:
            await tx.run("UPDATE flows SET pace = ? WHERE uuid = ?", pace, flow_uuid)
