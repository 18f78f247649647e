"""Docstream and bulk: what an upload answers, and how a batch is read back in pages."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Any

import pytest

BATCH_ID = re.compile(r"BATCH-\d{5}-[A-Z]{5}-\d{14}")
BOTH = pytest.mark.parametrize("family", ["docstream", "bulk"])


def upload(account: Any, family: str, *document_ids: str) -> Any:
    body = {"product_type": "LOAN_APP", "file_urls": account.files(*document_ids)}
    return account.ok("POST", f"/v1/{family}/multiupload", body)


def test_docstream_answers_an_upload_with_the_batch_alone(account: Any) -> None:
    answer = upload(account, "docstream", "1", "2")
    assert list(answer) == ["batch_id"]
    assert BATCH_ID.fullmatch(answer["batch_id"])


def test_bulk_answers_an_upload_with_one_entry_for_each_file(account: Any) -> None:
    answer = upload(account, "bulk", "1", "2")
    assert [list(each) for each in answer] == [["batch_id", "document_id", "file_uuid"]] * 2
    assert [each["document_id"] for each in answer] == ["1", "2"]
    assert len({each["batch_id"] for each in answer}) == 1


def test_docstream_answers_with_an_array_where_that_is_set(start: Any, account_on: Callable[..., Any]) -> None:
    account = account_on(start(docstream_upload="array"))
    assert [list(each) for each in upload(account, "docstream", "1")] == [["batch_id", "document_id", "file_uuid"]]


@BOTH
def test_a_batch_comes_back_in_the_documented_form(account: Any, family: str) -> None:
    batch = account.batch(family, "001")
    page = account.ok("GET", f"/v1/{family}/extracts", batch_id=batch)
    (item,) = page.pop("data")
    assert page == {
        "page": 1,
        "per_page": 50,
        "total_pages": 1,
        "total_items": 1,
        "has_next": False,
        "has_prev": False,
    }
    assert list(item) == ["document_id", "file_data"]
    assert item["file_data"]["document_type"] == "PAN"
    assert item["file_data"]["pan_number"] == {"value": "ABCPV1234K", "confidence_score": 0.99}


@BOTH
def test_what_is_not_recognised_says_so_in_its_item(account: Any, family: str) -> None:
    batch = account.batch(family, "what", "people")
    unrecognised, invalid = account.ok("GET", f"/v1/{family}/extracts", batch_id=batch)["data"]
    assert unrecognised == {
        "document_id": "what",
        "file_data": {},
        "error_code": "UNRECOGNISED",
        "error_reason": "document not in list",
    }
    assert invalid["error_code"] == "INVALID_DOC"
    assert invalid["file_data"]["number_of_faces_visible"]["value"] == 3


def test_a_file_that_could_not_be_fetched_has_an_item_too(account: Any) -> None:
    body = {
        "product_type": "LOAN_APP",
        "file_urls": [{"file_url": f"{account.receiver.url}/gone", "document_id": "1"}],
    }
    batch = account.ok("POST", "/v1/bulk/multiupload", body)[0]["batch_id"]
    account.settle()
    (item,) = account.ok("GET", "/v1/bulk/extracts", batch_id=batch)["data"]
    assert (item["file_data"], item["error_code"]) == ({}, "INVALID_DOC")


def test_error_keys_are_on_every_item_where_that_is_set(start: Any, account_on: Callable[..., Any]) -> None:
    account = account_on(start(batch_errors=True))
    (item,) = account.ok("GET", "/v1/bulk/extracts", batch_id=account.batch("bulk", "1"))["data"]
    assert (item["error_code"], item["error_reason"]) == ("", "")


@pytest.mark.parametrize(
    ("query", "ids", "value"),
    [
        ({"per_page": 2}, ["1", "2"], (1, 2, 3, 5, True, False)),
        ({"per_page": 2, "page": 2}, ["3", "4"], (2, 2, 3, 5, True, True)),
        ({"per_page": 2, "page": 3}, ["5"], (3, 2, 3, 5, False, True)),
        ({"per_page": 2, "page": 9}, [], (9, 2, 3, 5, False, True)),
        ({"per_page": 500}, ["1", "2", "3", "4", "5"], (1, 50, 1, 5, False, False)),
        ({"per_page": 0, "page": 0}, ["1"], (1, 1, 5, 5, True, False)),
        ({"per_page": -3, "page": -1}, ["1"], (1, 1, 5, 5, True, False)),
    ],
)
def test_pages_are_those_that_were_asked_for(account: Any, query: dict[str, int], ids: list[str], value: Any) -> None:
    page = account.ok("GET", "/v1/bulk/extracts", batch_id=account.batch("bulk", "1", "2", "3", "4", "5"), **query)
    assert [item["document_id"] for item in page.pop("data")] == ids
    assert tuple(page.values()) == value


def test_pages_read_to_the_end_hold_every_document_once(account: Any) -> None:
    batch = account.batch("docstream", *(str(number) for number in range(120)))
    seen, number, more = [], 1, True
    while more:
        page = account.ok("GET", "/v1/docstream/extracts", batch_id=batch, page=number)
        seen += [item["document_id"] for item in page["data"]]
        number, more = number + 1, page["has_next"]
    assert seen == [str(number) for number in range(120)]
    assert number == 4


def test_ten_thousand_documents_are_accepted_in_one_call_in_under_five_seconds(start: Any, account_on: Any) -> None:
    account = account_on(start(pace="manual", ephemeral=True))
    url = "https://bucket.example/1.jpg?X-Amz-Signature=" + "a" * 400
    files = [{"file_url": url, "document_id": str(number)} for number in range(10_000)]
    started = time.perf_counter()
    answer = account.ok("POST", "/v1/bulk/multiupload", {"product_type": "POC_CDL", "file_urls": files})
    assert time.perf_counter() - started < 5
    assert [entry["document_id"] for entry in answer] == [str(number) for number in range(10_000)]
    page = account.ok("GET", "/v1/bulk/extracts", batch_id=answer[0]["batch_id"], page=200)
    assert (page["total_items"], page["total_pages"], page["has_next"], page["data"]) == (10_000, 200, False, [])


@pytest.mark.parametrize(("counted", "total"), [("batch", 3), ("extracted", 2)])
def test_a_running_batch_counts_what_the_setting_says(
    start: Any, account_on: Callable[..., Any], counted: str, total: int
) -> None:
    account = account_on(start(docstream_total=counted))
    account.sim.faults(point="processing", action="stuck", document="2")
    batch = account.ok(
        "POST", "/v1/docstream/multiupload", {"product_type": "LOAN_APP", "file_urls": account.files("1", "2", "3")}
    )["batch_id"]
    account.settle()
    page = account.ok("GET", "/v1/docstream/extracts", batch_id=batch)
    assert [item["document_id"] for item in page["data"]] == ["1", "3"]
    assert page["total_items"] == total


def test_docstream_posts_every_page_to_the_account(start: Any, account_on: Callable[..., Any], receiver: Any) -> None:
    account = account_on(start(docstream_callback_url=receiver.callback_url, docstream_auth_url=receiver.auth_url))
    batch = account.batch("docstream", *(str(number) for number in range(51)))
    bodies = sorted((each.json() for each in receiver.wait_for(2)), key=lambda body: body["page"])
    assert bodies == [account.ok("GET", "/v1/docstream/extracts", batch_id=batch, page=page) for page in (1, 2)]
    assert receiver.callbacks()[0].headers["token"] == "receiver-token"


def test_bulk_posts_nothing(start: Any, account_on: Callable[..., Any], receiver: Any) -> None:
    account = account_on(start(docstream_callback_url=receiver.callback_url, docstream_auth_url=receiver.auth_url))
    account.batch("bulk", "1")
    assert receiver.requests("/callback") == receiver.requests("/auth") == []


def test_a_batch_belongs_to_its_account_and_family(account: Any, account_on: Callable[..., Any], server: Any) -> None:
    batch = account.batch("bulk", "1")
    values = {"error": f"batch_id is invalid: no batch {batch}"}
    for answer in (
        account.call("GET", "/v1/docstream/extracts", batch_id=batch),
        account_on(server).call("GET", "/v1/bulk/extracts", batch_id=batch),
    ):
        assert (answer.status_code, answer.json()) == (400, values)


FILE = {"file_url": "https://bucket.example/1.jpg", "document_id": "1"}


@pytest.mark.parametrize(
    ("family", "text"), [("docstream", "Missing or empty required parameters"), ("bulk", "Bad Request")]
)
@pytest.mark.parametrize(
    "body",
    [
        None,
        {},
        {"file_urls": [FILE]},
        {"product_type": "", "file_urls": [FILE]},
        {"product_type": "x"},
        {"product_type": "x", "file_urls": []},
        {"product_type": "x", "file_urls": [{"document_id": "1"}]},
        {"product_type": "x", "file_urls": [{**FILE, "document_id": ""}]},
        {"product_type": "x", "file_urls": [FILE, {**FILE, "file_url": None}]},
    ],
)
def test_an_upload_with_something_missing_is_a_400(account: Any, family: str, text: str, body: Any) -> None:
    answer = account.call("POST", f"/v1/{family}/multiupload", body)
    assert (answer.status_code, answer.json()) == (400, {"error": text})


@pytest.mark.parametrize(("family", "text"), [("docstream", "Malformed parameters: ["), ("bulk", "Bad Request")])
@pytest.mark.parametrize(
    "body",
    [
        {"product_type": 7, "file_urls": [FILE]},
        {"product_type": "x", "file_urls": "y"},
        {"product_type": "x", "file_urls": ["y"]},
    ],
)
def test_an_upload_with_something_of_another_kind_is_a_400(account: Any, family: str, text: str, body: Any) -> None:
    answer = account.call("POST", f"/v1/{family}/multiupload", body)
    assert answer.status_code == 400
    assert answer.json()["error"].startswith(text)


@BOTH
@pytest.mark.parametrize(
    ("query", "text"),
    [
        ({}, "batch_id is required"),
        ({"batch_id": ""}, "batch_id is required"),
        ({"batch_id": "BATCH-1"}, "batch_id is invalid: no batch BATCH-1"),
        ({"batch_id": "BATCH-1", "page": "one"}, "page must be integer"),
        ({"batch_id": "BATCH-1", "page": "1.5"}, "page must be integer"),
        ({"batch_id": "BATCH-1", "per_page": "many"}, "per_page must be integer"),
    ],
)
def test_extracts_say_what_is_wrong_with_the_question(account: Any, family: str, query: Any, text: str) -> None:
    answer = account.call("GET", f"/v1/{family}/extracts", **query)
    assert (answer.status_code, answer.json()) == (400, {"error": text})
