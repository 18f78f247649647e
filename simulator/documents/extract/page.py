"""A page with the phrases that a type knows marked on it."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from statistics import median

from simulator.documents.extract.marks import Mark, Span
from simulator.documents.extract.words import CONTACTS
from simulator.documents.extract.wrapped import wrapped
from simulator.documents.layout import Layout, Segment, Token
from simulator.documents.phrases import SearchText, Vocabulary, key

#: Words of which the engine is less sure are another script, which its model does not have.
_OTHER_SCRIPT = 0.6
_INDIC = re.compile(r"\W*[\u0900-\u0d7f]")
_COLON = (":", "#", ":-", "-", ".:", "::")
_PIN_AT_THE_END = re.compile(r"(?<!\d)[1-8]\d{2}\s?\d{3}\W*$")
#: What follows such a label as `Tel.` without a colon.
_FIGURES = re.compile(r"[+(\d]|\S*@")
_ENDS_LABEL = (":", ":-", "=", "#")
#: So many words may stand between a label and its colon: `Name (as in PAN) :`.
_QUALIFIERS = 4
#: What numbers a label has so many digits at most: `12.`, `1.2.3`.
_NUMBERING = 3
#: The space before the next cell, where it is too narrow for a column's, is so many times that between words.
_WIDE_SPACE = 2.2


class MarkedPage:
    """A layout and its marks. Of marks that overlap the longest is kept: `Invoice Date` is no `Date`."""

    def __init__(self, layout: Layout, phrases: Iterable[str], vocabulary: Vocabulary) -> None:
        self.layout = layout
        tokens = self.layout.tokens
        self.keys = [key(token.text) for token in tokens]
        mended = [vocabulary.mended(word, token.confidence) for word, token in zip(self.keys, tokens, strict=True)]
        self.marks = self._marks(SearchText(mended), mended, frozenset(phrases))
        self.by_phrase: dict[str, list[Mark]] = {}
        self._at: dict[int, Mark] = {}
        for mark in self.marks:
            self.by_phrase.setdefault(mark.phrase, []).append(mark)
            self._at[mark.first] = mark

    @property
    def number(self) -> int:
        return self.layout.page.number

    def _marks(self, text: SearchText, mended: Sequence[str], phrases: frozenset[str]) -> list[Mark]:
        tokens = self.layout.tokens
        found = [
            (last - first, len(phrase), first, last, phrase)
            for phrase, places in text.among(phrases).items()
            for first, last in places
            if tokens[first].segment == tokens[last].segment
        ]
        taken = [False] * len(tokens)
        marks = []
        for _, _, first, last, phrase in sorted(found, key=lambda one: (-one[1], one[2])):
            if any(taken[first : last + 1]):
                continue
            taken[first : last + 1] = [True] * (last + 1 - first)
            marks.append(
                Mark(first, last, phrase, self._leads(first), mended[first : last + 1] == self.keys[first : last + 1])
            )
        marks = self._with_wrapped(marks, mended, phrases)
        marks.sort(key=lambda mark: mark.first)
        marks = [mark for mark in marks if not self._qualifies(mark, marks)]
        begins = {mark.first for mark in marks}
        for mark in marks:
            self._find_colon(mark, begins)
        return marks

    def _qualifies(self, mark: Mark, marks: Sequence[Mark]) -> bool:
        """Whether it stands in brackets between a label and its colon: `PAN` in `Name (as in PAN) :`."""
        tokens, segment = self.layout.tokens, self.layout.of_token(mark.first)
        before = (at for at in range(mark.first, segment.first, -1) if tokens[at].text.startswith("("))
        behind = (at for at in range(mark.last, segment.last + 1) if tokens[at].text.rstrip(":").endswith(")"))
        opened, closed = next(before, None), next(behind, None)
        if opened is None or closed is None or not any(other.last == opened - 1 for other in marks):
            return False
        colons = [":" in tokens[at].text for at in range(opened, min(closed + 1, segment.last) + 1)]
        return any(colons[closed - opened :]) and not any(colons[: closed - opened])

    def _with_wrapped(self, marks: list[Mark], mended: Sequence[str], phrases: frozenset[str]) -> list[Mark]:
        """The marks with those labels that fill several lines, in place of what stood in them."""
        for lines, phrase in wrapped(self.layout, mended, phrases):
            if not self._separate(lines, marks):
                inside = {at for line in lines for at in range(line.first, line.last + 1)}
                marks = [mark for mark in marks if mark.first not in inside] + self._mark_of_lines(lines, phrase)
        return marks

    def _mark_of_lines(self, lines: Sequence[Segment], phrase: str) -> list[Mark]:
        """The label, at that of its lines that a value stands beside, and what fills the other ones."""
        beside = next((line for line in lines if next(self.layout.right_of(line), None)), lines[0])
        marks = []
        for line in lines:
            label = line is beside
            mark = Mark(line.first, line.last, phrase if label else f"{phrase}…", label, True)
            mark.leads, mark.bottom = True, lines[-1].last
            marks.append(mark)
        return marks

    def _separate(self, lines: Sequence[Segment], marks: Sequence[Mark]) -> bool:
        """Whether the lines are labels of their own, each with something beside it."""
        whole = {mark.first for mark in marks if mark.last == self.layout.of_token(mark.first).last}
        return all(next(self.layout.right_of(line), None) for line in lines) and all(
            line.first in whole for line in lines[1:]
        )

    def _leads(self, first: int) -> bool:
        """Whether nothing but numbering, signs, or its like in another script stands before it in its run of words."""
        tokens, start = self.layout.tokens, self.layout.of_token(first).first
        if tokens[first].text[:1].islower():
            return False  # the middle of a sentence that goes on from the line above
        return (
            (first > start and tokens[first - 1].text.endswith("/"))
            or all(len(self.keys[at]) < 2 or self._numbers(at) or self._other_script(at) for at in range(start, first))
            or (first > start and self.stands_off(first))
        )

    def _numbers(self, at: int) -> bool:
        """Whether a word numbers what follows it: more digits are a date or an amount."""
        return self.keys[at].isdigit() and len(self.keys[at]) <= _NUMBERING

    def stands_off(self, at: int) -> bool:
        """Whether the space before a word is wider than one between words: the next cell of a table begins."""
        tokens = self.layout.tokens
        space = tokens[at].box[0] - tokens[at - 1].box[2]
        return space > _WIDE_SPACE * self._space and space > 0.5 * self.layout.letter

    @cached_property
    def _space(self) -> float:
        """The usual space between two words of a run, in pixels."""
        tokens = self.layout.tokens
        spaces = [
            right.box[0] - left.box[2]
            for left, right in itertools.pairwise(tokens)
            if left.segment == right.segment and right.box[0] > left.box[2]
        ]
        return median(spaces) if spaces else 0.3 * self.layout.letter

    @cached_property
    def lower_half(self) -> str:
        """The keys of all runs of words in the lower half, each on a line of its own."""
        layout = self.layout
        lower = (segment for segment in layout.segments if segment.box[1] > 0.5 * layout.page.height)
        return "\n".join(key(layout.text(segment.first, segment.last)) for segment in lower)

    def _other_script(self, at: int) -> bool:
        """Whether a word is in an Indic script, read as such or misread."""
        token = self.layout.tokens[at]
        return token.confidence < _OTHER_SCRIPT or bool(_INDIC.match(token.text))

    def _find_colon(self, mark: Mark, begins: set[int]) -> None:
        tokens, end = self.layout.tokens, self.layout.of_token(mark.last).last
        if mark.leads and mark.phrase in CONTACTS and mark.last < end and _FIGURES.match(tokens[mark.last + 1].text):
            mark.colon = True
            return
        if tokens[mark.last].text.endswith(_ENDS_LABEL):
            mark.colon = True
            return
        for at in range(mark.last + 1, min(mark.last + _QUALIFIERS, end) + 1):
            text = tokens[at].text
            if text in _COLON[: None if at == mark.last + 1 else 2] or text.startswith(":"):
                mark.colon, mark.value = True, at if len(text) > 3 else at + 1
                return
            if at in begins or any(letter.isdigit() for letter in text):
                return
            if text.endswith(":"):
                mark.colon, mark.value = True, at + 1
                return

    def mark_at(self, token: int) -> Mark | None:
        return self._at.get(token)

    def first_mark(self, segment: Segment) -> Mark | None:
        """The mark that a run of words begins with, numbering and the same in another script aside."""
        before = 0
        for at in range(segment.first, segment.last + 1):
            mark = self._at.get(at)
            if mark and mark.leads:
                return mark
            before += not self._other_script(at)
            if before > 2:
                break
        return None

    def is_label(self, segment: Segment) -> bool:
        """Whether a run of words begins with a label that has a colon, or is nothing but a label."""
        first = self.first_mark(segment)
        if first is None or first.colon:
            return first is not None
        before = range(segment.first, first.first)
        starts = all(not self.keys[at] or (self._other_script(at) and not self.keys[at].isdigit()) for at in before)
        return starts and first.last >= segment.last

    def rest(self, mark: Mark) -> Span:
        """What follows a label in its run of words, up to the next one that surely is a label."""
        return self.cut(mark.value, self.layout.of_token(mark.last).last)

    def cut(self, first: int, last: int) -> Span:
        """Tokens from `first` to `last`, up to the first mark that surely is a label: has a colon, or stands off."""
        tokens = self.layout.tokens
        kept = []
        for at in range(first, last + 1):
            mark = self._at.get(at)
            if mark and at > first and (mark.colon or self.stands_off(at)):
                break
            kept.append(tokens[at])
        return Span(tuple(kept))

    def under(self, mark: Mark, segment: Segment) -> Span:
        """What stands under a label: of several narrow cells in one run of words the one that it stands over."""
        tokens = self.layout.tokens
        starts = [at for at in range(segment.first, segment.last + 1) if at == segment.first or self.stands_off(at)]
        if len(starts) == 1 or tokens[segment.first].box[0] >= tokens[mark.first].box[0] - self.layout.letter:
            return self.span(segment)
        cells = [self.cut(first, last - 1) for first, last in itertools.pairwise((*starts, segment.last + 1))]
        left, right = tokens[mark.first].box[0], tokens[mark.last].box[2]
        return max(cells, key=lambda cell: min(right, cell.tokens[-1].box[2]) - max(left, cell.tokens[0].box[0]))

    def lines(self, spans: Sequence[Span]) -> Span:
        """Lines one under the other as one text. A line ended for good if the next one's first word had found room in
        it, or if its last word is one that a part of an address ends with (`road`), or a city begins the next."""
        edge = max((span.tokens[-1].box[2] for span in spans if span.tokens), default=0)
        breaks = set()
        for upper, lower in itertools.pairwise(spans):
            word = lower.tokens[0]
            room = upper.tokens[-1].box[2] + (word.box[2] - word.box[0]) + 0.5 * self.layout.letter < edge
            part = _says_what(upper.tokens[-1].text) and not _goes_with(word.text)
            if room or part or _is_city(word.text):
                breaks.add(word.at)
        return Span(tuple(token for span in spans for token in span.tokens), frozenset(breaks))

    def span(self, segment: Segment) -> Span:
        return self.cut(segment.first, segment.last)

    def below(self, segment: Segment, rows: int, reach: float) -> Iterator[Segment]:
        """Segments under one, in the next rows, as far down as `reach` letter heights between one and the next."""
        layout, near = self.layout, segment
        for number in range(segment.row + 1, min(segment.row + 1 + rows, len(layout.rows))):
            under = [
                other
                for other in (layout.segments[at] for at in layout.rows[number])
                if overlaps(segment, other, layout.letter)
            ]
            if not under:
                continue
            best = min(under, key=lambda other: (abs(other.left - segment.left), other.left))
            if best.box[1] - near.box[3] > reach * max(layout.letter, segment.height * 0.6):
                return
            yield best
            near = best


def overlaps(upper: Segment, lower: Segment, letter: float) -> bool:
    """Whether one stands under the other: begins near its left edge, or shares its middle."""
    if abs(lower.left - upper.left) <= 2 * letter:
        return True
    shared = min(upper.right, lower.right) - max(upper.left, lower.left)
    return shared > 0.5 * min(upper.right - upper.left, lower.right - lower.left)


@lru_cache(maxsize=4096)
def _says_what(word: str) -> bool:
    """Whether a word says what the name before it is: `road`, `colony`."""
    from simulator.matching.addresses.formatted_lines import ANCHORS
    from simulator.matching.addresses.tokenizer import fold_case, tokenize

    value = tokenize(fold_case(word))
    return bool(value) and value[-1].kind in ANCHORS


@lru_cache(maxsize=4096)
def _goes_with(word: str) -> bool:
    """Whether a word says what something is rather than naming it: `Town` and `Hall` are one."""
    from simulator.matching.addresses.tokenizer import NAME, NUMBER, ORDINAL, fold_case, tokenize

    value = tokenize(fold_case(word))
    return bool(value) and value[0].kind not in (NAME, NUMBER, ORDINAL)


@lru_cache(maxsize=4096)
def _is_city(word: str) -> bool:
    from simulator.matching.addresses.vocabulary import address_places

    name = word.strip(",.-").casefold()
    return name in address_places().state_of or name in address_places().states


def complete(tokens: Sequence[Token]) -> bool:
    """Whether an address has come to its PIN code."""
    return bool(_PIN_AT_THE_END.search(" ".join(token.text for token in tokens[-2:])))
