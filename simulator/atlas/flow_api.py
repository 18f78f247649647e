"""Document verification, v3: init, multiupload, status, extracts (contract, section 2)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from simulator.atlas import request_parsing as parsing
from simulator.atlas.auth_url_check import check_auth_url
from simulator.atlas.describe import (
    ABSENT,
    AUTH_ANSWER,
    BATCH,
    FILE,
    FILE_URLS,
    FLOW,
    NO_TOKEN,
    NONEMPTY_TEXT,
    Describer,
)
from simulator.atlas.errors import ApiError, flow_not_found, missing, missing_query
from simulator.atlas.examples import example_file
from simulator.atlas.payloads import BatchCreated, CallbackData, FlowCreated, UploadedFile
from simulator.atlas.request_parsing import Parameter
from simulator.atlas.responses import encoded_response, json_response
from simulator.atlas.results import Results
from simulator.atlas.urls import is_url
from simulator.core import Core
from simulator.endpoints import Endpoint, Input, Operation, Webhook
from simulator.flows.model import Delivery, Flow, NewFlow, ReadFile
from simulator.flows.outbox import NewDelivery
from simulator.flows.states import FlowStatus
from simulator.matching.crosschecks import run_checks
from simulator.matching.model import CrossCheck
from simulator.pipeline.family_hooks import FamilyHooks

FAMILY = "v3"
PREFIX = "/v3/verification"
#: The kind of a delivery that is a flow's callback.
DELIVERY = "flow"

INIT = (
    Parameter("product_type"),
    Parameter("application_id"),
    Parameter("auth_url", is_url),
    Parameter("callback_url", is_url),
    Parameter("flow_params", parsing.is_mapping, required=False),
)
UPLOAD = (Parameter("flow_uuid"), Parameter("file_urls", parsing.is_filled_list))

TAG = "Document verification"
CALLBACKS = (
    Webhook("auth", "{$request.body#/auth_url}", None, "Called before each delivery for a token", AUTH_ANSWER),
    Webhook("result", "{$request.body#/callback_url}", CallbackData, "The flow is complete; any 2xx acknowledges"),
)
INIT_EXAMPLE = {
    "product_type": "PROD_CDL",
    "application_id": "12321321",
    "auth_url": "https://lender.example/auth",
    "callback_url": "https://lender.example/callback",
    "flow_params": {"branch": "7"},
}
STATUS_EXAMPLE = {
    "upload_status": "SUCCESS",
    "processing_status": "IN_PROGRESS",
    "crossheck_status": "PENDING",
    "master_status": "IN_PROGRESS",
}


class FlowApi(FamilyHooks):
    names = (FAMILY,)
    kinds = (DELIVERY,)

    def __init__(self, core: Core) -> None:
        self._settings = core.settings
        #: Whether an upload is answered as the reference says, or with the single object of the guide.
        self._array = core.settings.flow_upload == "array"
        self._store = core.store
        self._tokens = core.tokens
        self._fault_injector = core.fault_injector
        self._definitions = core.definitions
        self._results = Results(core)
        self.endpoints = self._endpoints(Describer(core.settings))

    def _endpoints(self, describe: Describer) -> list[Endpoint]:
        entry = {"batch_id": BATCH, "document_id": "1", "file_uuid": FILE}
        upload, upload_example = (list[UploadedFile], [entry]) if self._array else (BatchCreated, {"batch_id": BATCH})
        other_upload = BatchCreated if self._array else list[UploadedFile]
        by_flow = (Input("flow_uuid", NONEMPTY_TEXT, example=FLOW),)
        unknown = (flow_not_found(), "no flow of this account has that flow_uuid")
        of_flow = describe.failures((missing_query(["flow_uuid"]), "the query lacks it"), NO_TOKEN, unknown)
        return [
            Endpoint(
                Operation(
                    "POST",
                    f"{PREFIX}/flow/init",
                    TAG,
                    "Begin a flow",
                    {201: FlowCreated},
                    id="initFlow",
                    token=True,
                    body=describe.body("InitFlowRequest", *INIT),
                    body_example=INIT_EXAMPLE,
                    examples={201: {"flow_uuid": FLOW}},
                    failures=describe.failures((missing(["application_id"]), ABSENT), NO_TOKEN),
                    callbacks=CALLBACKS,
                ),
                self.init,
            ),
            Endpoint(
                Operation(
                    "POST",
                    f"{PREFIX}/multiupload",
                    TAG,
                    "Upload documents to a flow by their URLs",
                    {201: upload},
                    id="uploadDocuments",
                    otherwise={201: other_upload},
                    token=True,
                    body=describe.body("UploadRequest", *UPLOAD, file_urls=describe.file_urls()),
                    body_example={"flow_uuid": FLOW, "file_urls": FILE_URLS},
                    examples={201: upload_example},
                    failures=describe.failures(
                        (missing(["flow_uuid"]), ABSENT),
                        NO_TOKEN,
                        unknown,
                        (
                            ApiError(422, "Could not reach the authentication URL you configured"),
                            "only with auth_at_upload",
                        ),
                    ),
                ),
                self.multiupload,
            ),
            Endpoint(
                Operation(
                    "GET",
                    f"{PREFIX}/status",
                    TAG,
                    "The four statuses of a flow",
                    {200: FlowStatus},
                    id="getStatus",
                    token=True,
                    query=by_flow,
                    failures=of_flow,
                    examples={200: STATUS_EXAMPLE},
                ),
                self.status,
            ),
            Endpoint(
                Operation(
                    "GET",
                    f"{PREFIX}/extracts",
                    TAG,
                    "What was read, and the cross-checks",
                    {200: CallbackData},
                    id="getExtracts",
                    token=True,
                    query=by_flow,
                    failures=of_flow,
                    examples={200: self._callback_example},
                ),
                self.extracts,
            ),
        ]

    async def init(self, request: Request) -> Response:
        tenant = self._tenant(request)
        values = parsing.take_parameters(await parsing.read_json(request), *INIT)
        values["flow_params"] = parsing.raw_member(await request.body(), "flow_params")
        flow = await self._store.create_flow(NewFlow(tenant=tenant, family=FAMILY, **values))
        return json_response(FlowCreated(flow.uuid), 201)

    async def multiupload(self, request: Request) -> Response:
        tenant = self._tenant(request)
        values = parsing.take_parameters(await parsing.read_json(request), *UPLOAD)
        flow = await self._flow(values["flow_uuid"], tenant)
        if self._settings.auth_at_upload:
            await check_auth_url(self._fault_injector, flow)
        batch, files = await self._store.accept(tenant, FAMILY, parsing.uploaded_files(values), flow=flow)
        if self._array:
            return json_response([UploadedFile(batch.id, file.document_id, file.uuid) for file in files], 201)
        return json_response(BatchCreated(batch.id), 201)

    async def status(self, request: Request) -> Response:
        tenant = self._tenant(request)
        (flow_uuid,) = parsing.parse_query(request, "flow_uuid")
        status = await self._store.statuses.of(flow_uuid, tenant, FAMILY)
        if status is None:
            raise flow_not_found()
        return json_response(status)

    async def extracts(self, request: Request) -> Response:
        tenant = self._tenant(request)
        (flow_uuid,) = parsing.parse_query(request, "flow_uuid")
        return encoded_response(await self._results.callback_body(await self._flow(flow_uuid, tenant)))

    def _callback_example(self) -> Any:
        """What `extracts` answers for a flow of two documents."""
        files = [example_file("DELIVERY_ORDER", "1"), example_file("INVOICE", "2")]
        items = [item for file in files if (item := self._results.ocr_item(file))]
        checks = self._cross_checks("PROD_CDL", "", files)
        return CallbackData(FLOW, "12321321", msgspec.Raw(b'{"branch": "7"}'), items, checks)

    # When the work is done

    def cross_checks(self, flow: Flow, files: Sequence[ReadFile]) -> list[CrossCheck]:
        return self._cross_checks(flow.product_type, flow.username, files)

    def _cross_checks(self, product_type: str, username: str, files: Sequence[ReadFile]) -> list[CrossCheck]:
        checks = self._definitions.checks.for_product(product_type, own=self._settings.own_checks)
        documents = [
            (read.reading.document_type, {name: field.value for name, field in read.reading.fields.items()})
            for read in files
            if read.reading is not None and not read.reading.error_code
        ]
        return run_checks(checks, documents, {"username": username})

    def flow_done(self, flow: Flow) -> NewDelivery | None:
        return NewDelivery(DELIVERY, flow.tenant, flow.callback_url, flow.auth_url, flow.uuid)

    async def compose(self, delivery: Delivery) -> bytes:
        flow = await self._store.flow(delivery.flow_uuid)
        return await self._results.callback_body(flow) if flow else b"{}"

    # What a request is about

    def _tenant(self, request: Request) -> str:
        return self._tokens.check(parsing.read_header(request, b"token")).tenant

    async def _flow(self, flow_uuid: str, tenant: str) -> Flow:
        flow = await self._store.flow(flow_uuid, tenant)
        if flow is None or flow.family != FAMILY:
            raise flow_not_found()
        return flow
