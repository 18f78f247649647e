"""`atlas-simulator extract` reads files and folders as the server would, and shows a person what was read where."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw, ImageFont

from simulator.cli import main
from simulator.documents.reader import open_reader

CARD = (
    "Government of India",
    "Asha Verma",
    "DOB: 12/03/1990",
    "FEMALE",
    "2345 6789 0124",
    "Unique Identification Authority of India",
)
LETTER = ("Dear Asha,", "thank you for the weekend at the lake.", "We liked it very much.", "Yours, Rohan")


def draw(path: Path, lines: tuple[str, ...]) -> Path:
    image = Image.new("RGB", (1000, 640), "white")
    pen, font = ImageDraw.Draw(image), ImageFont.load_default(36)
    for number, line in enumerate(lines):
        pen.text((60, 50 + number * 90), line, fill="black", font=font)
    image.save(path)
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "papers"
    made.mkdir()
    draw(made / "card.png", CARD)
    draw(made / "letter.png", LETTER)
    (made / "notes.txt").write_text("no document")
    return made


def extracted(capsys: pytest.CaptureFixture[str], *arguments: Any, status: int = 0) -> str:
    assert main(["extract", *map(str, arguments), "--workers", "1"]) == status
    return capsys.readouterr().out


def test_a_folder_is_read_whole_and_every_document_has_its_row(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    value = extracted(capsys, folder)
    assert "card.png" in value
    assert "AADHAAR" in value
    assert "UNRECOGNISED" in value
    assert "notes.txt" not in value


def test_the_number_is_masked_in_the_table_and_as_asked_in_json(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "6789" not in extracted(capsys, folder / "card.png")
    (plain,) = map(json.loads, extracted(capsys, folder / "card.png", "--json").splitlines())
    assert plain["document_type"] == "AADHAAR"
    assert plain["fields"]["aadhaar_number"]["value"] == "2345 6789 0124"
    assert plain["fields"]["aadhaar_number"]["places"]
    hidden = extracted(capsys, folder / "card.png", "--json", "--aadhaar", "masked")
    assert "6789" not in hidden
    assert json.loads(hidden)["fields"]["aadhaar_number"]["value"] == "**** **** 0124"


def test_pages_are_drawn_with_everything_but_the_number(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = tmp_path / "shown"
    extracted(capsys, folder, "--show", shown)
    assert sorted(path.name for path in shown.iterdir()) == ["papers-card-png-1.jpg", "papers-letter-png-1.jpg"]
    picture = Image.open(shown / "papers-card-png-1.jpg")
    stream = io.BytesIO()
    picture.save(stream, "PNG")
    given = " ".join(word.text for page in open_reader().read(stream.getvalue()).pages for word in page.words)
    assert "AADHAAR" in given
    assert "Authority" in given
    assert "6789" not in given


def test_a_file_that_cannot_be_read_is_told_and_the_others_are_read(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "broken.jpg").write_bytes((folder / "card.png").read_bytes()[:3000])
    lines = [json.loads(line) for line in extracted(capsys, folder, "--json", status=1).splitlines()]
    assert [(Path(each["file"]).name, each["error_code"], each["error_reason"]) for each in lines] == [
        ("broken.jpg", "INVALID_DOC", "unreadable file"),
        ("card.png", "", ""),
        ("letter.png", "UNRECOGNISED", "document not in list"),
    ]


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (["missing.png"], "missing.png: no such file or folder"),
        (["."], "no documents in it"),
        (["--workers", "dask://127.0.0.1:8786", __file__], "extract reads on this machine"),
    ],
)
def test_what_cannot_be_followed_is_one_line(
    arguments: list[str], text: str, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["extract", *arguments]) == 2
    error = capsys.readouterr().err
    assert text in error
    assert error.count("\n") == 1


def test_the_same_files_give_the_same_json_with_one_process_and_with_two(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    once = extracted(capsys, folder, "--json")
    assert main(["extract", str(folder), "--json", "--workers", "2"]) == 0
    assert capsys.readouterr().out == once
