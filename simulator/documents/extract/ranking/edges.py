"""Where a name or an address begins and ends: what its first and last lines say, what stands right outside, what is cut off.

An address that leaves out a line with a door number above it, or takes along the name, a label or a telephone number below,
shows at its edges.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from simulator.documents.extract.ranking.addresslike import address_line, look
from simulator.documents.extract.ranking.firm_forms import ENDED
from simulator.documents.extract.ranking.option import Option
from simulator.documents.extract.ranking.outline import Outline
from simulator.documents.layout import Segment

#: What is said of a line.
_SAID = (
    "look",
    "door",
    "code",
    "town",
    "street",
    "contact",
    "colon",
    "label",
    "named",
    "firm",
    "digits",
    "size",
    "numbered",
)
#: The lines that are looked at: over the value, its first and its last, and under it.
_LINES = ("over", "first", "last", "next")
EDGES = [
    *(f"edge_{line}_{said}" for line in _LINES for said in _SAID),
    *(
        f"edge_{what}"
        for what in ("cut_before", "cut_behind", "cut_door", "cut_code", "code_left", "whole", "over_gap", "next_gap")
    ),
    *(f"edge_inside_{what}" for what in ("named", "empty", "contact", "colon")),
    *(f"edge_room_{where}" for where in ("over", "inside", "behind")),
]
_AT = {name: at for at, name in enumerate(_SAID)}
_NOTHING = (0.0,) * len(_SAID)
_EDGED = frozenset({"name", "company", "address"})
#: A street with its house number behind: `Unter den Linden 78`; `seit 1985` is a year.
_NUMBERED = re.compile(
    r"\W{0,3}(?:[^\W\d][\w.'’-]{1,40}\s){1,5}(?!(?:19|20)\d\d\b)\d{1,4}\s?[a-zA-Z]?(?:[/-]\d{1,4}){0,3}\W{0,3}"
)
_FAR = 9.0
#: Room at the end of a line, in letter heights: at most, and what a space takes.
_ROOM, _SPACE = 30.0, 0.4


class Edges:
    """What stands at the edges of the candidates of one document."""

    def __init__(self) -> None:
        self._lines: dict[tuple[int, int, int], tuple[float, ...]] = {}
        self._rows: dict[tuple[int, ...], list[float]] = {}

    def rows(self, options: Sequence[Option]) -> list[list[float]]:
        """One row for each candidate of one format, in the order of EDGES."""
        if not options or options[0].format not in _EDGED:
            return [[0.0] * len(EDGES)] * len(options)
        for option in options:
            if option.at not in self._rows:
                self._rows[option.at] = self._row(option)
        return [self._rows[option.at] for option in options]

    def _row(self, option: Option) -> list[float]:
        outline, layout = option.outline, option.page.layout
        tokens = option.tokens
        first, last = layout.segments[tokens[0].segment], layout.segments[tokens[-1].segment]
        above, below = outline.over.get(first.at), outline.under.get(last.at)
        upper = layout.segments[above] if above is not None else None
        lower = layout.segments[below] if below is not None else None
        own = self._own(option)
        before = layout.text(first.first, tokens[0].at - 1) if tokens[0].at > first.first else ""
        behind = layout.text(tokens[-1].at + 1, last.last) if tokens[-1].at < last.last else ""
        inner = own[1:] or own
        code = outline.code_beside(last)
        return [
            *(self._line(outline, upper.first, upper.last) if upper else _NOTHING),
            *own[0],
            *own[-1],
            *(self._line(outline, lower.first, lower.last) if lower else _NOTHING),
            address_line(before) if before else -1.0,
            address_line(behind) if behind else -1.0,
            float(bool(before) and look(before).door),
            float(bool(behind) and (look(behind).code or look(behind).indian)),
            code is not None and tokens[-1].at == last.last,
            not before and not behind,
            min((first.box[1] - upper.box[3]) / outline.letter, _FAR) if upper else _FAR,
            min((lower.box[1] - last.box[3]) / outline.letter, _FAR) if lower else _FAR,
            sum(line[_AT["named"]] for line in own),
            sum(line[_AT["look"]] <= 0 for line in own),
            sum(line[_AT["contact"]] for line in own),
            sum(line[_AT["colon"]] for line in inner),
            _room(outline, upper, first),
            min((_room(outline, *pair) for pair in itertools.pairwise(_segments(option))), default=_ROOM),
            _room(outline, last, lower),
        ]

    def _own(self, option: Option) -> list[tuple[float, ...]]:
        """What is said of each line of the value."""
        ends: dict[int, list[int]] = {}
        for token in option.tokens:
            ends.setdefault(token.segment, []).append(token.at)
        return [self._line(option.outline, min(at), max(at)) for at in ends.values()]

    def _line(self, outline: Outline, first: int, last: int) -> tuple[float, ...]:
        at = (id(outline), first, last)
        if at not in self._lines:
            self._lines[at] = tuple(map(float, _said_of(outline, first, last)))
        return self._lines[at]


def _segments(option: Option) -> list[Segment]:
    """The lines of a value."""
    segments = option.page.layout.segments
    return [segments[at] for at in dict.fromkeys(token.segment for token in option.tokens)]


def _room(outline: Outline, upper: Segment | None, lower: Segment | None) -> float:
    """How much room a line leaves, up to the right edge of its block, when the next line's first word were in it; less than 0
    where it had to break. In letter heights."""
    if upper is None or lower is None:
        return _ROOM
    word = outline.page.layout.tokens[lower.first].box
    free = outline.edge_of(upper) - upper.right - (word[2] - word[0])
    return min(free / outline.letter - _SPACE, _ROOM)


def _said_of(outline: Outline, first: int, last: int) -> tuple[float, ...]:
    page, layout = outline.page, outline.page.layout
    text = layout.text(first, last)
    seen = look(text)
    segment = layout.segments[layout.tokens[last].segment]
    digits = sum(map(str.isdigit, text))
    return (
        address_line(text),
        seen.door,
        seen.code + 2 * min(seen.indian, 1),
        seen.place + 2 * seen.country,
        seen.street,
        seen.contact,
        ":" in text or _colon_beside(outline, segment),
        _labelled(outline, first, last),
        not digits and 1 < seen.words < 6 and address_line(text) <= 0 and page.layout.tokens[first].text[:1].isupper(),
        bool(ENDED.search(text)),
        digits / len(text),
        segment.size / outline.capital,
        bool(_NUMBERED.fullmatch(text)),
    )


def _colon_beside(outline: Outline, segment: Segment) -> bool:
    """Whether the next cell of its row begins with a colon: it is a label."""
    layout = outline.page.layout
    right = next(layout.right_of(segment), None)
    return right is not None and layout.tokens[right.first].text.startswith(":")


def _labelled(outline: Outline, first: int, last: int) -> float:
    """How much of a line is a label of the type's."""
    mark = outline.page.mark_at(first)
    return (min(mark.last, last) - first + 1) / (last - first + 1) if mark is not None else 0.0
