"""Kinds of settings: how the text of one becomes its value, what is allowed, and which values are paths."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from simulator.hosts import parse_rule


@dataclass(frozen=True)
class SettingKind:
    """How the text of one setting becomes its value; `must_be` completes "must be …"; `is_path` tells which values are paths."""

    parse: Callable[[str], Any]
    must_be: str
    many: bool = False
    is_path: Callable[[str], bool] = lambda value: False


def integer(least: int, most: int) -> SettingKind:
    def parse(text: str) -> int:
        value = int(text)
        if not least <= value <= most:
            raise ValueError
        return value

    return SettingKind(parse, f"a whole number from {least} to {most}")


def number(least: float, unit: str) -> SettingKind:
    def parse(text: str) -> float:
        value = float(text)
        if not least <= value < float("inf"):
            raise ValueError
        return value

    return SettingKind(parse, f"a number of {unit}, {least:g} or more")


def seconds(least: float) -> SettingKind:
    return number(least, "seconds")


def choice(*allowed: str) -> SettingKind:
    def parse(text: str) -> str:
        if text not in allowed:
            raise ValueError
        return text

    return SettingKind(parse, "one of " + ", ".join(allowed))


def _flag(text: str) -> bool:
    truth = {"1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False, "off": False}
    return truth[text.strip().lower()]


def _url(text: str) -> str:
    if text and not (text.startswith(("http://", "https://")) and _names_a_place(text)):
        raise ValueError
    return text.rstrip("/")


def _names_a_place(url: str) -> bool:
    """Whether a URL has a host, a port that there can be, and no blanks. Raises ValueError where it cannot be taken apart."""
    parts = urlsplit(url)
    return bool(parts.hostname) and parts.port != 0 and re.search(r"\s", url) is None


def _path(text: str) -> str:
    if "\0" in text:
        raise ValueError
    try:
        return str(Path(text).expanduser()) if text else ""
    except RuntimeError:  # `~somebody`: there is no such user here
        raise ValueError from None


def prefix_of(text: str) -> str:
    """`atlas`, `/atlas` and `/atlas/` are one prefix; `/` is none. Raises ValueError: one of the API's own could not be told
    from a path."""
    path = text.strip("/")
    if not re.fullmatch(r"(?!(_sim|v\d+|livez|readyz)(/|$))[\w.~/-]*", path, re.ASCII):
        raise ValueError
    return f"/{path}" if path else ""


def credential(text: str) -> str:
    client_id, colon, secret = text.partition(":")
    if not (client_id and colon and secret):
        raise ValueError
    return text


def _host(text: str) -> str:
    parse_rule(text)
    return text


def parse_network(text: str) -> str:
    if text != "none" and parse_rule(text).network is None:
        raise ValueError
    return text


def place_pair(text: str) -> tuple[tuple[str, int], tuple[str, int]]:
    """`HOST:PORT=HOST:PORT` as two places, hosts in lower case and without brackets. Raises ValueError."""
    from_place, equals, to_place = text.partition("=")
    if not equals:
        raise ValueError
    return _place(from_place), _place(to_place)


def _place(text: str) -> tuple[str, int]:
    host, colon, port = text.strip().lower().rpartition(":")
    rule = parse_rule(host)
    if (
        not colon
        or "/" in host
        or host.startswith("*")
        or (rule.network is not None and ":" in host and host[0] != "[")
    ):
        raise ValueError
    if not 0 < int(port) < 65536:
        raise ValueError
    return host.strip("[]"), int(port)


def place_pair_text(text: str) -> str:
    place_pair(text)
    return text


def parse_proxy(text: str) -> str:
    if text and not (re.fullmatch(r"https?://[^/?#\s]+/?", text) and _names_a_place(text)):
        raise ValueError
    return text.rstrip("/")


def parse_origin(text: str) -> str:
    """`SCHEME://HOST[:PORT]`, as a browser says it in Origin: in lower case, with nothing behind."""
    if not (re.fullmatch(r"https?://[^/?#@\s*]+", text.lower().rstrip("/")) and _names_a_place(text)):
        raise ValueError
    return text.lower().rstrip("/")


def parse_server_name(text: str) -> str:
    if text != "*" and parse_rule(text).network is not None:
        raise ValueError
    return text.lower().rstrip(".")


def parse_workers(text: str) -> str:
    """Processes on this machine, or the address of a Dask scheduler."""
    if text.startswith("dask://"):
        host, colon, port = text.removeprefix("dask://").rpartition(":")
        if not (host and colon and 0 < int(port) < 65536):
            raise ValueError
    elif not 0 <= int(text) <= 1024:
        raise ValueError
    return text


TEXT = SettingKind(str, "a text")
URL = SettingKind(_url, "an http:// or https:// URL")
ROOT = SettingKind(prefix_of, "a path such as /atlas that the API does not use itself")
FLAG = SettingKind(_flag, "yes or no")
HOST = SettingKind(_host, "a host name, *.DOMAIN, an address or a network (CIDR)")
PATH = SettingKind(_path, "a path (~ and ~USER are home folders of users of this machine)", is_path=bool)
NAME_LIST = SettingKind(
    str, "a .toml file, or the name of a built-in one", is_path=lambda result: result.endswith(".toml")
)


def many_of(kind: SettingKind) -> SettingKind:
    return dataclasses.replace(kind, many=True)
