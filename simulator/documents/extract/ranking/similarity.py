"""How near texts on the pages come to the labels of fields: for all of them at once, each pair of texts compared once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np

from simulator.documents.extract.ranking.concepts import PARTIES, concepts, meanings
from simulator.documents.phrases import key
from simulator.documents.schema import DocumentType

#: Texts less alike have nothing to do with each other (share of 1).
LEAST = 0.74
#: The kinds of labels beside a field's own.
_KINDS = ("also", "heads", "against", "other_heads")
#: Short labels have to be there as they are: `no`, `to`.
_SHORT = 4
#: As good as the same letters.
_EXACT = 0.999


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


class Labels(NamedTuple):
    """The labels of all fields of a type, each once, and for each field which of them are its own, in their order (numbers),
    and which are of the other kinds (one boolean for each label)."""

    texts: tuple[str, ...]
    lengths: np.ndarray
    own: dict[str, np.ndarray]
    kinds: dict[str, dict[str, np.ndarray]]


class KnownLabels(NamedTuple):
    """The labels of all concepts, each once, with its number, and which of them are whose: concepts x labels, booleans."""

    numbers: dict[str, int]
    names: tuple[str, ...]
    whose: np.ndarray


@cache
def known_labels() -> KnownLabels:
    """The labels that are the same for every type."""
    every = {name: phrases for name, (_, phrases) in concepts().items()}
    numbers = {phrase: at for at, phrase in enumerate(sorted({each for phrases in every.values() for each in phrases}))}
    whose = np.stack([_among(len(numbers), [numbers[each] for each in phrases]) for phrases in every.values()])
    return KnownLabels(numbers, tuple(every), whose)


@lru_cache(maxsize=128)
def labels(document_type: DocumentType) -> Labels:
    """The labels that are the same for every document of a type."""
    known, meant = known_labels(), meanings(document_type)
    stops = frozenset(map(key, document_type.stops))
    listed = {*stops, *(label for each in meant.values() for part in each[:3] for label in part)}
    numbers = known.numbers | {
        label: len(known.numbers) + at for at, label in enumerate(sorted(listed - known.numbers.keys()))
    }

    def those(texts: Iterable[str]) -> np.ndarray:
        return _among(len(numbers), [numbers[text] for text in texts])

    def of_concepts(names: Collection[str]) -> np.ndarray:
        found = np.zeros(len(numbers), bool)
        found[: known.whose.shape[1]] = known.whose[[name in names for name in known.names]].any(axis=0)
        return found

    any_own = sum((those(each.own).astype(int) for each in meant.values()), np.zeros(len(numbers), int))
    stopping = those(stops)
    kinds = {}
    for name, each in meant.items():
        own, alike, party = those(each.own), of_concepts(each.concepts), each.concepts.intersection(PARTIES)
        heads = those(each.heads) | of_concepts(party)
        other_heads = those(each.other_heads)
        if each.in_party:
            other_heads |= of_concepts(set(PARTIES) - party)
        against = (any_own - own > 0) | of_concepts(concepts().keys() - each.concepts) | stopping
        kinds[name] = {
            "also": alike & ~own,
            "heads": heads,
            "against": against & ~own & ~alike,
            "other_heads": other_heads & ~heads,
        }
    mine = {name: np.array([numbers[label] for label in each.own], int) for name, each in meant.items()}
    return Labels(tuple(numbers), np.array([*map(len, numbers)], np.float32), mine, kinds)


def _among(count: int, numbers: list[int]) -> np.ndarray:
    among = np.zeros(count, bool)
    among[numbers] = True
    return among


class Similarity:
    def __init__(self, texts: Sequence[str], document_type: DocumentType) -> None:
        self._labels = labels(document_type)
        self._matrix = _compared(texts, self._labels)
        # What is a known label letter for letter is that one, and none that is spelled nearly so: a contact number no contract
        # number. A type's own labels count all the same: it may have some that nobody else has.
        exact: np.ndarray = self._matrix >= _EXACT
        known = exact.any(axis=1, keepdims=True)
        self._text, self._label = np.nonzero(np.where(known, exact, self._matrix > 0))
        self._alike = self._matrix[self._text, self._label]

    def of(self, name: str) -> Likeness:
        """The likeness of every text to the labels of a field."""
        own = self._labels.own[name]
        none = np.zeros(self._matrix.shape[0], np.float32)
        if len(own):
            columns = self._matrix[:, own]
            best = columns.argmax(axis=1)
            nearest = columns.max(axis=1)
            place = np.where(nearest > 0, best / len(own), 1.0).astype(np.float32)
            length = np.where(nearest > 0, self._labels.lengths[own][best] / 20, 0.0).astype(np.float32)
        else:
            nearest, place, length = none, none + 1, none
        also, heads, against, other_heads = (self._best(self._labels.kinds[name][kind]) for kind in _KINDS)
        return Likeness(nearest, also, heads, against, other_heads, place, length)

    def _best(self, labels: np.ndarray) -> np.ndarray:
        """For every text, how near it comes to any of some labels."""
        those = labels[self._label]
        best = np.zeros(self._matrix.shape[0], np.float32)
        np.maximum.at(best, self._text[those], self._alike[those])
        return best


def _compared(texts: Sequence[str], labels: Labels) -> np.ndarray:
    """Texts x labels: how alike each pair is, 0 where hardly."""
    from rapidfuzz import fuzz, process

    if not texts or not labels.texts:
        return np.zeros((len(texts), len(labels.texts)), np.float32)
    found = process.cdist(texts, labels.texts, scorer=fuzz.ratio, score_cutoff=100 * LEAST, dtype=np.float32) / 100
    short = labels.lengths <= _SHORT
    found[:, short] = np.where(found[:, short] >= _EXACT, found[:, short], 0)
    return found
