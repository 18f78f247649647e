"""The applicants of an onboarding flow: the primary one, who comes with the flow, and co-applicants, added and deleted."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

import msgspec

from simulator.flows.database import Database
from simulator.flows.identifiers import new_uuid
from simulator.flows.model import Flow
from simulator.turns import map_in_turns

_COLUMNS = "uuid, external_reference_id, username, user_docs, deleted"


class NewApplicant(msgspec.Struct, frozen=True):
    external_reference_id: str
    username: str
    user_docs: list[str] | None = None


class Applicant(NewApplicant, frozen=True):
    """`uuid` is the `co_applicant_id`, empty for the primary applicant. One that was deleted is still remembered."""

    uuid: str = ""
    deleted: bool = False

    @property
    def primary(self) -> bool:
        return not self.uuid


class Applicants:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def of_flow(self, flow: Flow) -> list[Applicant]:
        """The primary applicant first, then the co-applicants in the order they came, the deleted ones too."""
        found = await self._database.all(
            f"SELECT {_COLUMNS} FROM co_applicants WHERE flow_uuid = ? ORDER BY id", flow.uuid
        )
        primary = Applicant(flow.external_reference_id, flow.username, flow.user_docs)
        return [primary, *await map_in_turns(_applicant, found)]

    async def add(self, flow: Flow, new_applicants: Sequence[NewApplicant]) -> list[Applicant | None]:
        """Keep co-applicants; None in the place of one whose reference the flow has already."""
        added: list[Applicant | None] = []
        async with self._database.transaction(flow.tenant) as tx:
            found = await tx.all(
                "SELECT external_reference_id FROM co_applicants WHERE flow_uuid = ? AND deleted = 0", flow.uuid
            )
            taken = {flow.external_reference_id, *(row[0] for row in found)}
            for new in new_applicants:
                if new.external_reference_id in taken:
                    added.append(None)
                    continue
                taken.add(new.external_reference_id)
                applicant = Applicant(new.external_reference_id, new.username, new.user_docs, new_uuid())
                await tx.run(
                    f"INSERT INTO co_applicants (tenant, flow_uuid, created_at, {_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, 0)",
                    flow.tenant,
                    flow.uuid,
                    tx.now,
                    applicant.uuid,
                    applicant.external_reference_id,
                    applicant.username,
                    packed(applicant.user_docs),
                )
                tx.event(flow.tenant, "applicant", "CREATED", flow.uuid, co_applicant_id=applicant.uuid)
                added.append(applicant)
        return added

    async def delete(self, flow: Flow, applicant: Applicant) -> bool:
        """Whether the co-applicant was still there."""
        async with self._database.transaction(flow.tenant) as tx:
            deleted = await tx.run(
                "UPDATE co_applicants SET deleted = 1 WHERE uuid = ? AND deleted = 0", applicant.uuid
            )
            if deleted:
                tx.event(flow.tenant, "applicant", "DELETED", flow.uuid, co_applicant_id=applicant.uuid)
        return bool(deleted)


def packed(user_docs: list[str] | None) -> str | None:
    return None if user_docs is None else msgspec.json.encode(user_docs).decode()


def _applicant(row: sqlite3.Row) -> Applicant:
    docs = row["user_docs"]
    return Applicant(
        row["external_reference_id"],
        row["username"],
        None if docs is None else msgspec.json.decode(docs),
        row["uuid"],
        bool(row["deleted"]),
    )
