"""What the control face and the command line show of onboarding."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.cli import main


def test_a_flow_is_shown_with_its_people_and_its_conversation(onboard: Any) -> None:
    flow = onboard.flow()
    meera = onboard.meera(flow)
    onboard.upload(flow, "pan")
    onboard.chat(flow, "my number is 1234 5678 9012")
    shown = onboard.control.get(f"/_sim/flows/{flow}").json()
    assert (shown["family"], shown["closed"]) == ("v2", False)
    assert [(each["co_applicant_id"], each["username"], each["deleted"]) for each in shown["applicants"]] == [
        ("", "Rahul Sharma", False),
        (meera, "Meera Iyer", False),
    ]
    assert [each["sender"] for each in shown["messages"]] == ["system", "user", "system"]
    assert shown["messages"][1]["text"] == "my number is **** **** 9012"
    kinds = {(each["kind"], each["state"]) for each in shown["timeline"]}
    assert {("applicant", "CREATED"), ("message", "user"), ("message", "system")} <= kinds


def test_the_journal_finds_what_concerned_a_flow(onboard: Any) -> None:
    flow = onboard.flow()
    onboard.meera(flow)
    onboard.upload(flow, "pan")
    onboard.history(flow)
    onboard.call("DELETE", "flow/coapplicant", json={"flow_id": flow, "external_reference_id": "CUST-2"})
    entries = onboard.control.get("/_sim/journal", params={"flow": flow}).json()["entries"]
    requests = [
        (each["method"], each["url"].partition("?")[0].removeprefix("/v2/verification/"))
        for each in entries
        if each["kind"] == "request"
    ]
    assert requests == [
        ("POST", "flow/init"),
        ("POST", "flow/coapplicant"),
        ("POST", "multiupload"),
        ("GET", "chat-history"),
        ("DELETE", "flow/coapplicant"),
    ]


def test_a_redelivered_callback_comes_again_as_it_was(onboard: Any) -> None:
    flow = onboard.listening()
    onboard.upload(flow, "pan")
    for delivery in onboard.control.get(f"/_sim/flows/{flow}").json()["deliveries"]:
        onboard.control.post(f"/_sim/callbacks/{delivery['id']}/redeliver", json={}).raise_for_status()
    onboard.settle()
    for path in ("/callback", "/callback/chat"):
        assert len({each.body for each in onboard.receiver.wait_for(2, path)}) == 1


def test_the_command_line_lists_and_shows_flows_of_onboarding(
    onboard: Any, capsys: pytest.CaptureFixture[str], server: Any
) -> None:
    flow = onboard.flow()
    onboard.upload(flow, "pan")
    assert main(["flows", "--server", server.url, "--tenant", onboard.tenant]) == 0
    (line,) = [line for line in capsys.readouterr().out.splitlines() if flow in line]
    assert "v2" in line.split()
    assert "APP-10001" in line
    assert main(["flow", flow, "--server", server.url]) == 0
    assert "message system" in capsys.readouterr().out
