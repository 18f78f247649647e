"""Playing a scenario: each single thing in which its end differs from the expected one is told, and nothing else is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest

from simulator.client.control import Control, ControlFailed
from simulator.client.demo_flows import fill
from simulator.client.play import Played, play
from simulator.client.process import free_port
from simulator.client.receiver import Receiver
from simulator.client.trigger import NothingTriggered, trigger
from simulator.errors import SettingError
from simulator.pipeline.scenario import Scenario
from simulator.server import BackgroundServer
from simulator.settings import load


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """A server of this module's own: playing moves its clock."""
    with BackgroundServer(load({"port": 0, "ephemeral": "yes", "workers": "1"}, {})) as running:
        yield running.url


def pan(document_id: str = "1", name: str = "ASHA VERMA", **more: Any) -> dict[str, Any]:
    reading = {"document_type": "PAN", "fields": {"name_as_per_pan": name}, **more}
    return {"document_id": document_id, "reading": reading}


def scenario(**values: Any) -> Scenario:
    return msgspec.convert({"documents": [pan()], **values}, Scenario)


#: How the scenario of one PAN ends.
END: dict[str, Any] = {
    "answers": {"init": [200], "multiupload": [200], "status": [200], "extracts": [200]},
    "status": {"upload_status": "SUCCESS", "processing_status": "SUCCESS", "master_status": "SUCCESS"},
    "documents": {
        "1": {
            "document_type": "PAN",
            "error_code": "",
            "error_reason": "",
            "fields": {"name_as_per_pan": "ASHA VERMA"},
            "present": True,
        },
        "2": {"present": False},
    },
    "callbacks": 1,
    "auth_calls": 1,
    "delivery": "DELIVERED",
}


def test_a_scenario_that_ends_as_it_says_has_no_difference(url: str) -> None:
    played = play(url, "mine", scenario(expect=END))
    assert played.differences == [] and played.ok
    assert played.flow_uuid and played.seconds > 0 and played.tenant.startswith("scenario-mine-")


@pytest.mark.parametrize(
    ("expect", "difference"),
    [
        ({"status": {"master_status": "FAILED"}}, "master_status: expected 'FAILED', was 'SUCCESS'"),
        ({"documents": {"1": {"document_type": "BILL"}}}, "document_type of 1: expected 'BILL', was 'PAN'"),
        ({"documents": {"1": {"error_code": "INVALID_DOC"}}}, "error_code of 1: expected 'INVALID_DOC', was ''"),
        ({"documents": {"1": {"error_reason": "x"}}}, "error_reason of 1: expected 'x', was ''"),
        (
            {"documents": {"1": {"fields": {"name_as_per_pan": "RAVI"}}}},
            "name_as_per_pan of 1: expected 'RAVI', was 'ASHA VERMA'",
        ),
        ({"documents": {"1": {"fields": {"none": "RAVI"}}}}, "none of 1: expected 'RAVI', was None"),
        ({"documents": {"1": {"present": False}}}, "1 in ocr_data: expected False, was True"),
        ({"documents": {"7": {"document_type": "PAN"}}}, "7 in ocr_data: expected True, was False"),
        ({"cross_checks": {"Name Match": 90}}, "score of Name Match: expected 90, was None"),
        ({"callbacks": 2}, "callbacks: expected 2, was 1"),
        ({"auth_calls": 0}, "auth calls: expected 0, was 1"),
        ({"delivery": "AUTH_FAILED"}, "delivery: expected 'AUTH_FAILED', was 'DELIVERED'"),
        ({"answers": {"init": [500, 200]}}, "answers of init: expected [500, 200], was [200]"),
        ({"answers": {"multiupload": [422]}}, "answers of multiupload: expected [422], was [200]"),
    ],
)
def test_one_thing_that_is_otherwise_is_one_difference(expect: dict[str, Any], difference: str, url: str) -> None:
    assert play(url, "mine", scenario(expect=expect)).differences == [difference]


@pytest.mark.parametrize(
    ("fault", "expect", "differences"),
    [
        # A refusal that is expected is repeated until it is none; one that is not ends the play.
        ({"times": 2}, {"answers": {"init": [503, 503, 200]}}, []),
        ({"times": 2}, {"answers": {"init": [503, 200]}}, ["answers of init: expected [503, 200], was [503, 503]"]),
        ({}, {"answers": {"init": [503]}}, []),
        ({}, {}, ["init: answered 503"]),
        ({"endpoint": "/v3/verification/extracts"}, {}, ["extracts: answered 503"]),
        ({"endpoint": "/v3/verification/multiupload"}, {"answers": {"multiupload": [503]}}, []),
    ],
)
def test_answers_are_called_for_as_often_as_they_are_expected(
    fault: dict[str, Any], expect: dict[str, Any], differences: list[str], url: str
) -> None:
    rule = {"point": "request", "action": "answer", "status": 503, "endpoint": "/v3/verification/flow/init", **fault}
    assert play(url, "mine", scenario(faults=[rule], expect=expect)).differences == differences


def test_a_step_by_step_scenario_is_let_go_on_and_its_statuses_are_compared(url: str) -> None:
    seen = [
        "IN_PROGRESS/NOT_STARTED/NOT_STARTED/IN_PROGRESS",
        "SUCCESS/PENDING/PENDING/IN_PROGRESS",
        "SUCCESS/IN_PROGRESS/PENDING/IN_PROGRESS",
        "SUCCESS/SUCCESS/PENDING/IN_PROGRESS",
        "SUCCESS/SUCCESS/COMPLETED/SUCCESS",
    ]
    assert play(url, "mine", scenario(pace="manual", expect={"seen": seen, "callbacks": 1})).differences == []
    (difference,) = play(url, "mine", scenario(pace="manual", expect={"seen": seen[::-1]})).differences
    assert difference.startswith("seen: expected ['SUCCESS/SUCCESS/COMPLETED/SUCCESS', ")


def test_documents_come_from_beside_the_scenario_from_samples_from_urls_or_stand_for_themselves(
    url: str, tmp_path: Path, receiver: Receiver
) -> None:
    (tmp_path / "own.bin").write_bytes(b"anything")
    documents = [
        {**pan("file"), "file": "own.bin"},
        {**pan("url"), "url": receiver.serve_file("x.png", b"x")},
        pan("none"),
    ]
    expect = {"documents": {each["document_id"]: {"document_type": "PAN"} for each in documents}}
    assert play(url, "mine", scenario(documents=documents, expect=expect), tmp_path).differences == []
    assert [each.path for each in receiver.requests()] == ["/files/x.png"]
    with pytest.raises(SettingError, match=r"scenario mine: file .*other\.bin cannot be read \(No such file"):
        play(url, "mine", scenario(documents=[{**pan(), "file": "other.bin"}]), tmp_path)


def test_no_connection_is_left_open_however_a_play_ends(
    url: str, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[httpx.Client] = []
    make = httpx.Client.__init__

    def noted(self: httpx.Client, *args: Any, **options: Any) -> None:
        make(self, *args, **options)
        opened.append(self)

    monkeypatch.setattr(httpx.Client, "__init__", noted)
    refused = {"point": "request", "action": "answer", "status": 503, "endpoint": "/v3/verification/flow/init"}
    play(url, "mine", scenario())
    play(url, "mine", scenario(faults=[refused]))
    trigger(url, "mine", scenario(), Path(), to=receiver.callback_url)
    with pytest.raises(NothingTriggered):
        trigger(url, "mine", scenario(faults=[refused]), Path(), to=receiver.callback_url)
    assert len(opened) >= 8 and all(client.is_closed for client in opened)


def test_a_play_is_a_tenant_of_its_own(url: str) -> None:
    first, second = (play(url, "mine", scenario()) for _ in range(2))
    assert first.tenant != second.tenant
    with Control(url, first.tenant) as control:
        assert [each["flow_uuid"] for each in control.flows()] == [first.flow_uuid]


def test_nothing_is_played_where_nobody_is() -> None:
    with pytest.raises(ControlFailed, match="no simulator at"):
        play(f"http://127.0.0.1:{free_port()}", "mine", scenario())


def test_differences_are_noted_only_where_there_are_some() -> None:
    played = Played("mine", "t")
    played.expect("a", 1, 1)
    assert played.ok
    played.expect("a", 1, "1")
    assert not played.ok and played.differences == ["a: expected 1, was '1'"]


@pytest.mark.parametrize(
    ("expect", "wanted"),
    [
        ({}, "DELIVERED"),
        ({"callbacks": 0}, ""),
        ({"callbacks": 2}, "DELIVERED"),
        ({"delivery": "AUTH_FAILED"}, "AUTH_FAILED"),
    ],
)
def test_what_a_trigger_leads_to_is_what_its_scenario_expects(
    expect: dict[str, Any], wanted: str, url: str, receiver: Receiver
) -> None:
    done = trigger(url, "mine", scenario(expect=expect), Path(), to=receiver.callback_url, auth_url=receiver.auth_url)
    assert (done.state, done.wanted, done.ok) == ("DELIVERED", wanted, wanted == "DELIVERED")
    assert [entry["kind"] for entry in done.attempts] == ["auth", "callback"]
    assert done.extracts["ocr_data"][0]["data"]["document_type"] == "PAN"


def test_a_scenario_that_opens_no_flow_triggers_nothing_and_says_why(url: str, receiver: Receiver) -> None:
    rule = {"point": "request", "action": "answer", "status": 503, "endpoint": "/v3/verification/flow/init"}
    with pytest.raises(NothingTriggered, match="scenario mine opens no flow: init: answered 503"):
        trigger(url, "mine", scenario(faults=[rule]), Path(), to=receiver.callback_url)
    assert receiver.requests() == []


def test_the_demo_leaves_a_tenant_alone_that_has_flows(url: str) -> None:
    played = play(url, "mine", scenario())
    fill(url, (played.tenant, "any"))
    with Control(url, played.tenant) as control:
        assert len(control.flows()) == 1


def test_a_demo_that_cannot_be_brought_about_is_told_and_stops_nothing(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("WARNING", "simulator"):
        fill(f"http://127.0.0.1:{free_port()}")
    assert "the flows of the demo are not complete: no simulator at" in caplog.text
