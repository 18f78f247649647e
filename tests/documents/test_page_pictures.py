"""Pages as pictures for people: laid as their boxes say, marked by how surely each word was read, what is private black."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from simulator.documents.annotate import annotated, in_lines
from simulator.documents.model import Box, Field, Page, Place, Reading, Word
from simulator.documents.pages.pictures import PageSource
from simulator.documents.private import Private
from simulator.documents.render_page import blacked_out, render_page
from simulator.errors import DocumentError

GROUND = (200, 210, 220)


def content(size: tuple[int, int] = (400, 300), pages: int = 1) -> bytes:
    """A file of plain pages, each a little bluer than the one before."""
    images = [Image.new("RGB", size, (200, 210, 220 + 5 * at)) for at in range(pages)]
    images[0].paste((20, 160, 60), (0, 0, 40, 20))
    stream = io.BytesIO()
    images[0].save(stream, "TIFF", save_all=True, append_images=images[1:])
    return stream.getvalue()


def shown(picture: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(picture)).convert("RGB")).astype(int)


def is_like(picture: np.ndarray, at: tuple[int, int], colour: tuple[int, int, int]) -> bool:
    """Whether the pixel (x, y) has this colour, give or take what JPEG makes of it."""
    return bool(np.abs(picture[at[1], at[0]] - colour).max() < 14)


# One page


def test_a_page_is_shown_no_wider_than_asked() -> None:
    whole = shown(render_page(content(), 1, None, (), False, 1000, 5))
    assert whole.shape == (300, 400, 3)
    small = shown(render_page(content(), 1, None, (), False, 100, 5))
    assert small.shape == (75, 100, 3)
    assert shown(render_page(content((4000, 10)), 1, None, (), False, 100, 5)).shape == (1, 100, 3)
    assert is_like(small, (2, 2), (20, 160, 60)) and is_like(small, (50, 50), GROUND)


@pytest.mark.parametrize("number", [0, 3, -1])
def test_a_page_that_is_not_there_is_said(number: int) -> None:
    with pytest.raises(DocumentError, match=f"{number} of 2"):
        render_page(content(pages=2), number, None, (), False, 100, 5)


def test_the_page_of_that_number_is_shown() -> None:
    for number in (1, 2, 3):
        picture = shown(render_page(content(pages=3), number, None, (), False, 400, 5))
        assert is_like(picture, (200, 200), (200, 210, 215 + 5 * number))


def test_boxes_are_black_with_a_margin_also_at_the_edge() -> None:
    with PageSource(content(), 5) as pages:
        picture = blacked_out(pages, 1, None, ((100, 100, 200, 140), (390, 280, 500, 400), (0, 0, 10, 4)), False)
        assert pages.page(1).colour[100, 150].tolist() == list(GROUND), "the page itself stays"
    black = (picture == 0).all(axis=2)
    rows, columns = np.nonzero(black[50:200, 50:300])
    assert (columns.min() + 50, rows.min() + 50, columns.max() + 50, rows.max() + 50) == (94, 94, 205, 145)
    assert black[299, 399] and black[0, 0] and not black[0, 15]
    assert black.sum() == 112 * 52 + 28 * 38 + 12 * 6


def test_a_page_is_laid_as_its_boxes_say_before_anything_is_black() -> None:
    turned = Page(1, 300, 400, transform=(0.0, -1.0, 400.0, 1.0, 0.0, 0.0, 0.0, 0.0, 1.0))
    with PageSource(content(), 5) as pages:
        picture = blacked_out(pages, 1, turned, ((0, 380, 20, 390),), False)
    assert picture.shape == (400, 300, 3)
    # What was at the upper left is now at the lower left.
    assert picture[370, 5].tolist() == [20, 160, 60]
    assert picture[385, 5].tolist() == [0, 0, 0]


# A reading


def word(text: str, box: Box, confidence: float) -> Word:
    return Word(text, box, confidence, 1, 1)


WORDS = (
    word("Asha", (50, 60, 100, 80), 0.95),
    word("Verma", (110, 60, 170, 80), 0.95),
    word("12", (50, 120, 100, 140), 0.8),
    word("bad", (50, 180, 100, 200), 0.3),
)


def reading(fields: dict[str, Field] | None = None, **how: object) -> Reading:
    page = Page(1, 400, 300, WORDS)
    return Reading("INVOICE", fields or {}, pages=(page,), page_count=1, score=0.9, margin=0.4, **how)  # type: ignore[arg-type]


def drawn(fields: dict[str, Field] | None = None, private: Private | None = None) -> np.ndarray:
    (picture,) = annotated(content(), reading(fields), private or Private())
    return shown(picture)


def test_a_page_is_drawn_with_a_column_beside_it_and_its_words_framed() -> None:
    picture = drawn()
    assert picture.shape == (360, 860, 3), "with room for the letters of the column"
    assert is_like(picture, (300, 200), GROUND)
    assert is_like(picture, (500, 340), (248, 248, 246))
    frames = [picture[top, left + 15] for left, top in ((50, 60), (50, 120), (50, 180))]
    sure, doubtful, bad = (frame - np.array(GROUND) for frame in frames)
    assert sure[0] < sure[1], "green"
    assert doubtful[2] < doubtful[0] and doubtful[1] > bad[1], "yellow"
    assert bad[1] < -20 and bad[2] < -20 and bad[0] > bad[1], "red"


def test_a_field_is_filled_and_numbered_and_said_beside() -> None:
    plain = drawn()
    place = (Place(1, (50, 60, 100, 80)), Place(1, (110, 60, 170, 80)))
    marked = drawn({"customer_name": Field("Asha Verma", 0.95, place)})
    changed = np.abs(marked - plain).max(axis=2) > 40
    assert changed[40:84, 20:50].any(), "its number stands left of it"
    assert changed[:, 400:].any(), "its value stands in the column"
    assert not changed[100:, :400].any()
    middle = marked[70, 105] - plain[70, 105]
    assert middle[1] - middle[0] > 5, "both words are in one field"


def test_a_field_of_another_page_is_not_drawn_on_this_one() -> None:
    elsewhere = {"total": Field("5", 0.9, (Place(2, (50, 60, 100, 80)),))}
    assert np.array_equal(drawn(elsewhere), drawn())
    empty = {"total": Field("", 0.0, (Place(1, (50, 60, 100, 80)),)), "items": Field([], 0.9)}
    assert np.array_equal(drawn(empty), drawn())
    nowhere = drawn({"total": Field("5", 0.9)})
    assert not np.array_equal(nowhere[:, 400:], drawn()[:, 400:]), "what stands nowhere is said on the first page"
    assert np.array_equal(nowhere[:, :390], drawn()[:, :390])


def test_private_values_are_black_on_the_page() -> None:
    private = Private({"customer_name": Field("Asha Verma", 0.9, (Place(1, (50, 60, 100, 80)),))}, True)
    picture = drawn(None, private)
    assert is_like(picture, (70, 70), (0, 0, 0))
    assert is_like(picture, (140, 72), GROUND)


def test_every_page_is_drawn() -> None:
    pages = tuple(Page(number, 400, 300) for number in (1, 2, 3))
    found = annotated(content(pages=3), Reading("INVOICE", pages=pages, page_count=3), Private())
    assert [is_like(shown(each), (200, 200), (200, 210, 215 + 5 * at)) for at, each in enumerate(found, 1)] == [
        True
    ] * 3


def test_a_refused_document_is_said_in_red() -> None:
    said = Reading(error_code="INVALID_DOC", error_reason="multiple people", pages=(Page(1, 400, 300),), page_count=1)
    (picture,) = annotated(content(), said, Private())
    column = shown(picture)[:, 410:]
    red = (column[:, :, 0] - column[:, :, 1] > 90).sum()
    (plain,) = annotated(content(), reading(), Private())
    assert red > 100 > (shown(plain)[:, 410:, 0] - shown(plain)[:, 410:, 1] > 90).sum()


@pytest.mark.parametrize(
    ("boxes", "lines"),
    [
        ([(0, 0, 50, 20), (60, 2, 90, 22)], [(0, 0, 90, 22)]),
        ([(0, 0, 50, 20), (89, 0, 120, 20)], [(0, 0, 120, 20)]),
        ([(0, 0, 50, 20), (90, 0, 120, 20)], [(0, 0, 50, 20), (90, 0, 120, 20)]),
        ([(0, 0, 50, 20), (60, 10, 90, 30)], [(0, 0, 50, 20), (60, 10, 90, 30)]),
        ([(0, 0, 50, 20), (0, 30, 50, 50), (55, 30, 90, 50)], [(0, 0, 50, 20), (0, 30, 90, 50)]),
        ([(60, 0, 90, 20), (0, 0, 50, 20)], [(60, 0, 90, 20), (0, 0, 50, 20)]),
        ([], []),
    ],
)
def test_boxes_that_follow_each_other_on_a_line_are_one(boxes: list[Box], lines: list[Box]) -> None:
    assert in_lines(boxes) == lines
