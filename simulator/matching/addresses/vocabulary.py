"""The words and places that addresses are built from, read from `data/*.toml` when the first address comes.

Nothing is loaded when this module is imported. What a word means in an address is decided in `words` and `parts`.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import msgspec

from simulator import toml_files

#: A state or city name has at most this many words that are looked at together ("andaman and nicobar islands" has four).
LONGEST_NAME = 4


class AddressWords(msgspec.Struct, frozen=True):
    """`expand`: a word to the words it stands for; `kinds`: a word (written out) to what it does in an address."""

    expand: dict[str, tuple[str, ...]]
    kinds: dict[str, str]
    numbered: frozenset[str]
    numbers: dict[str, str]
    roman: dict[str, str]


class AddressPlaces(msgspec.Struct, frozen=True):
    """Names folded to single spaces: `states` and `cities` to the one name used here, `state_of` a city's state."""

    states: dict[str, str]
    cities: dict[str, str]
    state_of: dict[str, str]
    pin_zones: dict[str, tuple[str, ...]]
    zone_prefixes: dict[str, str]
    last_words: frozenset[str]


@cache
def address_words() -> AddressWords:
    data = _read("words.toml")
    expand: dict[str, tuple[str, ...]] = {short: (long,) for short, long in _turned(data["abbreviations"])}
    expand |= {short: (long,) for short, long in _turned(data["spellings"])}
    expand |= {short: tuple(long.split()) for short, long in data["initials"].items()}
    kinds = {word: kind for kind, listed in data["kinds"].items() for word in listed}
    return AddressWords(expand, kinds, frozenset(data["numbered"]["words"]), data["numbers"], data["roman"])


@cache
def address_places() -> AddressPlaces:
    data = _read("places.toml")
    states = {name: name for name in data["states"]} | dict(_turned(data["states"]))
    cities: dict[str, str] = {}
    state_of: dict[str, str] = {}
    for state, listed in data["cities"].items():
        cities |= {name: name for name in listed} | dict(_turned(listed))
        state_of |= dict.fromkeys(listed, state)
    zones = {digits: tuple(names) for digits, names in data["pin_zones"].items()}
    last_words = frozenset(name.split()[-1] for name in (*states, *cities))
    return AddressPlaces(states, cities, state_of, zones, data["zone_prefixes"], last_words)


def _turned(table: dict[str, list[str]]) -> Iterator[tuple[str, str]]:
    """Each alias with the name it stands for."""
    return ((alias, name) for name, aliases in table.items() for alias in aliases)


def _read(name: str) -> dict[str, Any]:
    return toml_files.packaged(__file__, f"data/{name}")
