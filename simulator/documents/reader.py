"""Bytes to a Reading: pages prepared and read, the type recognised, its fields found. A file that cannot be read is a
Reading too, with the reason."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from simulator.documents.catalogue import Catalogue
from simulator.documents.model import Reading
from simulator.documents.ocr.engine import Engine, open_engine
from simulator.errors import DocumentError


def open_reader(
    engine: str = "tesserocr", model: str = "fast", max_pages: int = 40, catalogue: Iterable[str | Path] = ()
) -> Reader:
    """A reader with a loaded engine. Raises SettingError for an engine or a model that is not there."""
    return Reader(open_engine(engine, model), Catalogue.load(catalogue), max_pages)


class Reader:
    """Reads one file at a time; the same bytes give the same Reading."""

    def __init__(self, engine: Engine, catalogue: Catalogue, max_pages: int) -> None:
        self._engine = engine
        self._catalogue = catalogue
        self._max_pages = max_pages
        #: What readings by this reader are known by.
        self.engine = engine.name

    def read(self, content: bytes) -> Reading:
        """Never raises for what is wrong with the file: that is an `INVALID_DOC` with its reason."""
        from simulator.documents.pages.pictures import Pages
        from simulator.documents.pages.sheets import sheets

        try:
            with Pages(content, self._max_pages) as pages:
                read = tuple(sheet.page for sheet in sheets(pages, self._engine))
        except DocumentError as error:
            return Reading(error_code="INVALID_DOC", error_reason=error.reason, engine=self.engine, notes=(str(error),))
        return Reading(error_code="UNRECOGNISED", pages=read, page_count=len(read), engine=self.engine)
