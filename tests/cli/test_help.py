"""Help is complete: every command, every setting; and the README's table is the one that the settings make."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from simulator import __version__
from simulator.cli import main, parser
from simulator.settings import setting_rows

ROOT = Path(__file__).resolve().parents[2]


def helped(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 0
    return capsys.readouterr().out


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    text = helped(["--help"], capsys)
    (commands,) = parser()._subparsers._group_actions  # type: ignore[union-attr]
    assert {"demo", "serve", "settings"} <= set(commands.choices or ())
    for name in commands.choices or ():
        assert f"\n    {name}" in text


def test_every_command_has_help_of_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    (commands,) = parser()._subparsers._group_actions  # type: ignore[union-attr]
    for name in commands.choices or ():
        assert helped([name, "--help"], capsys).startswith(f"usage: atlas-simulator {name}")


def test_help_of_serve_names_every_setting_with_its_default(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    text = helped(["serve", "--help"], capsys)
    for name, *_ in setting_rows():
        assert f"--{name.replace('_', '-')}" in text
    assert "[8642]" in text
    assert max(map(len, text.splitlines())) <= 120


def test_without_a_command_help_comes_with_exit_status_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert "serve" in capsys.readouterr().err


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert helped(["--version"], capsys).strip() == f"atlas-simulator {__version__}"


def test_settings_prints_a_row_for_each_setting(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["settings"]) == 0
    table = capsys.readouterr().out
    assert table.count("\n") == len(setting_rows()) + 2
    assert "| `--port` | `ATLAS_SIM_PORT` | `8642` |" in table


def test_settings_come_as_json_too(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["settings", "--json"]) == 0
    values = {each["flag"]: each for each in json.loads(capsys.readouterr().out)}
    assert values["--max-file-mb"]["default"] == 25.0
    assert values["--max-file-mb"]["takes"] == "a number of MB, 0.001 or more"
