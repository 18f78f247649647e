"""What an API family is to the rest of the simulator: its endpoints, and what it wants done when work ends.

`Families` asks the one that a flow, a file, a batch or a delivery belongs to; the runner knows none of them.
"""

from __future__ import annotations

from collections.abc import Sequence

from starlette.routing import BaseRoute

from simulator.documents.model import Reading
from simulator.flows.database import Transaction
from simulator.flows.model import Batch, Delivery, File, Flow, ReadFile
from simulator.flows.outbox import NewDelivery
from simulator.matching.model import CrossCheck
from simulator.pipeline.runner import Hooks


class Family:
    """One face of the API. What a family does not need to do when work ends, it leaves as it is here.

    `names` are the words that its flows and batches keep as their `family`; `kinds` those of its deliveries.
    """

    names: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    routes: Sequence[BaseRoute] = ()

    def cross_checks(self, flow: Flow, files: Sequence[ReadFile]) -> list[CrossCheck]:
        """The comparisons between the documents of a flow whose files are all done. Runs in a thread."""
        return []

    async def file_done(self, tx: Transaction, file: File, reading: Reading | None) -> Sequence[NewDelivery]:
        """What is to be posted because a file was read, or could not be (None); what else is to be kept goes into `tx`."""
        return ()

    def flow_done(self, flow: Flow) -> NewDelivery | None:
        """What is to be posted because all files of a flow are done and compared."""
        return None

    async def batch_done(self, batch: Batch) -> Sequence[NewDelivery]:
        """What is to be posted because all files of one upload are done."""
        return ()

    async def compose(self, delivery: Delivery) -> bytes:
        """The body of a delivery of one of `kinds`, asked for once, at its first attempt."""
        raise NotImplementedError(delivery.kind)


class Families:
    """All families, found by name. Work that belongs to none is left alone."""

    def __init__(self) -> None:
        self._by_name: dict[str, Family] = {}
        self._by_kind: dict[str, Family] = {}
        self.routes: list[BaseRoute] = []
        self.hooks = Hooks(self._cross_checks, self._file_done, self._flow_done, self._batch_done, self._compose)

    def add(self, *families: Family) -> None:
        for family in families:
            self._by_name |= dict.fromkeys(family.names, family)
            self._by_kind |= dict.fromkeys(family.kinds, family)
            self.routes += family.routes

    def _named(self, name: str) -> Family:
        return self._by_name.get(name, _NONE)

    def _cross_checks(self, flow: Flow, files: Sequence[ReadFile]) -> list[CrossCheck]:
        return self._named(flow.family).cross_checks(flow, files)

    async def _file_done(self, tx: Transaction, file: File, reading: Reading | None) -> Sequence[NewDelivery]:
        return await self._named(file.family).file_done(tx, file, reading)

    def _flow_done(self, flow: Flow) -> NewDelivery | None:
        return self._named(flow.family).flow_done(flow)

    async def _batch_done(self, batch: Batch) -> Sequence[NewDelivery]:
        return await self._named(batch.family).batch_done(batch)

    async def _compose(self, delivery: Delivery) -> bytes:
        family = self._by_kind.get(delivery.kind)
        return await family.compose(delivery) if family else b"{}"


_NONE = Family()
