"""What the rest needs of an OCR engine: a grey picture in, words with boxes and confidences out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Protocol

from simulator.documents.model import Word
from simulator.documents.ocr import models
from simulator.errors import SettingError
from simulator.extras import installing, installing_packages, missing

if TYPE_CHECKING:
    import numpy as np

#: Page segmentation modes of Tesseract that are asked for: a whole page, one line, print anywhere in no order.
PAGE, LINE, SPARSE = 3, 7, 11


@dataclass(frozen=True)
class Line:
    """A line as it was read. Each word with its confidence and where it starts and ends, as parts of the line's width."""

    text: str
    confidence: float
    words: tuple[tuple[str, float, float, float], ...]


class LineReader(Protocol):
    """Who reads pieces that are cut out of a page."""

    def lines(self, images: Sequence[np.ndarray]) -> list[Line]:
        """What each grey picture says that shows one line of print and nothing else."""
        ...


class Engine(Protocol):
    """An engine that is open and ready. One in a process, used by one thread at a time."""

    #: Engine, version and model: what readings by it are known by.
    name: str
    #: Who reads doubtful values a second time, if anybody.
    second: LineReader | None

    def read(self, image: np.ndarray, *, dpi: int = 0, psm: int = PAGE) -> list[Word]:
        """The words of a grey picture (height x width, 8 bits), in reading order. `dpi` 0: not known."""
        ...

    def again(self, image: np.ndarray, words: list[Word]) -> list[Word]:
        """The words that were read of an upright page, better where there is a second reader to ask, else as they are."""
        ...

    def in_language(self, words: Sequence[Word]) -> Engine | None:
        """The engine for the language that a page with these words is in; None where that is this one, or has no model here."""
        ...

    def turned(self, image: np.ndarray) -> tuple[int, float]:
        """By how many degrees (0, 90, 180, 270) clockwise the print is turned, and how sure (from 0, 1 is sure)."""
        ...


#: The module of each engine, imported when it is asked for.
_MODULES = {
    "tesserocr": "simulator.documents.ocr.tesserocr",
    "pytesseract": "simulator.documents.ocr.pytesseract",
    "rapidocr": "simulator.documents.ocr.rapidocr",
}


#: By engine: the modules and commands that it needs, and what brings them.
_NEEDS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "tesserocr": (("tesserocr",), ()),
    "pytesseract": (("pytesseract",), ("tesseract",)),
    "rapidocr": (("rapidocr", "onnxruntime"), ()),
}


def require(engine: str, model: str) -> None:
    """Look, without loading anything, whether an engine and its model are installed.

    Raises SettingError, with the command that installs them, where they are not.
    """
    needed = [("ocr_engine", engine, engine)]
    if model == "best" and engine != "rapidocr":
        needed.append(("ocr_model", "best", "rapidocr"))
    for setting, value, wanted in needed:
        modules, commands = _NEEDS[wanted]
        if missing(modules):
            how = installing(wanted) if wanted != "tesserocr" else installing_packages(wanted)
            raise SettingError(f"{setting}: {value} needs what is not installed ({missing(modules)[0]}); `{how}`")
        if missing((), commands):
            raise SettingError(
                f"{setting}: {value} needs the command `{commands[0]}`; install it (Debian: `apt install tesseract-ocr`),"
                " or choose tesserocr, which brings its own"
            )
    if engine != "rapidocr":
        models.english("standard" if model == "standard" else "fast")


def open_engine(engine: str, model: str) -> Engine:
    """Load an engine by name. Raises SettingError, saying what to install, when it or its model is not there."""
    if engine not in _MODULES:
        raise SettingError(f"ocr_engine: there is no engine {engine!r}; engines: {', '.join(_MODULES)}")
    opened: Engine = import_module(_MODULES[engine]).open_engine(model)
    return opened
