"""Slashes told by their shape: strokes drawn at every lean, among letters that lean, touch or are too few to compare with."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

from simulator.documents.model import Word
from simulator.documents.ocr.slashes import mended

#: Pixels of a sign's height, and from one sign to the next.
HIGH, STEP = 40, 34


def picture(signs: str, lean: float = 0.35, italic: float = 0.0, step: int = STEP, thick: int = 5) -> Image.Image:
    """Signs beside each other: `/` leans, `I` stands upright, `7` bends, `o` and `,` are half as high, `=` is in
    two pieces, all else is a box."""
    image = Image.new("L", (step * len(signs) + 40, HIGH + 20), 255)
    pen = ImageDraw.Draw(image)
    for at, sign in enumerate(signs):
        left, top, bottom = 20 + step * at, 10, 10 + HIGH
        slant = italic * HIGH
        match sign:
            case "/":
                pen.line((left, bottom, left + lean * HIGH, top), 0, thick)
            case "I":
                pen.line((left + 8, bottom, left + 8 + slant, top), 0, thick)
            case "7":
                pen.line((left, top + 2, left + 20, top + 2, left + 6, bottom), 0, thick)
            case ",":
                pen.line((left, bottom, left + lean * HIGH / 2, top + HIGH // 2), 0, thick)
            case "=":
                pen.line((left, top + 12, left + 20, top + 12), 0, thick)
                pen.line((left + 2, top + 28, left + 18, top + 28), 0, thick)
            case "o":
                pen.ellipse((left, top + HIGH // 2, left + 18, bottom), outline=0, width=thick)
            case _:
                pen.polygon(
                    [(left + slant, top), (left + 20 + slant, top), (left + 20, bottom), (left, bottom)],
                    outline=0,
                    width=thick,
                )
    return image


def read(signs: str, text: str, **how: float) -> str:
    """What becomes of a word that shows these signs and was read as `text`."""
    grey = np.asarray(picture(signs, **how))  # type: ignore[arg-type]
    rows, columns = np.nonzero(grey < 128)
    box = (int(columns.min()), int(rows.min()), int(columns.max()) + 1, int(rows.max()) + 1)
    (word,) = mended(grey, [Word(text, box, 0.8, 1, 1)])
    return word.text


@pytest.mark.parametrize("sign", ["I", "l", "1", "|"])
def test_a_leaning_stroke_between_letters_is_a_slash_whatever_it_was_read_as(sign: str) -> None:
    assert read("AB/24", f"AB{sign}24") == "AB/24"


@pytest.mark.parametrize(("lean", "slash"), [(0.05, False), (0.1, False), (0.2, True), (0.45, True), (-0.35, False)])
def test_a_slash_leans_to_the_right(lean: float, slash: bool) -> None:
    assert read("AB/24", "ABI24", lean=lean) == ("AB/24" if slash else "ABI24")


@pytest.mark.parametrize(("italic", "slash"), [(0.0, True), (0.15, True), (0.3, False)])
def test_a_slash_leans_further_than_the_print_around_it(italic: float, slash: bool) -> None:
    assert read("AB/24", "ABI24", italic=italic) == ("AB/24" if slash else "ABI24")


def test_upright_and_bent_signs_are_no_slashes() -> None:
    assert read("ABI24", "ABI24") == "ABI24"
    assert read("AB724", "AB124") == "AB124"


def test_a_stroke_that_leans_but_is_low_is_no_slash() -> None:
    assert read("AB,24", "ABI24") == "ABI24"


@pytest.mark.parametrize(
    ("signs", "text", "mended"), [("A=/24", "A=I24", "A=I24"), ("AB/2=", "ABI2=", "AB/2="), ("=B/24", "=BI24", "=B/24")]
)
def test_pieces_above_each_other_are_one_sign(signs: str, text: str, mended: str) -> None:
    """Counted as two, they would put the slash in another place than the text has it; beside a sign none is looked for."""
    assert read(signs, text) == mended


def test_specks_are_no_signs() -> None:
    image = picture("AB/24")
    for x, y in ((45, 12), (80, 45), (120, 20)):
        image.putpixel((x, y), 0)
        image.putpixel((x + 1, y), 0)
    (word,) = mended(np.asarray(image), [Word("ABI24", (19, 9, 178, 52), 0.8, 1, 1)])
    assert word.text == "AB/24"


def test_only_the_stroke_that_leans_is_changed() -> None:
    assert read("I2/4I", "I2I4I") == "I2/4I"
    assert read("A/2/4", "A12l4") == "A/2/4"
    assert read("AI2/4", "A1214") == "A12/4"


def test_one_stroke_that_was_read_as_two_signs_is_one() -> None:
    assert read("AB/24", "ABI/24") == "AB/24"
    assert read("AB/24", "AB/l24") == "AB/24"
    assert read("ABI/24", "ABI/24") == "ABI/24", "where two signs are printed both stay"


@pytest.mark.parametrize(("signs", "text"), [("/24", "I24"), ("24/", "24I"), ("AB/CD", "ABICD"), ("AB/24", "AB-24")])
def test_a_word_without_a_digit_and_a_stroke_at_the_edge_stay_as_they_are(signs: str, text: str) -> None:
    assert read(signs, text) == text


def test_with_fewer_than_two_other_signs_the_print_s_lean_is_not_known() -> None:
    assert read("A/2", "AI2") == "A/2"
    grey = np.asarray(picture("A/"))
    (word,) = mended(grey, [Word("AI2", (20, 10, 80, 50), 0.8, 1, 1)])
    assert word.text == "AI2"


def test_where_letters_touch_a_sign_is_counted_from_either_end() -> None:
    image = picture("ABC/24")
    ImageDraw.Draw(image).line((40, 30, 60, 30), 0, 5)
    columns = np.nonzero((np.asarray(image) < 128).any(axis=0))[0]
    (word,) = mended(
        np.asarray(image), [Word("ABCI24", (int(columns.min()), 10, int(columns.max()) + 1, 51), 0.8, 1, 1)]
    )
    assert word.text == "ABC/24"
    (beside,) = mended(
        np.asarray(image), [Word("ABCI14", (int(columns.min()), 10, int(columns.max()) + 1, 51), 0.8, 1, 1)]
    )
    assert beside.text == "ABCI14", "the sign beside it could be the slash as well"


def test_print_that_is_too_low_and_an_empty_picture_show_nothing() -> None:
    image = picture("AB/24").resize((52, 14))
    grey = np.asarray(image)
    words = [Word("ABI24", (5, 2, 48, 11), 0.8, 1, 1)]
    assert mended(grey, words) == words
    blank = np.full((60, 200), 255, np.uint8)
    words = [Word("ABI24", (10, 10, 190, 50), 0.8, 1, 1), Word("ABI24", (500, 10, 690, 50), 0.8, 1, 1)]
    assert mended(blank, words) == words


def test_white_print_on_black_has_slashes_too() -> None:
    grey = 255 - np.asarray(picture("AB/24"))
    (word,) = mended(grey, [Word("ABI24", (19, 9, 178, 52), 0.8, 1, 1)])
    assert word.text == "AB/24"
