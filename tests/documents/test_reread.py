"""Which pieces of a page are read a second time, as what picture, and when the second reading is taken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import msgspec
import numpy as np
import pytest

from simulator.documents import reread
from simulator.documents.evidence import layout_of
from simulator.documents.model import Field, Page, Place, Word
from simulator.documents.ocr.engine import Line
from simulator.documents.schema import DocumentType, FieldSpec
from tests.documents.drawn import DrawnSheet

TYPE = DocumentType(
    "OWN", "x", fields=(FieldSpec("name"), FieldSpec("gstin", format="gstin"), FieldSpec("date", format="date"))
)
GSTIN = "27AAPFU0939F1ZV"


class Second:
    """Who reads again: keeps what it was shown, and says the same of every piece."""

    def __init__(self, *words: tuple[str, float]) -> None:
        size = max(1, len(words))
        placed = tuple((text, sure, at / size, (at + 1) / size) for at, (text, sure) in enumerate(words))
        self._says = Line(" ".join(text for text, _ in words), min((sure for _, sure in words), default=0.0), placed)
        self.shown: list[np.ndarray] = []

    def lines(self, images: Sequence[np.ndarray]) -> list[Line]:
        self.shown += images
        return [self._says for _ in images]


def word(text: str, left: int, confidence: float = 0.5, line: int = 1, high: int = 20) -> Word:
    return Word(text, (left, 40 * line, left + 60, 40 * line + high), confidence, line, 1)


def sheet(*words: Word, source: Any = "ocr") -> DrawnSheet:
    grey = np.full((400, 800), 255, np.uint8)
    return DrawnSheet(Page(1, 800, 400, words, source), grey)


def field(*words: Word, value: Any = "x") -> Field:
    return Field(value, 0.5, tuple(Place(1, each.box) for each in words))


def again(shown: DrawnSheet, second: Second, **fields: Field) -> bool:
    return reread.read_again(TYPE, fields, [shown], lambda _: second)  # type: ignore[list-item]


def texts(shown: DrawnSheet) -> list[str]:
    return [each.text for each in shown.page.words]


# What is asked for


@pytest.mark.parametrize(("confidence", "asked"), [(0.84, 1), (0.85, 0)])
def test_a_value_with_a_doubtful_word_is_read_again(confidence: float, asked: int) -> None:
    words = word("Asha", 10, 0.97), word("Verma", 80, confidence)
    second = Second()
    assert not again(sheet(*words), second, name=field(*words))
    assert len(second.shown) == asked


@pytest.mark.parametrize(
    ("words", "source"),
    [
        ((word("Asha", 10),), "text layer"),
        ((word("आशा", 10),), "ocr"),
        ((word("--", 10),), "ocr"),
        ((word("Asha", 10, high=6),), "ocr"),
    ],
    ids=["what a file says itself", "another script", "no letters", "no print"],
)
def test_other_pieces_are_not(words: tuple[Word, ...], source: str) -> None:
    second = Second()
    again(sheet(*words, source=source), second, name=field(*words))
    assert second.shown == []


def test_a_value_that_a_check_digit_proves_and_one_of_parts_are_not() -> None:
    number = word(GSTIN, 10, 0.3)
    second = Second()
    again(sheet(number), second, gstin=field(number, value=GSTIN))
    again(sheet(number), second, name=Field({"city": field(number)}, 0.5, (Place(1, number.box),)))
    assert second.shown == []
    again(sheet(number), second, gstin=field(number, value="27AAPFU0939F1ZX"))
    assert len(second.shown) == 1


def test_words_of_a_value_that_follow_each_other_are_one_piece_and_none_is_read_twice() -> None:
    words = word("Asha", 10), word("of", 80, 0.97), word("Verma", 150), word("Rao", 10, line=2)
    second = Second()
    # Two fields share the same words: they are looked at once.
    again(sheet(*words), second, name=field(words[0], words[2], words[3]), date=field(words[0]))
    assert len(second.shown) == 3


# As what picture


def test_a_piece_is_shown_twice_as_large_up_to_its_neighbours() -> None:
    target = word("Asha", 300)
    free = sheet(target)
    free.grey[40:60, 300:360] = 0
    second = Second()
    again(free, second, name=field(target))
    (picture,) = second.shown
    # Half its height beside it, a quarter above and below.
    assert picture.shape == (2 * (20 + 2 * 5), 2 * (60 + 2 * 10))
    assert picture[30, 80] < 20 and picture[2, 2] > 235
    near = sheet(word("left", 235), target, word("right", 364))
    second = Second()
    again(near, second, name=field(target))
    assert second.shown[0].shape == (60, 2 * (364 - 295))
    edge = Word("Asha", (0, 0, 60, 20), 0.5, 1, 1)
    second = Second()
    again(sheet(edge), second, name=field(edge))
    assert second.shown[0].shape == (50, 140)


# What is taken


def test_a_reading_is_taken_where_it_is_surer_by_a_tenth() -> None:
    for sure, taken in ((0.6, True), (0.59, False)):
        given = word("A5ha", 10)
        shown = sheet(given)
        assert again(shown, Second(("Asha", sure)), name=field(given)) is taken
        assert texts(shown) == (["Asha"] if taken else ["A5ha"])


@pytest.mark.parametrize(
    ("old", "new", "sure", "taken"),
    [
        ("12/O4/2O2X", "12/04/2024", 0.51, True),
        ("12/04/2024", "12/04/2O2X", 0.99, False),
        ("12/04/2024", "13/04/2024", 0.99, True),
        ("12/04/2024", "13/04/2024", 0.55, False),
        ("12/04/2024", "十二", 0.99, False),
        ("12/04/2024", "--", 0.99, False),
    ],
)
def test_what_fits_the_format_better_is_taken_and_what_fits_less_never(
    old: str, new: str, sure: float, taken: bool
) -> None:
    given = word(old, 10)
    shown = sheet(given)
    assert again(shown, Second((new, sure)), date=field(given)) is taken
    assert texts(shown) == [new if taken else old]


def test_signs_at_the_ends_stay_what_they_were() -> None:
    words = word("-", 10, 0.97), word("A5ha", 80), word("|", 150, 0.2)
    shown = sheet(*words)
    assert again(shown, Second(("|", 0.9), ("Asha", 0.9), ("_", 0.9)), name=field(*words))
    assert texts(shown) == ["-", "Asha", "|"]


def test_one_word_for_two_takes_the_place_of_both_and_the_page_is_laid_out_anew() -> None:
    words = word("A5ha", 10), word("Verrna", 80), word("Pune", 10, 0.97, line=2)
    shown = sheet(*words)
    assert [token.text for token in layout_of(shown).tokens][:2] == ["A5ha", "Verrna"]
    assert again(shown, Second(("AshaVerma", 0.95)), name=field(words[0], words[1]))
    assert texts(shown) == ["AshaVerma", "Pune"]
    assert shown.page.words[0].box == (10, 40, 140, 60)
    assert [token.text for token in layout_of(shown).tokens] == ["AshaVerma", "Pune"]


def test_values_of_another_page_are_left_alone() -> None:
    given = word("A5ha", 10)
    elsewhere = replace(sheet(given), page=msgspec.structs.replace(sheet(given).page, number=2))
    second = Second(("Asha", 0.9))
    assert not again(elsewhere, second, name=field(given))
    assert second.shown == []
