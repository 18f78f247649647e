"""`serve` as a process: it starts at once, logs what happens, and stops within two seconds whatever is open."""

from __future__ import annotations

import json
import os
import pty
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx

from simulator.client.atlas_client import AtlasClient
from simulator.client.control import Control
from simulator.client.receiver import Receiver

Serving = Callable[..., Any]
#: Real seconds in which Ctrl-C must have ended everything.
STOPS_WITHIN = 2.0


def interrupt(served: Any) -> float:
    """Ctrl-C; the seconds until the process was gone."""
    started = time.monotonic()
    served.process.send_signal(signal.SIGINT)
    assert served.process.wait(10) == 0, served.output
    return time.monotonic() - started


def test_ctrl_c_stops_it_with_a_connection_kept_open(serving: Serving) -> None:
    served = serving("--ephemeral")
    with httpx.Client(base_url=served.url, trust_env=False) as client:
        assert client.get("/livez").status_code == 200
        assert interrupt(served) < STOPS_WITHIN
    assert "Traceback" not in served.output


def test_ctrl_c_stops_it_with_half_a_request_sent(serving: Serving) -> None:
    served = serving("--ephemeral")
    with socket.create_connection(("127.0.0.1", served.port)) as half:
        half.sendall(b"POST /v3/verification/authtoken HTTP/1.1\r\nHost: here\r\nContent-Length: 10\r\n\r\nabc")
        assert interrupt(served) < STOPS_WITHIN
    assert "Traceback" not in served.output


def test_ctrl_c_stops_it_while_documents_are_being_read(serving: Serving, sample_docs: Path) -> None:
    served = serving("--ephemeral")
    with Receiver() as receiver, AtlasClient(served.url) as client:
        flow = client.init(auth_url=receiver.auth_url, callback_url=receiver.callback_url)
        pictures = sorted(sample_docs.rglob("*.jpg"))[:20]
        client.multiupload(
            flow, [(str(n), receiver.serve_file(f"{n}.jpg", path.read_bytes())) for n, path in enumerate(pictures)]
        )
        deadline = time.monotonic() + 20
        while client.status(flow)["processing_status"] != "IN_PROGRESS" and time.monotonic() < deadline:
            pass
        assert interrupt(served) < STOPS_WITHIN
    assert "Traceback" not in served.output


def test_terminate_stops_it_as_ctrl_c_does(serving: Serving) -> None:
    served = serving("--ephemeral", "--workers", "1")
    with AtlasClient(served.url) as client, Control(served.url) as control:
        flow = client.init(auth_url="http://127.0.0.1:9/a", callback_url="http://127.0.0.1:9/c")
        # A reading process has semaphores, of which Python tells on standard error where nobody tidied up.
        client.multiupload(flow, [("letter", control.put_file("letter.png", b"no picture"))])
        client.wait(flow)
    started = time.monotonic()
    served.process.terminate()
    assert served.process.wait(10) == 0
    assert time.monotonic() - started < STOPS_WITHIN
    assert "leaked" not in served.output


def test_piped_logs_are_one_json_object_a_line_for_each_request_and_transition(serving: Serving) -> None:
    served = serving("--ephemeral")
    with AtlasClient(served.url) as client:
        flow = client.init(auth_url="http://127.0.0.1:9/a", callback_url="http://127.0.0.1:9/c")
        client.status(flow)
        client.request("GET", "/v3/verification/status?flow_uuid=nobody&token=do-not-log-me")
    interrupt(served)
    lines = [json.loads(line) for line in served.output.splitlines()]
    assert all({"at", "level", "event"} <= line.keys() for line in lines)
    requests = [line for line in lines if line["logger"] == "simulator.request"]
    assert [line["event"] for line in requests] == [
        "POST /v3/verification/authtoken 201",
        "POST /v3/verification/flow/init 201",
        f"GET /v3/verification/status?flow_uuid={flow} 200",
        "GET /v3/verification/status?flow_uuid=nobody&token=*** 409",
    ]
    assert all(line["ms"] >= 0 for line in requests)
    transitions = [line for line in lines if line["logger"] == "simulator.transition"]
    assert [(line["event"], line["flow"]) for line in transitions] == [("flow NOT_STARTED", flow)]


def test_on_a_terminal_logs_are_lines_for_people(tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "simulator", "serve", "--port", "0", "--ephemeral"],
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=theirs,
        cwd=Path(__file__).resolve().parents[2],
    )
    os.close(theirs)
    raw = b""
    while b"\n" not in raw:
        raw += os.read(ours, 4096)
    process.send_signal(signal.SIGINT)
    assert process.wait(10) == 0
    os.close(ours)
    assert b"Atlas simulator on http://127.0.0.1:" in raw
    assert b"Ctrl-C stops it" in raw
    assert not raw.startswith(b"{")


def test_state_is_kept_from_one_start_to_the_next(serving: Serving, tmp_path: Path) -> None:
    flags = ("--state", str(tmp_path / "state.sqlite3"))
    served = serving(*flags)
    with AtlasClient(served.url) as client:
        flow, token = client.init(auth_url="http://127.0.0.1:9/a", callback_url="http://127.0.0.1:9/c"), client.token()
    interrupt(served)
    again = serving(*flags)
    answer = httpx.get(
        f"{again.url}/v3/verification/status", params={"flow_uuid": flow}, headers={"Token": token}, trust_env=False
    )
    assert answer.status_code == 200
    assert answer.json()["master_status"] == "NOT_STARTED"


def test_nothing_heavy_is_loaded_before_the_first_document() -> None:
    program = (
        "import sys, simulator.app, simulator.cli;"
        " print([name for name in ('numpy', 'cv2', 'tesserocr', 'pypdfium2', 'PIL') if name in sys.modules])"
    )
    output = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=20)
    assert output.stdout.strip() == "[]"
