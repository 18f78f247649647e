"""Which way up a page is, and the order in which its words are read, also where a file has them in no order."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from simulator.documents.boxes import around
from simulator.documents.model import Box, Word
from simulator.documents.pages.layer import Layer, area, overlap
from simulator.documents.pages.lines import lined, upright
from simulator.documents.pages.orientation import telling, turns, worth
from simulator.documents.pages.orientation import upright as reads_upright
from simulator.documents.pages.prepare import Geometry

PAGE = Geometry(np.eye(3), 80, 60)


def back(plan: Geometry, x: float, y: float) -> tuple[float, float]:
    """A point of the prepared page in the page as given."""
    point = cv2.perspectiveTransform(np.array([[(x, y)]], np.float64), plan.transform)[0, 0]
    return round(float(point[0]), 6), round(float(point[1]), 6)


# The way up


def words(*texts: str, confidence: float = 0.9, tall: bool = False, up: bool = False) -> list[Word]:
    boxes = [(50, 40 * at, 70, 40 * at + 90) if tall else (50, 40 * at, 140, 40 * at + 20) for at in range(len(texts))]
    return [Word(text, box, confidence, 1) for text, box in zip(texts, boxes[::-1] if up else boxes, strict=True)]


class Engine:
    """An engine that says which way up print is."""

    def __init__(self, turn: int, sure: float) -> None:
        self.says = turn, sure

    def turned(self, image: np.ndarray) -> tuple[int, float]:
        return self.says


GREY = np.full((40, 40), 255, np.uint8)
THREE = ("Invoice", "Number", "Dealer")


def test_lying_words_that_were_read_well_are_upright() -> None:
    assert reads_upright(words(*THREE))
    assert not reads_upright(words(*THREE, tall=True))
    assert not reads_upright(words("Invoice", "Number")), "too few to tell"
    assert not reads_upright(words("Inv", "No", "of", "it", "all")), "too short to tell"
    assert reads_upright(words(*THREE, confidence=0.55))
    assert not reads_upright(words(*THREE, confidence=0.54))


@pytest.mark.parametrize(
    ("read", "says", "possible"),
    [
        (words(*THREE, tall=True), (0, 0.0), (90, 270)),
        (words(*THREE, tall=True, up=True), (0, 0.0), (270, 90)),
        # Badly read: the engine is asked, and believed where it is sure.
        (words(*THREE, confidence=0.3), (180, 1.0), (180,)),
        (words(*THREE, confidence=0.3), (0, 1.0), ()),
        (words(*THREE, confidence=0.3), (90, 0.9), (180,)),
        (words(*THREE, confidence=0.3, tall=True), (0, 0.9), (90, 270)),
        ([], (270, 2.0), (270,)),
        ([], (270, 0.5), ()),
    ],
)
def test_which_ways_up_are_tried(read: list[Word], says: tuple[int, float], possible: tuple[int, ...]) -> None:
    assert turns(read, GREY, Engine(*says)) == possible  # type: ignore[arg-type]


def test_three_words_of_four_letters_tell_of_a_page() -> None:
    assert telling(words(*THREE)) and telling(words("Name", "Date", "Item"))
    assert not telling(words("Invoice", "Number")) and not telling(words("Inv", "No", "Date", "Item"))


def test_print_of_no_order_is_tried_as_the_more_common_turn_first() -> None:
    scattered = [Word(text, (50, 40 * at, 70, 40 * at + 90), 0.9, at) for at, text in enumerate(THREE)]
    assert turns(scattered, GREY, Engine(0, 0.0)) == (270, 90), "no two words of one line follow each other"
    there_and_back = [Word(text, (50, top, 70, top + 90), 0.9, 1) for text, top in zip(THREE, (0, 40, 0), strict=True)]
    assert turns(there_and_back, GREY, Engine(0, 0.0)) == (270, 90)


def test_a_word_as_high_as_wide_and_a_single_letter_do_not_stand() -> None:
    square = Word("ab", (50, 0, 70, 20), 0.9, 1)
    tall = Word("ab", (50, 0, 69, 20), 0.9, 1)
    assert (worth([square]), worth([tall])) == (pytest.approx(1.8), 0)


def test_half_of_the_words_standing_are_no_standing_page() -> None:
    four = [*words("Invoice", "Number"), *words("Dealer", "Customer", tall=True)]
    assert reads_upright(four)
    assert not reads_upright([*four, *words("Address", tall=True)])


def test_a_reading_is_worth_the_letters_of_its_level_lines() -> None:
    assert worth(words("Invoice", confidence=0.9)) == pytest.approx(6.3)
    assert worth(words("Invoice", confidence=0.5)) == 0
    assert worth(words("Invoice", tall=True)) == 0
    assert worth(words("I", tall=True)) == pytest.approx(0.9), "a single letter does not say how its line runs"


# Words of a file


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_words_of_a_turned_page_are_put_in_lines_as_they_are_read(turn: int) -> None:
    plan = PAGE.turned(turn)
    level = {"one": (5, 5, 15, 9), "two": (17, 5, 27, 9), "three": (5, 15, 25, 19)}
    size = (60, 80) if turn in (0, 180) else (80, 60)
    given = {}
    for text, box in level.items():
        shown = PAGE if turn in (0, 180) else Geometry(np.eye(3), 60, 80)
        corners = [back(shown.turned(turn), *corner) for corner in ((box[0], box[1]), (box[2], box[3]))]
        given[text] = around([(int(x), int(y), int(x), int(y)) for x, y in corners])
    assert {text: upright(box, turn, size) for text, box in given.items()} == level
    assert plan.rotation == turn
    order = ["two", "three", "one"]
    at, found = lined([(text, given[text]) for text in order], turn, size)
    assert [word.text for word in found] == ["one", "two", "three"]
    assert [order[number] for number in at] == ["one", "two", "three"]
    assert [word.line for word in found] == [1, 1, 2]


def test_the_file_s_order_is_kept_where_it_goes_down_the_page() -> None:
    columns = [(f"l{at}", (0, 20 * at, 40, 20 * at + 10)) for at in range(4)]
    columns += [(f"r{at}", (200, 20 * at, 240, 20 * at + 10)) for at in range(4)]
    assert [word.text for word in lined(columns, 0, (100, 300))[1]] == [text for text, _ in columns]
    upwards = columns[::-1]
    assert [word.text for word in lined(upwards, 0, (100, 300))[1]][:3] == ["l0", "r0", "l1"]
    scattered = [columns[at] for at in (0, 4, 1, 5, 2, 6, 3, 7)]
    assert [word.line for word in lined(scattered, 0, (100, 300))[1]] == [1, 1, 2, 2, 3, 3, 4, 4]


@pytest.mark.parametrize(("up", "kept"), [(1, True), (2, False)])
def test_a_file_that_goes_up_the_page_too_often_is_ordered_by_place(up: int, kept: bool) -> None:
    """Of seven lines one may stand above the one before it, a quarter of them; the others go down."""
    tops = [0, 20, 40, 60, 80, 100, 120]
    for at in range(up):
        tops[2 + 3 * at], tops[3 + 3 * at] = tops[3 + 3 * at], tops[2 + 3 * at]
    order = [(f"w{top}", (0, top, 40, top + 10)) for top in tops]
    found = [word.text for word in lined(order, 0, (200, 300))[1]]
    assert found == [f"w{top}" for top in (tops if kept else sorted(tops))]


def test_words_that_hardly_share_a_height_are_two_lines() -> None:
    for low, lines in ((5, [1, 1]), (6, [1, 2]), (7, [1, 2])):
        given = [("a", (0, 0, 40, 10)), ("b", (45, low, 80, low + 10))]
        assert [word.line for word in lined(given, 0, (100, 300))[1]] == lines, low


def test_a_row_by_place_is_parted_at_wide_gaps() -> None:
    """The file has its rows from the bottom up, so that they are ordered by place."""
    rows = [
        (f"{text}{row}", (left, 20 * row, left + 37, 20 * row + 10))
        for row in (3, 2, 1, 0)
        for text, left in (("a", 0), ("b", 50), ("c", 101))
    ]
    found = lined(rows, 0, (100, 300))[1]
    assert [(word.text, word.line) for word in found[:6]] == [
        ("a0", 1),
        ("b0", 1),
        ("c0", 2),
        ("a1", 3),
        ("b1", 3),
        ("c1", 4),
    ], "13 pixels between words 10 high part nothing, 14 do"


def test_of_a_layer_only_some_words_are_kept_with_their_fonts_and_doubts() -> None:
    layer = Layer(tuple(words("one", "two", "three")), (7, 8, 9), 90, frozenset({1, 2}))
    kept = layer.only([0, 2])
    assert [word.text for word in kept.words] == ["one", "three"]
    assert (kept.fonts, kept.turn, kept.doubtful) == ((7, 9), 90, frozenset({1}))


@pytest.mark.parametrize(
    ("other", "share"),
    [
        ((0, 0, 10, 10), 1.0),
        ((5, 0, 15, 10), 0.5),
        ((2, 2, 4, 4), 1.0),
        ((-10, 5, 20, 25), 0.5),
        ((10, 0, 20, 10), 0.0),
        ((0, 10, 10, 20), 0.0),
        ((5, 5, 5, 9), 0.0),
    ],
)
def test_boxes_overlap_by_a_share_of_the_smaller_one(other: Box, share: float) -> None:
    assert overlap((0, 0, 10, 10), other) == overlap(other, (0, 0, 10, 10)) == share
    assert area((2, 3, 12, 8)) == 50
