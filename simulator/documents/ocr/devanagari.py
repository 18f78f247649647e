"""Print in Devanagari, read by Tesseract's Hindi and Marathi models where they are installed.

English reads such print as rubbish of low confidence. Only that is read again, and taken where it turns out to be
Devanagari: an English page costs nothing, and no English word is lost.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulator.documents.ocr import models
from simulator.documents.ocr.engine import LINE
from simulator.documents.ocr.orientation import show
from simulator.documents.ocr.second import Line

if TYPE_CHECKING:
    import numpy as np

LANGUAGES = ("hin", "mar")
SCRIPT = re.compile(r"[\u0900-\u097f]")


def installed() -> tuple[Path, str] | None:
    """The folder with models of these languages and their names as Tesseract wants them, or None."""
    for folder in models.folders():
        there = [language for language in LANGUAGES if (folder / f"{language}.traineddata").is_file()]
        if there:
            return folder, "+".join(there)
    return None


class Devanagari:
    """Reads lines; loaded when the first one is doubtful."""

    doubtful, doubtful_code, believed = 0.6, 0.0, 0.6

    def __init__(self, folder: Path, languages: str) -> None:
        self._folder = folder
        self._languages = languages
        self._api: Any = None
        self.name = languages

    def lines(self, images: Sequence[np.ndarray]) -> list[Line]:
        return [self._line(image) for image in images]

    def _line(self, image: np.ndarray) -> Line:
        import tesserocr

        from simulator.documents.ocr.tesserocr import UNKNOWN_DPI, words_of_tsv

        if self._api is None:
            self._api = tesserocr.PyTessBaseAPI(
                path=f"{self._folder}/", lang=self._languages, oem=tesserocr.OEM.LSTM_ONLY, psm=LINE
            )
        show(self._api, image)
        self._api.SetSourceResolution(UNKNOWN_DPI)
        words = words_of_tsv(self._api.GetTSVText(0))
        self._api.Clear()
        text = " ".join(word.text for word in words)
        if not words or not SCRIPT.search(text):
            return Line("", 0.0, ())
        width = image.shape[1]
        confidence = sum(word.confidence for word in words) / len(words)
        return Line(
            text,
            confidence,
            tuple((word.text, word.confidence, word.box[0] / width, word.box[2] / width) for word in words),
        )
