"""Words in any order: addresses, and product, model and firm designations."""

from __future__ import annotations

import re

from rapidfuzz import fuzz

from simulator.matching import addresses

#: What the same letters with other spaces score, and other word order, and a part of the words against all of them.
OTHER_SPACES, REORDERED, PART = 97.0, 0.95, 90.0
#: The most that two texts score of which each has a number that the other lacks (`A15`, `A25`).
OTHER_NUMBER = 55.0

_NOT_WORD = re.compile(r"[^\w\u0900-\u0dff]+")


def address(a: str, b: str) -> float:
    """The address API's own similarity (`matching.addresses.score` says how), so that both say the same of a pair.

    A text that is no address on its own (a locality alone, say) is compared as plain text.
    """
    try:
        return addresses.similarity(a, b)
    except addresses.AddressError:
        return text(a, b)


def text(a: str, b: str) -> float:
    """Designations: case, punctuation, word order and left-out words matter little, numbers much."""
    x, y = (_NOT_WORD.sub(" ", value.casefold()).strip() for value in (a, b))
    if not x or not y:
        return 0.0
    if x == y:
        return 100.0
    if x.replace(" ", "") == y.replace(" ", ""):
        return OTHER_SPACES
    words_x, words_y = set(x.split()), set(y.split())
    part = PART if words_x <= words_y or words_y <= words_x else 0.0
    likeness = max(fuzz.ratio(x, y), fuzz.token_sort_ratio(x, y) * REORDERED, part)
    numbers = [
        {word for word in own - other if any(map(str.isdigit, word))}
        for own, other in ((words_x, words_y), (words_y, words_x))
    ]
    return min(likeness, OTHER_NUMBER) if all(numbers) else likeness
