"""Dates and months with the names that the months have in other languages."""

from __future__ import annotations

import pytest

from simulator.documents import formats
from simulator.documents.formats.dates import day


def _values(format: str, text: str) -> list[str]:
    return [found.value for found in formats.get_format(format).find(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("07. Okt. 2024", (2024, 10, 7)),
        ("1. Dezember 2024", (2024, 12, 1)),
        ("1er août 2024", (2024, 8, 1)),
        ("12 aout 2024", (2024, 8, 12)),
        ("3 de marzo de 2024", (2024, 3, 3)),
        ("05 de novembro de 2025", (2025, 11, 5)),
        ("12 maart 2024", (2024, 3, 12)),
        ("7. oktober 2024", (2024, 10, 7)),
        ("12 grudnia 2024", (2024, 12, 12)),
        ("12 listopada 2024", (2024, 11, 12)),
        ("28. února 2024", (2024, 2, 28)),
        ("12 Mayıs 2024", (2024, 5, 12)),
        ("12 Maret 2026", (2026, 3, 12)),
        ("2024. december 1", (2024, 12, 1)),
        ("ngày 05 tháng 11 năm 2025", (2025, 11, 5)),
        ("Sept. 12, 2022", (2022, 9, 12)),
    ],
)
def test_a_date_has_its_month_in_any_language(text: str, expected: tuple[int, int, int]) -> None:
    assert _values("date", f"Datum: {text} Seite") == [text]
    assert day(text) == expected


@pytest.mark.parametrize("text", ["2 des 10 articles", "5 set 12", "12 out of 2024", "3 mag 20", "31 februarybis 2024"])
def test_words_between_numbers_are_no_months(text: str) -> None:
    assert _values("date", text) == []


@pytest.mark.parametrize("text", ["Juli 2024", "août 2024", "Março 2024", "Oktober 24"])
def test_a_month_of_any_language(text: str) -> None:
    assert _values("month", text) == [text]


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("01 Aug - 31 Aug, 2025", ["Aug, 2025"]),
        ("Aug 1 - Aug 31, 2025", []),
        ("October 16-31, 2025", []),
        ("Mar 24, 2024", []),
        ("Jun-24 to Jul-24", ["Jun-24", "Jul-24"]),
        ("Oct '25", ["Oct '25"]),
        ("April - 2023", ["April - 2023"]),
        ("NOV - 19", ["NOV - 19"]),
    ],
)
def test_two_digits_behind_a_month_are_a_year_where_no_day_can_be_meant(text: str, months: list[str]) -> None:
    assert _values("month", text) == months


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("Period From -26/01/2025 To 25/02/2025", ["26/01/2025", "25/02/2025"]),
        ("Invoice Date 129/02/2024", ["29/02/2024"]),
        ("Ref 129/13/2024", []),
        ("KA-12-01-2020", []),
    ],
    ids=["a dash of its label", "a colon read as 1", "no month", "a number with dashes"],
)
def test_what_touches_a_date(text: str, dates: list[str]) -> None:
    assert _values("date", text) == dates


def test_a_month_and_its_year_with_a_word_between() -> None:
    assert _values("month", "Recibo de vencimento, Julho de 2025") == ["Julho de 2025"]
    assert _values("month", "Pay slip for August of 2016") == ["August of 2016"]


def test_a_date_with_a_time_behind_it() -> None:
    assert _values("date", "Fecha 2017-08-18T16:47:57") == ["2017-08-18"]
    assert _values("date", "2017-08-18Two") == []
