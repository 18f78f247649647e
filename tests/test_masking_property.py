"""A masked text never holds the number: whatever stands around it, however it is grouped."""

from __future__ import annotations

import json
import re
from urllib.parse import quote

from hypothesis import given
from hypothesis import strategies as st
from stdnum import verhoeff

from simulator.masking import masked, masked_cut, masked_within

#: As Aadhaar numbers are: twelve digits, none of them 0 or 1 at the begin, the last one a check digit.
NUMBERS = st.from_regex(r"[2-9][0-9]{10}", fullmatch=True).map(lambda head: head + verhoeff.calc_check_digit(head))
BETWEEN = st.sampled_from(["", " ", "-", ".", "  ", "\u00a0", "\t", "_", " - ", "+", "%20"])
#: Text whose digits cannot make the number longer: then it would be another number.
AROUND = st.text(st.characters(exclude_categories=["Nd", "Cs"]), max_size=30)
GROUPS = st.sampled_from([(4, 4, 4), (12,), (3, 3, 3, 3), (6, 6), (2, 4, 6), (1, 11), (4, 8)])


def grouped(number: str, groups: tuple[int, ...], between: str) -> str:
    parts, at = [], 0
    for length in groups:
        parts.append(number[at : at + length])
        at += length
    return between.join(parts)


def holds(text: str, number: str) -> bool:
    """Whether the digits that must not be read stand in a text, in any grouping."""
    return number[:8] in re.sub(r"%20|\D", "", text)


@given(NUMBERS, GROUPS, BETWEEN, AROUND, AROUND)
def test_no_grouping_and_nothing_around_it_lets_the_number_through(
    number: str, groups: tuple[int, ...], between: str, before: str, after: str
) -> None:
    text = f"{before} {grouped(number, groups, between)} {after}"
    assert not holds(masked(text), number)
    assert number[-4:] in masked(text) or "***" in masked(text)


@given(NUMBERS, AROUND)
def test_no_structure_lets_it_through_nor_a_cut_text_nor_a_url(number: str, around: str) -> None:
    spaced = grouped(number, (4, 4, 4), " ")
    assert not holds(json.dumps(masked_within({"a": [{"b": f"{around} {spaced}"}], "c": number})), number)
    assert not holds(masked_cut(f"{number} {around}", 9), number)
    assert not holds(masked(f"https://a.example/scan?name={quote(spaced)}&x={number}"), number)


@given(NUMBERS, AROUND)
def test_what_is_masked_stays_as_it_is(number: str, around: str) -> None:
    once = masked(f"{around} {number}")
    assert masked(once) == once
