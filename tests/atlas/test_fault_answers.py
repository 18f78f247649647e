"""What a fault answers unless it says otherwise: the body that the documentation of that very call shows for the status."""

from __future__ import annotations

from typing import Any

import pytest

TOKEN = {"error": "Invalid token", "reason": "Signature verification failed"}
PAIR = {"error": "Invalid Client-Id or Client-Secret"}
ROWS = [
    ("POST", "/v3/verification/authtoken", 400, {"error": "Missing Client-Id or Client-Secret"}),
    ("POST", "/v1/bulk/authtoken", 401, PAIR),
    ("POST", "/v1/verification/refresh-token", 401, TOKEN),
    ("POST", "/v3/verification/flow/init", 400, {"error": "Missing or empty required parameters: ['application_id']"}),
    ("GET", "/v3/verification/status", 400, {"error": "Missing required ['flow_uuid'] parameters"}),
    ("GET", "/v3/verification/extracts", 401, TOKEN),
    ("GET", "/v3/verification/extracts", 409, {"error": "Flow not found"}),
    ("POST", "/v3/verification/multiupload", 422, {"error": "Could not reach the authentication URL you configured"}),
    ("POST", "/v1/docstream/multiupload", 400, {"error": "Missing or empty required parameters"}),
    ("POST", "/v1/bulk/multiupload", 400, {"error": "Bad Request"}),
    ("GET", "/v1/docstream/extracts", 400, {"error": "batch_id is required"}),
    ("POST", "/v2/verification/flow/coapplicant", 409, {"error": "Flow not found"}),
    ("DELETE", "/v2/verification/flow/coapplicant", 409, {"error": "Applicant not found"}),
    ("DELETE", "/v2/verification/flow/coapplicant", 410, {"error": "Applicant has been deleted."}),
    ("GET", "/v3/verification/status", 503, {"error": "Service temporarily unavailable"}),
    (
        "GET",
        "/v3/verification/status",
        410,
        {"error_code": "410", "error_message": "Resource Gone: This API version is no longer supported"},
    ),
    ("GET", "/v3/verification/status", 429, {"error": "HTTP 429"}),
]


@pytest.mark.answers_otherwise
@pytest.mark.parametrize(("method", "path", "status", "body"), ROWS)
def test_a_fault_answers_as_the_call_documents(account: Any, method: str, path: str, status: int, body: Any) -> None:
    headers = {**account.credentials, "Token": account.token}
    account.sim.faults(point="request", action="answer", status=status, endpoint=f"{method} {path}", times=1)
    answer = account.http.request(method, path, headers=headers)
    assert (answer.status_code, answer.json()) == (status, body)
