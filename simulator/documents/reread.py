"""Values that are doubtful, read a second time: each on a picture of its own, enlarged, by whoever reads lines best here.

What the second reader says replaces words of the page only where it is better, so that every rule of extraction then
applies to it as to anything read. A value that a check digit proves is left alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from simulator.documents import formats
from simulator.documents.boxes import around
from simulator.documents.formats.model import CHECKED
from simulator.documents.model import Box, Field, Page, Word
from simulator.documents.ocr import slashes, split_numbers
from simulator.documents.ocr.engine import Line, LineReader
from simulator.documents.ocr.second_engine import DEVANAGARI, FOREIGN, placed
from simulator.documents.vision.sheet_cache import forget

if TYPE_CHECKING:
    import numpy as np

    from simulator.documents.pages.sheet import Sheet
    from simulator.documents.schema import DocumentType

#: Values whose least sure word is below this are doubtful: such hold 191 of 215 errors, 3.1 a page.
DOUBTFUL = 0.85
#: So many pieces of a page are read again, the least sure first; with so many doubtful ones, none: a hopeless photo.
MAX_VALUES, UNREADABLE_BELOW = 12, 30
#: Pieces are cut out with so much around them, as parts of their height, and shown so much larger.
_BESIDE, _ABOVE, _LARGER = 0.5, 0.25, 2.0
#: What fits the format no better must be so much surer: without, 16 of 160 values were won and 4 lost, with it 14 and 2.
_SURER = 0.1
#: Print lower than this is no print (pixels).
_LOWEST = 7


class Piece(NamedTuple):
    """Words of a page that follow each other on a line, and the format of the value they belong to."""

    words: tuple[Word, ...]
    format: str

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def least(self) -> float:
        return min(word.confidence for word in self.words)


def read_again(
    document_type: DocumentType,
    fields: Mapping[str, Field],
    sheets: Sequence[Sheet],
    second_of: Callable[[Page], LineReader | None],
) -> bool:
    """Put what the second reader of each page makes of doubtful values on the sheets. Whether anything was changed."""
    changed = False
    for sheet in sheets:
        pieces = sorted(_doubtful(document_type, fields, sheet.page), key=lambda piece: piece.least)
        if not pieces or len(pieces) > UNREADABLE_BELOW:
            continue
        second = second_of(sheet.page)
        if second is None:
            continue
        pieces = pieces[:MAX_VALUES]
        lines = second.lines([_cut(sheet, piece) for piece in pieces])
        better: dict[int, list[Word]] = {}
        for piece, line in zip(pieces, lines, strict=True):
            new = slashes.mended(sheet.grey, split_numbers.joined(_taken(piece, line)))
            if new:
                better[id(piece.words[0])] = new
                better.update({id(word): [] for word in piece.words[1:]})
        if better:
            words = tuple(new for word in sheet.page.words for new in better.get(id(word), [word]))
            sheet.page = msgspec.structs.replace(sheet.page, words=words)
            forget(sheet, "layout", "labels")
            changed = True
    return changed


def _doubtful(document_type: DocumentType, fields: Mapping[str, Field], page: Page) -> Iterator[Piece]:
    """The pieces of a page that doubtful values stand in, none twice."""
    if page.source != "ocr":
        return
    lines: dict[tuple[int, int], list[Word]] = {}
    for word in page.words:
        lines.setdefault((word.block, word.line), []).append(word)
    levelled = [({(word.box[1], word.box[3]) for word in words}, words) for words in lines.values()]
    seen: set[int] = set()
    for spec in document_type.fields:
        field = fields.get(spec.name)
        if field is None or field.parts() or _proven(spec.format, field):
            continue
        places = {place.box for place in field.places if place.page == page.number}
        heights = {(top, bottom) for _, top, _, bottom in places}
        for levels, words in levelled:
            if heights.isdisjoint(levels):
                continue
            for run in map(_said, _runs(words, places)):
                piece = Piece(tuple(run), spec.format)
                if run and piece.least < DOUBTFUL and _readable(piece) and id(run[0]) not in seen:
                    seen.update(map(id, run))
                    yield piece


def _proven(format: str, field: Field) -> bool:
    """Whether a check digit says that the value is right."""
    return all(any(found.proof >= CHECKED for found in formats.get_format(format).find(text)) for text in field.texts())


def _runs(words: Iterable[Word], places: set[Box]) -> Iterator[list[Word]]:
    """The words of a line that the places are in, together as long as they follow each other."""
    run: list[Word] = []
    for word in sorted(words, key=lambda word: word.box[0]):
        if any(_in(place, word.box) for place in places):
            run.append(word)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _said(run: list[Word]) -> list[Word]:
    """The run without signs at its ends: the dash before a PIN code stays what it is, whoever reads the number."""
    texts = [at for at, word in enumerate(run) if any(map(str.isalnum, word.text))]
    return run[texts[0] : texts[-1] + 1] if texts else []


def _in(place: Box, box: Box) -> bool:
    return place[1] == box[1] and place[3] == box[3] and box[0] <= place[0] and place[2] <= box[2]


def _readable(piece: Piece) -> bool:
    _, top, _, bottom = around(word.box for word in piece.words)
    return bottom - top >= _LOWEST and any(map(str.isalnum, piece.text)) and not DEVANAGARI.search(piece.text)


def _cut(sheet: Sheet, piece: Piece) -> np.ndarray:
    """The picture of a piece, up to its neighbours."""
    import cv2

    left, top, right, bottom = around(word.box for word in piece.words)
    beside, above = round(_BESIDE * (bottom - top)), max(2, round(_ABOVE * (bottom - top)))
    same = [word.box for word in sheet.page.words if word.box[1] < bottom and word.box[3] > top]
    first = max([left - beside, *(box[2] for box in same if box[2] <= left)])
    last = min([right + beside, *(box[0] for box in same if box[0] >= right)])
    part = sheet.grey[max(top - above, 0) : bottom + above, max(first, 0) : last]
    return cv2.resize(part, None, fx=_LARGER, fy=_LARGER, interpolation=cv2.INTER_CUBIC)


def _taken(piece: Piece, line: Line) -> list[Word]:
    """The words to take instead: where the format fits better, or fits as well and they are surer; else none."""
    line = _bare(line)
    if not line.words or FOREIGN.search(line.text):
        return []
    old, new = _fits(piece.format, piece.text), _fits(piece.format, line.text)
    surer = min(sure for _, sure, _, _ in line.words) >= piece.least + _SURER
    if new < old or (new == old and not surer):
        return []
    return placed(list(piece.words), line)


def _bare(line: Line) -> Line:
    """The line without the rules and specks at its ends."""
    texts = [at for at, (text, _, _, _) in enumerate(line.words) if any(map(str.isalnum, text))]
    words = line.words[texts[0] : texts[-1] + 1] if texts else ()
    return Line(" ".join(text for text, _, _, _ in words), line.confidence, words)


def _fits(format: str, text: str) -> float:
    """How much the form of the values in a text says of them; texts of any form say nothing."""
    return max((found.proof for found in formats.get_format(format).find(text)), default=0.0)
