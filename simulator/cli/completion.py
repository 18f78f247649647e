"""`completion`: a script that lets a shell complete commands, actions and flags; written from the command line itself."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import Any

from simulator.cli.remote import say_lines

SHELLS = ("bash", "zsh", "fish")
PROGRAM = "atlas-simulator"


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

    found = dict(words(parser()))
    say_lines(_fish(found) if args.shell == "fish" else _bash(found, zsh=args.shell == "zsh"))
    return 0


def words(parser: argparse.ArgumentParser, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], list[str]]]:
    """For each command and action, by the words that lead to it, what may follow: its actions, choices and flags."""
    following: list[str] = []
    inner: list[tuple[str, argparse.ArgumentParser]] = []
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            inner += action.choices.items()
            following += action.choices
        elif action.option_strings:
            following += [flag for flag in action.option_strings if flag.startswith("--")]
        elif action.choices:
            following += [str(choice) for choice in action.choices]
    yield path, following
    for name, each in inner:
        yield from words(each, (*path, name))


def _bash(found: dict[tuple[str, ...], list[str]], *, zsh: bool) -> str:
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
  COMPREPLY=($(compgen -W "$words" -- "$word"))
}}
complete -o default -F _atlas_simulator {PROGRAM}""".lstrip()


def _fish(found: dict[tuple[str, ...], list[str]]) -> str:
    lines = []
    for path, each in found.items():
        seen = " and ".join(f"__fish_seen_subcommand_from {part}" for part in path) or "__fish_use_subcommand"
        for word in each:
            text = f"-l {word.removeprefix('--')}" if word.startswith("--") else f"-a {word}"
            lines.append(f"complete -c {PROGRAM} -n '{seen.replace(' and ', '; and ')}' {text}")
    return "\n".join(lines)
