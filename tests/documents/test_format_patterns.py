"""Formats that one regular expression says whole: what each takes, where its borders are, and what it proves."""

from __future__ import annotations

import pytest

from simulator.documents.formats import format_names, get_format
from simulator.documents.formats.model import ANY, LOOSE, STRICT


def values(name: str, text: str) -> list[str]:
    return [found.value for found in get_format(name).find(text)]


TAKEN: dict[str, list[tuple[str, str]]] = {
    "phone": [
        ("98765 43210", "98765 43210"),
        ("6876543210", "6876543210"),
        ("+91-9876543210", "9876543210"),
        ("(+91) 98765-43210", "98765-43210"),
        ("919876543210", "9876543210"),
        ("09876543210", "9876543210"),
        ("Call 9876543210.", "9876543210"),
    ],
    "telephone": [
        ("020-2553401", "020-2553401"),
        ("(0253) 2553401", "(0253) 2553401"),
        ("+91 020 25534011", "+91 020 25534011"),
        ("1800 266 7780", "1800 266 7780"),
        ("9876543210", "9876543210"),
    ],
    "email": [
        ("a.b+c@x-y.co.in", "a.b+c@x-y.co.in"),
        ("<a @ b.com>", "a@b.com"),
        ("write to asha@mail.example.", "asha@mail.example"),
    ],
    "driving_license": [("MH12 20110012345", "MH12 20110012345"), ("KA-05 R 19990012345", "KA-05 R 19990012345")],
    "engine_number": [("A12345", "A12345"), ("AB*123456", "AB*123456"), ("A1" * 10, "A1" * 10)],
    "chassis_number": [("ABC1234567", "ABC1234567"), ("MBLHA10EYCH001234", "MBLHA10EYCH001234")],
    "account_number": [
        ("SAV-00318-01", "SAV-00318-01"),
        ("1004-7782-SV", "1004-7782-SV"),
        ("1234 5678 9012", "123456789012"),
        ("XXXXXX1234", "XXXXXX1234"),
        ("**** **** 12", "********12"),
        ("12", "12"),
    ],
    "hsn": [
        ("8517", "8517"),
        ("851712", "851712"),
        ("85171290", "85171290"),
        ("8517 12 90", "8517 12 90"),
        ("8517.12", "8517.12"),
    ],
    "udyam": [("UDYAM - MH - 26 - 0012345", "UDYAM-MH-26-0012345")],
    "memory": [("8 GB RAM", "8 GB"), ("512MB", "512MB"), ("1TB", "1TB"), ("128gb", "128gb")],
    "percent": [("@ 18%", "18%"), ("9.5 %", "9.5 %"), ("100%", "100%")],
    "number": [("1,234.50", "1,234.50"), ("12 pcs", "12"), ("007", "007")],
    "weight": [("12.5 g", "12.5 g"), ("10 Gms", "10 Gms"), ("5kg", "5kg"), ("2 grams.", "2 grams."), ("7", "7")],
    "code": [
        ("No. SBE/2024-25/0012 of", "SBE/2024-25/0012"),
        ("A-1", "A-1"),
        ("INV7 / 8", "INV7 / 8"),
        ("HC-10731 - 05/18/2025", "HC-10731"),
        ("INV/12/04/2024", "INV/12/04/2024"),
        ("No:1230", "1230"),
        ("Fattura nr.46 del", "46"),
        ("n.999", "999"),
        ("No.12/A", "12/A"),
        ("at 5", "5"),
        # Capitals before it that are no label.
        ("Faktura FV 1/2015", "FV 1/2015"),
        ("INV - 47", "INV - 47"),
        ("INVOICE NO 47", "47"),
        ("PH 98", "98"),
    ],
    "serial": [("AB12C", "AB12C"), ("SER/12-3", "SER/12-3"), ("A" * 29 + "1", "A" * 29 + "1")],
    "gender": [("Male", "Male"), ("F", "F"), ("TRANSGENDER", "TRANSGENDER"), ("sex: m", "m"), ("other", "other")],
    "word": [("Hello, x", "Hello"), ("a&b's", "a&b's")],
}
REFUSED: dict[str, list[str]] = {
    "phone": ["5876543210", "98765432101", "987654321", "x9876543210", "9876543210.5", "009876543210"],
    "telephone": ["025534", "2553401", "02012345678901"],
    "email": ["a@b", "a@b..c", "@b.com"],
    "driving_license": ["MH12 18110012345", "MH12 2011001234", "XX12 20110012345"],
    "engine_number": ["ABCDEF", "A1234", "a12345", "A1" * 10 + "B"],
    "chassis_number": ["ABCDEFGHIJ", "ABC123456"],
    "account_number": ["1", "A123"],
    "hsn": ["123", "12345", "8517.5", "1234567"],
    "udyam": ["UDYAM-MH-26-001234", "UDYAM-M-26-0012345"],
    "memory": ["8gB", "12345GB", "8GBX", "GB"],
    "percent": ["1000%", ".5%", "18"],
    "number": ["a12", "12a", ".5"],
    "weight": ["a5kg", "5kgs7"],
    "code": [
        "ABC",
        "ABCPK1234Q",
        "27AAPFU0939F1ZV",
        "1.",
        "12-Apr-2024",
        "12/04/24",
        "1.2.2024",
        "12:30",
        "9:05:59",
        "at 12:30 on",
    ],
    "serial": ["A1B2", "abcde", "A" * 30 + "1"],
    "gender": ["FM", "X", "Mr"],
    "word": ["-", "..."],
}


@pytest.mark.parametrize(("name", "text", "value"), [(name, *each) for name in TAKEN for each in TAKEN[name]])
def test_a_value_is_taken_as_printed(name: str, text: str, value: str) -> None:
    found = next(get_format(name).find(text))
    assert found.value == value
    assert "".join(text[found.start : found.end].split()) == "".join(value.split())
    assert not found.mended


@pytest.mark.parametrize(("name", "text"), [(name, text) for name in REFUSED for text in REFUSED[name]])
def test_what_is_just_beside_it_is_not(name: str, text: str) -> None:
    assert values(name, text) == []


def test_every_pattern_is_tried_from_both_sides() -> None:
    from simulator.documents.formats.patterns import PATTERNS

    assert {each.name for each in PATTERNS} == TAKEN.keys() == REFUSED.keys()


PROOFS = {
    STRICT: "phone email driving_license udyam memory percent gender",
    LOOSE: "telephone engine_number chassis_number account_number hsn number weight code serial",
    ANY: "word",
}


@pytest.mark.parametrize(("name", "proof"), [(name, proof) for proof in PROOFS for name in PROOFS[proof].split()])
def test_what_a_form_proves(name: str, proof: float) -> None:
    assert next(get_format(name).find(TAKEN[name][0][0])).proof == proof


FREE = {"text", "name", "company", "address", "paragraph", "word", "product_model"}
LINES = {"address", "paragraph", "amount_in_words"}


def test_which_formats_take_any_text_and_which_go_on_in_the_lines_below() -> None:
    assert {name for name in format_names() if not get_format(name).strict} == FREE
    assert {name for name in format_names() if get_format(name).multiline} == LINES
    assert all(get_format(name).name == name for name in format_names())


@pytest.mark.parametrize(
    ("read", "value", "mended"),
    [
        ("MBLHAIOEYCHQ01234", "MBLHA10EYCH001234", True),
        ("MBLHA10EYCH001234", "MBLHA10EYCH001234", False),
        ("MBLHAIOEYCHQ0123", "MBLHAIOEYCHQ0123", False),
        ("MBLHAIOEYCHQ012345", "MBLHAIOEYCHQ012345", False),
    ],
)
def test_only_a_chassis_number_of_seventeen_characters_has_none_of_the_letters_that_look_like_digits(
    read: str, value: str, mended: bool
) -> None:
    (found,) = get_format("chassis_number").find(read)
    assert (found.value, found.mended) == (value, mended)


def test_engine_and_chassis_number_in_one_line_are_told_by_their_form() -> None:
    line = "B10S1664027KD2 MA6MF482BFH071365"
    assert [found.value for found in get_format("engine_number").find(line)] == ["B10S1664027KD2"]
    assert [(found.value, found.proof) for found in get_format("chassis_number").find(line)] == [
        ("B10S1664027KD2", LOOSE),
        ("MA6MF482BFH071365", STRICT),
    ]


def test_several_values_stand_in_one_text_each_in_its_place() -> None:
    found = list(get_format("phone").find("98765-43210 / 91234 56780"))
    assert [(each.value, each.start, each.end) for each in found] == [("98765-43210", 0, 11), ("91234 56780", 14, 25)]
