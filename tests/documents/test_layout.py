"""Words in the places where a reader sees them: columns told apart, rows that slant, labels glued to values, ruled lines."""

from __future__ import annotations

import pytest

from simulator.documents.boxes import around, overlap
from simulator.documents.layout import Layout
from simulator.documents.model import Page, Word
from tests.documents.drawn import drawn_sheet, page_of


def layout(text: str, **how: float) -> Layout:
    return Layout.of(drawn_sheet(text, **how).page)  # type: ignore[arg-type]


def runs(text: str, **how: float) -> list[list[str]]:
    """The runs of words of each row."""
    page = layout(text, **how)
    return [[page.text(page.segments[at].first, page.segments[at].last) for at in row] for row in page.rows]


def line(*words: tuple[str, int, int], height: int = 20, top: int = 0) -> list[Word]:
    """Words from left to right edge, all on one line of the engine."""
    return [Word(text, (left, top, right, top + height), 0.97, 1) for text, left, right in words]


# Columns


def test_two_columns_on_the_engine_s_one_line_are_two_runs() -> None:
    assert runs("Bill To   Ship To\nAsha Verma   Rohan Rao") == [["Bill To", "Ship To"], ["Asha Verma", "Rohan Rao"]]
    assert runs("Bill To  Ship To") == [["Bill To Ship To"]]


@pytest.mark.parametrize(("gap", "parted"), [(27, False), (28, True)])
def test_a_gap_parts_columns_from_a_third_more_than_the_height_of_the_letters_on(gap: int, parted: bool) -> None:
    page = Page(1, 500, 100, tuple(line(("Asha", 0, 60), ("Verma", 60 + gap, 160))))
    assert len(Layout.of(page).segments) == (2 if parted else 1)


def test_the_gap_is_measured_by_the_letters_and_not_by_dashes() -> None:
    dashes = [Word("-", (at, 0, at + 4, 2), 0.97, 1) for at in (200, 210, 220, 230)]
    page = Page(1, 500, 100, (*line(("Asha", 0, 60), ("Verma", 80, 140)), *dashes))
    assert [len(Layout.of(page).words(each)) for each in Layout.of(page).segments] == [2, 4]


def test_letters_of_no_height_to_speak_of_do_not_part_every_word() -> None:
    words = line(("a", 0, 10), ("b", 18, 28), ("c", 36, 46), height=2)
    assert len(Layout.of(Page(1, 500, 100, tuple(words))).segments) == 1


def test_a_ruled_line_parts_cells_and_is_no_word() -> None:
    assert runs("Asha | Verma") == [["Asha", "Verma"]]
    assert runs("Asha [] 12") == [["Asha", "12"]]
    assert runs("| Asha Verma |") == [["Asha Verma"]]
    assert runs("|Asha Verma¦") == [["Asha Verma"]]
    assert runs("Asha - Verma") == [["Asha - Verma"]]
    assert runs("====\n|  |\n____") == []


def test_words_are_ordered_as_they_stand_whatever_the_order_of_the_engine() -> None:
    page = Page(1, 500, 100, tuple(line(("Verma", 70, 130), ("Asha", 0, 60))))
    (segment,) = Layout.of(page).segments
    assert [word.text for word in Layout.of(page).words(segment)] == ["Asha", "Verma"]
    assert segment.box == (0, 0, 130, 20)


# Rows


def test_runs_side_by_side_are_a_row_whatever_line_the_engine_gave_them() -> None:
    page = page_of(("Total", (600, 4, 660, 24)), ("Asha", (0, 0, 60, 20)), ("Below", (0, 40, 60, 60)))
    found = Layout.of(page)
    assert [[found.words(found.segments[at])[0].text for at in row] for row in found.rows] == [
        ["Asha", "Total"],
        ["Below"],
    ]
    assert [found.segments[at].row for row in found.rows for at in row] == [0, 0, 1]


@pytest.mark.parametrize(("off", "rows"), [(0, 1), (10, 1), (11, 2)])
def test_half_of_the_lower_run_s_height_has_to_be_beside_the_other(off: int, rows: int) -> None:
    page = page_of(("Left", (0, 0, 60, 20)), ("Right", (300, off, 360, 20 + off)))
    assert len(Layout.of(page).rows) == rows


def test_small_print_beside_large_is_in_its_row() -> None:
    page = page_of(("LARGE", (0, 0, 200, 60)), ("small", (300, 42, 360, 56)), ("lower", (400, 55, 460, 69)))
    assert [len(row) for row in Layout.of(page).rows] == [2, 1]


def test_a_slanted_row_holds_where_each_run_is_beside_the_next() -> None:
    falling = [(f"w{at}", (at * 200, at * 8, at * 200 + 60, at * 8 + 20)) for at in range(5)]
    assert len(Layout.of(page_of(*falling)).rows) == 1


def test_runs_one_above_the_other_are_two_rows_though_their_heights_overlap() -> None:
    page = page_of(("upper", (0, 0, 100, 30)), ("under", (10, 12, 110, 42)))
    assert len(Layout.of(page).rows) == 2


def test_what_stands_right_and_left_of_a_run_comes_the_nearest_first() -> None:
    found = layout("one   two   three")
    first, second, third = found.segments
    assert [each.at for each in found.right_of(first)] == [second.at, third.at]
    assert [each.at for each in found.left_of(third)] == [second.at, first.at]
    assert list(found.right_of(third)) == list(found.left_of(first)) == []


def test_a_value_in_the_middle_beside_a_label_of_two_lines_is_right_of_both() -> None:
    page = page_of(("Date of", (0, 0, 80, 20)), ("birth", (0, 26, 60, 46)), ("12/04/1990", (200, 13, 300, 33)))
    found = Layout.of(page)
    date = next(each for each in found.segments if found.words(each)[0].text == "12/04/1990")
    for label in ("Date of", "birth"):
        segment = next(each for each in found.segments if found.words(each)[0].text == label)
        assert [each.at for each in found.right_of(segment)] == [date.at], label
    left = page_of(("label", (200, 0, 280, 20)), ("value", (0, 13, 100, 33)))
    assert list(Layout.of(left).right_of(Layout.of(left).segments[0])) == [], "it stands left of it"
    far = page_of(("label", (0, 0, 80, 20)), ("value", (200, 19, 300, 39)))
    assert list(Layout.of(far).right_of(Layout.of(far).segments[0])) == [], "it stands under it"


@pytest.mark.parametrize(("top", "beside"), [(17, True), (18, False), (-17, True), (-18, False)])
def test_an_eighth_of_the_height_beside_a_label_is_enough_for_its_value(top: int, beside: bool) -> None:
    page = page_of(("label", (0, 100, 80, 120)), ("value", (200, 100 + top, 300, 120 + top)))
    found = Layout.of(page)
    label = next(each for each in found.segments if found.words(each)[0].text == "label")
    assert [found.words(each)[0].text for each in found.right_of(label)] == (["value"] if beside else [])


def test_only_what_begins_the_row_above_or_below_is_a_value_half_beside() -> None:
    words = [("label", (100, 0, 180, 20)), ("first", (0, 14, 60, 34)), ("second", (300, 14, 360, 34))]
    found = Layout.of(page_of(*words))
    assert [found.words(each)[0].text for each in found.right_of(found.segments[0])] == []
    far = [("label", (0, 0, 80, 20)), ("under", (0, 40, 60, 60)), ("value", (300, 78, 360, 98))]
    found = Layout.of(page_of(*far))
    assert list(found.right_of(found.segments[0])) == []


def test_rows_come_from_the_top_down_and_their_runs_from_the_left() -> None:
    words = [
        ("low", (0, 200, 60, 220)),
        ("right", (300, 4, 360, 24)),
        ("left", (0, 8, 60, 28)),
        ("mid", (0, 100, 60, 120)),
    ]
    found = Layout.of(page_of(*words))
    texts = [[found.words(found.segments[at])[0].text for at in row] for row in found.rows]
    assert texts == [["left", "right"], ["mid"], ["low"]]


def test_a_run_is_compared_with_the_nearest_of_a_row_from_either_side() -> None:
    rising = [(f"w{at}", (at * 200, 100 - at * 8, at * 200 + 60, 120 - at * 8)) for at in range(6)]
    assert len(Layout.of(page_of(*rising)).rows) == 1
    two = [*rising, *((f"v{at}", (at * 200, 130 - at * 8, at * 200 + 60, 150 - at * 8)) for at in range(6))]
    assert [len(row) for row in Layout.of(page_of(*two)).rows] == [6, 6]


def test_a_line_of_nothing_but_signs_does_not_end_the_page() -> None:
    assert runs("Asha\n-- :: --\nVerma") == [["Asha"], ["Verma"]]


def test_the_run_of_a_word_is_known() -> None:
    found = layout("Name   Asha Verma")
    assert [found.of_token(token.at).at for token in found.tokens] == [0, 1, 1]
    assert found.segments[1].middle == 12


# Words


@pytest.mark.parametrize(
    ("word", "pieces"),
    [
        ("No:123", ["No:", "123"]),
        ("No.:123", ["No.:", "123"]),
        ("Rate=12", ["Rate=", "12"]),
        ("Phone2:98765", ["Phone2:", "98765"]),
        ("https://a.example", ["https://a.example"]),
        ("10:30", ["10:30"]),
        ("INV/12:3", ["INV/12:3"]),
        ("No:", ["No:"]),
        ("तिथि/DOB", ["तिथि/", "DOB"]),
        ("fafa/DOB:", ["fafa/", "DOB:"]),
        ("and/or", ["and/or"]),
        ("|Asha", ["Asha"]),
    ],
)
def test_a_label_that_is_glued_to_its_value_is_a_word_of_its_own(word: str, pieces: list[str]) -> None:
    assert [token.text for token in layout(word).tokens] == pieces


def test_parts_of_a_word_share_its_box_by_their_letters() -> None:
    found = Layout.of(Page(1, 500, 100, tuple(line(("No:123456", 100, 190)))))
    assert [token.box for token in found.tokens] == [(100, 0, 130, 20), (130, 0, 190, 20)]
    assert {token.segment for token in found.tokens} == {0}
    assert [token.place.box for token in found.tokens] == [token.box for token in found.tokens]


@pytest.mark.parametrize("leader", ["eeee", "oooo", "....", "____", "nnn", "………"])
def test_a_dotted_line_that_was_read_as_letters_is_no_word_unless_the_engine_is_sure(leader: str) -> None:
    assert [token.text for token in layout(f"Name {leader}", confidence=0.74).tokens] == ["Name"]
    assert [token.text for token in layout("Name eeee", confidence=0.75).tokens] == ["Name", "eeee"]


def test_the_height_of_letters_is_the_usual_one_of_the_page() -> None:
    page = page_of(("a", (0, 0, 9, 10)), ("b", (0, 30, 9, 42)), ("c", (0, 60, 9, 160)))
    assert Layout.of(page).letter == 12
    assert Layout.of(Page(1, 100, 100)).letter == 20, "an empty page has letters of some height"


# Boxes


def test_the_box_around_others_holds_them_all() -> None:
    assert around([(5, 6, 7, 8), (1, 9, 3, 12), (4, 2, 9, 3)]) == (1, 2, 9, 12)
    with pytest.raises(ValueError):
        around([])


@pytest.mark.parametrize(
    ("other", "shared"),
    [
        ((10, 10, 20, 20), True),
        ((19, 19, 30, 30), True),
        ((20, 10, 30, 20), False),
        ((10, 20, 20, 30), False),
        ((0, 0, 10, 20), False),
        ((0, 0, 20, 10), False),
        ((0, 0, 11, 11), True),
    ],
)
def test_boxes_overlap_where_they_share_a_pixel(other: tuple[int, int, int, int], shared: bool) -> None:
    assert overlap((10, 10, 20, 20), other) is overlap(other, (10, 10, 20, 20)) is shared


# Sizes


def test_the_size_of_print_does_not_depend_on_its_letters() -> None:
    """In pictures a box reaches from the highest to the lowest letter; the boxes of a PDF are as high as its font."""
    words = [("ASHA", 20), ("Shyam", 25), ("sea", 15), ("ox,", 21)]
    for source, sizes in (("ocr", [20, 20, 19.5, 20]), ("text layer", [20, 25, 15, 21])):
        page = Page(
            1,
            500,
            400,
            tuple(Word(text, (0, 50 * at, 90, 50 * at + high), 0.97, at) for at, (text, high) in enumerate(words)),
            source,
        )
        assert [token.size for token in Layout.of(page).tokens] == pytest.approx(sizes, abs=0.1)
        assert [segment.size for segment in Layout.of(page).segments] == pytest.approx(sizes, abs=0.1)
