"""`atlas-simulator trigger`: the callback of any scenario at somebody's own receiver, without a client."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from simulator.cli import main
from simulator.client.receiver import TOKEN, Answer, Receiver
from simulator.client.trigger import trigger
from simulator.pipeline.builtin_scenarios import built_in
from simulator.server import BackgroundServer
from simulator.settings import load

AADHAAR = "4996 3341 5672"


@pytest.fixture(scope="module")
def simulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BackgroundServer]:
    """A server whose clock these tests may move; one for all of them."""
    state = tmp_path_factory.mktemp("trigger") / "state.sqlite3"
    with BackgroundServer(load({"port": 0, "workers": 1, "state": str(state)}, environment={})) as running:
        yield running


@pytest.mark.parametrize("name", list(built_in()))
def test_the_callback_of_every_scenario_comes_as_extracts_would_answer(
    name: str, simulator: BackgroundServer, receiver: Receiver
) -> None:
    scenario = built_in()[name]
    done = trigger(simulator.url, name, scenario, Path(), to=receiver.callback_url, auth_url=receiver.auth_url)
    assert done.ok, (done.state, done.wanted)
    came = receiver.callbacks()
    if scenario.expect.callbacks is not None:
        assert len(came) == scenario.expect.callbacks
    whole = [each for each in came if not name.endswith("malformed")]
    if len(scenario.expect.answers.get("multiupload", [])) > 1:
        whole = whole[-1:]  # the first upload's result may be on its way when the second one comes
    assert all(each.json() == done.extracts for each in whole)
    assert all(each.headers["token"] == TOKEN for each in came)
    sent = [each for each in done.attempts if each["kind"] == "callback" and not each.get("problem")]
    assert len(sent) >= min(1, len(came))


def test_a_receiver_without_an_auth_url_gets_a_token_all_the_same(
    simulator: BackgroundServer, receiver: Receiver
) -> None:
    done = trigger(simulator.url, "names-differ", built_in()["names-differ"], Path(), to=receiver.callback_url)
    (callback,) = receiver.callbacks()
    assert callback.headers["token"]
    assert callback.json() == done.extracts
    assert not receiver.requests("/auth")


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str]]:
    def run(*arguments: str) -> tuple[int, str]:
        status = main(["trigger", *arguments, "--workers", "1"])
        output = capsys.readouterr()
        return status, output.out + output.err

    return run


def test_each_attempt_is_told_with_its_status_and_time(command: Any, receiver: Receiver) -> None:
    receiver.script("/callback", Answer(500), Answer(0))
    status, output = command("expired-link", "--to", receiver.callback_url, "--auth-url", receiver.auth_url)
    assert status == 0, output
    lines = [line.split() for line in output.splitlines() if " callback " in line]
    assert [line[5] for line in lines] == ["500", "no", "200"]
    assert [float(line[0]) > 0 for line in lines] == [False, True, True]
    assert "ended as the scenario says: DELIVERED" in output
    receiver.rule("/callback", lambda _: Answer(404))
    status, output = command("expired-link", "--to", receiver.callback_url, "--callback-attempts", "2")
    assert status == 1
    assert "ended as CALLBACK_FAILED; the scenario leads to DELIVERED" in output


def test_what_is_printed_names_no_aadhaar_number_and_no_token(command: Any, receiver: Receiver, tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(
        '[[documents]]\ndocument_id = "1"\n[documents.reading]\ndocument_type = "AADHAAR"\n'
        f'fields = {{ aadhaar_number = "{AADHAAR}" }}\n'
    )
    status, output = command(
        str(path), "--to", f"{receiver.callback_url}?token=mine", "--auth-url", receiver.auth_url, "--json"
    )
    told = json.loads(output)
    assert (status, told["ok"], told["delivery"]) == (0, True, "DELIVERED")
    assert AADHAAR in receiver.wait_for(1)[0].body.decode()
    assert told["extracts"]["ocr_data"][0]["data"]["aadhaar_number"]["value"].endswith("5672")
    for secret in (AADHAAR, TOKEN, "mine"):
        assert secret not in output


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["happy-paht", "--to", "http://x"], "unknown scenario 'happy-paht'"),
        (["", "--to", "http://x"], "SCENARIO is empty"),
        (["happy-path", "--to", "http://169.254.169.254/", "--callback-attempts", "1"], "not contacted"),
    ],
)
def test_what_cannot_be_triggered_is_said(command: Any, arguments: list[str], says: str) -> None:
    status, output = command(*arguments)
    assert status in (1, 2)
    assert says in output
