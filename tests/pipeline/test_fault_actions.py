"""What each action of each point makes of what comes by there: the file, the reading, the checks, the call and its body."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest

from simulator.documents.model import Field, Place, Reading
from simulator.flows.model import HELD
from simulator.matching.model import CrossCheck
from simulator.pipeline.faults.active_rules import ActiveRule
from simulator.pipeline.faults.delivery_faults import DeliveryChange
from simulator.pipeline.faults.download_faults import LOGIN_PAGE, DownloadStep
from simulator.pipeline.faults.rules import FaultRule
from simulator.pipeline.step_results import (
    DeliverySuppressed,
    DownloadError,
    Fetched,
    ReadingFailed,
    RetryLater,
    SimulatedAnswer,
)

NOW = 1_000.0


def fault(point: str, action: str, **keys: Any) -> ActiveRule:
    return ActiveRule(7, "t", "", "test", FaultRule(point, action, **keys))


# Fetching a client's file

DOWNLOAD = DownloadStep("bucket.example", NOW, 30.0, 1_000)


@pytest.mark.parametrize(
    ("action", "keys", "problem"),
    [
        (
            "expired",
            {},
            "bucket.example answered 403 (an expired or private link?): Request has expired (fault 7 download expired)",
        ),
        ("status", {}, "bucket.example answered 404 (fault 7 download status)"),
        ("status", {"status": 502}, "bucket.example answered 502 (fault 7 download status)"),
        ("timeout", {}, "no complete answer within 30 s (fault 7 download timeout)"),
        ("too_large", {}, "file too large: more than 1000 bytes (fault 7 download too_large)"),
    ],
)
def test_a_download_that_fails_says_why_and_by_which_rule(action: str, keys: dict[str, Any], problem: str) -> None:
    with pytest.raises(DownloadError) as caught:
        fault("download", action, **keys).apply(DOWNLOAD)
    assert str(caught.value) == problem


@pytest.mark.parametrize(
    ("keys", "body"),
    [({}, LOGIN_PAGE), ({"body": "a page"}, b"a page"), ({"body": {"a": [1]}}, b'{"a":[1]}'), ({"body": ""}, b"")],
)
def test_something_else_comes_instead_of_the_file_with_the_sum_of_what_came(keys: dict[str, Any], body: bytes) -> None:
    assert fault("download", "wrong", **keys).apply(DOWNLOAD) == Fetched(body, hashlib.sha256(body).hexdigest())


def test_the_page_that_comes_instead_of_a_file_is_a_login() -> None:
    assert LOGIN_PAGE.startswith(b"<!doctype html>")
    assert b"name=password" in LOGIN_PAGE


@pytest.mark.parametrize("point", ["download", "callback", "notification"])
def test_what_is_delayed_comes_so_much_later_and_behind_nothing(point: str) -> None:
    with pytest.raises(RetryLater) as caught:
        fault(point, "delay", delay="2m").apply(DOWNLOAD if point == "download" else NOW)
    assert (caught.value.due_at, caught.value.behind) == (NOW + 120, False)


# Recognising, reading, comparing

PLACE = Place(0, (1, 2, 3, 4))
READING = Reading(
    "PAN",
    {
        "dob": Field("17/10/1991", 0.98, (PLACE,), "label"),
        "formatted_address": Field({"city": Field("Pune", 0.9), "zip": Field("411001", 0.8)}, 0.85),
    },
    error_code="INVALID_DOC",
    error_reason="multiple faces",
    notes=("read",),
)


def test_processing_takes_longer_or_until_a_person_lets_it_go_on() -> None:
    assert fault("processing", "slow", delay="5s").apply() == 5.0
    assert fault("processing", "stuck").apply() == HELD


def test_a_document_is_taken_for_another_type_with_what_was_read_and_no_error() -> None:
    taken = fault("classify", "become", document_type="VOTER_ID").apply(READING)
    assert (taken.document_type, taken.error_code, taken.error_reason) == ("VOTER_ID", "", "")
    assert taken.fields == READING.fields
    assert taken.notes == ("read", "classified by fault 7 classify become")


def test_a_document_is_taken_for_another_type_with_given_fields_alone() -> None:
    given = {"name": "ASHA", "dob": {"value": "1/1/1990", "confidence": 0.5}}
    taken = fault("classify", "become", document_type="PAN", fields=given).apply(READING)
    rule = "fault 7 classify become"
    assert taken.fields == {"name": Field("ASHA", 0.99, rule=rule), "dob": Field("1/1/1990", 0.5, rule=rule)}


def test_a_document_that_is_not_recognised_has_neither_type_nor_fields() -> None:
    taken = fault("classify", "unrecognised").apply(READING)
    assert (taken.document_type, taken.fields) == ("", {})
    assert (taken.error_code, taken.error_reason) == ("UNRECOGNISED", "document not in list")
    assert taken.notes[-1] == "classified by fault 7 classify unrecognised"


@pytest.mark.parametrize(
    ("keys", "reason"), [({}, "multiple people"), ({"reason": "multiple faces"}, "multiple faces")]
)
def test_an_invalid_document_keeps_its_type_and_says_why(keys: dict[str, Any], reason: str) -> None:
    taken = fault("classify", "invalid", **keys).apply(READING)
    assert (taken.document_type, taken.error_code, taken.error_reason) == ("PAN", "INVALID_DOC", reason)
    assert taken.notes[-1] == "classified by fault 7 classify invalid"


def test_reading_fails_with_the_rule_as_the_reason() -> None:
    with pytest.raises(ReadingFailed, match=r"^reading failed \(fault 7 ocr fail\)$"):
        fault("ocr", "fail").apply(READING)


def test_unsure_values_are_unsure_in_all_their_parts() -> None:
    fields = fault("ocr", "low_confidence").apply(READING).fields
    assert fields["dob"] == Field("17/10/1991", 0.35, (PLACE,), "label")
    address = fields["formatted_address"]
    assert (address.confidence, {name: part.confidence for name, part in address.parts().items()}) == (
        0.35,
        {"city": 0.35, "zip": 0.35},
    )
    assert address.parts()["city"].value == "Pune"


def test_one_field_is_unsure_and_the_others_as_they_were() -> None:
    taken = fault("ocr", "low_confidence", field="dob", confidence=0.1).apply(READING)
    assert taken.fields["dob"].confidence == 0.1
    assert taken.fields["formatted_address"] == READING.fields["formatted_address"]
    assert taken.notes == ("read", "misread by fault 7 ocr low_confidence")


def test_a_missing_field_is_gone_and_no_other() -> None:
    assert list(fault("ocr", "missing", field="dob").apply(READING).fields) == ["formatted_address"]
    assert fault("ocr", "missing", field="none").apply(READING).fields == READING.fields


def test_a_misread_field_keeps_its_place_and_how_sure_it_is() -> None:
    fields = fault("ocr", "replace", field="dob", value="1/1/2000").apply(READING).fields
    assert fields["dob"] == Field("1/1/2000", 0.98, (PLACE,), "fault 7 ocr replace")
    assert fields["formatted_address"] == READING.fields["formatted_address"]


def test_a_field_that_was_not_read_is_made_up_as_surely_as_a_clean_one() -> None:
    assert fault("ocr", "replace", field="pan", value="X").apply(READING).fields["pan"] == Field(
        "X", 0.99, rule="fault 7 ocr replace"
    )


def test_a_score_is_given_to_all_checks_or_to_the_one_named() -> None:
    checks = [CrossCheck("INVOICE", "name", "A", "PAN", "name", "B", 90, name) for name in ("NAME", "ADDRESS")]
    scores = [
        [each.similarity_score for each in fault("crosscheck", "score", score=40, **only).apply(checks)]
        for only in ({}, {"check": "ADDRESS"}, {"check": "OTHER"})
    ]
    assert scores == [[40, 40], [90, 40], [90, 90]]


@pytest.mark.parametrize(
    ("keys", "failing"),
    [
        ({}, [0, 1, 2]),
        ({"index": 1}, [1]),
        ({"index": 0}, [0]),
        ({"target": "*Lake View*"}, [0, 2]),
        ({"target": "?5 Lake View"}, [0]),
        ({"target": "[1] MG Road"}, [1]),
        ({"index": 2, "target": "*Lake*"}, [2]),
        ({"index": 1, "target": "*Lake*"}, []),
    ],
)
def test_targets_that_are_not_normalised_are_those_that_the_rule_names(
    keys: dict[str, Any], failing: list[int]
) -> None:
    targets = ["45 Lake View", "[1] MG Road", "12 Lake View"]
    act = fault("address", "not_normalised", **keys).apply
    assert [index for index, address in enumerate(targets) if act(index, address)] == failing


# Calls of a client's own URLs

BODY = b'{"flow_uuid": "f", "ocr_data": [{"a": 1}], "status": {"upload": "SUCCESS", "master": "SUCCESS"}}'


@pytest.mark.parametrize(
    ("action", "keys", "answer"),
    [
        ("refused", {}, SimulatedAnswer(401, b"fault 7 auth refused", "answered 401 (fault 7 auth refused)")),
        (
            "refused",
            {"status": 500},
            SimulatedAnswer(500, b"fault 7 auth refused", "answered 500 (fault 7 auth refused)"),
        ),
        ("timeout", {}, SimulatedAnswer(0, b"", "no answer in time (fault 7 auth timeout)")),
        ("malformed", {}, SimulatedAnswer(200, b"<html>not a token</html>", "fault 7 auth malformed")),
    ],
)
def test_what_auth_url_seems_to_answer(action: str, keys: dict[str, Any], answer: SimulatedAnswer) -> None:
    assert fault("auth", action, **keys).apply() == answer


@pytest.mark.parametrize(
    ("action", "keys", "change"),
    [
        (
            "fail",
            {},
            DeliveryChange(
                BODY, stub=SimulatedAnswer(500, b"fault 7 callback fail", "answered 500 (fault 7 callback fail)")
            ),
        ),
        (
            "fail",
            {"status": 410},
            DeliveryChange(
                BODY, stub=SimulatedAnswer(410, b"fault 7 callback fail", "answered 410 (fault 7 callback fail)")
            ),
        ),
        (
            "timeout",
            {},
            DeliveryChange(BODY, stub=SimulatedAnswer(problem="no answer in time (fault 7 callback timeout)")),
        ),
        ("duplicate", {}, DeliveryChange(BODY, copies=2)),
        ("duplicate", {"copies": 5}, DeliveryChange(BODY, copies=5)),
        ("malformed", {}, DeliveryChange(BODY[: len(BODY) // 2])),
        ("drip", {"delay": "3s"}, DeliveryChange(BODY, drip=3.0)),
        ("wrong_token", {}, DeliveryChange(BODY, token="not-what-auth_url-gave")),
        ("unacknowledged", {}, DeliveryChange(BODY, lost="its answer is lost (fault 7 callback unacknowledged)")),
        ("stale", {}, DeliveryChange(BODY, older=True)),
    ],
)
def test_how_a_post_differs(action: str, keys: dict[str, Any], change: DeliveryChange) -> None:
    assert fault("callback", action, **keys).apply(BODY) == change
    if action not in ("fail", "timeout", "unacknowledged"):  # those name their point
        assert fault("notification", action, **keys).apply(BODY) == change


def test_a_post_as_it_is_is_sent_once_at_once_and_its_answer_counts() -> None:
    assert DeliveryChange(BODY) == DeliveryChange(BODY, copies=1, stub=None, drip=0.0, token="", lost="", older=False)


def test_a_body_that_is_cut_off_is_no_json_any_more() -> None:
    with pytest.raises(json.JSONDecodeError):
        json.loads(fault("callback", "malformed").apply(BODY).body)


@pytest.mark.parametrize(
    ("patch", "expected"),
    [
        ({}, {}),
        ({"flow_uuid": "g"}, {"flow_uuid": "g"}),
        ({"extra": "₹ 1"}, {"extra": "₹ 1"}),
        ({"ocr_data": None, "never": None}, {"ocr_data": ...}),
        ({"status": {"master": "FAILED"}}, {"status": {"upload": "SUCCESS", "master": "FAILED"}}),
        ({"status": {"master": None}}, {"status": {"upload": "SUCCESS"}}),
        ({"ocr_data": {"a": {"b": 1, "c": None}}}, {"ocr_data": {"a": {"b": 1}}}),
        ({"ocr_data": [2]}, {"ocr_data": [2]}),
    ],
)
@pytest.mark.parametrize("told", [lambda patch: patch, json.dumps], ids=["object", "text of JSON"])
def test_a_patched_body_is_merged_as_rfc_7396_says(patch: Any, expected: dict[str, Any], told: Any) -> None:
    changed = fault("callback", "patch", body=told(patch)).apply(BODY)
    whole = {**json.loads(BODY), **expected}
    assert json.loads(changed.body) == {key: value for key, value in whole.items() if value is not ...}
    assert "\\u" not in changed.body.decode()


def test_a_post_that_comes_out_of_order_waits_for_the_next_one_but_no_longer_than_said() -> None:
    for keys, seconds in (({}, 60), ({"delay": "10s"}, 10)):
        with pytest.raises(RetryLater) as caught:
            fault("callback", "out_of_order", **keys).apply(NOW)
        assert (caught.value.due_at, caught.value.behind) == (NOW + seconds, True)


def test_a_post_that_is_never_sent_says_by_which_rule() -> None:
    with pytest.raises(DeliverySuppressed, match=r"^never sent \(fault 7 callback never\)$"):
        fault("callback", "never").apply(NOW)
