"""What the analytics calls take and answer, as far as their one known client tells."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from simulator.atlas.analytics import payloads as told
from simulator.atlas.analytics.asked import VIEWS
from simulator.atlas.errors import ApiError, flow_not_found, missing_query
from simulator.atlas.operations import FLOW, TEXT_WITH_SOMETHING, Words
from simulator.operations import Input, Operation, Schema
from simulator.settings import Settings

TAG = "Analytics (vendor-internal)"
DATE: Schema = {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}


def operations(settings: Settings) -> list[Operation]:
    words = Words(settings)
    wrong_day = words.failures((ApiError(400, "start_date must be YYYY-MM-DD"), "a date or its kind is wrong"))
    wrong_view = words.failures((missing_query(["view"]), "view, status or page_number is absent or wrong"))
    no_flow = words.failures((missing_query(["flow_uuid"]), "it is absent"), (flow_not_found(), "there is none"))
    by_day = _by_day("start_date", "end_date", ["lifetime", "today", "date_range"])
    by_view = (
        Input("view", {"enum": list(VIEWS)}),
        Input(
            "status",
            {"enum": [word for each in VIEWS.values() for word in each]},
            required=False,
            says="exact backend word",
        ),
    )
    by_flow = (Input("flow_uuid", TEXT_WITH_SOMETHING, example=FLOW),)
    page = Input("page_number", {"type": "integer", "minimum": 1, "maximum": 999_999_999}, required=False)
    client, v3, v2 = Input("client_uuid", required=False), "/v3/verification/analytics", "/v2/verification/analytics"
    return [
        _get(f"{v3}/documents/summary", "Documents by stage", told.Summary, (client, *by_day), wrong_day),
        _get(f"{v3}/documents/summary/spreadsheet", "A view as CSV", told.Spreadsheet, by_view, wrong_view),
        _get(f"{v3}/details", "A view, 100 rows a page", told.Details, (*by_view, page), wrong_view),
        _get(v3, "How long the stages of a flow's files took", list[told.FileTimes], by_flow, no_flow),
        _get("/v3/verification/clients", "Who has uploaded", list[told.Client]),
        _get("/v1/bulk/clients", "Who has uploaded", list[told.BulkClient]),
        _get("/v1/bulk/analytics", "Documents of a client", told.BulkTotals,
             (Input("client_uuid", TEXT_WITH_SOMETHING), *_by_day("from_date", "to_date", ["lifetime", "today", "date_range"])),
             words.failures((missing_query(["client_uuid"]), "it is absent, or a date is wrong"))),
        _get(v2, "Documents of onboarding", told.Onboarding, (Input("product_name", required=False), *by_day), wrong_day),
        _get(f"{v2}/field-breakdown", "How well fields are read, by type; of the newest 1,000 documents", told.FieldBreakdown,
             (Input("documentType", required=False),)),
        _get(f"{v2}/flow-files", "How long the stages of a flow's files took", told.FlowFiles, by_flow, no_flow),
        _get(f"{v2}/flow-medians", "Medians of the stages; of the newest 10,000 files", told.FlowMedians),
    ]  # fmt: skip


def _by_day(first: str, last: str, kinds: Sequence[str]) -> Sequence[Input]:
    return (
        Input("date_filter_type", {"enum": list(kinds)}, required=False), Input(first, DATE, required=False),
        Input(last, DATE, required=False, says="included"),
    )  # fmt: skip


def _get(path: str, summary: str, answer: Any, query: Sequence[Input] = (), failures: Any = ()) -> Operation:
    return Operation("GET", path, TAG, summary, {200: answer}, says="Takes no token.", query=query, failures=failures)
