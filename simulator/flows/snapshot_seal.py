"""A snapshot: a state file that carries a seal, so that one whose bytes changed on the way is told from a good one.

The seal stands behind the last page, where SQLite does not look: a server can be started on a snapshot as it is.
"""

from __future__ import annotations

import hashlib
import re
import sqlite3
from contextlib import closing
from pathlib import Path

from simulator.errors import SettingError
from simulator.flows.schema import check_integrity, prepare

_SEAL = re.compile(rb"\nAtlas simulator snapshot sha256 ([0-9a-f]{64})\n\Z")
_LENGTH = len("\nAtlas simulator snapshot sha256 \n") + 64
#: Bytes that are read at once.
_PART = 1 << 20


def seal(path: Path) -> None:
    """Write the seal behind a closed file."""
    digest = _digest(path, path.stat().st_size)
    with path.open("ab") as file:
        file.write(f"\nAtlas simulator snapshot sha256 {digest}\n".encode())


def unsealed(path: Path) -> None:
    """Look whether a file is as it was sealed, and take the seal off; one without a seal stays as it is.

    Raises SettingError where its bytes have changed.
    """
    size = path.stat().st_size - _LENGTH
    wal = path.with_name(f"{path.name}-wal")
    if size <= 0 or (wal.exists() and wal.stat().st_size):
        return
    with path.open("rb") as file:
        file.seek(size)
        sealed = _SEAL.match(file.read())
    if not sealed:
        return
    if _digest(path, size) != sealed[1].decode():
        raise SettingError(f"state file {path}: damaged (its bytes are not those that were saved); take another copy")
    with path.open("r+b") as file:
        file.truncate(size)


def check(path: Path) -> None:
    """Make sure that a file can take the place of the state, and bring it up to date; it is changed by that.

    Raises SettingError, whose text says why it cannot.
    """
    unsealed(path)
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            connection.execute("PRAGMA trusted_schema = OFF")
            connection.execute("PRAGMA cell_size_check = ON")
            check_integrity(connection)
            if not prepare(connection):
                raise SettingError("an empty file")
            connection.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.Error as error:
        raise SettingError(f"cannot be read as a state file ({error})") from None


def _digest(path: Path, size: int) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while size > 0:
            part = file.read(min(size, _PART))
            digest.update(part)
            size -= len(part)
    return digest.hexdigest()
