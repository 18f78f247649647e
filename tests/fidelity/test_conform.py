"""Every row of the documentation holds here, and none holds for a server that does otherwise."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import msgspec
import pytest

from simulator import toml_files
from simulator.cli import main
from simulator.cli.conform import NothingChecked
from simulator.client.receiver import Receiver
from simulator.errors import SettingError
from simulator.fidelity.conform.judge import Asked, filled, judge, outcome_of
from simulator.fidelity.conform.run import ReadingsRefused, Target, own_settings, run
from simulator.fidelity.conform.sentences import fingerprint, fingerprints
from simulator.fidelity.conform.statements import conversations, document_names, readings
from simulator.server import BackgroundServer
from tests.fidelity.small_changes import otherwise, without_it
from tests.fidelity.wrong_server import WrongServer

Start = Callable[..., BackgroundServer]


@pytest.fixture(scope="module")
def asked() -> Iterator[list[Asked]]:
    """Everything asked of a simulator of its own, with the answers."""
    from simulator.settings import load

    with (
        Receiver() as receiver,
        BackgroundServer(load(own_settings("conform", "any-secret", receiver), environment={})) as server,
    ):
        files = {name: receiver.serve_file(f"{name}.png", f"stands for {name}".encode()) for name in document_names()}
        target = Target(server.url, "conform", "any-secret", receiver, files, simulator=True, own=True)
        yield run(target, conversations())


def report_of(tmp_path: Path, *arguments: str) -> tuple[int, dict[str, str]]:
    """The exit status, and each row's outcome."""
    path = tmp_path / "report.json"
    status = main(["conform", "--json", str(path), "--poll", "0.02", *arguments])
    return status, {row["id"]: row["outcome"] for row in json.loads(path.read_bytes())["rows"]}


def failed(outcomes: dict[str, str]) -> set[str]:
    return {row for row, outcome in outcomes.items() if outcome == "failed"}


# Here


def test_every_row_holds_here(asked: list[Asked]) -> None:
    results = judge(asked)
    assert [(row.id, row.note) for row in results if row.outcome in ("failed", "not checkable")] == []
    assert len(results) >= MINIMUM
    assert all(row.settled for row in results if row.outcome == "settled otherwise")


#: Rows that there are at least.
MINIMUM = 1900


def test_no_row_holds_whatever_is_answered(asked: list[Asked]) -> None:
    for step in asked:
        for row in step.step.rows:
            assert step.answer is not None
            settled = row.otherwise is not None and outcome_of(row, step)[0] == "settled otherwise"
            check = filled(row.otherwise if settled and row.otherwise else row, step.names)
            gone = [Asked(step.step, wrong, step.names) for wrong in without_it(check, step.answer)]
            assert gone, row.id
            assert all(outcome_of(row, each)[0] == "failed" for each in gone), (
                f"{row.id} holds without what it is about"
            )
            changed = [Asked(step.step, wrong, step.names) for wrong in otherwise(check, step.answer)]
            assert any(outcome_of(row, each)[0] == "failed" for each in changed), f"{row.id} holds for anything else"


def test_no_two_rows_expect_the_same_of_the_same_answer() -> None:
    for conversation in conversations():
        for step in conversation.steps:
            expected = Counter(
                msgspec.json.encode({k: v for k, v in msgspec.to_builtins(row).items() if k not in ROW_KEYS})
                for row in step.rows
            )
            assert [each for each, count in expected.items() if count > 1] == [], step.id


#: What a row has beside what it expects. Two pages may state the same, but then one of them is settled otherwise.
ROW_KEYS = {"id", "says", "sentence", "page", "settled", "about", "given", "optional"}


# Servers that do otherwise

#: What is wrong, and the rows that fail for it, out of those of the conversation that the first of them belongs to.
WRONG: dict[str, tuple[Callable[[str, int, Any], tuple[int, Any]], set[str]]] = {
    "a float where a whole number is documented": (
        lambda path, status, body: (
            status,
            {"match_data": [{**each, "same_person_score": 8.5} for each in body["match_data"]]}
            if status == 200 and "/address/" in path and body["match_data"][0]["error_code"] is None
            else body,
        ),
        {"address.match.same_person", "address.match.same_person-kind"},
    ),
    "pages without has_prev": (
        lambda path, status, body: (
            status,
            {key: value for key, value in body.items() if key != "has_prev"} if "chat-history" in path else body,
        ),
        {"onboarding.history.body", "onboarding.history.has_prev", "onboarding.history-page.has_prev"},
    ),
    "another name for a field of one type": (
        lambda path, status, body: (
            status,
            json.loads(json.dumps(body).replace('"gat_no"', '"gat_number"')) if "/v3/" in path else body,
        ),
        {"documents.v3.SALE_DEED.gat_no", "documents.v3.SATBARA.gat_no"},
    ),
    "the spelling mended": (
        lambda path, status, body: (
            status,
            {key.replace("crossheck", "crosscheck"): value for key, value in body.items()}
            if "/status" in path and status == 200
            else body,
        ),
        {
            "flow.status-before.crossheck_status",
            "flow.status.body",
            "flow.status.crossheck_status",
            "flow.status.spelling",
        },
    ),
    "404 for what there is not": (
        lambda path, status, body: (404 if status == 409 else status, body),
        {"flow.multiupload-unknown.status", "flow.status-unknown.status", "flow.extracts-unknown.status"},
    ),
    "scores with a fraction": (
        lambda path, status, body: (
            status,
            {**body, "cross_checks": [{**each, "similarity_score": 89.92} for each in body["cross_checks"]]}
            if "/extracts" in path and status == 200
            else body,
        ),
        {
            "flow.checks.item.score",
            "flow.checks.DEALER_ADDRESS.score",
            "flow.checks.CUSTOMER_NAME.score",
            "flow.checks.CUSTOMER_DELIVERY_ADDRESS.score",
            "flow.checks.CUSTOMER_MOBILE_NUMBER.score",
        },
    ),
    "no batch in the items": (
        lambda path, status, body: (
            status,
            {
                **body,
                "ocr_data": [
                    {key: value for key, value in each.items() if key != "batch_id"} for each in body["ocr_data"]
                ],
            }
            if "/extracts" in path and status == 200
            else body,
        ),
        {"flow.extracts.item.batch_id", "flow.extracts.item.batch"},
    ),
}


@pytest.mark.parametrize("what", list(WRONG))
def test_a_server_that_is_wrong_in_one_thing_fails_the_rows_about_it_and_no_others(
    what: str, server: BackgroundServer, tmp_path: Path
) -> None:
    change, expected = WRONG[what]
    with WrongServer(server.url, change) as wrong:
        conversation = min(expected).partition(".")[0]
        status, outcomes = report_of(tmp_path, "--against", wrong.url, "--only", f"{conversation}.*")
    # The callback comes from the server behind, which is right: then it is not what the wrong one says.
    assert failed(outcomes) - {"flow.callback.body"} == expected
    assert status == 1


def test_a_server_of_other_settings_fails_where_they_leave_the_documentation(start: Start, tmp_path: Path) -> None:
    other = start(ephemeral=True, error_envelope="error_code", token_life=1800, missing_fields="omit")
    _, outcomes = report_of(tmp_path, "--against", other.url)
    wrong = failed(outcomes)
    assert {"tokens.v3.expires_in", "tokens.v3-without-id.error", "flow.init-with-nothing.error"} <= wrong
    assert {"flow.extracts.unread.text", "refused.v2-chat-without.error"} <= wrong
    assert not [row for row in wrong if row.endswith(".json")]


# A server that is no simulator


@pytest.fixture
def hosted(server: BackgroundServer) -> Iterator[WrongServer]:
    """A server without `/_sim`."""

    def hide(path: str, status: int, body: Any) -> tuple[int, Any]:
        return (404, {"error": "not found"}) if path.startswith("/_sim") else (status, body)

    with WrongServer(server.url, hide) as behind:
        yield behind


def test_what_only_a_simulator_can_be_brought_to_is_not_checkable_elsewhere(
    hosted: WrongServer, tmp_path: Path
) -> None:
    only = ("--only", "tokens.*", "--only", "flow.*")
    status, outcomes = report_of(tmp_path, "--against", hosted.url, *only)
    assert outcomes["tokens.v3.status"] == outcomes["flow.init.flow_uuid"] == "passed"
    assert outcomes["flow.extracts.type.INVOICE"] == "not checkable"
    # The server behind it takes any account, as one that knows its accounts would not.
    assert status == 1
    assert {row for row in failed(outcomes) if "-wrong-pair." not in row} == set()


def test_only_documents_that_were_named_are_sent(
    hosted: WrongServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_bytes(b"no document")
    _, outcomes = report_of(tmp_path, "--against", hosted.url, "--only", "flow.*", "--document", f"LETTER={letter}")
    assert outcomes["flow.extracts.echo.LETTER"] == "passed"
    assert outcomes["flow.extracts.echo.INVOICE"] == outcomes["flow.checks.item"] == "not checkable"
    assert failed(outcomes) <= {"flow.extracts.letter.reason", "flow.extracts.letter.code"}


def test_a_server_of_the_same_kind_without_a_simulators_means_fails_nothing(start: Start, tmp_path: Path) -> None:
    """As the hosted one: accounts of its own, documents that have not all fields, no way back to this client."""
    canned = [{**each, "document_id": "*", "name": _file_name(each["document_id"])} for each in readings()]
    scenario = tmp_path / "readings.toml"
    scenario.write_text(
        "".join("[[canned]]\n" + "".join(f"{toml_files.line(*pair)}\n" for pair in each.items()) for each in canned)
    )
    behind = start(ephemeral=True, credentials=["lender:s"], scenario=str(scenario), missing_fields="omit")
    with WrongServer(behind.url, lambda path, status, body: (status, body)) as hosted, Receiver() as files:
        named = {name: files.serve_file(_file_name(name), name.encode()) for name in document_names()}
        urls = {"callback_url": "https://lender.example/cb", "auth_url": "https://lender.example/auth"}
        results = judge(
            run(Target(hosted.url, "lender", "s", None, named, poll=0.3, budget=600, **urls), conversations())
        )
        assert not [path for path in hosted.seen if path.startswith("/_sim")]
    counted = Counter(row.outcome for row in results)
    assert [(row.id, row.note) for row in results if row.outcome == "failed"] == []
    assert counted["passed"] > 1000
    assert not {row.note for row in results if "budget" in row.note}


def _file_name(document: str) -> str:
    return document.replace(" ", "_") + ".png"


def test_the_budget_is_kept(hosted: WrongServer) -> None:
    target = Target(hosted.url, "conform", "any-secret", None, {}, budget=7)
    results = judge(run(target, conversations()))
    assert len(hosted.seen) == 7
    assert "the budget of requests is used up; raise it with --budget" in {row.note for row in results}
    assert {row.outcome for row in results[-300:]} == {"not checkable"}


# What is told


def test_the_reports_say_the_same(start: Start, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = start(ephemeral=True, token_life=1800)
    junit, html = tmp_path / "report.xml", tmp_path / "report.html"
    only = ("--only", "tokens.*", "--junit", str(junit), "--html", str(html))
    status, outcomes = report_of(tmp_path, "--against", other.url, *only)
    assert status == 1
    root = ElementTree.parse(junit).getroot()
    wrong = failed(outcomes)
    assert {
        each.get("name", "").partition(":")[0] for each in root.iter("testcase") if each.find("failure") is not None
    } == wrong
    assert (int(root.get("tests", "0")), int(root.get("failures", "0"))) == (len(outcomes), len(wrong))
    text = html.read_text()
    assert all(row in text for row in outcomes)
    assert "eyJ" not in text + junit.read_text()
    assert f"{len(wrong)} failed" in capsys.readouterr().out


def test_invalid_input_is_told_in_one_line(tmp_path: Path) -> None:
    for arguments, text in (
        (["--only", "nothing.*"], "no row has such an id or page"),
        (["--document", "INVOCE=a.png"], "name of a document type"),
        (["--document", f"INVOICE={tmp_path}/none.png"], "cannot be read"),
        (["--against", "http://127.0.0.1:9"], "no answer"),
        (["--against", "https://api.example", "--document", "INVOICE=a.png"], "give an http or https URL"),
        (["--client-secret-env", "NOT_SET_ANYWHERE"], "not set"),
        (["--documentation", str(tmp_path / "none.md")], "cannot be read"),
        (["--only", "tokens.v3.*", "--json", str(tmp_path / "no" / "where.json")], "cannot be written"),
    ):
        with pytest.raises(SettingError, match=text):
            _raise(main_of(arguments))


def main_of(arguments: list[str]) -> Any:
    from simulator.cli import parser

    return parser().parse_args(["conform", *arguments])


def _raise(args: Any) -> None:
    args.run(args)


def test_a_server_that_is_not_there_is_told_after_three_requests() -> None:
    with Receiver() as gone:
        url = gone.url
    target = Target(url, "lender", "s", None, {})
    results = judge(run(target, conversations()))
    notes = Counter(row.note for row in results if row.outcome == "not checkable")
    assert notes[f"no answer from {url} to 3 requests in a row"] > 300
    assert all(row.note.startswith("no answer") for row in results if row.outcome == "failed")
    with pytest.raises(NothingChecked, match="no row could be checked"):
        _raise(main_of(["--against", "http://there-is-none.invalid", "--only", "tokens.*", "--pause", "0"]))


def test_a_simulator_that_does_not_know_a_documented_field_is_told(server: BackgroundServer) -> None:
    def refuse(path: str, status: int, body: Any) -> tuple[int, Any]:
        return (422, {"error": "'dob' is not a field of PAN"}) if path == "/_sim/scenario" else (status, body)

    with (
        WrongServer(server.url, refuse) as other,
        pytest.raises(ReadingsRefused, match=r"does not take the readings.*is not a field of PAN"),
    ):
        _raise(main_of(["--against", other.url, "--only", "flow.*"]))


def test_rows_name_the_sentence_that_they_stand_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert fingerprint("The **answer** is `201`.") == fingerprint("the answer is  201")
    assert fingerprint("one; two") not in fingerprints("one")
    assert {fingerprint("First."), fingerprint("second here")} <= fingerprints("First. Second here.\n| a | b |")
    text = tmp_path / "documentation.md"
    text.write_text("nothing of it")
    assert main(["conform", "--documentation", str(text)]) == 1
    assert "the sentences of 0 are there" in capsys.readouterr().out
