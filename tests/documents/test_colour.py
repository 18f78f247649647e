"""Any picture as red, green and blue: turned, on paper, of many bits, or larger than reading needs."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

from simulator.documents.pages.colour import grey_varies, rgb, smaller
from simulator.documents.pages.picture import USEFUL_PIXELS


def spotted(mode: str = "RGB", size: tuple[int, int] = (80, 60)) -> Image.Image:
    """A bright picture with its upper left quarter dark."""
    image = Image.new("RGB", size, (250, 240, 230))
    image.paste((20, 40, 60), (0, 0, size[0] // 2, size[1] // 2))
    return image.convert(mode)


def turned(image: Image.Image, orientation: int) -> Image.Image:
    image.getexif()[0x0112] = orientation
    return image


@pytest.mark.parametrize(
    ("orientation", "quarter"),
    [
        (1, "upper left"),
        (2, "upper right"),
        (3, "lower right"),
        (4, "lower left"),
        (6, "upper right"),
        (8, "lower left"),
    ],
)
def test_a_picture_lies_as_its_tag_says(orientation: int, quarter: str) -> None:
    shown = rgb(turned(spotted(), orientation))
    height, width = shown.shape[:2]
    assert (height, width) == ((80, 60) if orientation > 4 else (60, 80))
    row, column = height // 4 * (3 if "lower" in quarter else 1), width // 4 * (3 if "right" in quarter else 1)
    dark = shown[row, column].tolist()
    assert dark == [20, 40, 60]
    assert (shown.reshape(-1, 3).max(axis=1) < 100).mean() == 0.25


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "CMYK", "YCbCr", "LAB", "HSV"])
def test_every_mode_is_three_channels_of_eight_bits(mode: str) -> None:
    image = spotted(mode) if mode != "LAB" else Image.new("LAB", (80, 60), (200, 128, 128))
    shown = rgb(image)
    assert (shown.shape, shown.dtype) == ((60, 80, 3), np.uint8)
    assert shown[50, 70].min() > 180


def test_grey_is_the_same_in_all_channels() -> None:
    shown = rgb(spotted("L"))
    assert (shown[:, :, 0] == shown[:, :, 2]).all()


# Many bits


@pytest.mark.parametrize(
    ("most", "dtype", "white"),
    [
        (255, np.uint16, 255),
        (4095, np.uint16, 255),
        (65535, np.uint16, 255),
        (65535, np.int32, 255),
        (1.0, np.float32, 255),
        (300.0, np.float32, 255),
        # Of 16 bits that are hardly used the brightest is no white.
        (20_000, np.uint16, 77),
    ],
)
def test_many_bits_are_brought_to_eight(most: float, dtype: type, white: int) -> None:
    values = np.zeros((10, 12), dtype)
    values[:, 6:] = most
    shown = rgb(Image.fromarray(values))
    assert shown[0, 0].tolist() == [0, 0, 0]
    assert shown[0, 8].tolist() == [white] * 3


def test_a_black_picture_of_many_bits_stays_black() -> None:
    assert rgb(Image.fromarray(np.zeros((5, 5), np.float32))).max() == 0
    assert rgb(Image.fromarray(np.full((5, 5), -4.0, np.float32))).max() == 0


# Transparency


def layered(ink: tuple[int, int, int], ground: tuple[int, int, int, int] = (0, 0, 0, 0)) -> Image.Image:
    image = Image.new("RGBA", (90, 60), ground)
    ImageDraw.Draw(image).rectangle((20, 20, 59, 39), (*ink, 255))
    return image


def test_what_is_clear_is_white_paper_and_half_clear_half_of_it() -> None:
    shown = rgb(layered((10, 20, 30)))
    assert (shown[5, 5].tolist(), shown[30, 30].tolist()) == ([255] * 3, [10, 20, 30])
    half = rgb(Image.new("RGBA", (9, 9), (0, 0, 0, 128)))
    assert half[4, 4].tolist() == [127] * 3


@pytest.mark.parametrize("mode", ["LA", "PA"])
def test_every_mode_with_transparency_lies_on_paper(mode: str) -> None:
    grey = layered((10, 10, 10)).convert("LA")
    image = grey.convert("RGBA").convert("PA") if mode == "PA" else grey
    shown = rgb(image)
    assert shown[5, 5].tolist() == [255] * 3
    assert shown[30, 30].max() < 30


def test_a_colour_that_is_said_to_be_clear_is_paper() -> None:
    image = spotted("P")
    image.info["transparency"] = image.getpixel((5, 5))
    assert rgb(image)[5, 5].tolist() == [255] * 3


def test_white_print_on_nothing_is_black_print_on_white() -> None:
    shown = rgb(layered((250, 250, 250)))
    assert shown[30, 30].max() < 10
    assert shown[5, 5].min() == 255


@pytest.mark.parametrize(
    "image",
    [
        layered((250, 250, 250), (30, 60, 90, 255)),
        layered((150, 150, 150)),
        Image.new("RGBA", (30, 30), (255, 255, 255, 0)),
    ],
    ids=["on a ground", "grey", "nothing"],
)
def test_other_print_keeps_its_colour(image: Image.Image) -> None:
    shown = rgb(image)
    expected = np.asarray(image.convert("RGB"))
    opaque = np.asarray(image)[:, :, 3] == 255
    assert np.array_equal(shown[opaque], expected[opaque])


# Size


def test_a_picture_of_more_pixels_than_are_of_use_is_reduced_by_a_whole_factor() -> None:
    large = spotted(size=(9000, 4000))
    assert large.width * large.height > USEFUL_PIXELS
    made = smaller(turned(large, 6))
    assert made.size == (3000, 1334)
    shown = rgb(made)
    assert shown.shape == (3000, 1334, 3), "it lies as the large one does"
    assert shown[100, 1300].tolist() == [20, 40, 60] and shown[2900, 100].tolist() == [250, 240, 230]


@pytest.mark.parametrize("mode", ["1", "P", "L", "RGBA"])
def test_a_reduced_picture_keeps_its_greys_and_its_transparency(mode: str) -> None:
    large = spotted(mode, (5200, 4000))
    made = smaller(large)
    assert made.size == (2600, 2000)
    assert made.mode == {"1": "L", "P": "RGB"}.get(mode, mode)
    assert rgb(made)[100, 100].max() < 80 and rgb(made)[1900, 2500].min() > 200


def test_pictures_that_are_small_or_of_many_bits_stay_as_they_are() -> None:
    image = spotted(size=(5000, 4000))
    assert smaller(image) is image
    deep = Image.fromarray(np.zeros((4600, 4600), np.float32))
    assert smaller(deep) is deep


def test_how_far_grey_varies_tells_a_blank_picture() -> None:
    assert grey_varies(np.full((900, 700, 3), 230, np.uint8)) == 0.0
    assert grey_varies(rgb(spotted())) > 60
