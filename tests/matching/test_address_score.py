"""What brings two addresses nearer or apart: numbers, parts of a house, cities, PINs and relations, one at a time."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.matching.addresses import compared, parse, same_person_score, similarity
from simulator.matching.addresses import score as factors
from simulator.matching.addresses.expand_initials import expand_initials
from simulator.matching.addresses.vocabulary import address_places

HOME = "Flat 12, Green View, Hill Road, Pune 411001"


@pytest.mark.parametrize(
    ("one", "other", "factor"),
    [
        # No number in common; some, but each side has another one besides; one more on one side alone.
        ("Flat 12, Rose, Pune", "Flat 15, Rose, Pune", 0.6),
        ("12 18, Rose, Pune", "12 19, Rose, Pune", 0.85),
        ("12 18, Rose, Pune", "12, Rose, Pune", 1.0),
        ("12, Rose, Pune", "Rose, Hill Road, Pune", 1.0),
        ("12 12, Rose, Pune", "15 12 12, Rose, Pune", 1.0),
        ("12 18, Rose, Pune", "15, Rose, Pune", 0.6),
        # The same number, written otherwise, with or without a block or a part of it.
        ("Flat l2, Rose, Pune", "Flat 12, Rose, Pune", 1.0),
        ("B-12, Rose, Pune", "12, Rose, Pune", 1.0),
        ("B-12, Rose, Pune", "C-12, Rose, Pune", 0.6),
        ("12-14, Rose, Pune", "12, Rose, Pune", 1.0),
        ("12-14, Rose, Pune", "1214, Rose, Pune", 0.6),
        ("12-14, Rose, Pune", "14, Rose, Pune", 0.6),
        ("14-4-16, Rose, Pune", "14-4-16-2, Rose, Pune", 1.0),
        ("14-4-16, Rose, Pune", "14-4-17, Rose, Pune", 0.6),
        ("12A, Rose, Pune", "12, Rose, Pune", 0.6),
        # Another floor, wing, tower or block.
        ("12, A Wing, Rose, Pune", "12, B Wing, Rose, Pune", 0.7),
        ("12, Tower 3, Rose, Pune", "12, Tower 4, Rose, Pune", 0.7),
        ("12, Block C, Rose, Pune", "12, Block D, Rose, Pune", 0.7),
        ("12, 2nd Floor, Rose, Pune", "12, 3rd Floor, Rose, Pune", 0.7),
        ("12, A Wing, Rose, Pune", "12, Rose, Pune", 1.0),
        ("12, A Wing, Rose, Pune", "12, 2nd Floor, Rose, Pune", 1.0),
        ("12, Sector 3, Rose, Pune", "12, Sector 4, Rose, Pune", 1.0),
        # Both at once: the worse of the two.
        ("12, A Wing, Rose, Pune", "15, B Wing, Rose, Pune", 0.6),
        ("12 18, A Wing, Rose, Pune", "12 19, B Wing, Rose, Pune", 0.7),
    ],
)
def test_numbers_that_cannot_be_of_one_house_count_against_it(one: str, other: str, factor: float) -> None:
    pair = parse(one), parse(other)
    assert factors._likeness(*pair)[1] == factors._likeness(*pair[::-1])[1] == factor


@pytest.mark.parametrize(
    ("one", "other", "factor"),
    [
        ("Pune", "Mumbai", 0.5),
        ("Pune", "Poona", 1.0),
        ("Pune", "India", 1.0),
        # A city that is not listed is another one where it is not spelt alike, and is nowhere on the other side.
        ("Pune", "Shirpur, Maharashtra", 0.5),
        ("Shirpur, Maharashtra", "Shirpurr, Maharashtra", 1.0),
        ("Pune", "Shirpur Pune", 1.0),
        ("Shirpur, Maharashtra", "Shirpur Nagar, Pune", 1.0),
    ],
)
def test_another_city_is_another_place(one: str, other: str, factor: float) -> None:
    pair = [parse(f"Flat 4, Rose Road, {end}") for end in (one, other)]
    assert factors._city_factor(*pair) == factors._city_factor(*pair[::-1]) == factor


@pytest.mark.parametrize(
    ("one", "other", "factor"),
    [
        ("411001", "411001", 1.0),
        ("411001", "411002", 1.0),
        ("411001", "511001", 1.0),
        ("411001", "411022", 0.93),
        ("411001", "412002", 0.8),
        ("411001", "560001", 0.8),
        ("411001", "", 1.0),
    ],
)
def test_a_pin_of_another_region_counts_and_a_misread_digit_does_not(one: str, other: str, factor: float) -> None:
    pair = [parse(f"Flat 4, Rose Road, Hill {pin}") for pin in (one, other)]
    assert factors._pin_factor(*pair) == factors._pin_factor(*pair[::-1]) == factor


@pytest.mark.parametrize(
    ("other", "score"),
    [
        (HOME, 10),
        ("Flat 12, Green View, Hill Road, Mumbai 411001", 2),
        ("Flat 15, Green View, Hill Road, Pune 411001", 4),
        ("Flat 12, A Wing, Green View, Hill Road, Pune 411001", 9),
        # Without its number it is still one with a number on one side.
        ("Green View, Hill Road, Pune 411001", 8),
    ],
)
def test_what_contradicts_bounds_the_same_person_score(other: str, score: int) -> None:
    assert same_person_score(HOME, other) == same_person_score(other, HOME) == score


@pytest.mark.parametrize(
    ("one", "other", "score"),
    [
        # Other numbers leave 4, some other numbers or another floor 6, none at all 7, another city 2.
        ("12, Long Green View Estate, Hill Road, Pune", "15, Long Green View Estate, Hill Road, Pune", 4),
        ("4, 9 18, Long Green View Estate, Hill Road, Pune", "4, 9 19, Long Green View Estate, Hill Road, Pune", 6),
        ("4, A Wing, Long Green View Estate, Hill Road, Pune", "4, B Wing, Long Green View Estate, Hill Road, Pune", 6),
        ("Green View, Hill Road, Pune", "Green View, Hill Road, Pune", 7),
        ("Green View, Hill Road, Pune", "Green View, Hill Road, Mumbai", 2),
        ("S/O Ram Lal, Green View, Hill Road, Pune", "S/O Ram Lal, Green View, Hill Road, Pune", 7),
    ],
)
def test_a_bound_holds_however_alike_the_rest_is(one: str, other: str, score: int) -> None:
    assert same_person_score(one, other) == score


@pytest.mark.parametrize(
    ("one", "other", "change"),
    [
        ("S/O Ram Lal", "S/O Ram Lal", 1),
        ("S/O Ram Lal", "D/O Lal Ram", 1),
        ("S/O Ram Lal", "C/O Ramlal", 1),
        ("S/O Ram Lal", "S/O Rem Lal", 1),
        ("S/O Ram Lal", "W/O Kiran Rao", -2),
        ("S/O Ram Lal", "S/O Ram Kiran Rao", -2),
        ("S/O Ram Lal", "", 0),
        ("", "", 0),
    ],
)
def test_a_relation_speaks_only_where_both_name_one(one: str, other: str, change: int) -> None:
    shorter = "Flat 12, Green View, Pune 411001"
    plain = same_person_score(HOME, shorter)
    assert same_person_score(f"{one}, {HOME}", f"{other}, {shorter}") == plain + change
    assert similarity(f"{one}, {HOME}", f"{other}, {shorter}") == similarity(HOME, shorter)


@pytest.mark.parametrize(
    ("nearer", "farther"),
    [
        # One letter other, a word in two, a word less, another word, another number: each costs more than the one before.
        ("Flat 12, Gren View, Hill Road, Pune 411001", "Flat 12, Greenview, Hill Road, Pune 411001"),
        ("Flat 12, Greenview, Hill Road, Pune 411001", "Flat 12, Green, Hill Road, Pune 411001"),
        ("Flat 12, Green, Hill Road, Pune 411001", "Flat 12, Lake Park, Hill Road, Pune 411001"),
        ("Flat 12, Lake Park, Hill Road, Pune 411001", "Flat 15, Green View, Hill Road, Pune 411001"),
        # Left out costs less than contradicted; a kind of street less than a name.
        ("Flat 12, Green View, Pune 411001", "Flat 12, Green View, Lake Road, Pune 411001"),
        ("Flat 12, Green View, Hill, Pune 411001", "Flat 12, Green View, Road, Pune 411001"),
        ("Flat 12, Green View, Hill Road, Pune", "Flat 12, Green View, Hill Road, Pune 560001"),
        ("B-12, Green View, Hill Road, Pune 411001", "15, Green View, Hill Road, Pune 411001"),
    ],
)
def test_the_greater_difference_costs_more(nearer: str, farther: str) -> None:
    assert 100 > similarity(HOME, nearer) > similarity(HOME, farther) > 0


def tokens(one: str, other: str) -> tuple[str, ...]:
    return expand_initials(parse(one), parse(other)).tokens


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("4, RT Marg, Pune", "4, Raja Todarmal Marg, Pune", ("4", "raja", "todarmal", "marg", "pune")),
        (
            "4, NSC Road, Pune",
            "4, Netaji Subhash Chandra Road, Pune",
            ("4", "netaji", "subhash", "chandra", "road", "pune"),
        ),
        # In this order, one behind the other, and none that the address names itself.
        ("4, RT Marg, Pune", "4, Todarmal Raja Marg, Pune", ("4", "rt", "marg", "pune")),
        ("4, RT Marg, Pune", "4, Raja Big Todarmal Marg, Pune", ("4", "rt", "marg", "pune")),
        ("4, RT Marg, Raja, Pune", "4, Raja Todarmal Marg, Pune", ("4", "rt", "marg", "raja", "pune")),
        ("4, RT Marg, Pune", "4, Ra Todarmal Marg, Pune", ("4", "rt", "marg", "pune")),
        # Only the first name is written out: the same name must follow.
        (
            "4, BR Ambedkar Road, Pune",
            "4, Babasaheb Ambedkar Road, Pune",
            ("4", "babasaheb", "ambedkar", "road", "pune"),
        ),
        ("4, BR Ambedkar Road, Pune", "4, Babasaheb Bose Road, Pune", ("4", "br", "ambedkar", "road", "pune")),
        ("4, BR Road, Pune", "4, Babasaheb Road, Pune", ("4", "br", "road", "pune")),
        # A word with vowels is none, nor is one that both have.
        ("4, Ram Marg, Pune", "4, Raja Amar Mohan Marg, Pune", ("4", "ram", "marg", "pune")),
        ("4, RT Marg, Pune", "4, RT Raja Todarmal Marg, Pune", ("4", "rt", "marg", "pune")),
    ],
)
def test_initials_stand_for_the_names_that_the_other_address_has(
    one: str, other: str, expected: tuple[str, ...]
) -> None:
    assert tokens(one, other) == expected
    expanded = expand_initials(parse(one), parse(other))
    assert expanded.tokens == tuple(expanded.weights)
    assert expanded.ordered == " ".join(sorted(expected))
    assert similarity(one, other) == similarity(other, one)


CITIES = sorted(address_places().state_of)
SAID = [
    "Flat 12",
    "B-7",
    "14/4/16",
    "Green View",
    "Greenview",
    "Gren View Apts",
    "Hill Road",
    "Hill Rd",
    "RT Marg",
    "Raja Todarmal Marg",
    "Sector 18",
    "A Wing",
    "2nd Floor",
    "3rd Floor",
    "Near Bank",
    "S/O Ram Lal",
    "W/O Kiran",
    "PO Kutra",
    "Anna Nagar West",
    "12",
    "15 A",
]
PHRASES = st.lists(st.sampled_from(SAID), min_size=1, max_size=6, unique=True)


@settings(max_examples=120, deadline=None)
@given(PHRASES, PHRASES, st.sampled_from([*CITIES, "411001", "560 001"]), st.sampled_from(CITIES))
def test_two_addresses_score_the_same_from_either_side_and_none_is_nearer_than_itself(
    phrases: list[str], others: list[str], end: str, other_end: str
) -> None:
    one, other = (", ".join([*each, city]) for each, city in ((phrases, f"Hill, {end}"), (others, other_end)))
    assert compared(one, other) == compared(other, one)
    likeness, person = compared(one, other)
    assert 0 <= likeness <= 100 and 0 <= person <= 10
    assert similarity(one, one) == 100 >= likeness


@settings(max_examples=120, deadline=None)
@given(st.permutations(SAID), st.integers(2, 6), st.sampled_from(CITIES))
def test_the_words_of_the_place_tell_the_same_in_whatever_order_their_phrases_come(
    chosen: list[str], count: int, city: str
) -> None:
    one, other = (parse(", ".join([*phrases, city])) for phrases in (chosen[:count], chosen[:count][::-1]))
    assert one.weights == other.weights and sorted(one.numbers) == sorted(other.numbers)
    assert factors._parts(one, other) == (1.0, 1.0)
    assert one.ordered == other.ordered
    assert similarity(one.text, other.text) == 100
