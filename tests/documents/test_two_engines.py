"""Which words a second reader is asked for, in which pieces, and what is taken of its answer; and Tesseract's table of words."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from simulator.documents.model import Word
from simulator.documents.ocr.engine import PAGE, Line
from simulator.documents.ocr.second_engine import TwoEngines, placed
from simulator.documents.ocr.split_numbers import joined
from simulator.documents.ocr.tsv import words_of_tsv

PAPER = np.full((600, 800), 255, np.uint8)


def line(*words: tuple[str, float]) -> Line:
    """A line with these words, each as wide as the other."""
    size = max(1, len(words))
    return Line(
        " ".join(text for text, _ in words),
        sum(sure for _, sure in words) / size,
        tuple((text, sure, at / size, (at + 1) / size) for at, (text, sure) in enumerate(words)),
    )


class First:
    """The engine that read the page."""

    name, second = "first-1", None

    def read(self, image: np.ndarray, *, dpi: int = 0, psm: int = PAGE) -> list[Word]:
        return []

    def again(self, image: np.ndarray, words: list[Word]) -> list[Word]:
        return words

    def in_language(self, words: Sequence[Word]) -> None:
        return None

    def turned(self, image: np.ndarray) -> tuple[int, float]:
        return 90, 2.0


class Second:
    """Who is asked again: keeps the shapes of the pieces, and says of each what it was told to say."""

    name, doubtful, doubtful_code, believed = "second-2", 0.85, 0.95, 0.7

    def __init__(self, *says: Line) -> None:
        self._says = says
        self.asked: list[tuple[int, ...]] = []

    def lines(self, images: Sequence[np.ndarray]) -> list[Line]:
        self.asked += [image.shape for image in images]
        return [self._says[at] if at < len(self._says) else Line("", 0.0, ()) for at, _ in enumerate(images)]


def again(words: list[Word], *says: Line) -> tuple[list[str], list[tuple[int, ...]]]:
    """The texts after the second reader was asked, and what it was asked for."""
    second = Second(*says)
    return [word.text for word in TwoEngines(First(), second, None).again(PAPER, words)], second.asked


def word(text: str, left: int, confidence: float, line: int = 1, height: int = 20, wide: int = 60) -> Word:
    return Word(text, (left, 100 * line, left + wide, 100 * line + height), confidence, line, 1)


def test_it_is_known_by_both_names_and_asks_the_first_for_pages() -> None:
    engine = TwoEngines(First(), Second(), None)
    assert engine.name == "first-1+second-2"
    assert (engine.read(PAPER), engine.turned(PAPER), engine.second) == ([], (90, 2.0), None)


@pytest.mark.parametrize(
    ("given", "asked"),
    [
        (word("Asha", 10, 0.84), True),
        (word("Asha", 10, 0.85), False),
        # Of codes it is asked sooner: letters and digits are taken for each other.
        (word("AB12CD", 10, 0.94), True),
        (word("AB12CD", 10, 0.95), False),
        (word("ABCDEF", 10, 0.94), False),
        (word("AB12C", 10, 0.94), False),
        # No print: too low, a drawing, a sign, another script.
        (word("Asha", 10, 0.5, height=6), False),
        (word("Asha", 10, 0.5, height=7), True),
        (word("Asha", 10, 0.5, height=72), True),
        (word("Asha", 10, 0.5, height=73), False),
        (word("--", 10, 0.5), False),
        (word("आशा", 10, 0.5), False),
    ],
)
def test_it_is_asked_for_what_the_first_was_not_sure_of(given: Word, asked: bool) -> None:
    assert bool(again([given])[1]) is asked


def test_doubtful_words_that_follow_each_other_on_a_line_are_one_piece() -> None:
    words = [
        word("a1", 10, 0.5),
        word("b2", 80, 0.5),
        word("c3", 169, 0.5),
        word("d4", 300, 0.5),
        word("e5", 370, 0.5, 2),
    ]
    texts, asked = again(words)
    assert texts == ["a1", "b2", "c3", "d4", "e5"]
    assert len(asked) == 3
    assert (28, 60 + 8 + 159) in asked, "with a margin of a fifth of its height around"
    sure = [word("a1", 10, 0.5), word("sure", 80, 0.99), word("c3", 150, 0.5)]
    assert len(again(sure)[1]) == 2, "a sure word between them parts them"


def test_the_least_sure_pieces_come_first_and_eighty_at_most() -> None:
    words = [Word(f"w{at}", (10, 7 * at, 60, 7 * at + 7), 0.8 - at / 1000, at) for at in range(85)]
    says = [line((f"n{at}", 0.9)) for at in range(85)]
    texts, asked = again(words, *says)
    assert len(asked) == 80
    assert texts[:6] == ["w0", "w1", "w2", "w3", "w4", "n79"]
    assert texts[84] == "n0"


@pytest.mark.parametrize(
    ("says", "taken"),
    [
        (line(("Asha", 0.9)), True),
        (line(("Asha", 0.7)), True),
        (line(("Asha", 0.69)), False),
        (Line("", 0.0, ()), False),
        (line(("阿沙", 0.99)), False),
        (line(("Ａsha", 0.99)), False),
    ],
)
def test_its_answer_is_taken_where_it_is_believed_and_in_a_script_of_ours(says: Line, taken: bool) -> None:
    texts, _ = again([word("A5ha", 10, 0.6)], says)
    assert texts == [says.text if taken else "A5ha"]


def test_its_answer_is_taken_only_where_it_is_surer() -> None:
    words = [word("A5ha", 10, 0.8), word("Verma", 80, 0.84)]
    assert again(words, line(("Asha", 0.83), ("Verma", 0.83)))[0] == ["Asha", "Verma"]
    assert again(words, line(("Asha", 0.81), ("Verna", 0.82)))[0] == ["A5ha", "Verma"]


def test_words_of_the_same_number_keep_their_boxes_and_others_get_their_own() -> None:
    run = [Word("A5haVerma", (100, 10, 300, 30), 0.5, 4, 2)]
    (asha, verma) = placed(run, line(("Asha", 0.9), ("Verma", 0.8)))
    assert (asha.box, verma.box) == ((100, 10, 200, 30), (200, 10, 300, 30))
    assert (asha.confidence, verma.confidence, verma.line, verma.block) == (0.9, 0.8, 4, 2)
    (same,) = placed(run, line(("Asha-Verma", 0.9)))
    assert same == Word("Asha-Verma", (100, 10, 300, 30), 0.9, 4, 2)


# Split numbers


def box_of(text: str, left: int, right: int, top: int = 100, high: int = 20) -> Word:
    return Word(text, (left, top, right, top + high), 0.9, 1, 1)


def texts(*words: Word) -> list[str]:
    return [each.text for each in joined(words)]


@pytest.mark.parametrize(("gap", "one"), [(-5, True), (-6, False), (0, True), (6, True), (7, False)])
def test_digits_closer_than_a_space_are_of_one_number(gap: int, one: bool) -> None:
    found = texts(box_of("1234", 100, 150), box_of("56", 150 + gap, 180))
    assert found == (["123456"] if one else ["1234", "56"])


@pytest.mark.parametrize(("gap", "one"), [(2, True), (3, False)])
def test_half_a_digit_that_was_read_as_a_sign_touches_the_rest(gap: int, one: bool) -> None:
    assert texts(box_of("849:", 100, 150), box_of("24", 150 + gap, 180)) == (["84924"] if one else ["849:", "24"])


@pytest.mark.parametrize(
    ("head", "tail", "one"),
    [
        ("AB/12-", "34", True),
        ("1A", "34", False),
        ("12ABCD", "34", True),
        ("12abcd", "34", False),
        ("ABCD", "34", False),
        ("12", "AB", False),
        ("12", "34A", True),
    ],
)
def test_a_number_goes_on_behind_a_digit_or_four_capitals(head: str, tail: str, one: bool) -> None:
    assert texts(box_of(head, 100, 150), box_of(tail, 152, 180)) == ([head + tail] if one else [head, tail])


def test_parts_lie_side_by_side_and_the_whole_is_as_sure_as_its_worst() -> None:
    assert texts(box_of("12", 100, 120), box_of("34", 122, 140, top=104)) == ["1234"]
    assert texts(box_of("12", 100, 120), box_of("34", 122, 140, top=105)) == ["12", "34"]
    assert texts(box_of("12", 100, 120), box_of("34", 122, 140, high=26)) == ["12", "34"]
    head, tail = box_of("12", 100, 120), Word("34", (122, 101, 140, 121), 0.4, 7, 9)
    (whole,) = joined([head, tail])
    assert whole == Word("1234", (100, 100, 140, 121), 0.4, 1, 1)


# Tesseract's table


def table(*rows: str) -> str:
    return "\n".join("\t".join(row.split(" ", 11)) for row in rows)


def test_the_words_of_a_table_have_lines_of_their_own_number() -> None:
    found = words_of_tsv(
        table(
            "1 1 0 0 0 0 0 0 600 400 -1 ",
            "5 1 1 1 1 1 10 20 30 12 96.5 Asha",
            "5 1 1 1 1 2 50 20 30 12 90 Verma",
            "5 1 1 1 2 1 10 40 30 12 -1 12",
            '5 1 2 1 1 1 10 80 30 12 50 "x',
            "5 1 2 1 1 2 10 80 30 12 50   ",
            "5 1 2 1 1 3 10 80",
        )
    )
    assert found == [
        Word("Asha", (10, 20, 40, 32), 0.965, 1, 1),
        Word("Verma", (50, 20, 80, 32), 0.9, 1, 1),
        Word("12", (10, 40, 40, 52), 0.0, 2, 1),
        Word('"x', (10, 80, 40, 92), 0.5, 3, 2),
    ]
    assert words_of_tsv("") == []
