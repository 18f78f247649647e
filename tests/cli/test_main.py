"""How a command ends: its exit status, its one line, and what the helpers that all commands share print."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from simulator.cli import COMMANDS, main, parser
from simulator.cli.completion import flag_values, words
from simulator.cli.options import metavar, show_default
from simulator.cli.parser import NARROWEST, WIDEST, Help
from simulator.cli.remote import show_rows, status_words
from simulator.cli.settings import markdown
from simulator.errors import SimulatorError
from simulator.pipeline.faults.points import POINTS
from simulator.settings import setting_rows


class _Failing(SimulatorError):
    exit_code = 7


@pytest.mark.parametrize(
    ("error", "status", "says"),
    [
        (_Failing("a\n  b\tc \x1b[2J"), 7, "atlas-simulator: a b c "),
        (SimulatorError("x"), 2, "atlas-simulator: x\n"),
        (KeyboardInterrupt(), 130, ""),
        (BrokenPipeError(), 1, ""),
    ],
)
def test_a_command_ends_with_the_status_of_its_error(
    error: BaseException, status: int, says: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(args: argparse.Namespace) -> int:
        raise error

    from simulator.cli import settings

    monkeypatch.setattr(settings, "run", fail)
    if isinstance(error, BrokenPipeError):
        monkeypatch.setattr(sys.stderr, "close", lambda: None)
    assert main(["settings"]) == status
    out, err = capsys.readouterr()
    assert out == "" and err.startswith(says)
    assert err.count("\n") <= 1 and "\x1b" not in err


def _parsers(of: argparse.ArgumentParser, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    yield path, of
    for action in of._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, each in action.choices.items():
                yield from _parsers(each, (*path, name))


def test_every_command_says_what_it_is_for_and_every_flag_what_it_does() -> None:
    found = dict(_parsers(parser()))
    assert len(found) > len(COMMANDS)
    for path, each in found.items():
        assert each.description or len(path) > 1, path
        for action in each._actions:
            assert action.help or isinstance(action, argparse._SubParsersAction), (path, action)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("flows --aplication x", "unknown flag --aplication (did you mean --application?)"),
        ("flows --zzz", "unknown flag --zzz;"),
        ("flwos", "unknown command 'flwos' (did you mean flows?); commands: demo, serve"),
        ("flows --app x", "unknown flag --app"),
        ("clock advance 1m 2m", "unrecognized arguments: 2m"),
        ("flow", "the following arguments are required: UUID"),
    ],
)
def test_a_word_that_is_not_known_is_told_with_the_nearest_by_the_command_that_does_not_know_it(
    line: str, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(line.split())
    err = capsys.readouterr().err
    assert ended.value.code == 2 and says in err and err.count("\n") == 1
    command = "atlas-simulator" + ("" if line == "flwos" else f" {line.split()[0]}")
    assert err.startswith(f"{command}: ") and f"see `{command} --help`" in err


@pytest.mark.parametrize(("columns", "width"), [(20, NARROWEST), (100, 100), (400, WIDEST)])
def test_help_is_as_wide_as_the_terminal_within_bounds(
    columns: int, width: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    assert Help("x")._width == width - 2


# What commands print


def test_rows_stand_under_their_heads_whatever_is_in_them(capsys: pytest.CaptureFixture[str]) -> None:
    show_rows(("id", "long head", ""), [(1, "x", "end"), (20_000, "a\x1bb", "")])
    assert capsys.readouterr().out.splitlines() == [
        "id     long head",
        "1      x          end",
        "20000  a\\u001bb",
    ]


@pytest.mark.parametrize(
    ("status", "expected"),
    [(None, ["", "", "", ""]), ({}, ["", "", "", ""]), ({"upload_status": "A", "master_status": "B"}, ["A", "B"])],
)
def test_statuses_have_as_many_words_as_there_are_columns(status: Any, expected: list[str]) -> None:
    assert status_words(status) == expected


@pytest.mark.parametrize(
    ("default", "text"),
    [(True, "yes"), (False, "no"), ((), ""), (("a", "b"), "a, b"), (25.0, "25"), (0.5, "0.5"), (8642, "8642")],
)
def test_a_default_is_shown_as_people_write_it(default: Any, text: str) -> None:
    assert show_default(default) == text


def test_a_setting_is_named_in_help_by_what_it_takes() -> None:
    kinds = {name: metavar(kind, name) for name, kind, *_ in setting_rows()}
    assert kinds["port"] == "N"
    assert kinds["max_file_mb"] == "MB"
    assert kinds["aadhaar"] == "{plain,masked}"
    assert kinds["credentials"] == "ID:SECRET"
    assert kinds["upstream"] == "URL"
    assert kinds["state"] == "PATH"
    assert kinds["seed"] in ("N", "TEXT")


def test_the_table_of_settings_is_markdown_with_four_cells_a_row() -> None:
    rows = markdown().splitlines()
    assert rows[1] == "|---|---|---|---|"
    for row in rows:
        assert row.replace("\\|", "").count("|") == 5, row
    (aadhaar,) = [row for row in rows if row.startswith("| `--aadhaar` |")]
    assert "(`plain`, `masked`)" in aadhaar
    assert any("repeatable; several in a variable with commas between" in row for row in rows)


def test_every_setting_as_json_has_its_flag_variable_default_and_meaning(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["settings", "--json"]) == 0
    (row,) = [each for each in json.loads(capsys.readouterr().out) if each["key"] == "callback_attempts"]
    assert (row["flag"], row["variable"]) == ("--callback-attempts", "ATLAS_SIM_CALLBACK_ATTEMPTS")
    assert row["takes"].startswith("a whole number") and row["meaning"] and isinstance(row["default"], int)


# Completion


def test_what_may_follow_each_command_is_what_it_takes() -> None:
    found = dict(words(parser()))
    assert {name for name in found[()] if not name.startswith("-")} == {path[0] for path in found if len(path) == 1}
    assert {"list", "clear", "add", "points"} <= set(found["faults",])
    assert set(POINTS) <= set(found["faults", "add"])
    assert "happy-path" in found["trigger",] and "happy-path" in found["scenarios", "run"]
    assert "INVOICE" in found["types", "show"]
    assert {"show", "advance", "freeze", "resume"} <= set(found["clock",])
    for path, each in found.items():
        assert len(set(each)) == len(each), path
        assert not any(" " in word for word in each if word.startswith("--"))


def test_values_that_are_known_are_offered_for_their_flag() -> None:
    found: dict[str, list[str]] = {}
    for flag, values in flag_values(parser()):
        found.setdefault(flag, []).extend(values)
    assert "plain" in found["--aadhaar"] and "happy-path" in found["--scenario"] and "PAN" in found["--type"]
    assert {"instant", "realistic"} <= set(found["--pace"])
    assert "--port" not in found


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_script_holds_every_command_and_its_flags(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", shell]) == 0
    script = capsys.readouterr().out
    assert ("bashcompinit" in script) == (shell == "zsh")
    for path, following in words(parser()):
        for word in following:
            if shell == "fish":
                assert f" -l {word[2:]}" in script if word.startswith("--") else f" -a {word}" in script
            else:
                line = next(line for line in script.splitlines() if line.strip().startswith(f'"{" ".join(path)}")'))
                assert word in line
