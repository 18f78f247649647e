"""Print on bands of colour: read in pictures as the black print beside it, and what is no band stays as it is."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from samples.kit import fonts
from simulator.documents.pages import bands
from simulator.documents.pages.light import small

COLOURS = {
    "orange": (222, 107, 33),
    "red": (230, 25, 25),
    "green": (25, 150, 50),
    "light green": (120, 200, 80),
    "blue": (26, 51, 204),
    "light blue": (90, 160, 230),
    "navy": (20, 30, 70),
    "teal": (0, 153, 153),
    "violet": (128, 51, 178),
    "pink": (240, 100, 150),
    "yellow": (250, 217, 25),
    "grey": (153, 153, 153),
    "black": (0, 0, 0),
}
HEAD = ("INVOICE 041-A", "Nov 2, 2014", "Balance $405.00", "Paid by transfer")
BODY = ("Invoice No: INV-2026-0417", "Customer Name: Asha Verma", "Total payable: 24,990.00") * 4
SIZE = (1240, 1754)


def headed(ground: tuple[int, int, int], letters: int = 30, ink: str = "white") -> Image.Image:
    """A page under a band of colour with print in it."""
    image = Image.new("RGB", SIZE, "white")
    pen, font = ImageDraw.Draw(image), ImageFont.load_default(letters)
    pen.rectangle((0, 0, SIZE[0], 90 + 4 * (letters + 30)), fill=ground)
    for row, line in enumerate(HEAD):
        pen.text((80, 60 + row * (letters + 30)), line, fill=ink, font=font)
    for row, line in enumerate(BODY):
        pen.text((80, 700 + row * 60), line, fill="black", font=ImageFont.load_default(28))
    return image


def found(image: Image.Image) -> list[bands.Band]:
    return bands.bands(small(np.asarray(image.convert("RGB")), bands.COPY))


@pytest.mark.parametrize("letters", [22, 30, 60])
@pytest.mark.parametrize("ground", sorted(COLOURS))
def test_white_print_on_a_band_is_found(ground: str, letters: int) -> None:
    (band,) = found(headed(COLOURS[ground], letters))
    assert (band.box[0], band.box[1]) == (0, 0) and band.print_ - band.ground > 60


@pytest.mark.parametrize(
    ("at", "ground"), list(enumerate(("orange", "teal", "yellow", "violet", "light blue", "grey")))
)
def test_white_print_on_a_band_is_read(reader, encode, at: int, ground: str) -> None:
    letters, kind = ((22, "PNG"), (30, "JPEG"), (60, "JPEG"))[at % 3]
    reading = reader.read(encode(headed(COLOURS[ground], letters), kind))
    words = [word.text for page in reading.pages for word in page.words]
    assert words[: len(" ".join(HEAD).split())] == " ".join(HEAD).split()
    assert {"INV-2026-0417", "Verma", "24,990.00"} <= set(words)


HEADS = ("Meter Reading Details", "Current Charges", "Security & Previous Payments", "EARNINGS")


@pytest.mark.parametrize("letters", [20, 24, 30])
@pytest.mark.parametrize("ground", ["green", "navy", "teal", "orange"])
def test_heavy_print_that_nearly_fills_its_band_is_read(reader, encode, ground: str, letters: int) -> None:
    """The heads of the sections of a bill: in the small copy their letters run together, and part the band."""
    image = Image.new("RGB", SIZE, "white")
    pen = ImageDraw.Draw(image)
    for row, head in enumerate(HEADS):
        top = 100 + 260 * row
        pen.rectangle((60, top, 1180, top + round(1.7 * letters)), fill=COLOURS[ground])
        pen.text((72, top + 0.85 * letters), head, "white", fonts.face("sans-bold", letters), anchor="lm")
        for line, text in enumerate(BODY[:3]):
            pen.text((72, top + 80 + 50 * line), text, "black", ImageFont.load_default(26))
    words = [word.text for page in reader.read(encode(image)).pages for word in page.words]
    for head in HEADS:
        assert set(head.split()) <= set(words), head


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
@pytest.mark.parametrize("ground", sorted(COLOURS.keys() - {"black", "navy", "blue"}))
def test_dark_print_on_a_band_is_read(reader, encode, ground: str, kind: str) -> None:
    image = headed((255, 255, 255), 24, ink="black")
    pen = ImageDraw.Draw(image)
    pen.rectangle((80, 1480, 1160, 1530), fill=COLOURS[ground])
    pen.text((400, 1488), "Total earnings    29,500.00    Net pay    25,814.00", "#111111", ImageFont.load_default(26))
    reading = reader.read(encode(image, kind))
    words = [word.text for page in reading.pages for word in page.words]
    assert words[-6:] == ["Total", "earnings", "29,500.00", "Net", "pay", "25,814.00"]
    assert {*" ".join(HEAD).split(), "INV-2026-0417"} <= set(words)


@pytest.mark.parametrize("ground", [(235, 235, 235), (255, 248, 214), (222, 235, 247)])
def test_dark_print_on_a_light_band_is_left_as_it_is(ground: tuple[int, int, int]) -> None:
    assert found(headed(ground, ink="black")) == []


@pytest.mark.parametrize("angle", [-2.5, 1.5])
def test_a_slanted_band_is_read(reader, encode, angle: float) -> None:
    scanned = headed(COLOURS["orange"]).rotate(angle, expand=True, fillcolor="white", resample=Image.Resampling.BICUBIC)
    reading = reader.read(encode(scanned, "JPEG"))
    words = {word.text for page in reading.pages for word in page.words}
    assert {"INVOICE", "2014", "$405.00", "transfer", "24,990.00"} <= words


def test_boxes_of_words_in_a_band_lie_on_their_print(reader, encode) -> None:
    image = headed(COLOURS["orange"])
    page = reader.read(encode(image)).pages[0]
    grey = np.asarray(image.convert("L"))
    for word in page.words[:10]:
        left, top, right, bottom = word.box
        assert grey[top:bottom, left:right].max() > 240, word


def test_the_head_of_a_table_is_a_band_of_its_own() -> None:
    image = Image.new("RGB", SIZE, "white")
    pen, font = ImageDraw.Draw(image), ImageFont.load_default(24)
    pen.rectangle((80, 400, 1160, 440), fill=COLOURS["violet"])
    for at, head in enumerate(("Description", "Qty", "Price", "Amount")):
        pen.text((100 + 270 * at, 405), head, fill="white", font=font)
    by = SIZE[1] / bands.COPY
    (band,) = found(image)
    assert np.allclose(np.array(band.box) * by, (80, 400, 1160, 440), atol=4)
    assert abs(band.ground - COLOURS["violet"][band.channel]) < 12 and band.print_ > 200


def test_nothing_outside_a_band_is_touched() -> None:
    image = headed(COLOURS["teal"])
    colour = np.asarray(image)
    copy = small(colour, bands.COPY)
    grey = cv2.cvtColor(colour, cv2.COLOR_RGB2GRAY)
    made = bands.turned(colour, grey, bands.bands(copy), copy.shape)
    edge = 90 + 4 * 60
    assert np.array_equal(made[edge + 4 :], grey[edge + 4 :])
    assert made[: edge - 4].mean() > 240 and made[: edge - 4].min() < 40


def photograph(chance: np.random.Generator) -> Image.Image:
    """Something with light and shade and no even ground."""
    rough = chance.integers(0, 255, (9, 7, 3)).astype(np.uint8)
    return Image.fromarray(cv2.resize(rough, (420, 540), interpolation=cv2.INTER_CUBIC))


def barcode() -> Image.Image:
    image = Image.new("RGB", (500, 160), "white")
    pen = ImageDraw.Draw(image)
    for at, wide in enumerate((18, 6, 12, 18, 6, 18, 12, 6, 18, 12, 18, 6)):
        pen.rectangle((20 + 36 * at, 10, 20 + 36 * at + 14 + wide, 150), fill="black")
    return image


@pytest.mark.parametrize("what", ["photograph", "barcode", "frame", "empty area", "dark screen", "plain"])
def test_what_is_no_band_is_left_as_it_is(what: str) -> None:
    image = headed((255, 255, 255), ink="black")
    pen = ImageDraw.Draw(image)
    if what == "photograph":
        image.paste(photograph(np.random.default_rng(4)), (700, 60))
    elif what == "barcode":
        image.paste(barcode(), (640, 80))
    elif what == "frame":
        pen.rectangle((40, 40, 1200, 600), outline=COLOURS["red"], width=12)
    elif what == "empty area":
        pen.rectangle((640, 60, 1180, 500), fill=COLOURS["blue"])
    elif what == "dark screen":
        image = headed((30, 30, 30))
        ImageDraw.Draw(image).rectangle((0, 300, *SIZE), fill=(30, 30, 30))
    assert found(image) == []
