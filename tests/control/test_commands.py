"""The commands that talk to a running server, through the command line itself."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from simulator.cli import main
from simulator.client.atlas_client import AtlasClient
from simulator.documents.model import Field, Reading
from simulator.forms import convert
from simulator.pipeline.scenario import CannedFile, CannedReading
from simulator.pipeline.scenario_export import recorded_reading, to_toml
from simulator.server import BackgroundServer


@pytest.fixture
def command(world: Any, server: BackgroundServer, capsys: pytest.CaptureFixture[str]) -> Any:
    """Run a command against the shared server as the test's tenant; what it printed, as JSON where that was asked for."""

    def run(*words: str, tenant: bool = True, status: int = 0) -> Any:
        more = ["--server", server.url, *(["--tenant", world.tenant] if tenant else [])]
        assert main([*words, *more]) == status
        output = capsys.readouterr().out
        return json.loads(output) if "--json" in words else output

    return run


def test_flows_are_listed_and_one_is_told_in_full(command: Any, world: Any) -> None:
    flow = world.run("1", application_id="CLI-1")
    world.settle()
    assert "CLI-1" in command("flows") and flow in command("flows")
    assert [each["flow_uuid"] for each in command("flows", "--json", "--application", "CLI-1")] == [flow]
    value = command("flow", flow)
    assert "file PROCESSING_SUCCESS document_id=1" in value
    assert "delivery DELIVERED" in value
    assert command("flow", flow, "--json")["deliveries"][0]["state"] == "DELIVERED"
    assert command("flow", flow, "--watch") == value


def test_a_flow_is_let_go_on_and_watched_to_its_end(command: Any, world: Any, server: BackgroundServer) -> None:
    flow = world.run("1", flow_params={"sim": {"pace": "manual"}})
    assert command("flow", flow, "--advance", "processing").strip().endswith("waits in processing")
    watching = subprocess.Popen(
        [sys.executable, "-m", "simulator", "flow", flow, "--watch", "--server", server.url],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert watching.stdout is not None
    assert flow in watching.stdout.readline()
    command("flow", flow, "--advance", "done")
    given, _ = watching.communicate(timeout=20)
    assert watching.returncode == 0
    assert "delivery DELIVERED" in given


def test_faults_are_added_listed_and_cleared(command: Any, world: Any) -> None:
    assert "callback fail" in command("faults", "add", "callback", "fail", "status=502", "times=1", "application=007")
    (rule,) = command("faults", "list", "--json")
    assert rule["rule"] == {"point": "callback", "action": "fail", "status": 502, "times": 1, "application": "007"}
    assert "nothing came by" in command("faults", "list")
    assert command("faults", "clear") == "1 rules taken out of force\n"
    assert "sim:callback-500x3" in command("faults", "points")
    assert {each["point"] for each in command("faults", "points", "--json")["points"]} >= {"ocr", "callback"}


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["faults", "add", "nowhere", "fail"], "allowed: request, download, classify"),
        (["faults", "add", "auth", "refused", "often"], "'often' is not KEY=VALUE"),
        (["faults", "add", "callback", "fail", "statuss=3"], "unknown key 'statuss'"),
        (["clock", "advance", "soon"], "61m"),
        (["clock", "advance"], "clock advance LENGTH"),
        (["flow", "none"], "no flow none"),
        (["scenarios", "run", "no-such"], "there are: auth-refused"),
        (["restore", "/none/of/this"], "cannot be read"),
        (["snapshot", "/none/of/this"], "cannot be written"),
    ],
)
def test_a_wrong_word_is_told_in_one_line_and_exit_2(
    server: BackgroundServer, capsys: pytest.CaptureFixture[str], words: list[str], says: str
) -> None:
    assert main([*words, "--server", server.url]) == 2
    output = capsys.readouterr().err
    assert says in output
    assert output.count("\n") == 1


def test_a_server_that_is_not_there_is_told_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["flows", "--server", "http://127.0.0.1:9"]) == 2
    assert "no simulator at http://127.0.0.1:9" in capsys.readouterr().err


def test_the_clock_is_shown_and_moved(command: Any) -> None:
    before = command("clock", "--json", tenant=False)["timestamp"]
    assert command("clock", "advance", "61m", "--json", tenant=False)["timestamp"] >= before + 3660
    assert "ahead of real time" in command("clock", tenant=False)


def test_the_journal_is_shown_narrowed_and_followed(command: Any, world: Any, server: BackgroundServer) -> None:
    world.run("1")
    world.settle()
    assert "POST /v3/verification/multiupload 201" in command("journal")
    assert command("journal", "--kind", "callback").count("\n") == 1
    following = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "simulator",
            "journal",
            "--follow",
            "--json",
            "--server",
            server.url,
            "--tenant",
            world.tenant,
            "--endpoint",
            "flow/init",
        ],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert following.stdout is not None
    try:
        assert json.loads(following.stdout.readline())["application_id"] == "APP-1"
        world.init(application_id="LATER")
        assert json.loads(following.stdout.readline())["application_id"] == "LATER"
    finally:
        following.terminate()
        following.wait(10)


def test_everything_is_saved_forgotten_and_taken_back(command: Any, world: Any, tmp_path: Path) -> None:
    flow = world.run("1")
    world.settle()
    command("snapshot", str(tmp_path / "saved"), tenant=False)
    assert world.tenant in command("reset")
    assert command("flows", "--json") == []
    command("restore", str(tmp_path / "saved"), tenant=False)
    assert [each["flow_uuid"] for each in command("flows", "--json")] == [flow]


def test_scenarios_are_listed_checked_and_played(
    command: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str], server: BackgroundServer
) -> None:
    assert main(["scenarios", "list"]) == 0
    assert "happy-path" in capsys.readouterr().out
    good, bad = tmp_path / "good.toml", tmp_path / "bad.toml"
    good.write_text('[[documents]]\ndocument_id = "1"\nreading = { document_type = "PAN" }\n[expect]\ncallbacks = 2\n')
    bad.write_text("[expect]\ncalbacks = 2\n")
    assert main(["scenarios", "validate", str(good)]) == 0
    assert main(["scenarios", "validate", str(good), str(bad)]) == 2
    assert "unknown key 'expect.calbacks'; did you mean callbacks?; allowed: answers, status" in capsys.readouterr().err
    (played,) = [
        json.loads(line) for line in [json.dumps(command("scenarios", "run", "expired-link", "--json", tenant=False))]
    ]
    assert played["ok"]
    assert "callbacks: expected 2, was 1" in command("scenarios", "run", str(good), tenant=False, status=1)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_knows_commands_actions_and_flags(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", shell]) == 0
    output = capsys.readouterr().out
    assert all(word in output for word in ("scenarios", "validate", "advance", "follow"))


def test_bash_completes_what_may_follow(capsys: pytest.CaptureFixture[str]) -> None:
    main(["completion", "bash"])
    script = (
        capsys.readouterr().out
        + 'COMP_WORDS=(atlas-simulator faults a); COMP_CWORD=2; _atlas_simulator; echo "$COMPREPLY"'
    )
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, timeout=20, check=True)
    assert done.stdout.strip() == "add"


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("serve --ocr-engine rapid", "rapidocr"),
        ("serve --scenario expired-l", "expired-link"),
        ("trigger expired-l", "expired-link"),
        ("types show INVO", "INVOICE"),
        ("faults add notif", "notification"),
        ("flow --adv", "--advance"),
    ],
)
def test_bash_completes_values(line: str, wanted: str, capsys: pytest.CaptureFixture[str]) -> None:
    main(["completion", "bash"])
    words = f"COMP_WORDS=(atlas-simulator {line}); COMP_CWORD={len(line.split())}"
    script = f'{capsys.readouterr().out}{words}; _atlas_simulator; echo "${{COMPREPLY[@]}}"'
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, timeout=20, check=True)
    assert wanted in done.stdout.split()


def test_bash_completes_the_ids_of_a_running_servers_flows(
    world: Any, server: BackgroundServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    flow, _ = world.init(), world.init()  # the newest is not the only one
    main(["completion", "bash"])
    program = tmp_path / "atlas-simulator"
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m simulator "$@"\n')
    program.chmod(0o755)
    words = f"COMP_WORDS=(atlas-simulator flow {flow[:8]}); COMP_CWORD=2"
    script = f'{capsys.readouterr().out}{words}; _atlas_simulator; echo "${{COMPREPLY[@]}}"'
    root = str(Path(__file__).resolve().parents[2])
    variables = {"ATLAS_SIMULATOR_URL": server.url, "PYTHONPATH": root, "PATH": f"{tmp_path}:{os.environ['PATH']}"}
    done = subprocess.run(
        ["bash", "-c", script], capture_output=True, text=True, timeout=30, check=True, env={**os.environ, **variables}
    )
    assert flow in done.stdout.split()


def test_a_recorded_reading_says_the_same_as_the_document_did() -> None:
    address = Field({"city": Field("pune", 0.91), "state": Field("", 1.0)}, 0.9)
    fields = {
        "name": Field('Asha "A" Verma\n\\', 0.93),
        "imei_number": Field(["1", "2"], 0.5),
        "price": Field(30000, 0.7),
        "formatted_address": address,
    }
    read = Reading(document_type="INVOICE", fields=fields, page_count=2)
    unreadable = Reading(error_code="INVALID_DOC", error_reason="unreadable file")
    unknown = Reading(error_code="UNRECOGNISED", error_reason="document not in list", page_count=1)
    given = [recorded_reading(f"{number}.png", b"x", each) for number, each in enumerate((read, unreadable, unknown))]
    (back, broken, none) = convert(tomllib.loads(to_toml(given)), CannedFile).canned
    assert isinstance(back, CannedReading)
    assert _plain(back.reading().fields) == _plain(fields)
    assert (back.reading().document_type, back.reading().page_count) == ("INVOICE", 2)
    assert (broken.reading().document_type, broken.reading().error_code) == ("", "INVALID_DOC")
    assert (none.reading().error_code, none.reading().error_reason) == ("UNRECOGNISED", "document not in list")


def _plain(fields: Any) -> Any:
    return {
        name: (_plain(field.value) if isinstance(field.value, dict) else field.value, field.confidence)
        for name, field in fields.items()
    }


def test_a_recorded_folder_gives_the_same_answers_without_reading(
    start: Any, receiver: Any, sample_docs: Path, tmp_path: Path
) -> None:
    samples = sorted(sample_docs.rglob("*.png"))[:1]
    if not samples:
        pytest.skip("no sample documents here")
    (tmp_path / "docs").mkdir()
    content = samples[0].read_bytes()
    (tmp_path / "docs" / "one.png").write_bytes(content)
    assert main(["record", str(tmp_path / "docs"), "--out", str(tmp_path / "readings.toml"), "--workers", "1"]) == 0
    (tmp_path / "given.toml").write_text('readings = ["readings.toml"]')
    server = start(scenario=str(tmp_path / "given.toml"))
    real = start(state=str(tmp_path / "real.sqlite3"))
    answers = []
    for running in (server, real):
        client = AtlasClient(running.url)
        flow = client.init(auth_url=receiver.auth_url, callback_url=receiver.callback_url)
        client.multiupload(flow, [("1", receiver.serve_file("one.png", content))])
        client.wait(flow)
        (item,) = client.extracts(flow)["ocr_data"]
        item["data"].get("aadhaar_number", {}).pop("redact_url", None)
        answers.append((item["data"], item["error_code"], item["error_reason"]))
        client.close()
    assert answers[0] == answers[1]
    assert all(slot._executor is None for slot in server.core.readers._all)
