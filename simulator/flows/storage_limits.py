"""How much room the journal, the inboxes and the files that were put in may take, and making room for what comes."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from simulator import limits
from simulator.flows.database import Database, Transaction


class StorageLimit(NamedTuple):
    """Most rows and most bytes of a table whose rows have a `tenant` and a `size`."""

    table: str
    rows: int
    bytes: int


JOURNAL = StorageLimit("journal", limits.MOST_JOURNAL, limits.LARGEST_JOURNAL)
INBOX = StorageLimit("inbox", limits.MOST_RECEIVED, limits.LARGEST_INBOXES)
UPLOADS = StorageLimit("uploads", limits.MOST_FILES, limits.LARGEST_FILES)
BOUNDS = (JOURNAL, INBOX, UPLOADS)


class Usage(NamedTuple):
    """Rows and bytes that a table holds, and the bound that they stay within."""

    bound: StorageLimit
    rows: int
    bytes: int

    @property
    def fullness(self) -> float:
        """How full the table is, 0 to 1: by rows or by bytes, whichever is nearer to its bound."""
        return max(self.rows / self.bound.rows, self.bytes / self.bound.bytes)


async def evict_oldest(tx: Transaction, bound: StorageLimit) -> None:
    """Let the oldest rows of the tenant that has most go, until the table is within its bound: nobody loses for another."""
    while True:
        found = await tx.all(f"SELECT tenant, count(*) AS rows, sum(size) AS bytes FROM {bound.table} GROUP BY tenant")
        too_many = sum(row["rows"] for row in found) - bound.rows
        too_large = sum(row["bytes"] for row in found) - bound.bytes
        if too_many <= 0 and too_large <= 0:
            return
        greediest = max(found, key=lambda row: row["bytes"] if too_large > 0 else row["rows"])
        await tx.run(
            f"DELETE FROM {bound.table} WHERE id IN (SELECT id FROM (SELECT id, row_number() OVER (ORDER BY id) AS number,"
            f" sum(size) OVER (ORDER BY id) - size AS before FROM {bound.table} WHERE tenant = ?)"
            " WHERE number <= ? OR before < ?)",
            greediest["tenant"],
            too_many,
            too_large,
        )


async def usage(database: Database, bound: StorageLimit) -> Usage:
    """How much of its bound a table uses now."""
    row = await database.one(f"SELECT count(*), coalesce(sum(size), 0) FROM {bound.table}")
    return Usage(bound, row[0], row[1]) if row else Usage(bound, 0, 0)


def state_bytes(database: Database) -> int:
    """Size of the state file with its write-ahead log, in bytes; 0 where the state is in memory."""
    paths = (Path(database.path + end) for end in ("", "-wal"))
    return sum(path.stat().st_size for path in paths if path.is_file())
