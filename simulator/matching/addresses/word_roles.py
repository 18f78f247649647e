"""What each word of an address does: its kind, unless a word before it says otherwise for its whole phrase."""

from __future__ import annotations

from collections.abc import Set

from simulator.matching.addresses.tokenizer import NUMBER, RELATION, AddressWord


def word_roles(found: list[AddressWord], used: Set[int]) -> list[str]:
    """The role of each word: its kind, or `""` (city, state), `relation`, `landmark` or `admin` for a whole phrase."""
    given: list[str] = []
    held, phrase = "", -1
    for at, word in enumerate(found):
        if word.phrase != phrase:
            held, phrase = "", word.phrase
        if at in used:
            given.append("")
            continue
        if word.kind in (RELATION, "landmark", "admin"):
            held = word.kind
        elif held == RELATION and word.kind in (NUMBER, "unit"):
            held = ""
        given.append(held or word.kind)
    return given
