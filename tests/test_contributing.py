"""Each thing that CONTRIBUTING.md says how to add, added exactly so in a copy of the tree, and used."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
GUIDE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
EDIT = re.compile(r"<!-- (new file:|in) (\S+?)(?: after: (.*?))? -->\n```\w+\n(.*?)```", re.DOTALL)

#: Run in the copy: a flow through everything that was added.
USES = """
import httpx, json
from simulator.cli import main
from simulator.client.atlas_client import AtlasClient
from simulator.client.control import Control
from simulator.server import BackgroundServer
from simulator.settings import load

assert main(["types", "show", "LIBRARY_CARD"]) == 0
settings = load({"port": "0", "ephemeral": "yes", "motto": "look again"}, {})
with BackgroundServer(settings) as server:
    control = Control(server.url, "t")
    assert control.call("GET", "motto") == {"motto": "look again"}
    assert "/_sim/motto" in httpx.get(f"{server.url}/_sim/openapi.json?part=all").json()["paths"]
    control.scenario({"canned": [{"document_id": "*", "document_type": "LIBRARY_CARD", "fields": {"member_number": "ab-12"}}]})
    control.faults(point="ocr", action="upper_case")
    url = control.put_file("card.png", b"any bytes")
    client = AtlasClient(server.url, client_id="t")
    flow = client.init(auth_url=control.inbox.auth_url, callback_url=control.inbox.callback_url)
    client.multiupload(flow, [("1", url)])
    client.wait(flow, seconds=20)
    (item,) = client.extracts(flow)["ocr_data"]
    assert item["data"]["document_type"] == "LIBRARY_CARD", item
    assert item["data"]["member_number"]["value"] == "AB-12", item
print("all of it works")
"""


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the tree in which everything was added as the guide says."""
    root = tmp_path_factory.mktemp("contributed")
    for folder in ("simulator", "fixtures", "docs"):
        shutil.copytree(ROOT / folder, root / folder, ignore=shutil.ignore_patterns("__pycache__", "screenshots"))
    for page in ("README.md", "pyproject.toml"):
        shutil.copy(ROOT / page, root / page)
    edits = EDIT.findall(GUIDE)
    assert len(edits) == GUIDE.count("<!-- ")
    for kind, name, anchor, text in edits:
        path = root / name
        if kind == "new file:":
            assert not path.exists()
            path.write_text(text, encoding="utf-8")
            continue
        before = path.read_text(encoding="utf-8")
        assert before.count(f"{anchor}\n") == 1, f"{name}: not once there: {anchor}"
        path.write_text(before.replace(f"{anchor}\n", f"{anchor}\n{text}"), encoding="utf-8")
    return root


def run(root: Path, *command: str) -> str:
    environment = {**os.environ, "PYTHONPATH": str(root)}
    ended = subprocess.run(
        [sys.executable, *command], cwd=root, env=environment, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout


def test_what_the_guide_adds_works(copy: Path) -> None:
    assert "all of it works" in run(copy, "-c", USES)


def test_the_generated_pages_tell_of_it(copy: Path) -> None:
    run(copy, "docs/generate.py")
    assert "`--motto`" in (copy / "README.md").read_text(encoding="utf-8")
    assert "`upper_case`" in (copy / "docs" / "control.md").read_text(encoding="utf-8")


def test_the_guide_names_only_files_that_exist(copy: Path) -> None:
    named = re.findall(r"`((?:simulator|samples|tests|docs)/[\w./-]+)`", GUIDE)
    assert named
    for path in named:
        assert (ROOT / path).exists() or (copy / path).exists(), path
    for link in re.findall(r"\]\((?!http)([^)#]+)", GUIDE):
        assert (ROOT / link).exists(), link
