"""What onboarding answers and sends, with the documented keys in the documented order (contract, sections 3 and 7)."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec

from simulator.atlas.payloads import FlowParams

FileWord = Literal["UPLOAD_SUCCESS", "PROCESSING", "PROCESSING_SUCCESS", "FAILED"]
MasterWord = Literal["IN_PROGRESS", "SUCCESS", "FAILED"]


#: As `data` of the other families; or `processing_error` alone.
SubmittedData = Annotated[dict[str, Any], msgspec.Meta(extra_json_schema={"title": "SubmittedData"})]


class FlowOpened(msgspec.Struct, frozen=True):
    flow_id: str
    application_id: str
    external_reference_id: str
    username: str


class FlowOpenedV1(msgspec.Struct, frozen=True):
    flow_id: str


class FileTaken(msgspec.Struct, frozen=True):
    file_url: str
    file_uuid: str
    batch_id: str
    document_id: str


class FileTakenV1(msgspec.Struct, frozen=True):
    file_uuid: str
    batch_id: str
    document_id: str


class FileStatus(msgspec.Struct, frozen=True):
    file_uuid: str
    document_id: str
    status: FileWord


class ApplicantStatus(msgspec.Struct, frozen=True):
    file_statuses: list[FileStatus]
    master_status: MasterWord


class CoApplicantCreated(msgspec.Struct, frozen=True):
    co_applicant_id: str
    external_reference_id: str


class CoApplicantFailed(msgspec.Struct, frozen=True):
    """The shape is ours: the reference as it was sent, and why nobody was created for it."""

    external_reference_id: Any
    error: str


class CoApplicants(msgspec.Struct, frozen=True):
    created: list[CoApplicantCreated]
    failed: list[CoApplicantFailed]


class ChatReply(msgspec.Struct, frozen=True):
    message: str
    message_id: str
    created_at: str


class HistoryItem(msgspec.Struct, frozen=True):
    message: str
    sender: str
    external_document_id: str
    created_at: str


class SubmittedDocument(msgspec.Struct, frozen=True):
    """`data` holds `document_type` beside the fields, and `processing_error` where something was wrong."""

    document_id: str
    external_reference_id: str
    file_uuid: str
    data: SubmittedData


class Submission(msgspec.Struct, frozen=True):
    flow_id: str
    flow_params: FlowParams
    data: list[SubmittedDocument]


class FileCallback(msgspec.Struct, frozen=True):
    """The body of the callback for one file: a submission of that file alone, with the application_id."""

    flow_id: str
    application_id: str
    flow_params: FlowParams
    data: list[SubmittedDocument]


class ChatEvent(msgspec.Struct, frozen=True):
    """What is posted to `chat_notification_url`."""

    uuid: str
    created_at: str
    intent: str
    message_content: str
    message_sender: str
    message_receiver: str
    message_type: str
