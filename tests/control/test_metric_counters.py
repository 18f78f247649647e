"""What is counted for the metrics: requests by path, calls by kind, transitions, and how long each stage took."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.control import metric_counters
from simulator.control.metric_counters import OTHER, REQUEST_BUCKETS, STAGE_BUCKETS, Histogram, MetricCounters
from simulator.flows.journal import Entry
from simulator.flows.model import Event
from simulator.pipeline.journal_recorder import Exchange


def passed(path: str, status: int = 200, seconds: float = 0.1, method: str = "GET") -> Exchange:
    return Exchange(0.0, method, path, status, seconds, (), b"", b"", "", "")


def moved(kind: str, state: str, at: float = 0.0, file: str = "f", **detail: Any) -> Event:
    return Event(1, at, "t", kind, state, file_uuid=file, detail=detail)


@given(st.lists(st.floats(0, 10_000), max_size=50), st.sampled_from([REQUEST_BUCKETS, STAGE_BUCKETS]))
def test_each_bucket_holds_what_was_not_beyond_its_end(values: list[float], ends: tuple[float, ...]) -> None:
    histogram = Histogram(ends)
    for value in values:
        histogram.observe(value)
    found = histogram.buckets()
    assert [count for _, count in found[:-1]] == [sum(value <= end for value in values) for end in ends]
    assert found[-1] == ("+Inf", len(values))
    assert [float(end) for end, _ in found[:-1]] == list(ends)
    assert histogram.total == pytest.approx(sum(values))


def test_requests_are_counted_by_method_path_and_status_whatever_was_asked() -> None:
    counters = MetricCounters()
    for each in (passed("/a?x=1"), passed("/a?x=2"), passed("/a", 500), passed("/a", 0), passed("/a", method="POST")):
        counters.on_exchange(each)
    assert counters.requests == {
        ("GET", "/a", "200"): 2,
        ("GET", "/a", "500"): 1,
        ("GET", "/a", "none"): 1,
        ("POST", "/a", "200"): 1,
    }
    assert counters.request_seconds["/a"].total == pytest.approx(0.5)


def test_a_path_that_is_not_there_makes_no_series_but_a_known_one_keeps_its_own() -> None:
    counters = MetricCounters()
    for each in (passed("/none", 404), passed("/a", 200), passed("/a", 404), passed("/other", 405)):
        counters.on_exchange(each)
    assert set(counters.requests) == {
        ("GET", OTHER, "404"),
        ("GET", "/a", "200"),
        ("GET", "/a", "404"),
        ("GET", OTHER, "405"),
    }


def test_only_so_many_paths_are_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metric_counters, "MAX_PATHS", 2)
    counters = MetricCounters()
    for path in ("/a", "/b", "/c", "/a"):
        counters.on_exchange(passed(path))
    assert counters.requests == {("GET", "/a", "200"): 2, ("GET", "/b", "200"): 1, ("GET", OTHER, "200"): 1}


def test_calls_of_the_simulators_own_are_counted_by_kind_in_seconds() -> None:
    counters = MetricCounters()
    counters.on_exchange(Entry(kind="callback", status=200, ms=1500.0))
    counters.on_exchange(Entry(kind="download", status=0, ms=20.0))
    assert counters.calls == {("callback", "200"): 1, ("download", "none"): 1}
    assert counters.call_seconds["callback"].total == pytest.approx(1.5)
    assert not counters.requests


def test_a_file_spends_in_each_state_the_time_until_it_leaves_it() -> None:
    counters = MetricCounters()
    counters.on_events(
        [
            moved("file", "UPLOAD_INPROGRESS", 10.0),
            moved("file", "UPLOAD_SUCCESS", 12.0),
            moved("file", "UPLOAD_INPROGRESS", 11.0, file="g"),
            moved("file", "PROCESSING_INPROGRESS", 15.0),
            moved("file", "PROCESSING_SUCCESS", 15.5, document_type="PAN"),
            moved("file", "UPLOAD_FAILED", 10.0, file="g"),
        ]
    )
    totals = {state: (sum(each.counts), each.total) for state, each in counters.stage_seconds.items()}
    # A clock that was set back makes no negative time.
    assert totals == {
        "UPLOAD_INPROGRESS": (2, 2.0),
        "UPLOAD_SUCCESS": (1, 3.0),
        "PROCESSING_INPROGRESS": (1, 0.5),
    }
    assert counters.types == {"PAN": 1, "none": 1}
    assert counters.files["UPLOAD_INPROGRESS"] == 2


def test_what_ended_is_remembered_no_longer_and_too_many_files_are_not_measured(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(metric_counters, "MAX_FILES", 1)
    counters = MetricCounters()
    counters.on_events([moved("file", "UPLOAD_INPROGRESS", 1.0), moved("file", "UPLOAD_INPROGRESS", 1.0, file="g")])
    counters.on_events([moved("file", "UPLOAD_FAILED", 2.0, file="g"), moved("file", "UPLOAD_FAILED", 3.0)])
    assert counters.stage_seconds["UPLOAD_INPROGRESS"].total == 2.0
    counters.on_events(
        [moved("file", "UPLOAD_INPROGRESS", 4.0, file="h"), moved("file", "UPLOAD_FAILED", 5.0, file="h")]
    )
    assert counters.stage_seconds["UPLOAD_INPROGRESS"].total == 3.0
    assert not counters._since


def test_flows_and_the_ends_of_deliveries_are_counted() -> None:
    counters = MetricCounters()
    counters.on_events([moved("flow", "IN_PROGRESS"), moved("flow", "SUCCESS"), moved("magic", "SUCCESS")])
    counters.on_events([moved("delivery", state) for state in ("INITIATED", "IN_PROGRESS", "DELIVERED", "AUTH_FAILED")])
    assert counters.flows == {"IN_PROGRESS": 1, "SUCCESS": 1}
    assert counters.deliveries == {"DELIVERED": 1, "AUTH_FAILED": 1}
