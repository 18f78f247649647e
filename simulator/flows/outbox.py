"""What is to be posted to clients: deliveries with their attempts, kept until they are done."""

from __future__ import annotations

from typing import Any

import msgspec

from simulator.flows import rows
from simulator.flows.database import Database, Transaction
from simulator.flows.model import Attempt, Delivery
from simulator.flows.states import DELIVERY_FINAL, DeliveryState
from simulator.hosts import host_of


class NewDelivery(msgspec.Struct, frozen=True):
    """`kind` decides what the body will be; `subject` is the file or event that it is about, where there is one."""

    kind: str
    tenant: str
    url: str
    auth_url: str = ""
    flow_uuid: str = ""
    batch_id: str = ""
    subject: str = ""
    body: bytes = b""


def hosts_of(url: str, auth_url: str) -> str:
    """Whom a delivery contacts: it can be held up by either host, and must not hold up those that share only one."""
    return " ".join(host_of(each) for each in (auth_url, url))


class Outbox:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, tx: Transaction, new: NewDelivery, due_at: float) -> int:
        """Keep a delivery in the transaction that makes it necessary."""
        row_id = await tx.insert(
            "INSERT INTO deliveries (kind, tenant, flow_uuid, batch_id, subject, url, host, auth_url, state, body, due_at,"
            " created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            new.kind,
            new.tenant,
            new.flow_uuid,
            new.batch_id,
            new.subject,
            new.url,
            hosts_of(new.url, new.auth_url),
            new.auth_url,
            DeliveryState.INITIATED,
            new.body,
            due_at,
            tx.now,
        )
        self._tell(tx, new, row_id, DeliveryState.INITIATED)
        return row_id

    async def start(self, delivery: Delivery, body: bytes) -> None:
        """Note that a first attempt is made, and with which body; the body then stays."""
        async with self._database.transaction(delivery.tenant) as tx:
            await tx.run(
                "UPDATE deliveries SET state = ?, body = ? WHERE id = ?", DeliveryState.IN_PROGRESS, body, delivery.id
            )
            self._tell(tx, delivery, delivery.id, DeliveryState.IN_PROGRESS)

    async def attempted(
        self, delivery: Delivery, made: list[Attempt], state: DeliveryState, due_at: float, problem: str = ""
    ) -> None:
        """Record one try and where it leaves the delivery: final, or due again at `due_at`."""
        async with self._database.transaction(delivery.tenant) as tx:
            for attempt in made:
                await tx.run(
                    f"INSERT INTO attempts ({rows.ATTEMPT}) VALUES (?, ?, ?, ?, ?, ?, ?)",
                    *msgspec.structs.astuple(attempt),
                )
                tx.event(
                    delivery.tenant,
                    attempt.step,
                    str(attempt.status or attempt.problem),
                    delivery.flow_uuid,
                    delivery.batch_id,
                    delivery=delivery.id,
                    seconds=round(attempt.seconds, 3),
                )
            await tx.run(
                "UPDATE deliveries SET state = ?, due_at = ?, attempts = attempts + 1, failures = 0, problem = ? WHERE id = ?",
                state,
                due_at,
                problem,
                delivery.id,
            )
            if state == DeliveryState.DELIVERED:
                await tx.run(
                    "UPDATE deliveries SET due_at = ?, postponed = 1 WHERE tenant = ? AND postponed = 2 AND id <> ?",
                    tx.now,
                    delivery.tenant,
                    delivery.id,
                )
            if state in DELIVERY_FINAL:
                self._tell(tx, delivery, delivery.id, state, **({"problem": problem} if problem else {}))

    async def postpone(self, delivery: Delivery, due_at: float, *, behind: bool = False) -> None:
        """Make a delivery wait, once; `behind` lets it go on as soon as the tenant's next one was delivered."""
        async with self._database.transaction(delivery.tenant) as tx:
            await tx.run(
                "UPDATE deliveries SET due_at = ?, postponed = ? WHERE id = ?", due_at, 2 if behind else 1, delivery.id
            )

    async def redeliver(self, delivery_id: int, tenant: str | None = None) -> Delivery | None:
        """Send again what was sent before, or what failed; None where there is no such delivery."""
        delivery = await self.delivery(delivery_id)
        if delivery is None or (tenant is not None and delivery.tenant != tenant):
            return None
        async with self._database.transaction(delivery.tenant) as tx:
            await tx.run(
                "UPDATE deliveries SET state = ?, due_at = ?, attempts = 0, failures = 0, problem = '' WHERE id = ?",
                DeliveryState.INITIATED,
                tx.now,
                delivery_id,
            )
            self._tell(tx, delivery, delivery_id, DeliveryState.INITIATED)
        return await self.delivery(delivery_id)

    async def delivery(self, delivery_id: int) -> Delivery | None:
        row = await self._database.one(f"SELECT {rows.DELIVERY} FROM deliveries WHERE id = ?", delivery_id)
        return rows.delivery(row) if row else None

    async def before(self, delivery: Delivery) -> Delivery | None:
        """The delivery of the same kind that was made for the same flow before this one; None where there is none."""
        row = await self._database.one(
            f"SELECT {rows.DELIVERY} FROM deliveries WHERE flow_uuid = ? AND flow_uuid <> '' AND kind = ? AND id < ?"
            " AND body <> x'' ORDER BY id DESC LIMIT 1",
            delivery.flow_uuid,
            delivery.kind,
            delivery.id,
        )
        return rows.delivery(row) if row else None

    async def deliveries(self, flow_uuid: str) -> list[Delivery]:
        found = await self._database.all(
            f"SELECT {rows.DELIVERY} FROM deliveries WHERE flow_uuid = ? AND flow_uuid <> '' ORDER BY id", flow_uuid
        )
        return [rows.delivery(row) for row in found]

    async def attempts(self, delivery_id: int) -> list[Attempt]:
        found = await self._database.all(
            f"SELECT {rows.ATTEMPT} FROM attempts WHERE delivery_id = ? ORDER BY id", delivery_id
        )
        return [rows.attempt(row) for row in found]

    def _tell(
        self, tx: Transaction, about: NewDelivery | Delivery, delivery_id: int, state: DeliveryState, **detail: Any
    ) -> None:
        tx.event(
            about.tenant,
            "delivery",
            state,
            about.flow_uuid,
            about.batch_id,
            delivery=delivery_id,
            of=about.kind,
            **detail,
        )
