"""PP-OCR through RapidOCR, models inside its package: slower than Tesseract over whole pages, surer on single lines.

Comes with the extra `[rapidocr]` and is imported only when asked for. One thread: there is a process for each core.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from simulator.documents.model import Word
from simulator.documents.ocr.engine import LINE, PAGE, Line, LineReader
from simulator.documents.ocr.orientation import Orientation
from simulator.errors import SettingError
from simulator.extras import installing

if TYPE_CHECKING:
    import numpy as np

_QUIET = {
    "Global.log_level": "error",
    "EngineConfig.onnxruntime.intra_op_num_threads": 1,
    "EngineConfig.onnxruntime.inter_op_num_threads": 1,
}


def open_engine(model: str) -> Rapidocr:
    return Rapidocr()


class Rapidocr:
    doubtful, doubtful_code, believed = 0.9, 0.97, 0.8

    def __init__(self) -> None:
        try:
            from rapidocr import RapidOCR
        except ImportError as missing:
            raise SettingError(
                f"ocr_engine: RapidOCR does not load ({missing}); `{installing('rapidocr')}`, or choose another engine, or"
                " the model fast or standard"
            ) from None
        from importlib.metadata import version

        self._ocr: Any = RapidOCR(params=_QUIET)
        self._orientation = Orientation()
        self.name = f"rapidocr-{version('rapidocr')}"
        self.second: LineReader | None = None

    def read(self, image: np.ndarray, *, dpi: int = 0, psm: int = PAGE) -> list[Word]:
        height, width = image.shape
        if psm == LINE:
            (line,) = self.lines([image])
            return [
                Word(text, (round(start * width), 0, round(end * width), height), sure, 1, 1)
                for text, sure, start, end in line.words
            ]
        found = self._ocr(_coloured(image), use_cls=False, return_word_box=True)
        words: list[Word] = []
        for number, line in enumerate(found.word_results if found.txts else (), 1):
            for text, sure, corners in line:
                across, down = [x for x, _ in corners], [y for _, y in corners]
                box = (round(min(across)), round(min(down)), round(max(across)), round(max(down)))
                words += [Word(text.strip(), box, float(sure), number, number)] if text.strip() else []
        return words

    def turned(self, image: np.ndarray) -> tuple[int, float]:
        return self._orientation.turned(image)

    def in_language(self, words: Sequence[Word]) -> None:
        return None

    def again(self, image: np.ndarray, words: list[Word]) -> list[Word]:
        return words

    def lines(self, images: Sequence[np.ndarray]) -> list[Line]:
        """What each picture says that shows one line of print and nothing else."""
        if not images:
            return []
        self._ocr.update_params(return_word_box=True)
        found = self._ocr.recognize_txt([_coloured(image) for image in images])
        return [
            Line(text.strip(), float(sure), _words(text, float(sure), places))
            for text, sure, places in zip(found.txts, found.scores, found.word_results, strict=True)
        ]


def _words(text: str, sure: float, places: Any) -> tuple[tuple[str, float, float, float], ...]:
    """The words of a line; where the recogniser's own columns do not match its text, evenly spread."""
    columns: list[float] = []
    confidences: list[float] = []
    if places is not None and places.line_txt_len:
        signs = [sign for group in places.words for sign in group]
        if "".join(signs).replace(" ", "") == text.replace(" ", ""):
            columns = [column / places.line_txt_len for group in places.word_cols for column in group]
            confidences = [float(each) for each in places.confs]
    length = len(text.replace(" ", ""))
    if len(columns) != length:
        columns = [(number + 0.5) / max(length, 1) for number in range(length)]
    if len(confidences) != length:
        confidences = [sure] * length
    words, at = [], 0
    for word in text.split():
        inside = slice(at, at + len(word))
        half = 0.5 / max(length, 1)
        start, end = max(columns[inside][0] - half, 0.0), min(columns[inside][-1] + half, 1.0)
        words.append((word, sum(confidences[inside]) / len(word), start, end))
        at += len(word)
    return tuple(words)


def _coloured(image: np.ndarray) -> np.ndarray:
    import cv2
    import numpy as np

    return np.asarray(cv2.cvtColor(image, cv2.COLOR_GRAY2BGR))
