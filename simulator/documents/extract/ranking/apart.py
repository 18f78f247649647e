"""How two candidates stand to each other on the pages, in letter heights."""

from __future__ import annotations

from simulator.documents.extract.ranking.pool import Option

#: One and the same line, seen from another: it stands within so many letter heights.
_NEAR = 2.2
#: What is further off, in letter heights, is just far.
FAR = 40.0


def stands_over(upper: Option, lower: Option) -> float:
    """Whether the last line of one stands right over the first line of the other."""
    if upper.page is not lower.page:
        return 0.0
    last, first = upper.tokens[-1], lower.tokens[0]
    if last.segment == first.segment:
        return float(last.at + 1 == first.at or last.at + 2 == first.at)
    if upper.outline.under.get(last.segment) == first.segment:
        return 1.0
    gap, left = apart(upper, lower)
    return float(-0.5 < gap < _NEAR and left < 3)


def apart(upper: Option, lower: Option) -> tuple[float, float]:
    """From the bottom of one to the top of the other, and between their left edges, in letter heights, 9 at most."""
    if upper.page is not lower.page:
        return 9.0, 9.0
    letter = upper.outline.letter
    gap = (lower.tokens[0].box[1] - upper.tokens[-1].box[3]) / letter
    left = abs(lower.tokens[0].box[0] - upper.tokens[0].box[0]) / letter
    return max(-9.0, min(gap, 9.0)), min(left, 9.0)


def distance(one: Option, other: Option) -> float:
    """How far two candidates are from each other, across or down, whichever is more, in letter heights."""
    if one.page is not other.page:
        return FAR
    letter = one.outline.letter
    (left, top, right, bottom), (x1, y1, x2, y2) = one.box, other.box
    return min(FAR, max(left - x2, x1 - right, top - y2, y1 - bottom, 0) / letter)


def below(one: Option, other: Option) -> bool:
    """Whether one stands further down than the other."""
    return (one.page.number, one.tokens[0].box[1]) > (other.page.number, other.tokens[-1].box[3])
