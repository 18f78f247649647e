"""`doctor` finds what is wrong with a machine and says what to do."""

from __future__ import annotations

import json
import socket
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from simulator.cli import main
from simulator.cli.doctor_checks import CHECKS, run_check
from simulator.settings import load

Run = Callable[..., Any]


def find(name: str, **settings: Any) -> tuple[str, str]:
    found = run_check(CHECKS[name], load(settings, {}))
    return found.state, f"{found.message} {found.todo}"


def test_a_machine_that_can_run_the_tests_is_well(shell: Run, tmp_path: Path) -> None:
    ran = shell("doctor", "--port", "0", "--state", str(tmp_path / "state.sqlite3"), seconds=60)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    lines = ran.stdout.splitlines()
    assert len(lines) == len(CHECKS) + 1
    assert "starts and reads a page in" in lines[-2]
    assert lines[-1] == "all is well"


def test_a_failed_check_ends_with_one_and_says_what_to_do(shell: Run, tmp_path: Path) -> None:
    (tmp_path / "strange").write_bytes(b"no database at all, but long enough to be taken for something" * 20)
    ran = shell("doctor", "--port", "0", "--state", str(tmp_path / "strange"), seconds=60)
    assert ran.returncode == 1
    assert "FAIL  database" in ran.stdout
    assert ran.stdout.splitlines()[-1] == f"1 of {len(CHECKS)} checks failed"


def test_what_was_found_comes_as_json_too(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.delitem(CHECKS, "engine")  # the slowest, tried above
    assert main(["doctor", "--json", "--port", "0", "--ephemeral"]) == 0
    texts = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {each["check"]: each["state"] for each in texts}["port"] == "ok"
    assert len(texts) == len(CHECKS)


def test_a_taken_port_is_named() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        state, text = find("port", port=other.getsockname()[1])
    assert state == "FAIL"
    assert "choose another" in text


def test_a_simulator_that_runs_already_is_told_from_a_stranger(server: Any) -> None:
    state, text = find("port", port=server.settings.port)
    assert (state, "a simulator runs on port" in text) == ("warn", True)


def test_a_state_file_of_another_version_is_named(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "old") as old:
        old.execute("PRAGMA user_version = 99")
    state, text = find("database", state=str(tmp_path / "old"))
    assert (state, "another version (99)" in text) == ("FAIL", True)


def test_a_state_file_that_another_process_holds_is_named(server: Any) -> None:
    with sqlite3.connect(server.settings.database, isolation_level=None) as other:
        state, text = find("database", state=server.settings.database)
        assert (state, f"in use by the simulator on {server.url}" in text) == ("warn", True)
        other.execute("BEGIN IMMEDIATE")
        state, text = find("database", state=server.settings.database)
        other.execute("ROLLBACK")
    assert (state, "end the process that holds it" in text) == ("FAIL", True)


def test_a_scheduler_that_is_not_there_is_named() -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        state, text = find("workers", workers=f"dask://127.0.0.1:{nobody.getsockname()[1]}")
    assert state == "FAIL"
    assert "docs/cluster.md" in text


def test_more_workers_than_processors_are_warned_of() -> None:
    state, text = find("workers", workers=1000)
    assert (state, "1000 reading processes" in text) == ("warn", True)
