"""What is wrong is said in one line on standard error, with exit status 2 and nothing on standard output."""

from __future__ import annotations

import sqlite3
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from simulator.cli import main

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.mark.parametrize(
    ("arguments", "variables", "file", "text"),
    [
        (["serve", "--port", "x"], {}, "", "--port: must be a whole number from 0 to 65535, not 'x'"),
        (["serve", "--aadhaar", "hidden"], {}, "", "--aadhaar: must be one of plain, masked, not 'hidden'"),
        (["serve", "--workers", "many"], {}, "", "--workers: must be a number of processes from 0 to 1024"),
        (["serve", "--credentials", "only-an-id"], {}, "", "--credentials: must be CLIENT_ID:CLIENT_SECRET"),
        (["serve"], {"ATLAS_SIM_PACE": "fast"}, "", "variable ATLAS_SIM_PACE: must be one of instant"),
        (["serve"], {"ATLAS_SIM_PROT": "1"}, "", "variable ATLAS_SIM_PROT: no such setting"),
        (["serve"], {}, "prot = 1", "unknown setting 'prot'"),
        (["serve"], {}, "port =", "not valid TOML"),
        (["serve", "--max-file-mb", "nan"], {}, "", "--max-file-mb: must be a number of MB, 0.001 or more, not 'nan'"),
        (["serve"], {}, "token_life = -1", "token_life: must be a number of seconds, 1 or more, not '-1'"),
        (["serve", "--config", "not-there.toml"], {}, "", "not-there.toml: cannot be read"),
        (["serve", "--prot", "1"], {}, "", "unknown flag --prot (did you mean --port?)"),
        (["serve", "--port"], {}, "", "argument --port: expected one argument"),
        (["sreve"], {}, "", "unknown command 'sreve' (did you mean serve?)"),
        (["demo", "--pace", "manual"], {}, "", "argument --pace: invalid choice: 'manual'"),
        (["demo", "--application", "nobody"], {}, "", "--application nobody: neither a folder with application.json"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(
    arguments: list[str],
    variables: dict[str, str],
    file: str,
    text: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    if file:
        (tmp_path / "sim.toml").write_text(file)
        arguments = [*arguments, "--config", str(tmp_path / "sim.toml")]
    try:
        status = main(arguments)
    except SystemExit as ended:
        status = int(ended.code or 0)
    out, err = capsys.readouterr()
    assert (status, out) == (2, "")
    assert text in err
    assert err.startswith("atlas-simulator")
    assert err.count("\n") == 1


def test_a_taken_port_is_one_line(shell: Run, serving: Callable[..., object]) -> None:
    first = serving("--ephemeral")
    second = shell("serve", "--ephemeral", "--port", str(first.port))  # type: ignore[attr-defined]
    assert second.returncode == 2
    assert second.stderr.count("\n") == 1
    assert f"cannot listen on localhost:{first.port}" in second.stderr  # type: ignore[attr-defined]
    assert "choose another with --host and --port" in second.stderr


def test_a_state_file_of_something_else_is_one_line_and_stays_as_it_was(shell: Run, tmp_path: Path) -> None:
    file = tmp_path / "notes.sqlite3"
    with sqlite3.connect(file) as notes:
        notes.execute("CREATE TABLE notes (text)")
    notes.close()
    before = file.read_bytes()
    ended = shell("serve", "--port", "0", "--state", str(file))
    assert ended.returncode == 2
    assert ended.stderr.count("\n") == 1
    assert "notes.sqlite3: a database, but not one of the simulator's" in ended.stderr
    assert file.read_bytes() == before


def test_a_folder_that_cannot_hold_the_state_file_is_one_line(shell: Run) -> None:
    ended = shell("serve", "--port", "0", "--state", "/proc/nowhere/state.sqlite3")
    assert ended.returncode == 2
    assert ended.stderr.count("\n") == 1
    assert "give another with --state, or --ephemeral" in ended.stderr


@pytest.mark.parametrize(
    ("flags", "text"),
    [
        (["--scenario", "no-such-scenario"], "unknown scenario 'no-such-scenario'"),
        (["--catalogue", "no-such-folder"], "no-such-folder"),
        (["--host", "no.such.host.invalid"], "cannot listen on no.such.host.invalid"),
    ],
)
def test_what_only_the_server_finds_out_is_one_line_too(flags: list[str], text: str, shell: Run) -> None:
    ended = shell("serve", "--port", "0", "--ephemeral", *flags)
    assert ended.returncode == 2
    assert text in ended.stderr
    assert ended.stderr.count("\n") == 1
