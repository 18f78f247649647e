"""The state as a whole: emptied for one tenant or for all, copied to a file, taken back from one.

It works on whatever tables there are: those with a `tenant`, those that hang on a flow or a delivery, and the rest.
"""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path

import aiosqlite

from simulator.errors import SettingError
from simulator.flows.database import Database, Transaction
from simulator.flows.snapshot_seal import check, seal

#: Facts and revoked tokens outlive a reset and a restore: what was revoked stays so, and the clock where it is.
_LASTING = frozenset({"meta", "revoked"})
#: For tables without a tenant of their own: by which column they hang on whose rows.
_OWNERS = {"delivery_id": "SELECT id FROM deliveries", "flow_uuid": "SELECT uuid FROM flows"}


class StateBackup:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def clear(self, tenant: str) -> None:
        """Forget everything of a tenant. Documents' bytes and readings, which tenants share, stay."""
        async with self._database.transaction() as tx:
            tables = await _tables(tx)
            for table, columns in tables.items():
                owner = next((column for column in _OWNERS if column in columns), "")
                if "tenant" not in columns and owner:
                    await tx.run(f"DELETE FROM {table} WHERE {owner} IN ({_OWNERS[owner]} WHERE tenant = ?)", tenant)
            for table, columns in tables.items():
                if "tenant" in columns:
                    await tx.run(f"DELETE FROM {table} WHERE tenant = ?", tenant)
            tx.event(tenant, "state", "RESET")

    async def clear_all(self) -> None:
        """Forget everything, of all tenants."""
        async with self._database.transaction() as tx:
            for table in await _tables(tx):
                await tx.run(f"DELETE FROM {table}")
            tx.event("", "state", "RESET")

    async def save(self, path: Path) -> None:
        """A sealed copy of everything that is kept, as a state file of its own, for its user alone."""
        path.touch(mode=0o600)
        async with aiosqlite.connect(path) as copy:
            async with self._database.exclusive() as connection:
                await connection.backup(copy)
            # A snapshot is handed around: written anew, it has no page left of what was forgotten before.
            await copy.execute("VACUUM")
        await asyncio.to_thread(seal, path)

    async def restore(self, path: Path) -> None:
        """Take everything from a file that `save` wrote, all at once; the file is changed by it.

        Raises SettingError, with nothing changed, where it is none, damaged, or of a newer version.
        """
        try:
            await asyncio.to_thread(check, path)
            async with aiosqlite.connect(path) as copy, self._database.exclusive() as connection:
                await _same_pages(copy, connection)
                for table in _LASTING:
                    await copy.executemany(
                        f"INSERT OR REPLACE INTO {table} VALUES (?, ?)", await _rows(connection, table)
                    )
                await copy.commit()
                await copy.backup(connection)
        except (SettingError, sqlite3.Error) as error:
            raise SettingError(f"snapshot: {str(error).removeprefix(f'state file {path}: ')}") from None
        async with self._database.transaction() as tx:
            tx.event("", "state", "RESTORED")


async def _tables(tx: Transaction) -> dict[str, set[str]]:
    found = await tx.all(
        "SELECT tables.name AS name, columns.name AS column_name FROM sqlite_master AS tables,"
        " pragma_table_info(tables.name) AS columns WHERE tables.type = 'table' AND tables.name NOT LIKE 'sqlite_%'"
    )
    tables: dict[str, set[str]] = {}
    for row in found:
        if row["name"] not in _LASTING:
            tables.setdefault(row["name"], set()).add(row["column_name"])
    return tables


async def _same_pages(copy: aiosqlite.Connection, connection: aiosqlite.Connection) -> None:
    """A file in WAL mode keeps the size of its pages, so what is copied over it must have the same."""
    ((size,),) = await connection.execute_fetchall("PRAGMA page_size")
    await copy.execute(f"PRAGMA page_size = {size}")
    await copy.execute("VACUUM")


async def _rows(connection: aiosqlite.Connection, table: str) -> list[tuple[object, ...]]:
    async with connection.execute(f"SELECT * FROM {table}") as cursor:
        return [tuple(row) for row in await cursor.fetchall()]
