"""Which words stand around a candidate: before it, beside, above, at the head of its column or block, below, behind."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from simulator.documents.extract.ranking.option import Option
from simulator.documents.extract.ranking.outline import Outline
from simulator.documents.extract.ranking.taxed import without_tax
from simulator.documents.layout import Segment, Token
from simulator.documents.phrases import key

#: The places that are looked at.
SLOTS = ("before", "beside", "row", "above", "higher", "column", "below", "behind")
#: A label has so many words at most; as many parts of a longer line are compared with labels.
_WORDS = 5
#: A column's head is sought so many rows up.
_ROWS = 25


class Neighbour(NamedTuple):
    """Words at one of the places: `phrases` are numbers of the texts to compare, `gap` is in letter heights, `colon`
    says that it ends with one."""

    phrases: tuple[int, ...] = ()
    gap: float = 99.0
    colon: bool = False
    words: int = 0


class Phrases:
    """The different texts around the candidates of a document, each once."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}
        self._of: dict[tuple[int, int, int, bool], tuple[int, ...]] = {}
        # Many values begin at the same word, or in the same line.
        self._left: dict[tuple[int, int], tuple[Neighbour, Neighbour, Neighbour]] = {}
        self._above: dict[tuple[int, int, int, int], tuple[Neighbour, Neighbour, Neighbour]] = {}

    def _number(self, text: str) -> int:
        return self.numbers.setdefault(text, len(self.numbers))

    def of(self, outline: Outline, first: int, last: int, ending: bool) -> tuple[int, ...]:
        """A text, and its last words (`ending`) or its first ones: a label may have more before or behind it."""
        at = (id(outline), first, last, ending)
        if at not in self._of:
            self._of[at] = tuple(self._made(outline.page.keys[first : last + 1], ending))
        return self._of[at]

    def left_of(self, outline: Outline, segment: Segment, first: Token) -> tuple[Neighbour, Neighbour, Neighbour]:
        """What stands before a word in its line, beside the line, and at the head of the row."""
        at = (id(outline), first.at)
        if at not in self._left:
            self._left[at] = _left(outline, segment, first, self)
        return self._left[at]

    def above(
        self, outline: Outline, segment: Segment, left: int, right: int
    ) -> tuple[Neighbour, Neighbour, Neighbour]:
        """What stands over a part of a line, over that, and at the head of the column."""
        at = (id(outline), segment.at, left, right)
        if at not in self._above:
            self._above[at] = _above(outline, segment, left, right, self)
        return self._above[at]

    def _made(self, keys: Sequence[str], ending: bool) -> Iterator[int]:
        words = without_tax([word for word in keys if word])
        if not words:
            return
        seen = []
        if len(words) <= _WORDS + 2:
            seen.append("".join(words))
        for count in range(1, min(_WORDS, len(words) - 1) + 1):
            seen.append("".join(words[-count:] if ending else words[:count]))
        yield from dict.fromkeys(self._number(text) for text in seen if text and not text.isdigit())


def around(option: Option, phrases: Phrases) -> tuple[Neighbour, ...]:
    """The neighbours of a candidate, in the order of SLOTS."""
    outline, layout = option.outline, option.page.layout
    first, last = option.tokens[0], option.tokens[-1]
    segment, end = layout.segments[first.segment], layout.segments[last.segment]
    letter = outline.letter
    before, beside, row = phrases.left_of(outline, segment, first)
    right = max(token.box[2] for token in option.tokens if token.segment == segment.at)
    above, higher, column = phrases.above(outline, segment, first.box[0], right)
    below = Neighbour()
    for number in range(end.row + 1, min(end.row + 3, len(layout.rows))):
        for at in layout.rows[number]:
            other = layout.segments[at]
            if _overlap(other, first.box[0], last.box[2]) and below.gap > 90:
                gap = (other.box[1] - last.box[3]) / letter
                below = _segment(outline, other, gap, phrases, ending=False)
    behind = Neighbour()
    if last.at < end.last:
        texts = phrases.of(outline, last.at + 1, min(end.last, last.at + _WORDS), False)
        behind = Neighbour(texts, 0.3, layout.tokens[last.at + 1].text.endswith(":"), end.last - last.at)
    else:
        other_segment = next(layout.right_of(end), None)
        if other_segment is not None:
            behind = _segment(
                outline, other_segment, (other_segment.left - last.box[2]) / letter, phrases, ending=False
            )
    return before, beside, row, above, higher, column, below, behind


def _left(outline: Outline, segment: Segment, first: Token, phrases: Phrases) -> tuple[Neighbour, Neighbour, Neighbour]:
    layout, letter = outline.page.layout, outline.letter
    before = Neighbour()
    if first.at > segment.first:
        texts = phrases.of(outline, max(segment.first, first.at - _WORDS), first.at - 1, True)
        last = layout.tokens[first.at - 1]
        before = Neighbour(
            texts,
            (first.box[0] - last.box[2]) / letter,
            last.text.endswith((":", "#", "=", ":-")),
            first.at - segment.first,
        )
    row = layout.rows[segment.row]
    place = row.index(segment.at)
    beside = leftmost = Neighbour()
    if place > 0:
        near = layout.segments[row[place - 1]]
        beside = _segment(outline, near, (segment.left - near.right) / letter, phrases, ending=True)
        far = layout.segments[row[0]]
        leftmost = _segment(outline, far, (segment.left - far.right) / letter, phrases, ending=False)
    return before, beside, leftmost


def _segment(outline: Outline, segment: Segment, gap: float, phrases: Phrases, ending: bool) -> Neighbour:
    text = outline.page.layout.tokens[segment.last].text
    words = segment.last - segment.first + 1
    return Neighbour(phrases.of(outline, segment.first, segment.last, ending), gap, text.endswith((":", ":-")), words)


def _overlap(segment: Segment, left: int, right: int) -> bool:
    return min(segment.right, right) > max(segment.left, left)


def _above(
    outline: Outline, segment: Segment, left: int, right: int, phrases: Phrases
) -> tuple[Neighbour, Neighbour, Neighbour]:
    """The two nearest lines above, and the first one further up that holds no figures, if the nearest does."""
    layout, letter = outline.page.layout, outline.letter
    found: list[Neighbour] = []
    column = Neighbour()
    top = segment.box[1]
    for number in range(segment.row - 1, max(-1, segment.row - _ROWS), -1):
        for at in layout.rows[number]:
            other = layout.segments[at]
            if not _overlap(other, left, right) and abs(other.left - left) > letter:
                continue
            gap = (top - other.box[3]) / letter
            first, last = _cell(outline, other, left, right)
            if len(found) < 2:
                text = layout.tokens[last].text
                found.append(
                    Neighbour(phrases.of(outline, first, last, False), gap, text.endswith(":"), last - first + 1)
                )
            if not outline.figures(first, last):
                column = Neighbour(phrases.of(outline, first, last, False), gap, False, last - first + 1)
            break
        if len(found) >= 2 and column.gap < 90:
            break
    while len(found) < 2:
        found.append(Neighbour())
    return found[0], found[1], column


def _cell(outline: Outline, segment: Segment, left: int, right: int) -> tuple[int, int]:
    """Of several narrow cells in one run of words the one that stands over a place."""
    cells = outline.cells(segment)
    if len(cells) == 1:
        return cells[0]
    tokens = outline.page.layout.tokens
    return max(cells, key=lambda cell: min(right, tokens[cell[1]].box[2]) - max(left, tokens[cell[0]].box[0]))


def head_phrases(outline: Outline, phrases: Phrases) -> list[tuple[Segment, tuple[int, ...]]]:
    """Every line that may be a heading: its text, and its first words."""
    return [
        (segment, phrases.of(outline, segment.first, min(segment.last, segment.first + 7), False))
        for segment in outline.page.layout.segments
        if segment.last - segment.first < 8 and not key(outline.page.layout.tokens[segment.first].text).isdigit()
    ]
