"""Tesseract as a command of the system, through pytesseract: a process for each page."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from simulator.documents.model import Word
from simulator.documents.ocr import models
from simulator.documents.ocr.engine import PAGE, Engine, LineReader
from simulator.documents.ocr.languages import ENGLISH, Speakers
from simulator.documents.ocr.tsv import UNKNOWN_DPI, words_of_tsv
from simulator.errors import SettingError
from simulator.extras import installing

if TYPE_CHECKING:
    import numpy as np


def open_engine(model: str) -> Engine:
    from simulator.documents.ocr.second_engine import open_two_engines

    return open_two_engines(Pytesseract("fast" if model == "best" else model), model)


class Pytesseract:
    def __init__(self, model: str, language: str = ENGLISH) -> None:
        try:
            import pytesseract
        except ImportError:
            raise SettingError(f"ocr_engine: pytesseract is not installed; `{installing('pytesseract')}`") from None
        try:
            version = pytesseract.get_tesseract_version()
        except (pytesseract.TesseractNotFoundError, SystemExit):
            raise SettingError(
                "ocr_engine: pytesseract needs the command `tesseract`; install it (Debian: `apt install tesseract-ocr`),"
                " or choose tesserocr, which brings its own"
            ) from None
        self._module = pytesseract
        self._options = f'--tessdata-dir "{models.folder_with(language, model)}" --oem 1'
        self._language = language
        self._speakers = Speakers(partial(Pytesseract, model)) if language == ENGLISH else None
        self.second: LineReader | None = None  # a process for each piece would cost more than it wins
        others = self._speakers.named if self._speakers else ""
        self.name = f"tesseract-command-{version}-{model}{others}"

    def read(self, image: np.ndarray, *, dpi: int = 0, psm: int = PAGE) -> list[Word]:
        from PIL import Image

        options = f"{self._options} --psm {psm} --dpi {dpi or UNKNOWN_DPI}"
        return words_of_tsv(self._module.image_to_data(Image.fromarray(image), lang=self._language, config=options))

    def in_language(self, words: Sequence[Word]) -> Engine | None:
        return self._speakers.of(words) if self._speakers else None

    def again(self, image: np.ndarray, words: list[Word]) -> list[Word]:
        return words

    def turned(self, image: np.ndarray) -> tuple[int, float]:
        from PIL import Image

        if (folder := models.folder_of("osd")) is None:
            return 0, 0.0
        try:
            found = self._module.image_to_osd(
                Image.fromarray(image), config=f'--tessdata-dir "{folder}" --psm 0', output_type="dict"
            )
        except self._module.TesseractError:  # too few characters to tell
            return 0, 0.0
        return int(found["orientation"]), float(found["orientation_conf"])
