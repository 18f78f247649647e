"""What of a page nobody may see: numbers whole, in groups, misread and torn; boxes with their margins; what stays hidden."""

from __future__ import annotations

import io
import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from simulator.documents.catalogue import Catalogue
from simulator.documents.model import Box, Field, Page, Place, Reading, Word
from simulator.documents.private import Private, masked_field, masked_reading, private_fields, private_of
from simulator.documents.redact import code_boxes_in, every_number, every_place, hidden_boxes, private_boxes, redacted
from simulator.documents.schema import DocumentType, FieldSpec

NUMBER = "2345 6789 0124"


def page(*texts: str, gap: int = 10, number: int = 1, tops: tuple[int, ...] = ()) -> Page:
    """Words of 50 x 20 pixels, one beside the other."""
    words = tuple(
        Word(text, (at * (50 + gap), top, at * (50 + gap) + 50, top + 20), 0.9, 1, 1)
        for at, (text, top) in enumerate(zip(texts, tops or (0,) * len(texts), strict=True))
    )
    return Page(number, 1000, 100, words)


def places(*texts: str, number: str = NUMBER, **how: int) -> list[Box]:
    return [place.box for place in every_place(number, [page(*texts, **how)])]


# One number


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        (("234567890124",), 1),
        (("2345-6789-0124",), 1),
        (("2345:6789.0124,",), 1),
        (("2345", "6789", "0124"), 1),
        (("23456789", "0124"), 1),
        (("2", "345678901", "24"), 1),
        # Up to three digits may be misread, in any place.
        (("2345", "6789", "0I2A"), 1),
        (("9345", "9789", "9124"), 1),
        (("9345", "9789", "9129"), 0),
        # Other digits beside it, or one missing.
        (("12345", "6789", "0124"), 0),
        (("2345", "6789", "01245"), 0),
        (("2345", "6789", "012"), 0),
        (("No.2345", "6789", "0124"), 0),
        (("2345", "of", "6789", "0124"), 0),
    ],
)
def test_a_number_is_found_with_its_digits_and_nothing_else(texts: tuple[str, ...], found: int) -> None:
    assert len(places(*texts)) == found


def test_the_box_holds_all_of_its_groups() -> None:
    assert places("No", "2345", "6789", "0124") == [(60, 0, 230, 20)]
    assert places("2345", "6789", "0124", "2345", "6789", "0124") == [(0, 0, 170, 20), (180, 0, 350, 20)]


@pytest.mark.parametrize(("gap", "found"), [(49, True), (50, False), (-19, True), (-20, False)])
def test_groups_stand_no_further_apart_than_a_wide_space(gap: int, found: bool) -> None:
    assert bool(places("2345", "6789", "0124", gap=gap)) is found


@pytest.mark.parametrize(("low", "found"), [(9, True), (10, False)])
def test_groups_stand_on_one_line(low: int, found: bool) -> None:
    torn = page("2345", "6789", "0124", tops=(0, 0, low))
    assert bool(every_place(NUMBER, [torn])) is found


def test_a_number_is_found_on_every_page_and_an_empty_one_nowhere() -> None:
    pages = [page("2345", "6789", "0124"), page("none", number=2), page("234567890124", number=3)]
    assert [place.page for place in every_place(NUMBER, pages)] == [1, 3]
    assert every_place("", pages) == every_place("none", pages) == ()


# Any number


@pytest.mark.parametrize(
    ("texts", "boxes"),
    [
        (("2345", "6789", "0124"), [(0, 0, 170, 20)]),
        (("2345,", "6789.", "0124|"), [(0, 0, 170, 20)]),
        (("234567890124",), [(0, 0, 50, 20)]),
        (("UID:2345-6789-0124",), [(0, 0, 50, 20)]),
        (("2345.6789.0124",), [(0, 0, 50, 20)]),
        (("2345-6789.0124",), []),
        (("2345678901245",), []),
        (("234", "6789", "0124"), []),
        (("2345", "6789"), []),
        (("2345", "6789", "abcd"), []),
        # Of four groups any three in a row may be one.
        (("2345", "6789", "0124", "5555"), [(0, 0, 170, 20), (60, 0, 230, 20)]),
    ],
)
def test_whatever_is_written_as_an_aadhaar_number_is_hidden(texts: tuple[str, ...], boxes: list[Box]) -> None:
    assert list(every_number(page(*texts))) == boxes


@given(st.text("0123456789", min_size=12, max_size=12), st.lists(st.integers(1, 11), max_size=3, unique=True))
def test_no_way_of_tearing_a_number_shows_it(digits: str, cuts: list[int]) -> None:
    edges = [0, *sorted(cuts), 12]
    parts = [digits[start:end] for start, end in itertools.pairwise(edges)]
    found = places(*parts, number=digits)
    assert (0, 0, 60 * len(parts) - 10, 20) in found


# What is private


TYPE = DocumentType(
    "CARD",
    "Card",
    fields=(
        FieldSpec("holder", format="aadhaar"),
        FieldSpec("members", kind="list", private=True),
        FieldSpec("address", private=True),
        FieldSpec("branch"),
    ),
)
PLAIN = DocumentType("PLAIN", "Plain", fields=(FieldSpec("holder"), FieldSpec("branch")))
SECRET = DocumentType("SECRET", "Secret", private=True)
CATALOGUE = Catalogue({each.name: each for each in (TYPE, PLAIN, SECRET)}, "")


def place(left: int, number: int = 1) -> tuple[Place, ...]:
    return (Place(number, (left, 0, left + 50, 20)),)


FIELDS = {
    "holder": Field(NUMBER, 0.9, place(100)),
    "members": Field(["LIB-4711-22", "LIB-9"], 0.9, place(200)),
    "address": Field({"city": Field("Ahmednagar", 0.9, place(300)), "line": Field("", 0.0)}, 0.9),
    "branch": Field("Pune", 0.9, place(400)),
}


def test_private_fields_are_masked_each_in_its_own_way_and_others_are_not() -> None:
    masked = masked_reading(Reading("CARD", FIELDS), CATALOGUE).fields
    assert masked["holder"].value == "**** **** 0124"
    assert masked["members"].value == ["***-***1-22", "***-*"]
    assert masked["address"].parts()["city"].value == "******agar"
    assert masked["address"].parts()["line"].value == ""
    assert masked["branch"] is FIELDS["branch"]
    assert list(masked) == list(FIELDS)
    assert masked["holder"].places == FIELDS["holder"].places
    assert masked_field(Field(1234567890, 0.9), "text").value == "******7890"


def test_a_type_that_declares_nothing_private_hides_nothing() -> None:
    reading = Reading("PLAIN", FIELDS)
    assert private_fields(reading, CATALOGUE) == {}
    assert private_of(reading, CATALOGUE) == Private({}, False)
    assert masked_reading(reading, CATALOGUE) == reading


def test_a_private_type_hides_codes_even_where_nothing_was_read() -> None:
    assert private_of(Reading("SECRET"), CATALOGUE).codes
    assert private_of(Reading("CARD"), CATALOGUE).codes
    assert not private_of(Reading("GONE"), CATALOGUE).codes
    assert private_of(Reading("GONE", FIELDS), CATALOGUE).codes, "its fields are private elsewhere"
    assert private_of(None, CATALOGUE) == Private()


def test_it_is_known_where_all_of_it_stands_or_not() -> None:
    assert private_of(Reading("CARD", FIELDS), CATALOGUE).placed
    assert not Private({"holder": Field(NUMBER, 0.9)}).placed
    assert Private({"holder": Field("", 0.0)}).placed, "of nothing it need not be known"
    assert not Private({"address": Field({"city": Field("Pune", 0.9)}, 0.9, place(0))}).placed


def test_what_was_read_as_private_is_black_where_it_stands_and_wherever_else_its_digits_do() -> None:
    private = private_of(Reading("CARD", FIELDS), CATALOGUE)
    card = page("2345", "6789", "0I2A")
    assert set(private_boxes(card, private)) == {
        (100, 0, 150, 20),
        (200, 0, 250, 20),
        (300, 0, 350, 20),
        (0, 0, 170, 20),
    }
    other = page("nothing", number=2)
    assert private_boxes(other, private) == []
    assert hidden_boxes(other, private) == ((), True)
    assert hidden_boxes(page("2345", "6789", "0124"), Private()) == (((0, 0, 170, 20),), True)
    assert hidden_boxes(other, Private()) == ((), False)


# Pictures


def content(kind: str = "PNG", size: tuple[int, int] = (300, 200)) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", size, (200, 210, 220)).save(stream, kind)
    return stream.getvalue()


def black(picture: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(picture)).convert("L")) < 40


def test_a_box_is_black_with_a_margin_and_nothing_else_is() -> None:
    picture, media_type = redacted(content(), (Place(1, (100, 50, 200, 70)),), {})
    rows, columns = np.nonzero(black(picture))
    assert (columns.min(), rows.min(), columns.max(), rows.max()) == (96, 46, 204, 74)
    assert black(picture).sum() == 109 * 29
    assert media_type == "image/png"
    assert redacted(content("JPEG"), (), {})[1] == "image/jpeg"
    assert not black(redacted(content(), (), {})[0]).any()


def test_boxes_are_brought_back_to_the_page_as_given() -> None:
    half = (2.0, 0.0, 0.0, 0.0, 2.0, 0.0, 0.0, 0.0, 1.0)
    picture, _ = redacted(content(), (Place(1, (50, 25, 100, 35)),), {1: half})
    rows, columns = np.nonzero(black(picture))
    assert (columns.min(), rows.min(), columns.max(), rows.max()) == (95, 45, 205, 75)


def test_the_first_page_with_a_place_is_shown_and_places_on_others_are_left() -> None:
    stream = io.BytesIO()
    pages = [Image.new("RGB", (300, 200), (200, 210, 220 + at)) for at in range(3)]
    pages[0].save(stream, "TIFF", save_all=True, append_images=pages[1:])
    given = (Place(3, (0, 0, 50, 20)), Place(2, (100, 50, 200, 70)))
    picture, _ = redacted(stream.getvalue(), given, {})
    shown = np.asarray(Image.open(io.BytesIO(picture)))
    assert shown[150, 150].tolist() == [200, 210, 221]
    assert black(picture)[60, 150] and not black(picture)[5, 5]


def test_lines_of_print_and_pictures_are_no_codes() -> None:
    striped = np.full((400, 400, 3), 255, np.uint8)
    striped[100:300:8, 100:300] = 0
    assert list(code_boxes_in(striped)) == []
    rng = np.random.default_rng(2)
    speckled = np.full((640, 640, 3), 255, np.uint8)
    speckled[200:360, 240:400] = np.kron(rng.integers(0, 2, (40, 40, 1)) * 255, np.ones((4, 4, 3))).astype(np.uint8)
    (corners,) = list(code_boxes_in(speckled))
    assert corners.min(axis=0) == pytest.approx((240, 200), abs=25)
    assert corners.max(axis=0) == pytest.approx((400, 360), abs=25)
    assert (corners.min(axis=0) <= (241, 201)).all() and (corners.max(axis=0) >= (399, 359)).all()
