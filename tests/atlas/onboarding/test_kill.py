"""The server is killed while documents arrive: each is spoken of once, and everybody hears of it."""

from __future__ import annotations

import os
import select
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx

ROOT = Path(__file__).resolve().parents[3]
CHAT = "/callback/chat"
FILES = 30


def serve(folder: Path, port: int) -> subprocess.Popen[bytes]:
    flags = [
        "--port",
        str(port),
        "--state",
        str(folder / "state.sqlite3"),
        "--workers",
        "1",
        "--callback-backoff",
        "0.05",
    ]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ATLAS_SIM_")}
    with (folder / "log.txt").open("a") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "simulator", "serve", *flags],
            stdout=log,
            stderr=log,
            env={**kept, "PYTHONPATH": str(ROOT), "OMP_THREAD_LIMIT": "1"},
            cwd=folder,
        )
    deadline = time.monotonic() + 15
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if httpx.get(f"http://127.0.0.1:{port}/readyz", trust_env=False).status_code == 200:
                return process
        except httpx.TransportError:
            select.select([], [], [], 0.01)
    raise AssertionError((folder / "log.txt").read_text()[-2000:])


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_each_document_is_spoken_of_once_though_the_server_was_killed(client_of: Any, tmp_path: Path) -> None:
    port = free_port()
    process = serve(tmp_path, port)
    try:
        client = client_of(SimpleNamespace(url=f"http://127.0.0.1:{port}"))
        receiver, flow = client.receiver, client.listening()
        files = [{"file_url": client.url(f"pan-{n}"), "document_id": f"pan-{n}"} for n in range(FILES)]
        client.json("POST", "multiupload", json={"flow_id": flow, "file_urls": files})
        receiver.wait_for(FILES // 3, CHAT)
        process.kill()
        process.wait(10)
        process = serve(tmp_path, port)
        client = client_of(SimpleNamespace(url=f"http://127.0.0.1:{port}"), tenant=client.tenant)
        client.settle()
        kept = {each["external_document_id"] for each in client.history(flow, per_page=50)["data"]}
        assert len(kept) == client.history(flow)["total_items"] == FILES
        assert {each["uuid"] for each in client.events()} == kept
        # Of a callback that the kill tore off only the head may have come.
        body = {each.json()["data"][0]["document_id"] for each in receiver.callbacks() if each.body}
        assert body == {each["document_id"] for each in files}
        assert client.status(flow)[1] == "SUCCESS"
    finally:
        process.kill()
        process.wait(10)
