"""Bytes to a Reading: pages prepared and read, the type recognised, its fields found. A file that cannot be read is a
Reading too, with the reason."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.documents.catalogue import Catalogue
from simulator.documents.model import Reading
from simulator.documents.ocr.engine import Engine, open_engine
from simulator.errors import DocumentError

if TYPE_CHECKING:
    from simulator.documents.pages.sheet import Sheet


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
                return self._understood(list(sheets(pages, self._engine)))
        except DocumentError as error:
            return Reading(error_code="INVALID_DOC", error_reason=error.reason, engine=self.engine, notes=(str(error),))

    def _understood(self, sheets: Sequence[Sheet]) -> Reading:
        """The type of what is on the sheets, and its fields."""
        from simulator.documents.classify import classify
        from simulator.documents.extract import extract

        said = classify(sheets, self._catalogue)
        document_type = self._catalogue.get(said.document_type)
        return Reading(
            document_type=said.document_type,
            fields=extract(document_type, sheets) if document_type else {},
            error_code="" if document_type else "UNRECOGNISED",
            error_reason="" if document_type else "document not in list",
            score=said.score,
            margin=said.margin,
            candidates=said.candidates,
            pages=tuple(sheet.page for sheet in sheets),
            page_count=len(sheets),
            engine=self.engine,
        )
