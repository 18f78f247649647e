"""What a comparison is turned into: settings that answers show, error answers in other words, and readings by content."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from simulator.atlas.deviations import Deviations
from simulator.atlas.errors import ApiError
from simulator.cli import main
from simulator.documents.model import Field
from simulator.errors import SettingError
from simulator.fidelity import adopt
from simulator.fidelity.compare import differences
from simulator.fidelity.model import CallRecord, Observation, Report, SentFile
from simulator.fidelity.report import load, to_json
from simulator.forms import convert
from simulator.pipeline.scenario import CannedFile, CannedReading

FILE = SentFile("1", "one.png", "a" * 64)


def call(name: str, status: int, answer: Any) -> CallRecord:
    return CallRecord(name, "GET", f"/{name}", status, 1.0, answer)


def report(theirs: Observation, ours: Observation) -> Report:
    return Report("2026-01-01", "0", "PROD_CDL", (FILE,), theirs, ours, differences(theirs, ours))


def side(*calls: CallRecord, data: Any = None, handshake: Any = None, **item: Any) -> Observation:
    one = {"document_id": "1", "data": data, "error_code": "", "error_reason": "", **item}
    extracts = {"ocr_data": [one], "cross_checks": []} if data is not None or item else {}
    return Observation("http://side", calls, (), extracts, handshake or {})


def wrapped(value: Any, sure: Any = 0.9) -> dict[str, Any]:
    return {"value": value, "confidence_score": sure}


def pan(**fields: Any) -> dict[str, Any]:
    return {"document_type": "PAN", **fields}


@pytest.mark.parametrize(
    ("theirs", "ours", "expected"),
    [
        pytest.param(side(), side(), {}, id="nothing differs"),
        pytest.param(
            side(call("authtoken", 201, {"expires_in": 60})), side(call("authtoken", 201, {"expires_in": 3600})),
            {"token_life": 60}, id="tokens live shorter",
        ),
        pytest.param(
            side(call("authtoken", 201, {"expires_in": "60"})), side(call("authtoken", 201, {"expires_in": 3600})),
            {}, id="a life that is no number",
        ),
        pytest.param(
            side(call("x", 404, {"error_code": "E"})), side(call("x", 404, {"error": "E"})),
            {"error_envelope": "error_code"}, id="errors by code",
        ),
        pytest.param(
            side(call("x", 404, {"error_code": "E", "error": "E"})), side(call("x", 404, {"error": "E"})),
            {"error_envelope": "both"}, id="errors both ways",
        ),
        pytest.param(
            side(call("x", 404, {"error": "E", "more": 1})), side(call("x", 404, {"error": "E"})),
            {"error_envelope": "error"}, id="errors in words with more",
        ),
        pytest.param(
            side(call("x", 404, {"detail": "E"})), side(call("x", 404, {"error": "E"})), {}, id="errors in a form of its own",
        ),
        pytest.param(side(data=pan(dob=wrapped(None))), side(data=pan(dob=wrapped(""))), {"missing_fields": "null"}, id="null"),
        pytest.param(side(data=pan()), side(data=pan(dob=wrapped(""))), {"missing_fields": "omit"}, id="left out"),
        pytest.param(side(data=pan()), side(data=pan(dob=wrapped("1"))), {}, id="not read"),
        pytest.param(
            side(data={"document_type": "AADHAAR", "aadhaar_number": wrapped("XXXX XXXX 0124")}),
            side(data={"document_type": "AADHAAR", "aadhaar_number": wrapped("2345 6789 0124")}),
            {"aadhaar": "masked"}, id="masked numbers",
        ),
        pytest.param(
            side(handshake={"auth_method": "GET", "callback_token": "Token"}),
            side(handshake={"auth_method": "POST", "callback_token": "Token"}),
            {"auth_method": "GET"}, id="the handshake where it differs",
        ),
    ],
)  # fmt: skip
def test_a_setting_is_adopted_where_answers_show_it(
    theirs: Observation, ours: Observation, expected: dict[str, Any]
) -> None:
    assert adopt.settings(report(theirs, ours)) == expected


@pytest.mark.parametrize(
    ("theirs", "ours", "row"),
    [
        pytest.param((404, {"error": "gone"}), (404, {"error": "not found"}), {
            "status": 404, "message": "not found", "answer_status": 404, "answer": {"error": "gone"},
        }, id="other words"),
        pytest.param((410, {"error": "gone"}), (404, {"error": "gone"}), {
            "status": 404, "message": "gone", "answer_status": 410, "answer": {"error": "gone"},
        }, id="another status"),
        pytest.param((404, "gone"), (404, {"error": "gone"}), {
            "status": 404, "message": "gone", "answer_status": 404,
        }, id="text is not taken over"),
        pytest.param((404, {"error_code": "404", "error_message": "E"}), (404, {"error": "E"}), None, id="the envelope says it"),
        pytest.param((200, {"a": 1}), (404, {"error": "E"}), None, id="no error there"),
        pytest.param((404, {"error": "E"}), (404, {"error": "E"}), None, id="equal"),
    ],
)  # fmt: skip
def test_an_error_answer_is_adopted_where_it_differs_beyond_the_envelope(theirs: Any, ours: Any, row: Any) -> None:
    if row is None and "error_code" in theirs[1]:
        theirs = (404, ApiError(404, "E").body("error_code"))
    found = adopt.errors(report(side(call("x", *theirs)), side(call("x", *ours))))
    assert found == ([{"note": "x", "method": "GET", "path": "/x", **row}] if row else [])


@pytest.mark.parametrize("answer", [{"error": "gone", "code": None}, {"error": "gone", "more": [{"x": None}, "é"]}])
def test_a_null_of_an_error_answer_is_kept(answer: Any, tmp_path: Path) -> None:
    made = report(side(call("x", 404, answer)), side(call("x", 404, {"error": "not found"})))
    path = tmp_path / "deviations.toml"
    path.write_text(adopt.deviations_toml(made))
    found = Deviations.load(str(path)).answer("GET", "/x", ApiError(404, "not found"), "documented")
    assert found == (404, answer)


@pytest.mark.parametrize("answer", ['""', "'[1]'", "'{'", "'null'", "'{}'"])
def test_a_deviation_whose_text_holds_no_object_is_refused(answer: str, tmp_path: Path) -> None:
    path = tmp_path / "deviations.toml"
    path.write_text(f"[[error]]\npath = '/x'\nstatus = 404\nanswer_status = 404\nanswer = {answer}\n")
    with pytest.raises(SettingError, match=r"error\[0\]\.answer: must be an object, or a text with one in JSON"):
        Deviations.load(str(path))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (wrapped("A", 0.7), Field("A", 0.7)),
        (wrapped("A", None), Field("A", 0.0)),
        (wrapped("A", "high"), Field("A", 0.0)),
        (wrapped(["1", "2"]), Field(["1", "2"], 0.9)),
        (wrapped(0), Field(0, 0.9)),
        ({"city": wrapped("Pune", 0.8), "zip": wrapped(None)}, Field({"city": Field("Pune", 0.8)}, 1.0)),
        (wrapped(""), None),
        (wrapped(None), None),
        (wrapped([]), None),
        (None, None),
        ({"city": wrapped(""), "zip": wrapped(None)}, None),
    ],
)
def test_a_field_that_was_read_becomes_one_that_is_given(value: Any, expected: Field | None) -> None:
    made = report(side(data=pan(f=value)), side())
    (reading,) = adopt.canned(made)
    # By way of the file that is written, since that is what a server will take.
    (again,) = convert(tomllib.loads(adopt.scenario_toml(made)), _Scenario).canned
    assert isinstance(again, CannedReading)
    assert (reading.sha256, reading.document_type, reading.note) == (FILE.sha256, "PAN", "one.png")
    found = again.reading().fields.get("f")
    if expected is None:
        assert found is None
    else:
        assert found is not None
        assert (_plain(found)) == _plain(expected)


class _Scenario(CannedFile, frozen=True):
    description: str = ""
    strict: bool = True


def _plain(field: Field) -> Any:
    parts = {name: _plain(each) for name, each in field.value.items()} if isinstance(field.value, dict) else field.value
    return parts, field.confidence


@pytest.mark.parametrize(
    ("code", "expected"),
    [("UNRECOGNISED", "UNRECOGNISED"), ("INVALID_DOC", "INVALID_DOC"), ("OTHER", ""), (None, ""), (7, "")],
)
def test_a_document_that_was_refused_stays_so_by_the_codes_that_there_are(code: Any, expected: str) -> None:
    (reading,) = adopt.canned(report(side(data=None, error_code=code, error_reason=None), side()))
    assert (reading.error_code, reading.error_reason, reading.document_type, reading.fields) == (expected, "", "", {})


@pytest.mark.parametrize(
    "odd", [None, "text", {}, [None], ["text"], [{"document_id": "1", "data": ["x"]}], [{"document_id": 1}]]
)
def test_extracts_of_another_shape_are_adopted_as_far_as_they_go(odd: Any) -> None:
    made = report(Observation("http://side", extracts={"ocr_data": odd}), side(data=pan()))
    assert all(each.fields == {} for each in adopt.canned(made))
    assert adopt.settings(made) == {}


@pytest.mark.parametrize("number", ["2345 6789 0124", None, [], {"last": "0124"}])
def test_a_number_that_is_no_wrapped_field_is_no_sign_of_masking(number: Any) -> None:
    theirs = side(data={"document_type": "AADHAAR", "aadhaar_number": number})
    assert "aadhaar" not in adopt.settings(report(theirs, side(data={"document_type": "AADHAAR"})))


def test_files_that_were_never_answered_for_give_no_reading() -> None:
    assert adopt.canned(report(side(), side(data=pan()))) == []


def test_what_was_written_is_read_again_and_only_a_report_of_this_version(tmp_path: Path) -> None:
    made = report(side(data=pan(dob=wrapped("1/1/2000"))), side())
    path = tmp_path / "report.json"
    path.write_bytes(to_json(made))
    assert load(path) == made
    path.write_text(json.dumps({**json.loads(path.read_bytes()), "version": 2}))
    with pytest.raises(Exception, match="version 2 is not known here; this simulator reads version 1"):
        load(path)


@pytest.mark.parametrize("what", ["nothing", "readings", "errors"])
def test_the_command_names_what_it_wrote_and_why_not_the_rest(
    what: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    theirs = {
        "nothing": side(call("authtoken", 201, {"expires_in": 60})),
        "readings": side(call("authtoken", 201, {"expires_in": 60}), data=pan(dob=wrapped("1/1/2000"))),
        "errors": side(call("authtoken", 401, {"error": "who?"})),
    }[what]
    ours = side(call("authtoken", 401 if what == "errors" else 201, {"error": "no", "expires_in": 3600}))
    (tmp_path / "report.json").write_bytes(to_json(report(theirs, ours)))
    assert main(["adopt", str(tmp_path / "report.json"), "--out", str(tmp_path / "out")]) == 0
    output = capsys.readouterr().out
    written = sorted(path.name for path in (tmp_path / "out").iterdir())
    expected = {"nothing": [], "readings": ["scenario.toml"], "errors": ["deviations.toml"]}[what]
    assert written == sorted([*expected, "settings.toml"])
    for name, why in (("scenario.toml", "read no document"), ("deviations.toml", "no error answer differs")):
        assert (f"not written: {name}" in output) == (name not in written) == (why in output)
    named = tomllib.loads((tmp_path / "out" / "settings.toml").read_text())
    assert [each for each in (named.get("scenario"), named.get("deviations")) if each] == expected


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "report.json").write_bytes(to_json(report(side(), side())))
    (tmp_path / "taken").write_text("")
    assert main(["adopt", str(tmp_path / "report.json"), "--out", str(tmp_path / "taken" / "out")]) == 2
    assert "cannot be written (Not a directory)" in capsys.readouterr().err
