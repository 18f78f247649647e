"""HEIC and AVIF, what phones send: read with the setting `heic`, refused with a reason without it, broken ones refused too."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from PIL import Image

from simulator.documents.model import Reading
from simulator.documents.reader import Reader, open_reader
from tests.documents.conftest import LINES

pillow_heif = pytest.importorskip("pillow_heif")


@pytest.fixture(scope="module")
def phone_reader() -> Reader:
    return open_reader(heic=True)


def saved(pages: list[Image.Image], mime: str = "HEIF", **how: object) -> bytes:
    """A file as a phone writes it; several pictures as in a burst."""
    pillow_heif.register_heif_opener()
    pillow_heif.register_avif_opener() if hasattr(pillow_heif, "register_avif_opener") else None
    stream = io.BytesIO()
    pages[0].save(stream, mime, save_all=True, append_images=pages[1:], quality=90, **how)
    return stream.getvalue()


def lines_in(reading: Reading) -> list[str]:
    """The lines of the paper that were read, blanks apart."""
    text = "".join(word.text for page in reading.pages for word in page.words)
    return [line for line in LINES if line.replace(" ", "") in text]


@pytest.mark.parametrize("mime", ["HEIF", "AVIF"])
def test_what_a_phone_sends_is_read(phone_reader: Reader, draw: Callable[..., Image.Image], mime: str) -> None:
    reading = phone_reader.read(saved([draw()], mime))
    assert lines_in(reading) == list(LINES)


def test_a_turned_picture_is_turned_upright_by_what_the_phone_says(
    phone_reader: Reader, draw: Callable[..., Image.Image]
) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by 90 degrees clockwise
    reading = phone_reader.read(saved([draw().transpose(Image.Transpose.ROTATE_90)], exif=exif.tobytes()))
    assert lines_in(reading) == list(LINES)


@pytest.mark.parametrize("mime", ["HEIF", "AVIF"])
def test_without_the_setting_it_is_refused_by_its_name(
    reader: Reader, draw: Callable[..., Image.Image], mime: str
) -> None:
    reading = reader.read(saved([draw()], mime))
    assert reading.error_code == "INVALID_DOC"
    assert {"HEIF": "HEIC", "AVIF": "AVIF"}[mime] in reading.error_reason


@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.9])
def test_a_file_that_breaks_off_is_refused_or_read_and_the_next_one_is_read(
    phone_reader: Reader, draw: Callable[..., Image.Image], share: float
) -> None:
    whole = saved([draw()])
    reading = phone_reader.read(whole[: int(len(whole) * share)])
    assert reading.error_code in ("INVALID_DOC", "UNRECOGNISED")
    assert lines_in(phone_reader.read(whole)) == list(LINES)
