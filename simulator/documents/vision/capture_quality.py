"""How a card's picture was taken: from the card itself, from a photocopy, or from a picture of it on a screen.

Measured: whether areas (not just strokes of a pen) have colour, and whether a fine grid runs through the whole picture,
as the pixels of a screen do. A photograph of a printed photograph has no grid and counts as the original; so does a
grey scan of a card as a copy, for nothing on it tells the two apart.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

import cv2
import msgspec
import numpy as np

#: Colour is looked at in a copy of this longest side (pixels), the outermost part left out: it may show the table.
_COPY = 700
_RIM = 0.06
#: Distance from the picture's own tint (Lab) from which a pixel is coloured, and the share of coloured area from
#: which the picture is. Measured by `bench/seen.py`.
_COLOURED = 9
_LEAST_COLOURED = 0.012
#: Grey in Lab, and how far the light may be from it before it counts as tinted.
_NEUTRAL, _TINTED = 128, 3
#: Side of the tiles whose spectra are compared, how many are taken, and the least that are needed.
_TILE = 256
_MOST_TILES = 48
_LEAST_TILES = 6
#: Slower waves than this (cycles a tile) are light and layout, not a grid.
_SLOWEST = 24
#: A wave of one direction and length, in most tiles so many times as strong as others of its length, is a grid. Level
#: and upright waves come from print and table edges too and have to be stronger (counted off the axis: `_UPRIGHT`).
_GRID, _GRID_UPRIGHT = 50.0, 750.0
_UPRIGHT = 5


class CaptureQuality(msgspec.Struct, frozen=True):
    """`flag` is the API's value. `coloured` is a share of the area; `grid` the strength of the most even
    wave, 1 at the limit."""

    flag: Literal["original", "xerox_copy", "photo_of_photo"]
    confidence: float
    coloured: float
    grid: float


def judge_quality(colour: np.ndarray, given: np.ndarray, photographed: bool) -> CaptureQuality:
    """`colour` is the straightened sheet, `given` the picture it came from: height x width x 3, RGB, uint8.

    `photographed`: by a camera, not a scanner.

    The grid is asked for only in photographs: a scanner sees a grid in the dots of common printing.
    """
    coloured = _coloured(colour)
    grid = _grid(given) if photographed else 0.0
    if grid >= 1:
        return CaptureQuality("photo_of_photo", _sure(grid), coloured, grid)
    if coloured < _LEAST_COLOURED:
        return CaptureQuality("xerox_copy", _sure(_LEAST_COLOURED / max(coloured, 1e-4)), coloured, grid)
    return CaptureQuality("original", min(_sure(coloured / _LEAST_COLOURED), _sure(1 / max(grid, 0.1))), coloured, grid)


def _sure(times: float) -> float:
    """From 0.6 at the limit to 0.95 at three times beyond it."""
    return round(min(0.6 + 0.35 * (times - 1) / 2, 0.95), 2)


def _coloured(colour: np.ndarray) -> float:
    height, width = colour.shape[:2]
    rim = round(_RIM * height), round(_RIM * width)
    inner = colour[rim[0] : height - rim[0], rim[1] : width - rim[1]]
    scale = min(_COPY / max(inner.shape[:2]), 1.0)
    small = cv2.GaussianBlur(cv2.resize(inner, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), (0, 0), 1)
    lab = cv2.cvtColor(small, cv2.COLOR_RGB2LAB)[..., 1:].astype(np.int16)
    # Grey under a lamp has the lamp's tint, the picture's commonest colour; colour differs from both.
    tint = np.median(lab, axis=(0, 1))
    distance = np.minimum(np.abs(lab - tint).max(axis=2), np.abs(lab - _NEUTRAL).max(axis=2))
    if np.abs(tint - _NEUTRAL).max() <= _TINTED:
        distance = np.abs(lab - _NEUTRAL).max(axis=2)
    area = cv2.morphologyEx((distance > _COLOURED).astype(np.uint8), cv2.MORPH_OPEN, np.ones((7, 7), np.uint8))
    return float(area.mean())


def _grid(picture: np.ndarray) -> float:
    """The strength of the most even wave that runs through the picture, against others of its length and the limit."""
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY).astype(np.float32)
    tiles = [grey[y : y + _TILE, x : x + _TILE] for y, x in _corners(*grey.shape)]
    if len(tiles) < _LEAST_TILES:
        return 0.0
    window = np.outer(np.hanning(_TILE), np.hanning(_TILE)).astype(np.float32)
    radius, limits, weights = _limits()
    rings, counts = radius.ravel(), np.bincount(radius.ravel(), weights)
    relative = []
    for tile in tiles:
        waves = np.fft.rfft2((tile - cv2.GaussianBlur(tile, (0, 0), 6)) * window)
        power = np.square(waves.real) + np.square(waves.imag)
        sums = np.bincount(rings, np.log1p(power).ravel() * weights)
        usual = np.expm1(sums / counts)[radius]
        relative.append(np.log1p(power / np.maximum(usual, 1e-3)).astype(np.float32))
    return float((np.expm1(np.median(relative, axis=0)) / limits).max())


def _corners(height: int, width: int) -> list[tuple[int, int]]:
    """Where tiles lie: side by side from the middle of the picture outwards."""
    rows, columns = range(0, height - _TILE + 1, _TILE), range(0, width - _TILE + 1, _TILE)
    every = [(y, x) for y in rows for x in columns]
    return sorted(every, key=lambda at: (at[0] - height / 2 + _TILE / 2) ** 2 + (at[1] - width / 2 + _TILE / 2) ** 2)[
        :_MOST_TILES
    ]


@lru_cache(maxsize=1)
def _limits() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """For each place of half a spectrum, as a real picture has it, its distance from the middle, how strong a wave there
    must be, and for how many places of the whole it stands."""
    x, y = np.meshgrid(np.arange(_TILE // 2 + 1), (np.arange(_TILE) + _TILE // 2) % _TILE - _TILE // 2)
    radius = np.hypot(x, y).astype(int)
    limits = np.where((np.abs(x) > _UPRIGHT) & (np.abs(y) > _UPRIGHT), _GRID, _GRID_UPRIGHT)
    # JPEG's blocks of 8 pixels leave waves of their own.
    blocks = ((x + 1) % (_TILE // 8) <= 2) & ((y + 1) % (_TILE // 8) <= 2)
    asked = (radius >= _SLOWEST) & (radius < _TILE // 2 - 2) & ~blocks & (np.abs(x) > 1) & (np.abs(y) > 1)
    whole = np.where((x == 0) | (x == _TILE // 2), 1.0, 2.0)
    return radius, np.where(asked, limits, np.inf), whole.ravel()
