"""`atlas-simulator settings`: the table of settings as Markdown, as the README has it."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import Any

from simulator import settings as table
from simulator.cli.options import show_default
from simulator.cli.remote import show_json
from simulator.settings import PREFIX, SettingKind


def add(commands: Any) -> None:
    parser = commands.add_parser(
        "settings",
        help="print the table of settings",
        description="Print every setting with its flag, variable, default and meaning, as a Markdown table.",
    )
    parser.add_argument("--json", action="store_true", help="a JSON list instead of the table")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    if args.json:
        show_json(
            [_json_row(name, kind, default, description) for name, kind, default, description in table.setting_rows()]
        )
    else:
        print(markdown())
    return 0


def _json_row(name: str, kind: SettingKind, default: Any, description: str) -> dict[str, Any]:
    return {
        "key": name,
        "flag": _flag(name),
        "variable": f"{PREFIX}{name.upper()}",
        "default": default,
        "takes": kind.must_be,
        "meaning": description,
    }


def markdown() -> str:
    """The table, one row a setting. The key of the TOML file is the flag without dashes in front, with `_` for `-`."""
    return "\n".join(["| flag | variable | default | meaning |", "|---|---|---|---|", *_rows()])


def _rows() -> Iterator[str]:
    for name, kind, default, description in table.setting_rows():
        cells = (
            f"`{_flag(name)}`",
            f"`{PREFIX}{name.upper()}`",
            _code(show_default(default)),
            _meaning(kind, description),
        )
        yield f"| {' | '.join(cells)} |"


def _flag(name: str) -> str:
    return f"--{name.replace('_', '-')}"


def _meaning(kind: SettingKind, description: str) -> str:
    meaning = description.replace("|", "\\|")
    if kind.must_be.startswith("one of "):
        choices = ", ".join(_code(choice) for choice in kind.must_be.removeprefix("one of ").split(", "))
        return f"{meaning} ({choices})"
    if kind.many:
        return f"{meaning} (repeatable; several in a variable with commas between)"
    return meaning


def _code(text: str) -> str:
    return f"`{text}`" if text else ""
