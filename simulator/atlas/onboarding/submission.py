"""Documents as onboarding gives them back: by submit, and one by one in the callbacks (contract, section 7.9).

They differ from the other families' in three things: a document in which something is wrong says `processing_error`,
PAN says `is_original`, and some types have another word.
"""

from __future__ import annotations

from typing import Any

from simulator.atlas.onboarding.case import Case, has_failed
from simulator.atlas.onboarding.payloads import SubmittedDocument
from simulator.atlas.onboarding.type_details import type_details
from simulator.atlas.results import Results
from simulator.flows.model import ReadFile
from simulator.flows.states import FINAL


def submitted(case: Case, results: Results) -> list[SubmittedDocument]:
    """The documents whose work is done, in the order of their upload, without those of applicants who were deleted."""
    return [
        document(read, case, results)
        for read in case.files
        if read.file.state in FINAL and not case.owner(read).deleted
    ]


def document(read: ReadFile, case: Case, results: Results) -> SubmittedDocument:
    """One document. One of which nothing could be read belongs to nobody: its reference is empty, as documented."""
    data = document_data(read, results)
    reference = case.owner(read).external_reference_id if "document_type" in data else ""
    return SubmittedDocument(read.file.document_id, reference, read.file.uuid, data)


def document_data(read: ReadFile, results: Results) -> dict[str, Any]:
    """What was read of one document, in the words of this family."""
    if has_failed(read) or read.reading is None:
        return {"processing_error": "PROCESSING_FAILED"}
    data = {_key(key): _value(key, value) for key, value in results.data(read).items()}
    if read.reading.error_code:
        data["processing_error"] = read.reading.error_code
    return data


def _key(key: str) -> str:
    return "is_original" if key == "document_quality_flag" else key


def _value(key: str, value: Any) -> Any:
    if key == "document_type":
        return type_details().spelling(value)
    if key == "document_quality_flag" and value["value"]:
        return {**value, "value": "yes" if value["value"] == "original" else "no"}
    return value
