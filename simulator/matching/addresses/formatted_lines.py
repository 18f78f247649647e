"""The two lines of `formatted_address`, as printed, without city, state and PIN.

They follow the one documented example: line 1 has the number, building, street and locality up to the word that
says what it is (`nagar`, `road`, ...), with a district or direction that follows it; line 2 has what qualifies it, in
the order printed: relation, landmarks, post office and taluk, and places without such a word. As there, the initial of
`H. No.` is left to line 2.
"""

from __future__ import annotations

from simulator.matching.addresses import pin_codes
from simulator.matching.addresses.tokenizer import NAME, NUMBER, ORDINAL, RELATION, AddressWord
from simulator.matching.addresses.vocabulary import address_words as vocabulary

#: Words that say what the name before them is: line 1 ends behind the last of a phrase.
ANCHORS = frozenset({"building", "street", "locality"})
#: Roles that are line 2's wherever they stand.
QUALIFIERS = frozenset({RELATION, "landmark", "admin"})


def formatted_lines(found: list[AddressWord], roles: list[str], postcode: str) -> tuple[str, str]:
    first, second = list[str](), list[str]()
    districts: frozenset[str] | None = None
    start = 0
    while start < len(found):
        end = start
        while end < len(found) and found[end].phrase == found[start].phrase:
            end += 1
        stop = _line_1_ends(found, roles, start, end)
        if stop and stop < end and found[stop].kind == NAME:
            if districts is None:
                districts = pin_codes.districts_of(pin_codes.locate_pin(postcode).state if postcode else "")
            stop += found[stop].plain in districts
        only_name = not first and not stop and any(role == NAME for role in roles[start:end])
        for at in range(start, end):
            if not roles[at] or not found[at].printed:
                continue
            own_line = only_name or (at < stop and roles[at] not in QUALIFIERS)
            (first if own_line and not _is_initial(found, at) else second).append(found[at].printed)
        start = end
    return " ".join(first), " ".join(second)


def _is_initial(found: list[AddressWord], at: int) -> bool:
    """The `H.` of `H. No.`."""
    return found[at].printed[1:] == "." and at + 1 < len(found) and found[at + 1].text == "number"


def _line_1_ends(found: list[AddressWord], roles: list[str], start: int, end: int) -> int:
    """Behind which word of the phrase line 1 ends: the last `road`, `nagar` or the like; 0 where it takes none.

    A phrase with a number and no such word, or with one that stands before its name (`Village Rampur`), is wholly
    line 1. A number or direction directly behind the word goes with it (`Sector 18`, `Anna Nagar West`).
    """
    stop, named, numbered = 0, False, False
    for at in range(start, end):
        role = roles[at]
        if role in ANCHORS:
            stop = at + 1 if named or numbered else end
        elif stop == at > start and (role == "direction" or found[at].text in vocabulary().roman or role == NUMBER):
            stop = at + 1
        named = named or role == NAME
        numbered = numbered or role in (NUMBER, ORDINAL, "unit")
    return stop or (end if numbered else 0)
