"""What an address is taken apart into: city, state and PIN from its end, and the words of the place with their weights."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.matching.addresses import AddressError, formatted, parse
from simulator.matching.addresses.city_state_pin import extract_pin
from simulator.matching.addresses.pin_codes import districts_of, locate_pin
from simulator.matching.addresses.vocabulary import address_places

PLACES = address_places()


@pytest.mark.parametrize(
    ("end", "city", "printed", "state", "known"),
    [
        ("Pune", "pune", "pune", "maharashtra", True),
        ("Poona", "pune", "poona", "maharashtra", True),
        ("Pune, MH", "pune", "pune", "maharashtra", True),
        ("Pune City, Maharashtra State, India", "pune", "pune", "maharashtra", True),
        # The last one counts, also against the state that the city lies in.
        ("Mumbai, Pune", "pune", "pune", "maharashtra", True),
        ("Pune, Goa", "pune", "pune", "goa", True),
        # A city that is a state itself: its second name is the state's.
        ("New Delhi, Delhi", "delhi", "new delhi", "delhi", True),
        ("Delhi", "delhi", "delhi", "", True),
        ("Chandigarh, Punjab", "chandigarh", "chandigarh", "punjab", True),
        # Letters that could be somebody's initials are a state only where no city stands behind them.
        ("UP Pune", "pune", "pune", "maharashtra", True),
        ("KAR Pune", "pune", "pune", "maharashtra", True),
        ("Orissa Cuttack", "cuttack", "cuttack", "odisha", True),
        ("Noida, UP", "noida", "noida", "uttar pradesh", True),
        # A state that was misread, with the city before it.
        ("Maharashtr", "", "", "maharashtra", False),
        ("Rampur Maharashtr", "raipur", "rampur", "maharashtra", False),
        ("Uttar Pradsh", "", "", "uttar pradesh", False),
        ("Pune Maharashtr", "pune", "pune", "maharashtra", True),
        # A city that is not listed: by its place behind other phrases, or before a state or a PIN.
        ("Shirpurwadi, Maharashtra", "shirpurwadi", "shirpurwadi", "maharashtra", False),
        ("Shirpurwadi 411001", "shirpurwadi", "shirpurwadi", "maharashtra", False),
        ("Baner, Shirpurwadi", "shirpurwadi", "shirpurwadi", "", False),
        ("Shirpurwadi", "", "", "", False),
        ("Big Old Shirpurwadi, Goa", "big old shirpurwadi", "big old shirpurwadi", "goa", False),
        ("Very Big Old Shirpurwadi, Goa", "", "", "goa", False),
        ("Shirpurwadi Colony, Goa", "", "", "goa", False),
        # A listed city that was misread, as it is printed.
        ("Bangalor, Karnataka", "bengaluru", "bangalor", "karnataka", False),
        ("Goaa, Goa", "goaa", "goaa", "goa", False),
        ("Bengalaro, Karnataka", "bengalaro", "bengalaro", "karnataka", False),
        # Only what ends the address can be a state that was misread.
        ("Maharashtr, Hill", "hill", "hill", "", False),
        ("India", "", "", "", False),
    ],
)
def test_city_and_state_are_read_from_the_end(end: str, city: str, printed: str, state: str, known: bool) -> None:
    found = parse(f"12 Hill Road, {end}")
    assert (found.city, found.printed_city, found.state, found.known_city) == (city, printed, state, known)


@pytest.mark.parametrize(
    "end",
    [
        "Pune",
        "Pune, MH",
        "Pune Maharashtr",
        "Pune City, Maharashtra State, India",
        "Poona 411001",
        "Pune, Delhi Zila 411001",
    ],
)
def test_what_names_city_and_state_is_in_no_line(end: str) -> None:
    found = parse(f"12 Hill Road, {end}")
    lines = f"{found.address_line_1} {found.address_line_2}"
    assert lines.startswith("12 hill road") and "pune" not in lines and "maha" not in lines


def test_a_city_that_is_only_named_as_the_district_of_its_pin_is_the_last_one_named() -> None:
    found = parse("Bhilwara Kunj, 4 Near Bhilwara Gate Shastri Nagar 311001")
    assert (found.printed_city, found.district) == ("bhilwara", "bhilwara")
    assert found.address_line_1 == "bhilwara kunj 4"
    assert "near gate" in found.address_line_2


@pytest.mark.parametrize(
    ("text", "pin", "rest"),
    [
        ("hill road 411001", "411001", "hill road ,"),
        ("hill road 411 001 pune", "411001", "hill road , pune"),
        ("hill road 411.001", "411001", "hill road ,"),
        ("pune-411001", "411001", "pune-,"),
        # The last one, whole, that does not begin with a nought.
        ("560001 hill 411001", "411001", "560001 hill ,"),
        ("hill 011001", "", "hill 011001"),
        ("hill 4110012", "", "hill 4110012"),
        ("hill 41100", "", "hill 41100"),
        # Letters in it are mended while three digits are left.
        ("hill 56oo1o", "560010", "hill ,"),
        ("hill 5bs ool", "", "hill 5bs ool"),
        ("hill 5b1 oo1", "581001", "hill ,"),
        ("hill o11001", "", "hill o11001"),
        ("hill 56o001 then 411oo1", "411001", "hill 56o001 then ,"),
    ],
)
def test_the_last_pin_is_taken_out_and_mended(text: str, pin: str, rest: str) -> None:
    assert extract_pin(text) == (pin, rest)


@pytest.mark.parametrize(
    ("text", "pin"),
    [
        ("Chennai - 17", "600017"),
        ("Chennai 7", "600007"),
        ("Madras-17", "600017"),
        ("Chennai 117", ""),
        ("Chennai 17 600004", "600004"),
        # No city that is known for its zones, or nothing that the zone could belong to.
        ("Salem - 17", ""),
        ("Chennai, 17", ""),
    ],
)
def test_two_digits_behind_some_cities_are_the_end_of_a_pin(text: str, pin: str) -> None:
    assert parse(f"6 Lake Road, {text}").postcode == pin


@pytest.mark.parametrize(
    ("pin", "state", "districts"),
    [
        ("411001", "maharashtra", ("pune",)),
        ("560001", "karnataka", ("bengaluru urban",)),
        # Not in the data: the state of its zone, where the zone has one; nothing otherwise.
        ("119999", "delhi", ()),
        ("409999", "", ()),
        ("999999", "", ()),
        # A row that the postal zone of the PIN rules out.
        ("799001", "", ()),
    ],
)
def test_a_pin_is_located(pin: str, state: str, districts: tuple[str, ...]) -> None:
    found = locate_pin(pin)
    assert (found.state, found.districts) == (state, districts)
    assert set(districts) <= districts_of(state)


def test_a_state_that_nobody_knows_has_no_districts() -> None:
    assert districts_of("") == frozenset()
    assert "cuttack" in districts_of("odisha")


@pytest.mark.parametrize(
    ("place", "weights", "numbers"),
    [
        # What a number or a letter belongs to is one word with it.
        ("Sector 18", {"sector18": 0.9}, ()),
        ("Sector No 18", {"sector18": 0.9}, ()),
        ("4th Main 5th Cross", {"main4": 0.9, "cross5": 0.9}, ()),
        ("First Cross Second Main", {"cross1": 0.9, "main2": 0.9}, ()),
        ("Ward 5 Lane 6", {"ward5": 0.9, "lane6": 0.9}, ()),
        ("Cross, Main 5", {"cross": 0.35, "main5": 0.9}, ()),
        ("Phase II", {"phase2": 0.9}, ()),
        ("A Wing", {"winga": 0.9}, ()),
        ("Wing A", {"winga": 0.9}, ()),
        ("Block X", {"block10": 0.9}, ()),
        ("Sector A", {"sectora": 0.9}, ()),
        # Floors tell little; a plain number in front belongs to them alone.
        ("2nd Floor", {"floor2": 0.3}, ()),
        ("2 Floor", {"floor2": 0.3}, ()),
        ("Floor I", {"floor1": 0.3}, ()),
        ("II Floor", {"floor2": 0.3}, ()),
        ("Ground Floor", {"floor0": 0.3}, ()),
        ("2 Cross", {"2": 1.6, "cross": 0.35}, ("2",)),
        # No number of a block, no letter of a sector, no Roman one: these are words by themselves.
        ("Block 1234", {"block": 0.35, "1234": 1.6}, ("1234",)),
        ("A Sector", {"a": 0.2, "sector": 0.35}, ()),
        ("X Block", {"x": 0.2, "block": 0.35}, ()),
        ("Block, 5", {"block": 0.35, "5": 1.6}, ("5",)),
        # House numbers, with the letter in front of them; the letter of `H. No.` says nothing.
        ("Flat 12", {"flat": 0.2, "12": 1.6}, ("12",)),
        ("H. No. E 376", {"number": 0.2, "e376": 1.6}, ("e376",)),
        ("Flat E 376", {"flat": 0.2, "e376": 1.6}, ("e376",)),
        ("E 376", {"e": 0.2, "376": 1.6}, ("376",)),
        ("D. No. 14", {"number": 0.2, "14": 1.6}, ("14",)),
        ("12, 12", {"12": 1.6}, ("12", "12")),
        # What only helps to find it.
        ("Near Water Tank", {"near": 0.1, "water": 0.4, "tank": 0.4}, ()),
        ("PO Kutra", {"post": 0.1, "kutra": 0.5}, ()),
        ("Near 5 Hill Road", {"near": 0.1, "5": 1.6, "hill": 0.4, "road": 0.35}, ("5",)),
        ("The House of Hill", {"house": 0.2, "hill": 1.0}, ()),
        ("Rampur India Gate", {"rampur": 1.0, "india": 1.0, "gate": 1.0}, ()),
        ("S/O Ram Lal", {}, ()),
    ],
)
def test_each_word_of_the_place_weighs_what_it_tells(
    place: str, weights: dict[str, float], numbers: tuple[str, ...]
) -> None:
    found = parse(f"{place}, Rose, Pune")
    assert found.weights == {**weights, "rose": 1.0, "pune": 1.0}
    assert found.numbers == numbers
    assert found.tokens == tuple(found.weights)
    assert (found.whole, found.ordered) == (" ".join(found.tokens), " ".join(sorted(found.tokens)))


@pytest.mark.parametrize(
    ("text", "line_1", "line_2"),
    [
        ("Shop 3 Hill Road Anna Nagar West Baner", "shop 3 hill road anna nagar west", "baner"),
        ("Shop 3 Hill Road Sector 18 Baner", "shop 3 hill road sector 18", "baner"),
        ("Lajpat Nagar II Baner, Rose", "lajpat nagar ii", "baner rose"),
        ("Village Rampur Kalan", "village rampur kalan", ""),
        ("12 Rampur Kalan", "12 rampur kalan", ""),
        ("Rose, Hill", "rose", "hill"),
        ("Rose, Hill Road, Lake", "rose hill road", "lake"),
        ("12 Hill Road near Park, Behind School, Rose", "12 hill road", "near park behind school rose"),
        ("H. No. 4 Rose Road", "no. 4 rose road", "h."),
        ("C/O Hari Rao, H. 4 Rose Road", "h. 4 rose road", "c/o hari rao"),
        # The name of a district of the PIN's state goes with the word before it.
        ("12 Hill Road Nashik Baner 411001", "12 hill road nashik", "baner"),
        ("12 Hill Road Cuttack Baner 411001", "12 hill road", "cuttack baner"),
    ],
)
def test_the_first_line_ends_behind_the_word_that_says_what_the_place_is(text: str, line_1: str, line_2: str) -> None:
    found = formatted(f"{text}, Pune")
    assert (found["address_line_1"], found["address_line_2"]) == (line_1, line_2)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (" \n ", "it is empty"),
        ("x" * 1001, "it is longer than 1000 characters"),
        ("12-34 / 5", "it has no letters"),
        ("Hill", "nothing in it names a house, street, locality, city or PIN"),
        ("Road", "nothing in it names"),
        ("Flat", "nothing in it names"),
        ("411001 road", "nothing in it names"),
        ("Near Opp", "nothing in it names"),
    ],
)
def test_what_is_no_address_is_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(AddressError) as refused:
        parse(text)
    assert refused.value.reason.startswith(reason)
    assert str(refused.value) == f"not an address: {refused.value.reason}"


@pytest.mark.parametrize("text", ["Hill Road", "Palace Road", "12 Hill", "5th Hill", "Hill 411001", "Goa", "Pune"])
def test_a_name_with_a_number_a_kind_of_street_or_a_pin_is_one(text: str) -> None:
    assert parse(text).text == text


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(PLACES.cities)), st.sampled_from([str.upper, str.title, str.lower]))
def test_every_listed_city_is_found_under_every_name_with_its_state(name: str, case: object) -> None:
    found = parse(f"Flat 4, Rose Villa, Hill Road, {case(name)}")  # type: ignore[operator]
    city = PLACES.cities[name]
    assert (found.city, found.printed_city, found.known_city) == (city, name, True)
    assert found.state == ("" if city in PLACES.states else PLACES.state_of[city])
