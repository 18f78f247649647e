"""What is answered where nothing is, and what the setting `strict` refuses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

GONE = {"error_code": "410", "error_message": "Resource Gone: This API version is no longer supported"}


@pytest.mark.parametrize(
    "path",
    [
        "/v4/verification/status",
        "/v4",
        "/v0/anything/at/all",
        "/v2/docstream/extracts",
        "/v3/bulk/multiupload",
        "/v2/address/match/batch",
        "/v3/flow/init",
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_version_that_never_was_is_gone(account: Any, method: str, path: str) -> None:
    answer = account.call(method, path)
    assert (answer.status_code, answer.json()) == (410, GONE)


@pytest.mark.parametrize(
    ("path", "there"),
    [
        ("/v1/verification/flow/init", "/v3/verification/flow/init"),
        ("/v1/verification/status", "/v3/verification/status"),
        ("/v3/verification/chat", "/v2/verification/chat"),
    ],
)
def test_a_call_that_another_version_has_is_a_404_that_names_it(account: Any, path: str, there: str) -> None:
    answer = account.call("POST", path)
    assert (answer.status_code, answer.json()) == (404, {"error": f"No such path: {path}; there is {there}"})


@pytest.mark.parametrize(
    ("path", "nearest"),
    [
        ("/v3/verification/statuss", "/v3/verification/status"),
        ("/v3/verification/status/", "/v3/verification/status"),
        ("/V3/verification/extracts", "/v3/verification/extracts"),
        ("/v3/verification/init", "/v3/verification/flow/init"),
        ("/verification/multiupload", "/v3/verification/multiupload"),
        ("/v1/docstream/extract", "/v1/docstream/extracts"),
        ("/_sim/fault", "/_sim/faults"),
    ],
)
def test_another_unknown_path_is_a_404_that_names_the_nearest(account: Any, path: str, nearest: str) -> None:
    answer = account.call("GET", path)
    assert (answer.status_code, answer.json()) == (404, {"error": f"No such path: {path}; the nearest is {nearest}"})


@pytest.mark.parametrize("path", ["/", "/nothing/like/it", f"/{'x' * 5000}"])
def test_a_path_like_nothing_leads_to_the_documentation(account: Any, path: str) -> None:
    answer = account.call("GET", path)
    assert answer.status_code == 404
    assert answer.json()["error"].endswith("/_sim/docs lists all paths")
    assert len(answer.json()["error"]) < 300


def test_the_address_family_keeps_its_envelope(account: Any) -> None:
    answer = account.call("POST", "/v1/address/match/batches")
    assert answer.json() == {
        "error_code": "404",
        "error_message": "Not Found: No such path: /v1/address/match/batches; the nearest is /v1/address/match/batch",
    }
    assert account.call("GET", "/v1/address/match/batch").json()["error_code"] == "405"


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("POST", "/v3/verification/status", "GET, HEAD"),
        ("GET", "/v3/verification/authtoken", "POST"),
        ("PUT", "/v3/verification/flow/init", "POST"),
        ("GET", "/v2/verification/flow/coapplicant", "DELETE, POST"),
        ("PATCH", "/_sim/faults", "DELETE, GET, HEAD, POST"),
    ],
)
def test_another_method_is_a_405_that_names_those_there_are(account: Any, method: str, path: str, allowed: str) -> None:
    answer = account.call(method, path)
    assert (answer.status_code, answer.headers["allow"]) == (405, allowed)
    assert answer.json() == {"error": f"{method} is not allowed here; use {allowed}"}


INIT = {
    "product_type": "PROD_CDL",
    "application_id": "1",
    "auth_url": "https://lender.example/auth",
    "callback_url": "https://lender.example/callback",
}
ADDRESSES = {
    "application_id": "1",
    "source_address": "12 MG Road, Bangalore",
    "target_addresses": [{"address": "x", "index": 0}],
}
FILE = {"file_url": "https://bucket.example/1.jpg", "document_id": "1"}
STRICT = [
    (
        "/v3/verification/flow/init",
        INIT | {"product": "x"},
        "unknown field 'product'; did you mean product_type?; known here: product_type, application_id, auth_url,"
        " callback_url, flow_params",
    ),
    (
        "/v3/verification/flow/init",
        INIT | {"callback_url": "http://lender.example/callback"},
        "callback_url must be https: personal data and tokens go there; plain http is taken to this machine alone",
    ),
    ("/v3/verification/flow/init?verbose=1", INIT, "unknown query parameter 'verbose'; this call takes none"),
    (
        "/v3/verification/multiupload",
        {"flow_uuid": "x", "file_urls": [FILE, {**FILE, "type": "PAN"}]},
        "unknown field 'file_urls[1].type'; known here: file_url, document_id",
    ),
    (
        "/v1/bulk/multiupload",
        {"product_type": "x", "file_urls": [FILE, FILE]},
        "document_id '1' is used 2 times; results could not be distinguished",
    ),
    (
        "/v2/verification/flow/init",
        INIT | {"external_reference_id": "1", "username": "x"},
        "unknown field 'auth_url'; did you mean auth_token_url?; known here: product_type, application_id,"
        " external_reference_id, username, user_docs,"
        " callback_url, chat_notification_url, auth_token_url, flow_params",
    ),
]


@pytest.fixture
def strict(start: Any, account_on: Callable[..., Any]) -> Any:
    return account_on(start(strict=True))


def test_strict_says_what_it_refuses_and_why(strict: Any, account: Any) -> None:
    for path, body, item in STRICT:
        answer = strict.call("POST", path, body)
        assert (answer.status_code, answer.json()) == (400, {"error": f"strict: {item}"})
        assert account.call("POST", path, body).status_code in (201, 409), "forgiven unless strict"


def test_strict_wants_json_said_to_be_json(strict: Any) -> None:
    answer = strict.http.post("/v3/verification/flow/init", content=b"{}", headers={"Token": strict.token})
    assert answer.json()["error"].startswith("strict: Content-Type must be application/json, not absent")


def test_strict_keeps_each_familys_envelope(strict: Any) -> None:
    headers = {"client_id": "a", "client_secret": "b"}
    answer = strict.http.post("/v1/address/match/batch", json=ADDRESSES | {"x": 1}, headers=headers)
    assert answer.json()["error_message"].startswith("Bad Request: strict: unknown field 'x'")


def test_strict_lets_a_correct_client_through(strict: Any) -> None:
    flow = strict.flow("1", "2", flow_params={"whatever": {"the client": "likes"}})
    status = strict.ok("GET", "/v3/verification/status", flow_uuid=flow)
    assert status["master_status"] == "SUCCESS"
    assert (
        strict.ok("GET", "/v1/bulk/extracts", batch_id=strict.batch("bulk", "1"), page=1, per_page=5)["total_items"]
        == 1
    )


def test_a_number_larger_than_the_store_takes_is_not_found(account: Any) -> None:
    huge = 2**70
    for method, path in (
        ("POST", f"/_sim/callbacks/{huge}/redeliver"),
        ("DELETE", f"/_sim/faults/{huge}"),
        ("GET", f"/_sim/ui/journal/{huge}"),
    ):
        assert account.call(method, path).status_code == 404, path
