"""What is not installed, or cannot run here, is said before anything is read, and no good paper is called a bad one for it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from simulator.client.atlas_client import AtlasClient
from simulator.client.process import ServerProcess
from simulator.client.receiver import Receiver
from simulator.extras import installing

ROOT = Path(__file__).resolve().parent.parent.parent
HIDE = """
import sys
from importlib.abc import MetaPathFinder

class Hidden(MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name in {names!r}:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)

real = __import__("importlib.util").util.find_spec
sys.meta_path.insert(0, Hidden())
def find_spec(name, package=None):
    return None if name in {names!r} else real(name, package)
__import__("importlib.util").util.find_spec = find_spec
"""


def run(tmp_path: Path, names: tuple[str, ...], *arguments: str) -> subprocess.CompletedProcess[str]:
    """The command line where some modules are not installed."""
    (tmp_path / "sitecustomize.py").write_text(HIDE.format(names=names), encoding="utf-8")
    command = [sys.executable, "-m", "simulator", *arguments, "--state", str(tmp_path / "state.sqlite3"), "--port", "0"]
    environment = {**os.environ, "PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}"}
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)


@pytest.mark.parametrize(
    ("hidden", "flags", "extra"),
    [
        ("rapidocr", ("--ocr-engine", "rapidocr"), "rapidocr"),
        ("rapidocr", ("--ocr-model", "best"), "rapidocr"),
        ("onnxruntime", ("--ocr-model", "best"), "rapidocr"),
        ("pytesseract", ("--ocr-engine", "pytesseract"), "pytesseract"),
    ],
)
def test_a_server_does_not_start_with_an_engine_that_is_not_installed(
    hidden: str, flags: tuple[str, ...], extra: str, tmp_path: Path
) -> None:
    if hidden == "onnxruntime":
        pytest.importorskip("rapidocr")  # else that is what is named first
    served = run(tmp_path, (hidden,), "serve", *flags)
    assert served.returncode == 2
    assert f"needs what is not installed ({hidden}); `{installing(extra)}`" in served.stderr
    assert len(served.stderr.strip().splitlines()) == 1
    looked = run(tmp_path, (hidden,), "doctor", *flags)
    assert looked.returncode == 1
    assert "Traceback" not in looked.stdout + looked.stderr
    (line,) = [line for line in looked.stdout.splitlines() if line.startswith("FAIL")]
    assert f"`{installing(extra)}`" in line


def test_the_hint_for_an_extra_names_the_folder_of_the_checkout() -> None:
    hint = installing("rapidocr")
    assert hint == f"{sys.executable} -m pip install -e '{ROOT}[rapidocr]'" or f"--python {sys.executable} " in hint
    assert "atlas-simulator[" not in hint


def test_where_no_process_can_be_started_documents_wait_and_it_is_said_why(
    tmp_path: Path, receiver: Receiver, sample_docs: Path
) -> None:
    read_only = ["unshare", "-m", "sh", "-c", 'mount -t tmpfs -o ro tmpfs /dev/shm && exec "$@"', "sh"]
    if subprocess.run([*read_only, "true"], capture_output=True).returncode:
        pytest.skip("this user may not mount a disk")
    server = ServerProcess(tmp_path, "--workers", "1")
    writable = server._command
    server._command = [*read_only, *writable]
    paper = next(sample_docs.rglob("*pan*.jpg")).read_bytes()
    with server, AtlasClient(server.url) as client:
        flow = client.init(auth_url=receiver.auth_url, callback_url=receiver.callback_url)
        client.multiupload(flow, [("1", receiver.serve_file("pan.jpg", paper))])
        deadline = time.monotonic() + 20
        while (ready := httpx.get(f"{server.url}/readyz")).status_code == 200 and time.monotonic() < deadline:
            time.sleep(0.05)
        assert "no reading process can be started" in ready.text and "/dev/shm" in ready.text
        shown = httpx.get(f"{server.url}/_sim/flows/{flow}").json()["files"][0]
        assert shown["state"] == "PROCESSING_INPROGRESS"
        server.stop()
        server._command = writable
        server.start()
        client.wait(flow)
        (item,) = client.extracts(flow)["ocr_data"]
        assert item["error_code"] == ""
