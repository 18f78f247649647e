"""Settings: one table, how the values are read, and where they come from."""

from __future__ import annotations

from simulator.settings.kinds import FLAG, SettingKind, place_pair, prefix_of
from simulator.settings.sources import PREFIX, load, setting_rows
from simulator.settings.table import Settings, default_state

__all__ = [
    "FLAG",
    "PREFIX",
    "SettingKind",
    "Settings",
    "default_state",
    "load",
    "place_pair",
    "prefix_of",
    "setting_rows",
]
