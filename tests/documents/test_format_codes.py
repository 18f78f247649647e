"""Codes with positions and check digits: read right, misread, parted by spaces, beside other digits; and what each proves."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.documents.formats import get_format
from simulator.documents.formats.codes import CODES, CodeFormat
from simulator.documents.formats.model import CHECKED, LOOSE, STRICT

#: Put right without a check digit, of a code that is given out: a little less than read right.
MENDED = STRICT - 0.05
GSTIN = "27AAPFU0939F1ZV"

READ: dict[str, list[tuple[str, str, float, bool]]] = {
    "gstin": [
        (GSTIN, GSTIN, CHECKED, False),
        (GSTIN.lower(), GSTIN, CHECKED, False),
        (f"*{GSTIN}*", GSTIN, CHECKED, False),
        (f"GSTIN: {GSTIN}.", GSTIN, CHECKED, False),
        ("27 AAPFU 0939 F1ZV", GSTIN, CHECKED, False),
        ("27AAPFUO939F1ZV", GSTIN, CHECKED, True),
        ("27AAPFU0939F12V", GSTIN, CHECKED, True),
        # A character too many, wherever it stands.
        (f"{GSTIN}X", GSTIN, STRICT, True),
        ("27AAPFU0939FF1ZV", GSTIN, STRICT, True),
        # A check digit that does not fit proves nothing.
        ("27AAPFU0939F1ZX", "27AAPFU0939F1ZX", LOOSE, False),
    ],
    "pan": [
        ("ABCPV1234K", "ABCPV1234K", STRICT, False),
        ("abcpv1234k", "ABCPV1234K", STRICT, False),
        ("ABCPV 1234 K", "ABCPV1234K", LOOSE, False),
        ("ABCPV-1234-K", "ABCPV1234K", LOOSE, False),
        ("A8CPVI234K", "ABCPV1234K", LOOSE, True),
        ("ABCPVI2E4K and ABCPV1234K", "ABCPV1234K", STRICT, False),
        # Neither the kind of holder nor a serial number of zeros is given out.
        ("ABCQV1234K", "ABCQV1234K", LOOSE, False),
        ("ABCPV0000K", "ABCPV0000K", LOOSE, False),
        ("ABCPV0001K", "ABCPV0001K", STRICT, False),
        # Only a check digit chooses among look-alikes: no holder is made up, though L looks like I.
        ("ABCIV1234K", "ABCIV1234K", LOOSE, False),
    ],
    "aadhaar": [
        ("2341 2341 2346", "2341 2341 2346", CHECKED, False),
        ("234123412346", "2341 2341 2346", CHECKED, False),
        ("2341-2341-2346", "2341 2341 2346", CHECKED, False),
        ("2341 2341 2346 12", "2341 2341 2346", CHECKED, False),
        ("234I 2341 2346", "2341 2341 2346", CHECKED, True),
        ("2341 2341 2347", "2341 2341 2347", LOOSE, False),
    ],
    "imei": [
        ("356938035643809", "356938035643809", CHECKED, False),
        ("35 693803 564380 9", "356938035643809", CHECKED, False),
        ("3S6938035643809", "356938035643809", CHECKED, True),
        ("356938035643808", "356938035643808", LOOSE, False),
        # The sum alone is right: no such body gives numbers out; all digits alike.
        ("206938035643805", "206938035643805", LOOSE, False),
        ("000000000000000", "000000000000000", LOOSE, False),
        ("353333333333555", "353333333333555", LOOSE, False),
    ],
    "ifsc": [
        ("SBIN0001234", "SBIN0001234", STRICT, False),
        ("SBINO001234", "SBIN0001234", MENDED, True),
        ("SBIN 0001234", "SBIN0001234", STRICT, False),
        ("SBIN0OO1234", "SBIN0001234", MENDED, True),
        ("XXXX0001234", "XXXX0001234", STRICT, False),
        ("XXXXO001234", "XXXX0001234", LOOSE, True),
        ("XXXX 0001234", "XXXX0001234", LOOSE, False),
        # Letters where most places of either kind hold letters.
        ("SBIN0ABCDEF", "SBIN0ABCDEF", STRICT, False),
        ("SBIN0AOCDEF", "SBIN0AOCDEF", STRICT, False),
        ("SBIN0ABC123", "SBIN0ABC123", STRICT, False),
        ("SBIN0AO1234", "SBIN0A01234", LOOSE, True),
        # One character was read twice.
        ("CNRBO0000417", "CNRB0000417", STRICT, True),
    ],
    "cin": [
        ("U72200MH2010PTC123456", "U72200MH2010PTC123456", STRICT, False),
        ("U722OOMH2010PTC123456", "U72200MH2010PTC123456", LOOSE, True),
    ],
    "fssai": [("10012345678901", "10012345678901", STRICT, False), ("20012345678901", "20012345678901", STRICT, False)],
    "voter_id": [("ABC1234567", "ABC1234567", STRICT, False), ("A8CI234567", "ABC1234567", LOOSE, True)],
    "uan": [("100123456789", "100123456789", STRICT, False)],
    "pin_code": [
        ("411001", "411001", STRICT, False),
        ("811001", "811001", STRICT, False),
        ("411 001", "411001", LOOSE, False),
        ("41100I", "411001", LOOSE, True),
    ],
    "passport_number": [
        ("A1234567", "A1234567", STRICT, False),
        ("A0134567", "A0134567", STRICT, False),
        ("A1034567", "A1034567", STRICT, False),
    ],
}
REFUSED = {
    "gstin": "27AAPFU0939F1Z A7AAPFU0939F1ZV 27AAPFU0939F1XV GSTIN27AAPFU0939F1ZV",
    "pan": "ABCP1234K ABCPV1234K5 ABCPVI2E4K PROFESSION MOBILOIIOS",
    "aadhaar": "23412341234 2341234123461 234a2341c346",
    "imei": "35693803564380 3569380356438091",
    "ifsc": "SBIN000123 SBIN1001234 SB1N0_01234 SBIN00012345 BYLADEM1001 XXXXO0001234",
    "cin": "U72200MH2010PTC12345 072200MH2010PTCI23456X",
    "fssai": "30012345678901 00012345678901 1001234567890",
    "voter_id": "AB1234567 ABCE123456",
    "uan": "200123456789 10012345678",
    "pin_code": "011001 911001 41100 4110011",
    "passport_number": "A0034567 A12345678 A123456",
}


@pytest.mark.parametrize(
    ("name", "read", "value", "proof", "mended"), [(name, *each) for name in READ for each in READ[name]]
)
def test_a_code_is_read_and_says_what_it_proves(name: str, read: str, value: str, proof: float, mended: bool) -> None:
    found = list(get_format(name).find(read))[-1]
    assert (found.value, found.mended) == (value, mended)
    assert found.proof == pytest.approx(proof)


@pytest.mark.parametrize(("name", "read"), [(name, each) for name in REFUSED for each in REFUSED[name].split()])
def test_what_has_not_the_form_or_is_never_given_out_is_no_code(name: str, read: str) -> None:
    assert list(get_format(name).find(read)) == []


def test_every_code_is_tried() -> None:
    assert {each.name for each in CODES} == READ.keys() == REFUSED.keys()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2341 2341 2346 2341 2341 2346", ["2341 2341 2346"] * 2),
        # Four or five groups of four are another number.
        ("2341 2341 2346 2341", []),
        ("9999 2341 2341 2346", []),
        ("2341 2341 2346 2341 2341", []),
        ("2341 2341 2346, 12", ["2341 2341 2346"]),
        ("2341  2341   2346", ["2341 2341 2346"]),
        ("2341    2341 2346", []),
        ("2341 / 2341 / 2346", []),
        ("2341 2341 2346 / 234123412346", ["2341 2341 2346"] * 2),
    ],
)
def test_groups_of_digits_are_one_number_only_where_no_like_group_goes_on(text: str, found: list[str]) -> None:
    assert [each.value for each in get_format("aadhaar").find(text)] == found


def test_a_code_says_where_it_stands() -> None:
    text = "PAN of holder: ABCPV 1234 K (verified)"
    (found,) = get_format("pan").find(text)
    assert text[found.start : found.end] == "ABCPV 1234 K"


@pytest.mark.parametrize(
    ("changes", "proof"),
    # So many readings were tried that the check digit is no full proof any more.
    [("27AAKF54821M1ZQ", CHECKED), ("27AAKFS4821MIZO", MENDED), ("27AAKFS482IMIZO", MENDED)],
)
def test_the_more_look_alikes_were_tried_the_less_a_check_digit_proves(changes: str, proof: float) -> None:
    (found,) = get_format("gstin").find(changes)
    assert (found.value, found.mended) == ("27AAKFS4821M1ZQ", True)
    assert found.proof == pytest.approx(proof)


@pytest.mark.parametrize(("letter", "digit"), list(zip("OQDILZSBGoilzsbg!", "00011258601125861", strict=True)))
def test_a_letter_in_a_digit_s_place_is_the_digit_that_it_looks_like(letter: str, digit: str) -> None:
    (found,) = get_format("pin_code").find(f"41{letter}203") or [None]
    assert (found.value, found.mended, found.proof) == (f"41{digit}203", True, LOOSE)


@pytest.mark.parametrize(("digit", "letter"), list(zip("0152864", "OISZBGA", strict=True)))
def test_a_digit_in_a_letter_s_place_is_the_letter_that_it_looks_like(digit: str, letter: str) -> None:
    (found,) = get_format("voter_id").find(f"X{digit}Y1234567")
    assert (found.value, found.mended, found.proof) == (f"X{letter}Y1234567", True, LOOSE)


@pytest.mark.parametrize(
    ("read", "taken"),
    [("41100I", True), ("4I1O0I", True), ("4IIO0I", False), ("4IIOOI", False)],
)
def test_half_of_the_digits_must_be_digits_as_read(read: str, taken: bool) -> None:
    assert bool(list(get_format("pin_code").find(read))) is taken


def test_a_form_may_hold_itself_and_either_kind() -> None:
    form = CodeFormat("own", "A-9X".replace("-", "7"), spread=False)
    assert [found.value for found in form.find("A71Z b71x A81Z")] == ["A71Z", "B71X"]
    assert list(form.find("A7 1Z")) == []


@given(st.integers(10**10, 10**11 - 1))
def test_a_single_wrong_digit_never_passes_an_aadhaar_s_check(number: int) -> None:
    from stdnum import verhoeff

    right = f"{number}{verhoeff.calc_check_digit(str(number))}"
    (found,) = get_format("aadhaar").find(right)
    wrong = f"{right[:5]}{(int(right[5]) + 1) % 10}{right[6:]}"
    (other,) = get_format("aadhaar").find(wrong)
    assert found.proof == (CHECKED if right[0] not in "01" and right != right[::-1] else LOOSE)
    assert other.proof == LOOSE


GIVING_OUT = (1, 10, 30, 33, 35, 44, 45, 49, 50, 51, 52, 53, 54, 86, 91, 98, 99)


@pytest.mark.parametrize("body", [f"{number:02}" for number in GIVING_OUT])
def test_an_imei_is_proven_where_a_body_that_gives_them_out_begins_it(body: str) -> None:
    from stdnum import luhn

    number = f"{body}693803564380"
    (found,) = get_format("imei").find(number + luhn.calc_check_digit(number))
    assert (found.proof, found.mended) == (CHECKED, False)


@pytest.mark.parametrize("holder", "ABCFGHJKLPTE")
def test_every_kind_of_holder_has_a_pan(holder: str) -> None:
    (found,) = get_format("pan").find(f"ABC{holder}V1234K")
    assert found.proof == STRICT


@pytest.mark.parametrize(
    ("read", "value"),
    [
        # An eight for B and a six for G, where the form takes either and the check digit decides.
        ("27AAKFS4B21M1ZQ", "27AAKFS4821M1ZQ"),
        ("Z7AAKFS4821M1ZQ", "27AAKFS4821M1ZQ"),
        ("27AAKFS4821MIZQ", "27AAKFS4821M1ZQ"),
        ("27AAKFS4821M12Q", "27AAKFS4821M1ZQ"),
    ],
)
def test_a_look_alike_of_any_pair_is_put_right(read: str, value: str) -> None:
    (found,) = get_format("gstin").find(read)
    assert (found.value, found.proof, found.mended) == (value, CHECKED, True)


@pytest.mark.parametrize("number", ["27ABCCS4417Q1ZD", "27ANFPP9071B1ZQ", "09BQDPG3318M1ZK"])
def test_a_digit_where_one_nearly_always_stands_is_no_letter_that_passes_the_check_by_chance(number: str) -> None:
    (found,) = get_format("gstin").find(number)
    assert (found.value, found.proof) == (number, LOOSE)
