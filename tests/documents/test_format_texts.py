"""Formats of free text, products, areas and masks: what is trimmed, what is too little, and what is shown of a private number."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.documents.formats import get_format, mask_aadhaar
from simulator.documents.formats.masks import PRIVATE, mask
from simulator.documents.formats.model import ANY, LOOSE, STRICT, Found


def one(name: str, text: str) -> Found | None:
    found = list(get_format(name).find(text))
    assert len(found) <= 1
    return found[0] if found else None


def value(name: str, text: str) -> str | None:
    found = one(name, text)
    return found.value if found else None


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("text", "  : Asha R. Verma, 12 |", "Asha R. Verma, 12"),
        ("text", "a", "a"),
        ("text", "-- / --", None),
        ("text", "Asha\n  Verma", "Asha Verma"),
        # Brackets: kept in pairs, put right where the other one stands in the text, else left out.
        ("text", "(Rao) Sons", "(Rao) Sons"),
        ("text", "Rao (Sons)", "Rao (Sons)"),
        ("text", "Rao (Sons).", "Rao (Sons)"),
        ("text", "(Rao", "Rao"),
        ("text", "Rao (Sons", "Rao (Sons"),
        # A full stop belongs to an abbreviation and to no other word.
        ("company", "Mobile Point Pvt. Ltd.", "Mobile Point Pvt. Ltd."),
        ("company", "Mobile Point Pvt. Ltd", "Mobile Point Pvt. Ltd"),
        ("company", "Mobile Point.", "Mobile Point"),
        ("text", "12 MG Rd.", "12 MG Rd."),
        # The stroke of a relation that was read as a letter.
        ("text", "SIO: Ram", "S/O: Ram"),
        ("text", "W1O Ram", "W/O Ram"),
        ("text", "DlO Ram", "D/O Ram"),
        ("text", "C|O Ram", "C/O Ram"),
        ("text", "SIOUX Ram", "SIOUX Ram"),
        # So many letters, so many letters and digits.
        ("company", "abc", "abc"),
        ("company", "ab", None),
        ("company", "ab1", None),
        ("address", "abcd1234", "abcd1234"),
        ("address", "abcd123", None),
        ("address", "abc12345", None),
        ("paragraph", "ab", "ab"),
        ("paragraph", "a1", None),
        ("name", "ab", "ab"),
        ("name", "a", None),
        # A name ends where something else than words of letters begins.
        ("name", "Asha R. Verma, 12", "Asha R. Verma"),
        ("name", "M/s Rao & Sons Pvt. Ltd.", "M/s Rao & Sons Pvt. Ltd."),
        ("name", "O'Brien-Smith", "O'Brien-Smith"),
        ("name", "आशा वर्मा", "आशा वर्मा"),
        ("name", "12 MG Road", "MG Road"),
        ("name", "A1 Rao", None),
        ("name", "12345", None),
        # One word with a number behind it is no name.
        ("name", "Asha 12 MG", None),
        ("name", "Asha Rao 12", "Asha Rao"),
        ("name", "Asha - x", "Asha - x"),
        # No name begins with a small l and a consonant.
        ("name", "Farhan lyer", "Farhan Iyer"),
        ("name", "lyer Ram", "Iyer Ram"),
        ("name", "Mohan lal", "Mohan lal"),
        ("text", "lyer Ram", "lyer Ram"),
    ],
)
def test_text_is_trimmed_and_too_little_of_it_is_nothing(name: str, text: str, expected: str | None) -> None:
    assert value(name, text) == expected


@pytest.mark.parametrize(
    ("name", "text", "proof"),
    [
        ("name", "Asha Verma", LOOSE),
        ("name", "asha verma", ANY),
        ("name", "Bank of Baroda", LOOSE),
        ("name", "Rao and the Sons", LOOSE),
        ("text", "Asha", ANY),
        ("address", "12 MG Road, Pune", ANY),
    ],
)
def test_a_text_says_little_of_itself_and_small_letters_say_less(name: str, text: str, proof: float) -> None:
    found = one(name, text)
    assert found is not None and found.proof == proof


@pytest.mark.parametrize(
    ("name", "text", "start", "end"),
    [("text", "  : Asha |", 4, 8), ("name", "12 MG Road", 3, 10), ("name", "x: lyer Ram".removeprefix("x: "), 0, 8)],
)
def test_a_text_says_where_it_stands(name: str, text: str, start: int, end: int) -> None:
    found = one(name, text)
    assert found is not None and (found.start, found.end) == (start, end)


# Products


@pytest.mark.parametrize(
    ("name", "text", "expected", "proof"),
    [
        ("brand", "Samsung Galaxy M34", "Samsung", STRICT),
        ("brand", "by SAMSUNGS", "SAMSUNGS", STRICT),
        ("brand", "subsamsung", None, 0),
        ("product", "LG Washing Machine 7 kg", "Washing Machine", STRICT),
        # A label is no product.
        ("product", "Mobile: 98765 43210", None, 0),
        ("product", "Mobile No 5", None, 0),
        ("product_model", "Samsung Galaxy M34 5G 8GB/128GB Blue", "Galaxy M34 5G", STRICT),
        ("product_model", "Model No: Galaxy A15", "Galaxy A15", LOOSE),
        ("product_model", "LG Washing Machine FHM1207", "FHM1207", STRICT),
        ("product_model", "FHM1207 LG", "FHM1207", LOOSE),
        ("product_model", "Dell Inspiron 3520 (Black)", "Inspiron 3520", STRICT),
        ("product_model", "Bajaj Pulsar 150 Chassis MD2A11CZ", "Pulsar 150", STRICT),
        ("product_model", "Samsung Galaxy A15 356938035643809 x", "Galaxy A15", STRICT),
        ("product_model", "Bajaj Pulsar, colour: red", "Pulsar", STRICT),
        # Neither maker nor kind nor a word of letters and digits.
        ("product_model", "Charger", None, 0),
        ("product_model", "x", None, 0),
        ("product_model", "ab1", "ab1", LOOSE),
        ("product_model", "a1", None, 0),
    ],
)
def test_a_description_gives_maker_kind_and_model(name: str, text: str, expected: str | None, proof: float) -> None:
    found = one(name, text)
    assert (found and found.value) == expected
    if found:
        assert found.proof == proof
        assert text[found.start : found.end] == found.value


# Areas


@pytest.mark.parametrize(
    ("text", "expected", "mended"),
    [
        ("0 H 40 R", "0 H 40 R", False),
        ("Area: 1,200 sq. ft.", "1,200 sq. ft.", False),
        ("2 Acres 10 Guntas", "2 Acres 10 Guntas", False),
        ("5 bigha and 2 katha", "5 bigha and 2 katha", False),
        ("12.5 sq.m built", "12.5 sq.m", False),
        ("3 ha.", "3 ha", False),
        ("40 आर", "40 आर", False),
        ("120.50 चौ. मी", "120.50 चौ. मी", False),
        ("OH4OR", "0H40R", True),
        ("lH 2IR", "1H 21R", True),
        ("0H40R", "0H40R", False),
        ("1200", None, False),
        ("x1200 sqft", None, False),
        ("1200 sqftx", None, False),
    ],
)
def test_an_area_is_answered_as_written_with_digits_put_right(text: str, expected: str | None, mended: bool) -> None:
    found = one("area", text)
    assert (found and found.value) == expected
    if found:
        assert (found.mended, found.proof) == (mended, LOOSE)
        assert len(text[found.start : found.end]) == len(found.value)


# Masks


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("2345 6789 0124", "**** **** 0124"),
        ("234567890124", "**** **** 0124"),
        (" 2345 67890124 ", "**** **** 0124"),
        ("**** **** 0124", "**** **** 0124"),
        ("XXXX xxxx 0124", "**** **** 0124"),
        ("2345 6789 012", "*************"),
        ("2345", "****"),
        ("", ""),
    ],
)
def test_of_an_aadhaar_number_the_last_four_digits_are_shown(number: str, shown: str) -> None:
    assert mask_aadhaar(number) == mask("aadhaar", number) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("ABCPV1234K", "******234K"),
        ("ABCDEFGH", "****EFGH"),
        ("ABCDEFG", "*******"),
        ("AB-CD_EFGH", "**-**_EFGH"),
        ("A", "*"),
        ("", ""),
    ],
)
def test_of_another_private_value_the_end_is_shown_where_it_is_long_enough(text: str, shown: str) -> None:
    assert mask("pan", text) == shown


@given(st.text(min_size=1))
def test_a_mask_leaves_no_more_than_four_characters_and_the_length(text: str) -> None:
    shown = mask("pan", text)
    assert len(shown) == len(text)
    letters = [at for at, letter in enumerate(text[:-4]) if letter.isalnum()]
    assert all(shown[at] == "*" for at in letters)


def test_an_aadhaar_is_private_wherever_it_is_read() -> None:
    assert PRIVATE == ("aadhaar",)
