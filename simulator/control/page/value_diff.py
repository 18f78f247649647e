"""Where two values differ, word by word, so that a person sees at once what a cross-check saw."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
#: Longest value, in characters, that is compared word by word.
LONGEST = 2000

#: A piece of a value, and whether the other side has it too.
Piece = tuple[str, bool]


def value_diff(source: str, target: str) -> tuple[list[Piece], list[Piece]]:
    """Both values in pieces. Capitals and spaces count as no difference."""
    if max(len(source), len(target)) > LONGEST:
        same = source == target
        return [(source, same)], [(target, same)]
    left, right = _TOKEN.findall(source), _TOKEN.findall(target)
    matcher = SequenceMatcher(
        None, [each.casefold() for each in left], [each.casefold() for each in right], autojunk=False
    )
    sides: tuple[list[Piece], list[Piece]] = ([], [])
    for kind, a, b, c, d in matcher.get_opcodes():
        _add(sides[0], left[a:b], kind == "equal")
        _add(sides[1], right[c:d], kind == "equal")
    return sides


def _add(pieces: list[Piece], tokens: Sequence[str], same: bool) -> None:
    text = "".join(tokens)
    if text:
        pieces.append((text, same or not text.strip()))
