"""Onboarding's uploads and how far they are: `multiupload` of v2 and v1, and the status of one applicant's files."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from simulator.atlas import request_parsing as parsing
from simulator.atlas.auth_url_check import check_auth_url
from simulator.atlas.describe import ABSENT, BATCH, FLOW, NO_TOKEN, Describer
from simulator.atlas.describe import FILE as FILE_ID
from simulator.atlas.errors import ApiError, missing
from simulator.atlas.onboarding.case import has_failed
from simulator.atlas.onboarding.context import (
    V1,
    V2,
    OnboardingContext,
)
from simulator.atlas.onboarding.describe import (
    OF_APPLICANT,
    PREFIX_V1,
    PREFIX_V2,
    TAG,
    applicant_failures,
    no_open_flow,
)
from simulator.atlas.onboarding.payloads import (
    ApplicantStatus,
    FileStatus,
    FileTaken,
    FileTakenV1,
    FileWord,
    MasterWord,
)
from simulator.atlas.request_parsing import Parameter
from simulator.atlas.responses import json_response
from simulator.endpoints import Endpoint, Operation
from simulator.flows.model import Batch, File, ReadFile
from simulator.flows.states import FINAL, FileState
from simulator.flows.store import FlowClosed
from simulator.pipeline.fault_injection import FaultInjector

FILE_URLS = Parameter("file_urls", parsing.is_filled_list)
#: A file's state in the four words of onboarding, which has none for a file that is still being fetched.
STATUS_WORDS: dict[FileState, FileWord] = {
    FileState.UPLOAD_INPROGRESS: "UPLOAD_SUCCESS",
    FileState.UPLOAD_SUCCESS: "UPLOAD_SUCCESS",
    FileState.UPLOAD_FAILED: "FAILED",
    FileState.PROCESSING_INPROGRESS: "PROCESSING",
    FileState.PROCESSING_SUCCESS: "PROCESSING_SUCCESS",
    FileState.PROCESSING_FAILED: "FAILED",
    FileState.UNRECOGNISED: "PROCESSING_SUCCESS",
}


class UploadsApi:
    def __init__(self, context: OnboardingContext, fault_injector: FaultInjector, auth_at_upload: bool) -> None:
        self._context = context
        self._store = context.store
        self._fault_injector = fault_injector
        self._auth_at_upload = auth_at_upload
        self.endpoints = self._endpoints(context.describe)

    def _endpoints(self, describe: Describer) -> list[Endpoint]:
        return [
            Endpoint(_upload(describe, f"{PREFIX_V2}/multiupload", "flow_id", FileTaken), self.multiupload),
            Endpoint(_upload(describe, f"{PREFIX_V1}/multiupload", "flow_uuid", FileTakenV1), self.multiupload_v1),
            Endpoint(
                Operation(
                    "GET",
                    f"{PREFIX_V2}/status",
                    TAG,
                    "How far the files of an applicant are",
                    {200: ApplicantStatus},
                    id="getApplicantStatus",
                    token=True,
                    query=OF_APPLICANT,
                    failures=applicant_failures(describe),
                    examples={
                        200: {
                            "file_statuses": [
                                {"file_uuid": FILE_ID, "document_id": "5643", "status": "PROCESSING_SUCCESS"}
                            ],
                            "master_status": "SUCCESS",
                        }
                    },
                ),
                self.status,
            ),
        ]

    async def multiupload(self, request: Request) -> Response:
        batch, files = await self._upload(request, V2, "flow_id")
        return json_response([FileTaken(each.file_url, each.uuid, batch.id, each.document_id) for each in files], 201)

    async def multiupload_v1(self, request: Request) -> Response:
        batch, files = await self._upload(request, V1, "flow_uuid")
        return json_response([FileTakenV1(each.uuid, batch.id, each.document_id) for each in files], 201)

    async def _upload(self, request: Request, family: str, name: str) -> tuple[Batch, list[File]]:
        tenant = self._context.tenant(request)
        body = await parsing.read_json(request)
        if family == V1 and "flow_id" in body and parsing.is_empty(body.get(name)):
            name = "flow_id"  # what its init answers with; the guide sends a `flow_uuid`
        values = parsing.take_parameters(body, Parameter(name), FILE_URLS)
        flow = await self._context.flow(values[name], tenant)
        if self._auth_at_upload and flow.auth_url:
            await check_auth_url(self._fault_injector, flow)
        try:
            return await self._store.accept(tenant, family, parsing.uploaded_files(values), flow=flow)
        except FlowClosed:
            raise ApiError(409, "Flow is closed") from None

    async def status(self, request: Request) -> Response:
        tenant = self._context.tenant(request)
        flow_id, reference = parsing.parse_query(request, "flow_id", "external_reference_id")
        case, applicant = await self._context.case_of(flow_id, reference, tenant)
        words = [
            FileStatus(read.file.uuid, read.file.document_id, STATUS_WORDS[read.file.state])
            for read in case.files_of(applicant)
        ]
        return json_response(ApplicantStatus(words, master_status(case.files)))


def _upload(describe: Describer, path: str, name: str, kind: Any) -> Operation:
    entry = {
        "file_url": "https://bucket.example/pan.jpg",
        "file_uuid": FILE_ID,
        "batch_id": BATCH,
        "document_id": "1234",
    }
    example = {key: value for key, value in entry.items() if key in kind.__struct_fields__}
    values = {"file_url": "https://bucket.example/pan.jpg", "document_id": "1234", "submission_mode": "camera"}
    file_urls = describe.file_urls(submission_mode={"type": ["string", "null"]})
    return Operation(
        "POST",
        path,
        TAG,
        "Upload documents to a flow by their URLs",
        {201: list[kind]},
        id="uploadOnboardingDocuments" + ("" if name == "flow_id" else "V1"),
        token=True,
        body=describe.body(
            "SubmitDocumentsRequest" if name == "flow_id" else "UploadRequestV1",
            Parameter(name),
            Parameter("file_urls"),
            file_urls=file_urls,
        ),
        body_example={name: FLOW, "file_urls": [values]},
        examples={201: [example]},
        failures=describe.failures(
            (missing([name]), ABSENT),
            NO_TOKEN,
            no_open_flow(),
            (ApiError(422, "Could not reach the authentication URL you configured"), "only with auth_at_upload"),
        ),
    )


def master_status(files: Sequence[ReadFile]) -> MasterWord:
    """The roll-up of a whole flow: a file that failed fails it, once nothing is left to do."""
    if not files or any(read.file.state not in FINAL for read in files):
        return "IN_PROGRESS"
    return "FAILED" if any(map(has_failed, files)) else "SUCCESS"
