"""The journal as an HTTP Archive: whole by the rules of HAR, without secrets, and played again without a difference."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from simulator.cli import main
from simulator.server import BackgroundServer
from simulator.testing.atlas import Atlas

Start = Callable[..., BackgroundServer]
AADHAAR = "4996 3341 5672"
GIVEN = [
    {"document_id": "aadhaar", "document_type": "AADHAAR", "fields": {"aadhaar_number": AADHAAR, "name": "ASHA VERMA"}},
    {"document_id": "*", "document_type": "PAN", "fields": {"name_as_per_pan": "ASHA VERMA"}},
]
#: What HAR 1.2 demands of the parts of an entry.
DEMANDED = {
    "": ("startedDateTime", "time", "request", "response", "cache", "timings"),
    "request": ("method", "url", "httpVersion", "cookies", "headers", "queryString", "headersSize", "bodySize"),
    "response": (
        "status", "statusText", "httpVersion", "cookies", "headers", "content", "redirectURL", "headersSize", "bodySize"
    ),
    "timings": ("send", "wait", "receive"),
}  # fmt: skip


@pytest.fixture
def atlas(server: BackgroundServer) -> Any:
    with Atlas(server.url, f"tenant-{uuid.uuid4().hex[:8]}") as running:
        running.scenario({"canned": GIVEN})
        yield running


def run_flow(atlas: Atlas) -> str:
    flow = atlas.flow_of(["pan", "aadhaar"], application_id="APP-7")
    atlas.client.wait(flow)
    atlas.client.extracts(flow)
    atlas.clock.advance(0)
    return flow


def saved(atlas: Atlas, path: str) -> httpx.Response:
    return httpx.get(f"{atlas.url}/_sim/{path}", headers={"Client-Id": atlas.tenant}, trust_env=False)


def test_the_archive_of_one_flow_is_whole_and_its_replay_finds_no_difference(
    atlas: Atlas, start: Start, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    flow = run_flow(atlas)
    run_flow(atlas)
    answer = saved(atlas, f"flows/{flow}/har")
    assert answer.headers["content-disposition"] == 'attachment; filename="APP-7.har"'
    log = answer.json()["log"]
    assert (log["version"], log["creator"]["name"]) == ("1.2", "atlas-simulator")
    for entry in log["entries"]:
        for part, keys in DEMANDED.items():
            assert set(keys) <= set(entry[part] if part else entry), part
        assert entry["request"]["url"].startswith("http")
        assert {"size", "mimeType"} <= set(entry["response"]["content"])
        assert entry["_flow_uuid"] == flow
    kinds = [entry["_kind"] for entry in log["entries"]]
    assert {*kinds} == {"request", "download", "auth", "callback"}
    paths = [each["request"]["url"].partition("?")[0] for each in log["entries"] if each["_kind"] == "request"]
    assert paths[0] == f"{atlas.url}/v3/verification/flow/init"
    path = tmp_path / "flow.har"
    path.write_bytes(answer.content)
    scenario = tmp_path / "given.toml"
    scenario.write_text(
        "".join(
            f'[[canned]]\ndocument_id = "{each["document_id"]}"\ndocument_type = "{each["document_type"]}"\n'
            f"fields = {{ {', '.join(f'{name} = {json.dumps(value)}' for name, value in each['fields'].items())} }}\n"
            for each in GIVEN
        )
    )
    other = start(ephemeral=True, scenario=str(scenario))
    assert main(["replay", str(path), "--server", other.url]) == 0, capsys.readouterr().out
    assert f"{len(paths)} calls played, 0 changes" in capsys.readouterr().out


def test_a_difference_in_a_replayed_archive_is_found(
    atlas: Atlas, start: Start, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "flow.har"
    path.write_bytes(saved(atlas, f"flows/{run_flow(atlas)}/har").content)
    other = start(ephemeral=True)
    assert main(["replay", str(path), "--server", other.url]) == 1
    assert "ocr_data[0].data.document_type" in capsys.readouterr().out


def test_no_archive_holds_a_token_a_secret_or_an_aadhaar_number(
    atlas: Atlas, capsys: pytest.CaptureFixture[str]
) -> None:
    flow = run_flow(atlas)
    assert main(["journal", "--har", "--server", atlas.url, "--tenant", atlas.tenant]) == 0
    whole = json.loads(printed := capsys.readouterr().out)
    texts = (printed, saved(atlas, "journal/har?limit=1000").text, saved(atlas, f"flows/{flow}/har").text)
    assert len(whole["log"]["entries"]) == len(json.loads(texts[1])["log"]["entries"])
    for text in texts:
        assert "aadhaar_number" in text
        for secret in (AADHAAR, atlas.client.token(), atlas.client_secret):
            assert secret not in text
    tokens = {each["value"] for entry in whole["log"]["entries"] for each in entry["request"]["headers"]
              if each["name"] in ("token", "client-secret")}  # fmt: skip
    assert tokens == {"***"}


def test_the_command_writes_the_whole_journal_and_heeds_its_filters(
    atlas: Atlas, capsys: pytest.CaptureFixture[str]
) -> None:
    flow = run_flow(atlas)
    for _ in range(1010):
        atlas.client.status(flow)

    def entries(*arguments: str) -> list[Any]:
        assert main(["journal", "--har", "--server", atlas.url, "--tenant", atlas.tenant, *arguments]) == 0
        found: list[Any] = json.loads(capsys.readouterr().out)["log"]["entries"]
        return found

    everything = entries()
    assert len(everything) > 1010
    assert [each["_id"] for each in everything] == sorted({each["_id"] for each in everything})
    assert [each["_kind"] for each in entries("--kind", "callback")] == ["callback"]
    assert [each["_id"] for each in entries("--limit", "3")] == [each["_id"] for each in everything[-3:]]
    assert entries("--flow", "none") == []


def test_an_archive_is_not_followed_and_an_unknown_flow_has_none(
    atlas: Atlas, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["journal", "--har", "--follow", "--server", atlas.url]) == 2
    assert "--har is one whole file" in capsys.readouterr().err
    assert saved(atlas, "flows/none/har").status_code == 404
    assert saved(atlas, "journal/har?kind=letter").json()["key"] == "kind"


def test_a_request_whose_recording_is_cut_off_is_left_out_with_what_follows_of_its_flow(
    atlas: Atlas, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    flow = atlas.flow_of({f"{number}-{'x' * 200}": b"1" for number in range(30)})
    atlas.client.wait(flow)
    path = tmp_path / "flow.har"
    path.write_bytes(saved(atlas, f"flows/{flow}/har").content)
    polls = sum("/status" in each["request"]["url"] for each in json.loads(path.read_text())["log"]["entries"])
    assert main(["replay", str(path), "--server", atlas.url]) == 0
    assert f"1 calls played, 0 changes, {1 + polls} left out (incomplete" in capsys.readouterr().out
