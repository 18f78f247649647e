"""Rows of small print in a picture, legible or not: what makes a picture that of a document, even where nothing can be read.

Shelves and shop fronts have rows of letters too, but on grounds of many colours; a document has one.
"""

from __future__ import annotations

import cv2
import numpy as np

from simulator.documents.components import components

#: Looked at in a copy of this longest side (pixels), in which print of a card or page is 5 to 40 pixels high.
_COPY = 640
_HIGH = (5, 40)
_WIDE = 30
_LONG = 2.5
_FULL = 0.5
#: So many rows, over this share of the picture, are a document's. Measured on blurred cards: 7 rows and 0.029 at least;
#: six photographs without print: 4 rows and 0.012 at most.
_ROWS, _AREA = 6, 0.02
#: How far the grounds of the rows may differ (median distance from their median, Lab).
_ONE_GROUND = 14.0


def looks_like_document(colour: np.ndarray) -> bool:
    """Whether a picture (height x width x 3, RGB, uint8) shows rows of print on one ground."""
    scale = _COPY / max(colour.shape[:2])
    size = (round(colour.shape[1] * scale), round(colour.shape[0] * scale))
    small = cv2.resize(colour, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC)
    found = _rows(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY))
    area = sum(wide * high for _, _, wide, high in found)
    if len(found) < _ROWS or area < _AREA * size[0] * size[1]:
        return False
    lab = cv2.cvtColor(small, cv2.COLOR_RGB2LAB)
    grounds = np.array([_ground(lab[y : y + high, x : x + wide]) for x, y, wide, high in found])
    return float(np.median(np.abs(grounds - np.median(grounds, axis=0)).max(axis=1))) <= _ONE_GROUND


def _rows(grey: np.ndarray) -> list[tuple[int, int, int, int]]:
    """Long low patches full of upright strokes darker than their ground: left, top, width, height."""
    dark = cv2.morphologyEx(grey, cv2.MORPH_BLACKHAT, np.ones((11, 19), np.uint8))
    strokes = np.abs(cv2.Sobel(dark, cv2.CV_32F, 1, 0))
    strokes = (255 * strokes / max(float(strokes.max()), 1.0)).astype(np.uint8)
    joined = cv2.morphologyEx(cv2.GaussianBlur(strokes, (3, 3), 0), cv2.MORPH_CLOSE, np.ones((3, 17), np.uint8))
    _, patches = cv2.threshold(joined, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    patches = cv2.morphologyEx(patches, cv2.MORPH_OPEN, np.ones((3, 7), np.uint8))
    stats = components(patches).stats
    return [
        (x, y, wide, high)
        for x, y, wide, high, area in stats[1:].tolist()
        if wide >= max(_WIDE, _LONG * high) and _HIGH[0] <= high <= _HIGH[1] and area > _FULL * wide * high
    ]


def _ground(lab: np.ndarray) -> np.ndarray:
    """The colour between the letters: that of the brighter pixels."""
    bright = lab[..., 0] >= np.percentile(lab[..., 0], 70)
    ground: np.ndarray = np.median(lab[bright].astype(np.float32), axis=0)
    return ground
