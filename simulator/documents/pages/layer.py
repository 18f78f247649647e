"""The text layer of a page: the words that its structure says are visible. Their truth is checked against the picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from simulator.documents.model import Box, Word


@dataclass(frozen=True)
class Layer:
    """`words` in pixels of the page as given; `fonts` says of each which font drew it (any number, 0: not known).

    `turn` is by how many degrees clockwise the print lies in the picture: 0, 90, 180 or 270. `doubtful` are numbers of
    words that something drawn later may cover.
    """

    words: tuple[Word, ...]
    fonts: tuple[int, ...]
    turn: int = 0
    doubtful: frozenset[int] = frozenset()

    def only(self, kept: Sequence[int]) -> Layer:
        """The layer with only the words of these numbers."""
        doubtful = frozenset(new for new, old in enumerate(kept) if old in self.doubtful)
        words, fonts = tuple(self.words[at] for at in kept), tuple(self.fonts[at] for at in kept)
        return replace(self, words=words, fonts=fonts, doubtful=doubtful)


def overlap(one: Box, other: Box) -> float:
    """The share of the smaller box that lies in the other, 0 to 1."""
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    if across <= 0 or down <= 0:
        return 0.0
    return across * down / max(1, min(area(one), area(other)))


def area(box: Box) -> int:
    return (box[2] - box[0]) * (box[3] - box[1])
