"""Everything that a type file may name as `source = "seen:…"` or `source = "code:…"`."""

from __future__ import annotations

from simulator.documents.extract.sources import Source
from simulator.documents.vision import code_sources, visual_sources

SOURCES: dict[str, Source] = {**visual_sources.SOURCES, **code_sources.SOURCES}
