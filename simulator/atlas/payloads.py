"""What Atlas answers, as typed structs with the documented keys in the documented order.

They produce the answers and the specification: both come from here.
"""

from __future__ import annotations

from typing import Annotated, Any

import msgspec

from simulator.matching.model import CrossCheck

_WRAPPED = {
    "type": "object",
    "properties": {
        "value": {"description": "a text, a number, a list of texts; null or empty where nothing was found"},
        "confidence_score": {"type": "number", "minimum": 0, "maximum": 1},
        "redact_url": {"type": "string", "description": "on aadhaar_number: a signed link to the masked image"},
    },
    "required": ["value", "confidence_score"],
    "additionalProperties": False,
}
#: `document_type` beside the fields of that type; `formatted_address` is an object of such fields. Empty on some errors.
Data = Annotated[
    dict[str, Any],
    msgspec.Meta(
        extra_json_schema={
            "properties": {"document_type": {"type": "string"}},
            "additionalProperties": {
                "anyOf": [_WRAPPED, {"type": "object", "additionalProperties": _WRAPPED, "minProperties": 5}]
            },
        }
    ),
]
Similarity = Annotated[float, msgspec.Meta(ge=0, le=100)]
SamePerson = Annotated[int, msgspec.Meta(ge=0, le=10)]


class Token(msgspec.Struct, frozen=True):
    access_token: str
    expires_in: int


class TokenPair(msgspec.Struct, frozen=True):
    """What onboarding's `authtoken` answers: the refresh token serves at `refresh-token` alone."""

    access_token: str
    expires_in: int
    refresh_token: str


class FlowCreated(msgspec.Struct, frozen=True):
    flow_uuid: str


class UploadedFile(msgspec.Struct, frozen=True):
    batch_id: str
    document_id: str
    file_uuid: str


class BatchCreated(msgspec.Struct, frozen=True):
    batch_id: str


class OcrItem(msgspec.Struct, frozen=True):
    """One uploaded document. `data` holds `document_type` beside fields of `{"value", "confidence_score"}`."""

    data: Data
    document_id: str
    error_code: str
    error_reason: str
    batch_id: str
    file_uuid: str


class CallbackData(msgspec.Struct, frozen=True):
    """The result of a flow: the answer of `extracts` and the body of the callback."""

    flow_uuid: str
    application_id: str
    flow_params: msgspec.Raw
    ocr_data: list[OcrItem]
    cross_checks: list[CrossCheck]


class BatchItem(msgspec.Struct, frozen=True):
    """One document of a docstream or bulk batch; the error keys are there on a document with an error.

    `file_data` is what `data` is in `ocr_data`.
    """

    document_id: str
    file_data: Data
    error_code: str | msgspec.UnsetType = msgspec.UNSET
    error_reason: str | msgspec.UnsetType = msgspec.UNSET


class AddressMatch(msgspec.Struct, frozen=True):
    """One target against the source: both scores, or neither and why not."""

    source_address: str
    target_address: str
    similarity_score: Similarity | None
    same_person_score: SamePerson | None
    index: int | None
    error_code: str | None
    error_message: str | None


class AddressMatches(msgspec.Struct, frozen=True):
    match_data: list[AddressMatch]
