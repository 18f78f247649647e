"""A page's own words held against its picture: fonts that say other letters, words under others, and what cannot be told."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from simulator.documents.model import Box, Word
from simulator.documents.ocr.engine import Engine, open_engine
from simulator.documents.pages.layer import Layer
from simulator.documents.pages.layer_check import Verdict, checked, levelled

LINES = ("Invoice Number INV-2026-0417", "Customer Name Asha Verma", "Total payable 24,990.00")


@pytest.fixture(scope="module")
def engine() -> Engine:
    return open_engine("tesserocr", "fast")


class Paper:
    """A page whose file says words: what it shows and what it says may differ."""

    def __init__(self, size: tuple[int, int] = (900, 400), ground: int = 255) -> None:
        self.image = Image.new("L", size, ground)
        self.pen = ImageDraw.Draw(self.image)
        self.words: list[Word] = []
        self.fonts: list[int] = []
        self.doubtful: set[int] = set()

    def say(
        self,
        left: int,
        top: int,
        shown: str,
        said: str = "",
        font: int = 1,
        ink: int = 0,
        size: int = 28,
        doubtful: bool = False,
    ) -> None:
        """Draw words, and say them or others word by word."""
        face = ImageFont.load_default(size)
        for drawn, text in zip(shown.split(), (said or shown).split(), strict=True):
            self.pen.text((left, top), drawn, ink, font=face)
            right = left + round(face.getlength(drawn))
            if doubtful:
                self.doubtful.add(len(self.words))
            self.words.append(Word(text, (left, top, right, top + round(1.25 * size)), 1.0, 1, 1))
            self.fonts.append(font)
            left = right + size // 3

    def lines(self, top: int = 20, said: tuple[str, ...] = LINES, font: int = 1, ink: int = 0) -> None:
        for row, (shown, text) in enumerate(zip(LINES, said, strict=True)):
            self.say(40, top + 60 * row, shown, text, font, ink)

    def held(self, engine: Engine, turn: int = 0) -> Verdict:
        layer = Layer(tuple(self.words), tuple(self.fonts), turn, frozenset(self.doubtful))
        return checked(layer, np.asarray(self.image), engine)

    def true(self, engine: Engine) -> list[str]:
        return [self.words[at].text for at in self.held(engine).true]


def test_words_that_the_picture_shows_are_true(engine: Engine) -> None:
    paper = Paper()
    paper.lines()
    assert paper.held(engine) == Verdict(tuple(range(10)), True)


@pytest.mark.parametrize(("ground", "ink"), [(255, 120), (20, 235), (200, 90)])
def test_print_of_any_grey_is_read(engine: Engine, ground: int, ink: int) -> None:
    paper = Paper(ground=ground)
    paper.lines(ink=ink)
    assert paper.held(engine).whole


@pytest.mark.parametrize(
    "said",
    [
        ("Qxtiysk Bfjwkz QXT-2026-0417", "Kzpqwjyg Bvcx Vpdv Zkgjv", "Qwqvl xvbvjlk 24,990.00"),
        ("Invoice Number INV-8591-3672", "Customer Name Asha Verma", "Total payable 71,336.55"),
    ],
    ids=["other letters", "other digits"],
)
def test_a_font_that_says_what_the_picture_does_not_is_false(engine: Engine, said: tuple[str, ...]) -> None:
    paper = Paper()
    paper.lines(said=said)
    assert paper.held(engine) == Verdict((), False)


def test_only_the_words_of_the_false_font_are_left_out(engine: Engine) -> None:
    paper = Paper((900, 500))
    paper.lines()
    paper.say(40, 260, "Registered Office Pune", "Qxkjwvbzpd Zvvyqx Kjxw", font=2)
    found = paper.held(engine)
    assert (found.true, found.whole) == (tuple(range(10)), False)


def test_a_slip_of_the_engine_makes_no_font_false(engine: Engine) -> None:
    paper = Paper()
    paper.lines(said=(LINES[0].replace("Invoice", "lnvoice"), LINES[1], LINES[2].replace("24,990", "24,99O")))
    assert paper.held(engine).whole


def test_a_font_of_a_few_letters_and_one_of_another_script_are_not_judged(engine: Engine) -> None:
    paper = Paper((900, 500))
    paper.lines()
    paper.say(40, 260, "Paid now", "Qxjw kzv", font=2)
    paper.say(40, 320, "Invoice Number", "चालान क्रमांक", font=3)
    assert paper.held(engine) == Verdict(tuple(range(14)), True)


def test_print_too_low_to_be_read_is_believed(engine: Engine) -> None:
    paper = Paper()
    paper.say(40, 20, "Terms and conditions apply", "Qwert xyz uiopasdfgh jklmn", size=6)
    assert paper.held(engine) == Verdict(tuple(range(4)), True)


def test_nothing_said_is_true(engine: Engine) -> None:
    assert Paper().held(engine) == Verdict((), True)


# Words on each other


def over(paper: Paper, shown: str, said: str, left: int = 40, top: int = 260) -> None:
    """Show a word, and say it and another one in the same place."""
    paper.say(left, top, shown, font=1)
    box = paper.words[-1].box
    paper.words.append(Word(said, box, 1.0, 1, 1))
    paper.fonts.append(1)


def test_of_two_words_in_one_place_the_one_that_is_shown_is_true(engine: Engine) -> None:
    for shown, said in (("27,000.00", "31,558.49"), ("31,558.49", "27,000.00")):
        paper = Paper()
        paper.lines()
        over(paper, shown, said)
        assert paper.true(engine)[10:] == [shown]


def test_single_signs_on_words_are_no_clash(engine: Engine) -> None:
    paper = Paper()
    paper.lines()
    over(paper, "27,000.00", "x")
    assert len(paper.held(engine).true) == 12


def test_many_words_on_others_are_two_papers_mixed(engine: Engine) -> None:
    def held(count: int) -> Verdict:
        paper = Paper((900, 700))
        paper.lines()
        for at in range(count):
            over(paper, f"27,{at}41.00", f"98,{at}55.77", 40 + 220 * (at % 3), 260 + 60 * (at // 3))
        return paper.held(engine)

    assert len(held(3).true) == 13
    assert held(4) == Verdict((), False)


def test_what_is_painted_over_is_not_true_and_what_can_be_seen_is(engine: Engine) -> None:
    paper = Paper((900, 500))
    paper.lines()
    paper.say(40, 260, "hidden", doubtful=True)
    paper.say(240, 260, "visible", doubtful=True)
    left, top, right, bottom = paper.words[10].box
    paper.pen.rectangle((left - 4, top - 4, right + 4, bottom + 4), fill=255)
    assert paper.true(engine)[10:] == ["visible"]
    paper.pen.text((left, top), "BLACK", 0, font=ImageFont.load_default(28))
    assert paper.true(engine)[10:] == ["visible"], "what was printed on it instead is another word"


# Turned pages


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_words_of_a_turned_page_are_held_against_it_upright(engine: Engine, turn: int) -> None:
    paper = Paper()
    paper.lines()
    upright = list(paper.words)
    paper.image = paper.image.rotate(-turn, expand=True)
    width, height = 900, 400

    def placed(box: Box) -> Box:
        left, top, right, bottom = box
        if turn == 90:
            return height - bottom, left, height - top, right
        if turn == 180:
            return width - right, height - bottom, width - left, height - top
        return top, width - right, bottom, width - left

    paper.words = [Word(word.text, placed(word.box), 1.0, 1, 1) for word in upright]
    assert paper.held(engine, turn) == Verdict(tuple(range(10)), True)
    layer = Layer(tuple(paper.words), tuple(paper.fonts), turn)
    shape = paper.image.size[::-1]
    assert [word.box for word in levelled(layer, shape)] == [word.box for word in upright]
