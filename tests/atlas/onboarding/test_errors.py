"""One row for each documented error, and for those that the documentation leaves open."""

from __future__ import annotations

from typing import Any

import pytest

FILE = {"file_url": "http://127.0.0.1:9/x.pdf", "document_id": "1"}
MISSING = "Missing or empty required parameters: "
MALFORMED = "Malformed parameters: "
TYPES = "user_docs must be an array of document types, each a string"
INIT = ["product_type", "application_id", "external_reference_id", "username"]
WHO = {"flow_id": "FLOW", "external_reference_id": "CUST-9283"}
STRANGE = {"flow_id": "FLOW", "external_reference_id": "CUST-0"}
NOBODY = {"flow_id": "FLOW", "external_reference_id": "GONE"}
NO_FLOW = {"flow_id": "none", "external_reference_id": "CUST-9283"}
PERSON = {"external_reference_id": "C", "username": "D"}

ROWS: list[tuple[str, str, dict[str, Any], int, str]] = [
    ("POST", "/v2/verification/flow/init", {"json": {}}, 400, f"{MISSING}{INIT}"),
    (
        "POST",
        "/v1/flow/init",
        {"json": {"product_type": " "}},
        400,
        f"{MISSING}{['application_id', 'product_type', 'username', 'external_reference_id']}",
    ),
    (
        "POST",
        "/v2/verification/flow/init",
        {"json": {**dict.fromkeys(INIT, "x"), "user_docs": "PAN"}},
        400,
        f"{MALFORMED}['user_docs'] ({TYPES})",
    ),
    (
        "POST",
        "/v2/verification/flow/init",
        {"json": {**dict.fromkeys(INIT, "x"), "user_docs": [1], "callback_url": "here", "flow_params": []}},
        400,
        f"{MALFORMED}['user_docs', 'callback_url'] ({TYPES}; callback_url must be an absolute http or https URL, or \"\");"
        " missing or empty: ['flow_params']",
    ),
    (
        "POST",
        "/v2/verification/flow/init",
        {"json": dict(zip(INIT, ["MSME_OD", "APP-10001", "CUST-9283", "Rahul"], strict=True))},
        409,
        "Flow already exists for this application_id and external_reference_id",
    ),
    ("POST", "/v2/verification/multiupload", {"json": {"file_urls": [FILE]}}, 400, f"{MISSING}['flow_id']"),
    ("POST", "/v2/verification/multiupload", {"json": {}}, 400, f"{MISSING}['flow_id', 'file_urls']"),
    (
        "POST",
        "/v2/verification/multiupload",
        {"json": {"flow_id": "FLOW", "file_urls": [{"document_id": "1"}]}},
        400,
        f"{MISSING}['file_urls[0].file_url']",
    ),
    ("POST", "/v2/verification/multiupload", {"json": {"flow_id": "none", "file_urls": [FILE]}}, 409, "Flow not found"),
    ("POST", "/v1/verification/multiupload", {"json": {"file_urls": [FILE]}}, 400, f"{MISSING}['flow_uuid']"),
    (
        "POST",
        "/v1/verification/multiupload",
        {"json": {"flow_uuid": "none", "file_urls": [FILE]}},
        409,
        "Flow not found",
    ),
    (
        "GET",
        "/v2/verification/status",
        {"params": {"external_reference_id": "C"}},
        400,
        "Missing required ['flow_id'] parameters",
    ),
    (
        "GET",
        "/v2/verification/status",
        {"params": {}},
        400,
        "Missing required ['flow_id', 'external_reference_id'] parameters",
    ),
    ("GET", "/v2/verification/status", {"params": STRANGE}, 409, "Applicant not found"),
    (
        "GET",
        "/v2/verification/status",
        {"params": {**WHO, "external_reference_id": "APP-10001"}},
        409,
        "Applicant not found",
    ),
    ("GET", "/v2/verification/status", {"params": NO_FLOW}, 409, "Applicant not found"),
    ("GET", "/v2/verification/status", {"params": NOBODY}, 410, "Applicant has been deleted."),
    (
        "GET",
        "/v2/verification/docs",
        {"params": {"flow_id": "FLOW"}},
        400,
        "Missing required ['external_reference_id'] parameters",
    ),
    ("GET", "/v2/verification/docs", {"params": STRANGE}, 409, "Applicant not found"),
    ("GET", "/v2/verification/docs", {"params": NOBODY}, 410, "Applicant has been deleted."),
    (
        "POST",
        "/v2/verification/flow/coapplicant",
        {"json": {"flow_id": "FLOW", "co_applicants": []}},
        400,
        "co_applicants list cannot be empty",
    ),
    (
        "POST",
        "/v2/verification/flow/coapplicant",
        {"json": {"co_applicants": "x"}},
        400,
        f"{MALFORMED}['co_applicants'] (co_applicants must be an array); missing or empty: ['flow_id']",
    ),
    (
        "POST",
        "/v2/verification/flow/coapplicant",
        {"json": {"flow_id": "none", "co_applicants": [PERSON]}},
        409,
        "Flow not found",
    ),
    (
        "DELETE",
        "/v2/verification/flow/coapplicant",
        {"json": {}},
        400,
        f"{MISSING}['flow_id', 'external_reference_id or co_applicant_id']",
    ),
    ("DELETE", "/v2/verification/flow/coapplicant", {"json": STRANGE}, 409, "Applicant not found"),
    ("DELETE", "/v2/verification/flow/coapplicant", {"json": NO_FLOW}, 409, "Applicant not found"),
    ("DELETE", "/v2/verification/flow/coapplicant", {"json": WHO}, 409, "Applicant not found"),
    (
        "DELETE",
        "/v2/verification/flow/coapplicant",
        {"json": {"flow_id": "FLOW", "co_applicant_id": "x"}},
        409,
        "Applicant not found",
    ),
    ("DELETE", "/v2/verification/flow/coapplicant", {"json": NOBODY}, 410, "Applicant has been deleted."),
    ("POST", "/v2/verification/chat", {"json": {"flow_id": "FLOW", "message": ""}}, 400, f"{MISSING}['message']"),
    ("POST", "/v2/verification/chat", {"json": {}}, 400, f"{MISSING}['message', 'flow_id']"),
    ("POST", "/v2/verification/chat", {"json": {"flow_id": "none", "message": "hi"}}, 409, "Flow not found"),
    ("GET", "/v2/verification/chat-history", {"params": {}}, 400, "Missing required ['flow_id'] parameters"),
    (
        "GET",
        "/v2/verification/chat-history",
        {"params": {"flow_id": "FLOW", "page": "one"}},
        400,
        "page must be integer",
    ),
    (
        "GET",
        "/v2/verification/chat-history",
        {"params": {"flow_id": "FLOW", "per_page": "1.5"}},
        400,
        "per_page must be integer",
    ),
    ("GET", "/v2/verification/chat-history", {"params": {"flow_id": "none"}}, 409, "Flow not found"),
    ("POST", "/v2/verification/flow/submit", {"json": {}}, 400, f"{MISSING}['flow_id']"),
    (
        "POST",
        "/v2/verification/flow/submit",
        {"params": {"flow_id": "FLOW", "close_flow": "maybe"}},
        400,
        f'{MALFORMED}[\'close_flow\'] (close_flow must be "yes" or "no")',
    ),
    ("POST", "/v2/verification/flow/submit", {"json": {"flow_id": "none"}}, 400, "Invalid flow_id"),
]

ENDPOINTS = sorted({(method, path) for method, path, *_ in ROWS})


@pytest.mark.parametrize(("method", "path", "options", "status", "message"), ROWS, ids=range(len(ROWS)))
def test_what_is_wrong_is_said_as_documented(
    onboard: Any, method: str, path: str, options: dict[str, Any], status: int, message: str
) -> None:
    flow = onboard.flow()
    gone = {"external_reference_id": "GONE", "username": "Somebody"}
    onboard.add(flow, gone)
    onboard.call(
        "DELETE", "flow/coapplicant", json={"flow_id": flow, "external_reference_id": "GONE"}
    ).raise_for_status()
    table = {
        kind: {key: flow if value == "FLOW" else value for key, value in values.items()}
        for kind, values in options.items()
    }
    answer = onboard.atlas.request(method, path, **table)
    assert (answer.status_code, answer.json()) == (status, {"error": message})


@pytest.mark.parametrize(("method", "path"), ENDPOINTS)
def test_every_endpoint_wants_a_token(onboard: Any, method: str, path: str) -> None:
    answer = onboard.atlas.request(method, path, headers={"Token": "not.a.token"}, json={})
    assert answer.status_code == 401
    assert answer.json()["error"] == "Invalid token"
    assert answer.json()["reason"]


def test_every_endpoint_of_the_family_is_in_the_table() -> None:
    assert len(ENDPOINTS) == 11


@pytest.mark.answers_otherwise
@pytest.mark.parametrize(
    ("endpoint", "status", "body"),
    [
        ("POST /v2/verification/chat", 422, {"error": "The language model service returned an error"}),
        ("GET /v2/verification/status", 410, {"error": "Applicant has been deleted."}),
        ("GET /v2/verification/docs", 409, {"error": "Applicant not found"}),
        ("POST /v2/verification/multiupload", 422, {"error": "Could not reach the authentication URL you configured"}),
    ],
)
def test_a_fault_answers_with_what_is_documented_for_the_endpoint(
    onboard: Any, endpoint: str, status: int, body: dict[str, str]
) -> None:
    flow = onboard.flow()
    onboard.control.post(
        "/_sim/faults",
        json={"point": "request", "action": "answer", "endpoint": endpoint, "status": status, "times": 1},
    ).raise_for_status()
    method, path = endpoint.split()
    values = {"flow_id": flow, "message": "hi", "external_reference_id": "CUST-9283", "file_urls": [FILE]}
    options: dict[str, Any] = {"params": values} if method == "GET" else {"json": values}
    answer = onboard.atlas.request(method, path, **options)
    assert (answer.status_code, answer.json()) == (status, body)
    assert onboard.history(flow)["total_items"] == 0
    assert onboard.atlas.request(method, path, **options).status_code in (200, 201)


def test_the_language_model_fails_for_who_asks_for_it_in_the_application_id(onboard: Any) -> None:
    flow = onboard.flow(application_id="sim:chat-422x1")
    body = {"flow_id": flow, "message": "hi"}
    assert [onboard.call("POST", "chat", json=body).status_code for _ in range(2)] == [422, 200]


def test_an_unreachable_auth_token_url_is_a_422_where_the_settings_want_it_called(start: Any, client_of: Any) -> None:
    client = client_of(start(auth_at_upload=True))
    body = {"file_urls": [{"file_url": client.url("pan"), "document_id": "pan"}]}
    wrong = client.flow(auth_token_url="http://127.0.0.1:9/auth")
    answer = client.call("POST", "multiupload", json={"flow_id": wrong, **body})
    assert answer.status_code == 422
    assert "authentication URL" in answer.json()["error"]
    none = client.flow(application_id="APP-2")
    assert client.call("POST", "multiupload", json={"flow_id": none, **body}).status_code == 201
