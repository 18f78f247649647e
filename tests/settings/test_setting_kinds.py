"""Each kind of setting: which texts it takes, what becomes of them, and which it refuses."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from simulator.errors import SettingError
from simulator.settings import Settings, load, place_pair, setting_rows

HOME = str(Path.home())


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("port", "0", 0),
        ("port", "65535", 65535),
        ("port", " 80 ", 80),
        ("callback_attempts", "1", 1),
        ("callback_attempts", "100", 100),
        ("token_life", "1", 1.0),
        ("token_life", "1e3", 1000.0),
        ("callback_backoff", "0", 0.0),
        ("callback_timeout", "0.1", 0.1),
        ("ephemeral", "YES", True),
        ("ephemeral", " on ", True),
        ("ephemeral", "1", True),
        ("ephemeral", "true", True),
        ("ephemeral", "No", False),
        ("ephemeral", "off", False),
        ("ephemeral", "0", False),
        ("ephemeral", "false", False),
        ("sync", "full", "full"),
        ("public_url", "https://sim.example.org/atlas//", "https://sim.example.org/atlas"),
        ("public_url", "http://[::1]:8642", "http://[::1]:8642"),
        ("public_url", "", ""),
        ("state", "", ""),
        ("state", "~/a.db", f"{HOME}/a.db"),
        ("state", "a/../b.db", "a/../b.db"),
        ("root_path", "atlas", "/atlas"),
        ("root_path", "/v3x/a~b.c-d", "/v3x/a~b.c-d"),
        ("root_path", "/_simulator", "/_simulator"),
        ("workers", "0", "0"),
        ("workers", "1024", "1024"),
        ("workers", "dask://scheduler:8786", "dask://scheduler:8786"),
        ("workers", "dask://[::1]:1", "dask://[::1]:1"),
        ("credentials", "id:secret,other:with:colons", ("id:secret", "other:with:colons")),
        ("credentials", ",id:secret,,", ("id:secret",)),
        ("credentials", "", ()),
        ("allow_host", "*.example.org,10.0.0.0/8,::1", ("*.example.org", "10.0.0.0/8", "::1")),
        ("trusted_proxy", "none", ("none",)),
        ("trusted_proxy", "10.1.2.3,fd00::/8", ("10.1.2.3", "fd00::/8")),
        ("server_name", "Sim.Example.ORG.,*,*.Local", ("sim.example.org", "*", "*.local")),
        ("cors_origin", "HTTPS://App.Example.org:8443/", ("https://app.example.org:8443",)),
        ("outgoing_proxy", "http://user:word@proxy:3128/", "http://user:word@proxy:3128"),
        ("outgoing_proxy", "", ""),
        ("connect_to", "a.example:443=127.0.0.1:8443", ("a.example:443=127.0.0.1:8443",)),
        ("scenario", "happy-path", "happy-path"),
    ],
)
def test_a_text_becomes_its_value(name: str, text: str, value: Any) -> None:
    assert getattr(load({name: text}, {}), name) == value


@pytest.mark.parametrize(
    ("name", "texts"),
    [
        ("port", ["", "-1", "65536", "1.5", "0x10", "eighty", "80;"]),
        ("callback_attempts", ["0", "101"]),
        ("seed", ["-1", str(2**31)]),
        ("token_life", ["0.999", "nan", "inf", "-inf", "1e999", "", "60s"]),
        ("callback_backoff", ["-0.001"]),
        ("callback_timeout", ["0.09"]),
        ("pace_factor", ["-1", "infinity"]),
        ("ephemeral", ["", "y", "2", "yes please"]),
        ("sync", ["", "FULL", "normal "]),
        (
            "public_url",
            ["ftp://x", "sim.example.org", "http://", "http:///a", "http://[", "http://a:99999", "http://a b", "//a"],
        ),
        ("state", ["a\0b", "~nobody-has-this-name/a"]),
        ("root_path", ["/v3", "/v1/x", "/_sim", "_sim/x", "/livez", "/readyz/", "/a b", "/a?b", "/ä", "/a\n"]),
        (
            "workers",
            ["-1", "1025", "", "dask://", "dask://h", "dask://h:", "dask://:1", "dask://h:0", "dask://h:65536", "two"],
        ),
        ("credentials", ["id", ":secret", "id:", "a:b,c"]),
        ("allow_host", ["*", "1.2.3", "10.0.0.0/33", "a b", "http://a", "a/b", "-a"]),
        ("trusted_proxy", ["example.org", "*.example.org", "None"]),
        ("server_name", ["10.0.0.1", "10.0.0.0/8", "a:80", "**"]),
        (
            "cors_origin",
            ["*", "example.org", "https://", "https://a/b", "https://u@a", "https://*.a", "https://a:99999", "null"],
        ),
        ("outgoing_proxy", ["proxy:3128", "socks5://a:1", "http://a/b", "http://a?b", "http://a:70000"]),
        (
            "connect_to",
            ["a:1", "a:1=", "a:1=b", "a:0=b:1", "a:1=b:65536", "*.a:1=b:1", "10.0.0.0/8:1=b:1", "::1:1=b:1", "=b:1"],
        ),
    ],
)
def test_what_it_does_not_take_is_refused_with_the_text_and_what_it_must_be(name: str, texts: list[str]) -> None:
    kind = next(row[1] for row in setting_rows() if row[0] == name)
    for text in texts:
        with pytest.raises(SettingError) as refused:
            load({name: text}, {})
        told = str(refused.value)
        assert told.startswith(f"--{name.replace('_', '-')}: must be {kind.must_be}, not "), text
        # Of a list, the one that is wrong.
        assert repr(text) in told or repr(text.split(",")[-1]) in told


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("A.Example:443=127.0.0.1:8443", (("a.example", 443), ("127.0.0.1", 8443))),
        (" a:1 = b:2 ", (("a", 1), ("b", 2))),
        ("[::1]:1=[FD00::2]:65535", (("::1", 1), ("fd00::2", 65535))),
        ("a:1=b:2=c:3", None),
    ],
)
def test_two_places_are_taken_apart(text: str, places: tuple[tuple[str, int], tuple[str, int]] | None) -> None:
    if places is None:
        with pytest.raises(ValueError):
            place_pair(text)
    else:
        assert place_pair(text) == places


@pytest.mark.parametrize(
    ("name", "wrong", "meant"),
    [
        ("ocr_model", "standart", "standard"),
        ("pace", "Realistic", "realistic"),
        ("log_level", "warn", "warning"),
        ("error_envelope", "errorcode", "error_code"),
    ],
)
def test_the_nearest_word_is_suggested(name: str, wrong: str, meant: str) -> None:
    with pytest.raises(SettingError, match=f"; did you mean {meant}\\?$"):
        load({name: wrong}, {})


def test_a_word_like_none_suggests_none() -> None:
    with pytest.raises(SettingError) as refused:
        load({"pace": "xyzzy"}, {})
    assert "did you mean" not in str(refused.value)


ROWS = setting_rows()


@pytest.mark.parametrize("name", [row[0] for row in ROWS])
def test_every_default_is_a_value_that_may_be_set_and_said_again_by_hand(name: str) -> None:
    default = getattr(Settings(), name)
    as_text = ",".join(default) if isinstance(default, tuple) else "no" if default is False else str(default)
    assert getattr(load({name: as_text}, {}), name) == default
    assert getattr(load({}, {f"ATLAS_SIM_{name.upper()}": as_text}), name) == default


@settings(max_examples=120, deadline=None)
@given(st.sampled_from(ROWS), st.text(max_size=40))
@example(next(row for row in ROWS if row[0] == "state"), "~\0")
def test_any_text_is_a_value_or_a_setting_error_on_one_line(row: tuple[str, Any, Any, str], text: str) -> None:
    name = row[0]
    if name.endswith("_file") or name in ("tls_key", "analytics"):
        return  # these ask for more than their own text
    try:
        value = getattr(load({name: text}, {}), name)
    except SettingError as refused:
        assert "\n" not in str(refused)
    else:
        # What was read from a text reads the same once more.
        again = (
            ",".join(value)
            if isinstance(value, tuple)
            else ("yes" if value else "no")
            if isinstance(value, bool)
            else value
        )
        assert getattr(load({name: str(again)}, {}), name) == value
