"""What Atlas's endpoints take and answer, as the documentation tells it: tokens, v3, docstream, bulk, address match.

The parameters are those that the handlers check, the answers those that they make; here they only get their words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from simulator.atlas import address_api, batch_api, flow_api
from simulator.atlas import requests as ask
from simulator.atlas.errors import ApiError, flow_not_found, invalid_token, missing, missing_query
from simulator.atlas.paging import Page
from simulator.atlas.payloads import (
    AddressMatches,
    BatchCreated,
    BatchItem,
    CallbackData,
    FlowCreated,
    Token,
    TokenPair,
    UploadedFile,
)
from simulator.atlas.requests import Parameter
from simulator.atlas.token_api import PAIRED, PLAIN
from simulator.flows.states import FlowStatus
from simulator.operations import HEADER, TEXT, WHOLE, Failure, Input, Operation, Posted, Schema
from simulator.settings import Settings

TEXT_WITH_SOMETHING = ask.SCHEMAS[ask.text]
FLOW = "ec57821d-d766-4e24-81ef-a2768094511b"
FILE = "03f03421-c933-46fc-a30c-ffb3ea8afd1d"
BATCH = "BATCH-30732-SIYKJ-20251121113228"
INVALID = invalid_token("Signature verification failed")
NO_TOKEN = (INVALID, "the token is absent, expired, revoked or none of ours; `reason` says which")
#: What an auth_url answers; the key of the token is a setting.
AUTH_ANSWER: Schema = {"type": "object", "properties": {"access_token": TEXT}, "required": ["access_token"]}


class Words:
    """Errors and bodies in the forms that the settings ask for."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    def failures(self, *told: tuple[ApiError, str]) -> list[Failure]:
        return [Failure(error.status, error.body(self.settings.error_envelope), when) for error, when in told]

    def body(self, *parameters: Parameter, **schemas: Schema) -> Schema:
        """The body that holds these parameters; `schemas` for those that their check alone does not tell."""

        def schema(each: Parameter) -> Schema:
            said = schemas.get(each.name) or ask.SCHEMAS[each.check]
            return said if each.required else {"anyOf": [said, {"type": "null"}]}

        return {
            "type": "object",
            "properties": {each.name: schema(each) for each in parameters},
            "required": [each.name for each in parameters if each.required],
            "additionalProperties": not self.settings.strict,
        }

    def file_urls(self, **more: Schema) -> Schema:
        item = self.body(Parameter("file_url"), Parameter("document_id"))
        return {"type": "array", "minItems": 1, "items": {**item, "properties": {**item["properties"], **more}}}


def operations(settings: Settings) -> list[Operation]:
    """All of them, in the order of a client's work."""
    words = Words(settings)
    return [*_tokens(words), *_flows(words), *_batches(words, "docstream"), *_batches(words, "bulk"), _addresses(words)]


def webhooks(settings: Settings) -> list[Posted]:
    """What is posted to an account without a request that names where."""
    return [
        Posted(
            "docstreamResult", "docstream_callback_url of the settings", Page[BatchItem],
            "A docstream batch is complete: one post for each of its pages",
        ),
    ]  # fmt: skip


def _tokens(words: Words) -> Sequence[Operation]:
    account = (Input("Client-Id", HEADER, example="lender"), Input("Client-Secret", HEADER, example="any-secret"))
    failures = words.failures(
        (ApiError(400, "Missing Client-Id or Client-Secret"), "either header is absent"),
        (ApiError(401, "Invalid Client-Id or Client-Secret"), "no account has that pair"),
    )
    life = int(words.settings.token_life)
    alone = {"access_token": "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9...", "expires_in": life}
    return [
        *(
            Operation(
                "POST", f"{prefix}/authtoken", "Tokens", "A token for an account", {201: kind},
                headers=account, failures=failures, examples={201: example},
            )
            for kind, prefixes, example in (
                (Token, PLAIN, alone), (TokenPair, PAIRED, {**alone, "refresh_token": "eyJhbGciOiJIUzI1NiIsInR5cCI6..."}),
            )
            for prefix in prefixes
        ),
        Operation(
            "POST", "/v1/verification/refresh-token", "Tokens", "A new access token for one that still holds",
            {201: Token}, says="Takes an access or a refresh token, of any family.", examples={201: alone},
            headers=(Input("Token", HEADER, example="eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9..."),),
            failures=words.failures(
                (ApiError(400, "Missing Token header"), "the header is absent"),
                (INVALID, "the token has expired, was revoked, or is none"),
            ),
        ),
    ]  # fmt: skip


def _flows(words: Words) -> Sequence[Operation]:
    wrong = (missing_query(["flow_uuid"]), "the query lacks it")
    unknown = (flow_not_found(), "no flow of this account has that flow_uuid")
    by_flow = (Input("flow_uuid", TEXT_WITH_SOMETHING, example=FLOW),)
    return [
        Operation(
            "POST", "/v3/verification/flow/init", "Document verification", "Begin a flow", {201: FlowCreated}, token=True,
            body=words.body(*flow_api.INIT),
            body_example={
                "product_type": "PROD_CDL", "application_id": "12321321", "auth_url": "https://lender.example/auth",
                "callback_url": "https://lender.example/callback", "flow_params": {"branch": "7"},
            },
            examples={201: {"flow_uuid": FLOW}},
            failures=words.failures(
                (missing(["application_id"]), "parameters are absent, empty or of a wrong type"), NO_TOKEN,
            ),
            callbacks=(
                Posted("auth", "{$request.body#/auth_url}", None, "Called before each delivery for a token", AUTH_ANSWER),
                Posted("result", "{$request.body#/callback_url}", CallbackData, "The flow is complete; any 2xx acknowledges"),
            ),
        ),
        Operation(
            "POST", "/v3/verification/multiupload", "Document verification", "Upload documents to a flow by their URLs",
            {201: list[UploadedFile]}, token=True, body=words.body(*flow_api.UPLOAD, file_urls=words.file_urls()),
            body_example={"flow_uuid": FLOW, "file_urls": _files()},
            examples={201: [{"batch_id": BATCH, "document_id": "1", "file_uuid": FILE}]},
            failures=words.failures(
                (missing(["flow_uuid"]), "parameters are absent, empty or of a wrong type"), NO_TOKEN, unknown,
                (ApiError(422, "Could not reach the authentication URL you configured"), "only with auth_at_upload"),
            ),
        ),
        Operation(
            "GET", "/v3/verification/status", "Document verification", "The four statuses of a flow", {200: FlowStatus},
            token=True, query=by_flow, failures=words.failures(wrong, NO_TOKEN, unknown),
            examples={200: {"upload_status": "SUCCESS", "processing_status": "IN_PROGRESS", "crossheck_status": "PENDING",
                            "master_status": "IN_PROGRESS"}},
        ),
        Operation(
            "GET", "/v3/verification/extracts", "Document verification", "What was read, and the cross-checks",
            {200: CallbackData}, token=True, query=by_flow, examples={200: _callback_data()},
            failures=words.failures(wrong, NO_TOKEN, unknown),
        ),
    ]  # fmt: skip


def _batches(words: Words, name: str) -> Sequence[Operation]:
    habits = batch_api.docstream(words.settings) if name == "docstream" else batch_api.bulk(words.settings)
    tag = "IDP extraction (docstream)" if name == "docstream" else "Bulk"
    entry = {"batch_id": BATCH, "document_id": "1", "file_uuid": FILE}
    return [
        Operation(
            "POST", f"/v1/{name}/multiupload", tag, "Upload documents by their URLs",
            {201: list[UploadedFile] if habits.array else BatchCreated}, token=True,
            body=words.body(*batch_api.UPLOAD, file_urls=words.file_urls()),
            body_example={"product_type": "LOAN_APP", "file_urls": _files()},
            examples={201: [entry] if habits.array else {"batch_id": BATCH}},
            failures=words.failures(
                (ApiError(400, habits.malformed), "parameters are absent, empty or of a wrong type"), NO_TOKEN,
            ),
        ),
        Operation(
            "GET", f"/v1/{name}/extracts", tag, "What was read, in pages", {200: Page[BatchItem]}, token=True,
            query=(
                Input("batch_id", TEXT_WITH_SOMETHING, example=BATCH), Input("page", WHOLE, required=False, says="from 1"),
                Input("per_page", WHOLE, required=False, says="at most 50; more is taken for 50"),
            ),
            examples={200: {
                "data": [{"document_id": "1", "file_data": _pan()}],
                "page": 1, "per_page": 50, "total_pages": 1, "total_items": 1, "has_next": False, "has_prev": False,
            }},
            failures=words.failures(
                (ApiError(400, "batch_id is required"), "it is absent or unknown, or `page must be integer`"),
                NO_TOKEN,
            ),
        ),
    ]  # fmt: skip


def _addresses(words: Words) -> Operation:
    # Whatever else stands here has an item of its own in the answer, which says what is wrong with it.
    target = {
        "properties": {
            "address": {"description": "a text"},
            "index": {"description": "a whole number of the client's"},
        },
        "additionalProperties": not words.settings.strict,
    }
    body = words.body(
        Parameter("application_id"), Parameter("source_address"), Parameter("target_addresses", ask.filled_list),
        target_addresses={"type": "array", "minItems": 1, "items": target},
    )  # fmt: skip
    source, near = (
        "Flat 12, Green View Apartments, MG Road, Bangalore",
        "12 Greenview Apt, Mahatma Gandhi Rd, Bengaluru",
    )
    return Operation(
        "POST", address_api.PATH, "Address match", "Compare one address with many", {200: AddressMatches},
        says="A target that fails has an error_code in its item; the call is a 200 all the same.",
        headers=(Input("client_id", HEADER, example="lender"), Input("client_secret", HEADER, example="any-secret")),
        body=body,
        body_example={
            "application_id": "app_001", "source_address": source, "target_addresses": [{"address": near, "index": 0}],
        },
        examples={200: {"match_data": [{
            "source_address": source, "target_address": near, "similarity_score": 89.92, "same_person_score": 9, "index": 0,
            "error_code": None, "error_message": None,
        }]}},
        failures=words.failures(
            (ApiError(400, "source_address or target_addresses is missing or invalid", coded=True), "as it says"),
            (ApiError(401, "Invalid client_id or client_secret", coded=True), "a header is absent or wrong"),
            (ApiError(422, "Address normalization failed for source_address", coded=True), "the source is no address"),
            (ApiError(503, "Address matching engine is currently unavailable", coded=True), "passing; try again later"),
        ),
    )  # fmt: skip


def _files() -> list[Mapping[str, str]]:
    return [{"file_url": "https://bucket.example/invoice.jpg?X-Amz-Signature=ab", "document_id": "1"}]


def _pan() -> dict[str, Any]:
    return {
        "document_type": "PAN", "name_as_per_pan": {"value": "ASHA VERMA", "confidence_score": 0.94},
        "pan_number": {"value": "ABCPV1234K", "confidence_score": 0.98}, "dob": {"value": "17/10/1991", "confidence_score": 0.97},
    }  # fmt: skip


def _callback_data() -> dict[str, Any]:
    return {
        "flow_uuid": FLOW, "application_id": "12321321", "flow_params": {"branch": "7"},
        "ocr_data": [{
            "data": _pan(), "document_id": "1", "error_code": "", "error_reason": "", "batch_id": BATCH, "file_uuid": FILE,
        }],
        "cross_checks": [{
            "source_doc": "DELIVERY_ORDER", "source_field_name": "customer_name", "source_value": "Asha",
            "target_doc": "INVOICE", "target_field_name": "customer_name", "target_value": "Asha Verma",
            "similarity_score": 90, "name": "CUSTOMER_NAME",
        }],
    }  # fmt: skip
