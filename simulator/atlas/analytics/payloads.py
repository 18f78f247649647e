"""What the analytics calls answer. Durations are milliseconds; None where something has not happened yet."""

from __future__ import annotations

from typing import Annotated

import msgspec

Percent = Annotated[float, msgspec.Meta(ge=0, le=100)]
Share = Annotated[float, msgspec.Meta(ge=0, le=1)]


class DocumentsAndPages(msgspec.Struct, frozen=True):
    document_count: int
    page_count: int


class Tally(msgspec.Struct, frozen=True):
    count: int
    page_count: int


class PlainTally(msgspec.Struct, frozen=True):
    count: int


class StageTally(msgspec.Struct, frozen=True):
    total: Tally
    summary: dict[str, Tally]


class Callbacks(msgspec.Struct, frozen=True):
    total: PlainTally
    summary: dict[str, PlainTally]


class Summary(msgspec.Struct, frozen=True):
    master_summary: DocumentsAndPages
    upload: StageTally
    sage_processing: StageTally
    callbacks: Callbacks


class Row(msgspec.Struct, frozen=True):
    application_id: str
    page_count: int
    flow_uuid: str
    file_uuid: str
    document_type: str
    created_at: str


class Pagination(msgspec.Struct, frozen=True):
    current_page: int
    total_pages: int
    total_count: int


class Details(msgspec.Struct, frozen=True):
    data: list[Row]
    pagination: Pagination


class SheetFile(msgspec.Struct, frozen=True):
    data_base64: str
    content_type: str
    filename: str


class Spreadsheet(msgspec.Struct, frozen=True):
    file: SheetFile


class FileTimes(msgspec.Struct, frozen=True):
    batch_id: str
    created_at: str
    file_upload: float | None
    file_uuid: str
    flow_uuid: str
    page_count: int
    prepare_sage_payload: float | None
    sage_llm_api: float | None
    total_time_ms: float | None


class Client(msgspec.Struct, frozen=True):
    uuid: str
    name: str


class BulkClient(msgspec.Struct, frozen=True):
    client_uuid: str
    name: str


class BulkTotals(msgspec.Struct, frozen=True):
    total_documents: int
    total_pages: int
    total_unrecognised: int
    PROCESSING_SUCCESS: int
    PROCESSING_INPROGRESS: int
    PROCESSING_FAILED: int


class FailedPages(msgspec.Struct, frozen=True):
    """`failure_from_lentra`: the client's side did not give the file."""

    failure_from_atlas: int
    failure_from_lentra: int


class PageCounts(msgspec.Struct, frozen=True):
    total_pages_success: int
    total_pages_failed: int
    failed_breakdown: FailedPages


class Breakdown(msgspec.Struct, frozen=True):
    successful_document_types: dict[str, int]
    processing_status: dict[str, int]
    upload_status: dict[str, int]


class Onboarding(msgspec.Struct, frozen=True):
    all_successful_documents_processed: int
    kyc_id_documents_processed: int
    non_kyc_documents_processed: int
    total_unrecognised_documents: int
    flows_created: int
    page_counts: PageCounts
    document_breakdown: Breakdown
    callback_details: dict[str, int]
    product_typewise_success: dict[str, int]
    total_product_typewise_documents: dict[str, int]


class FieldQuality(msgspec.Struct, frozen=True):
    successful_extraction_rate: Percent
    average_confidence: Share


class FieldBreakdown(msgspec.Struct, frozen=True):
    data: dict[str, dict[str, FieldQuality]]


class StageTimes(msgspec.Struct, frozen=True):
    """How long each stage of a file took. Stages that reading here does not have of its own take no time."""

    total_time_taken: float | None
    file_upload_time: float | None
    gray_scaling_time: float | None
    sage_api_time: float | None
    file_pixel_conversion_time: float | None
    reduct_time: float | None
    lentra_auth_time: float | None
    callback_success_time: float | None
    miscellaneous_time: float | None


class FlowFile(StageTimes, frozen=True, kw_only=True):
    file_uuid: str
    document_type: str
    flow_uuid: str
    file_upload_timestamp: str | None
    chat_notification_timestamp: str | None
    callback_send_timestamp: str | None


class FlowFiles(msgspec.Struct, frozen=True):
    flow_uuid: str
    files: list[FlowFile]


class FlowMedians(msgspec.Struct, frozen=True):
    """Of the newest 10,000 files."""

    overall_medians: dict[str, float | None]
    todays_medians: dict[str, float | None]
