"""Pictures come out of every kind of image as they are meant to look, whole or not at all."""

from __future__ import annotations

import io
import struct
import zlib

import numpy as np
import pytest
from PIL import Image

from simulator.documents.pages import corners, shape
from simulator.documents.pages.pictures import PageSource
from simulator.errors import DocumentError


def first(content: bytes) -> np.ndarray:
    with PageSource(content, 5) as pages:
        return pages.page(1).colour


@pytest.fixture
def quarters() -> Image.Image:
    """A dark quarter at the upper left, all else bright."""
    image = Image.new("RGB", (80, 60), (250, 250, 250))
    image.paste((20, 40, 60), (0, 0, 40, 30))
    return image


@pytest.mark.parametrize(
    ("mode", "kind"),
    [
        ("1", "TIFF"),
        ("L", "PNG"),
        ("P", "PNG"),
        ("P", "GIF"),
        ("CMYK", "JPEG"),
        ("CMYK", "TIFF"),
        ("RGBA", "PNG"),
        ("LA", "PNG"),
        ("I;16", "PNG"),
        ("I;16", "TIFF"),
        ("I", "TIFF"),
        ("F", "TIFF"),
        ("RGBA", "WEBP"),
        ("YCbCr", "JPEG"),
    ],
)
def test_every_mode_looks_as_it_is_meant_to(quarters, encode, mode, kind):
    if mode == "I;16":
        converted = Image.fromarray(np.asarray(quarters.convert("L")).astype(np.uint16) * 257)
    else:
        converted = quarters.convert(mode)
    colour = first(encode(converted, kind))
    assert (colour.shape, colour.dtype) == ((60, 80, 3), np.uint8)
    assert colour[5:25, 5:35].mean() < 60
    assert colour[35:, 45:].mean() > 240


def test_what_is_transparent_is_paper(encode):
    image = Image.new("RGBA", (80, 60), (0, 0, 0, 0))
    image.paste((10, 10, 10, 255), (20, 20, 40, 40))
    colour = first(encode(image))
    assert colour[5, 5].tolist() == [255, 255, 255]
    assert colour[30, 30].tolist() == [10, 10, 10]


@pytest.mark.parametrize(("orientation", "corner"), [(1, (0, 0)), (3, (1, 1)), (6, (0, 1)), (8, (1, 0)), (2, (0, 1))])
def test_a_photo_lies_as_its_camera_says(quarters, encode, orientation, corner):
    exif = Image.Exif()
    exif[0x0112] = orientation
    colour = first(encode(quarters, "JPEG", exif=exif, quality=95))
    height, width = colour.shape[:2]
    assert (height, width) == ((80, 60) if orientation > 4 else (60, 80))
    row, column = (height // 4 + corner[0] * height // 2, width // 4 + corner[1] * width // 2)
    assert colour[row, column].max() < 80


def test_a_moving_picture_is_one_page(quarters, encode):
    content = encode(quarters, "GIF", save_all=True, append_images=[Image.new("RGB", (80, 60), "red")])
    with PageSource(content, 1) as pages:
        assert pages.count == 1


def test_too_many_pages_are_refused_before_any_is_decoded(quarters, encode):
    content = encode(quarters, "TIFF", save_all=True, append_images=[quarters] * 3)
    with pytest.raises(DocumentError, match="too many pages: 4, the limit is 3"):
        PageSource(content, 3)


@pytest.mark.parametrize("side", [12_000, 60_000])
def test_a_decompression_bomb_is_refused_unopened(side):
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    content = (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(100))) + chunk(b"IEND", b"")
    )
    with pytest.raises(DocumentError) as refused, PageSource(content, 1) as pages:
        pages.page(1)
    assert refused.value.reason == "image too large"


def test_the_resolution_is_taken_where_a_scanner_said_it(quarters, encode):
    for item, known in (((300, 300), 300), ((72, 72), 0)):
        with PageSource(encode(quarters, "JPEG", dpi=item), 1) as pages:
            assert pages.page(1).dpi == known


def test_any_broken_byte_gives_a_document_error_or_a_picture(quarters, encode):
    for kind in ("PNG", "JPEG", "TIFF", "WEBP", "BMP", "GIF"):
        content = bytearray(encode(quarters, kind))
        for at in range(0, len(content), max(1, len(content) // 60)):
            broken = bytes(content[:at]) + bytes([content[at] ^ 0xA5]) + bytes(content[at + 1 :])
            try:
                assert first(broken).shape[2] == 3
            except DocumentError as error:
                assert error.reason in ("unreadable file", "image too large")


def test_the_slant_of_lines_is_measured(draw):
    upright = draw().convert("L")
    for angle in (-7.0, -1.0, 0.0, 0.6, 4.0):
        turned = upright.rotate(-angle, fillcolor=255, resample=Image.Resampling.BICUBIC)
        assert shape.skew(np.asarray(turned)) == pytest.approx(angle, abs=0.15)
    assert shape.skew(np.full((400, 400), 255, np.uint8)) == 0.0


def laid_on_table(page: Image.Image, at: tuple[float, ...], table: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    import cv2

    height, width = table.shape[:2]
    target = np.array(at, np.float32).reshape(4, 2)
    source = np.array([(0, 0), (page.width, 0), (page.width, page.height), (0, page.height)], np.float32)
    matrix = cv2.getPerspectiveTransform(source, target)
    cv2.warpPerspective(np.asarray(page), matrix, (width, height), dst=table, borderMode=cv2.BORDER_TRANSPARENT)
    return table, target


@pytest.mark.parametrize("grain", [0, 25])
@pytest.mark.parametrize("header", ["white", (150, 20, 30)])
def test_a_sheet_is_found_on_a_table_with_its_dark_head(draw, grain, header):
    page = draw()
    page.paste(header, (0, 0, 1000, 40))
    noise = np.random.default_rng(3).normal(0, 1, (900, 1, 1)) * grain
    table = np.clip(np.full((900, 1300, 3), (70, 62, 55)) + noise, 0, 255).astype(np.uint8)
    picture, true = laid_on_table(page, (130, 90, 1170, 140, 1210, 800, 90, 770), table)
    found = corners.sheet(picture)
    assert found is not None
    assert np.abs(found - true).max() < 14


def test_a_card_on_a_dark_screen_is_not_cut_out():
    screen = np.full((1200, 700, 3), 25, np.uint8)
    screen[300:900, 60:640] = 240
    assert corners.sheet(screen) is None


def test_a_scan_has_no_table_around(draw):
    assert corners.sheet(np.asarray(draw())) is None


def test_the_last_page_of_many_can_still_be_seen(reader, draw, encode):
    from simulator.documents.pages.sheet import PictureCache
    from simulator.documents.pages.sheets import sheets

    content = encode(draw(("one",)), "TIFF", save_all=True, append_images=[draw(("two",)), draw(("three",))])
    with PageSource(content, 5) as pages:
        seen = list(sheets(pages, reader._engine))
        for sheet in (*seen, seen[0]):
            assert sheet.colour.shape == (sheet.page.height, sheet.page.width, 3)
            assert sheet.grey.shape == (sheet.page.height, sheet.page.width)
    definitions = PictureCache(1000)
    made = []
    for number in (1, 2, 3, 3, 1):
        definitions.get("colour", number, lambda number=number: made.append(number) or np.zeros(600, np.uint8))
    assert made == [1, 2, 3, 1]


def test_stream_of_bytes_that_is_no_image_is_refused():
    for content in (b"GIF89a", b"\xff\xd8\xff", b"RIFF1234WEBP", b"II*\0", io.BytesIO(b"BM" + bytes(60)).getvalue()):
        with pytest.raises(DocumentError):
            first(content)
