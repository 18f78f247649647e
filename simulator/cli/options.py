"""Flags from the table of settings, shared by the commands that start a server or read documents."""

from __future__ import annotations

import argparse
from collections.abc import Collection
from typing import Any

from simulator import settings as table
from simulator.settings import FLAG, PREFIX, SettingKind, Settings

#: What stands for the value in the help, by what the kind says of itself.
_METAVARS = {
    "a whole number": "N",
    "a number of processes": "N",
    "a number": "SECONDS",
    "a path": "PATH",
    "an http": "URL",
    "CLIENT_ID": "ID:SECRET",
}


def add_settings(parser: argparse.ArgumentParser, only: Collection[str] | None = None) -> None:
    """A flag for each setting, or for those named; their values stay text until `chosen_settings`."""
    group = parser.add_argument_group(
        "settings",
        f"Each can also be a variable ({PREFIX}PORT=9000) or a key of the TOML file (port = 9000): the flag wins over"
        " the variable, the variable over the file, the file over the default in brackets.",
    )
    group.add_argument("--config", metavar="FILE", help=f"TOML file of settings (variable: {PREFIX}CONFIG)")
    for name, kind, default, description in table.setting_rows():
        if only is None or name in only:
            _add(group, name, kind, default, description)


def _add(group: Any, name: str, kind: SettingKind, default: Any, description: str) -> None:
    flag = f"--{name.replace('_', '-')}"
    shown = (f"{description} [{show_default(default)}]" if show_default(default) else description).replace("%", "%%")
    if kind is FLAG:
        group.add_argument(flag, action=argparse.BooleanOptionalAction, default=None, help=shown)
    elif kind.many:
        group.add_argument(flag, action="append", metavar=metavar(kind, name), help=f"{shown} (repeatable)")
    else:
        group.add_argument(flag, metavar=metavar(kind, name), help=shown)


def chosen_settings(args: argparse.Namespace, **fixed: Any) -> Settings:
    """The settings of a command: its flags, then variables, then file, then defaults; `fixed` over all."""
    names = {name for name, *_ in table.setting_rows()}
    flags = {name: value for name, value in vars(args).items() if name in names}
    return table.load({**flags, **fixed}, file=getattr(args, "config", None))


def metavar(kind: SettingKind, name: str) -> str:
    """A short word for the value of a setting: its choices, its unit, or its kind."""
    if kind.must_be.startswith("one of "):
        return "{" + kind.must_be.removeprefix("one of ").replace(", ", ",") + "}"
    if name.endswith("_mb"):
        return "MB"
    return next((word for start, word in _METAVARS.items() if kind.must_be.startswith(start)), "TEXT")


def show_default(default: Any) -> str:
    if isinstance(default, bool):
        return "yes" if default else "no"
    if isinstance(default, tuple):
        return ", ".join(default)
    return f"{default:g}" if isinstance(default, float) else str(default)
