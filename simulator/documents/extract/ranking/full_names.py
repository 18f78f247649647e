"""Firms that a paper names twice: short in its letterhead, and in full, with their form, elsewhere.

MZANSI TOOLS                       Account name: Mzansi Tools (Pty) Ltd
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from simulator.documents.extract.ranking.firm_forms import BEGINNING, ENDING
from simulator.documents.extract.ranking.option import Option
from simulator.documents.extract.ranking.whole_names import form_alone

FULL_NAMES = ["said_in_full", "said_short"]
#: A name of fewer letters, or of a smaller part of the other, is in too many others (letters, part).
_LETTERS, _PART = 4, 0.3
_BEGINS = re.compile(rf"(?i){BEGINNING}\b\W{{0,3}}\S")
_ENDS = re.compile(rf"(?i)(?<!\w){ENDING}\W{{0,3}}$|(?<!\w){ENDING}\W{{0,3}}\([^()]{{1,24}}\)\W{{0,2}}$")
#: More different names are compared with none.
_MOST = 400

_Line = tuple[int, int]


def full_names(options: Sequence[Option]) -> Mapping[str, list[float]]:
    """Of names, by their keys: whether one is said in full elsewhere, and whether one in full is said short elsewhere."""
    lines: dict[str, set[_Line]] = {}
    full: dict[str, None] = {}
    for option in options:
        lines.setdefault(option.key, set()).add((option.page.number, option.tokens[0].segment))
        if has_form(option.value):
            full[option.key] = None
    said = {name: [0.0, 0.0] for name in lines}
    if full and len(lines) <= _MOST:
        for short, long in _pairs(lines, list(full)):
            said[short][0] = said[long][1] = 1.0
    return said


def has_form(value: str) -> bool:
    """Whether a name has the form of a firm at its end, or at its beginning."""
    return bool(_ENDS.search(value) or _BEGINS.match(value)) and not form_alone(value)


def _pairs(lines: Mapping[str, set[_Line]], full: Sequence[str]) -> Iterator[tuple[str, str]]:
    for short, mine in lines.items():
        if len(short) < _LETTERS or short in full:
            continue
        for long in full:
            if short in long and len(short) >= _PART * len(long) and not mine <= lines[long]:
                yield short, long
