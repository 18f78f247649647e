"""Words that ask for a signature and the name printed beside them; and what the barcodes of a label say."""

from __future__ import annotations

import pytest

from simulator.documents.model import Box, Word
from simulator.documents.vision import signatures, signers
from simulator.documents.vision.barcode_labels import parse_labels
from simulator.documents.vision.codes import FoundCode

UNIT = 20.0


def word(text: str, left: int, top: int, line: int = 0) -> Word:
    return Word(text, (left, top, left + 12 * len(text), top + 20), 0.95, line, 1)


def phrase(text: str, left: int = 100, top: int = 500) -> list[Word]:
    words, at = [], left
    for each in text.split():
        words.append(word(each, at, top, line=top))
        at += 12 * len(each) + 8
    return words


@pytest.mark.parametrize(
    ("text", "sellers"),
    [
        ("Authorised Signatory", True),
        ("Authorized Signature", True),
        ("Dealer's Signature", True),
        ("Customer's Signature", False),
        ("Receiver's Signature with date", False),
        ("Signature", False),
        ("Sign.", False),
        ("e-sign", False),
        ("Slgnature of the Partner", True),
        ("Signature of customer and dealer", False),
        ("For MODERN MOBILES", True),
    ],
)
def test_words_that_ask_for_a_signature_say_whose(text: str, sellers: bool) -> None:
    (label,) = signatures.labels(phrase(text), UNIT)
    assert (label.text, label.sellers) == (text, sellers)
    assert label.box[:2] == (100, 500)


@pytest.mark.parametrize("text", ["Design of it", "Signal Towers", "for your records", "Form 34", "Assigned to"])
def test_other_words_ask_for_none(text: str) -> None:
    assert signatures.labels(phrase(text), UNIT) == []


def test_a_sender_signs_in_the_lower_half_only() -> None:
    foot = phrase("last line of it", top=900)
    assert signatures.labels([*phrase("For MODERN MOBILES", top=400), *foot], UNIT) == []
    assert len(signatures.labels([*phrase("For MODERN MOBILES", top=500), *foot], UNIT)) == 1


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("(ASHA VERMA)", "ASHA VERMA"),
        ("[ Asha Verma ]", "Asha Verma"),
        ("(For Asha Verma", "Asha Verma"),
        ("Name: Asha Verma", "Asha Verma"),
        ("Full Name of the signatory : Asha Verma", "Asha Verma"),
        ("Asha Verma", ""),
        ("Name:", ""),
        ("(12/04/2024)", ""),
    ],
)
def test_who_signed_is_printed_in_brackets_or_behind_its_label(printed: str, name: str) -> None:
    label = (100, 500, 340, 520)
    assert signers.printed(phrase(printed, top=540), label, UNIT) == name


@pytest.mark.parametrize(
    ("left", "top", "found"),
    [(100, 430, True), (100, 408, False), (100, 600, True), (100, 621, False), (600, 540, False), (20, 540, True)],
)
def test_the_name_stands_close_over_or_under_the_label(left: int, top: int, found: bool) -> None:
    assert bool(signers.printed(phrase("(ASHA VERMA)", left, top), (100, 500, 340, 520), UNIT)) is found


def test_of_two_columns_the_name_in_the_label_s_own_is_meant() -> None:
    line = [*phrase("(ROHAN RAO)", 100, 540), *phrase("(ASHA VERMA)", 500, 540)]
    assert signers.printed(line, (520, 500, 700, 520), UNIT) == "ASHA VERMA"
    assert signers.printed(line, (100, 500, 300, 520), UNIT) == "ROHAN RAO"


# Barcodes


def code(text: str, kind: str = "Code128", box: Box = (100, 100, 400, 150)) -> FoundCode:
    return FoundCode(text=text, format=kind, box=box)


@pytest.mark.parametrize(
    ("text", "imei"),
    [
        ("356938035643809", "356938035643809"),
        ("IMEI 1: 356938035643809", "356938035643809"),
        ("IMEI:356938035643809", "356938035643809"),
        ("356938035643809,more", "356938035643809"),
        ("356938035643808", None),
        ("3569380356438091", None),
        ("X356938035643809", None),
    ],
)
def test_a_barcode_gives_an_imei_with_its_check_digit(text: str, imei: str | None) -> None:
    found = parse_labels([code(text)], ()).imei
    assert [number for number, _ in found] == ([imei] if imei else [])


def test_a_number_twice_on_a_label_is_one_and_the_first_article_is_meant() -> None:
    found = parse_labels(
        [
            code("356938035643809"),
            code("356938035643809", box=(0, 0, 9, 9)),
            code("8901234567890", "EAN13"),
            code("4006381333931", "EAN13"),
            code("8901234567891", "EAN13"),
        ],
        (),
    )
    assert found.imei == (("356938035643809", (100, 100, 400, 150)),)
    assert found.ean is not None and found.ean[0] == "8901234567890"
    assert parse_labels([code("8901234567890")], ()).ean is None, "another kind of barcode holds no article number"


@pytest.mark.parametrize(
    ("text", "label", "found"),
    [
        ("SN:RZ8N70ABCDE", None, True),
        ("S/N RZ8N70ABCDE", None, True),
        ("RZ8N70ABCDE", None, False),
        ("RZ8N70ABCDE", word("S/N:", 100, 160), True),
        ("RZ8N70ABCDE", word("Serial", 100, 60), True),
        ("RZ8N70ABCDE", word("(S)", 0, 110), True),
        ("RZ8N70ABCDE", word("S/N:", 100, 201), False),
        ("RZ8N70ABCDE", word("S/N:", 420, 110), False),
        ("RZ8N70ABCDE", word("Model", 100, 160), False),
        ("ABCDEFGHIJ", word("S/N:", 100, 160), False),
        ("RZ8N70A", word("S/N:", 100, 160), False),
    ],
)
def test_a_serial_number_is_one_by_its_prefix_or_beside_its_label(text: str, label: Word | None, found: bool) -> None:
    serial = parse_labels([code(text)], (label,) if label else ()).serial
    assert (serial is not None) is found
    assert serial is None or serial[0] == "RZ8N70ABCDE"
