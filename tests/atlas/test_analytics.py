"""The analytics calls: they count what happened, in the form that the vendor's dashboard reads, and need no token."""

from __future__ import annotations

import base64
import csv
import io
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from simulator.server import BackgroundServer
from simulator.settings import load

V3, V2 = "/v3/verification/analytics", "/v2/verification/analytics"


@pytest.fixture(scope="module")
def counted() -> Iterator[BackgroundServer]:
    """A server of these tests' own, since all accounts are counted."""
    with BackgroundServer(load({"port": 0, "ephemeral": True, "callback_backoff": 0.01}, environment={})) as running:
        yield running


@pytest.fixture
def alone(counted: BackgroundServer, account_on: Callable[..., Any]) -> Any:
    """The only account there is."""
    httpx.delete(f"{counted.url}/_sim/state", trust_env=False).raise_for_status()
    return account_on(counted)


def onboard(account: Any, *document_ids: str, **more: Any) -> str:
    """An onboarding flow whose documents are done."""
    values = {
        "product_type": "MSME_OD",
        "application_id": "A1",
        "external_reference_id": "C1",
        "username": "Asha Verma",
        **more,
    }
    flow = str(account.ok("POST", "/v2/verification/flow/init", values)["flow_id"])
    account.ok("POST", "/v2/verification/multiupload", {"flow_id": flow, "file_urls": account.files(*document_ids)})
    account.settle()
    return flow


def test_nothing_counts_as_nothing(alone: Any) -> None:
    summary = alone.http.get(f"{V3}/documents/summary").json()
    assert summary["master_summary"] == {"document_count": 0, "page_count": 0}
    assert alone.http.get(V2).json()["flows_created"] == 0
    assert alone.http.get(f"{V2}/flow-medians").json()["overall_medians"]["median_sage_api_time"] is None
    assert alone.http.get("/v3/verification/clients").json() == alone.http.get("/v1/bulk/clients").json() == []


def test_the_summary_counts_documents_pages_and_callbacks(alone: Any) -> None:
    alone.sim.faults(point="download", action="expired", document="gone")
    alone.sim.faults(point="ocr", action="fail", document="bad")
    alone.flow("1", "2", "what", "gone", "bad")
    summary = alone.http.get(f"{V3}/documents/summary", params={"date_filter_type": "lifetime"}).json()
    assert list(summary) == ["master_summary", "upload", "sage_processing", "callbacks"]
    assert summary["master_summary"]["document_count"] == 5
    counts = {
        stage: {word: each["count"] for word, each in summary[stage]["summary"].items()} for stage in list(summary)[1:]
    }
    assert counts == {
        "upload": {"success": 4, "failed": 1, "inprogress": 0},
        "sage_processing": {"success": 2, "inprogress": 0, "failed": 1, "unrecognised": 1},
        "callbacks": {"initiated": 0, "delivered": 1, "inprogress": 0, "auth_failed": 0, "callback_failed": 0},
    }
    assert summary["sage_processing"]["total"]["count"] == 4
    other = alone.http.get(f"{V3}/documents/summary", params={"client_uuid": "nobody"}).json()
    assert other["master_summary"]["document_count"] == other["callbacks"]["total"]["count"] == 0


def test_days_narrow_what_is_counted_by_simulated_time(alone: Any) -> None:
    alone.flow("1")
    first = alone.sim.clock.now()["now"][:10]
    # Everyone's clock, which the dashboard goes by.
    alone.http.post("/_sim/clock", json={"advance": "48h"}).raise_for_status()
    alone._token = ""
    alone.flow("2", "3")

    def count(**query: str) -> int:
        found = alone.http.get(f"{V3}/documents/summary", params=query).json()
        return int(found["master_summary"]["document_count"])

    assert (count(), count(date_filter_type="today")) == (3, 2)
    assert count(date_filter_type="date_range", start_date=first, end_date=first) == 1
    assert count(start_date=first, end_date="2999-01-01") == count(date_filter_type="date_range") == 3
    assert count(end_date=first) == 1


def test_the_days_of_one_client_are_those_of_its_own_clock(alone: Any) -> None:
    alone.flow("1")
    alone.sim.clock.advance("48h")
    alone._token = ""
    alone.flow("2", "3")
    query = {"client_uuid": alone.client_id, "date_filter_type": "today"}
    assert alone.http.get(f"{V3}/documents/summary", params=query).json()["master_summary"]["document_count"] == 2


def test_details_list_what_the_summary_counts_a_hundred_a_page(alone: Any) -> None:
    flow = alone.flow(*(str(number) for number in range(120)), application_id="APP-7")
    good = {"view": "sage-processing", "status": "PROCESSING_SUCCESS"}
    first, second = (alone.http.get(f"{V3}/details", params={**good, "page_number": page}).json() for page in (1, 2))
    assert first["pagination"] == {"current_page": 1, "total_pages": 2, "total_count": 120}
    assert (len(first["data"]), len(second["data"])) == (100, 20)
    row = second["data"][-1]
    assert list(row) == ["application_id", "page_count", "flow_uuid", "file_uuid", "document_type", "created_at"]
    assert (row["application_id"], row["flow_uuid"], row["document_type"]) == ("APP-7", flow, "PAN")
    (callback,) = alone.http.get(f"{V3}/details", params={"view": "callbacks", "status": "DELIVERED"}).json()["data"]
    assert callback["flow_uuid"] == flow


def test_a_spreadsheet_holds_the_same_rows_as_csv(alone: Any) -> None:
    alone.flow("1", "what", application_id='odd, "quoted"')
    fetched = {"view": "upload", "status": "UPLOAD_SUCCESS"}
    file = alone.http.get(f"{V3}/documents/summary/spreadsheet", params=fetched).json()["file"]
    assert (file["content_type"], file["filename"]) == ("text/csv", "upload-upload_success.csv")
    rows = list(csv.DictReader(io.StringIO(base64.b64decode(file["data_base64"]).decode())))
    assert [row["document_type"] for row in rows] == ["", "PAN"]
    assert rows[0]["application_id"] == 'odd, "quoted"'


def test_stage_times_of_a_flow_add_up(alone: Any) -> None:
    flow = alone.flow("1", "2")
    rows = alone.http.get(V3, params={"flow_uuid": flow}).json()
    assert len(rows) == 2
    for row in rows:
        parts = row["file_upload"] + row["prepare_sage_payload"] + row["sage_llm_api"]
        assert row["total_time_ms"] == pytest.approx(parts, abs=0.1)


def test_clients_are_those_who_uploaded(alone: Any) -> None:
    alone.flow("1")
    alone.batch("bulk", "1")
    assert alone.http.get("/v3/verification/clients").json() == [{"uuid": alone.client_id, "name": alone.client_id}]
    assert alone.http.get("/v1/bulk/clients").json() == [{"client_uuid": alone.client_id, "name": alone.client_id}]


def test_bulk_counts_a_clients_documents(alone: Any) -> None:
    alone.batch("bulk", "1", "2", "what")
    alone.batch("docstream", "1")
    totals = alone.http.get(
        "/v1/bulk/analytics", params={"client_uuid": alone.client_id, "date_filter_type": "today"}
    ).json()
    assert totals == {
        "total_documents": 3,
        "total_pages": totals["total_pages"],
        "total_unrecognised": 1,
        "PROCESSING_SUCCESS": 2,
        "PROCESSING_INPROGRESS": 0,
        "PROCESSING_FAILED": 0,
    }


def test_onboarding_counts_by_type_product_and_state(alone: Any) -> None:
    onboard(alone, "1", "inv", "what", callback_url=alone.receiver.callback_url)
    alone.flow("1")
    found = alone.http.get(V2, params={"product_name": "lentra_v2", "date_filter_type": "lifetime"}).json()
    assert found["all_successful_documents_processed"] == 2
    assert (found["kyc_id_documents_processed"], found["non_kyc_documents_processed"]) == (1, 1)
    assert (found["total_unrecognised_documents"], found["flows_created"]) == (1, 1)
    assert found["document_breakdown"]["successful_document_types"] == {"INVOICE": 1, "PAN": 1}
    assert found["document_breakdown"]["processing_status"]["UNRECOGNISED"] == 1
    assert found["callback_details"] == {"DELIVERED": 3}
    assert found["product_typewise_success"] == {"MSME_OD": 2}
    assert found["total_product_typewise_documents"] == {"MSME_OD": 3}


def test_fields_are_rated_by_how_often_and_how_surely_they_were_read(alone: Any) -> None:
    alone.sim.scenario(
        {
            "canned": [
                {"document_id": "1", "document_type": "PAN", "fields": {"dob": {"value": "1", "confidence": 0.8}}},
                {
                    "document_id": "*",
                    "document_type": "PAN",
                    "fields": {"pan_number": {"value": "ABCPV1234K", "confidence": 0.9}},
                },
            ]
        }
    )
    onboard(alone, "1", "2", "3")
    fields = alone.http.get(f"{V2}/field-breakdown", params={"documentType": "PAN"}).json()["data"]["PAN"]
    assert fields["pan_number"] == {"successful_extraction_rate": 66.67, "average_confidence": 0.9}
    assert fields["dob"] == {"successful_extraction_rate": 33.33, "average_confidence": 0.8}
    assert fields["father_name"] == {"successful_extraction_rate": 0.0, "average_confidence": 0.0}
    assert alone.http.get(f"{V2}/field-breakdown", params={"documentType": "INVOICE"}).json() == {"data": {}}


def test_onboarding_files_have_their_times_and_medians(alone: Any) -> None:
    receiver = alone.receiver
    flow = onboard(
        alone,
        "1",
        "2",
        callback_url=receiver.callback_url,
        auth_token_url=receiver.auth_url,
        chat_notification_url=f"{receiver.url}/callback/chat",
    )
    found = alone.http.get(f"{V2}/flow-files", params={"flow_uuid": flow}).json()
    assert found["flow_uuid"] == flow
    for file in found["files"]:
        assert file["document_type"] == "PAN"
        assert None not in file.values()
        parts = ("file_upload_time", "sage_api_time", "lentra_auth_time", "callback_success_time", "miscellaneous_time")
        assert file["total_time_taken"] == pytest.approx(sum(file[part] for part in parts), abs=0.1)
        assert file["callback_success_time"] > 0
    medians = alone.http.get(f"{V2}/flow-medians").json()
    assert medians["overall_medians"] == medians["todays_medians"]
    times = sorted(file["callback_success_time"] for file in found["files"])
    assert medians["overall_medians"]["median_callback_success_time"] == pytest.approx(sum(times) / 2, abs=0.02)


@pytest.mark.parametrize(
    ("path", "query", "text"),
    [
        (
            f"{V3}/documents/summary",
            {"date_filter_type": "week"},
            "date_filter_type must be one of lifetime, today, date_range",
        ),
        (
            f"{V3}/documents/summary",
            {"start_date": "1.1.2026", "end_date": "2026-01-01"},
            "start_date must be YYYY-MM-DD",
        ),
        (
            f"{V3}/documents/summary",
            {"start_date": "2026-02-30", "end_date": "2026-03-01"},
            "start_date must be YYYY-MM-DD",
        ),
        (f"{V3}/details", {}, "Missing required ['view'] parameters"),
        (f"{V3}/details", {"view": "all"}, "view must be one of upload, sage-processing, callbacks"),
        (
            f"{V3}/details",
            {"view": "upload", "status": "x"},
            "status must be one of UPLOAD_SUCCESS, UPLOAD_FAILED, UPLOAD_INPROGRESS",
        ),
        (f"{V3}/details", {"view": "upload", "page_number": "0"}, "page_number must be integer"),
        (f"{V3}/documents/summary/spreadsheet", {}, "Missing required ['view'] parameters"),
        (V3, {}, "Missing required ['flow_uuid'] parameters"),
        (f"{V2}/flow-files", {}, "Missing required ['flow_uuid'] parameters"),
        ("/v1/bulk/analytics", {}, "Missing required ['client_uuid'] parameters"),
        (V2, {"date_filter_type": "x"}, "date_filter_type must be one of lifetime, today, date_range"),
    ],
)
def test_a_wrong_question_is_a_400_that_says_what_is_wrong(account: Any, path: str, query: Any, text: str) -> None:
    answer = account.http.get(path, params=query)
    assert (answer.status_code, answer.json()) == (400, {"error": text})


@pytest.mark.parametrize("path", [V3, f"{V2}/flow-files"])
def test_an_unknown_flow_is_a_409(account: Any, path: str) -> None:
    answer = account.http.get(path, params={"flow_uuid": "none"})
    assert (answer.status_code, answer.json()) == (409, {"error": "Flow not found"})
