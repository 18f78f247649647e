"""Files of pictures: their resolution, oblong pixels and faxes, frames of moving pictures, and pages of a file."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageDraw

from simulator.documents.pages.image import Image as ImageFile
from simulator.documents.pages.picture import Picture
from simulator.errors import DocumentError


def content(image: Image.Image, kind: str = "PNG", **options: Any) -> bytes:
    stream = io.BytesIO()
    image.save(stream, kind, **options)
    return stream.getvalue()


def page(given: bytes, number: int = 1) -> Picture:
    file = ImageFile(given)
    try:
        return file.page(number)
    finally:
        file.close()


def paper(size: tuple[int, int] = (200, 100), mode: str = "L") -> Image.Image:
    image = Image.new(mode, size, "white")
    ImageDraw.Draw(image).rectangle((20, 20, size[0] // 2, size[1] // 2), fill="black")
    return image


@pytest.mark.parametrize(("said", "known"), [(300, 300), (90, 90), (1200, 1200), (89, 0), (1201, 0), (72, 0), (1, 0)])
def test_a_resolution_that_a_scanner_may_have_is_believed(said: int, known: int) -> None:
    assert page(content(paper(), "TIFF", dpi=(said, said))).dpi == known
    assert page(content(paper())).dpi == 0


@pytest.mark.parametrize(
    ("across", "down", "size", "dpi"),
    [
        (200, 100, (200, 200), 200),
        (100, 200, (400, 100), 200),
        (200, 182, (200, 100), 200),
        (200, 180, (200, 111), 200),
        (400, 100, (200, 400), 400),
        # More than four times as many are a mistake.
        (410, 100, (200, 100), 410),
    ],
)
def test_oblong_pixels_are_made_square(across: int, down: int, size: tuple[int, int], dpi: int) -> None:
    found = page(content(paper(), "TIFF", dpi=(across, down)))
    assert (found.colour.shape[1], found.colour.shape[0]) == size
    assert found.dpi == dpi
    squared = size != (200, 100)
    assert found.steps == ((f"pixels of {across} x {down} dots an inch made square",) if squared else ())


@pytest.mark.parametrize(
    ("size", "mode", "fax"),
    [
        ((1728, 1100), "1", True),
        ((2432, 1900), "1", True),
        ((1728, 1400), "1", False),
        ((1728, 1100), "L", False),
        ((1700, 1100), "1", False),
    ],
)
def test_a_fax_of_half_as_many_lines_is_stretched(size: tuple[int, int], mode: str, fax: bool) -> None:
    found = page(content(paper(size, mode), "TIFF"))
    height = round(size[1] * 204 / 98) if fax else size[1]
    assert (found.colour.shape[1], found.colour.shape[0]) == (size[0], height)
    assert found.dpi == (204 if fax else 0)


def test_of_a_moving_picture_the_fullest_frame_is_the_page_where_the_first_is_blank() -> None:
    blank, little, full = Image.new("L", (200, 100), 255), paper(), paper()
    ImageDraw.Draw(little).rectangle((20, 20, 100, 50), fill="white")
    ImageDraw.Draw(little).rectangle((20, 20, 30, 30), fill="black")
    found = page(content(blank, "GIF", save_all=True, append_images=[little, full, little], duration=100))
    assert np.array_equal(found.colour[:, :, 0] < 128, np.asarray(full) < 128)
    first = page(content(little, "GIF", save_all=True, append_images=[full], duration=100))
    assert np.array_equal(first.colour[:, :, 0] < 128, np.asarray(little) < 128), (
        "a first frame that says something is it"
    )
    cut = content(blank, "GIF", save_all=True, append_images=[full, little], duration=100)
    assert page(cut[:-40]).colour.shape == (100, 200, 3), "frames that cannot be decoded are left"


def test_only_a_tiff_has_pages() -> None:
    frames = [paper((100 + 10 * at, 50)) for at in range(3)]
    tiff = ImageFile(content(frames[0], "TIFF", save_all=True, append_images=frames[1:]))
    assert tiff.count == 3
    assert [tiff.page(number).colour.shape[1] for number in (3, 1, 2)] == [120, 100, 110]
    assert tiff.damage() == ""
    gif = content(frames[0], "GIF", save_all=True, append_images=[paper((100, 50), "L").rotate(180)])
    assert ImageFile(gif).count == 1


def test_what_phones_send_is_taken_only_where_that_was_asked_for() -> None:
    phone = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(200)
    with pytest.raises(DocumentError, match="HEIC picture: Atlas takes JPEG, PNG and PDF"):
        ImageFile(phone, heic=False)


def claiming(image: Image.Image, width: int, height: int) -> bytes:
    """A small PNG whose head says that it is so large."""
    made = content(image)
    head = struct.pack(">II", width, height) + made[24:29]
    return made[:16] + head + struct.pack(">I", zlib.crc32(b"IHDR" + head)) + made[33:]


@pytest.mark.parametrize(
    ("image", "most"),
    [
        # Colour takes four bytes a pixel, grey two, sixteen bits eight: 300 MB, or 120 million pixels, are the limit.
        (paper(mode="RGB"), 75_000_000),
        (paper(), 120_000_000),
        (Image.fromarray(np.zeros((10, 10), np.uint16)), 37_500_000),
    ],
    ids=["colour", "grey", "sixteen bits"],
)
def test_a_picture_whose_decoding_takes_too_much_memory_is_refused_by_its_head(image: Image.Image, most: int) -> None:
    height = most // 5000
    with pytest.raises(DocumentError) as refused:
        page(claiming(image, 5000, height + 1))
    assert (refused.value.reason, f"5000 x {height + 1} pixels" in str(refused.value)) == ("image too large", True)
    with pytest.raises(DocumentError) as cut:
        page(claiming(image, 5000, height))
    assert cut.value.reason == "unreadable file", "it is no larger than may be, but has not so many pixels"


def test_a_large_photo_is_decoded_small_and_a_large_scan_reduced() -> None:
    photo = page(content(paper((7000, 5000), "RGB"), "JPEG"))
    assert photo.colour.shape == (2500, 3500, 3)
    scan = page(content(paper((7000, 5000)), "TIFF", dpi=(600, 600)))
    assert scan.colour.shape == (2500, 3500, 3)
