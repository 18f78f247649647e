"""`completion`: a script that lets a shell complete commands, actions and flags; written from the command line itself."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from simulator.cli.remote import say_lines

SHELLS = ("bash", "zsh", "fish")
PROGRAM = "atlas-simulator"
#: Commands whose arguments are scenarios.
_TAKE_SCENARIOS = (("scenarios", "run"), ("trigger",))
#: The ids of a running server's flows, for `flow`; nothing where none runs.
FLOW_IDS = f'{PROGRAM} flows --json 2>/dev/null | grep -o \'"flow_uuid": "[^"]*\' | cut -d\'"\' -f4'


def add(commands: Any) -> None:
    parser = commands.add_parser(
        "completion",
        help="print a script for the completion of a shell",
        description=f'bash or zsh: eval "$({PROGRAM} completion bash)"; fish: {PROGRAM} completion fish | source',
    )
    parser.add_argument("shell", choices=SHELLS, metavar="SHELL", help=", ".join(SHELLS))
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from simulator.cli import parser

    top = parser()
    found, values = dict(words(top)), dict(flag_values(top))
    say_lines(_fish(found, values) if args.shell == "fish" else _bash(found, values, zsh=args.shell == "zsh"))
    return 0


def words(parser: argparse.ArgumentParser, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], list[str]]]:
    """For each command and action, by the words that lead to it, what may follow: its actions, choices, names and flags."""
    following: list[str] = []
    inner: list[tuple[str, argparse.ArgumentParser]] = []
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            inner += action.choices.items()
            following += action.choices
        elif action.option_strings:
            following += [flag for flag in action.option_strings if flag.startswith("--")]
        else:
            following += _values(action, path)
    yield path, following
    for name, each in inner:
        yield from words(each, (*path, name))


def flag_values(parser: argparse.ArgumentParser) -> Iterator[tuple[str, list[str]]]:
    """Each flag of which it is known what its value may be, with these values."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for each in action.choices.values():
                yield from flag_values(each)
        elif action.option_strings and (known := _values(action, ())):
            yield action.option_strings[-1], known


def _values(action: argparse.Action, path: tuple[str, ...]) -> list[str]:
    """What the value of an argument may be: its choices, scenarios, document types; none where it may be anything."""
    if action.choices:
        return [str(choice) for choice in action.choices if choice]
    if isinstance(action.metavar, str) and action.metavar.startswith("{"):
        return action.metavar.strip("{}").split(",")
    if "--scenario" in action.option_strings or action.dest == "scenario" or path in _TAKE_SCENARIOS:
        return _scenarios()
    if "--type" in action.option_strings or path == ("types", "show"):
        return _types()
    return _points() if action.metavar == "POINT" else []


@cache
def _scenarios() -> list[str]:
    from simulator.pipeline.builtin_scenarios import built_in

    return list(built_in())


@cache
def _types() -> list[str]:
    from simulator.documents.catalogue import Catalogue

    return sorted(each.name for each in Catalogue.load())


@cache
def _points() -> list[str]:
    from simulator.pipeline.faults.points import POINTS

    return list(POINTS)


def _bash(found: Mapping[tuple[str, ...], list[str]], values: Mapping[str, list[str]], *, zsh: bool) -> str:
    chosen = "\n".join(f'    {flag}) words="{" ".join(each)}" ;;' for flag, each in values.items())
    cases = "\n".join(f'    "{" ".join(path)}") words="{" ".join(each)}" ;;' for path, each in found.items())
    return f"""{"autoload -U +X bashcompinit && bashcompinit" if zsh else ""}
_atlas_simulator() {{
  local word="${{COMP_WORDS[COMP_CWORD]}}" path="" words="" each
  for each in "${{COMP_WORDS[@]:1:COMP_CWORD-1}}"; do
    case "$each" in -*) break ;; esac
    case " {" ".join(sorted({part for path in found for part in path}))} " in
      *" $each "*) path="${{path:+$path }}$each" ;;
    esac
  done
  case "$path" in
{cases}
  esac
  case "$path $word" in
    "flow -"*) ;;
    "flow "*) words="$words $({FLOW_IDS})" ;;
  esac
  case "${{COMP_WORDS[COMP_CWORD-1]}}" in
{chosen}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$word"))
}}
complete -o default -F _atlas_simulator {PROGRAM}""".lstrip()


def _fish(found: Mapping[tuple[str, ...], list[str]], values: Mapping[str, list[str]]) -> str:
    lines = [
        f"complete -c {PROGRAM} -n '__fish_seen_subcommand_from flow' -a \"({PROGRAM} flows --json 2>/dev/null"
        ' | string match -rga \'\\"flow_uuid\\": \\"([^\\"]*)\')"'
    ]
    for path, each in found.items():
        seen = " and ".join(f"__fish_seen_subcommand_from {part}" for part in path) or "__fish_use_subcommand"
        for word in each:
            text = f"-l {word.removeprefix('--')}" if word.startswith("--") else f"-a {word}"
            if known := values.get(word):
                text += f" -x -a '{' '.join(known)}'"
            lines.append(f"complete -c {PROGRAM} -n '{seen.replace(' and ', '; and ')}' {text}")
    return "\n".join(lines)
