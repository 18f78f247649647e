"""Tesseract inside this process, through tesserocr: an engine stays open, so a page costs its reading only."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from simulator.documents.model import Word
from simulator.documents.ocr import models
from simulator.documents.ocr.engine import PAGE
from simulator.errors import SettingError

if TYPE_CHECKING:
    import numpy as np

#: What Tesseract is told when the resolution is not known. Measured: 150 reads as well as the true one, nothing worse.
UNKNOWN_DPI = 150
#: The level of the rows that are words.
_WORD_LEVEL = "5"


def open_engine(model: str) -> Tesserocr:
    return Tesserocr("standard" if model == "standard" else "fast")


class Tesserocr:
    def __init__(self, model: str) -> None:
        try:
            import tesserocr
        except ImportError as missing:
            raise SettingError(
                f"ocr_engine: tesserocr does not load ({missing}); `pip install tesserocr`, or choose pytesseract"
            ) from None
        self._api = tesserocr.PyTessBaseAPI(path=f"{models.english(model)}/", lang="eng", oem=tesserocr.OEM.LSTM_ONLY)
        self._module = tesserocr
        self._osd: tesserocr.PyTessBaseAPI | None = None
        version = tesserocr.tesseract_version().split("\n")[0].replace(" ", "-")
        self.name = f"{version}-{model}"

    def read(self, image: np.ndarray, *, dpi: int = 0, psm: int = PAGE) -> list[Word]:
        self._api.SetPageSegMode(psm)
        self._show(self._api, image)
        self._api.SetSourceResolution(dpi or UNKNOWN_DPI)
        words = words_of_tsv(self._api.GetTSVText(0))
        self._api.Clear()
        return words

    def turned(self, image: np.ndarray) -> tuple[int, float]:
        if self._osd is None:
            folder = models.folder_of("osd")
            if folder is None:
                return 0, 0.0
            self._osd = self._module.PyTessBaseAPI(path=f"{folder}/", lang="osd", psm=self._module.PSM.OSD_ONLY)
        self._show(self._osd, image)
        found = self._osd.DetectOrientationScript()
        self._osd.Clear()
        return (int(found["orient_deg"]), float(found["orient_conf"])) if found else (0, 0.0)

    @staticmethod
    def _show(api: object, image: np.ndarray) -> None:
        height, width = image.shape
        api.SetImageBytes(image.tobytes(), width, height, 1, width)  # type: ignore[attr-defined]


def words_of_tsv(text: str) -> list[Word]:
    """The words of Tesseract's table of pages, blocks, paragraphs, lines and words."""
    words: list[Word] = []
    line, known = 0, None
    for row in csv.reader(io.StringIO(text), delimiter="\t", quoting=csv.QUOTE_NONE):
        if len(row) < 12 or row[0] != _WORD_LEVEL or not row[11].strip():
            continue
        if (place := row[2:5]) != known:
            line, known = line + 1, place
        left, top, width, height = (int(each) for each in row[6:10])
        box = (left, top, left + width, top + height)
        words.append(Word(row[11].strip(), box, max(float(row[10]), 0.0) / 100, line, int(row[2])))
    return words
