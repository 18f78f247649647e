"""The state file cannot be used: the disk is full, or another process holds it. All is told, nothing lost, and it goes on."""

from __future__ import annotations

import os
import resource
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from simulator.client.atlas_client import AtlasClient
from simulator.client.process import ServerProcess
from simulator.client.receiver import Receiver

#: Bytes on the small disk.
DISK = 3_000_000
FILE = os.urandom(40_000)

#: Makes the state file's disk full, and gives what makes room again.
Fill = Callable[[ServerProcess], Callable[[], None]]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={DISK}", "tmpfs", folder], capture_output=True)
    if mounted.returncode:
        pytest.skip("this user may not mount a disk")
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)


def fill_disk(server: ServerProcess) -> Callable[[], None]:
    filler = server.state.with_name("filler")
    with filler.open("wb", buffering=0) as stream:
        try:
            while True:
                stream.write(bytes(4096))
        except OSError:
            pass
    return filler.unlink


def limit_files(server: ServerProcess) -> Callable[[], None]:
    """No file of the process may grow any more, as under a quota."""
    before = resource.prlimit(server.pid, resource.RLIMIT_FSIZE)
    sizes = [path.stat().st_size for path in server.state.parent.glob("state.sqlite3*")]
    resource.prlimit(server.pid, resource.RLIMIT_FSIZE, (max(sizes), before[1]))
    return lambda: resource.prlimit(server.pid, resource.RLIMIT_FSIZE, before) and None


def give_readings(server: ServerProcess) -> None:
    canned = {"canned": [{"document_id": "*", "document_type": "PAN"}]}
    httpx.put(f"{server.url}/_sim/scenario", json={"scenario": canned}).raise_for_status()


def begin(client: AtlasClient, receiver: Receiver) -> str:
    return client.init(auth_url=receiver.auth_url, callback_url=receiver.callback_url)


def upload(client: AtlasClient, receiver: Receiver, flow: str, name: str) -> httpx.Response:
    item = {"file_url": receiver.serve_file(name, FILE + name.encode()), "document_id": name}
    return client.request("POST", "/v3/verification/multiupload", json={"flow_uuid": flow, "file_urls": [item]})


def refused(client: AtlasClient, receiver: Receiver, flow: str) -> tuple[httpx.Response, int]:
    """Upload until it is refused; that answer, and how many were taken before."""
    for taken in range(500):
        answer = upload(client, receiver, flow, f"d{taken}")
        if answer.status_code != 201:
            return answer, taken
    raise AssertionError("500 uploads were taken")


def runs_through(client: AtlasClient, receiver: Receiver, flow: str, documents: int) -> None:
    client.wait(flow, seconds=20)
    items = client.extracts(flow)["ocr_data"]
    assert {item["document_id"] for item in items} >= {f"d{number}" for number in range(documents)}
    last = [got.json() for got in receiver.wait_for(1) if got.json()["flow_uuid"] == flow][-1]
    assert len(last["ocr_data"]) >= 1


@pytest.mark.parametrize("how", ["tmpfs", "limit"])
def test_a_full_disk_refuses_what_it_cannot_keep_and_recovers(
    how: str, tmp_path: Path, receiver: Receiver, request: pytest.FixtureRequest
) -> None:
    folder = request.getfixturevalue("small_disk") if how == "tmpfs" else tmp_path
    fill: Fill = fill_disk if how == "tmpfs" else limit_files
    state = folder / "state.sqlite3"
    with ServerProcess(tmp_path, "--workers", "1", state=state) as server, AtlasClient(server.url) as client:
        give_readings(server)
        flow = begin(client, receiver)
        make_room = fill(server)
        answer, taken = refused(client, receiver, flow)
        assert answer.status_code == 503
        assert answer.json()["error"] == "Service temporarily unavailable"
        assert "the disk" in answer.json()["reason"]
        assert answer.headers["retry-after"] == "1"
        # Reading goes on, and the server says what is wrong.
        assert client.status(flow)["upload_status"] in ("NOT_STARTED", "IN_PROGRESS", "SUCCESS")
        assert httpx.get(f"{server.url}/livez").status_code == 200
        ready = httpx.get(f"{server.url}/readyz")
        assert ready.status_code == 503 and "the disk" in ready.text
        make_room()
        assert upload(client, receiver, flow, f"d{taken}").status_code == 201
        assert httpx.get(f"{server.url}/readyz").status_code == 200
        runs_through(client, receiver, flow, taken + 1)
        assert "Traceback" not in server.output
        server.stop()
        with sqlite3.connect(state) as database:
            assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_file_held_by_another_process_is_waited_for_and_then_said(tmp_path: Path, receiver: Receiver) -> None:
    with ServerProcess(tmp_path, "--workers", "1") as server, AtlasClient(server.url) as client:
        give_readings(server)
        flow = begin(client, receiver)
        with sqlite3.connect(server.state, isolation_level=None) as other:
            other.execute("BEGIN IMMEDIATE")
            answer = upload(client, receiver, flow, "d0")
            assert answer.status_code == 503
            assert "another process holds it" in answer.json()["reason"]
            assert client.status(flow)["upload_status"] == "NOT_STARTED"
            other.execute("ROLLBACK")
        assert upload(client, receiver, flow, "d0").status_code == 201
        runs_through(client, receiver, flow, 1)
        assert "Traceback" not in server.output
