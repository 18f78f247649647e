"""Tesseract inside this process, through tesserocr: an engine stays open, so a page costs its reading only."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from simulator.documents.model import Word
from simulator.documents.ocr import models
from simulator.documents.ocr.engine import PAGE, Engine, LineReader
from simulator.documents.ocr.languages import ENGLISH, Speakers
from simulator.documents.ocr.lines import TesseractLines
from simulator.documents.ocr.orientation import Orientation, set_image
from simulator.documents.ocr.tsv import UNKNOWN_DPI, words_of_tsv
from simulator.errors import SettingError
from simulator.extras import installing_packages

if TYPE_CHECKING:
    import numpy as np


def open_engine(model: str) -> Engine:
    from simulator.documents.ocr.second_engine import open_two_engines

    return open_two_engines(Tesserocr("fast" if model == "best" else model), model)


class Tesserocr:
    """Print in one language; and, of the English one, engines for pages that turn out to be in others, each loaded with the
    first such page."""

    def __init__(self, model: str, language: str = ENGLISH) -> None:
        try:
            import tesserocr
        except ImportError as missing:
            raise SettingError(
                f"ocr_engine: tesserocr does not load ({missing}); `{installing_packages('tesserocr')}`, or choose"
                " pytesseract"
            ) from None
        # What Leptonica says of odd pictures is no message to a user, and would land in the middle of ours.
        tesserocr.set_leptonica_log_level(tesserocr.LeptLogLevel.NONE)
        folder = models.folder_with(language, model)
        self._api = tesserocr.PyTessBaseAPI(path=f"{folder}/", lang=language, oem=tesserocr.OEM.LSTM_ONLY)
        self._orientation = Orientation()
        self._speakers = Speakers(partial(Tesserocr, model)) if language == ENGLISH else None
        version = tesserocr.tesseract_version().split("\n")[0].replace(" ", "-")
        again = "standard" if models.is_installed("standard") else "fast"
        self.second: LineReader | None = TesseractLines(models.folder_with(language, again), language)
        others = self._speakers.named if self._speakers else ""
        self.name = f"{version}-{model}{others}, values again {again}"

    def read(self, image: np.ndarray, *, dpi: int = 0, psm: int = PAGE) -> list[Word]:
        self._api.SetPageSegMode(psm)
        set_image(self._api, image)
        self._api.SetSourceResolution(dpi or UNKNOWN_DPI)
        words = words_of_tsv(self._api.GetTSVText(0))
        self._api.Clear()
        return words

    def in_language(self, words: Sequence[Word]) -> Engine | None:
        return self._speakers.of(words) if self._speakers else None

    def again(self, image: np.ndarray, words: list[Word]) -> list[Word]:
        return words

    def turned(self, image: np.ndarray) -> tuple[int, float]:
        return self._orientation.turned(image)
