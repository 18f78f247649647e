"""Number plates, as printed and with letters read for digits."""

from __future__ import annotations

import pytest

from simulator.documents.formats import get_format
from simulator.documents.formats.model import LOOSE, STRICT, Found, as_printed

PLATE = get_format("vehicle_number")


@pytest.mark.parametrize(
    "text", ["MH12DE1433", "MH-12-DE-1433", "MH 12 AB 1234", "DL 1 C 1433", "DL1CAB1433", "22BH1234AA", "22 BH 1234 A"]
)
def test_a_plate_is_taken_as_printed(text: str) -> None:
    assert list(PLATE.find(text)) == [Found(text, 0, len(text), STRICT)]


@pytest.mark.parametrize(
    "text",
    [
        "XX12DE1433",
        "MH12DE14335",
        "MH12ABCD1433",
        "MH123DE1433",
        "mh12de1433",
        "RULE NO 5 OF 2024",
        "MHAADE1433",
        "MHIISSIOOO",
    ],
)
def test_what_is_just_beside_it_is_none(text: str) -> None:
    assert list(PLATE.find(text)) == []


@pytest.mark.parametrize(
    ("read", "plate"),
    [
        ("MH330N9324", "MH33ON9324"),
        ("MHI41V3685", "MH14IV3685"),
        ("MHIIKV4437", "MH11KV4437"),
        ("KA05MJ78O9", "KA05MJ7809"),
    ],
)
def test_letters_and_digits_are_told_by_their_places_and_want_a_label(read: str, plate: str) -> None:
    assert list(PLATE.find(f"Reg. {read}")) == [Found(plate, 5, 15, LOOSE, True)]


def test_several_stand_in_their_order() -> None:
    assert [found.value for found in PLATE.find("MHIIKV4437, MH12DE1433, KA05MJ78O9")] == [
        "MH11KV4437",
        "MH12DE1433",
        "KA05MJ7809",
    ]


def test_of_a_pdfs_own_words_nothing_is_put_right() -> None:
    text = "MH330N9324"
    assert as_printed(PLATE, next(PLATE.find(text)), text) is None
