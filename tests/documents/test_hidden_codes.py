"""Matrix codes that nobody may see, sharp or too blurred to be read: told from print, pictures and patterns by their texture."""

from __future__ import annotations

import io

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from simulator.documents.redact import code_boxes_in, redacted


def speckled(size: tuple[int, int], modules: int = 40, seed: int = 2) -> np.ndarray:
    """Black and white squares in no order, as a dense code has them: height x width, grey."""
    rng = np.random.default_rng(seed)
    across = max(1, round(modules * size[0] / size[1]))
    cells = rng.integers(0, 2, (modules, across)).astype(np.uint8) * 255
    return cv2.resize(cells, size, interpolation=cv2.INTER_NEAREST)


def page(
    patch: np.ndarray | None = None, at: tuple[int, int] = (0, 0), size: tuple[int, int] = (640, 640)
) -> np.ndarray:
    """A page of that width and height, with a patch at a place: height x width x 3."""
    picture = np.full((size[1], size[0]), 255, np.uint8)
    if patch is not None:
        picture[at[1] : at[1] + patch.shape[0], at[0] : at[0] + patch.shape[1]] = patch
    return np.stack([picture] * 3, axis=2)


def boxes(picture: np.ndarray) -> list[tuple[int, ...]]:
    return [tuple(np.rint((*each.min(axis=0), *each.max(axis=0))).astype(int)) for each in code_boxes_in(picture)]


@pytest.mark.parametrize("blur", [0.0, 2.0])
@pytest.mark.parametrize(("size", "side", "at"), [((640, 640), 160, (240, 200)), ((2000, 1500), 500, (900, 600))])
def test_a_dense_code_is_hidden_with_its_rim_however_blurred_it_is(
    size: tuple[int, int], side: int, at: tuple[int, int], blur: float
) -> None:
    picture = page(speckled((side, side)), at, size)
    if blur:
        picture = cv2.GaussianBlur(picture, (0, 0), blur * size[0] / 640)
    found = boxes(picture)
    assert len(found) == 1
    left, top, right, bottom = found[0]
    slack = 0.16 * side
    assert left <= at[0] + 2 and top <= at[1] + 2 and right >= at[0] + side - 2 and bottom >= at[1] + side - 2
    assert (
        left > at[0] - slack and top > at[1] - slack and right < at[0] + side + slack and bottom < at[1] + side + slack
    )


def test_a_turned_code_is_hidden_by_a_turned_square() -> None:
    flat = page(speckled((180, 180)), (230, 230))
    turn = cv2.getRotationMatrix2D((320, 320), 30, 1.0)
    (corners,) = code_boxes_in(cv2.warpAffine(flat, turn, (640, 640), borderValue=(255, 255, 255)))
    sides = np.linalg.norm(corners - np.roll(corners, -1, axis=0), axis=1)
    assert sides == pytest.approx([180 * 1.12] * 4, rel=0.12), "no larger than the code itself with its margin"
    assert corners.mean(axis=0) == pytest.approx((320, 320), abs=8)


def test_two_codes_are_two() -> None:
    picture = page(speckled((120, 120)), (60, 60))
    picture[400:520, 420:540] = speckled((120, 120), seed=9)[:, :, None]
    assert len(boxes(picture)) == 2


def printed(size: int, rows: int) -> np.ndarray:
    """A square block of small print."""
    image = Image.new("L", (200, 200), 255)
    pen = ImageDraw.Draw(image)
    for row in range(rows):
        pen.text((4, 2 + row * (200 / rows)), "Invoice number of the dealer", 0, font=ImageFont.load_default(size))
    return np.asarray(image)


@pytest.mark.parametrize(
    "patch",
    [
        printed(13, 14),
        printed(16, 10),
        speckled((400, 100), 25),
        speckled((30, 30), 8),
        np.tile(np.array([[0] * 8 + [255] * 8], np.uint8), (200, 12)),
        np.tile(np.array([[0]] * 8 + [[255]] * 8, np.uint8), (12, 200)),
        np.full((200, 200), 90, np.uint8),
    ],
    ids=["small print", "print", "a strip", "a speck", "a line barcode", "rules", "a plain square"],
)
def test_print_and_patterns_are_no_codes(patch: np.ndarray) -> None:
    assert boxes(page(patch, (200, 200))) == []


def test_what_fills_most_of_a_picture_is_a_picture() -> None:
    assert len(boxes(page(speckled((300, 300), 90), (150, 150)))) == 1
    assert boxes(page(speckled((360, 360), 110), (140, 140))) == []


def test_a_redacted_photo_is_a_jpeg_that_opens_and_shows_no_code() -> None:
    stream = io.BytesIO()
    Image.fromarray(page(speckled((160, 160)), (240, 200))).save(stream, "JPEG", quality=92)
    picture, media_type = redacted(stream.getvalue(), (), {})
    shown = Image.open(io.BytesIO(picture))
    assert (shown.format, media_type, shown.size) == ("JPEG", "image/jpeg", (640, 640))
    grey = np.asarray(shown.convert("L"))
    assert grey[205:355, 245:395].max() < 20
    assert grey[:150].min() > 235
    assert len(picture) > 1000
