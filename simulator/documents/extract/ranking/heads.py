"""Lines that head the candidates below them: how like the headings of a field's blocks they are, and how far above."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from simulator.documents.extract.ranking.neighbours import Phrases, head_phrases
from simulator.documents.extract.ranking.outline import Outline
from simulator.documents.extract.ranking.similarity import Likeness
from simulator.documents.layout import Token

#: A heading stands so many letter heights over what it heads at most, and so much like its labels.
_REACH, _HEADING = 14.0, 0.86
#: How like, and how far off, where there is none.
_NONE, _FAR = 0.0, 99.0


class Heads:
    """The lines of all pages that may be headings."""

    def __init__(self, outlines: Sequence[Outline], phrases: Phrases) -> None:
        heads = [(outline, *head) for outline in outlines for head in head_phrases(outline, phrases)]
        self._numbers = side_by_side([texts for _, _, texts in heads])
        places = [
            (outline.page.number, segment.left, segment.right, segment.box[1], outline.letter)
            for outline, segment, _ in heads
        ]
        self._places = np.array(places, float).reshape(-1, 5)

    def over(self, firsts: Sequence[Token], like: Likeness) -> np.ndarray:
        """The nearest heading over each candidate, given by its first word: how like it is to one of its own party, and to
        another's; how far off both are; whether the pages have one of its own."""
        own, other = (padded(each)[self._numbers].max(axis=1, initial=0) for each in (like.heads, like.other_heads))
        likes = np.maximum(own, other)
        mine, others = (likes >= _HEADING) & (own >= other), (likes >= _HEADING) & (own < other)
        (one, gap), (another, other_gap) = (self._nearest(firsts, those, likes) for those in (mine, others))
        return np.stack([one, another, gap, other_gap, np.full(len(firsts), mine.any())], axis=1).astype(np.float32)

    def _nearest(self, firsts: Sequence[Token], those: np.ndarray, likes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """How like it is, and how many letter heights above the candidate the nearest of some headings in its column stands."""
        if not those.any():
            return np.full(len(firsts), _NONE), np.full(len(firsts), _FAR)
        page, left, right, top, letter = self._places[those].T
        on, x, y = np.array([(token.page, *token.box[:2]) for token in firsts]).T[:, :, None]
        gap = (y - top) / letter
        aligned = np.abs(left - x) <= 3 * letter
        inside = (left - letter <= x) & (x <= right + 2 * letter)
        beside = (gap < 0.6) & (left < x)
        heads = (page == on) & (gap >= -0.6) & (gap <= _REACH) & (aligned | inside | beside)
        gap = np.where(heads, gap, _FAR)
        at, rows = gap.argmin(axis=1), np.arange(len(firsts))
        return np.where(heads[rows, at], likes[those][at], _NONE), gap[rows, at]


def side_by_side(texts: Sequence[tuple[int, ...]]) -> np.ndarray:
    """Numbers of texts as one array, as wide as the longest, filled up with -1."""
    width = max([1, *map(len, texts)])
    rows = [(*each, *(-1,) * (width - len(each))) for each in texts]
    return np.array(rows, np.int32).reshape(len(texts), width)


def padded(values: np.ndarray) -> np.ndarray:
    """With a zero at the end of each row, for -1."""
    return np.concatenate([values, np.zeros((*values.shape[:-1], 1), np.float32)], axis=-1)
