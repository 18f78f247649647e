"""What Atlas answers, as typed structs with the documented keys in the documented order.

They produce the answers and, later, the specification: both come from here.
"""

from __future__ import annotations

from typing import Any

import msgspec

from simulator.matching.model import CrossCheck


class Token(msgspec.Struct, frozen=True):
    access_token: str
    expires_in: int


class FlowCreated(msgspec.Struct, frozen=True):
    flow_uuid: str


class UploadedFile(msgspec.Struct, frozen=True):
    batch_id: str
    document_id: str
    file_uuid: str


class OcrItem(msgspec.Struct, frozen=True):
    """One uploaded document. `data` holds `document_type` beside fields of `{"value", "confidence_score"}`."""

    data: dict[str, Any]
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
