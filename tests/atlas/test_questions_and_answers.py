"""The parts that questions and answers are made of: days and views of the analytics, durations, cells, strictness, errors."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.atlas.analytics import query as questions
from simulator.atlas.analytics.spreadsheet import FORMULA, csv_of
from simulator.atlas.analytics.tallies import count_of, counts_by_word, stage_of
from simulator.atlas.analytics.times import medians, of_file, of_flow_file, stage_times
from simulator.atlas.errors import MOST_NAMED, ApiError, generic_error, malformed, missing
from simulator.atlas.paging import PageRequest
from simulator.flows.analytics import DocumentCounts, FileTimestamps, ListedFile
from simulator.flows.states import DeliveryState, FileState
from tests.inprocess import InProcess

DAY = 86_400.0
NOW = datetime(2026, 3, 5, 13, 30, tzinfo=UTC).timestamp()


def at(year: int, month: int, day: int) -> float:
    return datetime(year, month, day, tzinfo=UTC).timestamp()


# Days, views and pages


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, (0.0, 9e15)),
        ({"start_date": "2026-01-31"}, (at(2026, 1, 31), 9e15)),
        ({"end_date": "2026-01-31"}, (0.0, at(2026, 2, 1))),
        ({"start_date": "2026-01-31", "end_date": "2026-01-31"}, (at(2026, 1, 31), at(2026, 2, 1))),
        ({"date_filter_type": "today", "start_date": "2020-01-01"}, (at(2026, 3, 5), 9e15)),
        ({"date_filter_type": "lifetime", "end_date": "2020-01-01"}, (0.0, 9e15)),
        ({"start_date": "2024-02-29"}, (at(2024, 2, 29), 9e15)),
    ],
)
def test_a_span_of_days_takes_in_its_last(query: dict[str, str], expected: tuple[float, float]) -> None:
    assert questions.days(query, NOW) == expected


@pytest.mark.parametrize(
    "day", ["", "2026-1-1", "2026-02-29", "2026-13-01", "01-01-2026", "2026-01-01 ", "２０２６-01-01", "0000-01-01"]
)
@pytest.mark.parametrize("name", ["start_date", "end_date"])
def test_what_is_no_day_is_a_400_that_names_the_parameter(name: str, day: str) -> None:
    with pytest.raises(ApiError, match=f"{name} must be YYYY-MM-DD") as wrong:
        questions.days({name: day}, NOW)
    assert wrong.value.status == 400


@pytest.mark.parametrize(("text", "number"), [("1", 1), ("007", 7), ("999999999", 999_999_999)])
def test_a_page_is_a_whole_number_from_one(text: str, number: int) -> None:
    assert questions.page_number({"page_number": text}) == number


@pytest.mark.parametrize("text", ["0", "-1", "", "1.0", "²", "9" * 10, "x"])
def test_what_is_no_page_is_a_400(text: str) -> None:
    with pytest.raises(ApiError, match="page_number must be integer"):
        questions.page_number({"page_number": text})


def test_every_state_is_in_one_view_under_one_word() -> None:
    for name, states in (("upload", FileState), ("sage-processing", FileState), ("callbacks", DeliveryState)):
        words = questions.VIEWS[name]
        taken = [state for each in words.values() for state in each]
        assert len(taken) == len(set(taken))
        _, status, every = questions.view({"view": name})
        assert status == "" and sorted(every) == sorted(taken)
        for word in words:
            assert questions.view({"view": name, "status": word}) == (name, word, words[word])
        if name != "sage-processing":
            assert set(taken) == set(states)


@pytest.mark.parametrize(
    ("total", "page", "size", "pages", "further", "before"),
    [
        (0, 1, 50, 0, False, False),
        (50, 1, 50, 1, False, False),
        (51, 1, 50, 2, True, False),
        (51, 2, 50, 2, False, True),
        (51, 9, 50, 2, False, True),
        (3, 2, 1, 3, True, True),
    ],
)
def test_a_page_tells_what_lies_around_it(
    total: int, page: int, size: int, pages: int, further: bool, before: bool
) -> None:
    asked = PageRequest(page, size)
    answer = asked.answer([], total)
    assert (answer.total_pages, answer.has_next, answer.has_prev) == (pages, further, before)
    assert asked.offset == (page - 1) * size


# Counts and durations


def test_documents_are_counted_by_the_words_of_a_stage() -> None:
    files = {
        "UPLOAD_FAILED": DocumentCounts(2, 0),
        "PROCESSING_SUCCESS": DocumentCounts(3, 7),
        "UPLOAD_SUCCESS": DocumentCounts(1, 1),
    }
    uploads = stage_of(files, questions.UPLOAD)
    assert (uploads.total.count, uploads.total.page_count) == (6, 8)
    assert {word: each.count for word, each in uploads.summary.items()} == {"success": 4, "failed": 2, "inprogress": 0}
    assert counts_by_word(files, questions.PROCESSING) == {
        "PROCESSING_SUCCESS": 3, "PROCESSING_INPROGRESS": 0, "PROCESSING_FAILED": 0, "UNRECOGNISED": 0
    }  # fmt: skip
    assert count_of(files, files).count == 6


def spans(**more: Any) -> FileTimestamps:
    moments: dict[str, Any] = dict.fromkeys(
        ("fetched_at", "begun_at", "done_at", "notified_at", "sent_at", "auth_seconds", "callback_seconds")
    )
    return FileTimestamps(
        **{
            "file_uuid": "u",
            "batch_id": "b",
            "flow_uuid": "f",
            "document_type": "PAN",
            "page_count": 1,
            "created_at": 10.0,
        },
        **{**moments, **more},
    )


WHOLE = spans(
    fetched_at=11.0,
    begun_at=13.0,
    done_at=16.5,
    sent_at=20.0,
    notified_at=17.0,
    auth_seconds=0.25,
    callback_seconds=0.5,
)


def test_what_has_not_happened_yet_has_no_duration() -> None:
    new = of_file(spans())
    assert (new.file_upload, new.prepare_sage_payload, new.sage_llm_api, new.total_time_ms) == (None, None, None, None)
    times = stage_times(spans(fetched_at=11.0))
    assert (times.file_upload_time, times.total_time_taken, times.miscellaneous_time) == (1000.0, None, None)
    assert times.gray_scaling_time is None and stage_times(WHOLE).gray_scaling_time == 0.0


def test_the_stages_of_a_file_add_up_to_the_whole() -> None:
    one = of_file(WHOLE)
    assert (one.file_upload, one.prepare_sage_payload, one.sage_llm_api, one.total_time_ms) == (
        1000.0,
        2000.0,
        3500.0,
        6500.0,
    )
    times = stage_times(WHOLE)
    assert times.total_time_taken == 10_500.0
    assert (times.lentra_auth_time, times.callback_success_time) == (250.0, 500.0)
    parts = (times.file_upload_time, times.sage_api_time, times.lentra_auth_time, times.callback_success_time)
    assert times.miscellaneous_time == 10_500.0 - sum(part or 0.0 for part in parts)
    assert stage_times(spans(done_at=10.0, begun_at=9.0)).miscellaneous_time == 0.0
    shown = of_flow_file(WHOLE)
    assert (shown.file_upload_timestamp, shown.callback_send_timestamp) == (
        "1970-01-01T00:00:11",
        "1970-01-01T00:00:20",
    )
    assert of_flow_file(spans()).chat_notification_timestamp is None


def test_a_median_is_of_those_that_have_one() -> None:
    found = medians([WHOLE, spans(), spans(fetched_at=13.0)])
    assert found["median_file_upload_time"] == 2000.0
    assert found["median_sage_api_time"] == 3500.0
    assert medians([])["median_total_time_taken"] is None


@given(
    st.lists(
        st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20), min_size=1, max_size=5
    )
)
def test_no_cell_of_a_spreadsheet_is_a_formula_and_nothing_else_is_changed(names: list[str]) -> None:
    rows = [ListedFile(name, 3, "f", "u", "PAN", 0.0) for name in names]
    head, *cells = list(csv.reader(io.StringIO(csv_of(rows).decode(), newline="")))
    assert head[:2] == ["application_id", "page_count"]
    for name, cell in zip(names, cells, strict=True):
        assert not cell[0].startswith(FORMULA)
        assert cell[0] == (f"'{name}" if name.startswith(FORMULA) else name)


# Strictness


@pytest.fixture(scope="module")
def strict() -> Iterator[InProcess]:
    with InProcess(strict=True) as running:
        yield running


def refused(sim: InProcess, **more: Any) -> str:
    body = {
        "product_type": "PROD_CDL",
        "application_id": "A",
        "auth_url": "https://a",
        "callback_url": "https://b",
        **more,
    }
    answer = sim.atlas("POST", "flow/init", json=body)
    assert answer.status_code == 400
    return str(answer.json()["error"])


def test_of_two_urls_in_the_open_the_first_is_named_whatever_their_order(strict: InProcess) -> None:
    """The same body is answered with the same words in every process."""
    for names in permutations(("auth_url", "callback_url")):
        body = {"product_type": "PROD_CDL", "application_id": "A", **dict.fromkeys(names, "http://api.example/x")}
        answer = strict.atlas("POST", "flow/init", json=body)
        assert answer.json()["error"].startswith(f"strict: {names[0]} must be https")


def test_a_misspelt_field_is_told_with_the_nearest(strict: InProcess) -> None:
    assert "unknown field 'aplication_id'; did you mean application_id?; known here: " in refused(
        strict, aplication_id="x"
    )
    answer = strict.atlas("GET", "status?flow_uid=1")
    assert (
        "unknown query parameter 'flow_uid'; did you mean flow_uuid?; this call takes flow_uuid"
        in answer.json()["error"]
    )


@pytest.mark.parametrize(
    "url", ["http://localhost:1/x", "http://a.localhost", "http://127.0.0.9/x", "http://[::1]:9/x"]
)
def test_plain_http_is_taken_to_this_machine(strict: InProcess, url: str) -> None:
    body = {"product_type": "PROD_CDL", "application_id": "A", "auth_url": url, "callback_url": url}
    assert strict.atlas("POST", "flow/init", json=body).status_code == 201


# Errors


@pytest.mark.parametrize("envelope", ["documented", "error", "error_code", "both"])
@pytest.mark.parametrize("coded", [True, False])
def test_an_error_says_the_same_in_every_envelope(envelope: str, coded: bool) -> None:
    body = ApiError(409, "Flow not found", "none", coded=coded).body(envelope)
    plain = envelope in ("error", "both") or (envelope == "documented" and not coded)
    numbered = envelope in ("error_code", "both") or (envelope == "documented" and coded)
    assert ("error" in body, "error_code" in body) == (plain, numbered)
    if plain:
        assert (body["error"], body["reason"]) == ("Flow not found", "none")
    if numbered:
        assert (body["error_code"], body["error_message"]) == ("409", "Resource Conflict: Flow not found: none")


def test_very_many_offenders_are_named_in_part() -> None:
    names = [f"n{at}" for at in range(MOST_NAMED + 1234)]
    assert missing(names).message.endswith(f"'n{MOST_NAMED - 1}'] and 1,234 more")
    assert "more" not in missing(names[:MOST_NAMED]).message
    told = malformed(dict.fromkeys(names, "a string"), ["x"]).message
    assert told.count("must be a string") == MOST_NAMED and told.endswith("; missing or empty: ['x']")


@pytest.mark.parametrize(
    ("status", "path", "coded"),
    [(404, "/v1/address/match", True), (404, "/v3/x", False), (410, "/v3/x", True), (418, "/x", False)],
)
def test_a_status_that_a_call_does_not_document_has_a_general_body(status: int, path: str, coded: bool) -> None:
    body = generic_error(status, path).body("documented")
    assert ("error_code" in body) is coded and body
