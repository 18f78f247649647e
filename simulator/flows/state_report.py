"""A look at a state file that no server of this process has open: what `doctor` tells of it. Nothing is changed."""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from simulator.flows.schema import OLDEST, VERSION


@dataclass(frozen=True)
class StateReport:
    """`known` says whether this version of the simulator can use it; `damage` what is wrong inside, empty where nothing is."""

    version: int
    known: bool
    damage: str = ""
    flows: int = 0


def inspect_state(path: Path, seconds: float) -> StateReport:
    """Whether the file is sound and can be written. Raises sqlite3.Error where it cannot, after `seconds` of waiting."""
    with closing(sqlite3.connect(path, timeout=seconds, isolation_level=None)) as connection:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if not OLDEST <= version <= VERSION:
            return StateReport(version, known=False)
        (sound,) = connection.execute("PRAGMA quick_check(1)").fetchone()
        if sound != "ok":
            return StateReport(version, known=True, damage=sound)
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("ROLLBACK")
        (flows,) = connection.execute("SELECT count(*) FROM flows").fetchone()
        return StateReport(version, known=True, flows=flows)


def stored_value(path: Path, name: str, seconds: float) -> bytes:
    """What the file keeps under a name; empty where it keeps nothing, or cannot be read."""
    with suppress(sqlite3.Error), closing(sqlite3.connect(path, timeout=seconds)) as connection:
        row = connection.execute("SELECT value FROM meta WHERE key = ?", (name,)).fetchone()
        return bytes(row[0]) if row else b""
    return b""
