"""The fields of a document whose type is known: where its type file says that they stand, checked by their formats."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from simulator.documents.extract.sources import SheetView, Source, register
from simulator.documents.model import Field
from simulator.documents.schema import DocumentType

__all__ = ["extract"]


def extract(document_type: DocumentType, sheets: Sequence[SheetView]) -> dict[str, Field]:
    """The fields that were found, in the documented order."""
    from simulator.documents.extract.document import FieldExtraction

    return FieldExtraction(document_type, sheets).fields()


def _zone() -> Mapping[str, Source]:
    from simulator.documents.extract.mrz import SOURCES

    return SOURCES


def _sums() -> Mapping[str, Source]:
    from simulator.documents.extract.sums import SOURCES

    return SOURCES


register("mrz", _zone)
register("sums", _sums)
