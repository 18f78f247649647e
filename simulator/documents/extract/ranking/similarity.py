"""How near texts on the pages come to the labels of fields: for all of them at once, each pair of texts compared once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from simulator.documents.extract.ranking.concepts import Meaning

#: Texts less alike have nothing to do with each other (share of 1).
LEAST = 0.74
#: Short labels have to be there as they are: `no`, `to`.
_SHORT = 4


class Likeness(NamedTuple):
    """For each text, how near it comes to a field's labels: arrays of shares of 1. `place`: where in the type file's own
    order the nearest of its labels stands (0 the first), `length`: how long it is, in letters / 20."""

    own: np.ndarray
    also: np.ndarray
    heads: np.ndarray
    against: np.ndarray
    other_heads: np.ndarray
    place: np.ndarray
    length: np.ndarray


class Similarity:
    def __init__(self, texts: Sequence[str], meanings: Sequence[Meaning]) -> None:
        labels = sorted({label for meaning in meanings for part in meaning[:5] for label in part})
        self._numbers = {label: number for number, label in enumerate(labels)}
        self._lengths = np.array([len(label) for label in labels], np.float32)
        self._matrix = _compared(texts, labels)

    def of(self, meaning: Meaning) -> Likeness:
        """The likeness of every text to the labels of a field."""
        own = self._columns(meaning.own)
        none = np.zeros(self._matrix.shape[0], np.float32)
        if own.shape[1]:
            best = own.argmax(axis=1)
            nearest = own.max(axis=1)
            lengths = self._lengths[[self._numbers[label] for label in meaning.own]]
            place = np.where(nearest > 0, best / max(1, own.shape[1]), 1.0).astype(np.float32)
            length = np.where(nearest > 0, lengths[best] / 20, 0.0).astype(np.float32)
        else:
            nearest, place, length = none, none + 1, none
        return Likeness(
            nearest,
            self._best(meaning.also),
            self._best(meaning.heads),
            self._best(meaning.against),
            self._best(meaning.other_heads),
            place,
            length,
        )

    def _columns(self, labels: Sequence[str]) -> np.ndarray:
        return self._matrix[:, [self._numbers[label] for label in labels]]

    def _best(self, labels: Sequence[str]) -> np.ndarray:
        if not labels or not self._matrix.shape[0]:
            return np.zeros(self._matrix.shape[0], np.float32)
        best: np.ndarray = self._columns(labels).max(axis=1)
        return best


def _compared(texts: Sequence[str], labels: Sequence[str]) -> np.ndarray:
    """Texts x labels: how alike each pair is, 0 where hardly."""
    from rapidfuzz import fuzz, process

    if not texts or not labels:
        return np.zeros((len(texts), len(labels)), np.float32)
    found = process.cdist(texts, labels, scorer=fuzz.ratio, score_cutoff=100 * LEAST, dtype=np.float32) / 100
    short = np.array([len(label) <= _SHORT for label in labels])
    found[:, short] = np.where(found[:, short] >= 0.999, found[:, short], 0)
    return found
