"""Evens the light: divides a picture by the brightness of its paper, which removes shadows and shading."""

from __future__ import annotations

import cv2
import numpy as np

from simulator.documents.pages.levels import every

#: Brightness of the paper is taken from a copy with this longest side (pixels).
SMALL = 500
#: The paper between letters: the brightest within this many pixels of the copy.
_REACH = 15
#: Where the 10th of 100 parts of the paper is darker than this share of the 90th, light is uneven. Measured.
_EVEN = 0.95
#: A picture whose middle grey is below this is a dark screen, and never to be flattened.
_DARK = 110


def small(picture: np.ndarray, longest: int = SMALL) -> np.ndarray:
    """A copy whose longest side is `longest` pixels, if it has more."""
    height, width = picture.shape[:2]
    scale = longest / max(height, width)
    if scale >= 1:
        return picture
    return reduced(picture, (max(1, round(width * scale)), max(1, round(height * scale))))


def reduced(picture: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """A picture made smaller to look at, to this size (width, height). Halved as often as that goes, and the rest along
    straight lines, which is ten times faster than averaging over parts of pixels."""
    width, height = picture.shape[1], picture.shape[0]
    while width >= 2 * size[0] and height >= 2 * size[1]:
        even = picture[: height - height % 2, : width - width % 2]
        width, height = width // 2, height // 2
        picture = cv2.resize(even, (width, height), interpolation=cv2.INTER_AREA)
    return picture if (width, height) == size else cv2.resize(picture, size, interpolation=cv2.INTER_LINEAR)


def picked(colour: np.ndarray, longest: int) -> np.ndarray:
    """Every n-th pixel of a picture (height x width x 3) as it is, so many or a few more on its longest side: where averages
    would mix print and paper."""
    step = max(1, max(colour.shape[:2]) // longest)
    if step == 1:
        return colour
    return np.asarray(cv2.merge([np.ascontiguousarray(colour[::step, ::step, channel]) for channel in range(3)]))


def paper_of(copy: np.ndarray) -> np.ndarray:
    """The grey of the paper under every pixel of a small copy."""
    reach = np.ones((_REACH, _REACH), np.uint8)
    return cv2.blur(cv2.morphologyEx(copy, cv2.MORPH_CLOSE, reach), (_REACH, _REACH))


def uneven(copy: np.ndarray, paper: np.ndarray) -> bool:
    light = every(paper, 3)
    return light.quantile(10) < _EVEN * light.quantile(90) and every(copy, 3).median > _DARK


def flattened(grey: np.ndarray, paper: np.ndarray) -> np.ndarray:
    height, width = grey.shape
    large = cv2.resize(np.maximum(paper, 1), (width, height), interpolation=cv2.INTER_LINEAR)
    return cv2.divide(grey, large, scale=255)
