"""Names of people and firms: titles aside, in any order, with initials and parts left out."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from rapidfuzz import fuzz

from simulator import toml_files

#: What a part of a name scores against the whole, and other word order: the factors of rapidfuzz's `WRatio`, which
#: gives the documented pair (a given name, and the same with a surname) its 90.
PART, REORDERED = 90.0, 0.95
#: Words this alike are one word, spelt differently; an initial is nearly the word it stands for.
SAME_WORD, INITIAL = 0.8, 0.97

_RELATION = re.compile(r"\b[sdwc]\s?/\s?o\b.*|\b(?:son|daughter|wife|care) of\b.*")
_FIRM = re.compile(r"\bm/s\b\.?")
_NOT_WORD = re.compile(r"[^\w\u0900-\u0dff]+")


def name(a: str, b: str) -> float:
    """rapidfuzz's `WRatio` on folded names, but with whole words for its part-of-a-name score.

    `WRatio` counts any stretch of letters (`Asha` in `Natasha`); here every word of the shorter name must have its own
    in the longer one, at most an initial or a little misspelt, and at least one of them in full.
    """
    x, y = folded(a), folded(b)
    if not x or not y:
        return 0.0
    if x == y:
        return 100.0
    return max(fuzz.ratio(x, y), fuzz.token_sort_ratio(x, y) * REORDERED, PART * _contained(x.split(), y.split()))


@cache
def _words() -> tuple[frozenset[str], dict[str, str]]:
    data = toml_files.packaged(__file__, "names.toml")
    spellings = {other: word for word, others in data["spellings"].items() for other in others}
    return frozenset(data["titles"]["words"]), spellings


def folded(name: str) -> str:
    """Lower case, without titles, relations and punctuation, common abbreviations written out."""
    titles, spellings = _words()
    text = unicodedata.normalize("NFKC", name).lower().replace("&", " and ")
    text = _FIRM.sub(" ", text)
    words = _NOT_WORD.sub(" ", _RELATION.sub("", text) or text).split()
    while len(words) > 1 and words[0] in titles:
        words.pop(0)
    return " ".join(spellings.get(word, word) for word in words)


def _contained(x: list[str], y: list[str]) -> float:
    """How well the words of the shorter name stand in the longer one, 0-1; 0 when one of them does not."""
    short, long = sorted((x, y), key=len)
    left, total, in_full = list(long), 0.0, False
    for word in sorted(short, key=len, reverse=True):
        best = max(left, key=lambda other, word=word: _alike(word, other))  # type: ignore[misc]
        worth = _alike(word, best)
        if not worth:
            return 0.0
        in_full |= min(len(word), len(best)) > 1
        total += worth
        left.remove(best)
    return total / len(short) if in_full else 0.0


def _alike(word: str, other: str) -> float:
    if word == other:
        return 1.0
    if min(len(word), len(other)) == 1:
        return INITIAL if word[0] == other[0] else 0.0
    likeness = fuzz.ratio(word, other) / 100
    return likeness if likeness >= SAME_WORD else 0.0
