"""Initials of one address written out as the names that the other one has: `J.M. Road` beside `Jangali Maharaj Road`.

Initials that stand for one name everywhere (`MG`) are in `data/words.toml`; these are told by the other address only.
"""

from __future__ import annotations

import re
from itertools import pairwise

import msgspec

from simulator.matching.addresses.model import Address
from simulator.matching.addresses.vocabulary import address_words

#: Two letters, or up to four without a vowel: `view` and `park` are words.
_INITIALS = re.compile(r"[a-z]{2}|[b-df-hj-np-tv-z]{3,4}")
#: A name that initials stand for has more letters.
_SHORT = 2


def expand_initials(address: Address, other: Address) -> Address:
    """The address with each of its initials replaced by the other's names that begin with these letters.

    Where only the first name is written out (`B.R. Ambedkar`, `Babasaheb Ambedkar`), the same name must follow on both.
    """
    tokens = list(address.tokens)
    for word in address.tokens:
        if word in other.weights or not _INITIALS.fullmatch(word) or word in address_words().kinds:
            continue
        at = tokens.index(word)
        names = _names(word, address, other) or _first_name(word, tokens[at + 1 : at + 2], address, other)
        tokens[at : at + 1] = names or [word]
    if tuple(tokens) == address.tokens:
        return address
    weights = {token: address.weights.get(token, other.weights.get(token, 0.0)) for token in tokens}
    return msgspec.structs.replace(
        address,
        tokens=tuple(weights),
        weights=weights,
        whole=" ".join(weights),
        ordered=" ".join(sorted(weights)),
    )


def _names(initials: str, address: Address, other: Address) -> list[str]:
    """The words one after the other that begin with the letters, none of them in the address itself."""
    for at in range(len(other.tokens) - len(initials) + 1):
        names = other.tokens[at : at + len(initials)]
        if all(_stands_for(letter, name, address) for letter, name in zip(initials, names, strict=True)):
            return list(names)
    return []


def _first_name(initials: str, behind: list[str], address: Address, other: Address) -> list[str]:
    for name, follows in pairwise(other.tokens):
        if [follows] == behind and _is_name(follows) and _stands_for(initials[0], name, address):
            return [name]
    return []


def _stands_for(letter: str, name: str, address: Address) -> bool:
    return name[0] == letter and len(name) > _SHORT and name.isalpha() and name not in address.weights


def _is_name(word: str) -> bool:
    return word.isalpha() and word not in address_words().kinds
