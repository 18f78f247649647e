"""Print that the engine is unsure of, as columns at different heights make it, and print on dotted rules: read by itself."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from simulator.documents.boxes import around
from simulator.documents.model import Word
from simulator.documents.ocr.engine import Engine, open_engine
from simulator.documents.pages.dots import without_rules
from simulator.documents.pages.pictures import PageSource
from simulator.documents.pages.sheets import sheets
from simulator.documents.pages.two_readings import surer
from simulator.documents.pages.unsure import unsure_runs
from tests.documents.drawn import PRINTED

#: A page with nothing on it.
PAPER = np.full((5000, 400), 255, np.uint8)


class Unsure:
    """The real engine, that in the first picture it reads takes some words for one that it is not sure of, as long as all of
    them, or as the first where it lost the `rest`."""

    def __init__(self, engine: Engine, of: Sequence[str], text: str, confidence: float, rest: bool = False) -> None:
        self._engine, self._of, self._text, self._confidence = engine, set(" ".join(of).split()), text, confidence
        self._rest = rest

    def __getattr__(self, name: str):
        return getattr(self._engine, name)

    def read(self, grey: np.ndarray, **options) -> list[Word]:
        words = self._engine.read(grey, **options)
        taken, self._of = [word for word in words if word.text in self._of], set()
        if not taken:
            return words
        first = taken[0]
        box = first.box if self._rest else around(word.box for word in taken)
        garbled = Word(self._text, box, self._confidence, line=first.line, block=first.block)
        return [garbled if word is first else word for word in words if word is first or word not in taken]


@pytest.fixture(scope="module")
def engine() -> Engine:
    return open_engine("tesserocr", "fast")


def words_of(engine: Engine, image: Image.Image, encode) -> list[Word]:
    with PageSource(encode(image), 1) as pages:
        return [word for sheet in sheets(pages, engine) for word in sheet.page.words]


@pytest.mark.parametrize("of", [PRINTED[0:2], PRINTED[3:5]], ids=["at the top", "further down"])
def test_two_lines_that_were_taken_for_one_are_read(engine, draw, encode, of: Sequence[str]) -> None:
    words = words_of(Unsure(engine, of, "5o9Senidgreutors", 0.5), draw(PRINTED), encode)
    assert sorted(word.text for word in words) == sorted(" ".join(PRINTED).split())
    lines = [{(word.block, word.line) for word in words if word.text in line.split()} for line in of]
    assert [len(line) for line in lines] == [1, 1] and not lines[0] & lines[1], "each is a line of its own"


def test_two_lines_that_were_taken_for_a_sure_word_beside_an_unsure_one_are_read(engine, draw, encode) -> None:
    """`SUNITA RAWAT` over `C/O M S RAWAT`: the last words were one, and surer than the first."""
    lines = ("Sunita Rawat", "C/O M S Rawat", *PRINTED[1:])
    tall = Unsure(Unsure(engine, ["Rawat"], "Rawat", 0.86), ["Sunita"], "Sun1ta", 0.2)
    words = sorted(word.text for word in words_of(tall, draw(lines), encode))
    assert words == sorted(" ".join(lines).split())


def test_two_lines_that_were_taken_for_sure_words_are_read(engine, draw, encode) -> None:
    """`JOHN STILES` over `101 MAIN STREET` came out as `401 HN MAIN STI STREET`, hardly a word of it unsure."""
    lines = ("JOHN STILES", "101 MAIN STREET", *PRINTED[1:])
    told = Unsure(Unsure(engine, ["JOHN", "101"], "401", 0.76), ["STILES", "STREET"], "STREET", 0.97)
    words = words_of(told, draw(lines), encode)
    assert sorted(word.text for word in words) == sorted(" ".join(lines).split())
    rows = [{(word.block, word.line) for word in words if word.text in line.split()} for line in lines[:2]]
    assert [len(row) for row in rows] == [1, 1] and not rows[0] & rows[1], "each is a line of its own"


@pytest.mark.parametrize("rubbish", ["saleamsiaaessuncicummenaoxo", "oe"])
def test_a_line_read_as_rubbish_is_read_whatever_its_length(engine, draw, encode, rubbish: str) -> None:
    words = words_of(Unsure(engine, [PRINTED[0]], rubbish, 0.02), draw(PRINTED), encode)
    assert sorted(word.text for word in words) == sorted(" ".join(PRINTED).split())


def test_a_line_of_which_only_the_beginning_was_seen_is_read_to_its_end(engine, draw, encode) -> None:
    words = words_of(Unsure(engine, [PRINTED[3]], "simag", 0.05, rest=True), draw(PRINTED), encode)
    assert sorted(word.text for word in words) == sorted(" ".join(PRINTED).split())


def test_a_word_that_was_read_badly_is_read_in_its_line(engine, draw, encode) -> None:
    words = words_of(Unsure(engine, ["0000144804"], "O00O1A48Q4", 0.2), draw(PRINTED), encode)
    assert [word.text for word in words] == " ".join(PRINTED).split(), "in its place"
    (line,) = {(word.block, word.line) for word in words if word.text in PRINTED[2].split()}
    assert sum((word.block, word.line) == line for word in words) == 3


@pytest.mark.parametrize("short", ["899.00", "AUG-24", "1,980.00"])
def test_a_short_line_that_was_read_badly_is_read_again(engine, draw, encode, short: str) -> None:
    """It fills its picture, in which the engine sees nothing without a margin."""
    lines = (*PRINTED[:3], short, *PRINTED[3:])
    words = words_of(Unsure(engine, [short], "oe", 0.1), draw(lines), encode)
    assert sorted(word.text for word in words) == sorted(" ".join(lines).split())
    (place,) = (word.box for word in words if word.text == short)
    (above,) = (word.box for word in words if word.text == "Invoice")
    assert abs(place[0] - above[0]) <= 4 and place[1] > above[3], "where it stands"


@pytest.mark.parametrize("confidence", [0.45, 0.9])
def test_words_as_high_as_print_that_are_not_quite_unsure_are_left(engine, draw, encode, confidence: float) -> None:
    words = words_of(Unsure(engine, ["0000144804"], "0000I44804", confidence), draw(PRINTED), encode)
    assert "0000I44804" in {word.text for word in words}


def test_of_a_page_with_hardly_a_word_nothing_is_read_again() -> None:
    assert unsure_runs([Word("Totl", (0, 0, 60, 90), 0.1, 1, 1)] * 5, PAPER) == [] == unsure_runs([], PAPER)


def test_the_least_sure_are_read_first_and_not_endlessly_many() -> None:
    sure = [Word("Total", (0, 40 * at, 60, 40 * at + 20), 0.9, at, 1) for at in range(20)]
    unsure = [Word("Tqtal", (0, 900 + 40 * at, 60, 920 + 40 * at), 0.3 - 0.001 * at, 100 + at, 1) for at in range(90)]
    runs = [run.words for run in unsure_runs([*sure, *unsure], PAPER)]
    assert [run[0] for run in runs] == unsure[::-1][: len(runs)] and 10 <= len(runs) < 40


def test_words_that_lost_a_part_are_not_surer() -> None:
    whole = Word("27AAEPH8682F1ZI", (0, 0, 200, 20), 0.4, 1, 1)
    part = Word("27AAEPH8682F", (0, 0, 160, 20), 0.9, 1, 1)
    assert surer([whole], [part]) == [part] and surer([whole], [part], kept=0.9) == [whole]


def test_words_that_were_sure_stay_beside_those_that_were_not() -> None:
    slash, unsure = Word("/", (0, 0, 8, 20), 0.8, 1, 1), Word("Natvre", (20, 0, 90, 20), 0.2, 1, 1)
    again = [Word("|", (0, 0, 8, 20), 0.95, 1, 1), Word("Nature", (20, 0, 90, 20), 0.96, 1, 1)]
    assert surer([slash, unsure], again, 0.9, [unsure]) == [slash, again[1]]
    assert surer([slash, unsure], again) == again


def form(rule: int, apart: int) -> Image.Image:
    """A form whose answers stand on dotted rules."""
    image = Image.new("L", (1200, 1500), 255)
    pen, font = ImageDraw.Draw(image), ImageFont.load_default(28)
    for row, (label, value) in enumerate(ANSWERS.items()):
        top = 60 + 62 * row
        pen.text((60, top), label, 0, font)
        pen.text((380, top), value, 0, font)
        for left in range(370, 960, apart):
            pen.rectangle((left, top + 33, left + rule - 1, top + 32 + rule), 0)
    return image


ANSWERS = {
    "Name": "Nandini Sahu",
    "Post": "Physics Teacher",
    "Date of Appointment": "27/12/2017",
    "Bank A/c No.": "88134871886",
    "Month": "December 2021",
    "Fixed charge": "186.00",
    "Electricity duty": "299.02",
    "Arrear, if any": "352.62",
    "Net payable": "4,575.00",
}


@pytest.mark.parametrize(("rule", "apart"), [(2, 5), (2, 6), (3, 7)])
def test_answers_on_dotted_rules_are_read(engine, encode, rule: int, apart: int) -> None:
    words = [word.text for word in words_of(engine, form(rule, apart), encode)]
    for value in ANSWERS.values():
        assert set(value.split()) <= set(words), value


def test_only_dotted_rules_are_taken_off() -> None:
    image = form(2, 5)
    bare = np.asarray(image).copy()
    clean = without_rules(np.asarray(image))
    for row in range(len(ANSWERS)):
        line = slice(60 + 62 * row, 60 + 62 * row + 32)
        assert np.array_equal(clean[line, :360], bare[line, :360]), "labels are as they were"
        assert (clean[92 + 62 * row, 370:960] == 255).mean() > 0.97, "the rule is gone"
    assert without_rules(np.full((20, 40), 255, np.uint8)).min() == 255
    assert without_rules(np.zeros((0, 10), np.uint8)).size == 0
