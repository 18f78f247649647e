"""Document verification, v3: init, multiupload, status, extracts (contract, section 2)."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from simulator.atlas import requests as ask
from simulator.atlas.answers import answer, encode
from simulator.atlas.auth_url import reach_auth_url
from simulator.atlas.errors import flow_not_found
from simulator.atlas.family import Family
from simulator.atlas.payloads import FlowCreated, UploadedFile
from simulator.atlas.requests import Parameter
from simulator.atlas.results import Results
from simulator.atlas.tokens import Tokens
from simulator.flows.model import Delivery, Flow, NewFlow, ReadFile
from simulator.flows.outbox import NewDelivery
from simulator.flows.store import Store
from simulator.matching.crosschecks import run_checks
from simulator.matching.model import CrossCheck
from simulator.pipeline.outside import Outside
from simulator.pipeline.shelf import Shelf

FAMILY = "v3"
PREFIX = "/v3/verification"
#: The kind of a delivery that is a flow's callback.
DELIVERY = "flow"

INIT = (
    Parameter("product_type"),
    Parameter("application_id"),
    Parameter("auth_url", ask.url),
    Parameter("callback_url", ask.url),
    Parameter("flow_params", ask.mapping, required=False),
)
UPLOAD = (Parameter("flow_uuid"), Parameter("file_urls", ask.filled_list))


class FlowApi(Family):
    names = (FAMILY,)
    kinds = (DELIVERY,)

    def __init__(
        self,
        store: Store,
        tokens: Tokens,
        results: Results,
        outside: Outside,
        shelf: Shelf,
        *,
        own_checks: bool,
        auth_at_upload: bool,
    ) -> None:
        self._store = store
        self._tokens = tokens
        self._results = results
        self._outside = outside
        self._shelf = shelf
        self._own_checks = own_checks
        self._auth_at_upload = auth_at_upload
        self.routes = [
            Route(f"{PREFIX}/status", self.status, methods=["GET"]),
            Route(f"{PREFIX}/flow/init", self.init, methods=["POST"]),
            Route(f"{PREFIX}/multiupload", self.multiupload, methods=["POST"]),
            Route(f"{PREFIX}/extracts", self.extracts, methods=["GET"]),
        ]

    async def init(self, request: Request) -> Response:
        tenant = self._tenant(request)
        values = ask.take(await ask.read_json(request), *INIT)
        values["flow_params"] = ask.raw_member(await request.body(), "flow_params")
        flow = await self._store.create_flow(NewFlow(tenant=tenant, family=FAMILY, **values))
        return answer(FlowCreated(flow.uuid), 201)

    async def multiupload(self, request: Request) -> Response:
        tenant = self._tenant(request)
        values = ask.take(await ask.read_json(request), *UPLOAD)
        flow = await self._flow(values["flow_uuid"], tenant)
        if self._auth_at_upload:
            await reach_auth_url(self._outside, flow)
        batch, files = await self._store.accept(tenant, FAMILY, ask.files(values), flow=flow)
        return answer([UploadedFile(batch.id, file.document_id, file.uuid) for file in files], 201)

    async def status(self, request: Request) -> Response:
        tenant = self._tenant(request)
        (flow_uuid,) = ask.query(request, "flow_uuid")
        status = await self._store.statuses.of(flow_uuid, tenant, FAMILY)
        if status is None:
            raise flow_not_found()
        return answer(status)

    async def extracts(self, request: Request) -> Response:
        tenant = self._tenant(request)
        (flow_uuid,) = ask.query(request, "flow_uuid")
        return answer(await self._results.callback_data(await self._flow(flow_uuid, tenant)))

    # When the work is done

    def cross_checks(self, flow: Flow, files: Sequence[ReadFile]) -> list[CrossCheck]:
        checks = self._shelf.checks.for_product(flow.product_type, own=self._own_checks)
        documents = [
            (read.reading.document_type, {name: field.value for name, field in read.reading.fields.items()})
            for read in files
            if read.reading is not None and not read.reading.error_code
        ]
        return run_checks(checks, documents, {"username": flow.username})

    def flow_done(self, flow: Flow) -> NewDelivery | None:
        return NewDelivery(DELIVERY, flow.tenant, flow.callback_url, flow.auth_url, flow.uuid)

    async def compose(self, delivery: Delivery) -> bytes:
        flow = await self._store.flow(delivery.flow_uuid)
        return encode(await self._results.callback_data(flow)) if flow else b"{}"

    # What a request is about

    def _tenant(self, request: Request) -> str:
        return self._tokens.check(ask.header(request, b"token")).tenant

    async def _flow(self, flow_uuid: str, tenant: str) -> Flow:
        flow = await self._store.flow(flow_uuid, tenant)
        if flow is None or flow.family != FAMILY:
            raise flow_not_found()
        return flow
