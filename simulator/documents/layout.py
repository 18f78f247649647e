"""The words of a page in the places where a reader sees them: runs of words with no wide gap, in rows.

Engines put words into lines and blocks of their own, which join columns and part rows. A segment here is a run of
words on one line without a gap that a column would leave; a row is all segments at one height.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from statistics import median

from simulator.documents import paise
from simulator.documents.boxes import around
from simulator.documents.model import Box, Page, Place

#: A gap of so many times the letters' height parts two columns; between two words it is about 0.4.
COLUMN_GAP = 1.35
#: Letters that stand high and letters that hang low, and how high a word's box is with and without them, over that of capitals
#: (medians of 22,000 words of pictures).
_TALL, _TAILS = re.compile(r"[^\W_a-zà-ÿ]|[bdfhklt]"), re.compile(r"[gjpqyçQ,;()]")
_HEIGHTS = {(True, False): 1.0, (True, True): 1.25, (False, False): 0.77, (False, True): 1.05}
#: Two boxes stand in one row if so much of the lower one's height overlaps.
SAME_ROW = 0.5
#: And half beside each other with so much.
HALF_ROW = 0.12

_GLUED = re.compile(r"([^\W\d_][^\W\d_./()-]*\d?\.?\)?\s?[:=#]+)(?=[^/\s])(.+)")
#: A label in two scripts with a stroke between, the first one misread or not: `तिथि/DOB:`, `fafa/DOB:`.
_TWO_SCRIPTS = re.compile(r"([\u0900-\u0d7f]+/?|[^\s/]+/(?=[A-Z][A-Za-z]{2,}:))([A-Za-z].*)")
#: Words without any of these signs are neither.
_PARTING = re.compile(r"[:=#/(\u0900-\u0d7f]")
#: Two words that only a bracket parts: `Kar(House Tax)`; `Name(s)` and `d(ii)` are one.
_BRACKETED = re.compile(r"([^\W\d_]{3,})(\([^\W\d_]{4,}.*)")
_RULE = re.compile(r"[|¦\[\]{}_—–~=«»<>*]+")
#: A dotted or ruled line to write on, as engines read it: `eee`, `oo`, `____`.
_LEADER = re.compile(r"([eocsanr])\1+|[._…-]{3,}", re.IGNORECASE)
_LEADER_SURE = 0.75
_ALNUM = re.compile(r"[^\W_]")
#: Four figures that are not shown: `**** **** 4106`.
_MASKED = "****"


@dataclass(slots=True)
class Token:
    """A word of the page as it is looked at here: `at` is its number in `Layout.tokens`."""

    at: int
    text: str
    box: Box
    confidence: float
    page: int
    segment: int = 0
    size: float = 0.0  # height of its capitals, pixels, whatever letters it has

    @property
    def height(self) -> int:
        return self.box[3] - self.box[1]

    @property
    def place(self) -> Place:
        return Place(self.page, self.box)


@dataclass(slots=True)
class Segment:
    """Tokens `first` to `last` (inclusive) of a layout: one run of words. `row` is its row's number."""

    at: int
    first: int
    last: int
    box: Box
    row: int = 0
    size: float = 0.0  # height of its capitals, pixels

    @property
    def left(self) -> int:
        return self.box[0]

    @property
    def right(self) -> int:
        return self.box[2]

    @property
    def middle(self) -> float:
        return (self.box[1] + self.box[3]) / 2

    @property
    def height(self) -> int:
        return self.box[3] - self.box[1]


@dataclass(slots=True)
class Layout:
    """One page's tokens, segments and rows (each a list of segment numbers from left to right)."""

    page: Page
    tokens: list[Token] = field(default_factory=list)
    segments: list[Segment] = field(default_factory=list)
    rows: list[list[int]] = field(default_factory=list)
    letter: float = 20.0  # median height of a word, pixels
    capital: float = 20.0  # median height of capitals, pixels
    _texts: dict[tuple[int, int], str] = field(default_factory=dict)

    @classmethod
    def of(cls, page: Page) -> Layout:
        layout = cls(page)
        for run in _runs(page):
            layout._add(run)
        if layout.tokens:
            layout.letter = float(median([token.height for token in layout.tokens]))
            layout.capital = float(median([token.size for token in layout.tokens]))
        layout.rows = _rows(layout.segments)
        return layout

    def _add(self, run: Sequence[Token]) -> None:
        segment = Segment(
            len(self.segments), len(self.tokens), len(self.tokens) + len(run) - 1, around(token.box for token in run)
        )
        for token in run:
            token.at, token.segment, token.size = len(self.tokens), segment.at, self._size(token)
            self.tokens.append(token)
        segment.size = float(median([token.size for token in run if _ALNUM.search(token.text)] or [segment.height]))
        self.segments.append(segment)

    def _size(self, token: Token) -> float:
        """The height of capitals in a word's print. A PDF's own words have boxes as high as their font."""
        if self.page.source != "ocr":
            return float(token.height)
        return token.height / _HEIGHTS[bool(_TALL.search(token.text)), bool(_TAILS.search(token.text))]

    def of_token(self, at: int) -> Segment:
        return self.segments[self.tokens[at].segment]

    def words(self, segment: Segment) -> list[Token]:
        return self.tokens[segment.first : segment.last + 1]

    def text(self, first: int, last: int) -> str:
        """What some tokens say, put together once: the same lines are asked for again and again."""
        if (first, last) not in self._texts:
            self._texts[first, last] = " ".join([token.text for token in self.tokens[first : last + 1]])
        return self._texts[first, last]

    def row_text(self, row: Sequence[int]) -> str:
        """What a row says, from left to right."""
        return " ".join(self.text(self.segments[at].first, self.segments[at].last) for at in row)

    def right_of(self, segment: Segment) -> Iterator[Segment]:
        """The segments further right in its row, the nearest first; where there are none, what stands half a row off:
        a value is set in the middle beside a label of two lines."""
        row = self.rows[segment.row]
        behind = row[row.index(segment.at) + 1 :]
        if not behind:
            around = self.rows[max(segment.row - 1, 0) : segment.row] + self.rows[segment.row + 1 : segment.row + 2]
            behind = [
                at
                for row in around
                for at in row
                if at == row[0]
                and self.segments[at].left > segment.right
                and self._half_beside(segment, self.segments[at])
            ]
        for at in behind:
            yield self.segments[at]

    def _half_beside(self, segment: Segment, other: Segment) -> bool:
        shared = min(segment.box[3], other.box[3]) - max(segment.box[1], other.box[1])
        return shared > HALF_ROW * min(segment.height, other.height)

    def left_of(self, segment: Segment) -> Iterator[Segment]:
        row = self.rows[segment.row]
        for at in reversed(row[: row.index(segment.at)]):
            yield self.segments[at]


def _runs(page: Page) -> Iterator[list[Token]]:
    """The engine's lines, parted at wide gaps and at ruled lines."""
    lines: dict[tuple[int, int], list[Token]] = {}
    for word in paise.joined(page.words):
        line = lines.setdefault((word.block, word.line), [])
        line.extend(_parted(word.text, word.box, word.confidence, page.number))
    for line in lines.values():
        line.sort(key=lambda token: token.box[0])
        heights = [token.height for token in line if _ALNUM.search(token.text)]
        if not heights:
            continue
        gap = COLUMN_GAP * max(median(heights), 6)
        run: list[Token] = []
        for token in line:
            rule = not _ALNUM.search(token.text) and bool(_RULE.fullmatch(token.text)) and token.text != _MASKED
            if run and (rule or token.box[0] - run[-1].box[2] > gap):
                yield run
                run = []
            if not rule:
                run.append(token)
        if run:
            yield run


def _parted(text: str, box: Box, confidence: float, page: int) -> Iterator[Token]:
    """A word, or label and value where the engine gave `No:123` as one; ruled lines read as `|` come off."""
    bare = text.strip("|¦") or text
    if not bare.strip():
        return
    if confidence < _LEADER_SURE and _LEADER.fullmatch(bare):
        return
    pieces = _pieces(bare) if _PARTING.search(bare) else (bare,)
    left, size = box[0], max(1, sum(map(len, pieces)))
    for piece in pieces:
        right = left + round((box[2] - box[0]) * len(piece) / size)
        yield Token(0, piece, (left, box[1], right, box[3]), confidence, page)
        left = right


def _pieces(word: str) -> tuple[str, ...]:
    scripts = _TWO_SCRIPTS.fullmatch(word)
    before, latin = scripts.groups() if scripts else ("", word)
    glued = _GLUED.fullmatch(latin) or _BRACKETED.fullmatch(latin)
    return (*filter(None, (before,)), *(glued.groups() if glued else (latin,)))


def _away(segment: Segment, other: Segment) -> int:
    """How far one stands beside the other, in pixels; less than nothing where one is above the other."""
    (left, _, right, _), (x1, _, x2, _) = segment.box, other.box
    return max(x1 - right, left - x2)


def _beside(segment: Segment, other: Segment) -> bool:
    if max(other.left, segment.left) < min(other.right, segment.right) - 2:
        return False  # one above the other
    shared = min(other.box[3], segment.box[3]) - max(other.box[1], segment.box[1])
    return shared >= SAME_ROW * min(other.height, segment.height)


def _rows(segments: list[Segment]) -> list[list[int]]:
    """Segments that stand side by side; each is compared with the nearest one of each row, so that slanted rows hold."""
    rows: list[list[Segment]] = []
    bottoms: list[int] = []
    for segment in sorted(segments, key=lambda each: (each.middle, each.left)):
        near = [at for at in range(max(0, len(rows) - 4), len(rows)) if bottoms[at] >= segment.box[1]]
        nearest = {at: min(rows[at], key=partial(_away, segment)) for at in near}
        beside = [at for at, other in nearest.items() if _beside(segment, other)]
        if beside:
            at = min(beside, key=lambda at: (_away(segment, nearest[at]), -at))
            rows[at].append(segment)
            bottoms[at] = max(bottoms[at], segment.box[3])
        else:
            rows.append([segment])
            bottoms.append(segment.box[3])
    rows.sort(key=lambda row: sum(each.middle for each in row) / len(row))
    for number, row in enumerate(rows):
        row.sort(key=lambda each: each.left)
        for segment in row:
            segment.row = number
    return [[segment.at for segment in row] for row in rows]
