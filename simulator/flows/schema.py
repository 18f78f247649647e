"""What a state file is made of: a new one gets its tables, an older one is brought up to date, any other is refused.

`schema.sql` is a state file as it is today. `schemas/N.sql` brings one of version N-1 to version N.
"""

from __future__ import annotations

import logging
import sqlite3
from functools import cache
from importlib import resources

from simulator.errors import SettingError

log = logging.getLogger("simulator.flows")

#: Raised by one with each change of `schema.sql`, together with a new `schemas/N.sql`.
VERSION = 4
#: The oldest version that can be brought up to date.
OLDEST = 1

#: Tables with their columns: name, type, whether it may be NULL, place in the primary key.
Shape = dict[str, list[tuple[str, str, int, int]]]


def prepare(connection: sqlite3.Connection) -> int:
    """Make an empty file a state file of today, and bring an older one up to date, in one step each.

    Returns the version that the file had, 0 for an empty one. Raises SettingError, whose text says what the file is,
    for a newer version, for a database that is none of the simulator's, and for one that lacks tables; such a file is
    left as it was.
    """
    (found,) = connection.execute("PRAGMA user_version").fetchone()
    if found > VERSION:
        raise SettingError(
            f"written by a newer version of the simulator (its format is {found}, this one knows {OLDEST} to {VERSION});"
            " start that version on it"
        )
    if not found >= OLDEST:
        if found or connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone():
            raise SettingError("a database, but not one of the simulator's")
        _run(connection, [_text("schema.sql")])
    elif found < VERSION:
        _upgrade(connection, found)
    if lacking := _difference(connection):
        raise SettingError(f"not a whole state file ({lacking})")
    return int(found)


def check_integrity(connection: sqlite3.Connection) -> None:
    """Read the whole file and look whether all of it holds together. Raises SettingError."""
    (sound,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
    if sound != "ok":
        raise SettingError(f"damaged ({sound})")


def shape_of(connection: sqlite3.Connection) -> Shape:
    """Tables and their columns."""
    shape: Shape = {}
    for table, *column in connection.execute(
        'SELECT tables.name, columns.name, columns.type, columns."notnull", columns.pk FROM sqlite_master AS tables,'
        " pragma_table_info(tables.name) AS columns WHERE tables.type = 'table' AND tables.name NOT LIKE 'sqlite_%'"
        " ORDER BY tables.name, columns.cid"
    ):
        shape.setdefault(table, []).append((column[0], column[1], column[2], column[3]))
    return shape


def _difference(connection: sqlite3.Connection) -> str:
    """What keeps a file of the right version from being a state file; empty where nothing does."""
    acting = connection.execute("SELECT type, name FROM sqlite_master WHERE type IN ('trigger', 'view')").fetchone()
    if acting:
        return f"it has a {acting[0]}, {acting[1]!r}"
    there = shape_of(connection)
    for table, columns in _shape_of_new().items():
        if there.get(table) != columns:
            return f"table {table!r} is {'not as it must be' if table in there else 'missing'}"
    return ""


@cache
def _shape_of_new() -> Shape:
    connection = sqlite3.connect(":memory:")
    try:
        connection.executescript(_text("schema.sql"))
        return shape_of(connection)
    finally:
        connection.close()


def _upgrade(connection: sqlite3.Connection, found: int) -> None:
    try:
        _run(connection, [_text(f"schemas/{version}.sql") for version in range(found + 1, VERSION + 1)])
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            raise
        raise SettingError(f"said to be of version {found}, but cannot be brought to {VERSION} ({error})") from None
    log.info("the state file was brought from version %d to %d", found, VERSION)


def _run(connection: sqlite3.Connection, scripts: list[str]) -> None:
    """All of it, or nothing."""
    try:
        connection.executescript(
            "\n".join(["BEGIN IMMEDIATE;", *scripts, f"PRAGMA user_version = {VERSION};", "COMMIT;"])
        )
    except BaseException:
        if connection.in_transaction:
            connection.rollback()
        raise


def _text(name: str) -> str:
    return resources.files("simulator.flows").joinpath(name).read_text(encoding="utf-8")
