"""Chat onboarding, v2 and what is left of v1: init, submit, and what follows from a file that is done."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from simulator.atlas import request_parsing as parsing
from simulator.atlas.describe import ABSENT, AUTH_ANSWER, FLOW, NO_TOKEN, NONEMPTY_TEXT, Describer
from simulator.atlas.errors import ApiError, missing
from simulator.atlas.examples import example_file
from simulator.atlas.onboarding.applicants_api import ApplicantsApi
from simulator.atlas.onboarding.chat_api import ChatApi
from simulator.atlas.onboarding.context import (
    TYPE_NAMES,
    URL_OR_EMPTY,
    V1,
    V2,
    OnboardingContext,
    is_yes_or_no,
    optional_url,
    parse_user_docs,
    utc_date,
)
from simulator.atlas.onboarding.describe import (
    DOCS,
    PREFIX_V2,
    TAG,
    no_open_flow,
)
from simulator.atlas.onboarding.payloads import (
    ChatEvent,
    FileCallback,
    FlowOpened,
    FlowOpenedV1,
    Submission,
    SubmittedDocument,
)
from simulator.atlas.onboarding.submission import document, document_data, submitted
from simulator.atlas.onboarding.uploads_api import UploadsApi
from simulator.atlas.request_parsing import Parameter
from simulator.atlas.responses import encode_json, json_response
from simulator.atlas.results import Results
from simulator.atlas.urls import is_url
from simulator.core import Core
from simulator.documents.model import Reading
from simulator.endpoints import TEXT, Endpoint, Input, Operation, Schema, Webhook
from simulator.flows.database import Transaction
from simulator.flows.model import CHAT, Delivery, File, Flow, NewFlow, ReadFile
from simulator.flows.outbox import NewDelivery
from simulator.flows.store import FlowExists
from simulator.pipeline.family_hooks import FamilyHooks

#: The kind of a delivery that is the callback for one file.
FILE = "file"
#: With what a PDF begins.
PDF_START = b"%PDF-"

INIT_V1 = (
    Parameter("application_id"),
    Parameter("product_type"),
    Parameter("username"),
    Parameter("external_reference_id"),
    Parameter("callback_url", optional_url, required=False, must_be=URL_OR_EMPTY),
    Parameter("chat_notification_url", optional_url, required=False, must_be=URL_OR_EMPTY),
)
INIT_V2 = (
    Parameter("product_type"),
    Parameter("application_id"),
    Parameter("external_reference_id"),
    Parameter("username"),
    Parameter("user_docs", parse_user_docs, required=False, must_be=TYPE_NAMES),
    Parameter("callback_url", optional_url, required=False, must_be=URL_OR_EMPTY),
    Parameter("chat_notification_url", optional_url, required=False, must_be=URL_OR_EMPTY),
    Parameter("auth_token_url", optional_url, required=False, must_be=URL_OR_EMPTY),
    Parameter("flow_params", parsing.is_mapping, required=False),
)
SUBMIT = (Parameter("flow_id"), Parameter("close_flow", is_yes_or_no, required=False, must_be='"yes" or "no"'))
CALLBACKS = (
    Webhook("auth", "{$request.body#/auth_token_url}", None, "Called before each delivery for a token", AUTH_ANSWER),
    Webhook("result", "{$request.body#/callback_url}", FileCallback, "One file is done"),
    Webhook("chat", "{$request.body#/chat_notification_url}", ChatEvent, "The assistant said something"),
)
URL: Schema = {"anyOf": [parsing.SCHEMAS[is_url], {"type": "string", "maxLength": 0}]}
URLS = dict.fromkeys(("callback_url", "chat_notification_url", "auth_token_url"), URL)
BEGUN = {
    "product_type": "MSME_OD",
    "application_id": "APP-10001",
    "external_reference_id": "CUST-9283",
    "username": "Rahul Sharma",
}
#: Names of the request that the store calls otherwise.
KEPT_AS = {"chat_notification_url": "notification_url", "auth_token_url": "auth_url"}


class OnboardingApi(FamilyHooks):
    names = (V1, V2)
    kinds = (FILE, CHAT)

    def __init__(self, core: Core) -> None:
        self._context = OnboardingContext(core)
        self._store = core.store
        self._results = Results(core)
        self.endpoints = [
            *self._of_flows(self._context.describe),
            *UploadsApi(self._context, core.fault_injector, core.settings.auth_at_upload).endpoints,
            *ApplicantsApi(self._context).endpoints,
            *ChatApi(self._context).endpoints,
        ]

    def _of_flows(self, describe: Describer) -> list[Endpoint]:
        exists = (_flow_exists(), "that pair has a flow")
        refused = describe.failures((missing(["username"]), ABSENT), NO_TOKEN, exists)
        return [
            Endpoint(
                Operation(
                    "POST",
                    f"{PREFIX_V2}/flow/init",
                    TAG,
                    "Begin an onboarding flow",
                    {201: FlowOpened},
                    id="initOnboardingFlow",
                    token=True,
                    body=describe.body("InitOnboardingFlowRequest", *INIT_V2, user_docs=DOCS, **URLS),
                    callbacks=CALLBACKS,
                    body_example={
                        **BEGUN,
                        "user_docs": ["PAN", "AADHAAR"],
                        "callback_url": "https://lender.example/callback",
                    },
                    examples={
                        201: {"flow_id": FLOW, **{key: value for key, value in BEGUN.items() if key != "product_type"}}
                    },
                    failures=refused,
                ),
                self.init,
            ),
            Endpoint(
                Operation(
                    "POST",
                    "/v1/flow/init",
                    TAG,
                    "Begin an onboarding flow, the older form",
                    {201: FlowOpenedV1},
                    id="initOnboardingFlowV1",
                    token=True,
                    body=describe.body("InitOnboardingFlowV1Request", *INIT_V1, **URLS),
                    body_example=BEGUN,
                    examples={201: {"flow_id": FLOW}},
                    failures=refused,
                    callbacks=CALLBACKS[1:],
                ),
                self.init_v1,
            ),
            Endpoint(
                Operation(
                    "POST",
                    f"{PREFIX_V2}/flow/submit",
                    TAG,
                    "All results of a flow; `close_flow` ends it",
                    {200: Submission},
                    id="submitFlow",
                    token=True,
                    description="`flow_id` and `close_flow` may stand in the query or in the body; the body wins.",
                    query=(
                        Input("flow_id", TEXT, required=False),
                        Input("close_flow", TEXT, required=False, description="yes or no"),
                    ),
                    body=describe.object(
                        {"flow_id": NONEMPTY_TEXT, "close_flow": {"type": "string", "enum": ["yes", "no"]}},
                        title="SubmitRequest",
                    ),
                    body_required=False,
                    body_example={"flow_id": FLOW, "close_flow": "no"},
                    examples={200: self._submission_example},
                    failures=describe.failures(
                        (ApiError(400, "Invalid flow_id"), "it is absent or names no flow"),
                        NO_TOKEN,
                        no_open_flow(),
                    ),
                ),
                self.submit,
            ),
        ]

    async def init(self, request: Request) -> Response:
        flow = await self._open(request, V2, INIT_V2)
        return json_response(FlowOpened(flow.uuid, flow.application_id, flow.external_reference_id, flow.username), 201)

    async def init_v1(self, request: Request) -> Response:
        return json_response(FlowOpenedV1((await self._open(request, V1, INIT_V1)).uuid), 201)

    async def _open(self, request: Request, family: str, parameters: Sequence[Parameter]) -> Flow:
        tenant = self._context.tenant(request)
        values = parsing.take_parameters(await parsing.read_json(request), *parameters)
        values = {KEPT_AS.get(name, name): value for name, value in values.items()}
        if "flow_params" in values:
            values["flow_params"] = parsing.raw_member(await request.body(), "flow_params")
        try:
            return await self._store.create_flow(NewFlow(tenant=tenant, family=family, **values))
        except FlowExists:
            raise _flow_exists() from None

    async def submit(self, request: Request) -> Response:
        tenant = self._context.tenant(request)
        values = parsing.take_parameters({**parsing.query_values(request), **await parsing.read_json(request)}, *SUBMIT)
        flow = await self._context.find(values["flow_id"], tenant)
        if flow is None:
            raise ApiError(400, "Invalid flow_id")
        case = await self._context.case(flow)
        if values.get("close_flow") == "yes":
            await self._store.close_flow(flow, lambda tx: self._say_closed(tx, flow))
        return json_response(Submission(flow.uuid, _raw(flow.flow_params), submitted(case, self._results)))

    async def _say_closed(self, tx: Transaction, flow: Flow) -> None:
        await self._context.post_message_now(tx, flow, self._context.assistant.closed())

    def _submission_example(self) -> Any:
        """What `submit` answers for a flow of two documents, of which one failed."""
        files = (example_file("PAN", "123"), "CUST-9283"), (example_file("", "124"), "")
        items = [
            SubmittedDocument(read.file.document_id, reference, read.file.uuid, document_data(read, self._results))
            for read, reference in files
        ]
        return Submission(FLOW, _raw("{}"), items)

    # When the work on a file is done

    async def file_done(self, tx: Transaction, file: File, reading: Reading | None) -> Sequence[NewDelivery]:
        """One callback, and what the assistant has to say."""
        flow = await self._store.flow(file.flow_uuid)
        if flow is None:
            return ()
        case = await self._context.case_with(flow, file, reading)
        pdf = await self._store.beginning(file.sha256, len(PDF_START)) == PDF_START
        value = self._context.assistant.arrived(ReadFile(file, reading), case, utc_date(tx.now), pdf=pdf)
        _, events = await self._context.post_message(tx, flow, value)
        if not flow.callback_url:
            return events
        callback = NewDelivery(FILE, flow.tenant, flow.callback_url, flow.auth_url, flow.uuid, file.batch_id, file.uuid)
        return [callback, *events]

    async def compose(self, delivery: Delivery) -> bytes:
        """The body of a file's callback; a chat event has its body from the start."""
        flow = await self._store.flow(delivery.flow_uuid)
        if flow is None:
            return b"{}"
        case = await self._context.case(flow)
        items = [document(read, case, self._results) for read in case.files if read.file.uuid == delivery.subject]
        return encode_json(FileCallback(flow.uuid, flow.application_id, _raw(flow.flow_params), items))


def _flow_exists() -> ApiError:
    return ApiError(409, "Flow already exists for this application_id and external_reference_id")


def _raw(flow_params: str) -> Any:
    return msgspec.Raw(flow_params.encode())
