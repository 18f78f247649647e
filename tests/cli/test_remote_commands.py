"""What commands print of a running server, for people and as JSON, and what they leave on the disk."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from simulator.cli import main
from simulator.cli.faults import _pair
from simulator.client.atlas_client import AtlasClient
from simulator.client.control import Control
from simulator.errors import SettingError
from simulator.server import BackgroundServer

Command = Callable[..., str]


class Tenant:
    """A tenant of the shared server whose documents are given, and whose callbacks come to its inbox."""

    def __init__(self, url: str) -> None:
        self.name = f"tenant-{uuid.uuid4().hex[:8]}"
        self.control = Control(url, self.name)
        self.atlas = AtlasClient(url, client_id=self.name)
        self.control.scenario({"canned": [{"document_id": "*", "document_type": "PAN", "fields": {"dob": "1/1/2000"}}]})

    def flow(self, *document_ids: str, settled: bool = True, **more: Any) -> str:
        inbox = self.control.inbox
        flow = self.atlas.init(auth_url=inbox.auth_url, callback_url=inbox.callback_url, **more)
        files = [(each, self.control.put_file("one.png", each.encode())) for each in document_ids]
        if files:
            self.atlas.multiupload(flow, files)
        if settled:
            self.control.clock.advance(0)
        return flow

    def close(self) -> None:
        self.control.close()
        self.atlas.close()


@pytest.fixture
def tenant(server: BackgroundServer) -> Iterator[Tenant]:
    made = Tenant(server.url)
    yield made
    made.close()


@pytest.fixture
def command(tenant: Tenant, server: BackgroundServer, capsys: pytest.CaptureFixture[str]) -> Command:
    """Run a command on the shared server, as the tenant where it takes one; what it printed."""

    def run(*words: str, status: int = 0, alone: bool = True) -> str:
        more = ["--tenant", tenant.name] if alone else []
        assert main([*words, "--server", server.url, *more]) == status
        return capsys.readouterr().out

    return run


def lines(text: str) -> list[Any]:
    return [json.loads(each) for each in text.splitlines()]


# Flows


def test_flows_are_rows_under_heads_the_newest_first(command: Command, tenant: Tenant) -> None:
    assert command("flows").split() == [
        "flow",
        "family",
        "application",
        "created",
        "upload",
        "processing",
        "cross-check",
        "master",
        "tenant",
    ]
    first, second = tenant.flow("1", application_id="A-1"), tenant.flow(application_id="a longer name")
    head, *rows = command("flows").splitlines()
    assert [row.split()[0] for row in rows] == [second, first]
    # Every column begins where its head does.
    assert rows[0][head.index("application") :].startswith("a longer name")
    assert "NOT_STARTED" in rows[0][head.index("master") :] and "SUCCESS" in rows[1][head.index("master") :]
    assert rows[1].split()[-1] == tenant.name


def test_flows_are_limited_and_found_by_application(command: Command, tenant: Tenant) -> None:
    flows = [tenant.flow(application_id=f"A-{number}") for number in range(3)]
    assert [each["flow_uuid"] for each in lines(command("flows", "--json", "--limit", "2"))[0]] == flows[:0:-1]
    assert [each["flow_uuid"] for each in lines(command("flows", "--json", "--application", "A-1"))[0]] == [flows[1]]
    assert lines(command("flows", "--json", "--application", "none"))[0] == []


def test_a_flow_of_another_tenant_is_not_shown(command: Command, server: BackgroundServer) -> None:
    other = Tenant(server.url)
    flow = other.flow()
    other.close()
    command("flow", flow, status=2)
    assert flow in command("flow", flow, alone=False)


def test_a_flow_goes_on_step_by_step_and_says_where_it_waits(command: Command, tenant: Tenant) -> None:
    flow = tenant.flow("1", flow_params={"sim": {"pace": "manual"}})
    assert command("flow", flow, "--advance").endswith("IN_PROGRESS; waits in queue\n")
    (step,) = lines(command("flow", flow, "--advance", "crosscheck", "--json"))
    assert (step["waits_in"], step["released"][-1]) == ("crosscheck", "processing")
    assert command("flow", flow, "--advance", "done").endswith("SUCCESS; waits in done\n")
    command("flow", flow, "--advance", status=2)


def test_a_flow_that_is_done_is_watched_no_longer_than_it_takes_to_show_it(command: Command, tenant: Tenant) -> None:
    flow = tenant.flow("1")
    shown = command("flow", flow, "--watch")
    assert shown == command("flow", flow)
    assert "delivery DELIVERED" in shown and shown.startswith(
        f"flow {flow} of APP-1: SUCCESS SUCCESS COMPLETED SUCCESS"
    )


# Faults


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("times=2", ("times", 2)),
        ("confidence=0.5", ("confidence", 0.5)),
        ("handled=true", ("handled", True)),
        ('body={"a": [1]}', ("body", {"a": [1]})),
        ("value=1/1/2000", ("value", "1/1/2000")),
        ("value=007", ("value", "007")),
        ("value=7", ("value", 7)),
        ("application=007", ("application", "007")),
        ("document=7", ("document", "7")),
        ("tenant=null", ("tenant", "null")),
        ("delay=5", ("delay", "5")),
        ("note=a=b", ("note", "a=b")),
        ("note=", ("note", "")),
    ],
)
def test_a_key_has_the_kind_of_value_that_it_takes(text: str, expected: tuple[str, Any]) -> None:
    assert _pair(text) == expected


@pytest.mark.parametrize("text", ["times", "=2", "", "="])
def test_what_is_no_pair_says_how_one_is_written(text: str) -> None:
    with pytest.raises(SettingError, match=r"is not KEY=VALUE; for instance times=2 or document=invoice-\*"):
        _pair(text)


def test_a_rule_is_put_in_force_shown_with_what_it_did_and_taken_out(command: Command, tenant: Tenant) -> None:
    said = command("faults", "add", "callback", "fail", "times=1", "status=502")
    number = said.split()[1]
    assert said == f"fault {number} is in force: callback fail times=1 status=502\n"
    tenant.flow("1")
    head, row = command("faults", "list").splitlines()
    assert head.split() == ["id", "rule", "from", "acted"]
    assert row.split()[:2] == [number, "callback"] and row.endswith("acted once, 0 more to come")
    (rules,) = lines(command("faults", "list", "--json"))
    assert [(each["id"], each["hits"]) for each in rules] == [(int(number), 1)]
    assert lines(command("faults", "clear", "--json")) == [{"removed": 1}]
    assert command("faults", "clear") == "0 rules taken out of force\n"
    assert command("faults", "list").splitlines() == ["id  rule  from  acted"]


def test_a_rule_comes_as_json_too(command: Command) -> None:
    (rule,) = lines(command("faults", "add", "ocr", "missing", "field=dob", "--json"))
    assert rule["rule"] == {"point": "ocr", "action": "missing", "field": "dob"}


def test_what_can_go_wrong_is_told_with_every_key_and_word(command: Command) -> None:
    from simulator.pipeline.faults.magic_words import WORDS
    from simulator.pipeline.faults.points import POINTS

    text = command("faults", "points")
    for point in POINTS.values():
        assert f"\n{point.name}: {point.description}; narrowed by " in f"\n{text}"
        for action in point.actions:
            assert f"  {action.name:<15} {action.description}" in text
    starred = {line.split()[0] for line in text.splitlines() if line.startswith("  sim:") and line[26] == "*"}
    assert starred == {word.written for word in WORDS if word.document}


# Clock and journal


def test_the_clock_of_a_tenant_stands_and_goes_on(command: Command) -> None:
    assert command("clock", "freeze").endswith("ahead of real time, frozen\n")
    (frozen,) = lines(command("clock", "--json"))
    assert frozen["frozen"] and lines(command("clock", "show", "--json"))[0]["now"] == frozen["now"]
    (moved,) = lines(command("clock", "advance", "1h30m", "--json"))
    assert (moved["timestamp"] - frozen["timestamp"], moved["settled"], moved["frozen"]) == (5400, True, True)
    assert "frozen" not in command("clock", "resume")


def test_the_journal_shows_the_newest_and_says_what_no_answer_came_to(command: Command, tenant: Tenant) -> None:
    (rule,) = tenant.control.faults(point="request", action="drop", endpoint="status", times=1)
    flow = tenant.flow()
    with pytest.raises(httpx.TransportError):
        tenant.atlas.request("GET", "/v3/verification/status", params={"flow_uuid": flow})
    last = command("journal", "--limit", "1").rstrip("\n")
    assert f"GET /v3/verification/status?flow_uuid={flow} no answer " in last
    assert last.count("fault ") >= 1 and "\n" not in last
    before, _ = lines(command("journal", "--json", "--limit", "2"))
    assert before["url"].endswith("/init")
    assert command("journal", "--status", "404") == ""
    assert lines(command("journal", "--fault", str(rule["id"]), "--json"))[0]["status"] == 0


def test_an_archive_of_the_journal_is_one_whole_file(command: Command, tenant: Tenant) -> None:
    flow = tenant.flow("1")
    whole = json.loads(command("journal", "--har"))["log"]
    assert [each["_kind"] for each in whole["entries"]][:3] == ["request"] * 3
    some = json.loads(command("journal", "--har", "--flow", flow, "--kind", "callback", "--limit", "5"))["log"][
        "entries"
    ]
    assert [each["request"]["url"] for each in some] == [tenant.control.inbox.callback_url]
    assert json.loads(command("journal", "--har", "--kind", "callback", "--status", "500"))["log"]["entries"] == []


# The whole state


def test_one_tenant_is_forgotten(command: Command, tenant: Tenant) -> None:
    tenant.flow()
    assert command("reset") == f"forgot everything of {tenant.name}\n"
    assert lines(command("flows", "--json")) == [[]]
    assert lines(command("reset", "--json")) == [{"reset": tenant.name}]


def test_a_snapshot_is_its_owners_alone_and_takes_the_place_of_an_older_one(command: Command, tmp_path: Path) -> None:
    path = tmp_path / "saved"
    path.write_text("older")
    path.chmod(0o644)
    (told,) = lines(command("snapshot", str(path), "--json", alone=False))
    assert told == {"file": str(path), "size": path.stat().st_size}
    assert path.stat().st_mode & 0o777 == 0o600
    assert command("snapshot", str(path), alone=False) == f"saved {path.stat().st_size} bytes as {path}\n"
    assert [each.name for each in tmp_path.iterdir()] == ["saved"]


def test_a_snapshot_that_cannot_be_written_leaves_nothing_behind(
    command: Command, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "folder").mkdir()
    command("snapshot", str(tmp_path / "folder"), status=2, alone=False)
    command("snapshot", str(tmp_path / "none" / "saved"), status=2, alone=False)
    assert sorted(each.name for each in tmp_path.rglob("*")) == ["folder"]


def test_what_is_no_snapshot_is_refused_with_the_servers_reason(
    server: BackgroundServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "text").write_text("no snapshot")
    assert main(["restore", str(tmp_path / "text"), "--server", server.url]) == 2
    error = capsys.readouterr().err
    assert error.count("\n") == 1 and "snapshot" in error


def test_a_hostile_name_moves_no_cursor_in_any_list(command: Command, tenant: Tenant) -> None:
    tenant.flow("\x1b[2J", application_id="\x1b[31mred\r\n")
    for words in (["flows"], ["journal"], ["flows", "--json"], ["journal", "--json"], ["journal", "--har"]):
        text = command(*words)
        assert "\x1b" not in text and "\r" not in text
