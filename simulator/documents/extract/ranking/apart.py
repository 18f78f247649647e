"""How candidates stand to each other on the pages, in letter heights: each of some to each of others, as a matrix."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from simulator.documents.extract.ranking.option import Option

#: One and the same line, seen from another: it stands within so many letter heights.
_NEAR = 2.2
#: What is further off, in letter heights, is just far.
FAR = 40.0


@dataclass(frozen=True)
class Places:
    """Where some candidates stand: arrays, one element for each.

    `box` is the box of all words, `begins` the left and upper edge of the first, `ends` the lower edge of the last one.
    `first` and `last` are these two words' numbers, `upper` and `lower` those of their lines, `under` the next line of the
    last one's block (-1 for none).
    """

    page: np.ndarray
    letter: np.ndarray
    box: np.ndarray
    begins: np.ndarray
    ends: np.ndarray
    first: np.ndarray
    last: np.ndarray
    upper: np.ndarray
    lower: np.ndarray
    under: np.ndarray

    @classmethod
    def of(cls, options: Sequence[Option]) -> Places:
        firsts, lasts = [option.tokens[0] for option in options], [option.tokens[-1] for option in options]
        return cls(
            np.array([option.page.number for option in options], int),
            np.array([option.outline.letter for option in options], float),
            np.array([option.box for option in options], int).reshape(-1, 4),
            np.array([token.box[:2] for token in firsts], int).reshape(-1, 2),
            np.array([token.box[3] for token in lasts], int),
            np.array([token.at for token in firsts], int),
            np.array([token.at for token in lasts], int),
            np.array([token.segment for token in firsts], int),
            np.array([token.segment for token in lasts], int),
            np.array(
                [option.outline.under.get(token.segment, -1) for option, token in zip(options, lasts, strict=True)], int
            ),
        )

    def take(self, at: np.ndarray) -> Places:
        """Those of some of the candidates, by their numbers."""
        return Places(*(each[at] for each in vars(self).values()))


def stands_over(uppers: Places, lowers: Places) -> np.ndarray:
    """Whether the last line of one stands right over the first line of the other."""
    in_line = uppers.lower[:, None] == lowers.upper
    follows = lowers.first - uppers.last[:, None]
    gap, left = apart(uppers, lowers)
    near = (uppers.under[:, None] == lowers.upper) | ((gap > -0.5) & (gap < _NEAR) & (left < 3))
    over: np.ndarray = _on_one_page(uppers, lowers) & np.where(in_line, (follows == 1) | (follows == 2), near)
    return over


def apart(uppers: Places, lowers: Places) -> tuple[np.ndarray, np.ndarray]:
    """From the bottom of one to the top of the other, and between their left edges, in letter heights, 9 at most."""
    letter, here = uppers.letter[:, None], _on_one_page(uppers, lowers)
    gap = (lowers.begins[:, 1] - uppers.ends[:, None]) / letter
    left = np.abs(lowers.begins[:, 0] - uppers.begins[:, :1]) / letter
    return np.where(here, np.clip(gap, -9.0, 9.0), 9.0), np.where(here, np.minimum(left, 9.0), 9.0)


def distance(ones: Places, others: Places) -> np.ndarray:
    """How far two candidates are from each other, across or down, whichever is more, in letter heights of the first."""
    (left, top, right, bottom), (x1, y1, x2, y2) = ones.box.T[:, :, None], others.box.T
    off = np.maximum.reduce([left - x2, x1 - right, top - y2, y1 - bottom]).clip(0)
    return np.where(_on_one_page(ones, others), np.minimum(off / ones.letter[:, None], FAR), FAR)


def below(ones: Places, others: Places) -> np.ndarray:
    """Whether one stands further down than the other."""
    page = ones.page[:, None]
    further: np.ndarray = (page > others.page) | ((page == others.page) & (ones.begins[:, 1:] > others.ends))
    return further


def _on_one_page(ones: Places, others: Places) -> np.ndarray:
    same: np.ndarray = ones.page[:, None] == others.page
    return same
