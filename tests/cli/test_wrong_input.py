"""Whatever a person writes behind a command, a mistake is one line on standard error, exit status 2, and never a traceback."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

import pytest

from simulator.cli import main, parser

#: Nothing listens there.
NOBODY = "http://127.0.0.1:9"
WRONG_URLS = [
    "127.0.0.1:8642",
    "ftp://host",
    "http://",
    "http://[",
    "http://host:99999",
    "http://host:x",
    "http://a b",
    "http:///x",
]

#: The words of a command, and what it says of the one that is wrong.
CASES = [
    ("ready --wait soon", "--wait 'soon' is not a duration"),
    ("flows --tenant ä", "tenant '\\xe4': no HTTP header can carry it"),
    ("flows --limit many", "argument --limit: invalid int value: 'many'"),
    ("flow", "the following arguments are required: UUID"),
    ("flow none --advance procesing", "argument --advance: invalid choice: 'procesing'"),
    ("faults", "the following arguments are required: ACTION"),
    ("faults ad", "argument ACTION: invalid choice: 'ad'"),
    ("faults add callback", "the following arguments are required: WHAT"),
    ("faults add callback fail =3", "'=3' is not KEY=VALUE; for instance times=2"),
    ("clock show 1m", "write `clock advance LENGTH`"),
    ("clock forward", "argument CHANGE: invalid choice: 'forward'"),
    ("journal --har --json", "--har is one whole file; leave out --follow and --json"),
    ("journal --har --follow", "--har is one whole file; leave out --follow and --json"),
    ("journal --kind mail", "argument --kind: invalid choice: 'mail'"),
    ("reset", "say either --tenant ID, or --all"),
    ("reset --all --tenant x", "say either --tenant ID, or --all"),
    ("restore empty", "empty: cannot be read (Is a directory)"),
    ("record none", "none: no such folder"),
    ("record empty", "empty: no documents in it (.bmp, "),
    ("record docs --workers dask://127.0.0.1:9", "--workers: record reads on this machine"),
    ("extract docs/folder.png", "docs/folder.png: no documents in it"),
    ("replay none.har", "recording none.har: cannot be read (No such file or directory)"),
    ("replay empty", "recording empty: cannot be read (Is a directory)"),
    ("replay broken.json", "recording broken.json: neither a HAR file nor the simulator's journal"),
    ("replay list.json", "recording list.json: neither a HAR file nor the simulator's journal"),
    ("replay binary", "recording binary: is not text"),
    ("replay one.json --files none", "--files none: no such folder"),
    ("adopt none.json", "report none.json: cannot be read (No such file or directory)"),
    ("adopt broken.json", "report broken.json: was not written by `atlas-simulator compare`"),
    ("adopt list.json", "report list.json: was not written by `atlas-simulator compare`"),
    ("types", "the following arguments are required: ACTION"),
    ("types show INVOCE", "unknown document type 'INVOCE'; did you mean INVOICE?"),
    ("types show ?", "unknown document type '?'; `atlas-simulator types list` names them"),
    ("types check none", "none: no such folder"),
    ("types check empty", "empty: holds none of types/, checks/, products/"),
    ("types try --type PANN docs/text.png", "--type PANN: unknown document type; did you mean PAN?"),
    ("types try docs/text.png", "docs/text.png: text: Atlas takes JPEG, PNG and PDF"),
    ("types new my-card docs/text.png", "'my-card' is not a valid type name; use letters, digits and _, as in MY_CARD"),
    ("types new --- docs/text.png", "the following arguments are required"),
    ("types new CARD docs/text.png", "types new CARD: one sample is not enough to compare; give at least 2"),
    ("types new CARD docs/text.png docs/text.json", "types new CARD: one sample is not enough"),
    ("types new PAN docs/text.png docs/text.png", "the type PAN already exists; choose another name"),
    ("types new OLD docs/text.png docs/text.png --out made", "old.toml: already exists; remove it, or give another --out"),
    ("scenarios validate none.toml", "scenario none.toml: cannot be read (No such file or directory)"),
    ("scenarios validate binary", "scenario binary: not valid TOML"),
    ("scenarios run hapy-path", "unknown scenario 'hapy-path'; did you mean happy-path?; there are: "),
    ("trigger hapy-path --to http://127.0.0.1:9", "unknown scenario 'hapy-path'; did you mean happy-path?"),
    ("probe --to http://127.0.0.1:9 --case plane", "--case 'plane': is not one of plain, duplicate"),
    ("probe --to http://127.0.0.1:9 --case plane", "; did you mean plain?"),
    ("probe --to http://127.0.0.1:9 --look-key a", "--look-key and --look-header say more of --look URL"),
    ("probe --to http://127.0.0.1:9 --look http://127.0.0.1:9 --look-header A", "--look-header 'A': give NAME=VARIABLE"),
    ("probe --to http://127.0.0.1:9 --look http://127.0.0.1:9 --look-header A=NOT_SET", "set that environment variable"),
    ("samples --types NONE --out drawn", "NONE"),
    ("samples --types PAN --out /proc/none", "--out /proc/none: cannot be written (No such file or directory)"),
    ("samples --seed x", "argument --seed: invalid int value: 'x'"),
    ("completion tcsh", "argument SHELL: invalid choice: 'tcsh'"),
    ("exec", "the following arguments are required: COMMAND"),
    ("conform --only none", "--only none: no row has such an id or page; --list shows them"),
    ("conform --documentation none.txt", "--documentation none.txt: cannot be read as text"),
    ("conform --document PAN", "--document PAN: must be NAME=URL"),
    ("conform --document NONE=http://127.0.0.1:9/a.png", "must be NAME=URL with the name of a document type"),
    ("conform --document PAN=none.png", "--document PAN=none.png: cannot be read (No such file or directory)"),
    ("conform --client-secret-env NOT_SET", "--client-secret-env NOT_SET: that variable is not set"),
    ("compare docs/text.png --against http://127.0.0.1:9 --client-id a --client-secret-env NOT_SET", "that variable is not set"),
    ("compare text.doc --against http://127.0.0.1:9 --client-id a --client-secret-env SECRET", "not a kind of document"),
    ("compare none.png --against http://127.0.0.1:9 --client-id a --client-secret-env SECRET", "none.png: cannot be read"),
    (
        "compare docs/text.png --presigned list.json --against http://127.0.0.1:9 --client-id a --client-secret-env SECRET",
        '--presigned list.json: must be {"NAME": {"put": URL, "get": URL}}',
    ),
    (
        "compare docs/text.png --presigned none.json --against http://127.0.0.1:9 --client-id a --client-secret-env SECRET",
        "--presigned none.json: cannot be read",
    ),
    (
        "compare docs/text.png --presigned urls.json --against http://127.0.0.1:9 --client-id a --client-secret-env SECRET",
        "--presigned urls.json: text.png could not be put there: Invalid port: 'x'",
    ),
]  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder of a command, with files of which each is wrong in one way."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SECRET", "any")
    (tmp_path / "empty").mkdir()
    (tmp_path / "docs" / "folder.png").mkdir(parents=True)
    (tmp_path / "docs" / "text.png").write_text("x")
    (tmp_path / "docs" / "text.json").write_text("{}")
    (tmp_path / "made" / "types").mkdir(parents=True)
    (tmp_path / "made" / "types" / "old.toml").write_text("")
    (tmp_path / "broken.json").write_text("{")
    (tmp_path / "list.json").write_text("[1]")
    (tmp_path / "one.json").write_text(
        '{"id": 1, "kind": "request", "method": "GET", "url": "/v3/verification/status", "status": 404, "answer": "{}"}'
    )
    (tmp_path / "urls.json").write_text('{"text.png": {"put": "http://host:x", "get": "http://host"}}')
    (tmp_path / "binary").write_bytes(b"\xff\xfe\x00")
    (tmp_path / "text.doc").write_text("x")
    return tmp_path


def said(words: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    """The one line on standard error of a command that ends with 2."""
    try:
        status = main(words)
    except SystemExit as ended:
        status = int(ended.code or 0)
    out, err = capsys.readouterr()
    assert (status, out) == (2, ""), err
    assert err.count("\n") == 1, err
    return err


@pytest.mark.parametrize(("words", "says"), CASES, ids=[words for words, _ in CASES])
def test_a_mistake_is_one_line_that_says_what_is_wrong(
    words: str, says: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert says in said(words.split(), capsys)


def _flags(of: argparse.ArgumentParser, path: tuple[str, ...] = ()) -> Iterator[tuple[str, argparse.Action]]:
    for action in of._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, each in action.choices.items():
                yield from _flags(each, (*path, name))
        elif action.metavar == "URL" and action.type is not None:
            yield f"{' '.join(path)} {action.option_strings[0]}", action


def test_every_flag_that_takes_a_url_refuses_what_is_none() -> None:
    found = dict(_flags(parser()))
    # Settings say themselves what is wrong; these are the commands' own.
    assert {"ready --server", "flows --server", "trigger --to", "compare --against", "conform --auth-url"} <= set(found)
    for name, action in found.items():
        assert callable(action.type)
        for url in WRONG_URLS:
            with pytest.raises(argparse.ArgumentTypeError, match="is not a URL; give one with http"):
                action.type(url)
        assert action.type("https://[::1]:8642/prefix") == "https://[::1]:8642/prefix", name


@pytest.mark.parametrize("command", ["flows", "ready", "faults list", "mcp"])
def test_a_variable_that_names_no_server_is_told_by_its_name(
    command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ATLAS_SIMULATOR_URL", "localhost:8642")
    assert "variable ATLAS_SIMULATOR_URL: 'localhost:8642' is not a URL" in said(command.split(), capsys)


@pytest.mark.parametrize("command", ["flows", "flow x", "faults list", "clock", "journal", "snapshot s", "reset --all"])
def test_a_server_that_is_not_there_is_one_line_for_every_command(
    command: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = said([*command.split(), "--server", NOBODY], capsys)
    assert f"no simulator at {NOBODY}" in text and "start one with `atlas-simulator serve`" in text
