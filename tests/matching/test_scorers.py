import random
import string

import pytest

from simulator.matching import addresses
from simulator.matching.model import SCORER_NAMES
from simulator.matching.scorers import SCORERS, score

SOURCE = "D. No. 14-4-16, Anam Vari Street, Kapu Street, Abbai Reddy Complex, NELLORE. 524001"
TARGET = "D. No. 14-4-16, Anam Vari Street, Kapu Street, 524001"


def test_the_documented_pairs_score_as_documented():
    assert score("address", SOURCE, TARGET) == 60
    assert score("name", "Asha", "Asha Verma") == 90
    assert score("name", "Prashant", "Prashant Mehta") == 90


def test_cross_checks_and_the_address_api_say_the_same_of_a_pair():
    assert score("address", SOURCE, TARGET) == round(addresses.similarity(SOURCE, TARGET))


def test_every_kind_in_the_catalogue_has_a_scorer():
    assert set(SCORERS) == set(SCORER_NAMES)


@pytest.mark.parametrize("kind", SCORER_NAMES)
@pytest.mark.parametrize(
    "value", ["Asha Verma", "12 MG Road", "9876543210", "???", "16/07/1986", 30000, 12.5, ["a1", "b2"]]
)
def test_identical_values_score_full(kind, value):
    assert score(kind, value, value) == 100


@pytest.mark.parametrize("kind", SCORER_NAMES)
@pytest.mark.parametrize("empty", ["", "  ", [], ["", " "]])
def test_an_empty_side_is_like_nothing(kind, empty):
    assert score(kind, "something", empty) == score(kind, empty, "something") == score(kind, empty, empty) == 0


@pytest.mark.parametrize("kind", SCORER_NAMES)
def test_scores_are_symmetric_whole_numbers_within_bounds(kind):
    chance = random.Random(3)
    words = ["Asha", "verma", "Verna", "A", "12", "B-7", "MG Road", "Pune", "₹30,000", "three lakh", "356938035643809"]
    words += [
        "35693803564380",
        "16/07/1986",
        "1986-07-16",
        "+91 98765 43210",
        "98765 43211",
        "Galaxy A15",
        "M/s",
        "é",
        "ம",
    ]
    for _ in range(300):
        a, b = (" ".join(chance.choices(words, k=chance.randint(1, 4))) for _ in "ab")
        forward = score(kind, a, b)
        assert isinstance(forward, int) and 0 <= forward <= 100
        assert forward == score(kind, b, a)
        c, d = chance.choices(words, k=chance.randint(1, 4)), chance.choices(words, k=chance.randint(1, 4))
        assert score(kind, c, d) == score(kind, d, c)


@pytest.mark.parametrize("kind", SCORER_NAMES)
def test_any_printable_text_is_scored(kind):
    chance = random.Random(4)
    for length in (1, 7, 60, 600):
        a, b = ("".join(chance.choices(string.printable, k=length)) for _ in "ab")
        assert 0 <= score(kind, a, b) <= 100


@pytest.mark.parametrize(
    ("a", "b", "low", "high"),
    [
        ("Mr. Asha Verma", "ASHA VERMA", 100, 100),
        ("Shri Mohan Lal", "Smt. Mohan Lal", 100, 100),
        ("M/s Balaji Traders Pvt. Ltd.", "Balaji Traders Private Limited", 100, 100),
        ("Asha Verma W/O Ravi Verma", "Asha Verma", 100, 100),
        ("Verma Asha", "Asha Verma", 95, 95),
        ("A. Verma", "Asha Verma", 85, 90),
        ("Asha R. Verma", "Asha Verma", 88, 95),
        ("Mohd Rafiq", "Mohammad Rafiq", 100, 100),
        ("Asha Verma", "Asha Vrma", 88, 99),
        ("Asha", "Natasha Roy", 0, 60),
        ("A", "Asha Verma", 0, 40),
        ("Asha Verma", "Kiran Rao", 0, 50),
    ],
)
def test_names_are_the_same_but_for_titles_order_initials_and_left_out_parts(a, b, low, high):
    assert low <= score("name", a, b) <= high


@pytest.mark.parametrize(
    ("a", "b", "low", "high"),
    [
        ("+91 98765 43210", "9876543210", 100, 100),
        ("09876543210", "98765-43210", 100, 100),
        ("98765 432l0", "9876543210", 100, 100),
        ("9876543210 / 9123456780", "9123456780", 100, 100),
        ("9876543210", "9876543211", 80, 80),
        ("9876543210", "9123456780", 0, 40),
    ],
)
def test_phone_numbers_are_their_last_ten_digits(a, b, low, high):
    assert low <= score("phone", a, b) <= high


@pytest.mark.parametrize(
    ("a", "b", "low", "high"),
    [
        ("abcpv 1234-k", "ABCPV1234K", 100, 100),
        ("ABCPV1234K", "A8CPV1234K", 95, 95),
        ("356938035643809", "356938035643808", 75, 75),
        ("356938035643809", "490154203237518", 0, 40),
        ("SNR28M31ABCDEF", "R28M31ABCDEF", 50, 80),
    ],
)
def test_identifiers_are_graded_by_what_could_be_misread(a, b, low, high):
    assert low <= score("identifier", a, b) <= high


def test_lists_are_compared_in_their_best_assignment():
    first, second, other = "356938035643809", "490154203237518", "111111111111111"
    assert score("identifiers", [first, second], [second, first]) == 100
    assert score("identifiers", [first], [second, first]) == 100, "the second number of a phone may be left out"
    assert score("identifiers", [first, other], [second, first]) < 75
    assert score("identifiers", [f"{n:015}" for n in range(12)], [f"{n:015}" for n in reversed(range(12))]) == 100
    assert score("text", "Galaxy A15", ["Cable", "Galaxy A15"]) == 100


@pytest.mark.parametrize(
    ("a", "b", "low", "high"),
    [
        ("Rs. 1,20,000/-", 120000, 100, 100),
        ("₹ 1,20,000.00", "INR 120,000", 100, 100),
        ("1.2 lakh", "120000", 100, 100),
        ("Rupees One Lakh Twenty Thousand Only", "1,20,000", 100, 100),
        ("30,000 (thirty thousand only)", "30000.00", 100, 100),
        (30000, 29999, 98, 99),
        (30000, 27000, 80, 80),
        (30000, 15000, 0, 0),
    ],
)
def test_amounts_are_graded_by_their_relative_difference(a, b, low, high):
    assert low <= score("amount", a, b) <= high


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("16/07/1986", "1986-07-16", 100),
        ("16 July 1986", "16-Jul-86", 100),
        ("2025-10-11T06:01:03", "11.10.2025", 100),
        ("07/06/1986", "06/07/1986", 80),
        ("16/07/1986", "16/07/1985", 50),
        ("16/07/1986", "01/02/1999", 0),
    ],
)
def test_dates_are_days_in_any_notation(a, b, expected):
    assert score("date", a, b) == expected


@pytest.mark.parametrize(
    ("a", "b", "low", "high"),
    [
        ("GALAXY A-15", "galaxy a 15", 100, 100),
        ("Galaxy A15", "Galaxy A 15", 97, 97),
        ("Galaxy A15 5G Blue", "Galaxy A15", 90, 90),
        ("Galaxy A15", "Galaxy A25", 0, 55),
    ],
)
def test_designations_hang_on_their_numbers(a, b, low, high):
    assert low <= score("text", a, b) <= high


def test_exact_folds_case_and_space_only():
    assert score("exact", " Two  Wheeler", "two wheeler") == 100
    assert score("exact", "Two Wheeler", "Two-Wheeler") == 0


def test_a_text_that_is_no_address_is_compared_as_text():
    assert score("address", "Koteshwar", "koteshwar") == 100
    assert score("address", "Koteshwar", "Koteshwr") > 80
