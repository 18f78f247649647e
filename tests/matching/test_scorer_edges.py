"""Where each scorer turns: the values at, just before and just behind every border, as figures."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.matching.scorers import score
from simulator.matching.scorers.amounts_and_dates import value_of
from simulator.matching.scorers.assignment import TRIED_OUT, best_mean

REGISTRATION = "MH12DE1433"


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (REGISTRATION, "mh-12/de 1433", 100),
        (REGISTRATION, "MHI2DE1433", 95),
        (REGISTRATION, "MH12DE1434", 75),
        (REGISTRATION, "MH12DE1477", 50),
        # Three wrong: half of the share that is right.
        (REGISTRATION, "MH12DE1777", 35),
        # One wrong in five characters is no near miss; in six it is.
        ("47321", "47324", 40),
        ("473214", "473217", 75),
        # A serial number behind its maker's prefix, of six characters or more.
        ("XYZW473214", "473214", 80),
        ("XYZW47321", "47321", 28),
        ("473214XYZW", "473214", 30),
        ("-- / --", "-__-", 0),
        ("OQDILZSBG", "000112586", 95),
    ],
)
def test_identifiers(a: str, b: str, expected: int) -> None:
    assert score("identifier", a, b) == score("identifiers", b, a) == expected


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("+91 98765 43210", "098765-43210", 100),
        ("98765 43210", "98765 43211", 80),
        ("98765 43210", "98765 43322", 40),
        ("98765 43210", "01234 56789", 0),
        ("98765 43210 / 91234 56780", "9123456780", 100),
        ("9876S 432IO", "9876543210", 100),
        # Not ten digits: as identifiers are.
        ("020-2553401", "0202553401", 100),
        ("2553401", "2553402", 75),
        ("2553401", "9876543210", 10),
        ("none", "9876543210", 0),
        # A letter is a misread digit only among digits.
        ("Office: 2553401", "2553401", 100),
        ("Office 255-34OI", "2553401", 100),
    ],
)
def test_phones(a: str, b: str, expected: int) -> None:
    assert score("phone", a, b) == expected


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Rs. 1,20,000/-", "120000"),
        ("INR 120000.50", "120000.50"),
        ("₹1.2 lakh", "120000"),
        ("1.2 lacs", "120000"),
        ("2 crores", "20000000"),
        ("3 thousand", "3000"),
        ("rupees one lakh twenty thousand only", "120000"),
        ("Rupees Two Crore Five Lakh Three Hundred and Forty Two", "20500342"),
        ("hundred", "100"),
        ("thousand", "1000"),
        ("nineteen thousand ninety nine and fifty paise", "19149"),
        ("nineteen thousand ninety nine paise fifty", "19099"),
        ("zero", "0"),
        ("seven hundred eleven", "711"),
        ("thirty", "30"),
        ("nothing", None),
    ],
)
def test_amounts_are_understood(text: str, value: str | None) -> None:
    assert value_of(text) == (None if value is None else Decimal(value))


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("100", "100.00", 100),
        ("100000", "99999", 99),
        ("1000", "995", 99),
        ("1000", "990", 98),
        ("100", "90", 80),
        ("100", "50", 0),
        ("100", "1", 0),
        ("0", "0.0", 100),
        ("free", "FREE", 100),
        ("12", "twelve", 100),
    ],
)
def test_amounts(a: str, b: str, expected: int) -> None:
    assert score("amount", a, b) == score("amount", b, a) == expected


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("16/07/1986", "1986-07-16", 100),
        ("16 July 1986", "16-Jul-86", 100),
        ("1 Jan 50", "01/01/2050", 100),
        ("1 Jan 51", "01/01/1951", 100),
        ("05/07/1986", "07/05/1986", 80),
        ("05/07/1986", "07/05/1987", 0),
        ("16/07/1986", "17/07/1986", 50),
        ("16/07/1986", "16/08/1986", 50),
        ("16/07/1986", "16/07/1987", 50),
        ("16/07/1986", "17/08/1986", 0),
        ("31/12/1999", "31.12.1999", 100),
        # No day of any year: as texts are compared.
        ("31/02/1999", "31/02/1999 ", 100),
        ("16 Foo 1986", "16 foo 1986", 100),
    ],
)
def test_dates(a: str, b: str, expected: int) -> None:
    assert score("date", a, b) == score("date", b, a) == expected


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("Galaxy A15", "galaxy-a15", 100),
        ("Galaxy A 15", "GalaxyA15", 97),
        ("Galaxy", "Galaxy Tab Ultra Extra Long Edition", 90),
        ("Samsung Galaxy", "Galaxy Samsung", 95),
        ("Galaxy A15", "Galaxy A25", 55),
        # Only one has a number of its own.
        ("Galaxy A15", "Galaxy", 90),
        ("!!", "--", 0),
    ],
)
def test_designations(a: str, b: str, expected: int) -> None:
    assert score("text", a, b) == score("text", b, a) == expected


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("Asha Verma", "Verma Asha", 95),
        ("Asha", "Asha Verma", 90),
        ("A Verma", "Asha Verma", 89),
        ("Mr Asha Verma", "Smt Asha Verma", 100),
        # A title alone is a name.
        ("Mr", "mr.", 100),
        ("Asha Verma S/O Ram Verma", "Asha Verma", 100),
        ("M/s Verma & Sons", "Verma and Sons", 100),
        ("...", "Asha", 0),
    ],
)
def test_names(a: str, b: str, expected: int) -> None:
    assert score("name", a, b) == score("name", b, a) == expected


def test_no_initial_alone_is_part_of_a_name_and_no_stretch_of_letters_is() -> None:
    assert score("name", "A", "Asha Verma") < 50
    assert score("name", "Asha", "Natasha Rao") < 75


def test_lists_take_the_best_assignment_and_long_ones_the_best_pair_first() -> None:
    table = {("a", "x"): 90.0, ("a", "y"): 80.0, ("b", "x"): 80.0, ("b", "y"): 0.0}
    # The best pair first would give (90 + 0) / 2.
    assert best_mean("ab", "xy", lambda a, b: table[a, b]) == 80.0
    assert best_mean("a", "xy", lambda a, b: table[a, b]) == 90.0
    assert best_mean("xy", "a", lambda b, a: table[b, a] if (b, a) in table else table[a, b]) == 90.0
    many = "xy" + "-" * (TRIED_OUT - 2)
    assert best_mean("ab", many, lambda a, b: table.get((a, b), 0.0)) == 80.0
    assert best_mean("ab", f"{many}-", lambda a, b: table.get((a, b), 0.0)) == 45.0


@given(st.lists(st.text("0123456789AB", min_size=1, max_size=8), min_size=1, max_size=6), st.randoms())
def test_a_list_equals_itself_in_any_order(values: list[str], chance: object) -> None:
    turned = list(values)
    chance.shuffle(turned)  # type: ignore[attr-defined]
    assert score("identifiers", values, turned) == 100


@given(st.decimals("0.01", "99999999", places=2))
def test_an_amount_equals_itself_in_every_grouping(value: Decimal) -> None:
    western = f"{value:,.2f}"
    whole, _, paise = f"{value:.2f}".partition(".")
    head, tail = whole[:-3], whole[-3:]
    pairs = []
    while head:
        head, pair = head[:-2], head[-2:]
        pairs.insert(0, pair)
    indian = ",".join([*pairs, tail]) + f".{paise}"
    assert score("amount", f"Rs. {western}", f"INR {indian}/-") == 100


@given(st.dates())
def test_a_day_equals_itself_in_every_notation(day: object) -> None:
    notations = [f"{day:%d/%m/%Y}", f"{day:%d-%m-%Y}", f"{day:%d.%m.%Y}", f"{day:%d %b %Y}", f"{day:%d %B, %Y}"]
    notations.append(day.isoformat())  # type: ignore[attr-defined]
    if day.year < 1000:  # type: ignore[attr-defined]
        return
    assert {score("date", notations[0], other) for other in notations} == {100}
