"""Examples of documents for the specification, made by the code that answers, so that they follow every setting."""

from __future__ import annotations

from typing import Any

from simulator.atlas.describe import BATCH, FILE
from simulator.documents.model import Field, Reading
from simulator.flows.model import File, ReadFile
from simulator.flows.states import FileState

#: What was read of invented documents: value and confidence by field.
_READ: dict[str, dict[str, tuple[str | list[str], float]]] = {
    "PAN": {
        "name_as_per_pan": ("ASHA VERMA", 0.94),
        "father_name": ("RAM VERMA", 0.93),
        "dob": ("17/10/1991", 0.97),
        "pan_number": ("ABCPV1234K", 0.98),
        "document_quality_flag": ("original", 0.97),
    },
    "DELIVERY_ORDER": {
        "dealer_name": ("Mobile Point", 0.9),
        "dealer_address": ("14 Kapu Street, Reddy Complex, Nellore 524001", 0.88),
        "customer_name": ("Asha", 0.92),
        "customer_mobile_number": ("9812345678", 0.96),
    },
    "INVOICE": {
        "customer_name": ("Asha Verma", 0.92),
        "customer_phone_number": ("9812345678", 0.96),
        "dealership_name": ("Mobile Point", 0.9),
        "dealer_address": ("14 Kapu Street, Nellore 524001", 0.88),
        "imei_number": (["490154203237518"], 0.97),
        "invoice_number": ("4332", 0.95),
    },
}


def example_file(document_type: str, document_id: str = "1") -> ReadFile:
    """A file of this type that was read; of no type: one whose processing failed."""
    state = FileState.PROCESSING_SUCCESS if document_type else FileState.PROCESSING_FAILED
    file = File(0, FILE, "", BATCH, "", document_id, "", "", state, 0, "", "", "", 0, 0)
    return ReadFile(file, _reading(document_type) if document_type else None)


def _reading(document_type: str) -> Reading:
    fields: dict[str, Any] = {name: Field(*read) for name, read in _READ[document_type].items()}
    return Reading(document_type, fields)
