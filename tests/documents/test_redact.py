"""A redacted picture shows the document without its number, wherever and however the number stood."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from simulator.documents.model import Page, Word
from simulator.documents.redact import every_place, redacted

NUMBER = "2345 6789 0124"
CARD = ("Government of India", "Asha Verma", "DOB: 12/03/1990", f"{NUMBER}", "Unique Identification", f"No. {NUMBER}")


def said(reading):
    return "".join(word.text for page in reading.pages for word in page.words)


def blacked(reader, content):
    """The redacted picture of a document with the number on it, and what can still be read there."""
    reading = reader.read(content)
    places = every_place(NUMBER, reading.pages)
    assert places, said(reading)
    picture, media_type = redacted(content, places, {page.number: page.transform for page in reading.pages})
    return len(places), picture, media_type, said(reader.read(picture))


@pytest.mark.parametrize("turn", [0, 90, 180, -4])
def test_the_number_is_black_in_every_place_however_the_card_lies(reader, draw, encode, turn):
    content = encode(draw(CARD).rotate(turn, expand=True, fillcolor="white", resample=Image.Resampling.BICUBIC))
    count, picture, media_type, left = blacked(reader, content)
    assert (count, media_type) == (2, "image/png")
    assert not any(group in left for group in NUMBER.split())
    assert "AshaVerma" in left
    assert Image.open(io.BytesIO(picture)).size == Image.open(io.BytesIO(content)).size


def test_a_photo_stays_a_jpeg_and_loses_its_metadata(reader, draw, encode):
    exif = Image.Exif()
    exif[0x010E] = f"photo of {NUMBER}"
    exif[0x0112] = 6
    content = encode(draw(CARD).rotate(90, expand=True), "JPEG", quality=90, exif=exif)
    _, picture, media_type, left = blacked(reader, content)
    assert media_type == "image/jpeg"
    assert NUMBER.encode() not in picture
    assert not Image.open(io.BytesIO(picture)).getexif()
    assert "2345" not in left
    assert "AshaVerma" in left


def test_the_first_page_of_a_pdf_that_has_the_number_becomes_a_picture(reader, draw, encode):
    content = encode(draw(), "PDF", save_all=True, append_images=[draw(CARD)], resolution=150)
    reading = reader.read(content)
    places = every_place(NUMBER, reading.pages)
    assert {place.page for place in places} == {2}
    picture, media_type = redacted(content, places, {page.number: page.transform for page in reading.pages})
    left = said(reader.read(picture))
    assert media_type == "image/png"
    assert "AshaVerma" in left
    assert "2345" not in left


@pytest.mark.parametrize("blur", [0.0, 2.0])
def test_every_code_is_black(draw, blur):
    import cv2
    import zxingcpp

    digits = "".join(str(number * 7 % 10) for number in range(1500))
    code = zxingcpp.write_barcode_to_image(zxingcpp.create_barcode(digits, zxingcpp.BarcodeFormat.QRCode))
    card = np.asarray(draw(CARD)).copy()
    square = cv2.resize(np.asarray(code), (260, 260), interpolation=cv2.INTER_AREA)
    card[330:590, 700:960] = square.reshape(260, 260, -1)
    if blur:
        card = cv2.GaussianBlur(card, (0, 0), blur)
    stream = io.BytesIO()
    Image.fromarray(card).save(stream, "PNG")
    picture, _ = redacted(stream.getvalue(), (), {})
    seen = np.asarray(Image.open(io.BytesIO(picture)))
    assert seen[345:575, 715:945].max() == 0
    assert seen[:300, :600].mean() > 200


def words(*texts):
    return tuple(Word(text, (n * 60, 0, n * 60 + 50, 20), 0.9, 1, 1) for n, text in enumerate(texts))


@pytest.mark.parametrize(
    ("texts", "boxes"),
    [
        (("No.", "2345", "6789", "0124"), [(60, 0, 230, 20)]),
        (("234567890124",), [(0, 0, 50, 20)]),
        (("2345-6789-0124", "2345", "6789", "0I24"), [(0, 0, 50, 20), (60, 0, 230, 20)]),
        (("2345", "6789"), []),
        (("9876", "5432", "1098"), []),
    ],
)
def test_a_number_is_found_whole_in_groups_and_with_misread_digits(texts, boxes):
    page = Page(1, 1000, 100, words(*texts))
    assert [place.box for place in every_place(NUMBER, [page])] == boxes
