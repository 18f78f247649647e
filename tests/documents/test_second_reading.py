"""Doubtful values are read a second time, on pictures of their own, and the better reading is kept."""

from __future__ import annotations

import cv2
import msgspec
import numpy as np
import pytest

from simulator.documents import reread
from simulator.documents.catalogue import Catalogue
from simulator.documents.extract import extract
from simulator.documents.model import Page, Word
from simulator.documents.ocr.engine import Line, open_engine

LINES = (
    "TAX INVOICE",
    "Invoice No: INV/BAN/2026-0417",
    "GSTIN: 27AAPFU0939F1ZV",
    "IMEI 1: 356938035643809",
    "Customer Name: Asha Verma",
)


class Drawn:
    """A page with its picture, as the engine read it."""

    def __init__(self, grey: np.ndarray, words: list[Word]) -> None:
        self.grey = self.plain = grey
        self.colour = self.given = np.stack([grey] * 3, axis=2)
        self.dpi = 0
        self.page = Page(1, grey.shape[1], grey.shape[0], tuple(words))

    def smaller(self, scale: float) -> np.ndarray:
        return cv2.resize(self.given, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)

    def misread(self, begins: str, given: str, confidence: float) -> None:
        assert any(text.startswith(begins) for text in self.texts)
        words = (
            Word(given, word.box, confidence, word.line, word.block) if word.text.startswith(begins) else word
            for word in self.page.words
        )
        self.page = msgspec.structs.replace(self.page, words=tuple(words))

    @property
    def texts(self) -> list[str]:
        return [word.text for word in self.page.words]


class Counting:
    """Counts the pieces, and says nothing of them."""

    def __init__(self) -> None:
        self.asked: list[int] = []

    def lines(self, images: list[np.ndarray]) -> list[Line]:
        self.asked.append(len(images))
        return [Line("", 0.0, ()) for _ in images]


@pytest.fixture(scope="module")
def engine():
    return open_engine("tesserocr", "fast")


@pytest.fixture(scope="module")
def invoice():
    return Catalogue.load().get("INVOICE")


@pytest.fixture
def drawn(draw, engine):
    grey = np.asarray(draw(LINES).convert("L"))
    return Drawn(grey, [Word(word.text, word.box, 0.97, word.line, word.block) for word in engine.read(grey)])


def again(invoice, sheet, reader):
    return reread.read_again(invoice, extract(invoice, [sheet]), [sheet], lambda _: reader)


def test_look_alikes_in_a_doubtful_number_are_put_right(invoice, drawn, engine):
    drawn.misread("INV/", "INVIBANI/2O26-O4l7", 0.6)
    assert again(invoice, drawn, engine.second)
    field = extract(invoice, [drawn])["invoice_number"]
    assert field.value == "INV/BAN/2026-0417"
    assert field.confidence > 0.6
    assert drawn.texts.count("INV/BAN/2026-0417") == 1


def test_what_was_surely_read_is_not_asked_for_again(invoice, drawn):
    counting = Counting()
    assert not again(invoice, drawn, counting)
    assert counting.asked == []


def test_a_value_that_a_check_digit_proves_is_left_alone(invoice, drawn):
    drawn.misread("3569", "352099001761481", 0.3)
    drawn.misread("27AA", "29AAGCB7383J1Z4", 0.3)
    counting = Counting()
    fields = extract(invoice, [drawn])
    assert "352099001761481" in str(fields["imei_number"].value)
    assert not again(invoice, drawn, counting)
    assert counting.asked == []


def test_a_second_reading_that_fits_the_format_less_is_not_taken(invoice, drawn):
    class Wrong:
        def lines(self, images):
            return [Line("none", 0.99, (("none", 0.99, 0.0, 1.0),)) for _ in images]

    drawn.misread("INV/", "INV/BAN/2026-0417", 0.5)
    assert not again(invoice, drawn, Wrong())
    assert "INV/BAN/2026-0417" in drawn.texts


@pytest.mark.parametrize(
    ("doubtful", "asked"), [(5, [5]), (20, [reread.MAX_VALUES]), (reread.UNREADABLE_BELOW + 1, [])]
)
def test_so_many_pieces_of_a_page_are_read_again_and_none_of_a_hopeless_one(invoice, doubtful, asked):
    from simulator.documents.model import Field, Place

    words = [Word(f"S{at}", (20, 30 * at, 90, 30 * at + 20), 0.5, at, 1) for at in range(doubtful)]
    sheet = Drawn(np.full((1000, 200), 255, np.uint8), words)
    fields = {"customer_name": Field("S", 0.5, tuple(Place(1, word.box) for word in words))}
    counting = Counting()
    reread.read_again(invoice, fields, [sheet], lambda _: counting)
    assert counting.asked == asked


def test_the_same_page_is_read_the_same_twice(reader, sample_docs):
    content = (sample_docs / "SALARY_SLIP" / "bureau-1-scan.jpg").read_bytes()
    first = reader.read(content)
    assert first.fields["pf_account_number"].value == "MH/BAN/8084049/000/4315983"
    assert reader.read(content) == first
