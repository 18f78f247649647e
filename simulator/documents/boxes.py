"""The geometry of boxes: `(left, top, right, bottom)` in pixels, right and bottom exclusive."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from simulator.documents.model import Box


def around(boxes: Iterable[Box]) -> Box:
    """The smallest box that holds them all. Raises ValueError where there are none."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def overlap(one: Box, other: Box) -> bool:
    """Whether two boxes share any pixel."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def joined(parts: Sequence[Box], more: Box) -> list[Box]:
    """Boxes apart from each other and one more, which takes in all that it meets."""
    left = list(parts)
    while met := [part for part in left if overlap(part, more)]:
        left = [part for part in left if not overlap(part, more)]
        more = around((*met, more))
    return [*left, more]
