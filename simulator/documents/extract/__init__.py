"""The fields of a document whose type is known: where its type file says that they stand, checked by their formats."""

from __future__ import annotations

from collections.abc import Sequence

from simulator.documents.extract.sources import SheetView
from simulator.documents.model import Field
from simulator.documents.schema import DocumentType

__all__ = ["extract"]


def extract(document_type: DocumentType, sheets: Sequence[SheetView]) -> dict[str, Field]:
    """The fields that were found, in the documented order."""
    from simulator.documents.extract.document import FieldExtraction

    return FieldExtraction(document_type, sheets).fields()
