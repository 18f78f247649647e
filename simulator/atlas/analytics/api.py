"""The analytics endpoints: v3 and bulk by counts and lists, onboarding by counts, fields and stage times."""

from __future__ import annotations

import asyncio
import base64
import csv
import io
from collections.abc import Mapping, Sequence

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from simulator.atlas import requests as ask
from simulator.atlas.analytics import payloads as told
from simulator.atlas.analytics import times
from simulator.atlas.analytics.asked import CALLBACKS, PAGE, PROCESSING, UPLOAD, days, page_number, view
from simulator.atlas.answers import answer
from simulator.atlas.errors import flow_not_found
from simulator.clock import Clock, stamp
from simulator.documents.model import Reading
from simulator.flows.analytics import Analytics, Counted, Listed, Scope, Spans
from simulator.flows.states import FileState
from simulator.flows.store import Store
from simulator.pipeline.shelf import Shelf

V3, BULK, ONBOARDING = ("v3",), ("bulk",), ("v1", "v2")
#: Types that say who somebody is (contract, section 12).
IDENTITY = frozenset({"AADHAAR", "PAN", "DRIVING_LICENSE", "VOTER_ID", "PASSPORT"})
#: Most rows of a spreadsheet.
SHEET_ROWS = 100_000


class AnalyticsApi:
    def __init__(self, store: Store, clock: Clock, shelf: Shelf) -> None:
        self._store = store
        self._clock = clock
        self._shelf = shelf
        self._analytics = Analytics(store.database)
        v3, v2 = "/v3/verification/analytics", "/v2/verification/analytics"
        self.routes = [
            Route(f"{v3}/documents/summary", self.summary, methods=["GET"]),
            Route(f"{v3}/documents/summary/spreadsheet", self.spreadsheet, methods=["GET"]),
            Route(f"{v3}/details", self.details, methods=["GET"]),
            Route(v3, self.times, methods=["GET"]),
            Route("/v3/verification/clients", self.clients, methods=["GET"]),
            Route("/v1/bulk/clients", self.bulk_clients, methods=["GET"]),
            Route("/v1/bulk/analytics", self.bulk, methods=["GET"]),
            Route(v2, self.onboarding, methods=["GET"]),
            Route(f"{v2}/field-breakdown", self.fields, methods=["GET"]),
            Route(f"{v2}/flow-files", self.flow_files, methods=["GET"]),
            Route(f"{v2}/flow-medians", self.flow_medians, methods=["GET"]),
        ]

    # v3

    async def summary(self, request: Request) -> Response:
        query = request.query_params
        scope = Scope(V3, query.get("client_uuid", ""), *days(query, self._clock.now()))
        files = await self._analytics.files_by_state(scope)
        posts = await self._analytics.deliveries_by_state("flow", scope)
        callbacks = {
            word: told.PlainTally(sum(posts.get(each, 0) for each in states)) for word, states in CALLBACKS.items()
        }
        everything = _tally(files, files)
        return answer(
            told.Summary(
                told.DocumentsAndPages(everything.count, everything.page_count),
                _stage(files, UPLOAD),
                _stage(files, PROCESSING),
                told.Callbacks(told.PlainTally(sum(each.count for each in callbacks.values())), callbacks),
            )
        )

    async def details(self, request: Request) -> Response:
        name, _, states = view(request.query_params)
        page = page_number(request.query_params)
        rows, total = await self._listed(name, states, (page - 1) * PAGE, PAGE)
        return answer(told.Details([_row(each) for each in rows], told.Pagination(page, -(-total // PAGE), total)))

    async def spreadsheet(self, request: Request) -> Response:
        name, status, states = view(request.query_params)
        rows, _ = await self._listed(name, states, 0, SHEET_ROWS)
        data = await asyncio.to_thread(_csv, rows)
        filename = f"{name}-{status or 'all'}.csv".lower()
        return answer(told.Spreadsheet(told.SheetFile(base64.b64encode(data).decode(), "text/csv", filename)))

    async def _listed(self, name: str, states: Sequence[str], offset: int, limit: int) -> tuple[list[Listed], int]:
        if name == "callbacks":
            return await self._analytics.list_callbacks(states, offset, limit)
        return await self._analytics.list_files(Scope(V3), states, offset, limit)

    async def times(self, request: Request) -> Response:
        return answer([times.of_file(each) for each in await self._spans(request)])

    async def clients(self, request: Request) -> Response:
        return answer([told.Client(each, each) for each in await self._analytics.clients(V3)])

    # Bulk

    async def bulk_clients(self, request: Request) -> Response:
        return answer([told.BulkClient(each, each) for each in await self._analytics.clients(BULK)])

    async def bulk(self, request: Request) -> Response:
        (client,) = ask.query(request, "client_uuid")
        scope = Scope(BULK, client, *days(request.query_params, self._clock.now(), "from_date", "to_date"))
        files = await self._analytics.files_by_state(scope)
        everything = _tally(files, files)
        words = (
            FileState.UNRECOGNISED, FileState.PROCESSING_SUCCESS, FileState.PROCESSING_INPROGRESS, FileState.PROCESSING_FAILED,
        )  # fmt: skip
        return answer(
            told.BulkTotals(everything.count, everything.page_count, *(_tally(files, [word]).count for word in words))
        )

    # Onboarding

    async def onboarding(self, request: Request) -> Response:
        scope = Scope(ONBOARDING, "", *days(request.query_params, self._clock.now()))
        files = await self._analytics.files_by_state(scope)
        types = {name: each.documents for name, each in (await self._analytics.good_types(scope)).items()}
        products = await self._analytics.products(scope)
        good = _tally(files, [FileState.PROCESSING_SUCCESS])
        failed, unfetched = (_tally(files, [word]) for word in (FileState.PROCESSING_FAILED, FileState.UPLOAD_FAILED))
        kyc = sum(count for name, count in types.items() if name in IDENTITY)
        return answer(
            told.Onboarding(
                good.count, kyc, good.count - kyc, _tally(files, [FileState.UNRECOGNISED]).count,
                await self._analytics.flows(scope),
                told.PageCounts(
                    good.page_count, failed.page_count + unfetched.page_count,
                    told.FailedPages(failed.page_count, unfetched.page_count),
                ),
                told.Breakdown(types, _words(files, PROCESSING), _words(files, UPLOAD)),
                await self._analytics.deliveries_by_state("file", scope),
                {name: good for name, (good, _) in products.items()},
                {name: total for name, (_, total) in products.items()},
            )
        )  # fmt: skip

    async def fields(self, request: Request) -> Response:
        readings = await self._analytics.newest_readings(
            Scope(ONBOARDING), request.query_params.get("documentType", "")
        )
        return answer(told.FieldBreakdown(await asyncio.to_thread(self._qualities, readings)))

    def _qualities(self, readings: Sequence[Reading]) -> dict[str, dict[str, told.FieldQuality]]:
        found: dict[str, list[Reading]] = {}
        for reading in readings:
            found.setdefault(reading.document_type, []).append(reading)
        return {name: self._of_type(name, some) for name, some in sorted(found.items())}

    def _of_type(self, name: str, readings: Sequence[Reading]) -> dict[str, told.FieldQuality]:
        known = self._shelf.catalogue.get(name)
        return {spec.name: _quality(spec.name, readings) for spec in (known.fields if known else ())}

    async def flow_files(self, request: Request) -> Response:
        spans = await self._spans(request)
        return answer(told.FlowFiles(request.query_params["flow_uuid"], [times.of_flow_file(each) for each in spans]))

    async def flow_medians(self, request: Request) -> Response:
        spans = await self._analytics.newest_spans(Scope(ONBOARDING))
        today, _ = days({"date_filter_type": "today"}, self._clock.now())
        medians = await asyncio.to_thread(
            lambda: (times.medians(spans), times.medians([each for each in spans if each.created_at >= today]))
        )
        return answer(told.FlowMedians(*medians))

    async def _spans(self, request: Request) -> list[Spans]:
        (flow_uuid,) = ask.query(request, "flow_uuid")
        if await self._store.flow(flow_uuid) is None:
            raise flow_not_found()
        return await self._analytics.spans_of_flow(flow_uuid)


def _tally(files: Mapping[str, Counted], states: Sequence[str] | Mapping[str, Counted]) -> told.Tally:
    found = [files[state] for state in states if state in files]
    return told.Tally(sum(each.documents for each in found), sum(each.pages for each in found))


def _stage(files: Mapping[str, Counted], words: Mapping[str, Sequence[str]]) -> told.Stage:
    everything = [state for states in words.values() for state in states]
    return told.Stage(_tally(files, everything), {word: _tally(files, states) for word, states in words.items()})


def _words(files: Mapping[str, Counted], words: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """By the exact backend word, which is the first state that it takes in."""
    return {str(states[0]): _tally(files, states).count for states in words.values()}


def _row(each: Listed) -> told.Row:
    return told.Row(
        each.application_id, each.page_count, each.flow_uuid, each.file_uuid, each.document_type, stamp(each.created_at)
    )


def _csv(rows: Sequence[Listed]) -> bytes:
    sheet = io.StringIO()
    writer = csv.writer(sheet)
    names = told.Row.__struct_fields__
    writer.writerow(names)
    writer.writerows([getattr(row, name) for name in names] for row in map(_row, rows))
    return sheet.getvalue().encode()


def _quality(name: str, readings: Sequence[Reading]) -> told.FieldQuality:
    confidences = [each.fields[name].confidence for each in readings if name in each.fields]
    rate = round(100 * len(confidences) / len(readings), 2)
    return told.FieldQuality(rate, round(sum(confidences) / len(confidences), 4) if confidences else 0.0)
