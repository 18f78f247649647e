"""`atlas-simulator serve` as a process of its own, for whoever must stop, kill or starve a server: tests and benches."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing, suppress
from http.client import HTTPConnection
from pathlib import Path
from types import TracebackType

#: Real seconds that a server gets to be ready, and between two looks.
READY_SECONDS, LOOK_SECONDS = 15.0, 0.005


class ServerProcess:
    """`with ServerProcess(folder, "--workers", "1") as server: server.url`. State and log are files in `folder`.

    `kill` and `start` may be called again and again: it is always the same state and the same port.
    """

    def __init__(self, folder: Path, *flags: str, state: Path | None = None) -> None:
        self.state = state or folder / "state.sqlite3"
        self.log = folder / "server.log"
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._command = [
            sys.executable,
            "-m",
            "simulator",
            "serve",
            "--port",
            str(self.port),
            "--state",
            str(self.state),
        ]
        self._command += flags
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> ServerProcess:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.kill()

    @property
    def pid(self) -> int:
        assert self._process is not None, "not started"
        return self._process.pid

    @property
    def output(self) -> str:
        return self.log.read_text(encoding="utf-8")

    def start(self) -> float:
        """Start and wait until it is ready; the real seconds that this took. Raises RuntimeError with its log."""
        started = time.perf_counter()
        kept = {name: value for name, value in os.environ.items() if not name.startswith("ATLAS_SIM_")}
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                self._command, stdout=log, stderr=log, env={**kept, "OMP_THREAD_LIMIT": "1"}
            )
        while time.perf_counter() - started < READY_SECONDS and self._process.poll() is None:
            if self._answers():
                return time.perf_counter() - started
            time.sleep(LOOK_SECONDS)
        raise RuntimeError(f"the server is not ready: {self.output[-2000:]}")

    def _answers(self) -> bool:
        # Not by httpx, whose every client costs more than the server's start leaves over.
        asking = HTTPConnection("127.0.0.1", self.port, timeout=5)
        with closing(asking), suppress(OSError):
            asking.request("GET", "/readyz")
            return asking.getresponse().status == 200
        return False

    def kill(self) -> None:
        """SIGKILL: it gets to finish nothing."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def stop(self, seconds: float = 10.0) -> float:
        """Ctrl-C; the real seconds until it was gone. Raises RuntimeError where it ends otherwise than well."""
        assert self._process is not None, "not started"
        started = time.perf_counter()
        self._process.send_signal(signal.SIGINT)
        if code := self._process.wait(seconds):
            raise RuntimeError(f"the server ended with {code}: {self.output[-2000:]}")
        return time.perf_counter() - started

    def children(self) -> list[int]:
        """Its processes (Linux)."""
        tasks = Path(f"/proc/{self.pid}/task").glob("*/children")
        return [int(child) for task in tasks for child in task.read_text().split()]

    def resident(self) -> int:
        """Its own resident memory in bytes (Linux)."""
        return int(Path(f"/proc/{self.pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
