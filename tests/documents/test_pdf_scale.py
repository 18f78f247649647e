"""How large a page of a PDF is rendered, whatever its box says, and which scans are taken out in their own pixels."""

from __future__ import annotations

import pytest

from simulator.documents.pages.objects import Objects, PagePicture
from simulator.documents.pages.pdf_scale import dpi_of_scan, is_taken_out, scale

A4 = (595.0, 842.0)
USUAL = 200 / 72


def scan(across: int, down: int, size: tuple[float, float] = A4, plain: bool = True) -> PagePicture:
    """A picture that fills a page of that size (points)."""
    return PagePicture(None, (0.0, 0.0, *size), (across, down), plain)


@pytest.mark.parametrize("size", [A4, (842.0, 595.0), (250.0, 160.0), (1190.0, 1684.0), (1800.0, 1000.0)])
def test_a_sheet_is_rendered_at_two_hundred_dots_an_inch(size: tuple[float, float]) -> None:
    assert scale(size, (), 10.0) == pytest.approx(min(USUAL, 6000 / max(size)))


def test_a_poster_is_rendered_no_longer_than_is_of_use() -> None:
    assert scale((1800.0, 1700.0), (), 10.0) * 1800 <= 6000
    assert scale((1800.0, 1700.0), (), 10.0) ** 2 * 1800 * 1700 <= 20_000_001


@pytest.mark.parametrize("longest", [249.0, 1801.0, 14_400.0, 20.0])
def test_a_page_that_is_no_sheet_is_rendered_by_its_print(longest: float) -> None:
    size = (longest * 0.7, longest)
    letters = longest / 80
    assert scale(size, (), letters) == pytest.approx(32.0 / letters)
    assert scale(size, (), 0.0) * longest == pytest.approx(2339), "without print it is taken for A4"


@pytest.mark.parametrize(("pixels", "expected"), [(2400, 2400), (4200, 3000)])
def test_or_by_its_pictures_up_to_a_length(pixels: int, expected: int) -> None:
    size = (56.0, 80.0)
    assert scale(size, (scan(round(pixels * 0.7), pixels, size),), 0.0) * 80 == pytest.approx(expected, rel=0.01)


def test_a_small_sheet_that_is_all_scan_is_rendered_in_the_scan_s_pixels() -> None:
    size = (297.0, 421.0)
    fine = scan(1650, 2338, size)
    assert scale(size, (fine,), 0.0) == pytest.approx(2338 / 421, rel=0.01)
    assert scale(size, (fine,), 5.0) == pytest.approx(USUAL), "with print of its own it is what it says"
    assert scale(size, (scan(600, 850, size),), 0.0) == pytest.approx(USUAL), "a coarse scan gains nothing"
    assert scale(A4, (scan(3300, 4676),), 0.0) == pytest.approx(USUAL)


def test_an_empty_picture_has_no_pixels_a_point() -> None:
    empty = PagePicture(None, (10.0, 10.0, 10.0, 10.0), (100, 100), True)
    assert scale((20.0, 20.0), (empty,), 0.0) * 20 == pytest.approx(2339)
    assert not is_taken_out(A4, empty)


def test_the_resolution_of_a_scan_is_told_by_the_page_or_by_a4() -> None:
    assert dpi_of_scan(A4, scan(1654, 2339)) == 200
    assert dpi_of_scan((5950.0, 8420.0), scan(1654, 2339, (5950.0, 8420.0))) == 200
    assert dpi_of_scan((842.0, 595.0), scan(2339, 1654, (842.0, 595.0))) == 200


@pytest.mark.parametrize(
    ("across", "down", "plain", "taken"),
    [
        (1654, 2339, True, True),
        (1654, 2339, False, False),
        (992, 1404, True, True),
        (984, 1392, True, False),
        (3720, 5262, True, True),
        (4200, 5940, True, False),
        # Pixels that are wider than high, as faxes have them.
        (1728, 1100, True, False),
        (1728, 2339, True, True),
    ],
)
def test_a_scan_is_taken_out_between_120_and_450_dots_an_inch(across: int, down: int, plain: bool, taken: bool) -> None:
    assert is_taken_out(A4, scan(across, down, plain=plain)) is taken


def test_a_scan_of_few_pixels_is_taken_out_whatever_its_box_says() -> None:
    small = (280.0, 396.0)
    assert is_taken_out(small, scan(2540, 3590, small))
    assert not is_taken_out(small, scan(2560, 3620, small))


# What covers words


def test_a_word_is_covered_by_what_is_drawn_later_over_all_of_its_ink() -> None:
    objects = Objects(covers=[(5, (100.0, 100.0, 200.0, 120.0))], order={1: 3, 2: 7})
    assert objects.is_covered(1, (110.0, 102.0, 190.0, 118.0))
    assert not objects.is_covered(2, (110.0, 102.0, 190.0, 118.0)), "it was drawn before"
    assert not objects.is_covered(9, (110.0, 102.0, 190.0, 118.0)), "nothing is known of it"
    # The rim of a box holds no ink: a tenth of its width, three tenths of its height.
    assert objects.is_covered(1, (91.0, 93.0, 209.0, 127.0))
    assert not objects.is_covered(1, (85.0, 102.0, 190.0, 118.0))
    assert not objects.is_covered(1, (110.0, 80.0, 190.0, 118.0))
