"""Each scorer by itself, to the fraction: what is rounded away for a client, and which word belongs to which."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from simulator.matching.scorers import SCORERS, score
from simulator.matching.scorers.amounts_and_dates import day_of, value_of
from simulator.matching.scorers.names import folded


@pytest.mark.parametrize(
    ("kind", "a", "b", "expected"),
    [
        ("exact", "Two  Wheeler", "two wheeler ", 100.0),
        ("exact", "Two Wheeler", "Two Wheelers", 0.0),
        ("identifier", "ab-12", "AB 12", 100.0),
        ("identifier", "", "AB12", 0.0),
        ("identifier", "--", "--", 0.0),
        # The shorter one stands at the end of the longer, whichever comes first in the alphabet.
        ("identifier", "ABCX73214", "X73214", 80.0),
        ("identifier", "473214", "XYZW473214", 80.0),
        ("phone", "none", "none", 0.0),
        ("phone", "98765 43210", "12345 67890", 0.0),
        ("phone", "98765 43210", "+91-98765-43210", 100.0),
        ("amount", "5", "5.00", 100.0),
        ("amount", "100", "10", 0.0),
        ("amount", "100000", "99999", 99.0),
        ("amount", "200", "199", 99.0),
        ("amount", "1000", "900", 80.0),
        ("date", "16/07/1986", "1986-07-16", 100.0),
        ("date", "16/07/1986", "17/08/1986", 0.0),
        ("date", "16/07/1986", "17/07/1986", 50.0),
        ("date", "05/07/1986", "07/05/1986", 80.0),
        ("text", "Galaxy-A15", "galaxy a15", 100.0),
        ("text", "", "Galaxy", 0.0),
        ("text", "!!", "Galaxy", 0.0),
        ("text", "Galaxy", "--", 0.0),
        # Part of the words, from either side.
        ("text", "a b c d e f g", "f", 90.0),
        ("text", "f", "a b c d e f g", 90.0),
        ("text", "Galaxy A15", "Galaxy A25", 55.0),
        ("name", "", "Asha", 0.0),
        ("name", "Asha", "...", 0.0),
        ("name", "ASHA", "asha", 100.0),
        ("name", "Asha", "Asha Verma Rao", 90.0),
        ("name", "Asha Verma", "Verma Asha", 95.0),
    ],
)
def test_a_scorer_says_exactly_so_much(kind: str, a: str, b: str, expected: float) -> None:
    assert SCORERS[kind](a, b) == expected  # type: ignore[index]


LONG = "Kumar Singh Yadav Chaudhary"


@pytest.mark.parametrize(
    ("short", "long", "contained"),
    [
        # Four letters of five are the same word, misspelt; seven of nine are not.
        ("Rames", f"Ramex {LONG}", 0.8),
        ("Abcdefghi", f"Abcdefgxy {LONG}", 0.0),
        # An initial, on either side, by its first letter; but not initials alone.
        ("Asha V", f"Asha Verma {LONG}", (1 + 0.97) / 2),
        ("Verma Asha", f"V Asha {LONG}", (1 + 0.97) / 2),
        ("Verma Asha", f"A Asha {LONG}", 0.0),
        ("Asha A", f"Asha Verma {LONG}", 0.0),
        ("K S", LONG, 0.0),
        ("Om", f"Om {LONG}", 1.0),
        # Every word has its own in the longer name, the longest choosing first.
        ("Ravi Ravi", f"Ravi {LONG}", 0.0),
        ("A Asha", f"Asha Anil {LONG}", (1 + 0.97) / 2),
        ("Xbcde Abcdef", f"Xbcdef Xbcdy {LONG}", (5 / 6 + 0.8) / 2),
        ("Asha", f"Natasha {LONG}", 0.0),
    ],
)
def test_how_well_the_words_of_a_name_stand_in_a_longer_one(short: str, long: str, contained: float) -> None:
    for found in (SCORERS["name"](short, long), SCORERS["name"](long, short)):
        if contained:
            assert found == pytest.approx(90 * contained, abs=1e-9)
        else:
            assert found < 60


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Mr Asha", "asha"),
        ("Mr. Mr", "mr"),
        ("Mr", "mr"),
        ("Asha D/O Ram", "asha"),
        ("S/O Ram", "s o ram"),
        ("Asha wife of Ram", "asha"),
        ("M/s. Rao & Sons", "rao and sons"),
        ("ＡＳＨＡ-Verma", "asha verma"),
        ("आशा वर्मा", "आशा वर्मा"),
    ],
)
def test_a_name_is_folded(name: str, expected: str) -> None:
    assert folded(name) == expected


UNITS = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
    eighteen nineteen"""


def test_every_word_for_a_number_is_that_number() -> None:
    assert [value_of(word) for word in UNITS.split()] == list(range(20))
    tens = "ten twenty thirty forty fifty sixty seventy eighty ninety"
    assert [value_of(word) for word in tens.split()] == list(range(10, 100, 10))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Two Lakhs", 200_000),
        ("two lacs", 200_000),
        ("two lac", 200_000),
        ("three crores", 30_000_000),
        ("one crore two lakh three thousand four hundred five", 10_203_405),
        ("2 Lakhs", 200_000),
        ("2 lac", 200_000),
        ("2.5 Crores", 25_000_000),
        ("7 thousand", 7_000),
        ("hundred thousand", 100_000),
    ],
)
def test_a_scale_in_words_or_behind_digits(text: str, value: int) -> None:
    assert value_of(text) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("1/2/999", date(999, 2, 1)),
        ("1/2/50", date(2050, 2, 1)),
        ("1/2/51", date(1951, 2, 1)),
        ("on 1986-07-16T06:01", date(1986, 7, 16)),
        ("16 Sept. 1986", date(1986, 9, 16)),
        ("16 Foo 1986", None),
        ("16/13/1986", None),
        ("July 1986", None),
        *((f"1-{month}-2020", date(2020, n, 1)) for n, month in enumerate(("Jan", "February", "mar", "APR"), 1)),
        *((f"1 {month}, 2020", date(2020, n, 1)) for n, month in enumerate(("May", "june", "Jul", "August"), 5)),
        *((f"1.{month}.20", date(2020, n, 1)) for n, month in enumerate(("sept", "Oct", "November", "DEC"), 9)),
    ],
)
def test_a_text_states_a_day_or_none(text: str, day: date | None) -> None:
    assert day_of(text) == day


def test_in_a_list_equal_values_count_full_and_no_more() -> None:
    assert score("exact", ["a", "b"], ["c", "a"]) == 50
    assert score("exact", ["a", "b", "c"], ["a", "b"]) == 100
    assert score("amount", [5, 7.0], ["7", "5"]) == 100
    assert score("text", 12.50, "12.5") == 100


@pytest.mark.parametrize(
    "digits", ["०१२३४५६७८९", "০১২৩৪৫৬৭৮৯", "૦૧૨૩૪૫૬૭૮૯", "௦௧௨௩௪௫௬௭௮௯", "೦೧೨೩೪೫೬೭೮೯", "０１２３４５６７８９"]
)
@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("phone", "98765 43210"),
        ("identifier", "MH12DE1433"),
        ("amount", "1,20,000"),
        ("date", "16/07/1986"),
        ("text", "Galaxy A15"),
        ("address", "12, Hill Road, Pune 411001"),
        ("exact", "1234567890"),
    ],
)
def test_a_number_is_the_same_in_the_digits_of_every_script(digits: str, kind: Any, value: str) -> None:
    other = value.translate(str.maketrans("0123456789", digits))
    assert score(kind, value, other) == score(kind, other, value) == 100
    assert score(kind, [value, "x"], ["x", other]) == 100
