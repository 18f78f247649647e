"""What `doctor` finds of a machine that is not well, check by check, and what it says to do."""

from __future__ import annotations

import shutil
import socket
import sqlite3
import threading
import time
from collections import namedtuple
from pathlib import Path
from typing import Any

import pytest

from simulator.cli.doctor_checks import CHECKS, CheckFinding, run_check
from simulator.errors import SettingError
from simulator.settings import Settings, load

_Disk = namedtuple("_Disk", "total used free")


def found(name: str, **chosen: Any) -> CheckFinding:
    return run_check(CHECKS[name], load(chosen, environment={}))


@pytest.mark.parametrize(
    ("free", "state", "says", "todo"),
    [
        (49_999_999, "FAIL", "0.0 GB free", "make room, or choose another place with --state"),
        (50_000_000, "warn", "0.1 GB free", "let old ones go with --keep"),
        (999_999_999, "warn", "1.0 GB free", "let old ones go with --keep"),
        (1_000_000_000, "ok", "1.0 GB free", ""),
    ],
)
def test_room_on_the_disk(
    free: int, state: str, says: str, todo: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: _Disk(0, 0, free))
    finding = found("disk", state=str(tmp_path / "not" / "made" / "yet.sqlite3"))
    assert finding.state == state
    assert finding.message == f"{says} in {tmp_path}"
    assert todo in finding.todo


def test_a_server_that_keeps_nothing_needs_room_for_its_work_only() -> None:
    import tempfile

    assert found("disk", ephemeral=True).message.endswith(tempfile.gettempdir())
    assert found("database", ephemeral=True) == CheckFinding("ok", "nothing is kept (--ephemeral)")


@pytest.mark.parametrize(("now", "state"), [(0.0, "FAIL"), (1_767_225_599, "FAIL"), (1_767_225_600, "ok")])
def test_a_clock_that_cannot_be_right(now: float, state: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "time", lambda: now)
    finding = found("clock", ephemeral=True)
    assert finding.state == state
    assert (finding.todo == "set it: tokens and signed URLs go by it") == (state == "FAIL")


def test_a_state_file_tells_how_far_simulated_time_is_ahead(tmp_path: Path) -> None:
    from tests.inprocess import InProcess

    path = str(tmp_path / "state.sqlite3")
    assert found("database", state=path).message == f"{path} will be made"
    assert found("clock", state=path).message == "right; simulated time is the same"
    with InProcess(ephemeral=False, state=path) as sim:
        sim.init()
        sim.advance("90m")
        held = found("database", state=path)
        assert held.state == "warn" and "is sound; in use by" in held.message
        assert held.todo == "stop that one, or choose another with --state"
    ahead = found("clock", state=path).message
    assert ahead.startswith("right; simulated time is 5") and ahead.endswith("s ahead of it, as it was left")
    assert found("database", state=path) == CheckFinding("ok", f"{path} is sound and can be written; 1 flows")


def test_a_state_file_that_is_damaged_or_none(tmp_path: Path) -> None:
    path = tmp_path / "notes.sqlite3"
    with sqlite3.connect(path) as notes:
        notes.execute("CREATE TABLE notes (text)")
    notes.close()
    finding = found("database", state=str(path))
    assert finding.state == "FAIL" and "choose another with --state" in finding.todo
    path.write_bytes(b"no database at all" * 100)
    assert found("database", state=str(path)).state == "FAIL"


@pytest.mark.parametrize(
    ("soft", "state", "says"),
    [(256, "warn", "at most 256 open files"), (1024, "ok", "up to 1024"), (-1, "ok", "up to any number")],
)
def test_open_files(soft: int, state: str, says: str, monkeypatch: pytest.MonkeyPatch) -> None:
    import resource

    limit = resource.RLIM_INFINITY if soft < 0 else soft
    monkeypatch.setattr(resource, "getrlimit", lambda which: (limit, limit))
    finding = found("open files")
    assert (finding.state, finding.message) == (state, says)
    assert ("`ulimit -n 1024`" in finding.todo) == (state == "warn")


@pytest.mark.parametrize(
    ("workers", "there", "state", "says"),
    [
        ("0", 4, "ok", "4 reading processes on 4"),
        ("4", 4, "ok", "4 reading processes on 4"),
        ("5", 4, "warn", "5 reading processes on 4"),
    ],
)
def test_more_readers_than_processors(
    workers: str, there: int, state: str, says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    import os

    monkeypatch.setattr(os, "cpu_count", lambda: there)
    finding = found("workers", workers=workers)
    assert (finding.state, finding.message) == (state, f"{says} processors")


def test_a_scheduler_that_listens_and_one_that_does_not() -> None:
    with socket.create_server(("127.0.0.1", 0)) as scheduler:
        port = scheduler.getsockname()[1]
        assert (
            found("workers", workers=f"dask://127.0.0.1:{port}").message == f"a scheduler listens at 127.0.0.1:{port}"
        )
    finding = found("workers", workers=f"dask://127.0.0.1:{port}")
    assert finding.state == "FAIL" and finding.message.startswith(f"no scheduler at 127.0.0.1:{port} (")
    assert finding.todo == "start one: `dask scheduler`; see docs/cluster.md"


def test_a_port_is_free_taken_by_another_or_by_a_simulator() -> None:
    assert found("port", host="127.0.0.1", port=0).message.endswith(" is free")
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        closer = threading.Thread(target=lambda: other.accept()[0].close())
        closer.start()
        finding = found("port", host="127.0.0.1", port=port)
        closer.join(10)
        assert finding.state == "FAIL" and "`ss -ltnp` says who has this one" in finding.todo


@pytest.mark.parametrize(
    ("error", "message", "todo"),
    [
        (SettingError("a\n  b"), "a b", ""),
        (OSError("no permission"), "STATE: no permission", "look at the permissions of its folder"),
        (sqlite3.OperationalError("database is locked"), "STATE: database is locked", "end the process that holds it"),
        (ValueError("x\ny"), "ValueError: x y", "report it as a mistake of ours"),
    ],
)
def test_a_check_that_cannot_be_made_is_a_failure_that_says_why(error: Exception, message: str, todo: str) -> None:
    def check(settings: Settings) -> CheckFinding:
        raise error

    finding = run_check(check, load({"state": "STATE"}, environment={}))
    assert finding == CheckFinding(
        "FAIL", message.replace("STATE", load({"state": "STATE"}, environment={}).database), todo
    )


def test_typefaces_are_missed_by_who_draws_samples_only(monkeypatch: pytest.MonkeyPatch) -> None:
    from importlib import util

    real = util.find_spec
    monkeypatch.setattr(util, "find_spec", lambda name: None if name == "samples" else real(name))
    assert found("fonts").message == "not needed: sample documents are drawn from a checkout only"
    monkeypatch.setattr(util, "find_spec", lambda name: None if name.startswith("font") else real(name))
    finding = found("fonts")
    assert finding.state == "warn" and "[samples]" in finding.todo
