"""Whom a request concerns, by what its query, its body and its answer name; and which endpoints a rule's pattern reaches."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.limits import MOST_VALUES
from simulator.pipeline.ids_in_bodies import documents_of, ids_in
from simulator.pipeline.unknown_names import _reaches


def found(method: str = "POST", url: str = "/v3/x", request: Any = "", answer: Any = "") -> tuple[Any, ...]:
    raw = [
        each if isinstance(each, bytes) else json.dumps(each).encode() if each != "" else b""
        for each in (request, answer)
    ]
    ids = ids_in(method, url, *raw)
    return ids.flow_uuid, ids.flow_id, ids.batch_id, ids.application_id, tuple(ids.file_urls)


FILES = {"file_urls": [{"file_url": "u", "document_id": "1"}, {"document_id": "2"}, {"document_id": 3}, "x", {}]}


@pytest.mark.parametrize(
    ("method", "url", "request_body", "answer", "expected"),
    [
        pytest.param("GET", "/x?flow_uuid=a%20b&x=1", "", "", ("a b", "", "", "", ()), id="query"),
        pytest.param("GET", "/x?flow_id=F&batch_id=B+C", "", "", ("", "F", "B C", "", ()), id="other ids of a query"),
        pytest.param("GET", "/x?flow_uuid=", "", "", ("", "", "", "", ()), id="empty"),
        pytest.param("GET", "/x?flow_uuid=a&flow_uuid=b", "", "", ("b", "", "", "", ()), id="twice"),
        pytest.param("GET", "/x?my_flow_uuid=a", "", "", ("", "", "", "", ()), id="another name"),
        pytest.param("GET", "/x?flow_uuid=a", "", {"application_id": "A"}, ("a", "", "", "", ()), id="a poll's answer"),
        pytest.param("POST", "/x", {"application_id": "A"}, {"flow_uuid": "F"}, ("F", "", "", "A", ()), id="body and answer"),
        pytest.param("POST", "/x?flow_uuid=Q", {"flow_uuid": "F"}, "", ("F", "", "", "", ()), id="the body over the query"),
        pytest.param("POST", "/x", {"flow_uuid": 7, "application_id": None}, "", ("", "", "", "", ()), id="other kinds"),
        pytest.param("POST", "/x", FILES, "", ("", "", "", "", ("1", "2")), id="documents"),
        pytest.param("POST", "/x", {"document_id": "9"}, "", ("", "", "", "", ("9",)), id="one document"),
        pytest.param(
            "POST", "/x", FILES, [{"batch_id": "B", "document_id": "1"}, {"batch_id": "B", "document_id": "2"}],
            ("", "", "B", "", ("1", "2")), id="the answer names them once more",
        ),
        pytest.param("POST", "/x", "", [{"document_id": "1"}] * 2, ("", "", "", "", ("1", "1")), id="only the answer"),
        pytest.param("POST", "/x", b"{no json", {"flow_uuid": "F"}, ("F", "", "", "", ()), id="a body that is no JSON"),
        pytest.param("POST", "/x", b"\xff", b"\xff", ("", "", "", "", ()), id="no text"),
        pytest.param("POST", "/x", b" {}", "", ("", "", "", "", ()), id="what does not begin as JSON"),
        pytest.param("POST", "/x", [[1]], "", ("", "", "", "", ()), id="a list of something else"),
        pytest.param(
            "POST", "/x", {"flow_uuid": "F", "many": [0] * (MOST_VALUES + 1)}, "", ("", "", "", "", ()), id="too many values"
        ),
        pytest.param("POST", "/x", b"[" * 100_000, "", ("", "", "", "", ()), id="too deep"),
    ],
)  # fmt: skip
def test_ids_are_found_where_they_may_stand(
    method: str, url: str, request_body: Any, answer: Any, expected: Any
) -> None:
    assert found(method, url, request_body, answer) == expected


@given(st.binary(max_size=80), st.binary(max_size=80), st.text(max_size=40))
def test_no_body_and_no_url_is_too_odd_to_be_looked_at(request: bytes, answer: bytes, query: str) -> None:
    ids = ids_in("POST", f"/x?{query}", request, answer)
    assert all(isinstance(each, str) for each in (ids.flow_uuid, ids.flow_id, ids.batch_id, ids.application_id))


@pytest.mark.parametrize(
    "body", [{"file_urls": None}, {"file_urls": {}}, {"file_urls": "x"}, {"document_id": ""}, {"file_urls": [None]}]
)
def test_what_names_no_document_has_none(body: dict[str, Any]) -> None:
    assert documents_of(body) == []


@pytest.mark.parametrize(
    ("pattern", "endpoint", "reaches"),
    [
        ("multiupload", "POST /v3/verification/multiupload", True),
        ("/v3/verification/multiupload", "POST /v3/verification/multiupload", True),
        ("POST multiupload", "POST /v3/verification/multiupload", True),
        ("post multiupload", "POST /v3/verification/multiupload", True),
        ("GET multiupload", "POST /v3/verification/multiupload", False),
        ("upload", "POST /v3/verification/multiupload", False),
        ("verification/multiupload", "POST /v3/verification/multiupload", True),
        ("x/v3/verification/multiupload", "POST /v3/verification/multiupload", False),
        ("*upload", "POST /v3/verification/multiupload", True),
        ("/v3/*", "GET /v3/verification/status", True),
        ("/v9/*", "GET /v3/verification/status", False),
        ("applicants/7", "DELETE /v2/applicants/{uuid}", True),
        ("7", "DELETE /v2/applicants/{uuid}", True),
        ("/v2/applicants/7", "DELETE /v2/applicants/{uuid}", True),
        ("/v2/other/7", "DELETE /v2/applicants/{uuid}", False),
        ("a/b/c/d", "DELETE /v2/applicants/{uuid}", False),
        ("/v2/applicants/*", "DELETE /v2/applicants/{uuid}", True),
        ("applicants/?", "DELETE /v2/applicants/{uuid}", True),
    ],
)
def test_a_pattern_reaches_an_endpoint_that_a_request_could_be_to(pattern: str, endpoint: str, reaches: bool) -> None:
    assert _reaches(pattern, endpoint) is reaches
