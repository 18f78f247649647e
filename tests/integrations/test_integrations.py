"""The folders under `integrations/`: their own steps and modules, run against the simulator as a process."""

from __future__ import annotations

import importlib.util
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx
import pytest
import yaml

from simulator.client.process import free_port
from simulator.server import BackgroundServer

ROOT = Path(__file__).resolve().parents[2]
HERE = ROOT / "integrations"


@pytest.fixture
def module() -> ModuleType:
    path = HERE / "testcontainers-python" / "atlas_container.py"
    spec = importlib.util.spec_from_file_location("atlas_container", path)
    assert spec is not None and spec.loader is not None
    found = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(found)
    return found


def test_the_python_module_waits_for_a_simulator_and_gives_its_address(
    module: ModuleType, server: BackgroundServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ATLAS_SIMULATOR_URL", f"{server.url}/")
    with module.AtlasContainer() as atlas:
        assert atlas.url == server.url
    monkeypatch.setenv("ATLAS_SIMULATOR_URL", "http://127.0.0.1:9")
    with pytest.raises(TimeoutError, match=r"127\.0\.0\.1:9 is not ready after 0\.1 s"):
        module.AtlasContainer(seconds=0.1).start()


def test_the_python_module_makes_variables_of_settings(module: ModuleType) -> None:
    asked = module.AtlasContainer(pace="realistic", strict=True, allow_host=("a", "b"))
    assert asked.environment == {
        "ATLAS_SIM_PACE": "realistic",
        "ATLAS_SIM_STRICT": "yes",
        "ATLAS_SIM_ALLOW_HOST": "a,b",
    }


def test_the_python_module_calls_testcontainers_as_its_types_want(tmp_path: Path) -> None:
    mypy = (sys.executable, "-m", "mypy", "--strict", "--cache-dir", tmp_path, "atlas_container.py")
    ended = subprocess.run(mypy, cwd=HERE / "testcontainers-python", capture_output=True, text=True, timeout=120)
    assert (ended.returncode, ended.stdout[:7]) == (0, "Success"), ended.stdout


def test_the_node_module_passes_its_own_tests(server: BackgroundServer) -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("Node is not installed")
    ended = subprocess.run(
        [node, "--test"],
        cwd=HERE / "testcontainers-node",
        env={**os.environ, "ATLAS_SIMULATOR_URL": server.url},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "# pass 3" in ended.stdout or "pass 3" in ended.stdout


def action() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((HERE / "github-action" / "action.yml").read_text(encoding="utf-8"))
    return found


def test_the_action_starts_the_simulator_for_the_steps_that_follow(tmp_path: Path) -> None:
    steps = {step["id"]: step for step in action()["runs"]["steps"]}
    # What the step `install` leaves behind, here without fetching anything.
    commands = tmp_path / "atlas-simulator" / "bin"
    commands.mkdir(parents=True)
    command = commands / "atlas-simulator"
    command.write_text(f'#!/bin/sh\nexec {sys.executable} -m simulator "$@"\n')
    command.chmod(0o755)
    output, variables = tmp_path / "output", tmp_path / "variables"
    port = str(free_port())
    given = {"RUNNER_TEMP": str(tmp_path), "GITHUB_OUTPUT": str(output), "GITHUB_ENV": str(variables)}
    given |= {"ARGUMENTS": "--workers 1 --server-name '*.example.org'", "PORT": port, "WAIT": "60s"}
    assert set(steps["start"]["env"]) == {"ARGUMENTS", "PORT", "WAIT"}
    ran = subprocess.Popen(
        ["bash", "-e", "-c", steps["start"]["run"]],
        cwd=ROOT,
        env={**os.environ, **given},
        start_new_session=True,
        stdout=subprocess.DEVNULL,
    )
    try:
        assert ran.wait(90) == 0
        url = f"http://127.0.0.1:{port}"
        assert output.read_text() == f"url={url}\n"
        assert variables.read_text() == f"ATLAS_SIMULATOR_URL={url}\n"
        assert httpx.get(f"{url}/readyz", headers={"Host": "a.example.org"}).status_code == 200
    finally:
        os.killpg(ran.pid, signal.SIGTERM)


def test_an_action_that_cannot_start_shows_the_log_and_fails(tmp_path: Path) -> None:
    commands = tmp_path / "atlas-simulator" / "bin"
    commands.mkdir(parents=True)
    command = commands / "atlas-simulator"
    command.write_text(f'#!/bin/sh\nexec {sys.executable} -m simulator "$@"\n')
    command.chmod(0o755)
    (start,) = (step for step in action()["runs"]["steps"] if step["id"] == "start")
    given = {"RUNNER_TEMP": str(tmp_path), "GITHUB_OUTPUT": "/dev/null", "GITHUB_ENV": "/dev/null"}
    given |= {"ARGUMENTS": "--prot 1", "PORT": str(free_port()), "WAIT": "0.5s"}
    ended = subprocess.run(
        ["bash", "-e", "-c", start["run"]],
        cwd=ROOT,
        env={**os.environ, **given},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert ended.returncode == 1
    assert "unknown flag --prot (did you mean --port?)" in ended.stdout
