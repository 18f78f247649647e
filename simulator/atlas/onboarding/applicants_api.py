"""Co-applicants of an onboarding flow, added and deleted, and the checklist of each applicant."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from simulator.atlas import request_parsing as parsing
from simulator.atlas.describe import FILE, FLOW, NO_TOKEN, NONEMPTY_TEXT, Describer
from simulator.atlas.errors import ApiError, applicant_deleted, applicant_not_found
from simulator.atlas.onboarding.context import TYPE_NAMES, OnboardingContext, chosen_applicant, parse_user_docs
from simulator.atlas.onboarding.describe import DOCS, OF_APPLICANT, PREFIX_V2, TAG, applicant_failures, no_open_flow
from simulator.atlas.onboarding.payloads import CoApplicantCreated, CoApplicantFailed, CoApplicants
from simulator.atlas.request_parsing import Parameter
from simulator.atlas.responses import json_response
from simulator.endpoints import Endpoint, Operation, Schema
from simulator.flows.applicants import NewApplicant
from simulator.flows.model import Flow

PATH = f"{PREFIX_V2}/flow/coapplicant"
CHECKLIST: Schema = {"title": "Checklist", "type": "object", "additionalProperties": {"type": "boolean"}}
NEW = (
    Parameter("external_reference_id"),
    Parameter("username"),
    Parameter("user_docs", parse_user_docs, required=False, must_be=TYPE_NAMES),
)
EITHER = "external_reference_id or co_applicant_id"
#: By what a co-applicant is named when deleted: either, or both.
NAMES = (
    Parameter("flow_id"),
    Parameter(EITHER),
    Parameter("external_reference_id", required=False),
    Parameter("co_applicant_id", required=False),
)


class ApplicantsApi:
    def __init__(self, context: OnboardingContext) -> None:
        self._context = context
        self._applicants = context.store.applicants
        self.endpoints = self._endpoints(context.describe)

    def _endpoints(self, describe: Describer) -> list[Endpoint]:
        new = describe.body("NewCoApplicant", *NEW, user_docs=DOCS)
        names = dict.fromkeys(("flow_id", "external_reference_id", "co_applicant_id"), NONEMPTY_TEXT)
        return [
            Endpoint(
                Operation(
                    "GET",
                    f"{PREFIX_V2}/docs",
                    TAG,
                    "The checklist of an applicant",
                    {200: CHECKLIST},
                    id="getChecklist",
                    token=True,
                    query=OF_APPLICANT,
                    failures=applicant_failures(describe),
                    examples={200: {"BANK_STATEMENT": True, "PAN": False}},
                ),
                self.docs,
            ),
            Endpoint(
                Operation(
                    "POST",
                    PATH,
                    TAG,
                    "Add co-applicants",
                    {201: CoApplicants},
                    id="addCoApplicants",
                    token=True,
                    body=describe.body(
                        "AddCoApplicantsRequest",
                        Parameter("flow_id"),
                        Parameter("co_applicants"),
                        co_applicants={"type": "array", "minItems": 1, "items": new},
                    ),
                    body_example={
                        "flow_id": FLOW,
                        "co_applicants": [{"external_reference_id": "user-123", "username": "Asha Verma"}],
                    },
                    examples={
                        201: {
                            "created": [{"co_applicant_id": FILE, "external_reference_id": "user-123"}],
                            "failed": [],
                        }
                    },
                    failures=describe.failures(
                        (
                            ApiError(400, "co_applicants list cannot be empty"),
                            "or parameters are absent or of a wrong type",
                        ),
                        NO_TOKEN,
                        no_open_flow(),
                    ),
                ),
                self.add,
            ),
            Endpoint(
                Operation(
                    "DELETE",
                    PATH,
                    TAG,
                    "Delete a co-applicant",
                    {204: None},
                    id="deleteCoApplicant",
                    token=True,
                    body=describe.object(
                        names,
                        title="DeleteCoApplicantRequest",
                        required=["flow_id"],
                        anyOf=[{"required": ["external_reference_id"]}, {"required": ["co_applicant_id"]}],
                    ),
                    body_example={"flow_id": FLOW, "external_reference_id": "user-123"},
                    failures=applicant_failures(describe, in_body=True),
                ),
                self.delete,
            ),
        ]

    async def docs(self, request: Request) -> Response:
        """The checklist: document type to whether a good one is here."""
        tenant = self._context.tenant(request)
        flow_id, reference = parsing.parse_query(request, "flow_id", "external_reference_id")
        case, applicant = await self._context.case_of(flow_id, reference, tenant)
        return json_response(case.checklist(applicant))

    async def add(self, request: Request) -> Response:
        tenant = self._context.tenant(request)
        body = await parsing.read_json(request)
        values = parsing.take_parameters(
            body,
            Parameter("flow_id"),
            Parameter("co_applicants", lambda value: isinstance(value, list), must_be="an array"),
        )
        if not values["co_applicants"]:
            raise ApiError(400, "co_applicants list cannot be empty")
        flow = await self._context.flow(values["flow_id"], tenant)
        if flow.closed:
            raise ApiError(409, "Flow is closed")
        return json_response(await self._added(flow, values["co_applicants"]), 201)

    async def _added(self, flow: Flow, texts: list[Any]) -> CoApplicants:
        """Each on its own: what is wrong with one keeps none of the others out."""
        new_applicants: list[NewApplicant] = []
        failed: list[CoApplicantFailed] = []
        for each in texts:
            try:
                new_applicants.append(
                    NewApplicant(**parsing.take_parameters(each if isinstance(each, dict) else {}, *NEW))
                )
            except ApiError as error:
                reference = each.get("external_reference_id") if isinstance(each, dict) else each
                failed.append(CoApplicantFailed(reference, error.message))
        created: list[CoApplicantCreated] = []
        for new, applicant in zip(new_applicants, await self._applicants.add(flow, new_applicants), strict=True):
            if applicant:
                created.append(CoApplicantCreated(applicant.uuid, applicant.external_reference_id))
            else:
                failed.append(CoApplicantFailed(new.external_reference_id, "Applicant already exists"))
        return CoApplicants(created, failed)

    async def delete(self, request: Request) -> Response:
        """Delete by either name of the co-applicant; where both are given, both must be theirs."""
        tenant = self._context.tenant(request)
        body = await parsing.read_json(request)
        given = [name for name in ("external_reference_id", "co_applicant_id") if not parsing.is_empty(body.get(name))]
        values = parsing.take_parameters({**body, EITHER: ", ".join(given)}, *NAMES)
        flow = await self._context.find(values["flow_id"], tenant)
        if flow is None:
            raise applicant_not_found()
        case = await self._context.case(flow)
        found = [
            each
            for each in case.applicants[1:]
            if values.get("external_reference_id", each.external_reference_id) == each.external_reference_id
            and values.get("co_applicant_id", each.uuid) == each.uuid
        ]
        if not await self._applicants.delete(flow, chosen_applicant(case, found, values[given[0]])):
            raise applicant_deleted()
        return Response(status_code=204)
