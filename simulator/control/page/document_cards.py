"""A document as its thumbnail tells it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from statistics import fmean

import msgspec

from simulator.control.page.document_images import DocumentImages
from simulator.control.page.fields import found_fields
from simulator.definitions import Definitions
from simulator.flows.model import File, ReadFile

#: Documents whose cards are made in one turn of the event loop.
DOCUMENTS_PER_TURN = 100


class DocumentCard(msgspec.Struct, frozen=True):
    """`fields` were found of those that are `documented`; `mean` is their mean confidence."""

    file: File
    document_type: str
    error_code: str
    reason: str
    fields: int
    documented: int
    mean: float
    picture: bool


class DocumentCards:
    def __init__(self, definitions: Definitions, pictures: DocumentImages) -> None:
        self._definitions = definitions
        self._pictures = pictures

    async def cards(self, files: Sequence[ReadFile]) -> list[DocumentCard]:
        """The cards of many files, with turns for others between."""
        found = []
        for at, read in enumerate(files, 1):
            found.append(await self.card(read))
            if at % DOCUMENTS_PER_TURN == 0:
                await asyncio.sleep(0)
        return found

    async def card(self, read: ReadFile) -> DocumentCard:
        file, reading = read.file, read.reading
        found = found_fields(reading) if reading else []
        known = self._definitions.catalogue.get(reading.document_type) if reading else None
        return DocumentCard(
            file,
            reading.document_type if reading else "",
            reading.error_code if reading else "",
            (reading.error_reason if reading else "") or file.problem,
            len({each.name.partition(".")[0] for each in found}),
            len(known.fields) if known else len(found),
            fmean(each.confidence for each in found) if found else 0.0,
            not await self._pictures.refusal(read),
        )
