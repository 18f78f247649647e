"""Address match: the documented answers, failures in their two places, and that a thousand targets hold up nobody."""

from __future__ import annotations

import time
from typing import Any

import pytest

PATH = "/v1/address/match/batch"
SOURCE = "Flat 12, Green View Apartments, MG Road, Bangalore"
TARGET = "12 Greenview Apt, Mahatma Gandhi Rd, Bengaluru"
KEYS = [
    "source_address",
    "target_address",
    "similarity_score",
    "same_person_score",
    "index",
    "error_code",
    "error_message",
]
WRONG = "Bad Request: source_address or target_addresses is missing or invalid"


def match(account: Any, body: Any = None, **changes: Any) -> Any:
    """One call with the documented body, changed; a change to None leaves the key out."""
    values = {
        "application_id": "lentra_app_001",
        "source_address": SOURCE,
        "target_addresses": [{"address": TARGET, "index": 0}],
    }
    values = {key: value for key, value in (values | changes).items() if value is not None}
    headers = {"client_id": account.client_id, "client_secret": "any"}
    if isinstance(body, bytes):
        return account.http.post(PATH, content=body, headers=headers)
    return account.http.post(PATH, json=values if body is None else body, headers=headers)


def items(account: Any, *targets: Any, **changes: Any) -> list[dict[str, Any]]:
    answer = match(account, target_addresses=list(targets), **changes)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["match_data"]
    return found


def test_the_documented_pair_scores_as_documented(account: Any) -> None:
    (item,) = items(account, {"address": TARGET, "index": 0})
    assert list(item) == KEYS
    assert item["similarity_score"] == 89.92
    assert item["same_person_score"] == 9
    assert (item["source_address"], item["target_address"], item["index"]) == (SOURCE, TARGET, 0)
    assert item["error_code"] is item["error_message"] is None


def test_an_unrelated_address_of_the_same_city_scores_low(account: Any) -> None:
    (item,) = items(account, {"address": "45 Lake View, Whitefield, Bangalore", "index": 3})
    assert item["similarity_score"] < 50
    assert item["same_person_score"] <= 4


def test_every_target_has_its_item_in_order_and_fails_on_its_own(account: Any) -> None:
    good, unknown, no_address, no_index, strange, empty = items(
        account,
        {"address": TARGET, "index": 7},
        {"address": "asdf", "index": -1},
        {"index": 2},
        {"address": TARGET},
        "MG Road",
        {"address": "", "index": True},
    )
    assert [list(each) for each in (good, unknown, no_address, no_index, strange, empty)] == [KEYS] * 6
    assert (good["index"], good["error_code"]) == (7, None)
    assert (unknown["index"], unknown["similarity_score"], unknown["same_person_score"]) == (-1, None, None)
    assert unknown["error_code"] == "422"
    assert unknown["error_message"] == "Unprocessable Entity: Address normalization failed for this target"
    for each in (no_address, no_index, strange, empty):
        assert each["error_code"] == "400"
        assert each["error_message"] == "Bad Request: target_addresses is missing address or index"
    assert (no_address["index"], no_address["target_address"]) == (2, "")
    assert (no_index["index"], no_index["target_address"]) == (None, TARGET)
    assert (strange["index"], strange["target_address"], empty["index"]) == (None, "", None)


def test_a_single_target_that_fails_is_still_a_200(account: Any) -> None:
    (item,) = items(account, {"address": "not available", "index": 0})
    assert item["error_code"] == "422"


@pytest.mark.parametrize(
    "changes",
    [
        {"source_address": None},
        {"source_address": ""},
        {"source_address": 5},
        {"source_address": [SOURCE]},
        {"target_addresses": None},
        {"target_addresses": []},
        {"target_addresses": {}},
        {"target_addresses": TARGET},
    ],
)
def test_a_source_or_targets_that_are_missing_or_wrong_are_a_400(account: Any, changes: dict[str, Any]) -> None:
    answer = match(account, **changes)
    assert (answer.status_code, answer.json()) == (400, {"error_code": "400", "error_message": WRONG})


@pytest.mark.parametrize("application_id", [None, "", 7])
def test_an_application_is_required(account: Any, application_id: Any) -> None:
    answer = match(account, application_id=application_id)
    assert answer.status_code == 400
    assert answer.json()["error_message"] == "Bad Request: application_id is missing or invalid"


@pytest.mark.parametrize("body", [b"{", b"[]", b'"text"', b"\xff\xfe{", b"[" * 100_000])
def test_a_body_that_is_no_object_is_a_400_in_the_families_envelope(account: Any, body: bytes) -> None:
    answer = match(account, body)
    assert (answer.status_code, list(answer.json())) == (400, ["error_code", "error_message"])
    assert answer.json()["error_message"].startswith("Bad Request: Malformed ")


@pytest.mark.parametrize("source", ["asdf", "...", "560001", "a" * 100_000])
def test_a_source_that_is_no_address_is_a_422(account: Any, source: str) -> None:
    answer = match(account, source_address=source)
    assert (answer.status_code, answer.json()["error_code"]) == (422, "422")
    assert answer.json()["error_message"].startswith("Unprocessable Entity: ")


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"client_id": "a"},
        {"client_secret": "a"},
        {"Client-Id": "a", "Client-Secret": "b"},
    ],
)
def test_the_headers_are_those_with_underscores_and_no_token_helps(account: Any, headers: dict[str, str]) -> None:
    answer = account.http.post(PATH, json={}, headers={"Token": account.token, **headers})
    assert (answer.status_code, answer.json()) == (
        401,
        {"error_code": "401", "error_message": "Authentication Error: Invalid client_id or client_secret"},
    )


def test_configured_accounts_hold_here_too(start: Any, account_on: Any) -> None:
    account = account_on(start(credentials="lender:secret"))
    body = {"application_id": "1", "source_address": SOURCE, "target_addresses": [{"address": TARGET, "index": 0}]}
    for secret, status in (("secret", 200), ("other", 401)):
        answer = account.http.post(PATH, json=body, headers={"client_id": "lender", "client_secret": secret})
        assert answer.status_code == status


@pytest.mark.answers_otherwise
@pytest.mark.parametrize(
    ("status", "text"),
    [
        (503, "Service Unavailable: Address matching engine is currently unavailable"),
        (410, "Resource Gone: This API version is no longer supported"),
        (401, "Authentication Error: Invalid client_id or client_secret"),
    ],
)
def test_a_fault_answers_with_the_documented_body(account: Any, status: int, text: str) -> None:
    account.sim.faults(point="request", action="answer", status=status, endpoint=f"POST {PATH}")
    answer = match(account)
    assert (answer.status_code, answer.json()) == (status, {"error_code": str(status), "error_message": text})


def test_a_thousand_targets_are_answered_while_others_are_served(account: Any) -> None:
    targets = [
        {"address": f"Flat {n}, Tower {n % 9}, {n % 40} Cross, HSR Layout, Bengaluru 5601{n % 90:02}", "index": n}
        for n in range(1000)
    ]
    items(account, targets[0])
    started = time.perf_counter()
    found = items(account, *targets)
    assert [item["index"] for item in found] == list(range(1000))
    assert all(0 <= item["similarity_score"] <= 100 and 0 <= item["same_person_score"] <= 10 for item in found)
    # The goal is 200 ms, measured by bench/api.py; here only an order of magnitude, for machines that are busy.
    assert time.perf_counter() - started < 2
