"""The state as a whole: emptied for one tenant or for all, copied to a file, taken back from one.

It works on whatever tables there are: those with a `tenant`, those that hang on a flow or a delivery, and the rest.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

import aiosqlite

from simulator.errors import SettingError
from simulator.flows.database import SCHEMA_VERSION, Database, Transaction

#: Keys and revoked tokens outlive a reset: tokens that were issued stay what they are.
_LASTING = frozenset({"meta", "revoked"})
#: For tables without a tenant of their own: by which column they hang on whose rows.
_OWNERS = {"delivery_id": "SELECT id FROM deliveries", "flow_uuid": "SELECT uuid FROM flows"}


class State:
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
        """A copy of everything but the keys that sign tokens and links, as a state file of its own."""
        async with aiosqlite.connect(path) as copy:
            async with self._database.exclusive() as connection:
                await connection.backup(copy)
            await copy.execute("DELETE FROM meta WHERE key LIKE '% key'")
            await copy.commit()
            # A snapshot is handed around: written anew, it has no page left of the keys or of what was forgotten before.
            await copy.execute("VACUUM")

    async def restore(self, path: Path) -> None:
        """Take everything from a file that `save` wrote. Raises SettingError where it is none."""
        try:
            async with aiosqlite.connect(f"file:{path}?mode=ro", uri=True) as kept:
                await _check(kept)
                async with self._database.exclusive() as connection:
                    lasting = {table: await _rows(connection, table) for table in _LASTING}
                    await kept.backup(connection)
                    for table, rows in lasting.items():
                        await connection.executemany(f"INSERT OR REPLACE INTO {table} VALUES (?, ?)", rows)
                    await connection.commit()
        except sqlite3.Error as error:
            raise SettingError(f"snapshot: cannot be read as a state file ({error})") from None
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


async def _check(kept: aiosqlite.Connection) -> None:
    async with kept.execute("PRAGMA user_version") as cursor:
        row = await cursor.fetchone()
    found = row[0] if row else 0
    if found != SCHEMA_VERSION:
        raise SettingError(f"snapshot: not of this version of the simulator (found {found}, need {SCHEMA_VERSION})")


async def _rows(connection: aiosqlite.Connection, table: str) -> list[tuple[object, ...]]:
    async with connection.execute(f"SELECT * FROM {table}") as cursor:
        return [tuple(row) for row in await cursor.fetchall()]
