"""PDFs: their own words where they are sound and visible, forms filled in, scans taken out, pictures read besides."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.documents.pages.pictures import PageSource
from simulator.documents.pages.prepare import laid_as_prepared

LINES = ("TAX INVOICE", "Invoice No: INV-2026-0417", "Customer Name: Asha Verma", "Total payable: Rs. 24,990.00")


def pdf(
    *pages: str, resources: str = "", objects: tuple[bytes, ...] = (), media: str = "0 0 595 842", page: str = ""
) -> bytes:
    """A PDF written by hand: a content stream for each page, Helvetica as /F1, further objects numbered from 10."""
    kids = " ".join(f"{100 + 2 * number} 0 R" for number in range(len(pages)))
    parts = {
        1: b"<< /Type /Catalog /Pages 2 0 R /AcroForm 9 0 R >>",
        2: f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        3: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        9: b"<< /Fields [10 0 R] /DR << /Font << /F1 3 0 R >> >> /DA (/F1 12 Tf) >>"
        if b"/Widget" in b"".join(objects)
        else b"null",
    }
    for number, text in enumerate(objects):
        parts[10 + number] = text
    for number, text in enumerate(pages):
        parts[100 + 2 * number] = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [{media}] /Contents {101 + 2 * number} 0 R {page}"
            f" /Resources << /Font << /F1 3 0 R >> {resources} >> >>"
        ).encode()
        parts[101 + 2 * number] = b"<< /Length %d >>\nstream\n%s\nendstream" % (len(text.encode()), text.encode())
    raw, offsets = b"%PDF-1.7\n", {}
    for number, part in sorted(parts.items()):
        offsets[number] = len(raw)
        raw += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%d 1\n%010d 00000 n \n" % (number, offset) for number, offset in offsets.items())
    return (
        raw
        + b"xref\n0 1\n0000000000 65535 f \n"
        + table
        + b"trailer << /Size 300 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % len(raw)
    )


def print_of(lines: tuple[str, ...] = LINES, mode: int = 0) -> str:
    shown = "".join(f"({line}) Tj 0 -30 Td " for line in lines)
    return f"BT /F1 14 Tf {mode} Tr 60 760 Td {shown} ET"


def image_object(grey: np.ndarray) -> bytes:
    height, width = grey.shape
    head = f"<< /Type /XObject /Subtype /Image /Width {width} /Height {height} /ColorSpace /DeviceGray"
    data = grey.tobytes()
    return f"{head} /BitsPerComponent 8 /Length {len(data)} >>\nstream\n".encode() + data + b"\nendstream"


def scan_of(draw, lines: tuple[str, ...] = LINES) -> np.ndarray:
    return np.asarray(draw(lines, size=(1240, 1754)).convert("L"))


def said(reading) -> str:
    return " ".join(word.text for page in reading.pages for word in page.words)


def test_words_of_the_text_layer_are_taken_with_their_boxes(reader):
    reading = reader.read(pdf(print_of()))
    page = reading.pages[0]
    assert page.source == "text layer"
    assert said(reading) == " ".join(LINES)
    assert len({word.line for word in page.words}) == len(LINES)
    with PageSource(pdf(print_of()), 1) as pages:
        grey = pages.page(1).colour[:, :, 0]
    assert grey.shape == (page.height, page.width)
    for word in page.words:
        left, top, right, bottom = word.box
        assert grey[top:bottom, left:right].min() < 100, word
        grey = grey.copy()
        grey[top:bottom, left:right] = 255
    assert grey.min() > 200


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_words_are_read_upright_when_the_page_is_shown_turned(reader, turn):
    content = pdf(print_of(), page=f"/Rotate {turn}")
    page = reader.read(content).pages[0]
    assert (page.source, page.rotation) == ("text layer", turn)
    assert " ".join(word.text for word in page.words) == " ".join(LINES)
    with PageSource(content, 1) as pages:
        grey = laid_as_prepared(pages.page(1).colour, page)[:, :, 0]
    assert grey.shape == (page.height, page.width)
    left, top, right, bottom = next(word.box for word in page.words if "Verma" in word.text)
    assert grey[top:bottom, left:right].min() < 100
    assert right - left > bottom - top


def test_a_form_that_was_filled_in_is_read(reader):
    appearance = (
        b"<< /Type /XObject /Subtype /Form /BBox [0 0 200 20] /Resources << /Font << /F1 3 0 R >> >> /Length 52 >>\n"
        b"stream\nBT /F1 12 Tf 2 5 Td (Rohan Kulkarni of Nashik) Tj ET  \nendstream"
    )
    field = (
        b"<< /Type /Annot /Subtype /Widget /FT /Tx /T (name) /V (Rohan Kulkarni of Nashik) /Rect [60 500 260 520] /F 4"
        b" /DA (/F1 12 Tf) /AP << /N 11 0 R >> /P 100 0 R >>"
    )
    content = pdf(print_of(), objects=(field, appearance), page="/Annots [10 0 R]")
    reading = reader.read(content)
    assert reading.pages[0].source == "text layer"
    assert "Rohan Kulkarni of Nashik" in said(reading)


def test_glyphs_without_their_letters_are_read_from_the_picture(reader):
    # A font whose table of letters says that all are from the private area, as broken exports have it.
    table = (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def"
        b" 1 begincodespacerange <00> <FF> endcodespacerange 1 beginbfrange <20> <7E> <E020> endbfrange endcmap end end"
    )
    mapped = b"<< /Length %d >>\nstream\n%s\nendstream" % (len(table), table)
    content = pdf(print_of(), objects=(mapped,)).replace(
        b"/BaseFont /Helvetica >>", b"/BaseFont /Helvetica /ToUnicode 10 0 R >>"
    )
    reading = reader.read(content)
    assert reading.pages[0].source == "ocr"
    assert "Asha Verma" in said(reading)


@pytest.mark.parametrize(
    "words", ["", print_of(("another program read this scan badly and hid it under the picture",), mode=3)]
)
def test_a_scan_is_taken_out_in_its_own_pixels(reader, draw, words):
    content = pdf(
        f"q 595 0 0 842 0 0 cm /I1 Do Q {words}",
        resources="/XObject << /I1 10 0 R >>",
        objects=(image_object(scan_of(draw)),),
    )
    reading = reader.read(content)
    page = reading.pages[0]
    assert page.source == "ocr"
    assert (page.width, page.height) == (1240, 1754)
    assert "taken out" in page.steps[0]
    assert "Asha Verma" in said(reading)
    assert "another" not in said(reading)


def test_a_scan_that_is_shown_otherwise_than_stored_is_rendered(reader, draw):
    upside_down = image_object(255 - scan_of(draw)).replace(
        b"/BitsPerComponent 8", b"/BitsPerComponent 8 /Decode [1 0]"
    )
    content = pdf("q 595 0 0 842 0 0 cm /I1 Do Q", resources="/XObject << /I1 10 0 R >>", objects=(upside_down,))
    reading = reader.read(content)
    assert "Asha Verma" in said(reading)


def test_pictures_beside_the_words_are_read_too(reader, draw):
    logo = np.asarray(draw(("Sunrise Electronics Pune",), size=(600, 150), letters=36).convert("L"))
    content = pdf(
        f"q 300 0 0 75 40 80 cm /I1 Do Q {print_of()}",
        resources="/XObject << /I1 10 0 R >>",
        objects=(image_object(logo),),
    )
    reading = reader.read(content)
    assert reading.pages[0].source == "text layer"
    assert said(reading) == " ".join((*LINES, "Sunrise Electronics Pune"))
    asked = next(word for word in reading.pages[0].words if word.text == "Electronics")
    assert asked.box[1] > 0.8 * reading.pages[0].height
    assert asked.line > len(LINES)


def test_words_under_a_background_picture_stay(reader):
    content = pdf(
        f"q 595 0 0 842 0 0 cm /I1 Do Q {print_of()}",
        resources="/XObject << /I1 10 0 R >>",
        objects=(image_object(np.full((1754, 1240), 240, np.uint8)),),
    )
    reading = reader.read(content)
    assert reading.pages[0].source == "text layer"
    assert said(reading) == " ".join(LINES)


def test_a_pdf_that_asks_for_a_password_says_so(reader):
    key = b"<< /Filter /Standard /V 2 /R 3 /Length 128 /P -44 /O <" + b"41" * 32 + b"> /U <" + b"42" * 32 + b"> >>"
    content = pdf(print_of(), objects=(key,)).replace(b"/Root 1 0 R", b"/Root 1 0 R /Encrypt 10 0 R /ID [<00> <00>]")
    reading = reader.read(content)
    assert (reading.error_code, reading.error_reason) == ("INVALID_DOC", "encrypted pdf")


def test_a_pdf_that_ends_early_is_not_taken_for_whole(reader):
    content = pdf(print_of(), print_of())
    assert reader.read(content).page_count == 2
    assert reader.read(content + bytes(5000)).page_count == 2
    for part in (0.4, 0.7, 0.97):
        assert reader.read(content[: int(len(content) * part)]).error_reason == "unreadable file"


def test_too_many_pages_are_refused(reader):
    reading = reader.read(pdf(*["BT ET"] * 41))
    assert (reading.error_code, reading.error_reason) == ("INVALID_DOC", "too many pages")


def test_a_page_as_large_as_a_hall_is_rendered_smaller(reader):
    reading = reader.read(pdf(print_of(), media="0 0 14000 14000"))
    assert max(reading.pages[0].width, reading.pages[0].height) <= 6000


COLOURS = {
    "orange": "0.87 0.42 0.13",
    "red": "0.9 0.1 0.1",
    "green": "0.1 0.6 0.2",
    "blue": "0.1 0.2 0.8",
    "teal": "0 0.6 0.6",
    "violet": "0.5 0.2 0.7",
    "yellow": "0.98 0.85 0.1",
    "grey": "0.6 0.6 0.6",
    "black": "0 0 0",
}


@pytest.mark.parametrize("size", [9, 40])
@pytest.mark.parametrize("band", ["black", "blue", "orange", "teal", "yellow"])
def test_words_in_white_on_a_coloured_band_are_seen(reader, band, size):
    lines = ("INVOICE 041-A", "Nov 2, 2014", "Balance $405.00", "Paid by transfer")
    heading = "".join(f"({line}) Tj 0 -{size + 8} Td " for line in lines)
    page = f"{COLOURS[band]} rg 0 600 595 242 re f 1 1 1 rg BT /F1 {size} Tf 30 780 Td {heading} ET"
    reading = reader.read(pdf(f"{page} 0 0 0 rg {print_of().replace('60 760', '60 500')}"))
    assert reading.pages[0].source == "text layer"
    assert said(reading) == " ".join((*lines, *LINES))


@pytest.mark.parametrize("ink", sorted(COLOURS))
def test_words_in_the_colour_of_their_paper_are_not_seen(reader, ink):
    page = f"{COLOURS[ink]} rg 0 600 595 242 re f BT /F1 14 Tf 30 780 Td (Paid in full on delivery) Tj ET"
    reading = reader.read(pdf(f"{page} 0 0 0 rg {print_of().replace('60 760', '60 500')}"))
    assert said(reading) == " ".join(LINES)
