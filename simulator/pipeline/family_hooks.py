"""What an API family does when work ends, and how the runner finds the family that some work belongs to.

The runner knows no family: each is made known by its own endpoints, which stand above.
"""

from __future__ import annotations

from collections.abc import Sequence

from simulator.documents.model import Reading
from simulator.flows.database import Transaction
from simulator.flows.model import Batch, Delivery, File, Flow, ReadFile
from simulator.flows.outbox import NewDelivery
from simulator.matching.model import CrossCheck


class FamilyHooks:
    """What a family does when work ends; here, nothing.

    `names` are the words that its flows and batches keep as their `family`; `kinds` those of its deliveries.
    """

    names: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()

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
        return b"{}"


class FamilyHooksRegistry:
    """All families, found by name. Work that belongs to none is left alone."""

    def __init__(self) -> None:
        self._by_name: dict[str, FamilyHooks] = {}
        self._by_kind: dict[str, FamilyHooks] = {}

    def add(self, *families: FamilyHooks) -> None:
        for family in families:
            self._by_name |= dict.fromkeys(family.names, family)
            self._by_kind |= dict.fromkeys(family.kinds, family)

    def of(self, work: File | Flow | Batch) -> FamilyHooks:
        return self._by_name.get(work.family, _NONE)

    def of_delivery(self, delivery: Delivery) -> FamilyHooks:
        return self._by_kind.get(delivery.kind, _NONE)


_NONE = FamilyHooks()
