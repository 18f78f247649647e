"""Print that is hard to see, or under something: faint, in dots, under watermarks and stamps, or mirrored."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageChops, ImageDraw, ImageOps

from samples.kit.fonts import face
from samples.kit.sheet import Paper
from simulator.documents.model import Reading, Word
from simulator.documents.ocr.engine import PAGE
from simulator.documents.ocr.tesserocr import Tesserocr
from simulator.documents.pages.pictures import PageSource
from simulator.documents.pages.sheets import sheets

#: What the paper says: label and value, from the top down.
ROWS = (
    ("Invoice No", "SUN/2627/00318"),
    ("Invoice Date", "19/06/2026"),
    ("Customer Name", "Tanvi Deshpande"),
    ("Address", "Flat 12, Surya Heights, Baner Road, Pune 411045"),
    ("Mobile", "9822016457"),
    ("Model", "Washing machine WF-70 LX"),
    ("Serial No", "WX4729PLV36"),
    ("Taxable value", "22,881.36"),
    ("Grand Total", "27,000.00"),
)
VALUES = [value for _, value in ROWS]


def paper(value_grey: int = 0, grey: int = 0) -> Image.Image:
    """A page of 1654 x 2339 pixels: the rows as a form, with a table's rules below."""
    sheet = Paper()
    sheet.text(105, 14, "TAX INVOICE", 16, "sans-bold", (grey,) * 3, "centre")
    for row, (label, value) in enumerate(ROWS):
        sheet.text(20, 36 + 13 * row, f"{label} :", 11, "sans-bold", (grey,) * 3)
        sheet.text(62, 36 + 13 * row, value, 11, "sans", (max(value_grey, grey),) * 3)
    for row in range(6):
        sheet.line(20, 170 + 10 * row, 190, 170 + 10 * row)
    for row in range(5):
        sheet.text(24, 172 + 10 * row, f"{row + 1}   Goods once sold are not taken back", 9, "sans", (grey,) * 3)
    return sheet.image.convert("RGB")


def found(reading: Reading) -> list[str]:
    """The values that were read, each as it is printed."""
    text = " ".join(word.text for page in reading.pages for word in page.words)
    return [value for value in VALUES if value in text]


def over(page: Image.Image, texts: str, angle: float, ink: tuple[int, int, int], size: int, **how: Any) -> Image.Image:
    """The page with words over it, all over or `once`: printed through (the darker counts), or half transparent."""
    mask = Image.new("L", (2 * page.height, 2 * page.height), 0)
    pen, letters = ImageDraw.Draw(mask), face("sans-bold", size)
    middle = mask.width // 2
    if how.get("once"):
        pen.text((middle, middle), texts, 255, font=letters, anchor="mm")
    else:
        for row, y in enumerate(range(0, mask.height, 2 * size)):
            for x in range(-200 * (row % 2), mask.width, round(pen.textlength(texts + "  ", font=letters))):
                pen.text((x, y), texts, 255, font=letters)
    mask = mask.rotate(angle, Image.Resampling.BICUBIC)
    left, top = middle - page.width // 2, middle - page.height // 2
    mask = mask.crop((left, top, left + page.width, top + page.height))
    colour = Image.new("RGB", page.size, ink)
    if clear := how.get("clear"):
        return Image.composite(colour, page, mask.point(lambda grey: round(grey * clear)))
    return ImageChops.darker(page, Image.composite(colour, Image.new("RGB", page.size, "white"), mask))


def stamp(page: Image.Image, at: tuple[int, int], ink: tuple[int, int, int], clear: float) -> Image.Image:
    """The page with a turned frame and a word in it, in colour, over what is printed there."""
    mask = Image.new("L", (620, 620), 0)
    pen = ImageDraw.Draw(mask)
    pen.rectangle((30, 215, 590, 405), outline=255, width=10)
    pen.text((310, 310), "RECEIVED", 255, font=face("sans-bold", 96), anchor="mm")
    whole = Image.new("L", page.size, 0)
    whole.paste(mask.rotate(9, Image.Resampling.BICUBIC), (at[0] - 310, at[1] - 310))
    return Image.composite(Image.new("RGB", page.size, ink), page, whole.point(lambda grey: round(grey * clear)))


def dotted(page: Image.Image, pitch: int, dot: int, grey: int) -> Image.Image:
    """The page as a needle printer gives it: dots `dot` pixels wide, `pitch` apart, 100 to the inch."""
    coarse = page.convert("L").reduce(2)
    inked = np.asarray(coarse) < 170
    cell = np.zeros((pitch, pitch), bool)
    cell[:dot, :dot] = True
    dots = np.kron(inked, np.ones((pitch, pitch), bool)) & np.tile(cell, inked.shape)
    return Image.fromarray(np.where(dots, grey, 255).astype(np.uint8))


def test_the_paper_is_read_whole_as_it_is(reader, encode):
    reading = reader.read(encode(paper()))
    assert found(reading) == VALUES
    assert reading.pages[0].steps == ()


@pytest.mark.parametrize("grey", [150, 185])
def test_values_in_grey_beside_black_labels_are_read(reader, encode, grey):
    reading = reader.read(encode(paper(value_grey=grey)))
    assert found(reading) == VALUES
    assert "faint print darkened" in reading.pages[0].steps


def test_a_page_all_in_light_grey_is_read(reader, encode):
    assert found(reader.read(encode(paper(grey=190)))) == VALUES


@pytest.mark.parametrize(
    ("angle", "grey", "how"),
    [(33, 176, {}), (-40, 140, {}), (0, 160, {}), (45, 110, {"clear": 0.6})],
    ids=["diagonal", "falling", "level", "half transparent"],
)
def test_a_watermark_over_everything_is_read_through(reader, encode, angle, grey, how):
    reading = reader.read(encode(over(paper(), "ORIGINAL COPY", angle, (grey,) * 3, 110, **how)))
    assert len(found(reading)) >= len(VALUES) - 1
    assert "watermark taken off" in reading.pages[0].steps


@pytest.mark.parametrize("ink", [(40, 50, 190), (205, 35, 45), (120, 45, 160)], ids=["blue", "red", "violet"])
def test_a_stamp_in_colour_over_values_is_read_through(reader, encode, ink):
    page = stamp(paper(), (640, 340), ink, 0.8)
    reading = reader.read(encode(stamp(page, (600, 1120), ink, 0.8)))
    assert found(reading) == VALUES
    assert "stamps in colour taken off" in reading.pages[0].steps


@pytest.mark.parametrize(("pitch", "dot", "grey"), [(3, 2, 50), (4, 3, 50), (3, 1, 0), (3, 2, 0)])
def test_print_of_dots_is_read_in_grey_and_in_pure_black(reader, encode, pitch, dot, grey):
    reading = reader.read(encode(dotted(paper(), pitch, dot, grey)))
    assert len(found(reading)) >= len(VALUES) - 1
    assert "dots joined" in reading.pages[0].steps


def test_a_form_with_dotted_rules_is_read_at_its_own_size(reader, encode):
    page = paper()
    pen = ImageDraw.Draw(page)
    for row in range(len(ROWS)):
        top = round((44 + 13 * row) / 210 * page.width)
        for left in range(60, page.width - 60, 5):
            pen.rectangle((left, top, left + 1, top + 1), fill=(60, 60, 60))
    reading = reader.read(encode(page))
    assert len(found(reading)) >= len(VALUES) - 1
    assert reading.pages[0].steps == ()
    assert reading.pages[0].width == page.width


@pytest.mark.parametrize("turn", [0, 180])
def test_a_mirrored_picture_is_turned_over(reader, encode, turn):
    reading = reader.read(encode(ImageOps.mirror(paper()).rotate(turn)))
    assert found(reading) == VALUES
    page = reading.pages[0]
    assert "mirrored picture turned over" in page.steps
    word = next(word for word in page.words if word.text == "SUN/2627/00318")
    a, b, c, d, e, f, _, _, _ = page.transform
    x, y = word.box[0], word.box[1]
    given = (a * x + b * y + c, d * x + e * y + f)
    assert given[0] > 827 if turn == 0 else given[0] < 827  # at the far side of the picture as given


def test_a_shadow_of_one_grey_is_no_watermark(reader, encode):
    page = np.asarray(paper().convert("L")).astype(np.float32)
    # The lower half lies in the shade of whoever takes the photo; the edge of the shade is soft.
    shade = np.clip((np.arange(page.shape[0]) - 1100) / 200, 0, 1)[:, None]
    dark = page * (1 - 0.18 * shade) * 0.85
    reading = reader.read(encode(Image.fromarray(dark.astype(np.uint8))))
    assert found(reading) == VALUES
    assert "watermark taken off" not in reading.pages[0].steps


def test_of_a_stamped_page_only_the_stamped_parts_are_read_twice(encode):
    read: list[tuple[int, int]] = []

    class Counting(Tesserocr):
        def read(self, image: np.ndarray, *, dpi: int = 0, psm: int = PAGE) -> list[Word]:
            read.append(image.shape)
            return super().read(image, dpi=dpi, psm=psm)

    page = stamp(paper(), (640, 340), (40, 50, 190), 0.8)
    page = stamp(page, (600, 1120), (40, 50, 190), 0.8)
    ImageDraw.Draw(page).text((330, 1900), "Goods are insured", (40, 140, 220), face("sans-bold", 60))
    with PageSource(encode(page), 1, False) as pages:
        (sheet,) = sheets(pages, Counting("fast"))
    whole, *parts = read
    assert whole[0] * whole[1] > 0.9 * page.width * page.height
    assert parts
    assert sum(height * width for height, width in parts) < 0.25 * page.width * page.height
    text = " ".join(word.text for word in sheet.page.words)
    assert "Goods are insured" in text
    assert all(value in text for value in VALUES)


def test_speckles_and_light_rules_are_no_faint_print(reader, encode):
    page = paper()
    pen, rng = ImageDraw.Draw(page), random.Random(3)
    for _ in range(3000):
        x, y = rng.randrange(page.width), rng.randrange(page.height)
        pen.point((x, y), (rng.randint(150, 230),) * 3)
    for y in range(1500, 2200, 40):
        pen.line((150, y, 1500, y), (190, 190, 190), 2)
    reading = reader.read(encode(page))
    assert found(reading) == VALUES
    assert reading.pages[0].steps == ()


def test_a_page_strewn_with_specks_is_read(reader, encode):
    page = np.asarray(paper().convert("L").resize((1240, 1754))).copy()
    page[np.random.default_rng(5).random(page.shape) < 0.035] = 0
    reading = reader.read(encode(Image.fromarray(page)))
    assert len(found(reading)) >= len(VALUES) - 1
    assert "specks taken off" in reading.pages[0].steps
