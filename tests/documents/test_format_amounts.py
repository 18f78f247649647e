"""Amounts and dates: as they are printed, what they are as numbers and days, and how much their form says."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.documents.formats import get_format
from simulator.documents.formats.amounts import figure, spelled, worth
from simulator.documents.formats.dates import day
from simulator.documents.formats.model import LOOSE, STRICT


def found(name: str, text: str) -> list[tuple[str, float]]:
    return [(each.value, each.proof) for each in get_format(name).find(text)]


@pytest.mark.parametrize(
    ("text", "value", "proof"),
    [
        ("500", "500", LOOSE),
        ("500.5", "500.5", STRICT),
        ("1,23,456.00", "1,23,456.00", STRICT),
        ("1.234,56", "1.234,56", STRICT),
        ("12,34", "12,34", STRICT),
        ("1’234", "1’234", STRICT),
        # What stands beside it says that it is one.
        ("₹500", "500", STRICT),
        ("Rs. : 500", "500", STRICT),
        ("usd5", "5", STRICT),
        ("5 INR", "5", STRICT),
        ("500/-", "500", STRICT),
        ("500/=", "500", STRICT),
        ("2 lakh", "2 lakh", STRICT),
        ("5 lacs", "5 lacs", STRICT),
        ("3 Crores", "3 Crores", STRICT),
        ("100 Cr", "100 CR", STRICT),
        ("100 Dr", "100 DR", STRICT),
        # A crore behind a currency, a credit behind decimals.
        ("Rs 5 Cr", "5 crore", STRICT),
        ("Rs 5.00 Cr", "5.00 CR", STRICT),
        # Groups that spaces part.
        ("27 000.00", "27 000.00", STRICT),
        ("1 27 000", "1 27 000", LOOSE),
        ("1 234 567", "1 234 567", LOOSE),
        ("12 34 567", "12 34 567", LOOSE),
        ("Rs 1 234", "1 234", STRICT),
        ("1 234 INR", "1 234", STRICT),
        ("1 489 350 FBU", "1 489 350", STRICT),
        ("25 000 Ar", "25 000", STRICT),
        ("8,750.00 pesos", "8,750.00", STRICT),
        ("GHC9,701.00", "9,701.00", STRICT),
        ("N4,500.00", "4,500.00", STRICT),
        ("K1,200.00", "1,200.00", STRICT),
        # Stray spaces.
        ("1,2 34.50", "1,234.50", STRICT),
        ("2,309. 54", "2,309.54", STRICT),
        # Less than nothing.
        ("-500", "-500", LOOSE),
        ("−500", "-500", LOOSE),
        ("500.00-", "-500.00", STRICT),
        ("500-", "500", LOOSE),
        ("Rs -500", "-500", STRICT),
        ("(500.00)", "-500.00", STRICT),
        ("( 500.00 )", "-500.00", STRICT),
        ("(500)", "500", LOOSE),
        ("(500.00", "500.00", STRICT),
        ("500.00)", "500.00", STRICT),
        (":-500", "500", LOOSE),
        ("- 500", "500", LOOSE),
        ("One hundred (100.00)", "100.00", STRICT),
    ],
)
def test_an_amount_is_answered_without_its_currency_and_says_how_much_its_form_proves(
    text: str, value: str, proof: float
) -> None:
    assert found("amount", text) == [(value, proof)]


@pytest.mark.parametrize(
    "text",
    [
        "abc",
        "x500",
        "500x",
        "12/04",
        "1.2.3",
        "27/04/2024",
        "A-500",
        "",
        "₹",
        "N4500",
        "PLOT N4,500.00A",
        "127.33 h",
        "30 days",
        "118 kWh",
        "12 Nos",
    ],
)
def test_no_amount(text: str) -> None:
    assert found("amount", text) == []


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("10 250.00 2 500.00", ["10", "250.00", "2", "500.00"]),
        ("1 2 3", ["1", "2", "3"]),
        ("1 2,345.00", ["1", "2,345.00"]),
        ("12 34 567 890", ["12", "34", "567", "890"]),
        ("Qty 2, Rs 1 234.00", ["2", "1 234.00"]),
        ("108, 000.00", ["108,000.00"]),
        ("Rooms 12, 108", ["12", "108"]),
    ],
)
def test_several_amounts_stand_beside_each_other(text: str, values: list[str]) -> None:
    assert [value for value, _ in found("amount", text)] == values


@pytest.mark.parametrize(
    ("text", "start", "end"), [("pay Rs. 500/- only", 4, 13), ("sum 500 INR.", 4, 11), (" 1 234.00 ", 1, 9)]
)
def test_an_amount_says_where_it_stands_with_what_belongs_to_it(text: str, start: int, end: int) -> None:
    (each,) = get_format("amount").find(text)
    assert (each.start, each.end) == (start, end)


@pytest.mark.parametrize(
    ("value", "number"),
    [
        ("1,23,456.00", 123_456.0),
        ("1.234,56", 1234.56),
        ("12,5", 12.5),
        ("1 234", 1234.0),
        ("-500.25", -500.25),
        ("7", 7.0),
        ("7.005", 7005.0),
        ("0.5 Lakh", 50_000.0),
        ("1.5 lacs", 150_000.0),
        ("7 lac", 700_000.0),
        ("2 crores", 20_000_000.0),
        ("2.25 crore", 22_500_000.0),
        ("7 DR", 7.0),
        ("1.5 CR", 1.5),
        ("-", None),
        ("none", None),
        ("", None),
    ],
)
def test_what_an_amount_is_as_a_number(value: str, number: float | None) -> None:
    assert worth(value) == number


def test_the_figure_of_a_text_is_its_first_amount() -> None:
    assert figure("(1.50 lakh)") == -150_000.0
    assert figure("Rs 5 of Rs 7") == 5.0
    assert figure("none") is None


@given(st.integers(0, 10**11), st.integers(0, 99))
def test_an_amount_is_its_number_in_every_grouping(rupees: int, paise: int) -> None:
    number = float(f"{rupees}.{paise:02}")
    western = f"{rupees:,}.{paise:02}"
    continental = western.replace(",", " ").replace(".", ",").replace(" ", ".")
    assert {figure(western), figure(f"₹{western}/-"), figure(f"{continental} EUR")} == {number}
    assert figure(f"({western})") == -number


UNITS = """one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
    eighteen nineteen"""


def test_every_word_for_a_number_is_that_number() -> None:
    assert [spelled(word) for word in ["zero", *UNITS.split()]] == list(range(20))
    tens = "ten twenty thirty forty fifty sixty seventy eighty ninety"
    assert [spelled(word) for word in tens.split()] == list(range(10, 100, 10))
    scales = {"hundred": 100, "thousand": 1000, "lakh": 10**5, "lac": 10**5, "million": 10**6, "crore": 10**7}
    for word, worth_of in scales.items():
        assert spelled(word) == worth_of
        assert spelled(f"two {word}") == 2 * worth_of
        assert spelled(f"Three {word}s only") == 3 * worth_of


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("Rupees One Crore Two Lakh Three Thousand Four Hundred and Five Only", 10_203_405),
        ("One Lakh Two Thousand and Fifty Paise", 102_000.5),
        ("five and paise ten", 5.0),
        ("fifty paise", 50.0),
        ("two hundred and five", 205),
        ("One Hundred and Five Paise", 100.05),
        ("Indian Rupees Seven", 7),
        ("and", None),
        ("only rupees", None),
    ],
)
def test_an_amount_in_words(words: str, number: float | None) -> None:
    assert spelled(words) == number


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(one) :", [("one", STRICT)]),
        ("  - five hundred. ", [("five hundred", STRICT)]),
        ("nothing", []),
        ("", []),
    ],
)
def test_words_are_trimmed_and_answered_where_they_are_an_amount(text: str, expected: list[tuple[str, float]]) -> None:
    assert found("amount_in_words", text) == expected
    for each in get_format("amount_in_words").find(text):
        assert text[each.start : each.end] == each.value


# Dates


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12/04/2024", (2024, 4, 12)),
        ("2024-04-12", (2024, 4, 12)),
        ("12 / 04 / 24", (2024, 4, 12)),
        # Day and month the other way round where only that is a date.
        ("04/13/2024", (2024, 4, 13)),
        ("12/12/2024", (2024, 12, 12)),
        ("13/12/2024", (2024, 12, 13)),
        ("13/13/2024", None),
        ("32/01/2024", None),
        ("31/01/2024", (2024, 1, 31)),
        ("0/1/2024", None),
        ("1/0/2024", None),
        ("1/1/2024", (2024, 1, 1)),
        ("2024-13-12", None),
        # Years: of two digits this century up to 60; of four those of living people.
        ("1/1/60", (2060, 1, 1)),
        ("1/1/61", (1961, 1, 1)),
        ("1/1/00", (2000, 1, 1)),
        ("31/12/1899", None),
        ("1/1/1900", (1900, 1, 1)),
        ("31/12/2100", (2100, 12, 31)),
        ("1/1/2101", None),
        # Misread digits.
        ("O1/I2/2O24", (2024, 12, 1)),
        ("1@/l2/2o24", (2024, 12, 10)),
        # In words.
        ("1st March 2020", (2020, 3, 1)),
        ("2nd, June, 2020", (2020, 6, 2)),
        ("Sept. 3rd 2020", (2020, 9, 3)),
        ("12th day of April in the year 2024", (2024, 4, 12)),
        ("12 day of the month of April, of the year 2024", (2024, 4, 12)),
        ("5 May '24", (2024, 5, 5)),
        ("x12/04/2024", None),
        ("12/04/2024x", None),
        ("12/04/2024-3", None),
        ("no date", None),
    ],
)
def test_the_day_of_a_date(text: str, expected: tuple[int, int, int] | None) -> None:
    assert day(text) == expected
    assert bool(found("date", text)) is (expected is not None)


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_a_day_is_itself_in_every_notation(each: date) -> None:
    for form in ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d", "%d-%b-%Y", "%d %B %Y", "%B %d, %Y", "%d %b, %Y"):
        assert day(each.strftime(form)) == (each.year, each.month, each.day), form


def test_a_date_is_answered_as_printed_and_says_whether_it_was_put_right() -> None:
    for text, value, proof, mended in (
        ("on 12-Apr-2024.", "12-Apr-2024", STRICT, False),
        ("O1/O2/2O24", "01/02/2024", STRICT, True),
        ("l2-Oct-2o24", "12-Oct-2024", STRICT, True),
        # Both strokes read as 1.
        ("2410712024", "24/07/2024", LOOSE, True),
        ("24|0712024", "24/07/2024", LOOSE, True),
        ("24107/2024", "24/07/2024", LOOSE, True),
    ):
        (each,) = get_format("date").find(text)
        assert (each.value, each.proof, each.mended) == (value, proof, mended)
        assert each.end - each.start == len(value)
    assert found("date", "2413712024") == found("date", "4410712024") == []


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("month", "for April 2024", [("April 2024", STRICT)]),
        ("month", "Apr-24", [("Apr-24", STRICT)]),
        ("month", "04/2024", [("04/2024", STRICT)]),
        ("month", "4-2024", [("4-2024", STRICT)]),
        ("month", "2026-04", [("2026-04", STRICT)]),
        ("month", "2026-04-01", []),
        ("month", "2023-24", []),
        ("month", "13/2024", []),
        ("month", "0/2024", []),
        ("month", "12/1899", []),
        ("years", "2024-25", [("2024-25", STRICT)]),
        ("years", "2024–2025", [("2024–2025", STRICT)]),
        ("years", "1999-00", [("1999-00", STRICT)]),
        ("years", "1999 / 2000", [("1999 / 2000", STRICT)]),
        # Not one after the other.
        ("years", "2024-26", [("2024-26", LOOSE)]),
        ("years", "2024-24", [("2024-24", LOOSE)]),
        ("years", "24-25", []),
    ],
)
def test_months_and_years(name: str, text: str, expected: list[tuple[str, float]]) -> None:
    assert found(name, text) == expected


def test_months_and_years_say_where_they_stand() -> None:
    for name, text, value in (("month", "of May 2024.", "May 2024"), ("years", "FY 2024-25 A", "2024-25")):
        (each,) = get_format(name).find(text)
        assert text[each.start : each.end] == each.value == value
        assert not each.mended


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("₹ 102131.8375", 102131.84),
        ("1882.1000000000001", 1882.1),
        ("12345.678", 12345.68),
        ("12.345", 12345.0),
        ("1,234.567", 1234567.0),
    ],
)
def test_what_a_program_worked_out_has_more_decimals_than_hundredths(text: str, number: float) -> None:
    assert figure(text) == number
