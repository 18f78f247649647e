"""Values in the forms in which they are printed, and what OCR makes of them."""

from __future__ import annotations

import pytest

from simulator.documents import formats
from simulator.documents.formats.amounts import figure, spelled
from simulator.documents.formats.dates import day
from simulator.documents.formats.model import CHECKED, STRICT


def values(name: str, text: str) -> list[str]:
    return [found.value for found in formats.get_format(name).find(text)]


@pytest.mark.parametrize(
    ("name", "read", "value"),
    [
        ("gstin", "GSTIN: 27AAPFU0939F1ZV", "27AAPFU0939F1ZV"),
        ("gstin", "27AAPFUO939F1ZV", "27AAPFU0939F1ZV"),  # a digit's place
        ("gstin", "27AAPFU0939FIZV", "27AAPFU0939F1ZV"),  # a place that takes both: the check digit decides
        ("gstin", "27AAPFU0939FF1ZV", "27AAPFU0939F1ZV"),  # a letter read twice
        (
            "gstin",
            "37DCVFN1273J1Z1",
            "37DCVFN1273J1ZI",
        ),  # 1LZ1 passes too, but in that place stands nearly always a digit
        ("pan", "ABCPV1234K", "ABCPV1234K"),
        ("pan", "A8CPVI234K", "ABCPV1234K"),
        ("imei", "35693803564380O and more", "356938035643800"[:14] + "0"),
        ("imei", "35 693803 564380 9", "356938035643809"),
        ("ifsc", "SBINO001234", "SBIN0001234"),
        ("ifsc", "CRMBQQ00825", "CRMB0000825"),
        ("aadhaar", "2341 2341 2346", "2341 2341 2346"),
        ("aadhaar", "234123412346", "2341 2341 2346"),
        ("udyam", "UDYAM-MH-26-0012345", "UDYAM-MH-26-0012345"),
        ("memory", "8GB RAM", "8GB"),
        ("email", "write to asha@mail.example.", "asha@mail.example"),
        ("phone", "+91 98765 43210", "98765 43210"),
        ("code", "No. SBE/2024-25/0012 of", "SBE/2024-25/0012"),
        ("code", "Invoice No. GT\\5153 Dated", "GT\\5153"),
        ("years", "A.Y. 2024-25", "2024-25"),
        ("month", "for April 2024", "April 2024"),
    ],
)
def test_a_value_is_found_in_its_form(name: str, read: str, value: str) -> None:
    assert values(name, read)[:1] == [value]


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("pan", "ABCDE1234F1"),
        ("driving_license", "NO 12 2024 0012345"),
        ("pan", "PROFESSION 0"),
        ("aadhaar", "7653 9548 9406 6395"),  # sixteen digits are a virtual id
        ("amount", "27/04/2024"),
        ("date", "45/13/2024"),
        ("date", "12.50"),
        ("code", "12-Apr-2024"),
        ("hsn", "12345"),
        ("name", "12 345"),
    ],
)
def test_what_has_another_form_is_not_found(name: str, read: str) -> None:
    assert values(name, read) == []


def test_a_check_digit_proves_and_a_wrong_one_does_not() -> None:
    right, wrong = (next(formats.get_format("imei").find(text)) for text in ("356938035643809", "356938035643808"))
    assert right.proof == CHECKED
    assert wrong.proof < STRICT
    assert wrong.value == "356938035643808"
    assert next(formats.get_format("pan").find("ABCXE1234F")).proof < STRICT  # no kind of holder is X


@pytest.mark.parametrize(
    "read",
    [
        "27AAKFS4821M1Z0",  # the check letter itself: O, D and Q are letters too
        "27AAKFS482IMIZO",
        "27AAKF548Z1M1ZD",
    ],
)
def test_look_alikes_are_exchanged_in_every_combination_that_the_check_digit_allows(read: str) -> None:
    (found,) = formats.get_format("gstin").find(read)
    assert (found.value, found.mended) == ("27AAKFS4821M1ZQ", True)
    assert found.proof >= STRICT - 0.06


def test_where_two_readings_pass_the_check_digit_neither_is_made_up() -> None:
    one, other = "20DBGBI7931X1ZQ", "20QBGBI7931X1ZD"
    assert [next(formats.get_format("gstin").find(each)).proof for each in (one, other)] == [CHECKED, CHECKED]
    (found,) = formats.get_format("gstin").find("20QBGBI7931X1ZQ")
    assert (found.value, found.mended) == ("20QBGBI7931X1ZQ", False)
    assert found.proof < STRICT - 0.06


@pytest.mark.parametrize(
    ("name", "running"),
    [("ifsc", "MAY 2026 TO 31"), ("ifsc", "DUNEOIN9016"), ("pan", "MADHU 2024 A"), ("pan", "HMMBI 2000 I")],
)
def test_no_code_is_made_of_running_text(name: str, running: str) -> None:
    """Only a label beside it may say that such a code stands there: its form alone says little."""
    assert all(found.proof < STRICT - 0.06 for found in formats.get_format(name).find(running))


def test_a_misread_code_of_a_known_bank_is_an_ifsc_anywhere() -> None:
    misread, torn = (next(formats.get_format("ifsc").find(text)) for text in ("SBINO001234", "HDFC 0001234"))
    assert (misread.value, torn.value) == ("SBIN0001234", "HDFC0001234")
    assert min(misread.proof, torn.proof) >= STRICT - 0.06


def test_a_mended_value_says_so() -> None:
    assert next(formats.get_format("gstin").find("27AAPFUO939F1ZV")).mended
    assert not next(formats.get_format("gstin").find("27AAPFU0939F1ZV")).mended


def test_a_number_twice_side_by_side_is_two_numbers() -> None:
    assert values("aadhaar", "2341 2341 2346 2341 2341 2346") == ["2341 2341 2346"] * 2


@pytest.mark.parametrize(
    ("printed", "value", "number"),
    [
        ("₹ 1,23,456.00", "1,23,456.00", 123456.0),
        ("Rs. 45,000/-", "45,000", 45000.0),
        ("INR 500", "500", 500.0),
        ("₹ 1,6 59.00", "1,659.00", 1659.0),
        ("2,309. 54", "2,309.54", 2309.54),
        ("1,234,567.89", "1,234,567.89", 1234567.89),
        ("18589.5", "18589.5", 18589.5),
        ("¹27,000.00", "27,000.00", 27000),  # what jsPDF makes of the sign
        ("â‚¹27,000.00", "27,000.00", 27000),  # UTF-8 taken for Windows-1252
        ("â‚¹ 27,000.00", "27,000.00", 27000),
        ("&#8377;27,000.00", "27,000.00", 27000),
        ("&#x20B9; 27,000.00", "27,000.00", 27000),
        ("□27,000.00", "27,000.00", 27000),
        ("\ufffd27,000.00", "27,000.00", 27000),
        ("?27,000.00", "27,000.00", 27000),
        ("Rs27,000/-", "27,000", 27000),
        ("INR27,000.00", "27,000.00", 27000),
        ("27,000.00INR", "27,000.00", 27000),
        ("US$1,200.50", "1,200.50", 1200.5),
        ("27 000.00", "27 000.00", 27000),
        ("1 27 000.00", "1 27 000.00", 127000),
        ("27\u2009000,50 €", "27 000,50", 27000.5),
        ("Rs. 27 000.50 only", "27 000.50", 27000.5),
        ("CHF 1’234.50", "1’234.50", 1234.5),
        ("1.234,56 EUR", "1.234,56", 1234.56),
        ("62,86", "62,86", 62.86),
        ("(27,000.00)", "-27,000.00", -27000),
        ("Rs. (27,000.00)", "-27,000.00", -27000),
        ("27,000.00-", "-27,000.00", -27000),
        ("-₹500.00", "-500.00", -500),
        ("\u2212500.00", "-500.00", -500),
        (":- 500.00", "500.00", 500),
        (":-500.00", "500.00", 500),
        ("27,000.00 Cr", "27,000.00 CR", 27000),
        ("27,000.00DR", "27,000.00 DR", 27000),
        ("Rs. 500.00 Cr", "500.00 CR", 500),
        ("Rs. 2.5 Cr", "2.5 crore", 25_000_000),
        ("₹1.27 lakh", "1.27 lakh", 127_000),
        ("12.5 Lakhs", "12.5 Lakhs", 1_250_000),
    ],
)
def test_an_amount_is_answered_as_printed_without_its_currency(printed: str, value: str, number: float) -> None:
    assert values("amount", printed) == [value]
    assert figure(printed) == number


def test_figures_in_brackets_behind_their_words_are_not_negative() -> None:
    assert values("amount", "Rupees Twenty Seven Thousand Only (₹ 27,000.00)") == ["27,000.00"]


def test_a_quantity_and_a_price_are_two_amounts() -> None:
    assert values("amount", "10 250.00 2 500.00") == ["10", "250.00", "2", "500.00"]


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("Rupees Eighteen Thousand Five Hundred Eighty Nine Only", 18589),
        ("INR One Lakh Twenty Three Thousand Four Hundred Fifty Six Only", 123456),
        ("Two Crore Five Lakhs", 20500000),
        ("Rupees One Hundred and Fifty Paise Only", 100.5),
        ("nothing of the kind", None),
    ],
)
def test_an_amount_in_words_is_a_number(words: str, number: float | None) -> None:
    assert spelled(words) == number


@pytest.mark.parametrize(
    ("printed", "date"),
    [
        ("12-Apr-2024", (2024, 4, 12)),
        ("05/04/2024", (2024, 4, 5)),
        ("5th April, 2024", (2024, 4, 5)),
        ("April 5, 2024", (2024, 4, 5)),
        ("2024-04-05", (2024, 4, 5)),
        ("05.04.24", (2024, 4, 5)),
        ("O5/O4/2024", (2024, 4, 5)),
        ("04/25/2024", (2024, 4, 25)),
        ("day 5 of 9", None),
    ],
)
def test_a_date_is_one_in_every_order(printed: str, date: tuple[int, int, int] | None) -> None:
    assert day(printed) == date


def test_a_description_gives_maker_kind_and_model() -> None:
    text = "Samsung Galaxy M34 5G 8GB/128GB Midnight Blue"
    assert [values(name, text) for name in ("brand", "product_model")] == [["Samsung"], ["Galaxy M34 5G"]]
    text = "Sony 50 Inch Smart LED TV 50SQ164"
    assert [values(name, text) for name in ("brand", "product", "product_model")] == [["Sony"], ["LED TV"], ["50SQ164"]]
    assert values("product_model", "Charger") == []


def test_no_name_begins_with_a_small_l_and_a_consonant() -> None:
    assert values("name", "Farhan lyer") == ["Farhan Iyer"]
    assert values("name", "Mohan lal") == ["Mohan lal"]


def test_a_chassis_number_of_seventeen_characters_has_digits_where_letters_look_like_them() -> None:
    assert values("chassis_number", "MBLHA1OEYCHQOI234") == ["MBLHA10EYCH001234"]
    assert values("chassis_number", "OLDFRAMENO12") == ["OLDFRAMENO12"], "older ones have other forms"


def test_a_firm_keeps_its_full_stop_and_a_relation_its_stroke() -> None:
    assert values("company", "Mobile Point Pvt. Ltd.") == ["Mobile Point Pvt. Ltd."]
    assert values("address", "SIO: Mohan Lal, 12, MG Road") == ["S/O: Mohan Lal, 12, MG Road"]


@pytest.mark.parametrize(
    ("read", "value"), [("i1/02/2024", "11/02/2024"), ("L1-O2-2024", "11-02-2024"), ("1@/i2/2O24", "10/12/2024")]
)
def test_digits_of_a_date_that_were_read_as_letters_of_either_case_are_digits(read: str, value: str) -> None:
    assert values("date", read) == [value]
