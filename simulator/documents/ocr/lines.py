"""Single lines of print, cut out of a page, read by Tesseract: doubtful values, and print in Devanagari."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulator.documents.ocr.engine import LINE, Line
from simulator.documents.ocr.orientation import set_image
from simulator.documents.ocr.tsv import UNKNOWN_DPI, words_of_tsv

if TYPE_CHECKING:
    import numpy as np


class TesseractLines:
    """Opens a model when the first line is asked for (50-75 ms; English 25-64 MB) and keeps it open."""

    def __init__(self, folder: Path, languages: str) -> None:
        self._folder = folder
        self._languages = languages

    def lines(self, images: Sequence[np.ndarray]) -> list[Line]:
        return [self._line(image) for image in images]

    def _line(self, image: np.ndarray) -> Line:
        set_image(self._api, image)
        self._api.SetSourceResolution(UNKNOWN_DPI)
        words = words_of_tsv(self._api.GetTSVText(0))
        self._api.Clear()
        if not words:
            return Line("", 0.0, ())
        width = image.shape[1]
        return Line(
            " ".join(word.text for word in words),
            sum(word.confidence for word in words) / len(words),
            tuple((word.text, word.confidence, word.box[0] / width, word.box[2] / width) for word in words),
        )

    @cached_property
    def _api(self) -> Any:
        import tesserocr

        return tesserocr.PyTessBaseAPI(
            path=f"{self._folder}/", lang=self._languages, oem=tesserocr.OEM.LSTM_ONLY, psm=LINE
        )
