"""Labels that fill several lines of a narrow cell: one label, where its value stands beside any of them."""

from __future__ import annotations

import pytest

from simulator.documents.extract.page import Mark, MarkedPage
from tests.documents.drawn import marked


def mark(page: MarkedPage, phrase: str) -> Mark:
    (found,) = page.by_phrase[phrase]
    return found


def test_a_label_of_two_lines_stands_where_its_value_is() -> None:
    text = "Date of Udyam     18/02/2021\nRegistration"
    page = marked(text, "date of udyam registration")
    found = mark(page, "dateofudyamregistration")
    assert (found.first, found.last, found.leads, found.exact) == (0, 2, True, True)
    assert page.by_phrase["dateofudyamregistration…"][0].first == 4
    assert page.layout.tokens[found.bottom].text == "Registration"


def test_lines_with_a_value_each_are_labels_of_their_own() -> None:
    text = "Total     3\nAmount     250.00"
    page = marked(text, "total amount")
    assert "totalamount" not in page.by_phrase
    assert {"total", "amount"} <= page.by_phrase.keys()


@pytest.mark.parametrize(
    "text", ["Date of     12/04/2024\nUdyam       Pune", "Total     3\nAmount", "Total\nAmount     3"]
)
def test_lines_that_are_no_labels_with_a_value_each_are_one_label(text: str) -> None:
    page = marked(text, "date of udyam", "total amount")
    (joined,) = {"dateofudyam", "totalamount"} & page.by_phrase.keys()
    beside = page.layout.tokens[mark(page, joined).first].text
    assert beside == ("Amount" if text.startswith("Total\n") else text.split()[0]), "at the line with a value beside it"


@pytest.mark.parametrize(("indent", "found"), [(0, True), (1, False)])
def test_lines_of_a_label_begin_at_one_edge_or_have_one_middle(indent: int, found: bool) -> None:
    page = marked(f"Date of Udyam\n{' ' * indent}Registration number", "date of udyam registration number")
    assert ("dateofudyamregistrationnumber" in page.by_phrase) is found


@pytest.mark.parametrize(("indent", "found"), [(3, False), (5, True), (6, True), (8, False)])
def test_lines_of_a_label_may_be_centred(indent: int, found: bool) -> None:
    page = marked(f"{' ' * indent}Date of\nUdyam Registration", "date of udyam registration")
    assert ("dateofudyamregistration" in page.by_phrase) is found


def test_lines_of_a_label_are_close_and_four_at_most() -> None:
    assert "dateofbirth" in marked("Date of\nBirth", "date of birth").by_phrase
    assert "dateofbirth" not in marked("Date of\n\nBirth", "date of birth").by_phrase
    lines = ["one", "two", "three", "four", "five"]
    assert "onetwothreefour" in marked("\n".join(lines[:4]), "one two three four").by_phrase
    assert "onetwothreefourfive" not in marked("\n".join(lines), "one two three four five").by_phrase
