"""What spoils print and how it is told: uneven light, print of dots, print too faint, watermarks and stamps over it."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from simulator.documents.pages import dots, faint, light, overprint, shape

SIZE = (1000, 1400)


def printed(
    grey: int = 0, ground: int = 255, size: tuple[int, int] = SIZE, letters: int = 26, rows: int = 14, kind: str = "L"
) -> Image.Image:
    """A page of print, all of one grey."""
    image = Image.new("L", size, ground)
    pen, font = ImageDraw.Draw(image), ImageFont.load_default(letters)
    for row in range(rows):
        pen.text((70, 60 + 3 * letters * row), f"Invoice number {row} of the dealer named above", grey, font=font)
    return image.convert(kind)


def array(image: Image.Image) -> np.ndarray:
    return np.asarray(image)


# Light


@pytest.mark.parametrize(
    ("shape_of", "small"),
    [((2000, 1000), (500, 250)), ((999, 1501), (333, 500)), ((500, 300), (500, 300)), ((3, 4000), (1, 500))],
)
def test_a_small_copy_has_the_longest_side_that_was_asked_for(
    shape_of: tuple[int, int], small: tuple[int, int]
) -> None:
    copy = light.small(np.full(shape_of, 90, np.uint8))
    assert abs(copy.shape[0] - small[0]) <= 1 and abs(copy.shape[1] - small[1]) <= 1
    assert copy.min() == copy.max() == 90
    assert light.small(np.zeros((40, 30, 3), np.uint8), 10).shape == (10, 8, 3)


def test_some_pixels_of_a_picture_are_as_they_were_and_no_averages() -> None:
    picture = np.zeros((2100, 1400, 3), np.uint8)
    picture[::2] = (200, 30, 30)
    some = light.picked(picture, 700)
    assert some.shape == (700, 467, 3)
    assert {tuple(each) for each in some.reshape(-1, 3).tolist()} == {(200, 30, 30), (0, 0, 0)}
    assert light.picked(picture, 3000) is picture


def uneven(picture: np.ndarray) -> bool:
    copy = light.small(picture)
    return light.uneven(copy, light.paper_of(copy))


@pytest.mark.parametrize(("darkest", "is_uneven"), [(1.0, False), (0.98, False), (0.9, True), (0.5, True)])
def test_light_is_uneven_where_the_paper_is_darker_at_one_side(darkest: float, is_uneven: bool) -> None:
    shade = np.linspace(1.0, darkest, SIZE[0])[None, :]
    assert uneven((array(printed()) * shade).astype(np.uint8)) is is_uneven


def test_print_and_a_dark_screen_are_no_uneven_light() -> None:
    heavy = printed(letters=60, rows=7)
    ImageDraw.Draw(heavy).rectangle((0, 1200, 1000, 1225), 0)
    assert not uneven(array(heavy)), "bands of ink are not the paper"
    screen = array(printed(grey=230, ground=25)).copy()
    screen[700:] //= 2
    assert not uneven(screen)


def test_an_even_page_has_white_paper_and_black_ink_everywhere() -> None:
    shade = np.linspace(1.0, 0.4, SIZE[0])[None, :]
    shaded = (array(printed()) * shade).astype(np.uint8)
    flat = light.flattened(shaded, light.paper_of(light.small(shaded)))
    clean = array(printed())
    assert np.median(flat[clean == 255]) >= 250
    assert np.percentile(flat[clean == 255], 1) > 215
    assert np.median(flat[clean < 40]) < 60


# Dots


def dotted(pitch: int, dot: int, grey: int = 0, size: int = 26) -> np.ndarray:
    coarse = printed(size=(400, 500), letters=size, rows=6)
    inked = array(coarse) < 170
    cell = np.zeros((pitch, pitch), bool)
    cell[:dot, :dot] = True
    made = np.kron(inked, np.ones((pitch, pitch), bool)) & np.tile(cell, inked.shape)
    return np.where(made, grey, 255).astype(np.uint8)


@pytest.mark.parametrize(("pitch", "dot"), [(3, 2), (4, 2), (5, 3), (6, 4)])
@pytest.mark.parametrize("grey", [0, 90])
def test_the_distance_of_dots_is_measured(pitch: int, dot: int, grey: int) -> None:
    assert dots.pitch(dotted(pitch, dot, grey)) == pytest.approx(pitch, abs=0.1)


@pytest.mark.parametrize(
    "page",
    [
        array(printed()),
        np.full((900, 700), 255, np.uint8),
        np.zeros((0, 10), np.uint8),
        np.random.default_rng(1).choice(np.array([0, 255], np.uint8), (900, 700), p=(0.02, 0.98)),
    ],
    ids=["print of lines", "blank", "nothing", "specks anywhere"],
)
def test_other_pages_are_no_print_of_dots(page: np.ndarray) -> None:
    assert dots.pitch(page) == 0.0


@pytest.mark.parametrize(("apart", "size"), [(4, 2), (5, 2), (8, 3)])
@pytest.mark.parametrize("rows_apart", [40, 12])
def test_dotted_rules_are_no_print_of_dots(apart: int, size: int, rows_apart: int) -> None:
    page = array(printed(rows=3)).copy()
    for top in range(150, len(page) - size, rows_apart):
        for left in range(100, page.shape[1] - 100, apart):
            page[top : top + size, left : left + size] = 40
    assert dots.pitch(page) == 0.0


def test_joined_dots_are_strokes_as_dark_as_ink() -> None:
    page = dotted(4, 2)
    assert shape.letters(page) == 0.0, "dots are no letters"
    joined = dots.joined(page, 4.0)
    strokes = np.kron(array(printed(size=(400, 500), rows=6)) < 60, np.ones((4, 4), bool))
    assert np.median(joined[strokes]) < 110
    assert np.median(joined[~strokes]) == 255


# Faint print


@pytest.mark.parametrize(("grey", "is_faint"), [(0, False), (60, False), (190, True), (248, False)])
def test_light_print_beside_dark_is_faint(grey: int, is_faint: bool) -> None:
    page = printed()
    page.paste(printed(grey).crop((0, 0, 1000, 700)), (0, 700))
    assert faint.faint(array(page)) is is_faint


def test_faint_print_becomes_as_dark_as_print_and_the_rest_stays() -> None:
    page = printed()
    page.paste(printed(190).crop((0, 0, 1000, 700)), (0, 700))
    before = array(page)
    after = faint.darkened(before)
    light_ink = (before > 180) & (before < 200)
    assert np.median(after[light_ink]) < 60
    assert np.array_equal(after[:690], before[:690])
    assert np.median(after[before == 255]) == 255


def test_a_speckled_ground_and_few_letters_are_not_faint_print() -> None:
    rng = np.random.default_rng(5)
    page = array(printed()).copy()
    at = rng.integers(0, page.size, 4000)
    page.reshape(-1)[at] = 200
    assert not faint.faint(page)
    few = printed()
    ImageDraw.Draw(few).text((600, 1250), "Paid", 190, font=ImageFont.load_default(40))
    assert not faint.faint(array(few)), "four letters are not worth it"


# Watermarks


def watermarked(grey: int, text: str = "COPY", size: int = 330, under: Image.Image | None = None) -> Image.Image:
    page = under or printed()
    over = Image.new("L", page.size, 255)
    ImageDraw.Draw(over).text((500, 600), text, grey, font=ImageFont.load_default(size), anchor="mm")
    return Image.fromarray(np.minimum(array(page), array(over)))


@pytest.mark.parametrize(("grey", "found"), [(176, True), (120, True), (210, True), (240, False), (60, False)])
def test_the_grey_of_a_watermark_is_told(grey: int, found: bool) -> None:
    level = overprint.grey_overlay(array(watermarked(grey)))
    assert level == (pytest.approx(grey, abs=4) if found else 0)


def test_plain_pages_blocks_and_shades_are_no_watermark() -> None:
    assert overprint.grey_overlay(array(printed())) == 0
    assert overprint.grey_overlay(array(printed(150))) == 0, "print that is all of one grey is the print itself"
    band = printed()
    ImageDraw.Draw(band).rectangle((0, 1150, 1000, 1350), 180)
    assert overprint.grey_overlay(array(band)) == 0
    empty = Image.new("L", SIZE, 255)
    assert overprint.grey_overlay(array(watermarked(176, under=empty))) == 0, "nothing is printed under it"


@pytest.mark.parametrize("size", [1, 0.5])
def test_bars_of_a_chart_are_no_watermark(size: float) -> None:
    page = printed().convert("L")
    pen = ImageDraw.Draw(page)
    for at, long in enumerate((500, 640, 420, 580, 700, 380)):
        top = 1040 + 58 * at
        pen.rectangle((200, top, 200 + long, top + 28), fill=181)
    shown = page.resize((round(page.width * size), round(page.height * size)), Image.Resampling.LANCZOS)
    assert overprint.grey_overlay(array(shown)) == 0


def test_a_watermark_goes_and_the_print_stays() -> None:
    page = watermarked(176)
    cleared = overprint.without_grey(array(page), 176)
    clean = array(printed())
    assert np.percentile(cleared[clean == 255], 2) == 255
    assert np.median(cleared[clean < 30]) < 30


# Stamps


def stamped(ink: tuple[int, int, int], at: tuple[int, int] = (400, 300), print_under: bool = True) -> np.ndarray:
    page = printed(rows=14 if print_under else 2, kind="RGB")
    mask = Image.new("L", page.size, 0)
    pen = ImageDraw.Draw(mask)
    pen.rectangle((at[0], at[1], at[0] + 340, at[1] + 150), outline=255, width=9)
    pen.text((at[0] + 170, at[1] + 75), "PAID", 255, font=ImageFont.load_default(110), anchor="mm")
    colour = Image.new("RGB", page.size, ink)
    return array(Image.composite(Image.fromarray(np.minimum(array(page), array(colour))), page, mask))


@pytest.mark.parametrize("ink", [(40, 50, 200), (210, 40, 50), (130, 50, 170), (30, 150, 60)])
def test_a_stamp_in_colour_over_print_is_told_and_taken_off(ink: tuple[int, int, int]) -> None:
    page = stamped(ink)
    assert overprint.coloured_overlay(page)
    grey = array(Image.fromarray(page).convert("L"))
    clean = overprint.without_colour(page, grey)
    alone = array(printed())
    inked = (page[:, :, 0].astype(int) - page[:, :, 2]) != 0
    assert np.median(clean[inked & (alone == 255)]) > 240
    assert np.median(clean[alone < 40]) < 60
    assert np.array_equal(clean[900:], grey[900:]), "far from it nothing changes"


def test_a_stamp_beside_the_print_and_a_page_in_grey_need_no_mending() -> None:
    assert not overprint.coloured_overlay(stamped((40, 50, 200), (400, 1000), print_under=False))
    assert not overprint.coloured_overlay(array(printed(kind="RGB")))
    grey = array(printed())
    assert overprint.without_colour(array(printed(kind="RGB")), grey) is grey


def test_a_band_of_colour_and_small_print_in_colour_are_no_stamps() -> None:
    band = printed(kind="RGB")
    pen = ImageDraw.Draw(band)
    pen.rectangle((60, 300, 940, 380), (40, 60, 200))
    pen.text((80, 310), "white print in it", "white", font=ImageFont.load_default(40))
    assert not overprint.coloured_overlay(array(band))
    coloured = printed(kind="RGB")
    ImageDraw.Draw(coloured).text((70, 1290), "a line of blue print", (60, 70, 220), font=ImageFont.load_default(20))
    assert not overprint.coloured_overlay(array(coloured))


# Print


def test_the_height_of_letters_grows_with_the_print() -> None:
    heights = [shape.letters(array(printed(letters=size, rows=6))) / size for size in (16, 24, 36, 48)]
    assert heights == pytest.approx([heights[-1]] * 4, rel=0.1)
    assert 0.3 < heights[-1] < 0.55


def test_little_print_has_no_height() -> None:
    few = Image.new("L", (600, 200), 255)
    ImageDraw.Draw(few).text((20, 50), "Invoice number", 0, font=ImageFont.load_default(30))
    assert shape.letters(array(few)) == 0.0
    assert shape.letters(np.full((100, 100), 255, np.uint8)) == 0.0


@pytest.mark.parametrize("angle", [-11.0, -2.0, 0.8, 5.0])
def test_the_slant_of_white_print_on_black_is_measured_too(angle: float) -> None:
    screen = printed(grey=230, ground=25).rotate(-angle, Image.Resampling.BICUBIC, fillcolor=25)
    assert shape.skew(array(screen)) == pytest.approx(angle, abs=0.15)
