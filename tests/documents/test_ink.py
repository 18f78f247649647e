"""Ink that is no print: rules, pieces, frames and rings told by their shape, and rows of print by theirs."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from simulator.documents.model import Word
from simulator.documents.vision import frames, ink, stamps
from simulator.documents.vision.text_rows import looks_like_document

UNIT = 20.0


def word(text: str, left: int, top: int, confidence: float = 0.95, high: int = 20, line: int = 0) -> Word:
    return Word(text, (left, top, left + 12 * len(text), top + high), confidence, line, 1)


def blank(width: int = 800, height: int = 600) -> Image.Image:
    return Image.new("L", (width, height), 255)


# Measures


def test_a_unit_is_the_height_of_surely_read_words_or_a_part_of_the_page() -> None:
    words = [word("Asha", 0, 40 * at, high=18 + at) for at in range(6)]
    assert ink.unit_of(words, 950, 400) == 20.5
    assert ink.unit_of(words[:5], 950, 400) == 10.0
    assert ink.unit_of([*words[:5], word("x", 0, 0), word("--", 0, 0), word("Rao", 0, 0, 0.7)], 400, 950) == 10.0


@pytest.mark.parametrize(("grey", "inked"), [(0, True), (109, True), (204, False), (250, False)])
def test_ink_is_darker_than_paper_by_a_fair_share(grey: int, inked: bool) -> None:
    page = np.full((100, 100), 255, np.uint8)
    page[:50] = 0
    page[60:70, 60:70] = grey
    assert bool(ink.mask(page)[65, 65]) is inked


@pytest.mark.parametrize("grey", [0, 110, 180, 204, 206, 240])
def test_ink_that_is_all_of_one_grey_is_ink_up_to_the_faintest(grey: int) -> None:
    page = np.full((100, 100), 255, np.uint8)
    page[60:70, 60:70] = grey
    assert ink.mask(page).sum() == (100 if grey <= 205 else 0)


def test_print_and_rules_are_taken_off_and_the_rest_is_left() -> None:
    page = np.zeros((400, 600), np.uint8)
    page[100:104, 50:550] = 1
    page[50:350, 300:303] = 1
    page[200:220, 100:148] = 1
    page[300:330, 400:440] = 1
    words = [word("Asha", 100, 200), word("A", 400, 300), word("HUGE", 400, 300, high=41), word("hm", 400, 300, 0.5)]
    left = ink.without_print(page, words, UNIT)
    assert left.sum() == 30 * 40
    assert left[310, 420] and page[200, 110], "of the page itself nothing is taken"


def test_rules_are_straight_runs_longer_than_four_units() -> None:
    page = np.zeros((300, 300), np.uint8)
    page[50, 20:99] = 1
    page[100, 20:100] = 1
    page[120:200, 250] = 1
    found = ink.rules(page, UNIT)
    assert not found[50, 60] and found[100, 60] and found[160, 250]
    assert found[101, 60], "with their rims"
    assert not ink.rules(page, UNIT, 8.0).any()


def test_pieces_have_their_boxes_and_areas() -> None:
    page = np.zeros((50, 50), np.uint8)
    page[5:10, 5:15] = 1
    page[30:32, 30:33] = 1
    page[32, 33] = 1
    labels, pieces = ink.components(page)
    assert pieces == [((5, 5, 15, 10), 50), ((30, 30, 34, 33), 7)]
    assert (labels[7, 7], labels[31, 31], labels[0, 0]) == (1, 2, 0)


def test_how_boxes_lie_to_each_other() -> None:
    assert ink.overlap((0, 0, 10, 10), (5, 0, 20, 10)) == 0.5
    assert ink.overlap((5, 0, 20, 10), (0, 0, 10, 10)) == pytest.approx(1 / 3)
    assert ink.overlap((0, 0, 10, 10), (10, 0, 20, 10)) == ink.overlap((0, 0, 0, 0), (0, 0, 5, 5)) == 0.0
    assert ink.gap((0, 0, 10, 10), (14, 3, 20, 20)) == ink.gap((14, 3, 20, 20), (0, 0, 10, 10)) == (4, 0)
    assert ink.gap((0, 0, 10, 10), (5, 16, 20, 20)) == (0, 6)


# Frames and rings


def framed(angle: float, size: tuple[int, int] = (260, 100), filled: bool = True, table: bool = False) -> np.ndarray:
    """A frame with words in it, turned about the middle of the page."""
    page = blank()
    pen = ImageDraw.Draw(page)
    left, top = 400 - size[0] // 2, 300 - size[1] // 2
    pen.rectangle((left, top, left + size[0], top + size[1]), outline=0, width=3)
    if filled:
        pen.text((400, 300), "RECEIVED\n12 MAY", 0, font=ImageFont.load_default(26), anchor="mm")
    if table:
        pen.line((left - 200, top, left + size[0] + 200, top), 0, 3)
        pen.line((left - 200, top + size[1], left + size[0] + 200, top + size[1]), 0, 3)
    return ink.mask(np.asarray(page.rotate(angle, Image.Resampling.BICUBIC, fillcolor=255)))


@pytest.mark.parametrize("angle", [-12.0, -4.0, 5.0, 15.0])
def test_a_turned_frame_is_found_with_its_corners(angle: float) -> None:
    (corners,) = frames.find_frames(framed(angle), UNIT, level=False)
    assert frames.turn(corners) == pytest.approx(abs(angle), abs=1.0)
    assert corners.mean(axis=0) == pytest.approx((400, 300), abs=6)
    sides = np.linalg.norm(corners - np.roll(corners, -1, axis=0), axis=1)
    assert sides == pytest.approx([260, 100, 260, 100], abs=14)


def test_a_level_frame_is_one_only_where_such_are_wanted() -> None:
    assert frames.find_frames(framed(0.0), UNIT, level=False) == []
    assert len(frames.find_frames(framed(0.0), UNIT, level=True)) == 1


@pytest.mark.parametrize(
    "layer",
    [
        framed(5.0, filled=False),
        framed(30.0),
        framed(5.0, (80, 60)),
        framed(5.0, table=True),
        np.zeros((600, 800), np.uint8),
    ],
    ids=["empty", "upright", "too small", "a table's cell", "no ink"],
)
def test_other_rectangles_are_no_frames(layer: np.ndarray) -> None:
    assert frames.find_frames(layer, UNIT, level=False) == []


def ringed(radius: int, width: int = 4, colour: tuple[int, int, int] = (40, 50, 190), top: int = 350) -> np.ndarray:
    page = blank().convert("RGB")
    pen = ImageDraw.Draw(page)
    pen.ellipse((400 - radius, top - radius, 400 + radius, top + radius), outline=colour, width=width)
    pen.text((400, top), "PUNE", colour, font=ImageFont.load_default(max(radius // 2, 8)), anchor="mm")
    return np.asarray(page)


LINES = [word("Refrigerator", 40, 30 * at + 20) for at in range(8)]


def stamps_of(picture: np.ndarray) -> tuple[stamps.Stamp, ...]:
    return stamps.find_stamps(np.asarray(Image.fromarray(picture).convert("L")), picture, LINES)


@pytest.mark.parametrize("colour", [(40, 50, 190), (190, 30, 40), (30, 30, 30)], ids=["blue", "red", "black"])
@pytest.mark.parametrize("radius", [75, 130])
def test_a_ring_with_words_in_it_is_a_stamp_in_any_ink(radius: int, colour: tuple[int, int, int]) -> None:
    (found,) = stamps_of(ringed(radius, colour=colour))
    assert found.box == pytest.approx((400 - radius, 350 - radius, 400 + radius, 350 + radius), abs=12)
    assert found.corners == ()


def test_rings_that_are_too_small_and_those_at_the_head_are_no_stamps() -> None:
    assert stamps_of(ringed(30)) == ()
    assert stamps_of(ringed(75, top=100)) == ()
    full = ringed(75).copy()
    full[280:420, 330:470] = (40, 50, 190)
    assert stamps_of(full) == (), "a disc is no ring"


def test_an_erased_stamp_leaves_what_is_written_over_it() -> None:
    picture = ringed(100)
    layer = ink.mask(np.asarray(Image.fromarray(picture).convert("L")))
    ring = layer.copy()
    layer[345:350, 260:540] = 1
    stamps.erase(layer, stamps.Stamp((300, 250, 500, 450)))
    angles = np.linspace(0, 2 * np.pi, 90)
    on = [(round(350 + 98 * np.sin(each)), round(400 + 98 * np.cos(each))) for each in angles]
    assert np.mean([ring[at] for at in on]) > 0.9
    assert np.mean([layer[at] for at in on]) < 0.1
    assert layer[347, 270:290].all() and layer[347, 510:530].all()


# Documents among photographs


def test_rows_of_print_on_one_ground_are_a_document() -> None:
    page = blank().convert("RGB")
    pen = ImageDraw.Draw(page)
    for row in range(10):
        pen.text(
            (60, 30 + 50 * row), "Invoice number of the dealer named above", "black", font=ImageFont.load_default(24)
        )
    assert looks_like_document(np.asarray(page))
    assert looks_like_document(np.asarray(page.resize((300, 225))))
    few = page.crop((0, 0, 800, 220))
    assert not looks_like_document(np.asarray(few)), "a few rows stand on anything"
    assert not looks_like_document(np.full((400, 300, 3), 128, np.uint8))
    grounds = [(250, 80, 60), (60, 220, 90), (70, 90, 250), (250, 240, 60), (240, 80, 240)]
    coloured = Image.new("RGB", (800, 600))
    shelf = ImageDraw.Draw(coloured)
    for row in range(10):
        shelf.rectangle((0, 55 * row, 800, 55 * row + 54), grounds[row % 5])
        shelf.text((60, 15 + 55 * row), "Invoice number of the dealer named", "black", font=ImageFont.load_default(24))
    assert not looks_like_document(np.asarray(coloured)), "shelves have labels of every colour"
