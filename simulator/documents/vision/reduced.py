"""A page made smaller for what is looked for in its picture: pictures, words and boxes in the same, fewer pixels."""

from __future__ import annotations

from functools import cached_property

import cv2
import numpy as np

from simulator.documents.extract.sources import SheetView
from simulator.documents.model import Box, Word
from simulator.documents.vision import ink, stamps
from simulator.documents.vision.stamps import Stamp

#: A usual word is then so high (pixels): a pen's line is still two wide.
_WORD = 14.0


class Reduced:
    """One page in few pixels: `grey` (height x width), `colour` (height x width x 3, RGB), and its words in them."""

    def __init__(self, sheet: SheetView) -> None:
        page = sheet.page
        self._sheet = sheet
        self._scale = min(_WORD / ink.unit_of(page.words, page.height, page.width), 1.0)
        self.words = tuple(
            Word(word.text, self._times(word.box, self._scale), word.confidence, word.line, word.block)
            for word in page.words
        )

    @cached_property
    def grey(self) -> np.ndarray:
        """As the engine saw it, with stamps and watermarks left where they are."""
        whole = self._sheet.plain
        if self._scale == 1:
            return np.asarray(whole)
        height, width = whole.shape
        size = (max(1, round(width * self._scale)), max(1, round(height * self._scale)))
        return np.asarray(cv2.resize(whole, size, interpolation=cv2.INTER_AREA))

    @cached_property
    def stamps(self) -> tuple[Stamp, ...]:
        """The stamps, in these pixels."""
        return stamps.find_stamps(self.grey, self._sheet.smaller(self._scale), self.words)

    def whole(self, box: Box) -> Box:
        """A box of the reduced page in pixels of the page."""
        return self._times(box, 1 / self._scale)

    def stamp(self, found: Stamp) -> Stamp:
        """A stamp of the reduced page in pixels of the page."""
        by = 1 / self._scale
        return Stamp(self.whole(found.box), tuple((x * by, y * by) for x, y in found.corners))

    @staticmethod
    def _times(box: Box, by: float) -> Box:
        left, top, right, bottom = box
        return round(left * by), round(top * by), round(right * by), round(bottom * by)


def reduced(sheet: SheetView) -> Reduced:
    return Reduced(sheet)
