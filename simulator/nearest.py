"""The name that somebody most likely meant, for errors about names that there are not."""

from __future__ import annotations

from collections.abc import Iterable

#: How alike two names must be, from 0 to 1, for one to be suggested for the other.
MIN_SIMILARITY = 0.5


def suggestion(name: str, known: Iterable[str], prefix: str = "") -> str:
    """`; did you mean X?` where something near is known, whatever its case; empty otherwise.

    With a `prefix`, which is not in the names, X is told as a variable: `PREFIX_X`.
    """
    near = nearest(name, known)
    return f"; did you mean {prefix + near.upper() if prefix else near}?" if near else ""


def nearest(name: str, known: Iterable[str]) -> str:
    """The known name that is most like another, whatever its case; empty where none is like it."""
    from difflib import get_close_matches  # seldom needed, and slow to load

    by_folded = {each.casefold(): each for each in known}
    near = get_close_matches(name.casefold(), by_folded, 1, MIN_SIMILARITY)
    return by_folded[near[0]] if near else ""
