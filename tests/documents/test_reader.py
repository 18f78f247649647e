"""From bytes to a Reading: what is on the page is found however the page lies, and a bad file says why."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

from simulator.documents.model import Reading


def text(reading: Reading) -> str:
    assert not reading.error_reason, reading.notes
    return " ".join(word.text for page in reading.pages for word in page.words)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_page_is_turned_upright(reader, draw, encode, turn):
    reading = reader.read(encode(draw().rotate(turn, expand=True)))
    assert "14 Lake View Road, Pune 411001" in text(reading)
    assert reading.pages[0].rotation == (360 - turn) % 360
    assert (reading.pages[0].width, reading.pages[0].height) == (1000, 640)


@pytest.mark.parametrize("angle", [-6.0, 2.5])
def test_slanting_lines_are_made_level(reader, draw, encode, angle):
    reading = reader.read(
        encode(draw().rotate(angle, expand=True, fillcolor="white", resample=Image.Resampling.BICUBIC))
    )
    assert "14 Lake View Road, Pune 411001" in text(reading)
    assert reading.pages[0].skew == pytest.approx(-angle, abs=0.3)


def test_a_photographed_sheet_is_laid_straight(reader, draw, encode):
    table = Image.new("RGB", (1400, 1000), (70, 60, 50))
    laid = draw().transform(
        (1400, 1000), Image.Transform.QUAD, (-150, -180, -230, 900, 1300, 880, 1150, -120), fillcolor=(70, 60, 50)
    )
    mask = Image.new("L", (1000, 640), 255).transform(
        (1400, 1000), Image.Transform.QUAD, (-150, -180, -230, 900, 1300, 880, 1150, -120)
    )
    table.paste(laid, mask=mask)
    reading = reader.read(encode(table, "JPEG", quality=85))
    assert "14 Lake View Road, Pune 411001" in text(reading)
    assert "sheet straightened" in reading.pages[0].steps


def test_a_shadow_does_not_hide_print(reader, draw, encode):
    page = draw()
    shadow = Image.linear_gradient("L").resize(page.size).point(lambda grey: 70 + grey * 2 // 3)
    shaded = Image.composite(page, Image.new("RGB", page.size), shadow)
    reading = reader.read(encode(shaded, "JPEG", quality=85))
    assert "INV-2026-0417" in text(reading)
    assert "light made even" in reading.pages[0].steps


def test_white_print_on_a_dark_screen_is_read(reader, draw, encode):
    dark = draw().point(lambda grey: 255 - grey * 220 // 255)
    assert "14 Lake View Road" in text(reader.read(encode(dark)))


def test_boxes_lead_back_to_the_page_as_given(reader, draw, encode):
    given = draw().rotate(90, expand=True)
    reading = reader.read(encode(given))
    page = reading.pages[0]
    word = next(word for word in page.words if word.text == "INV-2026-0417")
    a, b, c, d, e, f, g, h, i = page.transform
    corners = [(x, y) for x in word.box[::2] for y in word.box[1::2]]
    back = [((a * x + b * y + c) / (g * x + h * y + i), (d * x + e * y + f) / (g * x + h * y + i)) for x, y in corners]
    ink = given.convert("L").point(lambda grey: 255 if grey < 128 else 0)
    left, top = min(x for x, _ in back), min(y for _, y in back)
    right, bottom = max(x for x, _ in back), max(y for _, y in back)
    inside = ink.crop((round(left), round(top), round(right), round(bottom)))
    assert sum(inside.histogram()[128:]) > 0.1 * inside.width * inside.height
    ImageDraw.Draw(ink).rectangle((left, top, right, bottom), fill=0)
    assert "INV-2026-0417" not in text(reader.read(encode(ink.point(lambda grey: 255 - grey))))


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "BMP", "TIFF", "WEBP", "PDF"])
def test_every_kind_of_file_is_read(reader, draw, encode, kind):
    assert "Asha Verma" in text(reader.read(encode(draw(), kind)))


def test_all_pages_of_a_tiff_are_read(reader, draw, encode):
    content = encode(draw(("first page",)), "TIFF", save_all=True, append_images=[draw(("second page",))])
    reading = reader.read(content)
    assert reading.page_count == 2
    assert [[word.text for word in page.words] for page in reading.pages] == [["first", "page"], ["second", "page"]]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty file"),
        (
            b"<!doctype html><p>Access denied",
            "web page (HTML) instead of a document: the link asks for a login, or has expired",
        ),
        (b"%PDF-1.7\nnothing more", "unreadable file"),
        (bytes(5000), "unreadable file"),
    ],
)
def test_what_is_no_document_says_why(reader, content, reason):
    reading = reader.read(content)
    assert (reading.error_code, reading.error_reason) == ("INVALID_DOC", reason)
    assert not reading.pages


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "BMP", "TIFF", "WEBP"])
def test_a_file_that_ends_early_is_not_taken_for_whole(reader, draw, encode, kind):
    content = encode(draw(), kind)
    for part in (0.98, 0.5):
        reading = reader.read(content[: int(len(content) * part)])
        assert (reading.error_code, reading.error_reason) == ("INVALID_DOC", "unreadable file"), (kind, part)


def test_the_same_bytes_give_the_same_reading(reader, draw, encode):
    content = encode(draw().rotate(2, fillcolor="white"), "JPEG")
    first = reader.read(content)
    reader.read(encode(draw(("something else",))))
    assert reader.read(content) == first


def test_a_known_document_is_recognised_and_another_is_not(reader, draw, encode, sample_docs):
    invoice = reader.read((sample_docs / "INVOICE" / "dealership-1-scan.jpg").read_bytes())
    assert (invoice.document_type, invoice.error_code) == ("INVOICE", "")
    assert invoice.fields
    assert invoice.candidates[0].document_type == "INVOICE"
    letter = reader.read(encode(draw(("Dear Asha,", "thank you for the lovely weekend at the lake.", "Yours, Rohan"))))
    assert (letter.document_type, letter.error_code) == ("", "UNRECOGNISED")
    assert letter.error_reason == "document not in list"
    assert letter.page_count == 1
    assert letter.pages[0].words


@pytest.mark.parametrize("size", [(1, 1), (5000, 1), (9, 3000), (3, 3), (12000, 40), (30, 20)])
def test_a_picture_too_narrow_for_print_is_not_recognised(reader, encode, size):
    noise = np.random.default_rng(1).integers(0, 255, (size[1], size[0], 3), dtype=np.uint8)
    assert reader.read(encode(Image.fromarray(noise))).error_code in ("UNRECOGNISED", "INVALID_DOC")
    blank = reader.read(encode(Image.new("RGB", size, "white")))
    assert (blank.error_code, blank.error_reason) == ("INVALID_DOC", "blank page: nothing is printed on it")
