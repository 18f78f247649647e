"""How a prepared page lies in the page as given: turned, mirrored, levelled, scaled, and every box brought back."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFont

from simulator.documents.model import Box, Page
from simulator.documents.pages.prepare import Geometry, Mending, Original, grey_of, laid_as_prepared, looked_at, warped
from simulator.documents.pages.sheet import PictureCache
from simulator.documents.pages.unmended import changed_parts

PAGE = Geometry(np.eye(3), 80, 60)


def back(plan: Geometry, x: float, y: float) -> tuple[float, float]:
    """A point of the prepared page in the page as given."""
    point = cv2.perspectiveTransform(np.array([[(x, y)]], np.float64), plan.transform)[0, 0]
    return round(float(point[0]), 6), round(float(point[1]), 6)


def spotted() -> np.ndarray:
    """A page 80 x 60 with a spot of black in its upper left quarter."""
    picture = np.full((60, 80), 255, np.uint8)
    picture[6:14, 8:20] = 0
    return picture


def spot(picture: np.ndarray) -> Box:
    rows, columns = np.nonzero(picture < 128)
    return int(columns.min()), int(rows.min()), int(columns.max()) + 1, int(rows.max()) + 1


# One transform


@pytest.mark.parametrize(
    ("turn", "corner", "size"),
    [(0, (0, 0), (80, 60)), (90, (80, 0), (60, 80)), (180, (80, 60), (80, 60)), (270, (0, 60), (60, 80))],
)
def test_a_turned_page_has_its_upper_left_corner_where_it_came_from(
    turn: int, corner: tuple[int, int], size: tuple[int, int]
) -> None:
    plan = PAGE.turned(turn)
    assert back(plan, 0, 0) == corner
    assert (plan.width, plan.height) == size
    assert plan.rotation == turn
    assert plan.steps == ((f"turned by {turn}°",) if turn else ())


@pytest.mark.parametrize(
    ("turn", "where"),
    [(0, (8, 6, 20, 14)), (90, (6, 60, 14, 72)), (180, (60, 46, 72, 54)), (270, (46, 8, 54, 20))],
)
def test_the_picture_of_a_turned_page_is_turned_anticlockwise(turn: int, where: Box) -> None:
    assert spot(warped(spotted(), PAGE.turned(turn))) == where


def test_four_turns_and_two_mirrors_are_none() -> None:
    plan = PAGE.turned(90).turned(90).turned(90).turned(90)
    assert np.allclose(plan.transform, np.eye(3))
    assert plan.rotation == 0
    mirrored = PAGE.mirrored()
    assert back(mirrored, 0, 0) == (80, 0)
    assert np.allclose(mirrored.mirrored().transform, np.eye(3))
    assert spot(warped(spotted(), mirrored)) == (60, 6, 72, 14)


@given(
    st.sampled_from([0, 90, 180, 270]),
    st.booleans(),
    st.floats(0.3, 3),
    st.floats(-11, 11),
    st.floats(0, 80),
    st.floats(0, 60),
)
def test_steps_one_after_the_other_are_one_transform(
    turn: int, mirror: bool, factor: float, angle: float, x: float, y: float
) -> None:
    plan = PAGE.turned(turn)
    plan = plan.mirrored() if mirror else plan
    plan = plan.scaled(factor).levelled(angle)
    given_to_prepared = np.linalg.inv(plan.transform)
    there = cv2.perspectiveTransform(np.array([[(x, y)]], np.float64), given_to_prepared)[0, 0]
    assert back(plan, *there) == (pytest.approx(x, abs=1e-4), pytest.approx(y, abs=1e-4))
    assert plan.shrink == pytest.approx(1 / factor)
    # The whole page is on it, but for the rounding of its size.
    assert -2 <= there[0] <= plan.width + 2
    assert -2 <= there[1] <= plan.height + 2


def test_levelling_turns_about_the_middle_and_leaves_a_small_slant() -> None:
    assert PAGE.levelled(0.2) is PAGE
    plan = PAGE.levelled(5.0)
    assert back(plan, plan.width / 2, plan.height / 2) == (40, 30)
    left, right = back(plan, 0, plan.height / 2), back(plan, plan.width, plan.height / 2)
    assert left[1] < 30 < right[1], "lines fall to the right"
    assert (plan.skew, plan.steps) == (5.0, ("levelled by 5.00°",))


def test_scaling_by_nothing_changes_nothing_and_never_to_nothing() -> None:
    assert PAGE.scaled(1) is PAGE
    assert (PAGE.scaled(0.001).width, PAGE.scaled(0.001).height) == (1, 1)
    assert PAGE.scaled(2).steps == ()
    assert PAGE.scaled(2, "enlarged").steps == ("enlarged",)
    assert back(PAGE.scaled(2), 40, 30) == (20, 15)


@pytest.mark.parametrize("factor", [0.25, 0.5, 2.0, 3.0])
def test_boxes_count_from_the_edges_of_pixels_at_every_scale(factor: float) -> None:
    where = spot(warped(spotted(), PAGE.scaled(factor)))
    assert where == pytest.approx(tuple(each * factor for each in (8, 6, 20, 14)), abs=1)


@pytest.mark.parametrize("factor", [1.0, 0.7, 0.5, 0.3])
def test_a_picture_to_look_at_lies_as_one_to_read(factor: float) -> None:
    wide = cv2.resize(spotted(), (800, 600), interpolation=cv2.INTER_NEAREST)
    plan = Geometry(np.eye(3), 800, 600)
    for each in (plan, plan.levelled(3), plan.turned(90), plan.mirrored()):
        seen, read = looked_at(wide, each.scaled(factor)), warped(wide, each.scaled(factor))
        assert seen.shape == read.shape
        assert spot(seen) == pytest.approx(spot(read), abs=1)


def test_what_lies_beyond_the_edge_is_as_the_edge() -> None:
    grey = np.full((60, 80), 90, np.uint8)
    assert warped(grey, PAGE.levelled(8)).min() == warped(grey, PAGE.levelled(8)).max() == 90
    assert warped(grey, PAGE) is grey


def test_a_page_as_given_is_laid_as_its_boxes_want_it() -> None:
    plan = PAGE.turned(90).scaled(2)
    page = Page(1, plan.width, plan.height, transform=tuple(float(each) for each in plan.transform.ravel()))
    colour = np.stack([spotted()] * 3, axis=2)
    laid = laid_as_prepared(colour, page)
    assert laid.shape == (160, 120, 3)
    assert spot(laid[:, :, 0]) == pytest.approx((12, 120, 28, 144), abs=1)


def test_what_is_mended_is_said() -> None:
    assert not Mending()
    assert Mending().steps == ()
    mending = Mending(stamped=True, pitch=3.0, watermark=180, faint=True)
    assert mending
    assert mending.steps == (
        "stamps in colour taken off",
        "dots joined",
        "watermark taken off",
        "faint print darkened",
    )


# A page as given


def printed(size: tuple[int, int] = (1000, 700), letters: int = 26, rows: int = 8) -> Image.Image:
    image = Image.new("L", size, 255)
    pen, font = ImageDraw.Draw(image), ImageFont.load_default(letters)
    for row in range(rows):
        pen.text(
            (size[0] // 12, size[1] // 10 + 3 * letters * row), "Invoice number 2024 of the dealer named", 0, font=font
        )
    return image


def plan_of(image: Image.Image) -> Geometry:
    return Original(np.asarray(image.convert("RGB"))).laid()


@pytest.mark.parametrize("angle", [-6.0, 3.0])
def test_a_slanted_page_is_levelled(angle: float) -> None:
    turned = printed().rotate(-angle, Image.Resampling.BICUBIC, fillcolor=255)
    plan = plan_of(turned)
    assert plan.skew == pytest.approx(angle, abs=0.15)
    assert plan_of(printed()).skew == 0.0


def test_small_print_is_enlarged_and_large_print_made_smaller() -> None:
    small, usual, large = (
        plan_of(printed(letters=13, rows=14)),
        plan_of(printed()),
        plan_of(printed((2600, 1800), 90, 6)),
    )
    assert small.shrink < 0.8 and any("enlarged" in step for step in small.steps)
    assert usual.steps == () and np.array_equal(usual.transform, np.eye(3))
    assert large.shrink > 1.5 and any("made smaller" in step for step in large.steps)


def test_a_picture_longer_than_is_of_use_is_made_smaller() -> None:
    plan = plan_of(printed((3600, 2400), 40, 18))
    assert plan.width == 3000
    assert plan.steps == ("made smaller, to 3000 pixels",)


def test_a_shadow_is_made_even() -> None:
    shade = np.clip(np.linspace(1.0, 0.5, 1000), 0, 1)[None, :]
    shaded = Image.fromarray((np.asarray(printed()) * shade).astype(np.uint8))
    plan = plan_of(shaded)
    assert plan.flatten and plan.steps == ("light made even",)
    flat = grey_of(np.asarray(shaded), plan)
    assert np.percentile(flat[:, 900:], 50) > 245 > np.percentile(np.asarray(shaded)[:, 900:], 50)


def test_boxes_in_the_shade_are_no_bands_of_colour() -> None:
    page, font = Image.new("RGB", (1000, 1400), "white"), ImageFont.load_default(26)
    pen = ImageDraw.Draw(page)
    for row in range(12):
        top = 80 + 100 * row
        for left, right, text in ((60, 480, f"Allowance number {row}"), (480, 940, f"of the month {row} 1,234.00")):
            pen.rectangle((left, top, right, top + 90), outline="black", width=3)
            pen.text((left + 20, top + 28), text, "black", font)
    shade = np.clip(np.linspace(1.2, 0.5, 1000), 0, 1)[None, :, None]
    plan = plan_of(Image.fromarray((np.asarray(page) * shade).astype(np.uint8)))
    assert plan.flatten and not plan.turn_over


def test_the_same_plan_gives_the_same_picture() -> None:
    original = Original(np.asarray(printed().convert("RGB")))
    plan = original.laid()
    assert original.read_from(plan) is original.read_from(plan)
    assert original.mending(plan) == plan


# What mending changed


def test_only_the_parts_that_mending_changed_are_named() -> None:
    plain = np.full((400, 800), 255, np.uint8)
    mended = plain.copy()
    assert changed_parts(mended, plain) == []
    plain[100:140, 80:240] = 120
    plain[300:340, 600:700] = 120
    parts = changed_parts(mended, plain)
    assert parts is not None and len(parts) == 2
    for part, (left, top, right, bottom) in zip(parts, [(80, 100, 240, 140), (600, 300, 700, 340)], strict=True):
        assert part[0] <= left and part[1] <= top and part[2] >= right and part[3] >= bottom
        assert part[0] > left - 60 and part[3] < bottom + 60
    plain[:250] = 120
    assert changed_parts(mended, plain) is None, "most of the page is read again as a whole"
    faint = mended.copy()
    faint[100:140, 80:240] = 244
    assert changed_parts(mended, faint) == []


def differing(*boxes: Box, by: int = 100) -> list[Box] | None:
    """The parts of a page 800 x 400 that differ in these boxes."""
    mended = np.full((400, 800), 255, np.uint8)
    plain = mended.copy()
    for left, top, right, bottom in boxes:
        plain[top:bottom, left:right] -= by
    return changed_parts(mended, plain)


def test_a_part_reaches_a_little_beyond_what_changed_and_not_beyond_the_page() -> None:
    assert differing((200, 120, 400, 160)) == [(176, 96, 424, 184)]
    assert differing((0, 0, 80, 40)) == [(0, 0, 104, 64)]
    assert differing((720, 360, 800, 400)) == [(696, 336, 800, 400)]
    assert differing((200, 120, 400, 160), by=12) == []
    assert differing((200, 120, 400, 160), by=13) == [(176, 96, 424, 184)]


def test_letters_of_a_line_and_lines_of_a_block_are_one_part() -> None:
    assert differing((200, 120, 240, 140), (300, 120, 340, 140)) == [(176, 96, 364, 164)]
    assert differing((200, 120, 240, 140), (200, 160, 240, 180)) == [(176, 96, 264, 204)]
    assert differing((80, 120, 120, 140), (400, 120, 440, 140)) == [(56, 96, 144, 164), (376, 96, 464, 164)]
    # Three whose surroundings meet one after the other are one, too.
    three = (200, 40, 240, 60), (248, 104, 288, 124), (200, 168, 240, 188)
    assert differing(*three) == [(176, 16, 312, 212)]


def test_specks_are_no_part_and_a_third_of_the_page_is_the_whole() -> None:
    assert differing((200, 120, 212, 160)) == [], "three pixels of the copy are no print"
    assert differing((200, 120, 216, 160)) != []
    assert differing((0, 0, 800, 112)) is not None
    assert differing((0, 0, 800, 120)) is None


def test_pictures_of_a_file_are_kept_up_to_so_many_bytes_the_last_used_longest() -> None:
    made: list[int] = []

    def make(number: int) -> np.ndarray:
        made.append(number)
        return np.zeros(400, np.uint8)

    cache = PictureCache(1000)
    for number in (1, 2, 1, 3, 1, 2):
        cache.get("grey", number, lambda number=number: make(number))  # type: ignore[misc]
    assert made == [1, 2, 3, 2], "the third drove out the second, which was used longest ago"
    cache.get("colour", 1, lambda: make(10))
    assert made[-1] == 10, "kinds are kept apart"
    large = PictureCache(10)
    assert large.get("grey", 1, lambda: make(7)) is large.get("grey", 1, lambda: make(8)), "one is always kept"
