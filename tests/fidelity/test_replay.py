"""A recorded client is played again: the simulator's own journal, and a HAR file."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from simulator.cli import main
from simulator.server import BackgroundServer
from simulator.testing.atlas import Atlas

Start = Callable[..., BackgroundServer]
PAN = {"name_as_per_pan": "ASHA VERMA", "pan_number": "ABCPV1234K"}


def given(path: Path, name: str = "ASHA VERMA") -> str:
    fields = json.dumps({**PAN, "name_as_per_pan": name}).replace('":', '" =')
    path.write_text(f'[[canned]]\ndocument_id = "*"\ndocument_type = "PAN"\nfields = {fields}\n')
    return str(path)


@pytest.fixture
def recorded(start: Start, tmp_path: Path) -> tuple[BackgroundServer, Path]:
    """A server, and its journal of a client that ran a flow and made two mistakes."""
    server = start(ephemeral=True, scenario=given(tmp_path / "given.toml"))
    with Atlas(server.url, f"tenant-{uuid.uuid4().hex[:8]}") as atlas:
        flow = atlas.flow_of(["pan"])
        atlas.client.wait(flow)
        atlas.client.extracts(flow)
        atlas.client.request("GET", "/v3/verification/status", params={"flow_uuid": "none"})
        atlas.client.request("POST", "/v3/verification/flow/init", json={})
        path = tmp_path / "journal.jsonl"
        path.write_text("\n".join(json.dumps(entry) for entry in atlas.journal(limit=1000)))
    return server, path


def test_the_same_simulator_answers_the_same(
    recorded: tuple[BackgroundServer, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    server, path = recorded
    assert main(["replay", str(path), "--server", server.url]) == 0
    assert "0 changes" in capsys.readouterr().out


def test_moments_counts_and_reasons_that_are_chance_are_no_changes(
    start: Start, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    server = start(ephemeral=True, scenario=given(tmp_path / "given.toml"))
    with Atlas(server.url, f"tenant-{uuid.uuid4().hex[:8]}") as atlas:
        ask = atlas.client.request
        atlas.scenario({"pace": "manual"})
        url = atlas.put_file("pan.png", b"stands for a PAN")
        body = {"product_type": "LOAN_APP", "file_urls": [{"file_url": url, "document_id": "1"}]}
        batch = ask("POST", "/v1/docstream/multiupload", json=body).json()["batch_id"]
        extracts = {"batch_id": batch, "page": 1, "per_page": 50}
        assert ask("GET", "/v1/docstream/extracts", params=extracts).json()["data"] == []
        while not ask("GET", "/v1/docstream/extracts", params=extracts).json()["data"]:
            atlas.call("POST", f"batches/{batch}/advance")
        refresh = ask("POST", "/v1/verification/authtoken", headers={"Client-Id": "a", "Client-Secret": "b"}).json()
        ask("GET", "/v1/docstream/extracts", headers={"Token": refresh["refresh_token"]})
        ask("GET", "/v3/verification/analytics/documents/summary")
        ask("GET", "/v1/bulk/clients")
        ask("HEAD", "/v1/bulk/clients")
        path = tmp_path / "journal.jsonl"
        path.write_text("\n".join(json.dumps(entry) for entry in atlas.journal(limit=1000)))
    (tmp_path / "pan.png").write_bytes(b"stands for a PAN")
    assert main(["replay", str(path), "--server", server.url, "--files", str(tmp_path)]) == 0, capsys.readouterr().out


def test_what_is_answered_otherwise_is_told(
    recorded: tuple[BackgroundServer, Path], start: Start, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, path = recorded
    other = start(
        ephemeral=True,
        error_envelope="error_code",
        scenario=given(tmp_path / "other.toml", "ASHA V"),
        state=str(tmp_path / "other.sqlite3"),
    )
    assert main(["replay", str(path), "--server", other.url, "--json"]) == 1
    changes: list[dict[str, Any]] = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    where = {each["where"]: each for each in changes}
    gone = [each["recorded"] for each in changes if each["where"] == "error"]
    assert where["ocr_data[0].data.name_as_per_pan.value"]["now"] == "ASHA V"
    assert gone[0] == "Flow not found"
    assert gone[1].startswith("Missing or empty required parameters")
    assert where["error_code"]["now"] == "400"


def test_a_har_file_is_played_too(start: Start, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    server = start(ephemeral=True)
    asked = {
        "url": "https://api.example/v3/verification/status?flow_uuid=none",
        "method": "GET",
        "headers": [{"name": "Token", "value": "eyJ.x.y"}],
    }
    answers = [(409, '{"error": "Flow not found"}'), (404, '{"error": "gone"}')]
    for number, (status, text) in enumerate(answers):
        path = tmp_path / f"{number}.har"
        entry = {"request": asked, "response": {"status": status, "content": {"text": text}}}
        path.write_text(json.dumps({"log": {"version": "1.2", "entries": [entry]}}))
        assert main(["replay", str(path), "--server", server.url]) == number
    assert "HTTP status: 404 -> 409" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('{"log": {"entries": [{"request": {}}]}}', "not a whole HAR file"),
        ('{"log": {"entries": []}}', "no call of the Atlas API (it has no requests)"),
        ('{"kind": "request", "id": 1, "method": "GET", "url": "/v2/pets", "status": 200}', "it has /v2/pets"),
        ("a letter", "neither a HAR file nor the simulator's journal"),
    ],
)
def test_a_recording_of_something_else_is_refused(
    tmp_path: Path, text: str, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "recording"
    path.write_text(text)
    assert main(["replay", str(path), "--server", "http://127.0.0.1:9"]) == 2
    output = capsys.readouterr().err
    assert says in output
    assert str(path) in output
