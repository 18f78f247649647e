"""Word lists that type files share, by language: `@invoice.title` in a clue stands for the heads of invoices of the world.

A file `NAME.toml` here holds tables; `@NAME.TABLE` is every phrase of that table, `@NAME.TABLE.de` those of one language.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path

#: What a phrase begins with that stands for a list.
MARK = "@"


@cache
def lists() -> dict[str, tuple[str, ...]]:
    """Every list by its name (`invoice.title`, `invoice.title.de`): its phrases, none twice."""
    found = {}
    for path in sorted(Path(__file__).parent.glob("*.toml")):
        for table, languages in tomllib.loads(path.read_text(encoding="utf-8")).items():
            name = f"{path.stem}.{table}"
            found[name] = tuple(dict.fromkeys(phrase for phrases in languages.values() for phrase in phrases))
            found |= {f"{name}.{language}": tuple(phrases) for language, phrases in languages.items()}
    return found


@lru_cache(maxsize=2048)
def expanded(phrases: Sequence[str]) -> tuple[str, ...]:
    """The phrases, each that names a list replaced by the list's. Raises KeyError for a list that is not there."""
    if not any(phrase.startswith(MARK) for phrase in phrases):
        return tuple(phrases)
    every = (lists()[phrase[1:]] if phrase.startswith(MARK) else (phrase,) for phrase in phrases)
    return tuple(dict.fromkeys(phrase for several in every for phrase in several))


@lru_cache(maxsize=2048)
def expanded_set(phrases: Sequence[str]) -> frozenset[str]:
    """The same, to tell at once whether any of them is among others."""
    return frozenset(expanded(phrases))


def names_list(pattern: str) -> bool:
    """Whether a pattern is the name of a list rather than an expression of its own: `@invoice.numbered`, not `@example.com`."""
    stem, dot, _ = pattern.removeprefix(MARK).partition(".")
    return pattern.startswith(MARK) and bool(dot) and any(name.startswith(f"{stem}.") for name in lists())


@lru_cache(maxsize=1024)
def listed(pattern: str) -> tuple[str, ...]:
    """The regular expressions of the list that is named; a pattern that names none is its own. KeyError: no such list."""
    return lists()[pattern.removeprefix(MARK)] if names_list(pattern) else (pattern,)
