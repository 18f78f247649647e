"""Words that lost letters, and lines that were read twice, however sure the engine is of what it made of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pytest
from PIL import Image

from simulator.documents.model import Word
from simulator.documents.ocr.engine import Engine, open_engine
from simulator.documents.pages.clipped import clipped
from simulator.documents.pages.doubled import doubled
from simulator.documents.pages.pictures import PageSource
from simulator.documents.pages.sheets import sheets
from simulator.documents.pages.two_readings import surer
from simulator.documents.pages.unsure import broken_runs
from tests.documents.drawn import PRINTED

Change = Callable[[list[Word]], list[Word]]


class Changed:
    """The real engine, with what it reads of the first picture changed."""

    def __init__(self, engine: Engine, change: Change) -> None:
        self._engine, self._change = engine, change

    def __getattr__(self, name: str):
        return getattr(self._engine, name)

    def read(self, grey: np.ndarray, **options) -> list[Word]:
        words, change = self._engine.read(grey, **options), self._change
        self._change = list
        return change(words)


def part_of(word: Word, begin: float, end: float) -> Word:
    """What is left of a word where the engine saw a part of its print alone."""
    left, top, right, bottom = word.box
    wide, count = right - left, len(word.text)
    text = word.text[round(begin * count) : round(end * count)]
    return Word(text, (left + round(begin * wide), top, left + round(end * wide), bottom), 0.93, word.line, word.block)


def without(begin: float, end: float, of: Sequence[str]) -> Change:
    return lambda words: [part_of(word, begin, end) if word.text in of else word for word in words]


def twice(of: str) -> Change:
    """A line as two, the second a little lower, with a part of each word in either."""

    def change(words: list[Word]) -> list[Word]:
        line = [word for word in words if word.text in of.split()]
        high = [part_of(word, 0, 0.8) if at % 2 else word for at, word in enumerate(line)]
        low = [part_of(word, 0.2, 1) for word in line]
        lower = [
            Word(word.text, (word.box[0], word.box[1] + 4, word.box[2], word.box[3] + 4), 0.9, 99, word.block)
            for word in low
        ]
        return [*(word for word in words if word not in line), *high, *lower]

    return change


@pytest.fixture(scope="module")
def engine() -> Engine:
    return open_engine("tesserocr", "fast")


def read(engine: Engine, image: Image.Image, encode) -> list[str]:
    with PageSource(encode(image), 1) as pages:
        return sorted(word.text for sheet in sheets(pages, engine) for word in sheet.page.words)


@pytest.mark.parametrize(("begin", "end"), [(0.3, 1), (0, 0.7), (0.25, 0.75)], ids=["beginning", "end", "both"])
@pytest.mark.parametrize("of", [("Invoice",), ("0000144804", "Meridian")])
def test_a_word_that_lost_its(engine, draw, encode, begin: float, end: float, of: Sequence[str]) -> None:
    lost = Changed(engine, without(begin, end, of))
    assert read(lost, draw(PRINTED), encode) == sorted(" ".join(PRINTED).split())


@pytest.mark.parametrize("line", [PRINTED[0], PRINTED[3]])
def test_a_line_that_was_read_twice_is_said_once(engine, draw, encode, line: str) -> None:
    assert read(Changed(engine, twice(line)), draw(PRINTED), encode) == sorted(" ".join(PRINTED).split())


def test_print_that_is_all_read_is_left(engine, draw) -> None:
    grey = np.asarray(draw(PRINTED).convert("L"))
    words = engine.read(grey)
    assert clipped(grey, words) == [] == doubled(words)


def test_a_rule_and_a_drawing_are_no_letters(engine, draw) -> None:
    grey = np.asarray(draw(PRINTED).convert("L")).copy()
    words = engine.read(grey)
    left, top, right, bottom = words[0].box
    grey[top - 20 : bottom + 200, max(0, left - 6) : max(0, left - 3)] = 0
    grey[bottom + 2 : bottom + 5, left - 5 : right + 300] = 0
    assert clipped(grey, words) == []


def test_of_print_that_was_read_twice_what_is_nearly_as_sure_is_taken() -> None:
    own = [Word("Whitefield,", (0, 0, 130, 22), 0.97, 1, 1), Word("itefield,", (44, 6, 138, 28), 0.91, 2, 1)]
    again = [Word("Whitefield,", (0, 0, 138, 24), 0.96, 1, 1)]
    assert [word.text for word in surer(own, again, 0.9, own)] == ["Whitefield,"]
    assert surer(own, [Word("White", (0, 0, 60, 24), 0.97, 1, 1)], 0.9, own) == own


def test_a_page_of_nothing_but_broken_words_is_left_and_takes_no_time() -> None:
    pairs = [
        Word(
            "Total",
            (80 * (at % 40), 40 * (at // 40) + low, 80 * (at % 40) + 60, 40 * (at // 40) + 20 + low),
            0.9,
            2 * at + low // 4,
            1,
        )
        for at in range(1200)
        for low in (0, 4)
    ]
    assert len(doubled(pairs)) == len(pairs)
    assert broken_runs(pairs, np.full((1300, 3300), 255, np.uint8)) == []


def test_parts_that_meet_are_read_as_one_however_many() -> None:
    page = np.full((200, 9000), 255, np.uint8)
    words = [
        Word("Total", (60 * at, 40 + low, 60 * at + 58, 60 + low), 0.9, 2 * at + low // 4, 1)
        for at in range(50)
        for low in (0, 4)
    ]
    (run,) = broken_runs(words, page)
    assert len(run.words) == len(words)


def test_of_two_readings_of_a_card_two_lines_are_no_line_that_was_read_twice() -> None:
    own = [Word("Name", (0, 0, 40, 12), 0.9, 1, 1), Word("Address", (0, 14, 60, 26), 0.9, 2, 1)]
    assert surer(own, [Word("NaAddress", (0, 0, 60, 26), 0.9, 1, 1)]) == own
