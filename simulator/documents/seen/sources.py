"""Everything that a type file may name as `source = "seen:…"` or `source = "code:…"`."""

from __future__ import annotations

from simulator.documents.extract.sources import Source
from simulator.documents.seen import decoded, looked

SOURCES: dict[str, Source] = {**looked.SOURCES, **decoded.SOURCES}
