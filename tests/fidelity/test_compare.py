"""Two servers over real HTTP, of deliberately different settings, held against each other; and a third that misbehaves."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from simulator.app import create_app
from simulator.cli import main
from simulator.client.receiver import Answer, Received, Receiver
from simulator.errors import SettingError
from simulator.server import BackgroundServer
from simulator.settings import Settings

SECRET = "only-the-other-side-knows-this"
FILES = {"pan.png": b"stands for a PAN", "invoice.png": b"stands for an invoice", "letter.png": b"stands for a letter"}
Start = Callable[..., BackgroundServer]
Run = Callable[..., tuple[int, dict[str, Any]]]


def scenario(path: Path, customer: str, confidence: float) -> str:
    path.write_text(
        f"""
[[canned]]
name = "pan*"
document_type = "PAN"
confidence = {confidence}
fields = {{ name_as_per_pan = "ASHA VERMA", pan_number = "ABCPV1234K" }}
[[canned]]
name = "invoice*"
document_type = "INVOICE"
fields = {{ customer_name = "{customer}" }}
[[canned]]
name = "*"
error_code = "UNRECOGNISED"
"""
    )
    return str(path)


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    for name, content in FILES.items():
        (tmp_path / name).write_bytes(content)
    return [str(tmp_path / name) for name in FILES]


@pytest.fixture
def ours(start: Start, tmp_path: Path) -> BackgroundServer:
    return start(ephemeral=True, scenario=scenario(tmp_path / "ours.toml", "Asha Verma", 0.99))


@pytest.fixture
def compare(tmp_path: Path, files: list[str], ours: BackgroundServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[Run]:
    monkeypatch.setenv("OTHER_SECRET", SECRET)

    def run(against: str, *more: str) -> tuple[int, dict[str, Any]]:
        status = main(
            [
                "compare",
                *files,
                "--against",
                against,
                "--client-id",
                "lender",
                "--client-secret-env",
                "OTHER_SECRET",
                "--simulator",
                ours.url,
                "--poll",
                "0.02",
                "--out",
                str(tmp_path / "fidelity"),
                *more,
            ]
        )
        report = tmp_path / "fidelity.json"
        return status, json.loads(report.read_bytes()) if report.is_file() else {}

    yield run


def kinds(report: dict[str, Any]) -> set[str]:
    return {each["kind"] for each in report["differences"]}


def test_two_that_are_alike_do_not_differ(compare: Run, ours: BackgroundServer, tmp_path: Path) -> None:
    status, report = compare(ours.url)
    assert status == 0
    assert report["differences"] == []
    assert report["theirs"]["callback_equals_extracts"] is True
    assert [each["document_id"] for each in report["theirs"]["extracts"]["ocr_data"]] == ["doc-1", "doc-2", "doc-3"]


def test_every_kind_of_difference_is_told(compare: Run, start: Start, tmp_path: Path) -> None:
    other = start(
        ephemeral=True,
        credentials=[f"lender:{SECRET}"],
        error_envelope="both",
        missing_fields="omit",
        token_life=1800,
        auth_method="GET",
        callback_token="Authorization",
        scenario=scenario(tmp_path / "other.toml", "Asha V", 0.6),
    )
    status, report = compare(other.url)
    assert status == 1
    assert kinds(report) >= {"envelope", "keys", "value", "confidence", "token_life"}
    values = {each["where"]: each for each in report["differences"] if each["kind"] == "value"}
    assert values["doc-2.customer_name"]["theirs"] == "Asha V"
    assert 60 <= values["doc-2.customer_name"]["similarity"] < 100
    assert report["theirs"]["handshake"] == {"auth_method": "GET", "callback_token": "Authorization"}
    for name in ("fidelity.json", "fidelity.html"):
        text = (tmp_path / name).read_text()
        assert SECRET not in text
        assert "eyJ" not in text.replace("eyJ***", "")


def test_values_that_differ_fail_only_when_asked(compare: Run, start: Start, tmp_path: Path) -> None:
    other = start(ephemeral=True, scenario=scenario(tmp_path / "other.toml", "ASHA  VERMA", 0.99))
    status, report = compare(other.url)
    assert status == 0
    assert [each["note"] for each in report["differences"]] == ["equal but for case and spaces"]
    assert compare(other.url, "--fail-on", "values")[0] == 1


def test_what_was_found_is_adopted_and_then_nothing_differs(
    compare: Run, start: Start, tmp_path: Path, files: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    other = start(
        ephemeral=True,
        error_envelope="both",
        missing_fields="omit",
        token_life=1800,
        auth_method="GET",
        scenario=scenario(tmp_path / "other.toml", "Asha V", 0.6),
    )
    assert compare(other.url)[0] == 1
    adopted = tmp_path / "adopted"
    assert main(["adopt", str(tmp_path / "fidelity.json"), "--out", str(adopted)]) == 0
    text = (adopted / "settings.toml").read_text()
    for line in ('error_envelope = "both"', 'missing_fields = "omit"', "token_life = 1800", 'auth_method = "GET"'):
        assert line in text
    status = main(
        [
            "compare",
            *files,
            "--against",
            other.url,
            "--client-id",
            "lender",
            "--client-secret-env",
            "OTHER_SECRET",
            "--config",
            str(adopted / "settings.toml"),
            "--poll",
            "0.02",
            "--out",
            str(tmp_path / "again"),
            "--fail-on",
            "values",
        ]
    )
    again = json.loads((tmp_path / "again.json").read_bytes())
    assert again["differences"] == []
    assert status == 0


ADDRESSES = """
[[canned]]
name = "pan*"
document_type = "AADHAAR"
fields = { name = "Asha Verma", aadhaar_number = "2345 6789 0124" }
[[canned]]
name = "invoice*"
document_type = "AADHAAR"
[canned.fields]
name = "Asha Verma"
formatted_address = { value = { city = { value = "pune", confidence = 0.9 } } }
"""


def test_addresses_that_were_not_read_and_masked_numbers_are_adopted_by_files_that_can_be_moved(
    compare: Run, start: Start, tmp_path: Path, files: list[str]
) -> None:
    (tmp_path / "other.toml").write_text(ADDRESSES)
    (tmp_path / "ours.toml").write_text(ADDRESSES)
    settings = {"ephemeral": True, "scenario": str(tmp_path / "other.toml")}
    other = start(**settings, error_envelope="both", missing_fields="null", aadhaar="masked")
    plain = start(**settings)
    _, report = compare(other.url, "--simulator", plain.url)
    number = next(each for each in report["differences"] if each["where"] == "doc-1.aadhaar_number")
    assert number["note"] == "different: one side masks it"
    assert main(["adopt", str(tmp_path / "fidelity.json"), "--out", str(tmp_path / "adopted")]) == 0
    moved = (tmp_path / "adopted").rename(tmp_path / "moved")
    assert str(tmp_path) not in (moved / "settings.toml").read_text()
    assert not (moved / "deviations.toml").exists()
    status = main(
        [
            "compare",
            *files,
            "--against",
            other.url,
            "--client-id",
            "lender",
            "--client-secret-env",
            "OTHER_SECRET",
            "--config",
            str(moved / "settings.toml"),
            "--poll",
            "0.02",
            "--out",
            str(tmp_path / "again"),
            "--fail-on",
            "values",
        ]
    )
    assert json.loads((tmp_path / "again.json").read_bytes())["differences"] == []
    assert status == 0


def test_other_words_for_an_error_are_adopted(start: Start, tmp_path: Path) -> None:
    deviations = tmp_path / "deviations.toml"
    deviations.write_text(
        '[[error]]\nmethod = "GET"\npath = "/v3/verification/status"\nstatus = 409\nmessage = "Flow not found"\n'
        'answer_status = 404\nanswer = { detail = "no such flow" }\n'
    )
    server = start(ephemeral=True, deviations=str(deviations))
    from simulator.client.atlas_client import AtlasClient

    with AtlasClient(server.url) as client:
        answer = client.request("GET", "/v3/verification/status", params={"flow_uuid": "none"})
        assert (answer.status_code, answer.json()) == (404, {"detail": "no such flow"})
        other = client.request("GET", "/v3/verification/extracts", params={"flow_uuid": "none"})
        assert (other.status_code, other.json()) == (409, {"error": "Flow not found"})


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[[error]]\npath = '/x'", "missing required field `status`"),
        (
            "[[error]]\npath = '/x'\nstatus = 409\nanswer_status = 200",
            "error[0].answer_status: must be from 400 to 599",
        ),
        ("[[errors]]", "unknown field `errors`"),
        ("[[", "not valid TOML"),
    ],
)
def test_a_wrong_file_of_deviations_is_refused_by_name(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(text)
    with pytest.raises(SettingError) as caught:
        create_app(Settings(ephemeral=True, deviations=str(path)))
    assert str(path) in str(caught.value)
    assert says in str(caught.value)


# A side that misbehaves


def nonsense(received: Received) -> Answer:
    return Answer(200, b"<html>welcome</html>")


def token(received: Received) -> Answer:
    return Answer(201, json.dumps({"access_token": "t" * 20, "expires_in": 3600}).encode())


@pytest.mark.parametrize(
    ("init", "says"),
    [
        (Answer(200, b"<html>welcome</html>"), "init gave no flow_uuid"),
        (Answer(0), "init without parameters: no answer from"),
        (Answer(429, b"{}", {"Retry-After": "0"}), "init: answered 429"),
        (Answer(503, b"{}", {"Retry-After": "0"}), "init: answered 503"),
    ],
    ids=["nonsense", "dropped", "too many", "unavailable"],
)
def test_a_side_that_misbehaves_ends_the_comparison_with_a_report_of_what_was_done(
    compare: Run, receiver: Receiver, init: Answer, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    receiver.rule("/v3/verification/authtoken", token)
    receiver.rule("/v3/verification/flow/init", lambda received: init)
    status, report = compare(receiver.url)
    assert status == 2
    assert says in report["theirs"]["ended"]
    assert says in capsys.readouterr().err
    assert report["ours"]["ended"] == ""
    assert report["theirs"]["exchanges"][0]["name"] == "authtoken without credentials"


def test_wrong_credentials_and_a_server_that_is_not_there_are_said_plainly(
    compare: Run, start: Start, capsys: pytest.CaptureFixture[str]
) -> None:
    other = start(ephemeral=True, credentials=["somebody:else"])
    assert compare(other.url)[0] == 2
    assert "no token" in capsys.readouterr().err
    assert compare("http://127.0.0.1:9")[0] == 2
    assert "no answer from http://127.0.0.1:9" in capsys.readouterr().err


def test_a_small_budget_is_kept(compare: Run, ours: BackgroundServer, capsys: pytest.CaptureFixture[str]) -> None:
    status, report = compare(ours.url, "--budget", "5")
    assert status == 2
    assert len(report["theirs"]["exchanges"]) == 5
    assert "--budget" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["notes.txt"], "not a kind of document"),
        (["none.png"], "cannot be read"),
    ],
)
def test_a_file_of_no_known_kind_or_that_is_not_there_is_refused(
    tmp_path: Path, arguments: list[str], says: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OTHER_SECRET", SECRET)
    (tmp_path / "notes.txt").write_text("no document")
    paths = [str(tmp_path / each) for each in arguments]
    status = main(
        [
            "compare",
            *paths,
            "--against",
            "http://127.0.0.1:9",
            "--client-id",
            "x",
            "--client-secret-env",
            "OTHER_SECRET",
        ]
    )
    assert status == 2
    assert says in capsys.readouterr().err


def test_a_remote_side_needs_to_be_told_where_it_finds_files_and_where_it_calls_back(
    files: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OTHER_SECRET", SECRET)
    asked = [
        "compare",
        *files,
        "--against",
        "https://atlas.invalid",
        "--client-id",
        "x",
        "--client-secret-env",
        "OTHER_SECRET",
    ]
    assert main(asked) == 2
    assert "--file-base-url" in capsys.readouterr().err
    assert main([*asked, "--file-base-url", "https://files.invalid"]) == 2
    assert "--callback-url and --auth-url" in capsys.readouterr().err
    monkeypatch.delenv("OTHER_SECRET")
    assert main(asked) == 2
    assert "OTHER_SECRET: that variable is not set" in capsys.readouterr().err


def test_only_a_report_can_be_adopted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "other.json"
    path.write_text('{"version": 1}')
    assert main(["adopt", str(path)]) == 2
    assert "was not written by `atlas-simulator compare`" in capsys.readouterr().err
