"""The four statuses of flows, rolled up of their files' states, and kept in memory between changes: clients poll."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence

from simulator.flows.database import Database
from simulator.flows.model import Event
from simulator.flows.states import FileState, FlowStatus, roll_up

#: Flows whose status is kept in memory.
STATUS_CACHE = 10_000


class StatusCache:
    def __init__(self, database: Database) -> None:
        self._database = database
        #: Tenant, family and status by flow.
        self._known: OrderedDict[str, tuple[str, str, FlowStatus]] = OrderedDict()
        database.listeners.append(self._on_events)

    async def of(self, uuid: str, tenant: str, family: str = "") -> FlowStatus | None:
        """The four statuses; None where there is no such flow of this tenant, and of the family where one is given."""
        known = self._known.get(uuid)
        if known is None:
            changes = self._database.changes
            flow = await self._database.one("SELECT tenant, family, checked FROM flows WHERE uuid = ?", uuid)
            if flow is None:
                return None
            counts = await self._database.all(
                "SELECT state, count(*) FROM files WHERE flow_uuid = ? AND flow_uuid <> '' GROUP BY state", uuid
            )
            status = roll_up({FileState(row[0]): row[1] for row in counts}, bool(flow["checked"]))
            known = (flow["tenant"], flow["family"], status)
            if changes == self._database.changes:
                self._remember(uuid, known)
        return known[2] if known[0] == tenant and family in ("", known[1]) else None

    def forget(self) -> None:
        """Drop what is remembered: the state was emptied or replaced."""
        self._known.clear()

    def _remember(self, uuid: str, known: tuple[str, str, FlowStatus]) -> None:
        self._known[uuid] = known
        if len(self._known) > STATUS_CACHE:
            self._known.popitem(last=False)

    def _on_events(self, events: Sequence[Event]) -> None:
        for event in events:
            self._known.pop(event.flow_uuid, None)
