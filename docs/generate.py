"""Writes the tables of the documentation that follow from the code: settings, commands, faults, magic words, metrics.

Each stands between `<!-- NAME: made by docs/generate.py -->` and `<!-- end -->`. `--check` writes nothing and ends with
status 1 where a page is stale.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from simulator.cli import parser
from simulator.cli.settings import markdown
from simulator.control.metrics_api import metrics_table
from simulator.pipeline.faults.documentation_tables import keys_table, magic_table, points_table

ROOT = Path(__file__).resolve().parent.parent
MARK = "<!-- {}: made by docs/generate.py -->"
END = "<!-- end -->"


def commands() -> str:
    """Every command with its flags; the settings that `serve` and `extract` share stand in the README."""
    return "\n\n".join(_command(*each) for each in _parsers(parser(), "atlas-simulator"))


def _parsers(parent: argparse.ArgumentParser, path: str) -> Iterator[tuple[str, argparse.ArgumentParser, str]]:
    """Each command with its path, and the line that its parent's help has for it."""
    for action in parent._actions:
        if isinstance(action, argparse._SubParsersAction):
            lines = {each.dest: each.help or "" for each in action._choices_actions}
            for name, each in action.choices.items():
                yield f"{path} {name}", each, lines.get(name, "")
                yield from _parsers(each, f"{path} {name}")


def _command(path: str, each: argparse.ArgumentParser, line: str) -> str:
    lines = [f"### `{path}`", "", _sentence(each.description or f"{line[:1].upper()}{line[1:]}.")]
    rows = []
    for action in each._actions:
        if isinstance(action, argparse._SubParsersAction | argparse._HelpAction) or action.help == argparse.SUPPRESS:
            continue
        if getattr(action.container, "title", "") == "settings":  # type: ignore[attr-defined]
            continue
        value = _value(action)
        flags = ", ".join(f"`{flag}{f' {value}' if value else ''}`" for flag in action.option_strings) or f"`{value}`"
        rows.append(f"| {_cell(flags)} | {_cell(action.help or '')} |")
    if rows:
        lines += ["", "| argument | meaning |", "|---|---|", *rows]
    return "\n".join(lines)


def _value(action: argparse.Action) -> str:
    """What stands for the argument's value; empty for a switch."""
    if action.nargs == 0:
        return ""
    if isinstance(action.metavar, str):
        return action.metavar
    return "{" + ",".join(map(str, action.choices)) + "}" if action.choices else action.dest


def _sentence(text: str) -> str:
    return " ".join(text.split())


def _cell(text: str) -> str:
    return _sentence(text).replace("|", "\\|").replace("%%", "%")


#: Each generated block: its page and what makes it.
BLOCKS: dict[str, tuple[str, Callable[[], str]]] = {
    "settings": ("README.md", markdown),
    "commands": ("docs/commands.md", commands),
    "fault points": ("docs/control.md", points_table),
    "fault keys": ("docs/control.md", keys_table),
    "magic words": ("docs/control.md", magic_table),
    "metrics": ("docs/operating.md", metrics_table),
}


def stale(*, write: bool) -> list[str]:
    """The blocks that are not as the code would have them, which are written anew with `write`.

    Raises ValueError for a page without the marks of its block.
    """
    found = []
    for name, (page, make) in BLOCKS.items():
        path, mark = ROOT / page, MARK.format(name)
        before = path.read_text(encoding="utf-8")
        block = re.compile(re.escape(mark) + r"\n.*?" + re.escape(END), re.DOTALL)
        if not block.search(before):
            raise ValueError(f"{page}: `{mark}` and `{END}` are missing")
        made = f"{mark}\n{make()}\n{END}"
        after = block.sub(lambda _, made=made: made, before, count=1)
        if after != before:
            found.append(f"{page}: {name}")
            if write:
                path.write_text(after, encoding="utf-8")
    return found


def main() -> int:
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--check", action="store_true", help="write nothing; status 1 where a page is stale")
    check = options.parse_args().check
    found = stale(write=not check)
    for each in found:
        print(f"{each}: {'stale; `make docs` writes it anew' if check else 'written'}")
    return 1 if check and found else 0


if __name__ == "__main__":
    sys.exit(main())
