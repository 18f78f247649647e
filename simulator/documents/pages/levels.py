"""How bright the pixels of a picture are, counted once: its median and other parts in a hundred, without sorting it."""

from __future__ import annotations

import math

import cv2
import numpy as np


class Levels:
    """The pixels of a picture (height x width, uint8, or one channel of it), those of a mask alone if there is one."""

    def __init__(self, picture: np.ndarray, mask: np.ndarray | None = None, channel: int = 0) -> None:
        counted = cv2.calcHist([picture], [channel], mask, [256], [0, 256])
        #: How many pixels have each brightness, and how many that or less.
        self.counts = counted.ravel().astype(np.int64)
        self._to = self.counts.cumsum()

    def quantile(self, percent: float) -> float:
        """What `np.percentile` says of them."""
        place = (int(self._to[-1]) - 1) * (percent / 100)
        low = math.floor(place)
        one, other = (int(np.searchsorted(self._to, at, side="right")) for at in (low, math.ceil(place)))
        over = place - low
        return one + (other - one) * over if over < 0.5 else other - (other - one) * (1 - over)

    @property
    def median(self) -> float:
        return self.quantile(50)


def every(picture: np.ndarray, step: int) -> Levels:
    """Those of every n-th pixel, across and down, which tell as much."""
    return Levels(np.ascontiguousarray(picture[::step, ::step]))
