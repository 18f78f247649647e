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
EDIT = re.compile(r"<!-- (new file:|in) (\S+?)(?: (after|instead of): (.*?))? -->\n```\w+\n(.*?)```", re.DOTALL)

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

#: Run in the copy: the field of a new kind, read from a page, given, left out, described and compared.
NEW_KIND = """
import httpx, io
from PIL import Image, ImageDraw, ImageFont
from simulator.client.atlas_client import AtlasClient
from simulator.client.control import Control
from simulator.documents.reader import open_reader
from simulator.matching.crosschecks import run_checks
from simulator.matching.model import Check, Side
from simulator.server import BackgroundServer
from simulator.settings import load

def card(*lines):
    image = Image.new("RGB", (1000, 640), "white")
    for number, line in enumerate(lines):
        ImageDraw.Draw(image).text((60, 50 + 90 * number), line, fill="black", font=ImageFont.load_default(34))
    stream = io.BytesIO()
    image.save(stream, "PNG")
    return stream.getvalue()

reader = open_reader()
for word, value in (("allowed", True), ("refused", False)):
    reading = reader.read(card("CITY PUBLIC LIBRARY", "LIBRARY MEMBERSHIP CARD", "Member no: AB1234", f"Lending: {word}"))
    assert reading.document_type == "LIBRARY_CARD", reading
    assert reading.fields["lending"].value is value, reading.fields

settings = load({"port": "0", "ephemeral": "yes"}, {})
with BackgroundServer(settings) as server:
    schemas = httpx.get(f"{server.url}/_sim/openapi.json").json()["components"]["schemas"]
    assert schemas["FlagField"]["properties"]["value"] == {"type": ["boolean", "null"]}
    assert schemas["LibraryCard"]["properties"]["lending"] == {"$ref": "#/components/schemas/FlagField"}
    for given, value in (({"lending": True}, True), ({"lending": False}, False), ({}, None)):
        control = Control(server.url, f"given-{value}")
        control.scenario({"canned": [{"document_id": "*", "document_type": "LIBRARY_CARD", "fields": given}]})
        client = AtlasClient(server.url, client_id=f"given-{value}")
        flow = client.init(auth_url=control.inbox.auth_url, callback_url=control.inbox.callback_url)
        client.multiupload(flow, [("1", control.put_file("card.png", b"any bytes"))])
        client.wait(flow, seconds=20)
        (item,) = client.extracts(flow)["ocr_data"]
        assert item["data"]["lending"]["value"] is value, item
        (sent,) = control.inbox.wait_for(1)
        assert sent["ocr_data"][0]["data"]["lending"]["value"] is value, sent

check = Check("Lending", Side("LIBRARY_CARD", "lending", "lending"), Side("PASS", "lending", "lending"), "exact")
(made,) = run_checks([check], [("LIBRARY_CARD", {"lending": True}), ("PASS", {"lending": "yes"})])
assert (made.source_value, made.target_value, made.similarity_score) == ("yes", "yes", 100), made
print("the new kind works")
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
    for kind, name, where, anchor, text in edits:
        path = root / name
        if kind == "new file:":
            assert not path.exists()
            path.write_text(text, encoding="utf-8")
            continue
        before = path.read_text(encoding="utf-8")
        assert before.count(f"{anchor}\n") == 1, f"{name}: not once there: {anchor}"
        kept = "" if where == "instead of" else f"{anchor}\n"
        path.write_text(before.replace(f"{anchor}\n", kept + text), encoding="utf-8")
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


def test_a_field_of_a_new_kind_is_read_given_sent_described_and_compared(copy: Path) -> None:
    assert "the new kind works" in run(copy, "-c", NEW_KIND)


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
