"""Every scenario that comes with the simulator, played through the real server to its expected end."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.client.play import play
from simulator.errors import SettingError
from simulator.pipeline.builtin_scenarios import built_in, scenario_named
from simulator.pipeline.scenario import Expected, Scenario, load
from simulator.server import BackgroundServer


@pytest.mark.parametrize("name", list(built_in()))
def test_a_scenario_ends_as_it_says(server: BackgroundServer, name: str) -> None:
    played = play(server.url, name, scenario_named(name))
    assert played.differences == []


def test_there_are_enough_of_them_and_each_says_what_it_is() -> None:
    assert len(built_in()) >= 15
    assert all(scenario.description for scenario in built_in().values())


def test_a_scenario_that_ends_otherwise_tells_every_difference(server: BackgroundServer) -> None:
    wrong = Expected(status={"master_status": "FAILED"}, callbacks=7, answers={"init": [503, 201]})
    happy = scenario_named("happy-path")
    played = play(server.url, "wrong", Scenario(documents=happy.documents, expect=wrong))
    assert played.differences == [
        "answers of init: expected [503, 201], was [201]",
        "master_status: expected 'FAILED', was 'SUCCESS'",
        "callbacks: expected 7, was 1",
    ]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("pace = 'quick'", "pace: invalid enum value 'quick'; allowed: instant, realistic, manual"),
        ("colour = 1", "unknown key 'colour'; allowed: description, pace"),
        (
            "[[faults]]\npoint = 'auth'\naction = 'no'",
            "faults[0]: unknown action 'no' at the point 'auth'; allowed: refused",
        ),
        ("[expect.answers]\nsubmit = [200]", "expect.answers: key: invalid enum value 'submit'; allowed: token, init"),
        ("pace = ", "not valid TOML"),
        ("readings = ['none.toml']", "none.toml: cannot be read"),
    ],
)
def test_a_wrong_scenario_file_names_file_key_and_what_is_allowed(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(text)
    with pytest.raises(SettingError) as caught:
        load(path)
    assert str(tmp_path) in str(caught.value)
    assert says in str(caught.value)


def test_a_scenario_takes_in_the_readings_that_it_names(tmp_path: Path, server: BackgroundServer) -> None:
    (tmp_path / "readings.toml").write_text(
        '[[canned]]\nname = "pan*"\ndocument_type = "PAN"\nfields = { dob = "14/11/1998" }\n'
    )
    (tmp_path / "mine.toml").write_text(
        'readings = ["readings.toml"]\n[[documents]]\ndocument_id = "1"\nfile = "pan 7.png"\n'
        '[expect.documents]\n1 = { document_type = "PAN", fields = { dob = "14/11/1998" } }\n'
    )
    (tmp_path / "pan 7.png").write_bytes(b"not looked at")
    assert play(server.url, "mine", load(tmp_path / "mine.toml"), tmp_path).differences == []
