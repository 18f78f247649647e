"""What `extract`, `record` and `exec` make of files, readings and commands, without an engine."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import Any

import pytest

from simulator.cli import extract, record
from simulator.cli.exec import BY_SIGNAL, NOT_EXECUTABLE, NOT_FOUND, _ending_by_signals, _run
from simulator.documents.model import Field, Page, Reading, Word
from simulator.errors import SettingError
from simulator.settings import load

AADHAAR = "2345 6789 0124"
CARD = Reading(
    document_type="AADHAAR",
    fields={"aadhaar_number": Field(AADHAAR, 0.9), "name": Field("Asha", 0.8)},
    score=0.876,
    margin=0.123,
    page_count=1,
    pages=(Page(1, 10, 10, (Word(AADHAAR, (0, 0, 1, 1), 0.9),)),),
    notes=(f"saw {AADHAAR}",),
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("b.PNG", "a.pdf", "deep/er/c.jpeg", "notes.txt", "deep/x.toml"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    (tmp_path / "folder.png").mkdir()
    return tmp_path


def test_the_documents_below_a_folder_come_by_name_and_nothing_else(folder: Path) -> None:
    names = [path.relative_to(folder).as_posix() for path in record.documents_in(folder)]
    assert names == ["a.pdf", "b.PNG", "deep/er/c.jpeg"]
    assert extract._documents(folder) == record.documents_in(folder)
    # A file that was named is taken whatever it is called.
    assert extract._documents(folder / "notes.txt") == [folder / "notes.txt"]
    with pytest.raises(SettingError, match=r"no documents in it \(\.bmp, \.jpeg"):
        record.documents_in(folder / "folder.png")
    with pytest.raises(SettingError, match="no such file or folder"):
        extract._documents(folder / "none.png")


@pytest.mark.parametrize(("workers", "taken"), [("0", True), ("4", True), ("dask://127.0.0.1:8786", False)])
def test_documents_are_read_on_this_machine(workers: str, taken: bool) -> None:
    settings = load({"workers": workers}, environment={})
    if taken:
        record.check_workers("extract", settings)
    else:
        with pytest.raises(SettingError, match="--workers: extract reads on this machine; give a number of processes"):
            record.check_workers("extract", settings)


def test_a_file_that_went_away_is_told(folder: Path) -> None:
    assert record.content_of(folder / "a.pdf") == b"x"
    with pytest.raises(SettingError, match=r"none: cannot be read \(No such file or directory\)"):
        record.content_of(folder / "none")
    with pytest.raises(SettingError, match=r"folder\.png: cannot be read \(Is a directory\)"):
        record.content_of(folder / "folder.png")


@pytest.mark.parametrize("aadhaar", ["masked", "plain"])
def test_a_reading_as_json_has_no_words_and_the_number_as_asked(aadhaar: str) -> None:
    plain = extract._plain(Path("d/a.png"), CARD, load({"aadhaar": aadhaar}, environment={}))
    assert plain["file"] == "d/a.png" and "words" not in plain["pages"][0]
    number, note = plain["fields"]["aadhaar_number"]["value"], plain["notes"][0]
    assert (number == AADHAAR, note == f"saw {AADHAAR}") == (aadhaar == "plain",) * 2
    assert number.endswith("0124") and plain["fields"]["name"]["value"] == "Asha"


@pytest.mark.parametrize(
    ("reading", "unreadable"),
    [
        (Reading(error_code="INVALID_DOC", error_reason="unreadable file"), True),
        (Reading(error_code="INVALID_DOC", document_type="PAN"), False),
        (Reading(error_code="UNRECOGNISED"), False),
        (CARD, False),
    ],
)
def test_only_a_file_that_could_not_be_read_fails_the_command(reading: Reading, unreadable: bool) -> None:
    assert extract._unreadable(reading) is unreadable


def test_a_title_counts_pages_and_a_missing_field_is_empty() -> None:
    assert extract._title(Path("a.png"), CARD) == "a.png: AADHAAR, score 0.88, 0.12 ahead, 1 page"
    assert extract._wrapped(None) == {"value": "", "confidence_score": 0.0}
    parts = Field({"city": Field("Pune", 0.5)}, 0.5)
    assert extract._wrapped(parts) == {"city": {"value": "Pune", "confidence_score": 0.5}}


def test_pages_are_written_under_names_that_do_not_clash(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        extract._write(tmp_path, Path(folder) / "a.b.png", [b"1", b"2"])
    extract._write(tmp_path, Path("a.png"), [b"3"])
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "a-png-1.jpg",
        "one-a-b-png-1.jpg",
        "one-a-b-png-2.jpg",
        "two-a-b-png-1.jpg",
        "two-a-b-png-2.jpg",
    ]
    with pytest.raises(SettingError, match=r"--show .*none: cannot be written"):
        extract._write(tmp_path / "none", Path("a.png"), [b"3"])
    with pytest.raises(SettingError, match=r"--show .*: cannot be made \((?:Not a directory|File exists)\)"):
        extract._make(tmp_path / "a-png-1.jpg")


# exec


def ran(code: str, received: list[Any] | None = None, **variables: str) -> int:
    return _run([sys.executable, "-c", code], variables, received if received is not None else [])


@pytest.mark.parametrize("status", [0, 1, 42, 255])
def test_the_status_of_a_command_is_given_back(status: int) -> None:
    assert ran(f"raise SystemExit({status})") == status


def test_a_command_has_its_own_environment_and_the_servers() -> None:
    assert ran("import os; raise SystemExit(os.environ['ADDED'] != 'x' or 'PATH' not in os.environ)", ADDED="x") == 0


def test_a_command_that_a_signal_ended_has_the_status_that_shells_give() -> None:
    assert ran("import os; os.kill(os.getpid(), 9)") == BY_SIGNAL + 9


def test_a_command_that_cannot_be_run_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _run([str(tmp_path / "none")], {}, []) == NOT_FOUND
    assert "no such command; is it on the PATH?" in capsys.readouterr().err
    (tmp_path / "plain").write_text("no program")
    assert _run([str(tmp_path / "plain")], {}, []) == NOT_EXECUTABLE
    assert "cannot be run (Permission denied)" in capsys.readouterr().err


def test_a_signal_is_passed_on_and_handlers_are_as_before(monkeypatch: pytest.MonkeyPatch) -> None:
    before = signal.getsignal(signal.SIGTERM)

    class Running:
        def __init__(self) -> None:
            self.sent: list[int] = []

        def send_signal(self, number: int) -> None:
            self.sent.append(number)

    running = Running()
    with _ending_by_signals() as received:
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGTERM)
        received.append(running)  # type: ignore[arg-type]
        os.kill(os.getpid(), signal.SIGTERM)
        os.kill(os.getpid(), signal.SIGHUP)
        # A terminal sends Ctrl-C to the command by itself; where there is none, it is passed on.
        for is_terminal in (True, False):
            monkeypatch.setattr(
                sys, "stdin", type("Stdin", (), {"isatty": lambda self, is_terminal=is_terminal: is_terminal})()
            )
            os.kill(os.getpid(), signal.SIGINT)
    assert running.sent == [signal.SIGTERM, signal.SIGHUP, signal.SIGINT]
    assert signal.getsignal(signal.SIGTERM) == before
