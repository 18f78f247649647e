"""Where settings come from: flags before variables before the file, names that there are not, and secrets in files."""

from __future__ import annotations

import codecs
import itertools
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.errors import SettingError
from simulator.settings import Settings, load, setting_rows


@pytest.fixture
def file(tmp_path: Path) -> Any:
    """Write a settings file, and say where it is."""

    def write(text: str, name: str = "sim.toml") -> str:
        (tmp_path / name).write_text(text, encoding="utf-8")
        return str(tmp_path / name)

    return write


@pytest.mark.parametrize("sources", list(itertools.product((False, True), repeat=3)))
def test_of_several_sources_the_nearest_to_the_command_wins_setting_by_setting(
    sources: tuple[bool, bool, bool], file: Any
) -> None:
    in_flag, in_variable, in_file = sources
    settings = load(
        {"seed": "3"} if in_flag else {"seed": None},
        {"ATLAS_SIM_SEED": "4", "ATLAS_SIM_STRICT": "yes"} if in_variable else {},
        file("seed = 5\nephemeral = true\n") if in_file else None,
    )
    assert settings.seed == (3 if in_flag else 4 if in_variable else 5 if in_file else 1)
    # What another source says of another setting holds beside it.
    assert (settings.strict, settings.ephemeral) == (in_variable, in_file)


def test_a_list_is_taken_whole_from_the_source_that_wins(file: Any) -> None:
    path = file('credentials = ["a:1", "b:2"]\n')
    assert load({}, {}, path).accounts == {"a": "1", "b": "2"}
    assert load({}, {"ATLAS_SIM_CREDENTIALS": "c:3"}, path).accounts == {"c": "3"}
    assert load({"credentials": ["d:4", "e:5:6"]}, {"ATLAS_SIM_CREDENTIALS": "c:3"}, path).accounts == {
        "d": "4",
        "e": "5:6",
    }
    assert load({"credentials": []}, {"ATLAS_SIM_CREDENTIALS": "c:3"}, path).accounts == {}


def test_a_named_file_wins_over_the_one_of_the_variable(file: Any) -> None:
    by_flag, by_variable = file("seed = 7\n", "flag.toml"), file("seed = 8\n", "variable.toml")
    assert load({}, {"ATLAS_SIM_CONFIG": by_variable}).seed == 8
    assert load({}, {"ATLAS_SIM_CONFIG": by_variable}, by_flag).seed == 7
    assert load({}, {"ATLAS_SIM_CONFIG": ""}).seed == 1


def test_without_an_environment_given_it_is_that_of_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ATLAS_SIM_SEED", "99")
    assert load().seed == 99
    assert load({}, {}).seed == 1


def test_a_file_that_an_editor_began_with_a_mark_is_read(tmp_path: Path) -> None:
    path = tmp_path / "sim.toml"
    path.write_bytes(codecs.BOM_UTF8 + b"seed = 6\n")
    assert load({}, {}, str(path)).seed == 6


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("sed = 1", "unknown setting 'sed'; did you mean seed? `atlas-simulator serve --help` lists them"),
        ("xyzzy = 1", "unknown setting 'xyzzy'; `atlas-simulator serve --help` lists them"),
        ("SEED = 1", "unknown setting 'SEED'; did you mean seed?"),
        ("seed = 'x'", "seed: must be a whole number from 0 to 2147483647, not 'x'"),
        ("seed = true", "seed: must be a whole number from 0 to 2147483647, not 'yes'"),
        ("seed = [1]", "seed: must be a whole number from 0 to 2147483647, not '[1]'"),
        ("[seed]\na = 1", "seed: must be a whole number"),
        ("ephemeral = 3", "ephemeral: must be yes or no, not '3'"),
        ("state = ['a.db']", "state: must be a path"),
        ("host = { a = 1 }", "host: must be a text"),
        ("credentials = 5", "credentials: must be a list of texts, each CLIENT_ID:CLIENT_SECRET; not 5"),
        ("allow_host = true", "allow_host: must be a list of texts, each a host name"),
        ("credentials = { a = 'b:c' }", "credentials: must be a list of texts"),
        ("credentials = [['a:b']]", "credentials: must be CLIENT_ID:CLIENT_SECRET"),
        ("seed = 1\nseed = 2", "not valid TOML"),
        ("seed", "not valid TOML"),
    ],
)
def test_what_is_wrong_in_a_file_is_told_with_file_and_key(text: str, says: str, file: Any) -> None:
    path = file(text)
    with pytest.raises(SettingError) as refused:
        load({}, {}, path)
    assert str(refused.value).startswith(f"settings file {path}: ") and says in str(refused.value)


def test_a_file_that_is_no_text_or_no_file_is_told_so(tmp_path: Path) -> None:
    (tmp_path / "binary.toml").write_bytes(b"\xff\xfe\x00")
    for name, says in (("binary.toml", "not valid TOML"), ("none.toml", "No such file"), (".", "Is a directory")):
        with pytest.raises(SettingError, match=says):
            load({}, {}, str(tmp_path / name))


@pytest.mark.parametrize(
    ("variable", "says"),
    [
        ("ATLAS_SIM_SED", "no such setting; did you mean ATLAS_SIM_SEED?"),
        ("ATLAS_SIM_PORTS", "no such setting; did you mean ATLAS_SIM_PORT?"),
        ("ATLAS_SIM_XYZZYXYZZYXYZZY", "no such setting; `atlas-simulator serve --help` lists them"),
    ],
)
def test_a_variable_that_there_is_not_is_told_with_the_nearest(variable: str, says: str) -> None:
    with pytest.raises(SettingError) as refused:
        load({}, {variable: "1"})
    assert str(refused.value).startswith(f"variable {variable}: {says}")


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("ATLAS_SIM_PORT", "tcp://10.0.0.7:8642"),
        ("ATLAS_SIM_WEB_PORT", "udp://10.0.0.7:53"),
        ("ATLAS_SIM_SERVICE_HOST", "10.0.0.7"),
        ("ATLAS_SIM_SERVICE_PORT", "8642"),
        ("ATLAS_SIM_SERVICE_PORT_HTTP", "8642"),
        ("ATLAS_SIM_PORT_8642_TCP", "tcp://10.0.0.7:8642"),
        ("ATLAS_SIM_PORT_8642_TCP_PROTO", "tcp"),
        ("ATLAS_SIM_PORT_8642_SCTP_ADDR", "10.0.0.7"),
        ("ATLAS_SIM_METRICS_SERVICE_PORT", "9100"),
        ("ATLAS_SIMPLE", "1"),
        ("OTHER_SEED", "1"),
    ],
)
def test_what_kubernetes_says_of_a_service_of_that_name_is_no_setting(variable: str, value: str) -> None:
    assert load({}, {variable: value}) == Settings()


@pytest.mark.parametrize(
    "variable", ["ATLAS_SIM_PORT_8642_ICMP", "ATLAS_SIM_PORT_TCP", "ATLAS_SIM_SERVICE", "ATLAS_SIM_SERVICE_HOSTS"]
)
def test_what_only_looks_like_it_is_told_as_any_other(variable: str) -> None:
    with pytest.raises(SettingError, match="no such setting"):
        load({}, {variable: "1"})


def test_only_an_address_makes_the_port_a_service_s() -> None:
    assert load({}, {"ATLAS_SIM_PORT": "9000"}).port == 9000
    with pytest.raises(SettingError, match="must be a whole number"):
        load({}, {"ATLAS_SIM_PORT": "tcp:9000"})


def test_secrets_may_stand_in_files_beside_those_of_flags(tmp_path: Path) -> None:
    accounts, password = tmp_path / "accounts", tmp_path / "password"
    accounts.write_text("# ours\n\n  a:1  \nb:2:3\n", encoding="utf-8")
    password.write_text("let me in \nnot this\n", encoding="utf-8")
    settings = load({"credentials": "c:4", "credentials_file": str(accounts), "ui_password_file": str(password)}, {})
    assert settings.accounts == {"c": "4", "a": "1", "b": "2:3"}
    assert settings.ui_password == "let me in "
    assert settings.analytics_guarded and not load({}, {}).analytics_guarded


@pytest.mark.parametrize(
    ("content", "flags", "says"),
    [
        (b"a:1\nonly-secret\n", ["credentials_file"], "line 2 must be CLIENT_ID:CLIENT_SECRET"),
        (b"# none\n\n", ["credentials_file"], "no account stands in it"),
        (b"\xff", ["credentials_file"], "not UTF-8"),
        (b"\nsecond\n", ["ui_password_file"], "its first line is empty"),
        (b"", ["ui_password_file"], "its first line is empty"),
        (b"word", ["ui_password_file", "ui_password"], "both say a password; set one of them"),
        (b"key", ["tls_key"], "--tls-key: there is no certificate to it"),
    ],
)
def test_secrets_that_cannot_be_are_told_by_their_place_alone(
    content: bytes, flags: list[str], says: str, tmp_path: Path
) -> None:
    path = tmp_path / "secrets"
    path.write_bytes(content)
    with pytest.raises(SettingError) as refused:
        load(dict.fromkeys(flags, str(path)), {})
    assert says in str(refused.value) and "only-secret" not in str(refused.value)


@pytest.mark.parametrize(
    ("analytics", "password", "guarded"),
    [("auto", "", False), ("auto", "word", True), ("open", "word", False), ("password", "word", True)],
)
def test_who_may_see_the_analytics(analytics: str, password: str, guarded: bool) -> None:
    assert load({"analytics": analytics, "ui_password": password}, {}).analytics_guarded is guarded


def test_analytics_with_a_password_need_one() -> None:
    with pytest.raises(SettingError, match="--analytics password: there is no password yet"):
        load({"analytics": "password"}, {})


@pytest.mark.parametrize(
    ("flags", "local", "base"),
    [
        ({}, "http://127.0.0.1:8642", "http://127.0.0.1:8642"),
        ({"host": "0.0.0.0", "root_path": "/a"}, "http://127.0.0.1:8642", "http://127.0.0.1:8642/a"),
        ({"host": "::", "port": "1"}, "http://[::1]:1", "http://[::1]:1"),
        ({"host": "fd00::7", "tls": "yes"}, "https://[fd00::7]:8642", "https://[fd00::7]:8642"),
        ({"host": "sim.test", "tls_cert": "c.pem"}, "https://sim.test:8642", "https://sim.test:8642"),
        ({"public_url": "https://s.test/p/", "root_path": "/p"}, "http://127.0.0.1:8642", "https://s.test/p"),
    ],
)
def test_what_the_server_is_reached_by(flags: dict[str, str], local: str, base: str) -> None:
    settings = load(flags, {})
    assert (settings.local_url, settings.base_url) == (local, base)
    assert settings.is_on_loopback == (flags.get("host", "") in ("", "0.0.0.0", "::"))


def test_who_denies_hosts_of_their_own_keeps_the_metadata_services_denied_unless_they_say_none() -> None:
    standard = Settings().denied
    assert "169.254.0.0/16" in standard
    assert load({"deny_host": "evil.test"}, {}).denied == (*standard, "evil.test")
    assert load({"deny_host": f"evil.test,{standard[0]}"}, {}).denied == (*standard, "evil.test")
    assert load({"deny_host": "none,evil.test"}, {}).denied == ("evil.test",)
    assert load({"deny_host": "none"}, {}).denied == ()


def test_the_state_is_where_it_was_said_in_memory_or_in_the_user_s_folder() -> None:
    assert load({"state": "a.db"}, {}).database == "a.db"
    assert load({"state": "a.db", "ephemeral": "yes"}, {}).database == ":memory:"
    assert load({}, {}).database.endswith("state.sqlite3")


NUMBERS = [name for name, kind, _, _ in setting_rows() if kind.must_be.startswith("a whole number")]


@given(st.sampled_from(NUMBERS), st.integers(1, 50))
def test_a_number_is_the_same_from_every_source(name: str, value: int) -> None:
    assert (
        load({name: value}, {}) == load({name: str(value)}, {}) == load({}, {f"ATLAS_SIM_{name.upper()}": str(value)})
    )
