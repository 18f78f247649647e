"""The command line as a shell runs it: processes of their own, with nothing of this one's environment that is a setting."""

from __future__ import annotations

import os
import select
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

ROOT = Path(__file__).resolve().parents[2]
Run = Callable[..., subprocess.CompletedProcess[str]]


def environment(**more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ATLAS_SIM_")}
    return {**kept, "OMP_THREAD_LIMIT": "1", "COLUMNS": "100", "PYTHONPATH": str(ROOT), **more}


@pytest.fixture
def shell(tmp_path: Path) -> Run:
    """Run a command to its end: `shell("demo", "--json")`."""

    def run(*arguments: str, seconds: float = 20.0, **variables: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "simulator", *arguments],
            capture_output=True,
            text=True,
            timeout=seconds,
            env=environment(**variables),
            cwd=tmp_path,
            check=False,
        )

    return run


class Served:
    """`atlas-simulator serve` as a process; `stderr` is a file, so that nothing blocks and everything can be read again."""

    def __init__(self, folder: Path, *flags: str, port: int) -> None:
        self.port = port
        self.url = f"http://127.0.0.1:{port}"
        self._stderr = folder / f"stderr-{port}.txt"
        command = [sys.executable, "-m", "simulator", "serve", "--port", str(port), *flags]
        with self._stderr.open("w") as stderr:
            self.process = subprocess.Popen(command, stderr=stderr, stdout=stderr, env=environment(), cwd=folder)

    def wait_until_ready(self, seconds: float = 15.0) -> Served:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                if httpx.get(f"{self.url}/readyz", trust_env=False).status_code == 200:
                    return self
            except httpx.TransportError:
                select.select([], [], [], 0.01)
        raise AssertionError(f"not ready: {self.output}")

    @property
    def output(self) -> str:
        return self._stderr.read_text()

    def end(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(10)


@pytest.fixture
def serving(tmp_path: Path) -> Iterator[Callable[..., Served]]:
    """Start a server as a process and wait until it is ready; it is gone after the test."""
    started: list[Served] = []

    def start(*flags: str, port: int = 0) -> Served:
        served = Served(tmp_path, "--workers", "1", *flags, port=port or free_port())
        started.append(served)
        return served.wait_until_ready()

    yield start
    for served in started:
        served.end()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
