"""Sheets photographed on something else: their corners found on every table, and nothing cut off where no sheet stands out."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from simulator.documents.pages import corners
from simulator.documents.pages.prepare import Original

Corners = list[tuple[int, int]]

#: A sheet that lies askew and is seen at an angle, on a picture of 1200 x 900.
ASKEW: Corners = [(230, 120), (980, 170), (1020, 790), (190, 740)]


def paper(colour: int = 248) -> np.ndarray:
    image = Image.new("RGB", (800, 640), (colour,) * 3)
    pen = ImageDraw.Draw(image)
    for row in range(8):
        pen.text(
            (60, 40 + 70 * row), "Invoice number of the dealer named", (30, 30, 30), font=ImageFont.load_default(34)
        )
    return np.asarray(image)


def lying(
    at: Corners = ASKEW, table: tuple[int, int, int] = (80, 70, 60), grain: float = 0.0, colour: int = 248
) -> np.ndarray:
    """A photo of the paper with its corners there."""
    rng = np.random.default_rng(4)
    ground = np.full((900, 1200, 3), table, np.float64) + rng.normal(0, 1, (900, 1200, 1)) * grain
    picture = np.clip(ground, 0, 255).astype(np.uint8)
    source = np.array([(0, 0), (800, 0), (800, 640), (0, 640)], np.float32)
    matrix = cv2.getPerspectiveTransform(source, np.array(at, np.float32))
    cv2.warpPerspective(paper(colour), matrix, (1200, 900), dst=picture, borderMode=cv2.BORDER_TRANSPARENT)
    return picture


def off(found: np.ndarray | None, at: Corners) -> float:
    """How far the corner that is furthest off is from where it should be (pixels)."""
    assert found is not None
    return float(np.abs(found - np.array(at)).max())


@pytest.mark.parametrize("table", [(80, 70, 60), (20, 20, 25), (120, 60, 40), (60, 100, 140), (150, 140, 130)])
@pytest.mark.parametrize("grain", [0.0, 18.0])
def test_a_sheet_is_found_on_a_table_of_any_colour(table: tuple[int, int, int], grain: float) -> None:
    assert off(corners.sheet(lying(table=table, grain=grain)), ASKEW) < 14


@pytest.mark.parametrize(
    "at",
    [
        [(300, 60), (900, 90), (880, 850), (270, 830)],
        [(120, 260), (700, 60), (1080, 600), (480, 830)],
        [(320, 150), (880, 150), (1050, 800), (150, 800)],
        [(40, 120), (980, 170), (1020, 790), (36, 740)],
    ],
    ids=["upright", "turned", "seen from below", "near an edge"],
)
def test_a_sheet_is_found_however_it_lies(at: Corners) -> None:
    found = corners.sheet(lying(at))
    assert found is not None
    order = [int(np.argmin([abs(x - u) + abs(y - v) for u, v in at])) for x, y in found]
    assert sorted(order) == [0, 1, 2, 3], "each corner is one of the sheet's"
    assert off(found, [at[number] for number in order]) < 22
    assert (order[1] - order[0]) % 4 == (order[2] - order[1]) % 4 == 1, "clockwise"


def test_a_torn_corner_is_made_whole() -> None:
    picture = lying()
    cv2.fillConvexPoly(picture, np.array([(225, 115), (275, 118), (226, 170)], np.int32), (80, 70, 60))
    assert off(corners.sheet(picture), ASKEW) < 14


@pytest.mark.parametrize(
    "picture",
    [
        np.pad(paper(), ((100, 160), (150, 250), (0, 0)), constant_values=250),
        np.pad(paper(), ((130, 130), (200, 200), (0, 0)), constant_values=30),
        lying([(500, 400), (700, 420), (690, 560), (490, 540)]),
        lying([(2, 2), (1197, 3), (1198, 897), (3, 898)]),
        np.full((900, 1200, 3), 40, np.uint8),
        lying(table=(215, 215, 210)),
        np.random.default_rng(3).integers(0, 255, (300, 400, 3), np.uint8),
    ],
    ids=["a scan", "a picture on a screen", "a card", "a sheet that fills it", "nothing", "a bright table", "noise"],
)
def test_without_a_sheet_that_stands_out_nothing_is_cut_off(picture: np.ndarray) -> None:
    assert corners.sheet(picture) is None


def test_a_dark_rim_is_asked_for_before_any_sheet() -> None:
    grey = lying()[:, :, 0]
    assert corners.may_be_framed(grey)
    assert not corners.may_be_framed(paper()[:, :, 0])
    assert not corners.may_be_framed(lying(table=(215, 215, 210))[:, :, 0])


def test_the_sheet_is_laid_straight_with_its_own_proportions() -> None:
    plan = Original(lying()).laid()
    assert plan.steps[0] == "sheet straightened"
    assert plan.width / plan.height == pytest.approx(800 / 640, rel=0.1)
    shown = cv2.perspectiveTransform(np.array([[(0.0, 0.0)], [(plan.width, plan.height)]]), plan.transform)[:, 0]
    assert np.abs(shown - [ASKEW[0], ASKEW[2]]).max() < 16
    assert Original(paper()).laid().steps == ()
