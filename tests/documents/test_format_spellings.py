"""Telephone numbers, driving licences and dates in every spelling that people print, and what only looks like one of them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.documents.formats import get_format
from simulator.documents.formats.dates import day


def values(name: str, text: str) -> list[str]:
    return [found.value for found in get_format(name).find(text)]


# Telephones


@pytest.mark.parametrize(
    "number",
    [
        # Behind the country's code the zero before the code of the area falls away.
        "+91 20 25534011",
        "+91-20-2553 4011",
        "+91 22 6789 1234",
        "+912025534011",
        "+91 253 2571234",
        "+91-2551-223344",
        "+91.20.25534011",
        "+91 (20) 2553 4011",
        "(+91) 20 25534011",
        "0091 20 25534011",
        "91-20-25534011",
        # Or it is printed for those who call from within.
        "+91 (0)20 25534011",
        "+91-(0) 20-2553-4011",
        "+91 020 25534011",
        # The number itself in two groups.
        "020 2553 4011",
        "022-4000 5000",
        "(020) 2553-4011",
        "0253 257 1234",
        "+91 020 2553 4011",
        # Numbers of firms that cost the same from everywhere.
        "1860 266 7780",
        "18605001234",
    ],
)
def test_a_telephone_number_is_taken_whole(number: str) -> None:
    assert values("telephone", number) == [number]
    assert values("telephone", f"Tel: {number}, Pune") == [number]


@pytest.mark.parametrize(
    "text",
    [
        # Without a plus these may be amounts side by side, or another number.
        "91 20 25534011",
        "912025534011",
        # A digit too few or too many, or groups that go on.
        "+91 20 2553401",
        "+91 20 255340111",
        "+91 20 2553 40111",
        "+91 1234 5678 9012 3456",
        "0123 4567 8901",
        "020 2553 4011 2223",
        "1860 1250 3110",
        # No area's code begins with a zero or a nine.
        "+91 00 25534011",
        # Amounts, a number without its area, a reference.
        "+12,345.00",
        "2553 4011",
        "12/020 2553 4011",
        "A020 2553 4011",
        "GR+91 20 25534011",
    ],
)
def test_other_figures_are_no_telephone_number(text: str) -> None:
    assert values("telephone", text) == []


def test_telephone_numbers_side_by_side_are_parted() -> None:
    assert values("telephone", "020-25534011 020-25534012") == ["020-25534011", "020-25534012"]
    assert values("telephone", "+91 20 25534011 / +91 98765 43210") == ["+91 20 25534011", "+91 98765 43210"]
    assert values("telephone", "020 2553 4011, 98765 43210") == ["020 2553 4011", "98765 43210"]


@pytest.mark.parametrize("number", ["0091 98765 43210", "0091-9876543210", "+91 09876543210", "+91-0 98765 43210"])
def test_a_mobile_number_is_answered_without_the_country_s_code_and_a_zero(number: str) -> None:
    (found,) = values("phone", number)
    assert "".join(filter(str.isdigit, found)) == "9876543210"


@pytest.mark.parametrize("text", ["+91 1234 5678 9012 3456", "+9876543210", "009876543210", "0091 98765 4321"])
def test_the_figures_of_another_number_are_no_mobile_number(text: str) -> None:
    assert values("phone", text) == []


@given(st.integers(1, 8), st.integers(10**8, 10**9 - 1), st.sampled_from([2, 3, 4]), st.sampled_from([" ", "-"]))
def test_every_area_has_telephones(first: int, rest: int, area: int, gap: str) -> None:
    digits = f"{first}{rest}"
    number = f"{digits[:area]}{gap}{digits[area:]}"
    assert values("telephone", f"+91{gap}{number}") == [f"+91{gap}{number}"]
    assert values("telephone", f"0{number}") == [f"0{number}"]


# Driving licences


@pytest.mark.parametrize(
    "number",
    [
        "MH-12/2011/0012345",
        "MH/12/2011/0012345",
        "MH12/20110012345",
        "MH12 2011 0012345",
        "MH - 12 - 2011 - 0012345",
        "MH–12–2011–0012345",
        "KA-05/R/1999/0012345",
        "DL-0420110149646",
    ],
)
def test_a_licence_s_parts_may_be_parted_by_any_stroke(number: str) -> None:
    assert values("driving_license", f"DL No: {number}.") == [number]


@pytest.mark.parametrize(
    "text",
    [
        "MH-12/11/0012345",
        "MH-12/2011/001234",
        "MH-12/2011/00123456",
        "MH-12/2111/0012345",
        "MH-12/1899/0012345",
        "MH-12//2011////0012345",
        "MH-12.2011.0012345",
        "XX-12/2011/0012345",
        "AMH-12/2011/0012345",
        "MH-1/2011/0012345",
        "MH-12/X/2011/0012345",
        "NO/12/2024/0012345",
    ],
)
def test_what_lacks_a_part_of_a_licence_is_none(text: str) -> None:
    assert values("driving_license", text) == []


# Dates


@pytest.mark.parametrize(
    "printed",
    [
        "2nd of March 2020",
        "2nd of March, 2020",
        "2nd, of March 2020",
        "2ND OF MARCH 2020",
        "2nd of the month of March 2020",
        "2nd of March in the year 2020",
        "2nd day of March of 2020",
        "2nd March of 2020",
        "2nd March in 2020",
        "2 nd March 2020",
        "2 nd of Mar. 2020",
        "March the 2nd, 2020",
        "March the 2nd of 2020",
        "March 2 nd, 2020",
        "March 2nd of 2020",
        "2nd of March, 20",
        "2nd of March '20",
    ],
)
def test_a_date_may_be_spelled_with_small_words(printed: str) -> None:
    assert day(printed) == (2020, 3, 2)
    assert values("date", f"on the {printed} at Pune") == [printed]


@pytest.mark.parametrize(
    "text",
    [
        # Neither `nd` nor `day`: the second page, share or instalment of that month.
        "2 of March 2020",
        "Part 2 of May 2020",
        "2nd half of May 2020",
        "2nd of Marchand 2020",
        "2nd of March",
        "2nd March of 20 pages",
        "2nd of May 2020-21",
        "32nd of March 2020",
        "0th of March 2020",
        "22nd of 2020",
        "March of 2020",
        # The end of a month's name is no year.
        "12 April",
        "12th of April",
        "rent by 5th April.",
        "5-April to 6-April",
    ],
)
def test_words_around_a_month_are_no_date(text: str) -> None:
    assert day(text) is None
    assert values("date", text) == []


def test_a_month_without_its_year_leaves_the_date_beside_it() -> None:
    assert values("date", "2nd of 5 March 2020") == ["5 March 2020"]
    assert values("date", "12 April and others, 12 May 2024") == ["12 May 2024"]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("from 12 April to 12 May 2024", ["12 April 2024", "12 May 2024"]),
        ("31 Aug - 30 Sep 2024", ["31 Aug 2024", "30 Sep 2024"]),
        ("01 Aug – 31 Aug 2024", ["01 Aug 2024", "31 Aug 2024"]),
        ("Aug 31 - Sep 30, 2024", ["Aug 31, 2024", "Sep 30, 2024"]),
        ("October 16-31, 2025", ["October 16, 2025", "October 31, 2025"]),
        ("August 1 through August 31, 2024", ["August 1, 2024", "August 31, 2024"]),
        ("1-31 August 2024", ["1 August 2024", "31 August 2024"]),
        ("1er au 31 mars 2025", ["1er mars 2025", "31 mars 2025"]),
        ("01.08. - 31.08.2024", ["01.08.2024", "31.08.2024"]),
        ("01/08 to 31/08/2024", ["01/08/2024", "31/08/2024"]),
        # Over the end of a year.
        ("15 Dec - 14 Jan 2025", ["15 Dec 2024", "14 Jan 2025"]),
        # Both have a year, and what is no range.
        ("31 Dec 2023 - 30 Jan 2024", ["31 Dec 2023", "30 Jan 2024"]),
        ("Order 12 of 30 Sep 2024", ["30 Sep 2024"]),
        ("12 Jan 24 - 30 Jan 2024", ["12 Jan 24", "30 Jan 2024"]),
        ("01 Mar 24 to 31 Mar 2024", ["01 Mar 24", "31 Mar 2024"]),
        ("15:30 - 12 May 2024", ["12 May 2024"]),
        ("$25 - 4 May 2024", ["4 May 2024"]),
        ("Flat 12 - 4 May 2024", ["4 May 2024"]),
        ("30 Aug - 1 Aug 2024", ["1 Aug 2024"]),
        ("Date 5 Jan 2024, 1 Feb - 28 Feb 2024", ["5 Jan 2024", "1 Feb 2024", "28 Feb 2024"]),
    ],
)
def test_the_first_day_of_a_range_has_the_year_of_the_last(text: str, days: list[str]) -> None:
    assert values("date", text) == days


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)), st.sampled_from(["of ", "day of ", "", "of the month of "]))
def test_a_day_in_small_words_is_that_day(each: date, words: str) -> None:
    last = each.day % 10 if each.day not in (11, 12, 13) else 0
    nth = {1: "st", 2: "nd", 3: "rd"}.get(last, "th")
    assert day(f"{each.day}{nth} {words}{each:%B %Y}") == (each.year, each.month, each.day)
    assert day(f"{each:%B} the {each.day}{nth}, {each.year}") == (each.year, each.month, each.day)


@pytest.mark.parametrize("year", ["2O24", "2024", "20Z4", "OOOO", "OO", "24", "2A"])
def test_a_year_has_a_digit_that_was_read_as_one(year: str) -> None:
    read = day(f"5 May {year}")
    assert (read is not None) == (year in ("2O24", "2024", "24"))
    assert read is None or read == (2024, 5, 5)
