from pathlib import Path

import pytest

from simulator.errors import SettingError
from simulator.settings import Settings, load


def test_without_a_word_the_defaults_hold() -> None:
    assert load({}, {}) == Settings()


def test_flag_wins_over_variable_wins_over_file(tmp_path: Path) -> None:
    file = tmp_path / "sim.toml"
    file.write_text('port = 1\nseed = 2\naadhaar = "masked"\n')
    settings = load({"port": "3"}, {"ATLAS_SIM_PORT": "4", "ATLAS_SIM_SEED": "5"}, str(file))
    assert (settings.port, settings.seed, settings.aadhaar) == (3, 5, "masked")


def test_the_file_may_be_named_by_a_variable(tmp_path: Path) -> None:
    file = tmp_path / "sim.toml"
    file.write_text('credentials = ["a:b", "c:d"]\nephemeral = true\n')
    settings = load({}, {"ATLAS_SIM_CONFIG": str(file)})
    assert settings.accounts == {"a": "b", "c": "d"}
    assert settings.ephemeral


@pytest.mark.parametrize(
    ("flags", "variables", "file", "text"),
    [
        ({"port": "x"}, {}, "", "--port: must be a whole number from 0 to 65535, not 'x'"),
        ({"port": "70000"}, {}, "", "--port: must be a whole number"),
        ({"token_life": "nan"}, {}, "", "--token-life: must be a number of seconds"),
        ({"aadhaar": "hidden"}, {}, "", "--aadhaar: must be one of plain, masked, not 'hidden'"),
        ({}, {"ATLAS_SIM_EPHEMERAL": "perhaps"}, "", "variable ATLAS_SIM_EPHEMERAL: must be yes or no"),
        ({}, {"ATLAS_SIM_PROT": "1"}, "", "variable ATLAS_SIM_PROT: no such setting"),
        ({}, {"ATLAS_SIM_CREDENTIALS": "only-an-id"}, "", "must be CLIENT_ID:CLIENT_SECRET"),
        ({}, {}, "prot = 1", "unknown setting 'prot'"),
        ({}, {}, "port = ", "not valid TOML"),
        ({}, {}, "port = 'x'", "must be a whole number"),
        ({"root_path": "a b"}, {}, "", "--root-path: must be a path such as /atlas"),
        ({"root_path": "/v3/atlas"}, {}, "", "that the API does not use itself"),
        ({"public_url": "ftp://x"}, {}, "", "--public-url: must be an http:// or https:// URL"),
    ],
)
def test_a_wrong_setting_is_named_with_what_is_allowed(
    flags: dict[str, str], variables: dict[str, str], file: str, text: str, tmp_path: Path
) -> None:
    path = None
    if file:
        path = str(tmp_path / "sim.toml")
        Path(path).write_text(file)
    with pytest.raises(SettingError) as caught:
        load(flags, variables, path)
    assert text in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "meant"),
    [("/atlas", "/atlas"), ("atlas/", "/atlas"), ("/a/b/", "/a/b"), ("/", ""), ("", ""), ("/v3x", "/v3x")],
)
def test_a_prefix_is_the_same_with_and_without_slashes_around_it(text: str, meant: str) -> None:
    assert load({"root_path": text}, {}).root_path == meant


def test_paths_in_a_settings_file_count_from_its_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "config" / "sim.toml"
    path.parent.mkdir()
    path.write_text('state = "a.db"\nscenario = "own.toml"\ncatalogue = ["types", "/abs"]\n')
    monkeypatch.chdir(tmp_path)
    settings = load({}, {}, "config/sim.toml")
    assert settings.state == str(path.parent / "a.db")
    assert settings.scenario == str(path.parent / "own.toml")
    assert settings.catalogue == (str(path.parent / "types"), "/abs")
    assert settings.deviations == ""
    path.write_text('scenario = "everything-agrees"\n')
    assert load({"state": "b.db"}, {}, str(path)).scenario == "everything-agrees"
    assert load({"state": "b.db"}, {}, str(path)).state == "b.db"


def test_a_settings_file_that_is_not_there_is_named() -> None:
    with pytest.raises(SettingError, match=r"no-such\.toml: cannot be read"):
        load({}, {}, "no-such.toml")
