"""From the bytes of a file to what it says: pages, words, type and fields. Pure: no database, no network."""

from __future__ import annotations

# Importing the rooms makes their sources known to whoever asks for one by name.
from simulator.documents import extract, vision

__all__ = ["extract", "vision"]
