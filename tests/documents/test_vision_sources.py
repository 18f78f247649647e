"""Codes and what they are beside: taken where they fit the page, as printed, and never somebody else's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

import numpy as np
import pytest
from PIL import Image

from samples import codes
from samples.kit import marks
from samples.kit.sheet import A5, Paper
from samples.types import aadhaar
from samples.world import people
from samples.world.people import Person
from simulator.documents.extract.sources import Context, source
from simulator.documents.model import Field, Page, Word
from simulator.documents.reader import Reader
from simulator.documents.vision.sources import SOURCES

INVOICE = {
    "SellerGstin": "27AAPFU0939F1ZV",
    "BuyerGstin": "URP",
    "DocNo": "SE/24/0417",
    "DocTyp": "INV",
    "DocDt": "12/03/2026",
    "TotInvVal": 27489.0,
    "ItemCnt": 2,
    "MainHsnCode": "84182100",
    "IrnDt": "2026-03-12 10:22:00",
}


@dataclass(eq=False)
class Shown:
    """A sheet as sources see it: a code on white, and words that stand somewhere above it."""

    text: str
    lines: tuple[str, ...] = ()
    dpi: int = 200
    page: Page = field(init=False)
    grey: np.ndarray = field(init=False)

    def __post_init__(self) -> None:
        picture = marks.code(self.text, scale=3)
        sheet = Image.new("L", (picture.width + 200, picture.height + 300), 255)
        sheet.paste(picture, (100, 200))
        self.grey = np.asarray(sheet)
        words = tuple(
            Word(word, (20 + 90 * at, 20 + 30 * line, 100 + 90 * at, 40 + 30 * line), 0.95, line)
            for line, item in enumerate(self.lines)
            for at, word in enumerate(item.split())
        )
        self.page = Page(1, sheet.width, sheet.height, words)

    @property
    def colour(self) -> np.ndarray:
        return np.repeat(self.grey[..., None], 3, axis=2)

    given = colour


def asked(name: str, sheet: Shown) -> Field | None:
    get = source(name)
    assert get is not None
    return get([sheet], Context("INVOICE"))


def said_of(who: Person) -> dict[str, str]:
    return {
        **dict.fromkeys(codes.AADHAAR_FIELDS, ""),
        "name": who.name,
        "dob": f"{who.born:%d-%m-%Y}",
        "gender": "F" if who.woman else "M",
        "house": "12-B",
        "town": "Pune",
        "state": "Maharashtra",
        "pin_code": "411030",
    }


def card(who: Person, text: str) -> Image.Image:
    """The front of a card with a code below it."""
    sheet = Paper(A5, 200)
    sheet.paste(aadhaar.front(Random(1), who).image, 30, 20, 85.6)
    sheet.paste(marks.code(text, scale=3), 50, 100)
    return sheet.image


def test_every_source_is_known_by_the_name_of_its_family() -> None:
    assert all(source(name) is not None and name.partition(":")[0] in ("seen", "code") for name in SOURCES)


def test_a_signed_invoice_gives_its_values_as_they_are_printed() -> None:
    sheet = Shown(codes.einvoice(INVOICE), ("Invoice No SE/24/0417", "Dated 12-Mar-2026", "Total 27,489.00"))
    for name, value in (
        ("code:invoice_number", "SE/24/0417"),
        ("code:invoice_date", "12-Mar-2026"),
        ("code:invoice_amount", "27,489.00"),
    ):
        found = asked(name, sheet)
        assert found is not None and found.value == value
        assert found.confidence >= 0.97 and found.places[0].box[1] < 200
    seller = asked("code:seller_gstin", sheet)
    assert seller is not None and seller.value == "27AAPFU0939F1ZV" and seller.places[0].box[1] >= 200


def test_of_several_printed_forms_the_codes_own_is_preferred() -> None:
    sheet = Shown(codes.einvoice(INVOICE), ("Ack Date 2026-03-12", "Invoice SE/24/0417 of 12/03/2026"))
    found = asked("code:invoice_date", sheet)
    assert found is not None and found.value == "12/03/2026" and found.rule.endswith("as printed")


def test_the_code_of_another_invoice_on_the_page_is_not_taken() -> None:
    sheet = Shown(codes.einvoice(INVOICE), ("Invoice No PB/77", "GSTIN 29AAGCB7383J1Z4"))
    assert asked("code:invoice_number", sheet) is None
    assert asked("code:einvoice", sheet) is None


def test_an_aadhaar_code_is_taken_where_the_last_digits_agree(reader: Reader, encode: Callable[..., bytes]) -> None:
    who = people.person(Random(7))
    own = codes.aadhaar_secure(said_of(who), who.aadhaar[-4:])
    reading = reader.read(encode(card(who, own), dpi=(200, 200)))
    assert reading.document_type == "AADHAAR"
    assert reading.fields["name"].value == who.name
    assert reading.fields["name"].rule.startswith("Aadhaar code")
    assert reading.fields["date_of_birth"].value == f"{who.born:%d/%m/%Y}"
    assert "12-B" in str(reading.fields["address"].value)


def test_somebody_elses_aadhaar_code_changes_nothing(reader: Reader, encode: Callable[..., bytes]) -> None:
    who, other = people.person(Random(7)), people.person(Random(8))
    assert who.aadhaar[-4:] != other.aadhaar[-4:]
    foreign = codes.aadhaar_secure(said_of(other), other.aadhaar[-4:])
    reading = reader.read(encode(card(who, foreign), dpi=(200, 200)))
    assert reading.fields["name"].value == who.name
    assert not reading.fields["name"].rule.startswith("Aadhaar code")
    assert "address" not in reading.fields


@pytest.mark.parametrize("text", ["upi://pay?pa=shop@bank&am=100", "https://www.example.com/warranty", "9" * 900])
def test_other_codes_say_nothing(text: str) -> None:
    sheet = Shown(text, ("Invoice No SE/24/0417",))
    assert [name for name in SOURCES if name.startswith("code:") and asked(name, sheet) is not None] == []
