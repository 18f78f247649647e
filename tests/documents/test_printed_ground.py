"""Cards and certificates printed over a pattern in colour: their black print is read, and what is printed in colour, too."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from simulator.documents.model import Word
from simulator.documents.pages import ground
from simulator.documents.pages.light import SMALL, small
from simulator.documents.pages.two_readings import besides, surer

SIZE = (1011, 638)
LINES = ("UNION OF INDIA DRIVING LICENCE", "MH14 20160054321", "VAROFU Q GITIZIW", "QIHEYA LOSE WUDUQU", "30/11/1987")
LABELS = ("Name", "Date of Birth", "Blood Group")
GROUNDS = {
    "green and red": ((214, 236, 220), (96, 170, 130), (225, 130, 120)),
    "blue": ((160, 205, 225), (80, 140, 185), (190, 150, 205)),
    "pale": ((224, 240, 232), (165, 200, 180), (225, 180, 170)),
    "grey": ((225, 225, 225), (140, 140, 140), (165, 165, 165)),
}


def patterned(paper: tuple[int, ...], *inks: tuple[int, ...]) -> np.ndarray:
    """An invented card's ground: waves and rings, as fine as they are printed (height x width x 3)."""
    picture = np.full((SIZE[1], SIZE[0], 3), paper, np.uint8)
    along = np.arange(SIZE[0])
    for number in range(60):
        height = number * 12 - 30 + 14 * np.sin(along / 23 + number / 3)
        line = np.stack([along, height], axis=1).round().astype(np.int32)
        cv2.polylines(picture, [line], False, inks[number % len(inks)], 2, cv2.LINE_AA)
    for radius in range(20, 260, 10):
        cv2.circle(picture, (640, 330), radius, inks[radius // 10 % len(inks)], 2, cv2.LINE_AA)
    return picture


def card(colours: str) -> Image.Image:
    image = Image.fromarray(patterned(*GROUNDS[colours]))
    pen = ImageDraw.Draw(image)
    for row, line in enumerate(LINES):
        pen.text((60, 50 + 115 * row), line, fill=(15, 15, 15), font=ImageFont.load_default(31), stroke_width=1)
    for row, label in enumerate(LABELS):
        pen.text((60, 215 + 115 * row), label, fill=(25, 60, 170), font=ImageFont.load_default(26))
    return image


@pytest.mark.parametrize("colours", sorted(GROUNDS))
def test_black_print_on_a_pattern_is_read(reader, encode, colours: str) -> None:
    reading = reader.read(encode(card(colours), "PNG"))
    read = " ".join(word.text for word in reading.pages[0].words)
    assert [line for line in LINES if line not in read] == []
    assert "printed ground taken off" in reading.pages[0].steps


def test_print_in_colour_on_a_pattern_is_read_beside_it(reader, encode) -> None:
    (page,) = reader.read(encode(card("pale"), "PNG")).pages
    read = " ".join(word.text for word in page.words)
    assert [label for label in LABELS if label not in read] == []


def test_a_plain_page_is_left_as_it_is(reader, encode) -> None:
    image = Image.new("RGB", (1240, 1754), (250, 248, 240))
    pen = ImageDraw.Draw(image)
    for row in range(40):
        pen.text(
            (90, 60 + 40 * row), "Ordered by Asha Rao of Pune, 12 boxes", fill="black", font=ImageFont.load_default(24)
        )
    pen.ellipse((900, 60, 1150, 260), fill=(30, 160, 90))
    assert not ground.patterned(small(np.asarray(image.convert("L")), SMALL), np.asarray(image))
    assert "printed ground taken off" not in reader.read(encode(image, "PNG")).pages[0].steps


def test_white_and_black_stay_and_what_lies_between_becomes_white() -> None:
    picture = patterned(*GROUNDS["blue"])
    picture[300:306, 100:400] = 20
    shown = ground.black_print(picture)
    assert shown.dtype == np.uint8 and shown.shape == picture.shape[:2]
    assert shown[302, 150:350].max() < 40
    assert np.median(shown) == 255


def word(text: str, left: int, top: int, confidence: float, line: int = 0, width: int = 60, height: int = 20) -> Word:
    return Word(text, (left, top, left + width, top + height), confidence, line, 1)


def test_of_two_readings_the_surer_words_are_kept_in_their_line() -> None:
    one = [word("29/03/4", 0, 0, 0.55, 1), word("978", 70, 0, 0.96, 1, 30), word("ASHA", 0, 40, 0.9, 2)]
    other = [word("29/03/1978", 0, 0, 0.96, 7, 100), word("A5HA", 0, 40, 0.5, 8), word("Name", 0, 80, 0.95, 9)]
    kept = surer(one, other)
    assert [(each.text, each.line) for each in kept] == [("29/03/1978", 1), ("ASHA", 2)]
    assert [each.text for each in besides(other, kept, 0.7)] == ["Name"]


def test_a_word_of_another_height_keeps_a_line_of_its_own() -> None:
    kept = surer([word("E", 0, 0, 0.3, 4, 30, 90)], [word("Father", 0, 0, 0.9, 2), word("RAO", 0, 60, 0.9, 3)])
    assert [(each.text, each.line) for each in kept] == [("Father", 6), ("RAO", 7)]
    assert surer([], [word("RAO", 0, 60, 0.9)]) == []
    assert surer([word("RAO", 0, 60, 0.1)], []) == [word("RAO", 0, 60, 0.1)]
