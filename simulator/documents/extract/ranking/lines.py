"""What can be said of a line, of its row and its block, and of a text as such."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from simulator.documents.extract.page import MarkedPage
from simulator.documents.extract.ranking.addresslike import address_line, look
from simulator.documents.extract.ranking.outline import Outline
from simulator.documents.layout import Segment, Token

_AMOUNT_LIKE = re.compile(r"\d[\d.,' ]{0,30}[.,]\d{1,2}(?!\d)")


def bounds(page: MarkedPage) -> tuple[int, int, int, int]:
    boxes = [token.box for token in page.layout.tokens]
    if not boxes:
        return 0, 0, 1, 1
    return min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes)


class Rows:
    """What is said of the rows of some pages, each looked at once."""

    def __init__(self) -> None:
        self._seen: dict[tuple[int, int], tuple[str, int]] = {}
        self._said: dict[tuple[int, int, int], list[float]] = {}

    def of(self, page: MarkedPage, segment: Segment, last: int) -> list[float]:
        """Whether nothing with figures follows in its row, how many amounts and percentages the row has, and how many rows
        below have amounts."""
        at = (id(page), segment.at, last)
        if at not in self._said:
            self._said[at] = self._of(page, segment, last)
        return self._said[at]

    def _of(self, page: MarkedPage, segment: Segment, last: int) -> list[float]:
        layout = page.layout
        row = [layout.segments[at] for at in layout.rows[segment.row]]
        behind = [token for each in row for token in layout.words(each) if each.left > segment.left or token.at > last]
        follows = any(
            any(map(str.isdigit, token.text)) for token in behind if token.box[0] >= segment.left and token.at != last
        )
        text, amounts = self._row(page, segment.row)
        under = range(segment.row + 1, min(segment.row + 8, len(layout.rows)))
        return [not follows, min(amounts, 9), "%" in text, sum(self._row(page, at)[1] > 0 for at in under)]

    def _row(self, page: MarkedPage, number: int) -> tuple[str, int]:
        """A row's text, and how many amounts it has."""
        at = (id(page), number)
        if at not in self._seen:
            layout = page.layout
            text = " ".join(line_text(page, layout.segments[each]) for each in layout.rows[number])
            self._seen[at] = text, len(_AMOUNT_LIKE.findall(text))
        return self._seen[at]


def named(text: str) -> bool:
    """Whether a line may be a name: letters, no figures, no part of an address."""
    return not any(map(str.isdigit, text)) and 1 < len(text.split()) < 8 and address_line(text) <= 0


def share(text: str, test: Callable[[str], bool]) -> float:
    return sum(map(test, text)) / max(1, len(text))


def line_text(page: MarkedPage, segment: Segment) -> str:
    return page.layout.text(segment.first, segment.last)


def line_look(page: MarkedPage, segment: Segment | None) -> float:
    if segment is None:
        return -1.0
    text = line_text(page, segment)
    return -2.0 if look(text).contact else address_line(text)


def in_block(outline: Outline, segment: Segment) -> tuple[int, int]:
    """Which line of its block a line is, and of how many."""
    before, at = 0, segment.at
    while (above := outline.over.get(at)) is not None and before < 20:
        before, at = before + 1, above
    behind, at = 0, segment.at
    while (below := outline.under.get(at)) is not None and behind < 20:
        behind, at = behind + 1, below
    return before, before + behind + 1


def like_above(segment: Segment, upper: Segment | None) -> float:
    return segment.size / max(1.0, upper.size) if upper else 0.0


def bold(tokens: Sequence[Token]) -> float:
    """Whether it is printed in capitals throughout."""
    text = "".join(token.text for token in tokens)
    return float(text.isupper())


def centred(segment: Segment, left: int, right: int) -> float:
    return abs((segment.left + segment.right) - (left + right)) / 2 / max(1, right - left)


@lru_cache(maxsize=4096)
def mixed(value: str) -> bool:
    return any(map(str.isdigit, value)) and any(map(str.isalpha, value))


def sums(number: float, amounts: list[float]) -> float:
    """In how many ways two other amounts add up to it."""
    if number <= 0 or len(amounts) > 150:
        return 0.0
    known = set(amounts)
    found = sum(
        1
        for other in amounts
        if 0 < other <= number / 2 and any(round(number - other + off, 2) in known for off in (0, 0.01, -0.01))
    )
    return float(min(found, 5))
