"""Flags from the table of settings, shared by the commands that start a server or read documents."""

from __future__ import annotations

import argparse
from collections.abc import Collection
from typing import Any

from simulator import settings as table
from simulator.settings import PREFIX, SWITCH, Settings


def add_settings(parser: argparse.ArgumentParser, only: Collection[str] | None = None) -> None:
    """A flag for each setting, or for those named; their values stay text until `chosen_settings`."""
    group = parser.add_argument_group(
        "settings", f"each also as variable {PREFIX}NAME (upper case) and as a key of the TOML file; the flag wins"
    )
    group.add_argument("--config", metavar="FILE", help=f"TOML file of settings (variable {PREFIX}CONFIG)")
    for name, kind, default, says in table.rows():
        if only is not None and name not in only:
            continue
        flag = f"--{name.replace('_', '-')}"
        shown = f"{says} [{show(default)}]" if show(default) else says
        shown = shown.replace("%", "%%")
        if kind is SWITCH:
            group.add_argument(flag, action=argparse.BooleanOptionalAction, default=None, help=shown)
        elif kind.many:
            group.add_argument(flag, action="append", metavar="VALUE", help=f"{shown} (repeatable)")
        else:
            group.add_argument(flag, metavar="VALUE", help=shown)


def chosen_settings(chosen: argparse.Namespace, **fixed: Any) -> Settings:
    """The settings of a command: its flags, then variables, then file, then defaults; `fixed` over all."""
    names = {name for name, *_ in table.rows()}
    flags = {name: value for name, value in vars(chosen).items() if name in names}
    return table.load({**flags, **fixed}, file=getattr(chosen, "config", None))


def show(default: Any) -> str:
    if isinstance(default, bool):
        return "yes" if default else "no"
    if isinstance(default, tuple):
        return ", ".join(default)
    return f"{default:g}" if isinstance(default, float) else str(default)
