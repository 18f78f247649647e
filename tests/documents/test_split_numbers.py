"""Numbers that the engine split in two words are one again; numbers that stand beside each other stay two."""

from __future__ import annotations

import time

import pytest

from bench.makers import make
from bench.makers.case import wrong
from simulator.documents.model import Word
from simulator.documents.ocr.split_numbers import joined
from simulator.documents.reader import Reader


def texts(*parts: tuple[str, int, int]) -> list[str]:
    """What becomes of words 20 pixels high on one line: their text, left and right end."""
    words = [Word(text, (left, 100, right, 120), 0.9, at, at) for at, (text, left, right) in enumerate(parts, 1)]
    return [word.text for word in joined(words)]


@pytest.mark.parametrize(
    ("first", "second", "whole"),
    [
        (("PBE/2425/11", 100, 240), ("750", 245, 285), "PBE/2425/11750"),
        (("AE/2526/849:", 100, 245), ("24", 246, 273), "AE/2526/84924"),
        (("PP6188THT", 100, 240), ("79", 244, 270), "PP6188THT79"),
    ],
)
def test_parts_as_close_as_the_digits_of_a_number_are_one_word(
    first: tuple[str, int, int], second: tuple[str, int, int], whole: str
) -> None:
    assert texts(("No", 10, 40), first, second) == ["No", whole]


def test_three_parts_are_one_word() -> None:
    assert texts(("12", 100, 124), ("34", 127, 151), ("56", 155, 179)) == ["123456"]


@pytest.mark.parametrize(
    "parts",
    [
        (("98225", 100, 160), ("12345", 169, 229)),  # a space between them
        (("Total", 100, 160), ("12345", 163, 229)),  # no number
        (("12:", 100, 130), ("30", 134, 160)),  # the colon is printed
    ],
)
def test_what_stands_apart_stays_apart(parts: tuple[tuple[str, int, int], ...]) -> None:
    assert texts(*parts) == [text for text, _, _ in parts]


def test_a_number_on_the_line_below_stays_its_own() -> None:
    words = [Word("12", (100, 100, 124, 120), 0.9, 1, 1), Word("34", (126, 110, 150, 130), 0.9, 2, 1)]
    assert joined(words) == words


@pytest.mark.parametrize(("kind", "seed"), [("ToUnicode says other digits", 45), ("values painted over", 22)])
def test_an_invoice_number_split_at_the_edge_of_a_block_is_read_whole(reader: Reader, kind: str, seed: int) -> None:
    case = make(kind, seed)
    assert wrong(case, reader.read(case.content)) == []


def test_a_page_full_of_numbers_takes_time_in_proportion_to_them() -> None:
    def page(count: int) -> list[Word]:
        boxes = [(37 * (at % 80), 20 * (at // 80), 37 * (at % 80) + 20, 20 * (at // 80) + 14) for at in range(count)]
        return [Word("12", box, 0.9, line, 0) for line, box in enumerate(boxes)]

    def spent(words: list[Word]) -> float:
        began = time.process_time()
        assert joined(words) == words
        return time.process_time() - began

    once, twice = (min(spent(page(count)) for _ in range(9)) for count in (8_000, 16_000))
    assert twice <= 2.5 * once or twice < 0.1
