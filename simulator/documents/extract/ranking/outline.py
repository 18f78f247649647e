"""How a page is built, whatever is printed on it: where values may begin and end in a line, and lines that form a block."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from simulator.documents.extract.marks import Span
from simulator.documents.extract.page import MarkedPage
from simulator.documents.extract.ranking.addresslike import code_alone, look
from simulator.documents.layout import Segment, Token

#: Lines of one block stand so close, in letter heights, and share an edge or their middle, give or take so many.
_PITCH, _ALIGNED, _CENTRED = 1.25, 0.8, 1.2
#: Lines of an address are set further apart on some papers, flush and in letters of one size; its postal code stands so
#: far behind the town at most, and the town so far behind the street in one line.
_WIDE_PITCH, _FLUSH, _LIKE, _CODE_GAP, _TOWN_GAP, _COMMA_GAP = 2.4, 0.4, 1.25, 12.0, 3.0, 5.0
#: Letters of one block differ so much in height at most.
_SAME_SIZE = 1.7
#: A label without a name in the type file has so many words before its colon at most.
LABEL_WORDS = 4
_COLON = re.compile(r".*[:=#]-?$|[-–—]$")
#: How letters begin in many languages, as keys: no part of a name, and what else stands before one.
_GREETING = """
dear hello hi sehr
geehrte geehrter geehrten liebe lieber hallo cher chere chers bonjour estimado estimada estimados apreciado apreciada
gentile egregio egregia spettabile spett caro cara geachte beste prezado prezada prezados sayin merhaba kaere kjaere hej hei
szanowny szanowna vazeny vazena dragi draga spettle
"""
GREETINGS = frozenset(_GREETING.split())
_BEFORE_NAMES = GREETINGS | {"to", "mss", "messrs", "ms", "for", "from", "by", "attn"}
#: A door's block and its number, `E 104`: the letter is no speck.
_BLOCK = re.compile(r"[A-Z] \d{1,4}\b")
#: What parts a sender's particulars that are printed on one line.
_BULLETS = frozenset("●•·|¦∙▪*-–—,/")


class Outline:
    """The lines of a page with their pieces, and the blocks that they form."""

    def __init__(self, page: MarkedPage) -> None:
        self.page = page
        self.letter, self.capital = max(page.layout.letter, 4.0), max(page.layout.capital, 4.0)
        # Every format asks for the same pieces of the same lines.
        self._starts: dict[int, list[int]] = {}
        self._ends: dict[tuple[int, int], list[int]] = {}
        self._spans: dict[tuple[int, int], Span] = {}
        self._cells: dict[int, list[tuple[int, int]]] = {}
        self._figures: dict[tuple[int, int], bool] = {}

    def starts(self, segment: Segment) -> list[int]:
        """Tokens at which a value may begin: the line's first, and what follows a label, a colon or a wide space."""
        if segment.at not in self._starts:
            self._starts[segment.at] = self._found_starts(segment)
        return self._starts[segment.at]

    def _found_starts(self, segment: Segment) -> list[int]:
        tokens, page = self.page.layout.tokens, self.page
        found = {segment.first}
        if (
            segment.last > segment.first
            and len(page.keys[segment.first]) < 2
            and not page.keys[segment.first].isdigit()
            and not _BLOCK.match(self.page.layout.text(segment.first, segment.first + 1))
        ):
            found.add(segment.first + 1)  # a speck, a sign, or a drawing before the line
        for at in range(segment.first, segment.last + 1):
            mark = page.mark_at(at)
            if mark is not None and mark.strong and mark.value <= segment.last:
                found.add(mark.value)
            if at < segment.last and (_COLON.match(tokens[at].text) or page.keys[at] in _BEFORE_NAMES):
                found.add(at + 1)
            if at > segment.first and page.stands_off(at):
                found.add(at)
            if at < segment.last and tokens[at].text in _BULLETS:
                found.add(at + 1)
        return sorted(found)

    def ends(self, segment: Segment, start: int) -> list[int]:
        """Tokens at which a value that begins at `start` may end: the line's last, and what stands before the next label."""
        at = (segment.at, start)
        if at not in self._ends:
            self._ends[at] = self._found_ends(segment, start)
        return self._ends[at]

    def _found_ends(self, segment: Segment, start: int) -> list[int]:
        tokens, page = self.page.layout.tokens, self.page
        found = {segment.last}
        for at in range(start + 1, segment.last + 1):
            mark = page.mark_at(at)
            if (mark is not None and mark.strong) or page.stands_off(at) or tokens[at].text in _BULLETS:
                found.add(at - 1)
            if _COLON.match(tokens[at].text):
                found.update(back for back in range(max(start, at - LABEL_WORDS), at))
                break
        return sorted(found)

    def cells(self, segment: Segment) -> list[tuple[int, int]]:
        """The narrow cells that a line is made of, each by its first and last token."""
        if segment.at not in self._cells:
            behind = [at for at in range(segment.first + 1, segment.last + 1) if self.page.stands_off(at)]
            self._cells[segment.at] = list(
                zip((segment.first, *behind), (*(at - 1 for at in behind), segment.last), strict=True)
            )
        return self._cells[segment.at]

    def figures(self, first: int, last: int) -> bool:
        """Whether there is a digit in some tokens."""
        if (first, last) not in self._figures:
            self._figures[first, last] = any(map(str.isdigit, "".join(self.page.keys[first : last + 1])))
        return self._figures[first, last]

    @cached_property
    def under(self) -> dict[int, int]:
        """From a line to the next one of its block, each by its number."""
        below = {}
        for segment in self.page.layout.segments:
            found = self._below(segment)
            if found is not None:
                below[segment.at] = found
        above: dict[int, int] = {}
        for upper, lower in below.items():
            other = above.get(lower)
            if other is None or self._distance(upper, lower) < self._distance(other, lower):
                above[lower] = upper
        return {upper: lower for lower, upper in above.items()}

    @cached_property
    def over(self) -> dict[int, int]:
        return {lower: upper for upper, lower in self.under.items()}

    def _distance(self, upper: int, lower: int) -> float:
        one, other = self.page.layout.segments[upper], self.page.layout.segments[lower]
        return (other.box[1] - one.box[3]) + 0.2 * self._off(one, other)

    def _off(self, upper: Segment, lower: Segment) -> float:
        tokens = self.page.layout.tokens
        starts = (abs(lower.left - tokens[at].box[0]) for at in self.starts(upper))
        return min(*starts, abs(lower.right - upper.right), abs(lower.left - upper.left))

    def _below(self, segment: Segment) -> int | None:
        layout = self.page.layout
        best, least = None, float("inf")
        for number in range(segment.row + 1, min(segment.row + 4, len(layout.rows))):
            for at in layout.rows[number]:
                lower = layout.segments[at]
                gap = lower.box[1] - segment.box[3]
                size = unlike(segment, lower)
                pitch = gap / max(self.letter, min(segment.height, lower.height))
                if size > _SAME_SIZE or (pitch > _PITCH and not self._address_goes_on(segment, lower, pitch, size)):
                    continue
                middles = abs(segment.left + segment.right - lower.left - lower.right) / 2
                if self._off(segment, lower) > _ALIGNED * self.letter and middles > _CENTRED * self.letter:
                    continue
                if min(segment.right, lower.right) <= max(segment.left, lower.left) and lower.left > segment.right:
                    continue
                distance = self._distance(segment.at, at)
                if distance < least:
                    best, least = at, distance
        return best

    def _address_goes_on(self, upper: Segment, lower: Segment, pitch: float, size: float) -> bool:
        if pitch > _WIDE_PITCH or size > _LIKE or abs(upper.left - lower.left) > _FLUSH * self.letter:
            return False
        one, other = (look(self.page.layout.text(each.first, each.last)) for each in (upper, lower))
        return bool((one.street or one.door) and (other.code or other.indian or other.place) and not other.contact)

    def code_beside(self, segment: Segment) -> Segment | None:
        """The postal code that stands right of a line of an address, off by a wide space; or its town, where a comma ends the
        line, or with the code, where no more than a bullet or a dash is between them: `Dorfstraße 17 — 31303 Burgdorf`."""
        layout = self.page.layout
        row = layout.rows[segment.row]
        behind = row[row.index(segment.at) + 1 :][:1]
        for other in (layout.segments[at] for at in behind):
            near = other.left - segment.right <= _CODE_GAP * self.letter
            text = layout.text(other.first, other.last)
            if near and (code_alone(text) or self._town_beside(segment, other, text)):
                return other
        return None

    def _town_beside(self, segment: Segment, other: Segment, text: str) -> bool:
        line = self.page.layout.text(segment.first, segment.last)
        gap = _COMMA_GAP if line.endswith(",") else _TOWN_GAP
        if other.left - segment.right > gap * self.letter or unlike(segment, other) > _SAME_SIZE:
            return False
        one, two = look(line), look(text)
        if line.endswith(","):
            goes_on = (one.street or one.place or one.door) and (two.code or two.indian or two.place)
            return bool(goes_on and not two.contact and ":" not in text)
        begun = (one.street or one.door) and not one.code
        return bool(begun and (two.code or two.indian) and not two.street and not two.contact and ":" not in text)

    @cached_property
    def blocks(self) -> list[list[Segment]]:
        """All lines, each in one block, from its first line down."""
        segments = self.page.layout.segments
        return [list(self._chain(segment)) for segment in segments if segment.at not in self.over]

    @cached_property
    def block_of(self) -> dict[int, int]:
        """The number of each line's block."""
        return {segment.at: number for number, block in enumerate(self.blocks) for segment in block}

    @cached_property
    def _edges(self) -> list[int]:
        """The right edge of each block."""
        return [max(segment.right for segment in block) for block in self.blocks]

    def edge_of(self, segment: Segment) -> int:
        """The right edge of the block of a line."""
        return self._edges[self.block_of[segment.at]]

    def _chain(self, segment: Segment) -> Iterator[Segment]:
        at: int | None = segment.at
        while at is not None:
            yield self.page.layout.segments[at]
            at = self.under.get(at)

    def span(self, first: int, last: int) -> Span:
        if (first, last) not in self._spans:
            self._spans[first, last] = Span(tuple(self.page.layout.tokens[first : last + 1]))
        return self._spans[first, last]


def unlike(one: Segment, other: Segment) -> float:
    """How many times as high the letters of one of two lines are as those of the other."""
    return max(one.size, other.size) / max(1.0, min(one.size, other.size))


def text_of(tokens: tuple[Token, ...] | list[Token]) -> str:
    return " ".join(token.text for token in tokens)
