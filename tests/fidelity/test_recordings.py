"""A recorded client, read from an archive or a journal; and which of its answers count as changed when it is played again."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest

from simulator.errors import SettingError
from simulator.fidelity.recording import RecordedCall, load
from simulator.fidelity.replay import _changes, _is_moment, _still_running

STATUS = "/v3/verification/status"


def har_entry(**more: Any) -> dict[str, Any]:
    request = {
        "method": "post",
        "url": f"https://api.example{STATUS}?a=1&b=&a=2",
        "headers": [
            {"name": "Token", "value": "eyJ"},
            {"name": "Content-Type", "value": "application/json"},
            {"name": "User-Agent", "value": "x"},
        ],
        "postData": {"text": '{"n": 1}'},
    }
    return {"request": request, "response": {"status": 200, "content": {"text": '{"ok": true}'}}, **more}


def archived(tmp_path: Path, *entries: Any) -> list[RecordedCall]:
    path = tmp_path / "recording.har"
    path.write_text(json.dumps({"log": {"entries": list(entries)}}), encoding="utf-8-sig")
    return load(path)


def noted(tmp_path: Path, *lines: Any) -> list[RecordedCall]:
    path = tmp_path / "journal.json"
    path.write_text("\n".join(map(json.dumps, lines)))
    return load(path)


def test_a_call_of_an_archive_keeps_what_the_client_meant(tmp_path: Path) -> None:
    (call,) = archived(tmp_path, har_entry(_flow_uuid="F"))
    assert (call.number, call.method, call.path) == (1, "POST", STATUS)
    assert call.query == (("a", "1"), ("b", ""), ("a", "2"))
    assert call.headers == {"content-type": "application/json"}
    assert (call.body, call.status, call.answer) == ({"n": 1}, 200, {"ok": True})
    assert (call.authenticated, call.cut, call.flow) == (True, False, "F")


def test_an_answer_in_base64_is_decoded(tmp_path: Path) -> None:
    entry = har_entry()
    content = {"text": base64.b64encode(b'{"ok": 1}').decode(), "encoding": "base64"}
    entry["response"]["content"] = content
    assert archived(tmp_path, entry)[0].answer == {"ok": 1}


def test_what_the_simulator_asked_itself_is_no_call_of_the_client(tmp_path: Path) -> None:
    calls = archived(tmp_path, har_entry(_kind="callback"), har_entry(_kind="request"), har_entry())
    assert [each.number for each in calls] == [2, 3]


def test_a_journal_is_read_line_by_line_or_as_one_answer(tmp_path: Path) -> None:
    line = {
        "id": 7,
        "kind": "request",
        "method": "POST",
        "url": f"{STATUS}?flow_uuid=F",
        "headers": {"Token": "***", "client_id": "me"},
        "request": '{"cut": "o',
        "status": 201,
        "answer": "",
        "flow_uuid": "F",
    }
    (call,) = noted(tmp_path, line, {**line, "kind": "download"})
    assert (call.number, call.body, call.answer, call.cut, call.flow) == (7, '{"cut": "o', None, True, "F")
    assert call.headers == {"client_id": "me"} and call.authenticated
    (tmp_path / "whole.json").write_text(json.dumps({"entries": [line]}))
    assert load(tmp_path / "whole.json") == [call]


@pytest.mark.parametrize(
    ("body", "cut"),
    [('{"a": 1}', False), ('{"a": ', True), ("[1,", True), ("plain", False), ("", False), ("[1]", False)],
)
def test_a_body_is_cut_off_where_json_begins_and_does_not_end(tmp_path: Path, body: str, cut: bool) -> None:
    entry = har_entry()
    entry["request"]["postData"] = {"text": body}
    assert archived(tmp_path, entry)[0].cut is cut


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('{"log": {}}', "not a whole HAR file: KeyError('entries') is missing or wrong"),
        ('{"log": {"entries": [{"request": {}}]}}', "not a whole HAR file"),
        ('{"log": {"entries": [1]}}', "not a whole HAR file"),
        ("[1]", "neither a HAR file nor the simulator's journal"),
        ("{", "neither a HAR file nor the simulator's journal"),
        ('{"kind": "request"}', "neither a HAR file nor the simulator's journal"),
        ('{"entries": 1}', "no call of the Atlas API (it has no requests)"),
        ('{"log": {"entries": []}}', "no call of the Atlas API (it has no requests)"),
    ],
)
def test_what_is_no_recording_is_refused(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "recording"
    path.write_text(text)
    with pytest.raises(SettingError) as refused:
        load(path)
    assert says in str(refused.value)


def test_a_recording_of_another_api_names_what_it_has(tmp_path: Path) -> None:
    entries = [har_entry() for _ in range(4)]
    for entry, path in zip(entries, ("/c", "/a?x=1", "/a?x=2", "/b"), strict=True):
        entry["request"]["url"] = f"https://other.example{path}"
    with pytest.raises(SettingError, match=r"no call of the Atlas API \(it has /a, /b, /c\)"):
        archived(tmp_path, *entries)


# What changed


def recorded(answer: Any, *, path: str = STATUS, status: int = 200, method: str = "GET") -> RecordedCall:
    return RecordedCall(3, method, path, (), {}, None, status, answer, True)


def changed(call: RecordedCall, now: Any, status: int = 200, *, moment: bool = False) -> list[tuple[str, Any, Any]]:
    return [(each.where, each.recorded, each.now) for each in _changes(call, status, now, moment=moment)]


@pytest.mark.parametrize(
    ("was", "now", "expected"),
    [
        pytest.param({"a": 1}, {"a": 1}, [], id="equal"),
        pytest.param({"a": 1}, {"a": 2}, [("a", 1, 2)], id="another value"),
        pytest.param({"a": {"b": [1, 2]}}, {"a": {"b": [1, 3]}}, [("a.b[1]", 2, 3)], id="deep"),
        pytest.param({"a": 1}, {}, [("a", 1, None)], id="a key that is gone"),
        pytest.param({}, {"b": 2}, [("b", None, 2)], id="a key that came"),
        pytest.param([1], [1, 2], [("the answer", [1], [1, 2])], id="a longer list, once"),
        pytest.param({"flow_uuid": "x", "file_uuid": "y"}, {"flow_uuid": "z"}, [], id="ids are made anew"),
        pytest.param({"d": {"redact_url": "x"}}, {"d": {"redact_url": "y"}}, [], id="links are made anew"),
        pytest.param({"pan": "ABC***"}, {"pan": "ABCPV1234K"}, [], id="what was struck out"),
        pytest.param('{"cut": ', {"cut": 1}, [], id="an answer that was cut off"),
        pytest.param("text", "other", [("the answer", "text", "other")], id="text"),
        pytest.param(None, {"a": 1}, [("the answer", None, {"a": 1})], id="nothing and something"),
    ],
)
def test_an_answer_changed_where_its_values_did(was: Any, now: Any, expected: list[Any]) -> None:
    assert changed(recorded(was), now) == expected


def test_a_status_that_changed_is_told_even_where_the_body_is_chance() -> None:
    assert changed(recorded({"master_status": "IN_PROGRESS"}), {}, 404, moment=True) == [("HTTP status", 200, 404)]
    assert changed(recorded({"a": 1}, method="HEAD"), None, 500) == [("HTTP status", 200, 500)]
    for path in ("/v1/analytics", "/v1/analytics/flows", "/v1/bulk/clients"):
        assert changed(recorded({"total": 1}, path=path), {"total": 2}) == []
    assert changed(recorded({"total": 1}, path="/v1/clients/7"), {"total": 2}) == [("total", 1, 2)]


def test_why_a_token_was_refused_is_no_change_where_it_still_is() -> None:
    was = recorded({"error": "Not allowed", "reason": "expired"}, status=401)
    assert changed(was, {"error": "Not allowed", "reason": "malformed"}, 401) == []
    assert changed(was, {"error": "No", "reason": "malformed"}, 401) == [("error", "Not allowed", "No")]
    assert changed(was, {"error": "Not allowed", "reason": "x"}, 403)[1:] == [("reason", "expired", "x")]


@pytest.mark.parametrize(
    ("was", "last", "expected"),
    [
        ({"master_status": "IN_PROGRESS"}, {"master_status": "SUCCESS"}, True),
        ({"master_status": "NOT_STARTED"}, {"master_status": "NOT_STARTED"}, True),
        ({"master_status": "SUCCESS"}, {"master_status": "SUCCESS"}, False),
        ("text", "text", False),
    ],
)
def test_a_status_in_the_middle_is_a_matter_of_the_moment(was: Any, last: Any, expected: bool) -> None:
    assert _is_moment(recorded(was), recorded(last)) is expected


def page(count: int, total: int, number: int = 1, size: int = 50) -> dict[str, Any]:
    return {"data": [{}] * count, "total_items": total, "page": number, "per_page": size}


@pytest.mark.parametrize(
    ("was", "last", "expected"),
    [
        ({"ocr_data": []}, {"ocr_data": [1]}, True),
        ({"ocr_data": [1]}, {"ocr_data": [1]}, False),
        (page(1, 2), page(1, 2), True),
        (page(2, 2), page(2, 2), False),
        (page(10, 30, 3, 10), page(10, 30, 3, 10), False),
        (page(9, 30, 3, 10), page(9, 30, 3, 10), True),
        (page(5, 25, 3, 10), page(5, 25, 3, 10), False),
    ],
)
def test_extracts_that_grew_later_are_a_matter_of_the_moment(was: Any, last: Any, expected: bool) -> None:
    path = "/v1/docstream/extracts"
    assert _is_moment(recorded(was, path=path), recorded(last, path=path)) is expected


@pytest.mark.parametrize(
    ("was", "now", "expected"),
    [
        ({"master_status": "SUCCESS"}, {"master_status": "IN_PROGRESS"}, True),
        ({"master_status": "SUCCESS"}, {"master_status": "FAILED"}, False),
        ({"master_status": "IN_PROGRESS"}, {"master_status": "NOT_STARTED"}, False),
        ({"data": [1, 2]}, {"data": [1]}, True),
        ({"data": [1]}, {"data": [1, 2]}, False),
        ({"data": 1}, {"data": []}, False),
        ({"master_status": "SUCCESS"}, "error", False),
        (None, {}, False),
    ],
)
def test_a_poll_goes_on_until_the_end_that_was_recorded(was: Any, now: Any, expected: bool) -> None:
    assert _still_running(recorded(was), now) is expected
