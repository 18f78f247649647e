"""Bytes to a Reading: pages prepared and read, the type recognised, its fields found.

A file that cannot be read gives a Reading too, with the reason.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from simulator.documents import freed_memory
from simulator.documents.catalogue import Catalogue
from simulator.documents.model import Field, Page, Reading
from simulator.documents.ocr.engine import SPARSE, Engine, LineReader, open_engine
from simulator.documents.refusal import refusal
from simulator.errors import DocumentError

if TYPE_CHECKING:
    from simulator.documents.pages.sheet import Sheet
    from simulator.documents.schema import DocumentType

#: So many first pages are looked at again for private numbers.
_LOOKED_AT = 4
#: Digits of this confidence and more were read: what is looked for again is elsewhere.
_READ = 0.6


def open_reader(
    engine: str = "tesserocr",
    model: str = "fast",
    max_pages: int = 40,
    catalogue: Iterable[str | Path] = (),
    heic: bool = False,
) -> Reader:
    """A reader with a loaded engine. Raises SettingError for an engine or a model that is not there."""
    settle_process()
    return Reader(open_engine(engine, model), Catalogue.load(catalogue), max_pages, heic)


def settle_process() -> None:
    """Set up a process for reading: memory of pictures is kept, and OpenCV works in one thread."""
    import cv2

    freed_memory.keep_freed_memory()
    cv2.setNumThreads(1)  # there is a reader for every processor: more threads would only wait for each other


class Reader:
    """Reads one file at a time; the same bytes give the same Reading."""

    def __init__(self, engine: Engine, catalogue: Catalogue, max_pages: int, heic: bool = False) -> None:
        self._engine = engine
        self._catalogue = catalogue
        self._max_pages = max_pages
        self._heic = heic
        if heic:
            from simulator.documents.pages.heic import require

            require()
        #: What readings by this reader are known by.
        self.engine = engine.name

    def warm(self) -> None:
        """Load what the first reading would load: modules, the vocabulary, labels and weights."""
        from simulator.documents import reread
        from simulator.documents.classify import classify
        from simulator.documents.extract import document, sums
        from simulator.documents.extract.ranking import forest, similarity
        from simulator.documents.pages import sheets

        del document, reread, sheets, sums  # they are loaded, which was all
        classify((), self._catalogue)
        similarity.known_labels()
        forest.weights()

    def read(self, content: bytes) -> Reading:
        """Never raises for what is wrong with the file: that is an `INVALID_DOC` with its reason."""
        from simulator.documents.pages.blank import refuse_if_blank
        from simulator.documents.pages.pictures import PageSource
        from simulator.documents.pages.sheets import sheets

        try:
            with PageSource(content, self._max_pages, self._heic) as pages:
                read = tuple(sheets(pages, self._engine))
                refuse_if_blank(read, pages.damage())
                return self._understood(read)
        except DocumentError as error:
            return Reading(error_code="INVALID_DOC", error_reason=error.reason, engine=self.engine, notes=(str(error),))

    def _understood(self, sheets: tuple[Sheet, ...]) -> Reading:
        """What the sheets are, and what they say."""
        from simulator.documents.classify import classify
        from simulator.documents.extract import extract
        from simulator.documents.reread import read_again

        found = classify(sheets, self._catalogue)
        reading = Reading(
            score=found.score,
            margin=found.margin,
            candidates=found.candidates,
            pages=tuple(sheet.page for sheet in sheets),
            page_count=len(sheets),
            engine=self.engine,
        )
        document_type = self._catalogue.get(found.document_type)
        if document_type is None:
            return msgspec.structs.replace(reading, error_code="UNRECOGNISED", error_reason="document not in list")
        fields = extract(document_type, sheets)
        if read_again(document_type, fields, sheets, self._second_of):
            fields = extract(document_type, sheets)
            reading = msgspec.structs.replace(reading, pages=tuple(sheet.page for sheet in sheets))
        fields = self._everywhere(document_type, fields, sheets)
        reason = refusal(document_type, fields)
        return msgspec.structs.replace(
            reading,
            document_type=document_type.name,
            fields=fields,
            error_code="INVALID_DOC" if reason else "",
            error_reason=reason,
        )

    def _second_of(self, page: Page) -> LineReader | None:
        """Who reads doubtful values of a page again, in its language."""
        return (self._engine.in_language(page.words) or self._engine).second

    def _everywhere(
        self, document_type: DocumentType, fields: dict[str, Field], sheets: tuple[Sheet, ...]
    ) -> dict[str, Field]:
        """The fields, with every place of private numbers, which have to be blacked out, also of such as were not read."""
        from simulator.documents.redact import every_place

        for name in document_type.private_fields:
            if name not in fields or fields[name].parts():
                continue
            pages = [sheet.page for sheet in sheets] + [self._passed_over(sheet) for sheet in sheets[:_LOOKED_AT]]
            places = [place for text in fields[name].texts() for place in every_place(text, pages)]
            more = tuple(dict.fromkeys(place for place in places if place not in fields[name].places))
            fields[name] = msgspec.structs.replace(fields[name], places=fields[name].places + more)
        return fields

    def _passed_over(self, sheet: Sheet) -> Page:
        """The page with the print on it that the reading of whole blocks passed over, in no order."""
        import numpy as np

        from simulator.documents.vision.codes import code_boxes

        left = sheet.grey.copy()
        paper = int(np.median(left))
        read = [word for word in sheet.page.words if word.confidence >= _READ or not any(map(str.isdigit, word.text))]
        for x1, y1, x2, y2 in (*(word.box for word in read), *code_boxes(left)):
            left[y1:y2, x1:x2] = paper
        words = self._engine.read(left, dpi=sheet.dpi, psm=SPARSE)
        return msgspec.structs.replace(sheet.page, words=tuple(words))
