"""A scenario as a file: what is taken for which document, what is wrong in a file, and that what is written is read again."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.documents.model import Field, Reading
from simulator.errors import InputError, SettingError
from simulator.flows.model import Delivery, File, Flow, ReadFile
from simulator.flows.states import DeliveryState, FileState, FlowStatus
from simulator.forms import convert
from simulator.matching.model import CrossCheck
from simulator.pipeline.faults.rules import FaultRule, validated_rule
from simulator.pipeline.scenario import (
    CannedFile,
    CannedReading,
    Expected,
    ExpectedDocument,
    Scenario,
    ScenarioDocument,
    load,
    reading_key,
    verified,
)
from simulator.pipeline.scenario_export import flow_scenario, recorded_reading, scenario_toml, to_toml

STATUS = FlowStatus("SUCCESS", "SUCCESS", "COMPLETED", "SUCCESS")


def file(
    document_id: str = "1",
    url: str = "http://s/a%20b.png?sig=x",
    sha256: str = "s",
    state: FileState = FileState.PROCESSING_SUCCESS,
) -> File:
    return File(1, "u", "t", "b", "f", document_id, url, "", state, 0, sha256, "k", "", 0, 0)


# Which document a reading is for


@pytest.mark.parametrize(
    ("narrowed", "fits"),
    [
        ({}, False),
        ({"document_type": "PAN"}, False),
        ({"sha256": "s"}, True),
        ({"sha256": "other"}, False),
        ({"name": "a b.png"}, True),
        ({"name": "a*"}, True),
        ({"name": "*.PNG"}, False),
        ({"name": "a%20b.png"}, False),
        ({"name": "a b.png?sig=x"}, False),
        ({"document_id": "1"}, True),
        ({"document_id": "?"}, True),
        ({"document_id": "[1]"}, False),
        ({"document_id": "2", "name": "a*"}, False),
        ({"document_id": "1", "name": "b*"}, False),
        ({"document_id": "1", "name": "a*", "sha256": "s"}, True),
    ],
)
def test_a_reading_is_for_a_document_that_fits_all_that_it_says(narrowed: dict[str, str], fits: bool) -> None:
    assert CannedReading(**narrowed).fits(file()) is fits


@pytest.mark.parametrize("url", ["", "no url", "http://[", "data:,x"])
def test_a_url_of_any_kind_has_some_name_or_none(url: str) -> None:
    assert not CannedReading(name="a*").fits(file(url=url))
    assert CannedReading(document_id="1").fits(file(url=url))


@pytest.mark.parametrize(
    ("given", "kind", "code", "reason", "fields"),
    [
        ({"document_type": "PAN", "fields": {"dob": "1"}}, "PAN", "", "", ["dob"]),
        ({}, "", "UNRECOGNISED", "document not in list", []),
        ({"fields": {"dob": "1"}}, "", "UNRECOGNISED", "document not in list", []),
        ({"document_type": "PAN", "error_code": "UNRECOGNISED"}, "", "UNRECOGNISED", "document not in list", []),
        ({"error_code": "UNRECOGNISED", "error_reason": "why"}, "", "UNRECOGNISED", "why", []),
        ({"error_code": "INVALID_DOC", "error_reason": "blurred"}, "", "INVALID_DOC", "blurred", []),
        ({"document_type": "PAN", "fields": {"dob": "1"}, "error_code": "INVALID_DOC"}, "PAN", "INVALID_DOC", "", ["dob"]),
    ],
)  # fmt: skip
def test_what_is_given_becomes_a_reading(given: Any, kind: str, code: str, reason: str, fields: list[str]) -> None:
    reading = CannedReading(**given).reading()
    assert (reading.document_type, reading.error_code, reading.error_reason) == (kind, code, reason)
    assert list(reading.fields) == fields and (reading.page_count, reading.engine) == (1, "given")


def test_two_readings_are_kept_apart_by_what_they_say() -> None:
    one, two = (CannedReading(document_type="PAN", fields={"dob": each}).reading() for each in ("1", "2"))
    assert reading_key(one) != reading_key(two) == reading_key(two)


def test_further_readings_come_before_those_of_documents_and_of_the_scenario() -> None:
    scenario = Scenario(
        documents=(
            ScenarioDocument("7", reading=CannedReading(document_type="A")),
            ScenarioDocument("8", reading=CannedReading(document_id="*", document_type="B")),
            ScenarioDocument("9"),
        ),
        canned=(CannedReading(document_type="C"),),
    )
    assert [(each.document_id, each.document_type) for each in scenario.given()] == [("7", "A"), ("*", "B"), ("", "C")]
    more = scenario.with_readings([CannedReading(document_type="D")])
    assert [each.document_type for each in more.given()] == ["D", "A", "B", "C"]
    assert [each.document_id for each in more.documents] == ["7", "8", "9"]


# What is wrong in a file


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("descripton = 'x'", "unknown key 'descripton'; did you mean description?; allowed: description, pace"),
        ("pace = 'fast'", "pace: invalid enum value 'fast'"),
        ("[[documents]]\nsample = 'x'", "'documents[0].document_id' is missing"),
        ("[[faults]]\npoint = 'callbck'\naction = 'fail'", "faults[0]: unknown fault point 'callbck'; did you mean callback?"),
        ("[[canned]]\nconfidence = 2", "canned[0].confidence"),
        ("[[canned]]\npage_count = -1", "canned[0].page_count"),
        ("[canned]\nx = 1", "canned: expected `array`"),
        ("[[canned]]\ndocument_id='*'\nfields = { dob = { value = '1', sure = 1 } }", "canned[0].fields.dob.sure: unknown key"),
        (
            "[[documents]]\ndocument_id='1'\nreading = { fields = { dob = { value = '1', confidence = 'x' } } }",
            "documents[0].reading.fields.dob.confidence: 'x' is no confidence from 0 to 1",
        ),
        ("[expect]\ndelivery = 'DONE'", "expect.delivery: invalid enum value 'DONE'"),
        ("[expect.answers]\ninitt = [200]", "expect.answers: key: invalid enum value 'initt'; did you mean init?"),
        ("readings = ['none.toml']", "none.toml: cannot be read (No such file or directory)"),
        ("readings = ['other.toml']", "other.toml: unknown key 'kind'; allowed: canned"),
        ("x =", "not valid TOML"),
    ],
)  # fmt: skip
def test_a_file_that_is_wrong_names_itself_and_the_key(text: str, says: str, tmp_path: Path) -> None:
    (tmp_path / "other.toml").write_text("kind = 1")
    path = tmp_path / "scenario.toml"
    path.write_text(text)
    with pytest.raises(SettingError) as wrong:
        load(path)
    assert says in str(wrong.value) and str(wrong.value).startswith(f"scenario {tmp_path}")


def test_readings_of_other_files_are_taken_in_behind_its_own(tmp_path: Path) -> None:
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "a.toml").write_text("[[canned]]\nnote = 'second'\n[[canned]]\nnote = 'third'\n")
    (tmp_path / "scenario.toml").write_text("readings = ['more/a.toml']\n[[canned]]\nnote = 'first'\n")
    scenario = load(tmp_path / "scenario.toml")
    assert [each.note for each in scenario.canned] == ["first", "second", "third"] and scenario.readings == ()


def test_a_clients_own_scenario_may_set_no_header_that_a_browser_acts_on() -> None:
    rule = FaultRule("request", "answer", status=200, headers={"Set-Cookie": "x"})
    assert verified(Scenario(faults=(rule,)))
    with pytest.raises(InputError) as wrong:
        verified(Scenario(faults=(FaultRule("auth", "refused"), rule)), own=True)
    assert wrong.value.key == "faults[1].headers.Set-Cookie"


# What is written is read again


def _texts() -> st.SearchStrategy[str]:
    return st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


_VALUES = st.one_of(_texts(), st.integers(-(2**53), 2**53), st.lists(_texts(), max_size=3))
_FIELDS = st.builds(Field, _VALUES, st.floats(0, 1))
_PARTS = st.builds(
    Field,
    st.dictionaries(_texts(), st.builds(Field, _texts(), st.floats(0, 1)), min_size=1, max_size=3),
    st.floats(0, 1),
)


@given(st.dictionaries(_texts(), st.one_of(_FIELDS, _PARTS), max_size=4), _texts(), st.integers(1, 9))
def test_any_reading_is_written_and_read_again_as_it_was(fields: dict[str, Field], note: str, pages: int) -> None:
    reading = Reading(document_type="PAN", fields=fields, page_count=pages)
    (back,) = convert(tomllib.loads(to_toml([recorded_reading(note, b"x", reading)])), CannedFile).canned
    assert back.note == note
    again = back.reading()
    assert _plain(again.fields) == _plain(fields) and again.page_count == pages


def _plain(fields: dict[str, Field]) -> dict[str, Any]:
    return {
        name: (_plain(field.value) if isinstance(field.value, dict) else field.value, field.confidence)
        for name, field in fields.items()
    }


def flow(**more: Any) -> Flow:
    return Flow("t", "v3", "PROD_CDL", more.pop("application_id", "APP-1"), **more)


def delivery(state: str) -> Delivery:
    values: dict[str, Any] = dict.fromkeys(Delivery.__struct_fields__, "")
    return Delivery(**{**values, "state": DeliveryState(state), "kind": "flow"})


RULES = [
    FaultRule("callback", "fail", status=502, times=1, tenant="t", application="APP-1", flow="f", note='a "note"\n'),
    FaultRule("callback", "patch", body={"flow_uuid": None, "data": {"a": [1, None, {"b": None}]}}),
    FaultRule("request", "answer", status=503, headers={"Retry-After": "1"}, body=None, endpoint="GET status"),
    FaultRule("request", "answer", status=200, body=[None, "x"]),
    FaultRule("processing", "slow", delay="2m", document="1"),
]


@pytest.mark.parametrize("acted", [[], *([rule] for rule in RULES), RULES], ids=range(len(RULES) + 2))
def test_a_flow_is_written_as_a_scenario_that_loads(acted: list[FaultRule], tmp_path: Path) -> None:
    read = Reading(document_type="PAN", fields={"dob": Field("1/1/2000", 0.9)}, engine="tesseract", page_count=2)
    files = [ReadFile(file("1"), read), ReadFile(file("2"), Reading(error_code="UNRECOGNISED", error_reason="x"))]
    made = flow_scenario(
        flow(), files, STATUS, [CrossCheck("A", "a", "x", "B", "b", "y", 40, "N")], [delivery("DELIVERED")], acted
    )
    path = tmp_path / "saved.toml"
    path.write_text(scenario_toml(made))
    again = load(path)
    assert [_acting(rule) for rule in again.faults] == [_acting(rule) for rule in made.faults]
    plain = [msgspec.structs.replace(each, faults=()) for each in (again, made)]
    assert msgspec.to_builtins(plain[0]) == msgspec.to_builtins(plain[1])
    assert all(not (rule.tenant or rule.flow or rule.application) for rule in again.faults)
    assert again.expect == Expected(
        status=msgspec.to_builtins(STATUS),
        documents={"1": ExpectedDocument("PAN", ""), "2": ExpectedDocument(None, "UNRECOGNISED")},
        cross_checks={"N": 40},
        delivery="DELIVERED",
    )


def _acting(rule: FaultRule) -> Any:
    """The rule, its body as what it stands for: TOML has no null, so one that holds any is told as JSON."""
    is_json = isinstance(rule.body, str)
    headers = {name: value for name, value in (rule.headers or {}).items() if name != "Content-Type"} or None
    return msgspec.structs.replace(rule, body=json.loads(rule.body) if is_json else rule.body, headers=headers)


@pytest.mark.parametrize("patch", ['{"a": null}', "{}", '{"a": {"b": [null]}}', " { } "])
def test_a_patch_may_be_told_as_json(patch: str) -> None:
    assert validated_rule(FaultRule("callback", "patch", body=patch))


@pytest.mark.parametrize("patch", ["", "null", "[1]", "{", '"text"', None, 3])
def test_what_is_no_object_in_json_is_no_patch(patch: Any) -> None:
    with pytest.raises(InputError) as wrong:
        validated_rule(FaultRule("callback", "patch", body=patch))
    assert wrong.value.key == "body"


@pytest.mark.parametrize(
    ("state", "acted", "expected"),
    [
        (FileState.UPLOAD_FAILED, [], [("download", "expired", "1")]),
        (FileState.UPLOAD_FAILED, [FaultRule("download", "forbidden", document="1")], [("download", "forbidden", "1")]),
        (FileState.PROCESSING_FAILED, [], [("ocr", "fail", "1")]),
        (FileState.PROCESSING_FAILED, [FaultRule("ocr", "fail", document="1")], [("ocr", "fail", "1")]),
        (FileState.PROCESSING_INPROGRESS, [FaultRule("classify", "unrecognised")], []),
    ],
)
def test_a_document_that_failed_has_a_rule_with_the_same_end(state: FileState, acted: Any, expected: Any) -> None:
    made = flow_scenario(flow(), [ReadFile(file(state=state), None)], None, [], [delivery("IN_PROGRESS")], acted)
    assert [(rule.point, rule.action, rule.document) for rule in made.faults] == expected
    assert made.expect.status == {} and made.expect.delivery == ""
    assert list(made.expect.documents) == ([] if state == FileState.PROCESSING_INPROGRESS else ["1"])
