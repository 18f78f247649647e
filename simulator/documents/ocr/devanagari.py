"""Print in Devanagari, read by Tesseract's Hindi and Marathi models where they are installed.

English reads such print as rubbish of low confidence. Only that is read again, and taken where it turns out to be
Devanagari: an English page costs nothing, and no English word is lost.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.documents.ocr import models
from simulator.documents.ocr.engine import Line
from simulator.documents.ocr.lines import TesseractLines

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


class Devanagari(TesseractLines):
    """Reads lines, and says nothing of those that are not in this script; loaded when the first one is doubtful."""

    doubtful, doubtful_code, believed = 0.6, 0.0, 0.6

    def __init__(self, folder: Path, languages: str) -> None:
        super().__init__(folder, languages)
        self.name = languages

    def lines(self, images: Sequence[np.ndarray]) -> list[Line]:
        return [line if SCRIPT.search(line.text) else Line("", 0.0, ()) for line in super().lines(images)]
