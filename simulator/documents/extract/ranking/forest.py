"""The learned scores: sums of small decision trees, evaluated with numpy from one file of weights.

`python -m bench.train` makes the file. A tree's node compares one feature with a threshold; `left` is taken where the
feature is not larger. Leaves are negative: -1 - number of the leaf's value.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources

import numpy as np

#: The file of weights, and the form of it that this code reads.
WEIGHTS, FORM = "weights.npz", 6
#: So many pairs of a row and a tree go down at once: as many as the processor keeps near.
_BLOCK = 50_000
#: After so many steps those that have come to a leaf are left out: a few trees are deep, most of their leaves are not.
_STEPS = 3


@dataclass(frozen=True)
class Forest:
    """`roots` (trees), and for each node `feature`, `threshold`, `left`, `right`; `leaf` (values)."""

    roots: np.ndarray
    feature: np.ndarray
    threshold: np.ndarray
    left: np.ndarray
    right: np.ndarray
    leaf: np.ndarray

    def score(self, rows: np.ndarray) -> np.ndarray:
        """How likely each row is right, 0 to 1. `rows`: candidates x features."""
        result: np.ndarray = 1 / (1 + np.exp(-self.odds(rows)))
        return result

    def odds(self, rows: np.ndarray) -> np.ndarray:
        """The log odds of each row's being right, of any size. `rows`: candidates x features."""
        if not len(rows):
            return np.zeros(0)
        step = max(1, _BLOCK // max(1, len(self.roots)))
        return np.concatenate([self._sums(rows[at : at + step]) for at in range(0, len(rows), step)])

    def scores(self, rows: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
        """The scores of the few rows of each of several fields, all in one go down the trees."""
        if not rows:
            return {}
        ends = np.cumsum([len(each) for each in rows.values()])
        return dict(zip(rows, np.split(self.score(np.concatenate(list(rows.values()))), ends[:-1]), strict=True))

    def _sums(self, rows: np.ndarray) -> np.ndarray:
        """Every row goes down every tree at once."""
        feature, threshold, children, depth = self._table
        trees, leaves = len(self.roots), 2 * len(self.feature)
        values = np.ascontiguousarray(rows).ravel()
        starts = np.repeat(np.arange(len(rows), dtype=np.intp) * rows.shape[1], trees)
        node = np.tile(2 * np.where(self.roots >= 0, self.roots, self._leaf_at(self.roots)).astype(np.intp), len(rows))
        ends, pairs = node.copy(), np.arange(len(node), dtype=np.intp)
        for step in range(1, depth + 1):
            place = feature.take(node)
            place += starts
            node += values.take(place) > threshold.take(node)
            node = children.take(node)
            if step % _STEPS == 0 or step == depth:
                ends[pairs] = node
                going = np.flatnonzero(node < leaves)
                pairs, node, starts = pairs.take(going), node.take(going), starts.take(going)
        sums: np.ndarray = self.leaf.take((ends - leaves) // 2).reshape(len(rows), trees).sum(axis=1, dtype=np.float64)
        return sums

    def _leaf_at(self, place: np.ndarray) -> np.ndarray:
        """Leaves stand behind the nodes: -1 is the first of them."""
        return len(self.feature) - 1 - place

    @cached_property
    def _table(self) -> tuple[np.ndarray, np.ndarray, np.ndarray, int]:
        """Nodes and leaves as one, each at two places, that of its left child and that of its right one: feature, threshold,
        where the child stands, a leaf's own children being itself; the depth. Places are as wide as numpy's own."""
        count, leaves = len(self.feature), len(self.leaf)
        sides = [np.where(side >= 0, side, self._leaf_at(side)) for side in (self.left, self.right)]
        own = np.arange(count, count + leaves)
        children = 2 * np.stack([np.concatenate([side, own]) for side in sides], axis=1).astype(np.intp).ravel()
        feature = np.concatenate([self.feature, np.zeros(leaves)]).astype(np.intp)
        threshold = np.concatenate([self.threshold, np.full(leaves, np.inf)]).astype(np.float32)
        return feature.repeat(2), threshold.repeat(2), children, self._depth()

    def _depth(self) -> int:
        depth, level = 0, self.roots[self.roots >= 0]
        while len(level):
            depth += 1
            below = np.concatenate([self.left[level], self.right[level]])
            level = below[below >= 0]
        return depth


@dataclass(frozen=True)
class Weights:
    """`first` scores each candidate by itself, `second` beside the others, `third` beside the parties that the second
    scores tell; `sure` says of the best one how likely it is right, set right by `line` on papers of sources left out,
    `there` how likely the paper has such a value at all. `least` is what an answer has to be worth. `taught` are the types
    of which there were papers enough to learn that a choice is right more often than their type file's ways.
    """

    first: Forest
    second: Forest
    third: Forest
    sure: Forest
    there: Forest
    least: float
    taught: frozenset[str]
    line: tuple[float, float] = (1.0, 0.0)

    def stated(self, rows: np.ndarray) -> np.ndarray:
        """How likely each claim is right, 0 to 1. `rows`: claims x what is known of each."""
        return np.array([on_line(float(sure), self.line) for sure in self.sure.score(rows)])


def log_odds(likely: float) -> float:
    """The log odds of a probability, at most about 9 either way."""
    bounded = min(max(likely, 1e-4), 1 - 1e-4)
    return math.log(bounded / (1 - bounded))


def on_line(likely: float, line: tuple[float, float]) -> float:
    """A probability whose log odds are moved to `line[0]` times as much plus `line[1]`."""
    return 1 / (1 + math.exp(-(line[0] * log_odds(likely) + line[1])))


@cache
def weights() -> Weights:
    with resources.files(__package__).joinpath(WEIGHTS).open("rb") as file:
        data = np.load(file)
        first, second, third, sure, there = (
            _forest(data, name) for name in ("first", "second", "third", "sure", "there")
        )
        slope, shift = map(float, data["line"])
        taught = frozenset(map(str, data["taught"]))
        return Weights(first, second, third, sure, there, float(data["least"][0]), taught, (slope, shift))


def _forest(data: np.lib.npyio.NpzFile, name: str) -> Forest:
    return Forest(*(data[f"{name}_{part}"] for part in ("roots", "feature", "threshold", "left", "right", "leaf")))
