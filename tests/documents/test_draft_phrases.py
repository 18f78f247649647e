"""What a type is drafted from: the print that samples share, and whether a value that was read is the one wanted."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.documents.draft.agreement import covers, is_money, same_value, shown
from simulator.documents.draft.shared import Phrase, Sample, enough, shared
from tests.documents.drawn import drawn_sheet

FORM = """
                LIBRARY MEMBERSHIP CARD
Member No : {number}            Valid till: {until}
Name of Member
{name}
Sr No     Book title     Price
1         {book}         Rs {price}
"""
ASHA = {"number": "LIB-4711", "until": "12/04/2026", "name": "Asha Verma", "book": "Godan", "price": "250.00"}
ROHAN = {"number": "LIB-9020", "until": "30/09/2027", "name": "Rohan Rao", "book": "Gitanjali", "price": "175.50"}
MEERA = {"number": "LIB-1133", "until": "01/01/2025", "name": "Meera Iyer", "book": "Malgudi", "price": "99.00"}


def sample(**values: str) -> Sample:
    return Sample(values.get("name", "x"), (drawn_sheet(FORM.format(**values)),))


def of(*texts: str) -> list[Phrase]:
    """What drawn pages share."""
    return shared([Sample(str(at), (drawn_sheet(text),)) for at, text in enumerate(texts)])


def texts(*pages: str) -> list[str]:
    return [phrase.text for phrase in of(*pages)]


# Shared print


def test_the_form_is_what_samples_share_and_their_values_are_not() -> None:
    found = shared([sample(**ASHA), sample(**ROHAN), sample(**MEERA)])
    assert [phrase.text for phrase in found] == [
        "library membership card",
        "member no",
        "valid till",
        "name of member",
        "sr no",
        "book title",
        "price",
    ]
    assert {phrase.text for phrase in found if phrase.colon} == {"member no", "valid till"}
    assert {phrase.samples for phrase in found} == {3}
    assert next(phrase for phrase in found if phrase.text == "library membership card").words == 3


def test_heads_in_one_row_are_known_as_such() -> None:
    found = {phrase.text: phrase for phrase in shared([sample(**ASHA), sample(**ROHAN)])}
    assert found["price"].row == found["sr no"].row == ("sr no", "book title", "price")
    assert found["member no"].row == ()
    two = {phrase.text: phrase.row for phrase in of("Title     Price\nGodan 1", "Title     Price\nMalgudi 2")}
    assert two == {"title": (), "price": ()}, "two side by side are no table"


@pytest.mark.parametrize(("samples", "needed"), [(1, 1), (2, 2), (3, 3), (4, 3), (5, 4), (12, 11)])
def test_one_sample_of_four_and_more_may_be_misread(samples: int, needed: int) -> None:
    assert enough(samples) == needed
    right, wrong = "Library Card\n{}", "Librarv Carb\n{}"
    found = texts(*(right.format(f"v{at}") for at in range(samples - 1)), wrong.format("x")) if samples > 1 else []
    assert ("library card" in found) is (samples >= 4)


def test_words_that_are_alike_within_values_are_no_print_of_the_form() -> None:
    pages = [f"Address: {house} MG Road Maharashtra India\nState: Goa" for house in ("12", "7 Lake", "Plot 5 of")]
    assert texts(*pages) == ["address", "state"]


def test_a_phrase_ends_at_a_colon_and_has_eight_words_at_most() -> None:
    text = "Name of Member: Branch Office"
    assert texts(text, text) == ["name of member"], "what all samples happen to say behind it is a value"
    long = "one two three four five six seven eight nine"
    assert texts(long, long) == ["one two three four five six seven eight"]


def test_signs_currencies_numbers_and_single_letters_are_no_phrases() -> None:
    page = "Rs {0}\nINR {0}\n2024\nA\n-- ::\nTotal (in Rs)\nNumber 7"
    assert texts(page.format(5), page.format(6)) == ["total (in rs)", "number 7"]


@pytest.mark.parametrize("label", ["Name:", "Name :", "Name :-", "Name=", "Name     : "])
def test_a_colon_may_stand_behind_a_space_or_in_the_next_cell(label: str) -> None:
    (found,) = of(f"{label} Asha", f"{label} Rohan")
    assert (found.text, found.colon) == ("name", True)


def test_it_is_printed_as_most_samples_have_it() -> None:
    assert texts("E-mail: a1", "Email: b2", "E-mail: c3") == ["e-mail"]


# The same value


@pytest.mark.parametrize(
    ("value", "truth", "same"),
    [
        ("Asha Verma", "asha  verma", True),
        ("Asha Verna", "Asha Verma", True),
        ("Rohan Rao", "Asha Verma", False),
        ("", "Asha Verma", False),
        ("Rs. 1,250.00", 1250, True),
        ("1250", "1,250.00", True),
        ("1,250/-", 1250.0, True),
        ("1251", 1250, False),
        # A code is the same letter for letter: one digit off is another.
        ("LIB-4711", "LIB 4711", True),
        ("LIB-4712", "LIB-4711", False),
        ("12/04/2024", "12/04/2025", False),
        # A long text with figures in it may be misread here and there.
        ("Flat 12, MG Road, Nashik 422002", "Flat 12, MG Roacl, Nashik 422002", True),
        (["a1", "b2"], ["a1", "b2"], True),
        (["a1"], ["a1", "b2"], False),
        (["a", "b", "c", "d", "x"], ["a", "b", "c", "d", "e"], True),
        ("a1", ["a1"], True),
        (["Asha Verma"], "Asha Verma", True),
        (["Asha Verma", "Rao"], "Asha Verma", False),
        ([], [], False),
    ],
)
def test_a_value_is_the_wanted_one_give_or_take_a_letter(value: Any, truth: Any, same: bool) -> None:
    assert same_value(value, truth) is same


@pytest.mark.parametrize(
    ("value", "text", "whole"),
    [
        ("250.00", "Rs 250.00", True),
        ("250", "₹250", True),
        ("LIB-4711", "LIB-4711", True),
        ("4711", "LIB-4711", False),
        ("101", "A-101", False),
        ("Asha", "Asha Verma", False),
        ("Asha Verm", "Asha Verma", True),
        ("Rohan", "Asha Verma", False),
        (None, "x", False),
        ("x", None, False),
    ],
)
def test_a_format_covers_a_text_that_it_takes_nearly_whole(value: Any, text: Any, whole: bool) -> None:
    assert covers(value, text) is whole


@pytest.mark.parametrize(
    ("text", "money"),
    [
        ("Rs 5", True),
        ("INR 500", True),
        ("₹5", True),
        (" 1,250.00 ", True),
        ("500/-", True),
        ("5", False),
        ("12.5", False),
        ("of Rs 5 it is", False),
        ("12/04", False),
    ],
)
def test_money_is_known_by_its_currency_or_its_paise(text: str, money: bool) -> None:
    assert is_money(text) is money


def test_lists_are_shown_in_one_line() -> None:
    assert (shown(["a", 2]), shown("x"), shown(5)) == ("a, 2", "x", "5")
