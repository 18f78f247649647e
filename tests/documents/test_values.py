"""From candidates to an answer: which is taken, lists and counts, parts of others, and how sure one can be of each."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.documents.extract.candidate import MOST, PROVEN, Candidate, form, right
from simulator.documents.extract.page import Span
from simulator.documents.extract.values import Derived, chosen, field_of, formatted_address, parted, texts
from simulator.documents.formats import get_format
from simulator.documents.formats.model import ANY, CHECKED, LOOSE, STRICT, Found
from simulator.documents.layout import Token
from simulator.documents.model import Field, Place
from simulator.documents.schema import FieldSpec, Find

LABELS, COLUMN, ANYWHERE = Find(labels=("x",)), Find(column="x"), Find(anywhere=True)


def candidate(
    value: str, sure: float = 1.0, proof: float = STRICT, confidence: float = 0.97, at: int = 0, **found: Any
) -> Candidate:
    token = Token(at, value, (at, 0, at + 50, 20), confidence, 1)
    return Candidate(Found(value, 0, len(value), proof, **found), Span((token,)), sure, f"rule {at}")


# Which one


def test_the_surest_is_taken_and_of_equally_sure_ones_the_first() -> None:
    first, second = candidate("a", 0.9), candidate("b", 0.93)
    assert chosen(LABELS, [first, second]) is second
    assert chosen(LABELS, [first, candidate("b", 0.91)]) is first
    assert chosen(LABELS, [candidate("a", 0.95, LOOSE), candidate("b", 0.9, STRICT)]).found.value == "b"


def test_a_check_digit_makes_none_the_first_but_the_last_or_largest() -> None:
    proven, other = candidate("5", 0.9, CHECKED), candidate("7", 0.9)
    assert chosen(Find(labels=("x",), pick="last"), [proven, other]) is proven
    assert chosen(Find(labels=("x",), pick="largest"), [proven, other]) is proven
    assert chosen(LABELS, [other, proven]) is other, "where the first is meant"
    assert chosen(Find(labels=("x",), pick="last"), [proven, candidate("6", 0.9, CHECKED), other]).found.value == "6"


def test_the_last_and_the_largest_are_what_they_say() -> None:
    every = [candidate("1,200.00"), candidate("no amount"), candidate("24,990.00"), candidate("90.00")]
    assert chosen(Find(labels=("x",), pick="largest"), every).found.value == "24,990.00"
    assert chosen(Find(labels=("x",), pick="last"), every).found.value == "90.00"


def test_what_could_hardly_be_read_is_worth_less() -> None:
    blurred, clear = candidate("a", 1.0, confidence=0.5), candidate("b", 0.6)
    assert chosen(LABELS, [blurred, clear]) is clear
    assert chosen(LABELS, [candidate("a", 1.0, confidence=0.51), clear]).found.value == "a"


# What is answered


def test_nothing_is_answered_from_nothing() -> None:
    assert field_of(FieldSpec("f"), LABELS, []) is None
    assert field_of(FieldSpec("f", kind="list"), LABELS, []) is None


def test_a_list_has_every_different_value_once_in_order_and_is_as_sure_as_its_least() -> None:
    every = [candidate("b", 0.9, at=10), candidate("a", 0.7, at=20), candidate("b", 1.0, at=30)]
    field = field_of(FieldSpec("f", kind="list"), COLUMN, every)
    assert field is not None
    assert field.value == ["b", "a"]
    assert field.confidence == candidate("a", 0.7).confidence
    assert [place.box[0] for place in field.places] == [10, 20]
    assert field.rule == "rule 10"


def test_a_number_is_answered_as_one() -> None:
    spec = FieldSpec("f", kind="number")
    for read, value in (("30,000.00", 30_000), ("12.50", 12.5), ("1.5 lakh", 150_000)):
        field = field_of(spec, LABELS, [candidate(read)])
        assert field is not None
        assert (field.value, type(field.value)) == (value, type(value))
    assert field_of(spec, LABELS, [candidate("none")]) is None


def test_a_count_is_how_many_there_are_or_what_its_label_says() -> None:
    spec = FieldSpec("f", kind="count")
    three = [candidate("a", at=10), candidate("b", 0.5, at=20), candidate("a", at=30)]
    field = field_of(spec, ANYWHERE, three)
    assert field is not None
    assert (field.value, len(field.places), field.confidence) == (3, 3, candidate("b", 0.5).confidence)
    labelled = field_of(spec, LABELS, [candidate("7"), candidate("9")])
    assert labelled is not None and labelled.value == 7
    by_pattern = field_of(spec, Find(pattern="x"), [candidate("7"), candidate("9")])
    assert by_pattern is not None and by_pattern.value == 7


def test_printed_counts_of_a_column_are_added_up() -> None:
    spec, find = FieldSpec("f", kind="count"), Find(column="qty", format="number")
    field = field_of(spec, find, [candidate("2", at=10), candidate("3", 0.5, at=20)])
    assert field is not None
    assert (field.value, [place.box[0] for place in field.places]) == (5, [10, 20])
    assert field.confidence == candidate("3", 0.5).confidence
    assert field_of(spec, find, [candidate("2"), candidate("2.5")]) is None, "no pieces"
    assert field_of(spec, find, [candidate("2"), candidate("none")]) is None
    one = field_of(spec, Find(anywhere=True, format="number"), [candidate("2"), candidate("3")])
    assert one is not None and one.value == 2, "elsewhere than in a column only one is meant"


def test_a_part_of_another_field_is_as_sure_as_that_and_stands_where_it_does() -> None:
    other = Field("LG Refrigerator", 0.8, (Place(1, (1, 2, 3, 4)),))
    made = Derived(Found("LG", 0, 2, STRICT), Span(()), 0.93, "part of thing", other)
    assert made.field == Field("LG", 0.744, other.places, "part of thing")


def test_what_a_field_says_is_its_texts_and_no_named_parts() -> None:
    assert list(texts(Field(["a", "b"], 0.9))) == ["a", "b"]
    assert list(texts(Field("a", 0.9))) == ["a"]
    assert list(texts(Field({"city": Field("Pune", 0.9)}, 0.9))) == []
    assert list(texts(None)) == []


# Several in one


def test_a_text_of_several_values_is_parted_into_candidates_in_their_places() -> None:
    tokens = tuple(
        Token(at, word, (at * 50, 0, at * 50 + 40, 20), 0.97, 1)
        for at, word in enumerate(["Owners:", "Asha", "Verma,", "Asha", "Rao", "and", "12"])
    )
    whole = Candidate(Found("Asha Verma", 8, 18, LOOSE), Span(tokens), 0.9, "rule")
    parts = list(parted([whole], ",| and ", get_format("name")))
    assert [each.found.value for each in parts] == ["Asha Verma", "Asha Rao"]
    assert [[token.at for token in each.tokens] for each in parts] == [[1, 2], [3, 4]]
    assert {(each.sure, each.rule) for each in parts} == {(0.9, "rule")}


def test_the_same_name_twice_stands_in_two_places() -> None:
    tokens = tuple(Token(at, word, (at, 0, at + 1, 20), 0.97, 1) for at, word in enumerate(["Asha,", "Asha,", "Rohan"]))
    whole = Candidate(Found("Asha", 0, 4, LOOSE), Span(tokens), 0.9, "rule")
    assert [each.found.start for each in parted([whole], ",", get_format("name"))] == [0, 6, 12]


# How sure


def test_how_sure_a_value_is_multiplies_letters_place_and_form() -> None:
    assert candidate("a", 0.9, STRICT, 0.93).confidence == pytest.approx(0.9 * 0.985, abs=0.001)
    assert candidate("a", 0.9, LOOSE, 0.93).confidence == pytest.approx(0.9 * 0.985 * 0.985, abs=0.001)
    assert candidate("a", 0.9, ANY, 0.93).confidence == pytest.approx(0.9 * 0.985 * 0.97, abs=0.001)
    assert candidate("a", 0.9, 0.1, 0.93).confidence == pytest.approx(0.9 * 0.985 * 0.9, abs=0.001)
    assert candidate("a", 0.9, STRICT, 0.93, mended=True).confidence == pytest.approx(0.9 * 0.985 * 0.97, abs=0.001)


def test_a_check_digit_holds_a_value_up_and_nothing_is_quite_sure() -> None:
    assert candidate("a", 0.2, CHECKED, 0.1).confidence == PROVEN
    assert candidate("a", 1.0, CHECKED, 1.0).confidence == MOST
    assert candidate("a", 0.2, STRICT, 0.1).confidence < 0.1


@pytest.mark.parametrize(
    ("value", "mixed"),
    [("AB0123", True), ("AO1", True), ("5O7", True), ("AB1CD", True), ("A0B", True), ("AB23", False), ("ABO", False)],
)
def test_o_beside_digits_is_doubtful_where_nothing_proves_it(value: str, mixed: bool) -> None:
    plain = candidate("AB23", 0.9, LOOSE).confidence
    assert candidate(value, 0.9, LOOSE).confidence == pytest.approx(plain * (0.88 if mixed else 1.0), abs=0.001)
    assert candidate(value, 0.9, STRICT).confidence == candidate("AB23", 0.9, STRICT).confidence


def test_a_value_is_as_well_read_as_its_worst_word() -> None:
    tokens = (Token(0, "Asha", (0, 0, 40, 20), 0.9, 1), Token(1, "Verma", (50, 0, 90, 20), 0.7, 1))
    whole = Candidate(Found("Asha Verma", 0, 10, LOOSE), Span(tokens), 1.0, "rule")
    first = Candidate(Found("Asha", 0, 4, LOOSE), Span(tokens), 1.0, "rule")
    assert (whole.least, first.least) == (0.7, 0.9)
    assert whole.confidence < first.confidence
    assert Candidate(Found("", 0, 0, LOOSE), Span(()), 1.0, "rule").least == 0.0
    assert [place.box for place in whole.field.places] == [(0, 0, 40, 20), (50, 0, 90, 20)]


@pytest.mark.parametrize(
    ("confidence", "was_right"),
    [(0.0, 0.3), (0.5, 0.5), (0.7, 0.65), (0.85, 0.8), (0.9, 0.93), (0.96, 0.99), (1.0, 0.99)],
)
def test_an_engine_s_confidence_is_turned_into_how_often_it_was_right(confidence: float, was_right: float) -> None:
    assert right(confidence) == pytest.approx(was_right)
    assert right(1.5) == 0.99


@given(st.floats(0, 1), st.floats(0, 1))
def test_the_more_an_engine_believes_the_more_often_it_is_right(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert right(low) <= right(high) + 1e-9


def test_a_form_just_below_another_counts_as_that() -> None:
    assert (form(STRICT), form(STRICT - 0.05), form(LOOSE), form(ANY), form(0.2)) == (1.0, 1.0, 0.985, 0.97, 0.9)


# Addresses


def test_an_address_is_answered_in_its_five_parts() -> None:
    address = Field("Flat 12, MG Road, Nashik 422002", 0.8, (Place(1, (0, 0, 9, 9)),))
    made = formatted_address(address)
    assert made is not None
    parts = made.parts()
    assert {name for name, part in parts.items() if part.value} == {"state", "postcode", "address_line_1", "city"}
    assert {part.confidence for part in parts.values() if part.value} == {0.8}
    assert parts["address_line_2"] == Field("", 0.0, address.places, "part of the address")
    assert formatted_address(None) is None
    assert formatted_address(Field("", 0.8)) is None, "nothing to take apart"
