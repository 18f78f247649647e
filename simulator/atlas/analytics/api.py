"""The analytics endpoints: v3 and bulk by counts and lists, onboarding by counts, fields and stage times."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from simulator.atlas import request_parsing as parsing
from simulator.atlas.analytics import payloads, times
from simulator.atlas.analytics.query import CALLBACKS, PAGE, PROCESSING, UPLOAD, VIEWS, days, page_number, view
from simulator.atlas.analytics.spreadsheet import csv_of, sheet_row
from simulator.atlas.analytics.tallies import count_of, counts_by_word, stage_of
from simulator.atlas.describe import FLOW, NONEMPTY_TEXT, Describer
from simulator.atlas.errors import ApiError, flow_not_found, missing_query
from simulator.atlas.responses import json_response
from simulator.core import Core
from simulator.documents.model import Reading
from simulator.endpoints import Endpoint, Failure, Handler, Input, Operation, Schema
from simulator.flows.analytics import Analytics, FileTimestamps, ListedFile, Scope
from simulator.flows.states import FileState

V3, BULK, ONBOARDING = ("v3",), ("bulk",), ("v1", "v2")
#: Types that say who somebody is (contract, section 12).
IDENTITY = frozenset({"AADHAAR", "PAN", "DRIVING_LICENSE", "VOTER_ID", "PASSPORT"})
#: Most rows of a spreadsheet.
SHEET_ROWS = 100_000

TAG = "Analytics (vendor-internal)"
DATE: Schema = {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
BY_FLOW = (Input("flow_uuid", NONEMPTY_TEXT, example=FLOW),)
BY_VIEW = (
    Input("view", {"enum": list(VIEWS)}),
    Input(
        "status",
        {"enum": [word for each in VIEWS.values() for word in each]},
        required=False,
        description="exact backend word",
    ),
)


class AnalyticsApi:
    def __init__(self, core: Core) -> None:
        self._store = core.store
        self._clock = core.clock
        self._definitions = core.definitions
        self._analytics = Analytics(core.store.database)
        self.endpoints = self._endpoints(Describer(core.settings))

    def _endpoints(self, describe: Describer) -> list[Endpoint]:
        wrong_day = describe.failures((ApiError(400, "start_date must be YYYY-MM-DD"), "a date or its kind is wrong"))
        wrong_view = describe.failures((missing_query(["view"]), "view, status or page_number is absent or wrong"))
        no_flow = describe.failures(
            (missing_query(["flow_uuid"]), "flow_uuid is missing"), (flow_not_found(), "no flow has this flow_uuid")
        )
        no_client = describe.failures((missing_query(["client_uuid"]), "it is absent, or a date is wrong"))
        by_day = _by_day("start_date", "end_date")
        page = Input("page_number", {"type": "integer", "minimum": 1, "maximum": 999_999_999}, required=False)
        client, v3, v2 = (
            Input("client_uuid", required=False),
            "/v3/verification/analytics",
            "/v2/verification/analytics",
        )
        return [
            _get(
                f"{v3}/documents/summary",
                "Documents by stage",
                payloads.Summary,
                self.summary,
                (client, *by_day),
                wrong_day,
            ),
            _get(
                f"{v3}/documents/summary/spreadsheet",
                "A view as CSV",
                payloads.Spreadsheet,
                self.spreadsheet,
                BY_VIEW,
                wrong_view,
            ),
            _get(
                f"{v3}/details", "A view, 100 rows a page", payloads.Details, self.details, (*BY_VIEW, page), wrong_view
            ),
            _get(
                v3, "How long the stages of a flow's files took", list[payloads.FileTimes], self.times, BY_FLOW, no_flow
            ),
            _get("/v3/verification/clients", "Who has uploaded", list[payloads.Client], self.clients),
            _get("/v1/bulk/clients", "Who has uploaded", list[payloads.BulkClient], self.bulk_clients),
            _get(
                "/v1/bulk/analytics",
                "Documents of a client",
                payloads.BulkTotals,
                self.bulk,
                (Input("client_uuid", NONEMPTY_TEXT), *_by_day("from_date", "to_date")),
                no_client,
            ),
            _get(
                v2,
                "Documents of onboarding",
                payloads.Onboarding,
                self.onboarding,
                (Input("product_name", required=False), *by_day),
                wrong_day,
            ),
            _get(
                f"{v2}/field-breakdown",
                "How well fields are read, by type; of the newest 1,000 documents",
                payloads.FieldBreakdown,
                self.fields,
                (Input("documentType", required=False),),
            ),
            _get(
                f"{v2}/flow-files",
                "How long the stages of a flow's files took",
                payloads.FlowFiles,
                self.flow_files,
                BY_FLOW,
                no_flow,
            ),
            _get(
                f"{v2}/flow-medians",
                "Medians of the stages; of the newest 10,000 files",
                payloads.FlowMedians,
                self.flow_medians,
            ),
        ]

    # v3

    async def summary(self, request: Request) -> Response:
        query = parsing.query_values(request)
        client = query.get("client_uuid", "")
        scope = Scope(V3, client, *days(query, self._clock.now(client)))
        files = await self._analytics.files_by_state(scope)
        posts = await self._analytics.deliveries_by_state("flow", scope)
        callbacks = {
            word: payloads.PlainTally(sum(posts.get(each, 0) for each in states)) for word, states in CALLBACKS.items()
        }
        everything = count_of(files, files)
        return json_response(
            payloads.Summary(
                payloads.DocumentsAndPages(everything.count, everything.page_count),
                stage_of(files, UPLOAD),
                stage_of(files, PROCESSING),
                payloads.Callbacks(payloads.PlainTally(sum(each.count for each in callbacks.values())), callbacks),
            )
        )

    async def details(self, request: Request) -> Response:
        name, _, states = view(parsing.query_values(request))
        page = page_number(parsing.query_values(request))
        rows, total = await self._listed(name, states, (page - 1) * PAGE, PAGE)
        return json_response(
            payloads.Details([sheet_row(each) for each in rows], payloads.Pagination(page, -(-total // PAGE), total))
        )

    async def spreadsheet(self, request: Request) -> Response:
        name, status, states = view(parsing.query_values(request))
        rows, _ = await self._listed(name, states, 0, SHEET_ROWS)
        data = await asyncio.to_thread(csv_of, rows)
        filename = f"{name}-{status or 'all'}.csv".lower()
        return json_response(
            payloads.Spreadsheet(payloads.SheetFile(base64.b64encode(data).decode(), "text/csv", filename))
        )

    async def _listed(self, name: str, states: Sequence[str], offset: int, limit: int) -> tuple[list[ListedFile], int]:
        if name == "callbacks":
            return await self._analytics.list_callbacks(states, offset, limit)
        return await self._analytics.list_files(Scope(V3), states, offset, limit)

    async def times(self, request: Request) -> Response:
        return json_response([times.of_file(each) for each in await self._spans(request)])

    async def clients(self, request: Request) -> Response:
        return json_response([payloads.Client(each, each) for each in await self._analytics.clients(V3)])

    # Bulk

    async def bulk_clients(self, request: Request) -> Response:
        return json_response([payloads.BulkClient(each, each) for each in await self._analytics.clients(BULK)])

    async def bulk(self, request: Request) -> Response:
        (client,) = parsing.parse_query(request, "client_uuid")
        query, now = parsing.query_values(request), self._clock.now(client)
        scope = Scope(BULK, client, *days(query, now, "from_date", "to_date"))
        files = await self._analytics.files_by_state(scope)
        everything = count_of(files, files)
        words = (
            FileState.UNRECOGNISED,
            FileState.PROCESSING_SUCCESS,
            FileState.PROCESSING_INPROGRESS,
            FileState.PROCESSING_FAILED,
        )
        return json_response(
            payloads.BulkTotals(
                everything.count, everything.page_count, *(count_of(files, [word]).count for word in words)
            )
        )

    # Onboarding

    async def onboarding(self, request: Request) -> Response:
        scope = Scope(ONBOARDING, "", *days(parsing.query_values(request), self._clock.now()))
        files = await self._analytics.files_by_state(scope)
        types = {name: each.documents for name, each in (await self._analytics.good_types(scope)).items()}
        products = await self._analytics.products(scope)
        good = count_of(files, [FileState.PROCESSING_SUCCESS])
        failed, unfetched = (count_of(files, [word]) for word in (FileState.PROCESSING_FAILED, FileState.UPLOAD_FAILED))
        kyc = sum(count for name, count in types.items() if name in IDENTITY)
        return json_response(
            payloads.Onboarding(
                good.count,
                kyc,
                good.count - kyc,
                count_of(files, [FileState.UNRECOGNISED]).count,
                await self._analytics.flows(scope),
                payloads.PageCounts(
                    good.page_count,
                    failed.page_count + unfetched.page_count,
                    payloads.FailedPages(failed.page_count, unfetched.page_count),
                ),
                payloads.Breakdown(types, counts_by_word(files, PROCESSING), counts_by_word(files, UPLOAD)),
                await self._analytics.deliveries_by_state("file", scope),
                {name: good for name, (good, _) in products.items()},
                {name: total for name, (_, total) in products.items()},
            )
        )

    async def fields(self, request: Request) -> Response:
        readings = await self._analytics.newest_readings(
            Scope(ONBOARDING), parsing.query_values(request).get("documentType", "")
        )
        return json_response(payloads.FieldBreakdown(await asyncio.to_thread(self._qualities, readings)))

    def _qualities(self, readings: Sequence[Reading]) -> dict[str, dict[str, payloads.FieldQuality]]:
        found: dict[str, list[Reading]] = {}
        for reading in readings:
            found.setdefault(reading.document_type, []).append(reading)
        return {name: self._of_type(name, some) for name, some in sorted(found.items())}

    def _of_type(self, name: str, readings: Sequence[Reading]) -> dict[str, payloads.FieldQuality]:
        known = self._definitions.catalogue.get(name)
        return {spec.name: _quality(spec.name, readings) for spec in (known.fields if known else ())}

    async def flow_files(self, request: Request) -> Response:
        spans = await self._spans(request)
        return json_response(
            payloads.FlowFiles(parsing.query_values(request)["flow_uuid"], [times.of_flow_file(each) for each in spans])
        )

    async def flow_medians(self, request: Request) -> Response:
        spans = await self._analytics.newest_spans(Scope(ONBOARDING))
        today, _ = days({"date_filter_type": "today"}, self._clock.now())
        medians = await asyncio.to_thread(
            lambda: (times.medians(spans), times.medians([each for each in spans if each.created_at >= today]))
        )
        return json_response(payloads.FlowMedians(*medians))

    async def _spans(self, request: Request) -> list[FileTimestamps]:
        (flow_uuid,) = parsing.parse_query(request, "flow_uuid")
        if await self._store.flow(flow_uuid) is None:
            raise flow_not_found()
        return await self._analytics.spans_of_flow(flow_uuid)


def _by_day(first: str, last: str) -> Sequence[Input]:
    return (
        Input("date_filter_type", {"enum": ["lifetime", "today", "date_range"]}, required=False),
        Input(first, DATE, required=False),
        Input(last, DATE, required=False, description="included"),
    )


def _get(
    path: str,
    summary: str,
    answer: Any,
    handler: Handler,
    query: Sequence[Input] = (),
    failures: Sequence[Failure] = (),
) -> Endpoint:
    operation = Operation(
        "GET", path, TAG, summary, {200: answer}, description="Takes no token.", query=query, failures=failures
    )
    return Endpoint(operation, handler)


def _quality(name: str, readings: Sequence[Reading]) -> payloads.FieldQuality:
    confidences = [each.fields[name].confidence for each in readings if name in each.fields]
    rate = round(100 * len(confidences) / len(readings), 2)
    return payloads.FieldQuality(rate, round(sum(confidences) / len(confidences), 4) if confidences else 0.0)
