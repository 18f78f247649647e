"""Reading twice: one engine reads the page, another reads again, line by line, what the first was not sure of.

So the model `best` has RapidOCR after Tesseract, and Devanagari has its own model after the English one. Measured on 156
pages: of 215 values that Tesseract had wrong after preparation, RapidOCR won 169 and lost 1; Tesseract's confidence
orders words well (below 0.85: 0.74 right, above 0.96: 0.997).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from statistics import fmean
from typing import TYPE_CHECKING, Protocol

from simulator.documents.boxes import around
from simulator.documents.model import Word
from simulator.documents.ocr.engine import PAGE, Engine, Line, LineReader

if TYPE_CHECKING:
    import numpy as np

#: Codes of letters and digits, where O and 0 are one slip.
_CODE = re.compile(r"(?=.*\d)(?=.*[A-Z])[A-Z0-9]{6,}")
#: Doubtful words stand in one picture when no further apart than this many heights.
_GAP = 1.5
#: Around the words, as parts of their height.
_MARGIN = 0.2
#: Print lower than this is no print (pixels); words higher than this part of the page are drawings.
_LOWEST, _HIGHEST = 7, 0.12
#: Most pieces of a page that are read again, the least sure first: a photo of no document is doubtful all over.
_MOST = 80
#: What was read in Devanagari already is not asked for again.
DEVANAGARI = re.compile(r"[\u0900-\u097f]")
#: Signs that no document here is printed in, which RapidOCR knows as well.
FOREIGN = re.compile(r"[\u3000-\u9fff\uac00-\ud7af\uff00-\uffef]")


class SecondReader(LineReader, Protocol):
    """Who is asked again: for words below `doubtful` (codes: `doubtful_code`); taken from `believed` on, if surer."""

    name: str
    doubtful: float
    doubtful_code: float
    believed: float


def open_two_engines(engine: Engine, model: str) -> Engine:
    """The engine, with a second reader for Devanagari where models of it are installed, and for all with `best`."""
    from simulator.documents.ocr.devanagari import Devanagari, installed

    if (found := installed()) is not None:
        engine = TwoEngines(engine, Devanagari(*found), engine.second)
    if model == "best":
        from simulator.documents.ocr.rapidocr import Rapidocr

        engine = TwoEngines(engine, Rapidocr(), None)  # who has read every doubtful word says the same of it again
    return engine


class TwoEngines:
    """An engine with a second reader of doubtful words, and the one that is asked for doubtful values."""

    def __init__(self, first: Engine, second: SecondReader, values: LineReader | None) -> None:
        self._first = first
        self._second = second
        self.second = values
        self.name = f"{first.name}+{second.name}"

    def read(self, image: np.ndarray, *, dpi: int = 0, psm: int = PAGE) -> list[Word]:
        return self._first.read(image, dpi=dpi, psm=psm)

    def again(self, image: np.ndarray, words: list[Word]) -> list[Word]:
        words = self._first.again(image, words)
        doubtful = [word for word in words if _doubtful(word, image.shape[0], self._second)]
        runs = sorted(_runs(doubtful), key=lambda run: fmean(word.confidence for word in run))[:_MOST]
        lines = self._second.lines([_cut(image, run) for run in runs])
        better: dict[int, list[Word]] = {}
        for run, line in zip(runs, lines, strict=True):
            if _surer(run, line, self._second.believed):
                better[id(run[0])] = placed(run, line)
                better.update({id(word): [] for word in run[1:]})
        return [new for word in words for new in better.get(id(word), [word])]

    def in_language(self, words: Sequence[Word]) -> Engine | None:
        return self._first.in_language(words)

    def turned(self, image: np.ndarray) -> tuple[int, float]:
        return self._first.turned(image)


def _runs(doubtful: list[Word]) -> Iterator[list[Word]]:
    """Those words together that follow each other on a line."""
    run: list[Word] = []
    for word in doubtful:
        if run and not _follows(run[-1], word):
            yield run
            run = []
        run.append(word)
    if run:
        yield run


def _doubtful(word: Word, height: int, second: SecondReader) -> bool:
    tall = word.box[3] - word.box[1]
    if not _LOWEST <= tall <= _HIGHEST * height or not any(sign.isalnum() for sign in word.text):
        return False
    if DEVANAGARI.search(word.text):
        return False
    return word.confidence < (second.doubtful_code if _CODE.fullmatch(word.text) else second.doubtful)


def _follows(last: Word, word: Word) -> bool:
    height = max(last.box[3] - last.box[1], word.box[3] - word.box[1])
    return word.line == last.line and -height < word.box[0] - last.box[2] < _GAP * height


def _cut(image: np.ndarray, run: list[Word]) -> np.ndarray:
    left, top, right, bottom = around(word.box for word in run)
    by = max(2, round(_MARGIN * (bottom - top)))
    return image[max(top - by, 0) : bottom + by, max(left - by, 0) : right + by]


def _surer(run: list[Word], line: Line, believed: float) -> bool:
    if not line.words or line.confidence < believed or FOREIGN.search(line.text):
        return False
    return line.confidence > fmean(word.confidence for word in run)


def placed(run: Sequence[Word], line: Line) -> list[Word]:
    """The line's words, in the boxes of the first reading where their number is the same."""
    first = run[0]
    if len(run) == len(line.words):
        return [
            Word(text, word.box, sure, word.line, word.block)
            for word, (text, sure, _, _) in zip(run, line.words, strict=True)
        ]
    left, top, right, bottom = around(word.box for word in run)
    width = right - left
    return [
        Word(text, (left + round(start * width), top, left + round(end * width), bottom), sure, first.line, first.block)
        for text, sure, start, end in line.words
    ]
