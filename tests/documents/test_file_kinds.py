"""What a file is that is no document, and the document behind what senders put around it or left out of it."""

from __future__ import annotations

import base64
import io
import struct
import zipfile
import zlib

import numpy as np
import pytest
from PIL import Image, ImageDraw

from simulator.documents.pages import jpeg, kinds, png
from simulator.documents.pages.envelope import unwrapped
from simulator.documents.pages.pictures import PageSource
from simulator.errors import DocumentError


def picture(kind: str = "PNG", **options: object) -> bytes:
    image = Image.new("RGB", (120, 90), "white")
    ImageDraw.Draw(image).ellipse((20, 10, 90, 80), fill=(30, 60, 90))
    stream = io.BytesIO()
    image.save(stream, kind, **options)
    return stream.getvalue()


def archive(*names: str, first: bytes = b"x") -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        for name in names:
            made.writestr(name, first)
    return stream.getvalue()


def box(brand: bytes, *more: bytes) -> bytes:
    return struct.pack(">I", 16 + 4 * len(more)) + b"ftyp" + brand + b"\0\0\0\0" + b"".join(more) + bytes(40)


# Other kinds of files


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"7z\xbc\xaf\x27\x1c" + bytes(20), "7-Zip archive"),
        (b"Rar!\x1a\x07\x01\0", "RAR archive"),
        (b"\x1f\x8b\x08" + bytes(20), "gzip archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(20), "Office document"),
        (b"{\\rtf1 hello}", "RTF text"),
        (b"BZh91AY" + bytes(20), "bzip2 archive"),
        (b"\xfd7zXZ\0" + bytes(20), "xz archive"),
        (b"8BPS\0\1" + bytes(20), "Photoshop picture"),
        (b"\xff\x0a" + bytes(20), "JPEG XL picture"),
        (b"\0\0\0\x0cJXL \r\n\x87\n", "JPEG XL picture"),
        (b"ID3\x04" + bytes(20), "sound recording"),
        (b"AT&TFORM" + bytes(20), "DjVu document"),
        (b"PK\x07\x08" + bytes(40), "ZIP archive"),
        ("of it".encode("utf-16-be"), "unreadable file"),
        (b"\xfe\xff" + "of it".encode("utf-16-be"), "text"),
        (b"%!PS-Adobe-3.0", "PostScript"),
        (b"\0\0\0\x0cjP  \r\n\x87\n", "JPEG 2000 picture"),
        (b"OggS" + bytes(20), "sound recording"),
        (b"\x1aE\xdf\xa3" + bytes(20), "video"),
        (archive("word/document.xml"), "Word document"),
        (archive("[Content_Types].xml", "xl/workbook.xml"), "Excel workbook"),
        (archive("ppt/presentation.xml"), "PowerPoint presentation"),
        (archive("META-INF/container.xml"), "e-book"),
        (archive("mimetype", first=b"application/vnd.oasis.opendocument.text"), "OpenDocument file"),
        (archive("pan.jpg", "aadhaar.jpg"), "ZIP archive"),
        (archive("password/word.txt"), "ZIP archive"),
        (b"PK\x03\x04" + bytes(40), "ZIP archive"),
        (b"PK\x05\x06" + bytes(18), "ZIP archive"),
        (box(b"heic"), "HEIC picture"),
        (box(b"mif1", b"heic"), "HEIC picture"),
        (box(b"mif1", b"avif"), "AVIF picture"),
        (box(b"avis"), "AVIF picture"),
        (box(b"isom", b"mp42"), "video or sound recording"),
        (b"<!DOCTYPE html><html><body>Log in</body></html>", "web page (HTML)"),
        (b"  <!-- x --> <HTML>", "web page (HTML)"),
        (b'<?xml version="1.0"?>\n<html>', "web page (HTML)"),
        (b'<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>', "XML instead of a document"),
        (b'<svg xmlns="http://www.w3.org/2000/svg">', "SVG drawing"),
        (b'<?xml version="1.0"?> <svg>', "SVG drawing"),
        (b'{"error": "expired"}', "JSON"),
        (b'\xef\xbb\xbf[{"a": 1}]\n', "JSON"),
        (b"From: asha@mail.example\r\nSubject: my papers\r\n\r\nHello", "e-mail"),
        (b"X-Id: 5\nMIME-Version: 1.0\n\n", "e-mail"),
        ("Sehr geehrte Frau Vermä, anbei die Rechnung".encode(), "text"),
        ("जन्म तिथि और नाम".encode() * 500, "text"),
        ("of it".encode("utf-16"), "text"),
        (base64.b64encode(picture()), "base64 text"),
        (base64.urlsafe_b64encode(picture("JPEG")), "base64 text"),
        (b"data:image/png;base64,iVBORw0KGgo=", "base64 text"),
        (b"\x01\x02\x03\x04" * 50, "unreadable file"),
        (b"", "unreadable file"),
        (b"   \n", "unreadable file"),
    ],
)
def test_a_file_of_another_kind_is_named_and_what_to_send_instead(content: bytes, kind: str) -> None:
    reason = kinds.refused(content).reason
    assert reason.startswith(kind), reason
    assert reason == "unreadable file" or ":" in reason or "instead of" in reason
    with pytest.raises(DocumentError) as refused, PageSource(content, 5) as pages:
        pages.page(1)
    assert refused.value.reason


@pytest.mark.parametrize("content", [picture(), picture("JPEG"), b"%PDF-1.7", b"hello", b""])
def test_documents_and_texts_are_no_other_kind(content: bytes) -> None:
    assert not kinds.is_other(content)
    assert kinds.heic(content) == ""


@pytest.mark.parametrize("brand", ["heic", "heix", "heim", "heis", "hevc", "hevx", "hevm", "hevs", "mif1", "msf1"])
def test_every_brand_of_what_phones_send_is_known(brand: str) -> None:
    assert kinds.heic(box(brand.encode())) == kinds.heic(box(b"isom", b"iso2", brand.encode())) == "HEIC"
    assert kinds.heic(box(b"isom", b"iso2")) == ""
    assert kinds.heic(box(b"isom")[:-40] + brand.encode()) == "", "behind the box it says nothing"
    assert kinds.heic(b"x" + box(brand.encode())) == ""


def test_a_text_may_be_cut_within_a_letter_and_hold_a_strange_sign() -> None:
    text = "Sehr geehrte Frau Vermä".encode()
    assert kinds.refused(text[:-1]).reason.startswith("text")
    assert kinds.refused(text[:-1] + b" und so weiter").reason == "unreadable file"
    assert kinds.refused(b"a" * 99 + b"\x01").reason.startswith("text")
    assert kinds.refused(b"a" * 98 + b"\x01\x02").reason == "unreadable file"
    assert kinds.refused(b"tabs\tand\r\nlines\x0c of it").reason.startswith("text")


def test_words_of_a_header_in_a_text_make_no_mail() -> None:
    assert kinds.refused(b"Dear Sir,\nSubject: your bill\n").reason.startswith("text")
    assert kinds.refused(b"Name: Asha\nAge: 41\n").reason.startswith("text")


def test_only_what_stands_for_a_document_or_is_long_is_base64() -> None:
    assert kinds.refused(base64.b64encode(b"some words of no picture" * 4)).reason.startswith("text")
    assert kinds.refused(base64.b64encode(bytes(range(256)) * 5)).reason.startswith("base64")
    assert kinds.refused(b"AbcDef" * 8).reason.startswith("text"), "too short to tell"


# Around a document


@pytest.mark.parametrize(
    "before",
    [
        b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n",
        b'--boundary\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n\r\n',
        b"\r\n",
        b"\xef\xbb\xbf",
        b"\x00\x00\x20\x01",
        b"\x01" * 16,
    ],
)
@pytest.mark.parametrize("document", [picture(), picture("JPEG"), b"%PDF-1.7\n1 0 obj"], ids=["png", "jpeg", "pdf"])
def test_what_a_sender_put_before_a_document_is_taken_off(before: bytes, document: bytes) -> None:
    assert unwrapped(before + document) == document
    assert unwrapped(document) == document


@pytest.mark.parametrize("kind", ["GIF", "TIFF", "WEBP"])
def test_a_short_mark_counts_behind_the_end_of_a_head_only(kind: str) -> None:
    document = picture(kind)
    assert unwrapped(b"HTTP/1.1 200 OK\r\n\r\n" + document) == document
    assert unwrapped(b"\n" + document) == document
    inside = b"a text that says " + document
    assert unwrapped(inside) == inside


@pytest.mark.parametrize(
    "content",
    [
        b"\x01" * 17 + picture(),
        archive("pan.png", first=picture()),
        b"GIF89a" + picture(),
        b"7z\xbc\xaf\x27\x1c" + picture(),
        b"\x1f\x8b\x08" + picture(),
        b"\0\0\0\x08ftyp" + picture(),
        b"RIFF" + picture(),
        b"a text without any document in it",
        b"",
        b"x" * 70_000 + picture(),
    ],
    ids=[
        "bytes of no text",
        "archive",
        "another picture",
        "7-Zip",
        "gzip",
        "video",
        "sound",
        "text",
        "nothing",
        "too far in",
    ],
)
def test_a_picture_inside_another_file_is_not_the_document(content: bytes) -> None:
    assert unwrapped(content) == content


# PNG


def chunk(name: bytes, data: bytes, checksum: int | None = None) -> bytes:
    right = zlib.crc32(name + data)
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", right if checksum is None else checksum)


def with_chunk(content: bytes, extra: bytes) -> bytes:
    """A PNG with one more chunk behind its head, which is 33 bytes long."""
    return content[:33] + extra + content[33:]


@pytest.mark.parametrize(
    ("extra", "kept"),
    [
        (chunk(b"tEXt", b"Comment\0of it"), False),
        (chunk(b"iCCP", b"x" * 50), False),
        (chunk(b"tEXt", b"", checksum=5), False),
        (chunk(b"gAMA", struct.pack(">I", 45455)), True),
        (chunk(b"gAMA", struct.pack(">I", 45455), checksum=5), False),
        (chunk(b"PLTE", b"abc", checksum=5), True),
    ],
)
def test_side_chunks_of_a_png_are_left_out_and_damaged_ones_too(extra: bytes, kept: bool) -> None:
    content = picture()
    assert png.without_side_chunks(with_chunk(content, extra)) == (with_chunk(content, extra) if kept else content)


def test_what_stands_behind_the_end_of_a_png_is_left_out() -> None:
    content = picture()
    assert png.without_side_chunks(content + b"more of another file, long enough for a chunk") == content
    assert png.without_side_chunks(content[:-6]) == content[:-12], "a chunk that was cut has no room for its end"
    assert png.without_side_chunks(b"") == png.SIGNATURE


def test_a_png_with_a_damaged_text_is_read() -> None:
    content = with_chunk(picture(), chunk(b"zTXt", b"Comment\0\0" + b"\xff" * 40, checksum=5))
    with PageSource(content, 1) as pages:
        assert pages.page(1).colour.shape == (90, 120, 3)


# JPEG


def test_a_jpeg_that_lacks_only_its_end_is_whole() -> None:
    content = picture("JPEG", quality=90)
    assert content.endswith(jpeg.END)
    mended = jpeg.with_end(content[:-2])
    assert mended == content
    with PageSource(content[:-2], 1) as pages:
        whole = Image.open(io.BytesIO(content)).convert("RGB")
        assert np.array_equal(pages.page(1).colour, np.asarray(whole))


@pytest.mark.parametrize("part", [0.5, 0.8, 0.95])
def test_a_jpeg_that_was_cut_in_the_middle_is_not(part: float) -> None:
    image = Image.effect_noise((320, 240), 60).convert("RGB")
    stream = io.BytesIO()
    image.save(stream, "JPEG", quality=90)
    content = stream.getvalue()
    assert jpeg.with_end(content[: int(part * len(content))]) is None
    assert jpeg.with_end(content[:100]) is None
    assert jpeg.with_end(b"\xff\xd8\xff") is None
