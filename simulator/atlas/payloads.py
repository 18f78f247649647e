"""What Atlas answers, as typed structs with the documented keys in the documented order.

They produce the answers and the specification: both come from here.
"""

from __future__ import annotations

from typing import Annotated, Any

import msgspec

from simulator.matching.model import CrossCheck

#: A key that some documented answer lacks: sent here always, but no client may count on it.
SOMETIMES = msgspec.Meta(extra_json_schema={"x-sometimes": True})
SometimesText = Annotated[str, SOMETIMES]
#: `document_type` beside the fields of that type; `document_schemas` says which those are. Empty on some errors.
Data = Annotated[dict[str, Any], msgspec.Meta(extra_json_schema={"title": "DocumentData"})]
#: What a client gave with its flow, byte for byte.
FlowParams = Annotated[
    msgspec.Raw,
    msgspec.Meta(extra_json_schema={"title": "FlowParams", "type": "object", "additionalProperties": True}),
]
Similarity = Annotated[float, msgspec.Meta(ge=0, le=100)]
SamePerson = Annotated[int, msgspec.Meta(ge=0, le=10)]


class AccessToken(msgspec.Struct, frozen=True):
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
    batch_id: SometimesText
    file_uuid: SometimesText


class CallbackData(msgspec.Struct, frozen=True):
    """The result of a flow: the answer of `extracts` and the body of the callback."""

    flow_uuid: SometimesText
    application_id: SometimesText
    flow_params: Annotated[FlowParams, SOMETIMES]
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
