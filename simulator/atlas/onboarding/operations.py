"""What the onboarding endpoints take and answer, as the documentation tells it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from simulator.atlas.errors import (
    ApiError,
    applicant_deleted,
    applicant_not_found,
    flow_not_found,
    missing,
    missing_query,
)
from simulator.atlas.onboarding import applicants_api, flows_api
from simulator.atlas.onboarding.payloads import (
    ApplicantStatus,
    ChatEvent,
    ChatReply,
    CoApplicants,
    FileCallback,
    FileTaken,
    FileTakenV1,
    FlowOpened,
    FlowOpenedV1,
    HistoryItem,
    Submission,
)
from simulator.atlas.operations import AUTH_ANSWER, BATCH, FILE, FLOW, NO_TOKEN, TEXT_WITH_SOMETHING, Words
from simulator.atlas.paging import Page
from simulator.atlas.requests import Parameter
from simulator.operations import TEXT, WHOLE, Input, Operation, Posted, Schema
from simulator.settings import Settings

TAG = "Chat onboarding"
DOCS: Schema = {"type": "array", "items": TEXT_WITH_SOMETHING}
URL: Schema = {"type": "string", "pattern": "^(https?://[A-Za-z0-9][A-Za-z0-9.-]*(/[!-~]*)?)?$"}
OPTIONAL: Schema = {"type": ["string", "null"]}
CHECKLIST: Schema = {"type": "object", "additionalProperties": {"type": "boolean"}}


def operations(settings: Settings) -> list[Operation]:
    words = Words(settings)
    return [*_flows(words), *_applicants(words), *_chat(words)]


def _flows(words: Words) -> Sequence[Operation]:
    unknown = (flow_not_found(), "no onboarding flow of this account, or a closed one")
    urls = {name: URL for name in ("callback_url", "chat_notification_url", "auth_token_url")}
    posted = (
        Posted("auth", "{$request.body#/auth_token_url}", None, "Called before each delivery for a token", AUTH_ANSWER),
        Posted("result", "{$request.body#/callback_url}", FileCallback, "One file is done"),
        Posted("chat", "{$request.body#/chat_notification_url}", ChatEvent, "The assistant said something"),
    )
    begun = {
        "product_type": "MSME_OD", "application_id": "APP-10001", "external_reference_id": "CUST-9283",
        "username": "Rahul Sharma",
    }  # fmt: skip
    exists = (
        ApiError(409, "Flow already exists for this application_id and external_reference_id"),
        "that pair has a flow",
    )
    return [
        Operation(
            "POST", "/v2/verification/flow/init", TAG, "Begin an onboarding flow", {201: FlowOpened}, token=True,
            body=words.body(*flows_api.INIT_V2, user_docs=DOCS, **urls), callbacks=posted,
            body_example={**begun, "user_docs": ["PAN", "AADHAAR"], "callback_url": "https://lender.example/callback"},
            examples={201: {"flow_id": FLOW, **{key: value for key, value in begun.items() if key != "product_type"}}},
            failures=words.failures((missing(["username"]), "parameters are absent, empty or of a wrong type"), NO_TOKEN, exists),
        ),
        Operation(
            "POST", "/v1/flow/init", TAG, "Begin an onboarding flow, the older form", {201: FlowOpenedV1}, token=True,
            body=words.body(*flows_api.INIT_V1, **urls), body_example=begun, examples={201: {"flow_id": FLOW}},
            failures=words.failures((missing(["username"]), "parameters are absent, empty or of a wrong type"), NO_TOKEN, exists),
            callbacks=posted[1:],
        ),
        *(_upload(words, *form) for form in (
            ("/v2/verification/multiupload", "flow_id", FileTaken), ("/v1/verification/multiupload", "flow_uuid", FileTakenV1),
        )),
        Operation(
            "GET", "/v2/verification/status", TAG, "How far the files of an applicant are", {200: ApplicantStatus}, token=True,
            query=_of_applicant(), failures=_applicant_failures(words),
            examples={200: {"file_statuses": [{"file_uuid": FILE, "document_id": "5643", "status": "PROCESSING_SUCCESS"}],
                            "master_status": "SUCCESS"}},
        ),
        Operation(
            "POST", "/v2/verification/flow/submit", TAG, "All results of a flow; `close_flow` ends it", {200: Submission},
            token=True, says="`flow_id` and `close_flow` may stand in the query or in the body; the body wins.",
            query=(Input("flow_id", TEXT, required=False), Input("close_flow", TEXT, required=False, says="yes or no")),
            body={
                "type": "object", "properties": {"flow_id": TEXT_WITH_SOMETHING, "close_flow": {"enum": ["yes", "no"]}},
                "additionalProperties": not words.settings.strict,
            },
            body_required=False, body_example={"flow_id": FLOW, "close_flow": "no"},
            examples={200: {"flow_id": FLOW, "flow_params": {}, "data": [{
                "document_id": "124", "external_reference_id": "", "file_uuid": FILE,
                "data": {"processing_error": "PROCESSING_FAILED"},
            }]}},
            failures=words.failures((ApiError(400, "Invalid flow_id"), "it is absent or names no flow"), NO_TOKEN, unknown),
        ),
    ]  # fmt: skip


def _upload(words: Words, path: str, name: str, kind: Any) -> Operation:
    entry = {"file_url": "https://bucket.example/pan.jpg", "file_uuid": FILE, "batch_id": BATCH, "document_id": "1234"}
    kept = {key: value for key, value in entry.items() if key in kind.__struct_fields__}
    said = {"file_url": "https://bucket.example/pan.jpg", "document_id": "1234", "submission_mode": "camera"}
    return Operation(
        "POST", path, TAG, "Upload documents to a flow by their URLs", {201: list[kind]}, token=True,
        body=words.body(Parameter(name), Parameter("file_urls"), file_urls=words.file_urls(submission_mode=OPTIONAL)),
        body_example={name: FLOW, "file_urls": [said]}, examples={201: [kept]},
        failures=words.failures(
            (missing([name]), "parameters are absent, empty or of a wrong type"), NO_TOKEN,
            (flow_not_found(), "no onboarding flow of this account, or a closed one"),
            (ApiError(422, "Could not reach the authentication URL you configured"), "only with auth_at_upload"),
        ),
    )  # fmt: skip


def _applicants(words: Words) -> Sequence[Operation]:
    new = words.body(*applicants_api.NEW, user_docs=DOCS)
    path = "/v2/verification/flow/coapplicant"
    return [
        Operation(
            "GET", "/v2/verification/docs", TAG, "The checklist of an applicant", {200: CHECKLIST}, token=True,
            query=_of_applicant(), failures=_applicant_failures(words), examples={200: {"BANK_STATEMENT": True, "PAN": False}},
        ),
        Operation(
            "POST", path, TAG, "Add co-applicants", {201: CoApplicants}, token=True,
            body=words.body(
                Parameter("flow_id"), Parameter("co_applicants"), co_applicants={"type": "array", "minItems": 1, "items": new},
            ),
            body_example={"flow_id": FLOW, "co_applicants": [{"external_reference_id": "user-123", "username": "Asha Verma"}]},
            examples={201: {"created": [{"co_applicant_id": FILE, "external_reference_id": "user-123"}], "failed": []}},
            failures=words.failures(
                (ApiError(400, "co_applicants list cannot be empty"), "or parameters are absent or of a wrong type"),
                NO_TOKEN, (flow_not_found(), "no onboarding flow of this account, or a closed one"),
            ),
        ),
        Operation(
            "DELETE", path, TAG, "Delete a co-applicant", {204: None}, token=True,
            body={
                "type": "object",
                "properties": dict.fromkeys(("flow_id", "external_reference_id", "co_applicant_id"), TEXT_WITH_SOMETHING),
                "required": ["flow_id"],
                "anyOf": [{"required": ["external_reference_id"]}, {"required": ["co_applicant_id"]}],
                "additionalProperties": not words.settings.strict,
            },
            body_example={"flow_id": FLOW, "external_reference_id": "user-123"}, failures=_applicant_failures(words),
        ),
    ]  # fmt: skip


def _chat(words: Words) -> Sequence[Operation]:
    unknown = (flow_not_found(), "no onboarding flow of this account")
    return [
        Operation(
            "POST", "/v2/verification/chat", TAG, "Say something to the assistant", {200: ChatReply}, token=True,
            body=words.body(Parameter("message"), Parameter("flow_id")),
            body_example={"flow_id": FLOW, "message": "What is missing?"},
            examples={200: {"message": "Please send your PAN.", "message_id": FILE, "created_at": "2025-10-11T06:01:03"}},
            failures=words.failures(
                (missing(["message"]), "parameters are absent or empty"), NO_TOKEN, unknown,
                (ApiError(422, "The language model service returned an error"), "only as a fault: none is needed here"),
            ),
        ),
        Operation(
            "GET", "/v2/verification/chat-history", TAG, "What was said, newest first", {200: Page[HistoryItem]}, token=True,
            query=(
                Input("flow_id", TEXT_WITH_SOMETHING, example=FLOW), Input("page", WHOLE, required=False),
                Input("per_page", WHOLE, required=False, says="10 unless asked; at most 50"),
            ),
            examples={200: {
                "data": [{"message": "how are you?", "sender": "user", "external_document_id": FILE,
                          "created_at": "2025-10-11T06:01:03"}],
                "page": 1, "per_page": 10, "total_pages": 1, "total_items": 1, "has_next": False, "has_prev": False,
            }},
            failures=words.failures(
                (ApiError(400, "page must be integer"), "or flow_id is absent"), NO_TOKEN, unknown,
            ),
        ),
    ]  # fmt: skip


def _of_applicant() -> Sequence[Input]:
    return (
        Input("flow_id", TEXT_WITH_SOMETHING, example=FLOW),
        Input("external_reference_id", TEXT_WITH_SOMETHING, example="CUST-9283"),
    )


def _applicant_failures(words: Words) -> Any:
    return words.failures(
        (missing_query(["flow_id"]), "parameters are absent or empty"), NO_TOKEN,
        (applicant_not_found(), "no such flow, or nobody in it has that reference"),
        (applicant_deleted(), "the co-applicant was deleted"),
    )  # fmt: skip
