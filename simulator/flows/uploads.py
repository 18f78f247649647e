"""Files that were put into the simulator itself, for clients without object storage."""

from __future__ import annotations

import msgspec

from simulator.errors import SimulatorError
from simulator.flows.database import Database
from simulator.flows.storage_limits import UPLOADS, usage


class StoredUpload(msgspec.Struct, frozen=True):
    name: str
    media_type: str
    body: bytes


class StorageFull(SimulatorError):
    """The files that were put in take all the room that they may."""


class Uploads:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def put(self, tenant: str, upload: StoredUpload) -> None:
        """Keep a file under its name, in place of an older one of the tenant's. Raises StorageFull."""
        used = await usage(self._database, UPLOADS)
        older = await self._database.one("SELECT size FROM uploads WHERE name = ?", _key(tenant, upload.name))
        freed = older["size"] if older else 0
        if (older is None and used.rows >= UPLOADS.rows) or used.bytes - freed + len(upload.body) > UPLOADS.bytes:
            raise StorageFull(
                f"no room for another file: {used.rows:,} files of {used.bytes:,} bytes are kept, at most {UPLOADS.rows:,} and"
                f" {UPLOADS.bytes:,}; DELETE /_sim/state lets those of a tenant go"
            )
        async with self._database.transaction(tenant) as tx:
            await tx.run(
                "INSERT OR REPLACE INTO uploads (name, tenant, media_type, body, created_at, size) VALUES (?, ?, ?, ?, ?, ?)",
                _key(tenant, upload.name),
                tenant,
                upload.media_type,
                upload.body,
                tx.now,
                len(upload.body),
            )

    async def get(self, tenant: str, name: str) -> StoredUpload | None:
        row = await self._database.one("SELECT media_type, body FROM uploads WHERE name = ?", _key(tenant, name))
        return StoredUpload(name, row["media_type"], bytes(row["body"])) if row else None


def _key(tenant: str, name: str) -> str:
    """Tenants may use the same names; a file that belongs to none is kept under its name alone."""
    return f"{tenant}\n{name}" if tenant else name
