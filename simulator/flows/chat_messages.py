"""The conversation of a flow, message by message. Who says what, and why, is decided elsewhere."""

from __future__ import annotations

from typing import Literal

import msgspec

from simulator.flows.database import Database, Transaction
from simulator.flows.identifiers import new_uuid

Sender = Literal["user", "system"]
_COLUMNS = "uuid, sender, intent, text, created_at"


class ChatMessage(msgspec.Struct, frozen=True):
    """`intent` says what it is about, in the words of chat events. `created_at` is simulated."""

    uuid: str
    sender: Sender
    intent: str
    text: str
    created_at: float


class ChatMessages:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(
        self, tx: Transaction, tenant: str, flow_uuid: str, sender: Sender, intent: str, text: str
    ) -> ChatMessage:
        """Keep a message in the transaction that makes it necessary."""
        message = ChatMessage(new_uuid(), sender, intent, text, tx.now)
        await tx.run(
            f"INSERT INTO messages (tenant, flow_uuid, {_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)",
            tenant,
            flow_uuid,
            *msgspec.structs.astuple(message),
        )
        tx.event(tenant, "message", sender, flow_uuid, message_id=message.uuid, intent=intent)
        return message

    async def newest(self, flow_uuid: str, *, offset: int = 0, limit: int = -1) -> list[ChatMessage]:
        """The newest messages first, all of them unless limited."""
        found = await self._database.all(
            f"SELECT {_COLUMNS} FROM messages WHERE flow_uuid = ? ORDER BY id DESC LIMIT ? OFFSET ?",
            flow_uuid,
            limit,
            offset,
        )
        return [ChatMessage(**dict(row)) for row in found]

    async def count(self, flow_uuid: str) -> int:
        row = await self._database.one("SELECT count(*) FROM messages WHERE flow_uuid = ?", flow_uuid)
        return int(row[0]) if row else 0
