"""Codes: found and decoded on pages, taken only where they hold together, hostile ones harmless."""

from __future__ import annotations

import base64
import zlib

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw

from samples import codes as drawn
from samples.kit import marks
from simulator.documents.model import Word
from simulator.documents.vision import aadhaar_code, barcode_labels, codes, einvoice

ASHA = {
    "name": "Asha Kulkarni",
    "dob": "04-09-1988",
    "gender": "F",
    "care_of": "D/O Ramesh Kulkarni",
    "house": "12-B",
    "street": "Tilak Road",
    "landmark": "Near Ganesh Temple",
    "location": "Sadashiv Peth",
    "town": "Pune City",
    "post_office": "Sadashiv Peth",
    "sub_district": "Haveli",
    "district": "Pune",
    "state": "Maharashtra",
    "pin_code": "411030",
}
INVOICE = {
    "SellerGstin": "27AAPFU0939F1ZV",
    "BuyerGstin": "29AAGCB7383J1Z4",
    "DocNo": "INV/24/0117",
    "DocTyp": "INV",
    "DocDt": "17/01/2024",
    "TotInvVal": 118000.5,
    "ItemCnt": 2,
    "MainHsnCode": "85171300",
    "IrnDt": "2024-01-17 10:22:00",
}


def page_with(*pictures: tuple[Image.Image, tuple[int, int]]) -> np.ndarray:
    page = Image.new("L", (1240, 1754), 255)
    pen = ImageDraw.Draw(page)
    for top in range(60, 1700, 44):
        pen.text((80, top), "Terms and conditions of carriage apply to all goods 1234 5678", fill=0, font_size=24)
    for picture, at in pictures:
        page.paste(picture, at)
    return np.array(page)


def test_a_signed_invoice_code_gives_its_ten_values() -> None:
    page = page_with((marks.code(drawn.einvoice(INVOICE), scale=3), (700, 100)))
    (code,) = codes.read_codes(page)
    given = einvoice.parse_einvoice(code.text)
    assert given is not None
    assert (given.SellerGstin, given.DocNo, given.DocDt, given.TotInvVal) == (
        "27AAPFU0939F1ZV",
        "INV/24/0117",
        "17/01/2024",
        118000.5,
    )
    assert code.box[0] >= 700 and code.box[1] >= 100


def test_an_invoice_code_whose_parts_do_not_fit_is_not_taken() -> None:
    assert einvoice.parse_einvoice(drawn.einvoice({**INVOICE, "SellerGstin": "27AAPFU0939F1ZX"})) is None
    assert einvoice.parse_einvoice(drawn.einvoice({**INVOICE, "DocDt": "2024-17-01"})) is None
    header, payload, _ = drawn.einvoice(INVOICE).split(".")
    assert einvoice.parse_einvoice(f"{header}.{payload}.c2hvcnQ") is None


@pytest.mark.parametrize(
    "text",
    [
        "upi://pay?pa=shop@bank&pn=Shop&am=100",
        "a.b.c",
        "..",
        "é.é.é",
        base64.urlsafe_b64encode(b"[" * 3000).decode() + ".e30.e30",
        "e30." + base64.urlsafe_b64encode(b'{"data":"' + b"[" * 1500 + b'"}').decode() + ".e30",
        "9" * 100_000,
    ],
)
def test_other_and_hostile_texts_are_nobodys_code(text: str) -> None:
    assert einvoice.parse_einvoice(text) is None
    assert aadhaar_code.parse_aadhaar_code(text) is None


@pytest.mark.parametrize("version", ["", "V2", "V4"])
def test_a_secure_code_names_its_holder(version: str) -> None:
    text = drawn.aadhaar_secure(ASHA, "9012", version, portrait=bytes(range(256)) * 3)
    page = page_with((marks.code(text, scale=3), (500, 600)))
    (code,) = codes.read_codes(page)
    given = aadhaar_code.parse_aadhaar_code(code.text)
    assert given is not None
    assert (given.name, given.last_four, given.date_of_birth, given.gender) == (
        "Asha Kulkarni",
        "9012",
        "04/09/1988",
        "F",
    )
    assert given.address == (
        "D/O Ramesh Kulkarni, 12-B, Tilak Road, Near Ganesh Temple, Sadashiv Peth, Pune City, Haveli, Pune, "
        "Maharashtra - 411030"
    )


def test_the_older_code_has_the_whole_number() -> None:
    value = aadhaar_code.parse_aadhaar_code(
        drawn.aadhaar_xml({**ASHA, "name": 'Asha "A" <K>', "dob": "1988-09-04"}, "234567890124")
    )
    assert value is not None
    assert (value.name, value.number, value.last_four) == ('Asha "A" <K>', "234567890124", "0124")
    assert value.date_of_birth == "04/09/1988"


def test_a_code_that_unpacks_to_a_megabyte_is_stopped_early() -> None:
    packer = zlib.compressobj(9)
    bomb = packer.compress(b"V2\xff" + b"\xff" * 1_000_000) + packer.flush()
    assert len(str(int.from_bytes(bomb, "big"))) < 7_089
    assert aadhaar_code.parse_aadhaar_code(str(int.from_bytes(bomb, "big"))) is None


def test_an_entity_bomb_is_no_aadhaar_code() -> None:
    text = '<!DOCTYPE x [<!ENTITY a "aaaa">]><PrintLetterBarcodeData uid="234567890124" name="&a;"/>'
    assert aadhaar_code.parse_aadhaar_code(text) is None
    assert aadhaar_code.parse_aadhaar_code('<PrintLetterBarcodeData uid="234567890124" name="x"') is None


def test_the_barcodes_of_a_phone_label_give_numbers_whose_check_digit_is_right() -> None:
    page = page_with(
        (marks.code("356938035643809", "Code128", 3), (100, 100)),
        (marks.code("356938035643807", "Code128", 3), (100, 400)),  # a wrong check digit
        (marks.code("RZ8N70ABCDE", "Code128", 3), (100, 700)),
        (marks.code("8901234567890", "EAN13", 3), (100, 1000)),
    )
    found = codes.read_codes(page)
    serial = next(code for code in found if code.text == "RZ8N70ABCDE")
    word = Word("S/N:", (serial.box[0], serial.box[3] + 5, serial.box[0] + 50, serial.box[3] + 30), 0.9)
    value = barcode_labels.parse_labels(found, (word,))
    assert [number for number, _ in value.imei] == ["356938035643809"]
    assert value.serial is not None and value.serial[0] == "RZ8N70ABCDE"
    assert value.ean is not None and value.ean[0] == "8901234567890"
    assert barcode_labels.parse_labels(found, ()).serial is None


def test_a_code_to_black_out_is_found_sharp_damaged_and_turned() -> None:
    picture = marks.code(drawn.aadhaar_secure(ASHA, "9012", portrait=bytes(range(256)) * 2), scale=3)
    page = page_with((picture, (500, 600)))
    centre = (500 + picture.width / 2, 600 + picture.height / 2)
    turned = cv2.warpAffine(page, cv2.getRotationMatrix2D(centre, 4, 1), page.shape[::-1], borderValue=255)
    damaged = page.copy()
    damaged[700:780, 600:700] = 255
    for image in (page, damaged, turned):
        (box,) = codes.code_boxes(image)
        assert box[0] <= 512 and box[1] <= 612
        assert box[2] >= 500 + picture.width - 12 and box[3] >= 600 + picture.height - 12


def test_matrix_codes_are_read_where_they_stand_among_print_and_line_codes() -> None:
    page = page_with(
        (marks.code(drawn.einvoice(INVOICE), scale=3), (700, 100)),
        (marks.code("RZ8N70ABCDE", "Code128", 3), (100, 700)),
        (marks.code("https://example.com/pay/1", scale=4), (60, 1500)),
    )
    square = tuple(code for code in codes.read_codes(page) if code.format in ("QRCode", "DataMatrix"))
    found = codes.read_matrix_codes(page)
    assert len(square) == 2 and [code.text for code in found] == [code.text for code in square]
    for one, other in zip(found, square, strict=True):
        assert one.box == pytest.approx(other.box, abs=4)


def test_a_page_of_print_has_no_codes() -> None:
    assert codes.read_matrix_codes(page_with()) == ()
    assert codes.code_boxes(page_with()) == []
    assert codes.read_codes(page_with()) == ()
