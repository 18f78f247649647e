"""Values beside others of their kind: every currency, groups of digits in a row, look-alikes of every pair, names of models."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from stdnum.in_ import gstin

from simulator.documents import formats
from simulator.documents.formats import get_format
from simulator.documents.formats.dates import day
from simulator.documents.formats.model import CHECKED, STRICT

CURRENCIES = tomllib.loads((Path(formats.__file__).parent / "currencies.toml").read_text(encoding="utf-8"))


def values(name: str, text: str) -> list[str]:
    return [found.value for found in get_format(name).find(text)]


@pytest.mark.parametrize("kind", ["signs", "broken", "codes", "words"])
def test_every_currency_is_one_before_a_number(kind: str) -> None:
    for sign in CURRENCIES[kind]:
        for text in (f"{sign}5", f"{sign} 5"):
            (found,) = get_format("amount").find(text)
            assert (found.value, found.proof, found.start) == ("5", STRICT, 0), text


@pytest.mark.parametrize("kind", ["codes", "words"])
def test_every_currency_is_one_behind_a_number(kind: str) -> None:
    for sign in CURRENCIES[kind]:
        (found,) = get_format("amount").find(f"5 {sign}")
        assert (found.value, found.proof, found.end) == ("5", STRICT, 2 + len(sign)), sign


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,23 4.50", "1,234.50"),
        ("12,34,5 67", "12,34,567"),
        ("1,2 34", "1,234"),
        ("Rs 12 345", "12 345"),
        ("12 345 EUR", "12 345"),
    ],
)
def test_a_space_inside_an_amount_is_part_of_it(text: str, value: str) -> None:
    assert values("amount", text) == [value]


RIGHT = "2341 2341 2346"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"{RIGHT} 2341 x", []),
        (f"9999 9999 {RIGHT}", []),
        (f"9999 9999 9999 {RIGHT}", ["9999 9999 9999", RIGHT]),
        (f"No9 {RIGHT} {RIGHT}", [RIGHT, RIGHT]),
        (f"x 12 {RIGHT} 12 y", [RIGHT]),
        (f"{RIGHT} {RIGHT} {RIGHT}", [RIGHT] * 3),
    ],
)
def test_groups_in_a_row_are_whole_numbers_or_none(text: str, found: list[str]) -> None:
    assert values("aadhaar", text) == found


@pytest.mark.parametrize(("one", "other"), ["0O", "0Q", "0D", "OD", "1I", "1L", "IL", "2Z", "5S", "6G", "8B"])
def test_a_check_digit_tells_look_alikes_apart_either_way(one: str, other: str) -> None:
    for right, wrong in ((one, other), (other, one)):
        code = next(
            each for n in range(1, 9999) if gstin.is_valid(each := f"27AAKFS{n:04}M1Z{right}") and "0" not in each[7:11]
        )
        (found,) = get_format("gstin").find(code[:-1] + wrong)
        assert found.value in (code, code[:-1] + wrong) and found.mended is (found.value == code)
        (plain,) = get_format("gstin").find(code)
        assert (plain.value, plain.proof, plain.mended) == (code, CHECKED, False)


def test_a_look_alike_of_each_pair_is_put_right_where_no_other_reading_is_possible() -> None:
    """The digits and letters of the number are none that could be anything else."""
    for right, wrong in ("5S", "S5", "6G", "G6", "2Z", "8B", "B8"):
        code = next(
            each
            for n in (333, 334, 337, 339, *range(3333, 9999))
            if set(f"{n:04}") <= set("3479") and gstin.is_valid(each := f"37AAKFX{n:04}M3Z{right}")
        )
        (found,) = get_format("gstin").find(code[:-1] + wrong)
        assert (found.value, found.mended) == (code, True)


def test_the_twelfth_may_be_a_day_whichever_way_round() -> None:
    assert day("12/13/2024") == day("13/12/2024") == (2024, 12, 13)


@pytest.mark.parametrize(
    ("text", "model"),
    [
        ("LG A1", ["A1"]),
        ("LG X", ["LG X"]),
        ("FHM1207 LG silver", ["FHM1207"]),
        ("FHM1207 LG M34", ["M34"]),
        ("Sony X1", ["X1"]),
        ("A1 LG", ["A1"]),
        # What is no part of a name is cut off where more than two characters stay.
        ("AB1 imei 5", ["AB1"]),
        ("A1 imei ab12", ["A1 imei ab12"]),
    ],
)
def test_which_side_of_a_maker_is_the_model_and_how_short_it_may_be(text: str, model: list[str]) -> None:
    assert values("product_model", text) == model


def test_a_letter_is_no_edge() -> None:
    assert values("text", "X-Ray Unit X") == ["X-Ray Unit X"]
    assert values("company", "X Corp.") == ["X Corp."]
    assert values("word", "XX") == ["XX"]
    assert values("amount_in_words", "X five") == ["X five"]


def test_a_character_that_was_read_twice_is_left_out_before_any_look_alike_is_changed() -> None:
    """With changes another number would pass the check digit too."""
    (found,) = get_format("gstin").find("33VFNHZZ8587Q1ZT")
    assert (found.value, found.proof, found.mended) == ("33VFNHZ8587Q1ZT", STRICT, True)
