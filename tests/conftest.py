"""Fixtures that every room shares: the real server on a real port, a receiver on another, and a client between them."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from simulator.client.atlas_client import AtlasClient
from simulator.client.receiver import Receiver
from simulator.server import BackgroundServer
from simulator.settings import load
from tests.inprocess import InProcess

ROOT = Path(__file__).resolve().parent.parent
Start = Callable[..., BackgroundServer]


@pytest.fixture(autouse=True)
def logging_as_it_was() -> Iterator[None]:
    """What a command that ran in a test said of logging does not reach the next test."""
    root, own = logging.getLogger(), logging.getLogger("simulator")
    handlers, levels = list(root.handlers), (root.level, own.level)
    yield
    root.handlers = [each for each in root.handlers if each in handlers]
    root.setLevel(levels[0])
    own.setLevel(levels[1])


@pytest.fixture(scope="session")
def sample_docs() -> Path:
    return ROOT / "sample_docs"


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver() as running:
        yield running


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Start a server with settings of one's own; it stops with the test."""
    running: list[BackgroundServer] = []

    def start(**settings: Any) -> BackgroundServer:
        chosen = {
            "port": 0,
            "workers": 1,
            "state": str(tmp_path / "state.sqlite3"),
            "callback_backoff": 0.01,
            **settings,
        }
        server = BackgroundServer(load(chosen, environment={}))
        running.append(server.__enter__())
        return server

    yield start
    for server in running:
        server.close()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BackgroundServer]:
    """One server for all tests that need nothing special; tests keep apart by their own Client-Id."""
    state = tmp_path_factory.mktemp("state") / "state.sqlite3"
    chosen = {"port": 0, "workers": 1, "state": str(state), "callback_backoff": 0.01}
    with BackgroundServer(load(chosen, environment={})) as running:
        yield running


@pytest.fixture
def client(server: BackgroundServer) -> Iterator[AtlasClient]:
    """A client of the shared server with a Client-Id that no other test has."""
    with AtlasClient(server.url, client_id=f"tenant-{uuid.uuid4().hex[:8]}") as speaking:
        yield speaking


@pytest.fixture(scope="module")
def simulator_in_process() -> Iterator[InProcess]:
    with InProcess(described=True) as running:
        yield running


@pytest.fixture
def sim(simulator_in_process: InProcess) -> InProcess:
    """The module's simulator, without a port, as a tenant that no other test has."""
    simulator_in_process.tenant = f"tenant-{uuid.uuid4().hex[:8]}"
    return simulator_in_process
