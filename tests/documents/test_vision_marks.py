"""Signatures, stamps and writing by hand: found beside their labels, in colour and in grey, and not taken from print."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

import numpy as np
import pytest

from samples.kit import marks
from samples.kit.sheet import Paper
from simulator.documents.model import Word
from simulator.documents.vision import handwriting, signatures, stamps

INK = (24, 24, 28)


@dataclass
class Form:
    """A page whose words are known without reading it."""

    sheet: Paper = field(default_factory=lambda: Paper((210.0, 150.0)))
    words: list[Word] = field(default_factory=list)

    def say(self, x: float, y: float, text: str, size: float = 10, font: str = "sans") -> None:
        self.sheet.text(x, y, text, size, font)
        line = len({word.line for word in self.words})
        top, bottom = self.sheet.px(y + 0.28 * size * 0.3528), self.sheet.px(y + 1.0 * size * 0.3528)
        for word in text.split():
            right = x + self.sheet.measure(word, size, font)
            box = (self.sheet.px(x), top, self.sheet.px(right), bottom)
            self.words.append(Word(word, box, 0.96, line, line))
            x = right + self.sheet.measure(" ", size, font)

    @property
    def colour(self) -> np.ndarray:
        return np.asarray(self.sheet.image)

    @property
    def grey(self) -> np.ndarray:
        return np.asarray(self.sheet.image.convert("L"))


@pytest.fixture
def form() -> Form:
    """The lower half of an invoice, with a table, a frame and two labels, and nothing written on it."""
    form = Form()
    for row in range(5):
        form.sheet.line(14, 10 + 9 * row, 196, 10 + 9 * row)
        form.say(16, 12 + 9 * row, f"{row + 1} Refrigerator 253 L frost free 84182100 24,990.00")
    for column in (14, 110, 160, 196):
        form.sheet.line(column, 10, column, 46)
    form.say(
        14, 60, "Goods once sold are not taken back. Subject to Pune jurisdiction. No signature required on copies."
    )
    form.sheet.box(128, 80, 68, 50)
    form.say(132, 83, "For MODERN MOBILES")
    form.say(150, 122, "Authorised Signatory")
    form.say(16, 122, "Customer's Signature")
    return form


def seen(form: Form, colour: bool = True) -> tuple[tuple[signatures.Signature, ...], tuple[stamps.Stamp, ...]]:
    shown = form.colour if colour else np.repeat(form.grey[..., None], 3, axis=2)
    found = stamps.find_stamps(form.grey, shown, form.words)
    return signatures.find_signatures(form.grey, form.words, found), found


@pytest.mark.parametrize("seed", range(4))
def test_a_signature_belongs_to_the_label_that_it_stands_by(form: Form, seed: int) -> None:
    rng = Random(seed)
    form.sheet.paste(marks.signature("Ramesh Patil", rng, ink=INK), 140, 98, 40)
    (found,) = seen(form)[0]
    assert found.label.text == "Authorised Signatory" or found.label.text == "For MODERN MOBILES"
    assert found.label.sellers
    form.sheet.paste(marks.signature("Asha Rao", rng), 20, 98, 36)
    assert [each.label.sellers for each in seen(form)[0]].count(False) == 1


def test_an_unsigned_form_has_no_signature_and_no_stamp(form: Form) -> None:
    assert seen(form) == ((), ())
    assert seen(form, colour=False) == ((), ())


def test_writing_far_from_any_label_is_no_signature(form: Form) -> None:
    form.sheet.paste(marks.signature("Ramesh Patil", Random(1)), 60, 66, 40)
    assert seen(form)[0] == ()


@pytest.mark.parametrize("colour", [True, False], ids=["colour", "grey"])
@pytest.mark.parametrize("place", [(70, 75), (135, 84), (60, 44)], ids=["beside", "over a frame", "over print"])
def test_a_round_stamp_is_found(form: Form, colour: bool, place: tuple[int, int]) -> None:
    form.sheet.paste(marks.round_stamp("Modern Mobiles", "PUNE", Random(3)), *place, 36)
    _, (found,) = seen(form, colour)
    centre = form.sheet.px(place[0] + 18), form.sheet.px(place[1] + 18)
    assert abs((found.box[0] + found.box[2]) / 2 - centre[0]) < 12
    assert abs((found.box[1] + found.box[3]) / 2 - centre[1]) < 12


@pytest.mark.parametrize("seed", [1, 2, 5])
def test_a_box_stamp_is_found_and_is_no_signature(form: Form, seed: int) -> None:
    form.sheet.paste(marks.box_stamp("MODERN MOBILES\nPROPRIETOR", Random(seed)), 40, 88, 52)
    signed, found = seen(form)
    assert len(found) == 1 and found[0].corners
    assert signed == ()


def test_a_signature_over_a_stamp_is_seen_as_both(form: Form) -> None:
    form.sheet.paste(marks.round_stamp("Modern Mobiles", "PUNE", Random(3)), 136, 84, 36)
    assert seen(form)[0] == ()
    form.sheet.paste(marks.signature("Ramesh Patil", Random(2), ink=INK), 138, 96, 46)
    signed, found = seen(form)
    assert [each.label.sellers for each in signed] == [True]
    assert found


def test_a_round_logo_at_the_head_is_no_stamp() -> None:
    form = Form(Paper())
    form.sheet.oval(14, 12, 30, 30, outline=(120, 30, 40))
    form.say(60, 14, "MODERN MOBILES Lake View Road Pune")
    form.say(20, 26, "MM")
    for row in range(8):
        form.say(14, 80 + 8 * row, "Refrigerator 253 L frost free with stand 24,990.00")
    assert stamps.find_stamps(form.grey, form.colour, form.words) == ()


@pytest.mark.parametrize("font", ["hand", "sign-2"])
def test_a_number_written_by_hand_beside_its_label_is_told_from_print(font: str) -> None:
    form = Form()
    for row in range(6):
        form.say(14, 60 + 8 * row, "Refrigerator 253 L frost free with stand 24,990.00")
    form.say(60, 20, "GSTIN:")
    form.sheet.text(78, 17.5, "27AAPFU0939F1ZV", 16, font, marks.BLUE)
    assert handwriting.gstin_by_hand(form.grey, form.words) is not None
    printed = Form()
    for row in range(6):
        printed.say(14, 60 + 8 * row, "Refrigerator 253 L frost free with stand 24,990.00")
    printed.say(60, 20, "GSTIN: 27AAPFU0939F1ZV", font="mono-bold")
    assert handwriting.gstin_by_hand(printed.grey, printed.words) is None


def test_an_empty_place_for_a_number_is_not_written() -> None:
    form = Form()
    for row in range(6):
        form.say(14, 60 + 8 * row, "Refrigerator 253 L frost free with stand 24,990.00")
    form.say(60, 20, "GSTIN:")
    form.sheet.dashes(78, 24, 140)
    assert handwriting.gstin_by_hand(form.grey, form.words) is None
