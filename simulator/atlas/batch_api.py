"""Docstream and bulk: uploads without a flow, read back in pages by `batch_id` (contract, sections 4 and 5).

Two families of one kind: they differ in the answer to an upload, in their wording, and in docstream's callback.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from simulator.atlas import request_parsing as parsing
from simulator.atlas.describe import ABSENT, BATCH, FILE, FILE_URLS, NO_TOKEN, NONEMPTY_TEXT, Describer
from simulator.atlas.errors import ApiError
from simulator.atlas.examples import example_file
from simulator.atlas.paging import MAX_PER_PAGE, PageRequest, ResultPage, requested_page
from simulator.atlas.payloads import BatchCreated, BatchItem, UploadedFile
from simulator.atlas.request_parsing import Parameter
from simulator.atlas.responses import encode_json, json_response
from simulator.atlas.results import Results
from simulator.core import Core
from simulator.endpoints import INTEGER, Endpoint, Input, Operation, Webhook
from simulator.flows.model import Batch, Delivery
from simulator.flows.outbox import NewDelivery
from simulator.pipeline.family_hooks import FamilyHooks
from simulator.settings import Settings

UPLOAD = (Parameter("product_type"), Parameter("file_urls", parsing.is_filled_list))
#: What is posted to an account without a request that names where.
WEBHOOK = Webhook(
    "docstreamResult",
    "docstream_callback_url of the settings",
    ResultPage[BatchItem],
    "A docstream batch is complete: one post for each of its pages",
)


@dataclass(frozen=True)
class BatchProfile:
    """What tells one family from the other, and what settings change about it. `tag` is its title.

    `array`: one entry for each file in the answer to an upload, else one object. `absent_message` is the 400 for a body with
    something missing, `wrong_message` the one for whatever is wrong. `extracted_only`: pages and totals are of what is
    extracted, not of the batch.
    """

    name: str
    tag: str
    array: bool
    absent_message: str = ""
    wrong_message: str = ""
    extracted_only: bool = False
    item_errors: bool = False
    callback_url: str = ""
    auth_url: str = ""

    @property
    def refusals(self) -> dict[str, str]:
        """The messages as `take_parameters` takes them."""
        return {"absent_message": self.absent_message, "wrong_message": self.wrong_message}


def docstream(settings: Settings) -> BatchProfile:
    return BatchProfile(
        "docstream",
        "IDP extraction (docstream)",
        array=settings.docstream_upload == "array",
        absent_message="Missing or empty required parameters",
        extracted_only=settings.docstream_total == "extracted",
        item_errors=settings.batch_errors,
        callback_url=settings.docstream_callback_url,
        auth_url=settings.docstream_auth_url,
    )


def bulk(settings: Settings) -> BatchProfile:
    return BatchProfile("bulk", "Bulk", array=True, wrong_message="Bad Request", item_errors=settings.batch_errors)


class BatchApi(FamilyHooks):
    def __init__(self, core: Core, profile: BatchProfile) -> None:
        self._profile = profile
        self._store = core.store
        self._tokens = core.tokens
        self._results = Results(core)
        self.names = self.kinds = (profile.name,)
        self.endpoints = self._endpoints(Describer(core.settings))

    def _endpoints(self, describe: Describer) -> list[Endpoint]:
        profile, name = self._profile, self._profile.name.capitalize()
        entry = {"batch_id": BATCH, "document_id": "1", "file_uuid": FILE}
        return [
            Endpoint(
                Operation(
                    "POST",
                    f"/v1/{profile.name}/multiupload",
                    profile.tag,
                    "Upload documents by their URLs",
                    {201: list[UploadedFile] if profile.array else BatchCreated},
                    id=f"upload{name}Documents",
                    # Docstream's pages show both; bulk's only the one.
                    otherwise={}
                    if profile.name == "bulk"
                    else {201: BatchCreated if profile.array else list[UploadedFile]},
                    token=True,
                    body=describe.body("UploadBatchRequest", *UPLOAD, file_urls=describe.file_urls()),
                    body_example={"product_type": "LOAN_APP", "file_urls": FILE_URLS},
                    examples={201: [entry] if profile.array else {"batch_id": BATCH}},
                    failures=describe.failures(
                        (ApiError(400, profile.absent_message or profile.wrong_message), ABSENT), NO_TOKEN
                    ),
                ),
                self.multiupload,
            ),
            Endpoint(
                Operation(
                    "GET",
                    f"/v1/{profile.name}/extracts",
                    profile.tag,
                    "What was read, in pages",
                    {200: ResultPage[BatchItem]},
                    id=f"get{name}Extracts",
                    token=True,
                    query=(
                        Input("batch_id", NONEMPTY_TEXT, example=BATCH),
                        Input("page", {**INTEGER, "default": 1}, required=False, description="from 1"),
                        Input(
                            "per_page",
                            {**INTEGER, "default": MAX_PER_PAGE},
                            required=False,
                            description="at most 50; more is taken for 50",
                        ),
                    ),
                    examples={200: self._page_example},
                    failures=describe.failures(
                        (ApiError(400, "batch_id is required"), "it is absent or unknown, or `page must be integer`"),
                        NO_TOKEN,
                    ),
                ),
                self.extracts,
            ),
        ]

    async def multiupload(self, request: Request) -> Response:
        tenant = self._tenant(request)
        values = parsing.take_parameters(await parsing.read_json(request), *UPLOAD, **self._profile.refusals)
        batch, files = await self._store.accept(
            tenant, self._profile.name, parsing.uploaded_files(values), product_type=values["product_type"]
        )
        if self._profile.array:
            return json_response([UploadedFile(batch.id, file.document_id, file.uuid) for file in files], 201)
        return json_response(BatchCreated(batch.id), 201)

    def _page_example(self) -> Any:
        """What `extracts` answers for a batch of one document."""
        item = self._results.batch_item(example_file("PAN"), self._profile.item_errors)
        return PageRequest(1, MAX_PER_PAGE).answer([item], 1)

    async def extracts(self, request: Request) -> Response:
        tenant = self._tenant(request)
        batch_id = parsing.query_values(request).get("batch_id", "").strip()
        if not batch_id:
            raise ApiError(400, "batch_id is required")
        page = requested_page(request, MAX_PER_PAGE)
        batch = await self._store.batch(batch_id, tenant)
        if batch is None or batch.family != self._profile.name:
            raise ApiError(400, f"batch_id is invalid: no batch {batch_id}")
        return json_response(await self._page(batch.id, page))

    async def _page(self, batch_id: str, page: PageRequest) -> ResultPage[BatchItem]:
        """The documents at the page's places in the batch; those that are not done yet leave theirs empty."""
        done_only = self._profile.extracted_only
        total, done = await self._store.batch_counts(batch_id)
        files = await self._store.files_of_batch(batch_id, page.offset, page.per_page, done_only=done_only)
        items = [item for file in files if (item := self._results.batch_item(file, self._profile.item_errors))]
        return page.answer(items, done if done_only else total)

    # Docstream's callback, where the account has one: the same pages, since its body names no batch to ask for more of

    async def batch_done(self, batch: Batch) -> Sequence[NewDelivery]:
        profile = self._profile
        if not profile.callback_url:
            return ()
        total, _ = await self._store.batch_counts(batch.id)
        return [
            NewDelivery(
                profile.name, batch.tenant, profile.callback_url, profile.auth_url, batch_id=batch.id, subject=str(page)
            )
            for page in range(1, -(-total // MAX_PER_PAGE) + 1)
        ]

    async def compose(self, delivery: Delivery) -> bytes:
        return encode_json(await self._page(delivery.batch_id, PageRequest(int(delivery.subject), MAX_PER_PAGE)))

    def _tenant(self, request: Request) -> str:
        return self._tokens.check(parsing.read_header(request, b"token")).tenant
