"""argparse with one-line errors that name the nearest right word, and help that uses the width of the terminal."""

from __future__ import annotations

import argparse
import difflib
import re
import shutil
import sys
from typing import Any, NoReturn

#: Columns that help never goes below or beyond, however wide the terminal is.
NARROWEST, WIDEST = 72, 120
#: Where the sentence of a flag starts; longer flags have a line of their own.
HELP_COLUMN = 30


class Help(argparse.HelpFormatter):
    def __init__(self, prog: str, **options: Any) -> None:
        width = min(max(shutil.get_terminal_size().columns, NARROWEST), WIDEST) - 2
        super().__init__(prog, **{"max_help_position": HELP_COLUMN, "width": width, **options})


class Parser(argparse.ArgumentParser):
    """A parser whose errors are one line on standard error and exit status 2. Flags are never abbreviated."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"formatter_class": Help, "allow_abbrev": False, **options})

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """As argparse's, but what a command does not know is said by that command, which knows what it does know."""
        known, unknown = super().parse_known_args(args, namespace)
        if unknown:
            self.error(f"unrecognized arguments: {' '.join(unknown)}")
        return known, unknown

    def error(self, message: str) -> NoReturn:
        print(f"{self.prog}: {_helpful(message, self)}; see `{self.prog} --help`", file=sys.stderr)
        sys.exit(2)


def http_url(text: str) -> str:
    """A URL as the value of a flag. Raises ArgumentTypeError for a text that is none."""
    from simulator.atlas.urls import is_url

    if not is_url(text):
        example = "http://127.0.0.1:8642"
        raise argparse.ArgumentTypeError(f"{text!r} is not a URL; give one with http:// or https://, as {example}")
    return text


def http_url_or_none(text: str) -> str:
    """The same where an empty text stands for none."""
    return http_url(text) if text else ""


def _helpful(message: str, parser: argparse.ArgumentParser) -> str:
    """The message with the nearest command or flag that exists."""
    if unknown := re.match(r"argument COMMAND: invalid choice: '([^']*)'", message):
        commands = [name for action in parser._subparsers._group_actions for name in action.choices or ()]  # type: ignore[union-attr]
        return f"unknown command {unknown[1]!r}{_nearest(unknown[1], commands)}; commands: {', '.join(commands)}"
    if unknown := re.match(r"unrecognized arguments: (--[^\s=]+)", message):
        return f"unknown flag {unknown[1]}{_nearest(unknown[1], list(parser._option_string_actions))}"
    return message


def _nearest(word: str, words: list[str]) -> str:
    near = difflib.get_close_matches(word, words, 1)
    return f" (did you mean {near[0]}?)" if near else ""
