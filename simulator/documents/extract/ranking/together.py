"""The claims of all fields of a document, each beside every other: whether they have words or their value in common."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence

import numpy as np

from simulator.documents.extract.ranking.apart import Places
from simulator.documents.extract.ranking.claim import Claim

#: However likely something is, so much of it is counted at most where it is one of several.
_MOST = 0.999
#: Words are looked at so many at a time.
_BITS = 64


class Together:
    """Claims in the order of their fields; matrices say of each (row) what it has with each other (column)."""

    def __init__(self, claims: Mapping[str, Sequence[Claim]]) -> None:
        #: The fields that have a claim.
        self.names = [name for name, each in claims.items() if each]
        self.every = [claim for name in self.names for claim in claims[name]]
        self.scores = np.array([claim.score for claim in self.every])
        sizes = [len(claims[name]) for name in self.names]
        #: Each claim's field, and each field's first claim.
        self.field = np.repeat(np.arange(len(sizes)), sizes)
        self.begins = np.cumsum([0, *sizes])[: len(sizes)]
        self.formats = numbered(claims[name][0].field.spec.format for name in self.names)
        self.places = Places.of([claim.option for claim in self.every])
        self.same_field = self.field[:, None] == self.field
        values = numbered(claim.option.key for claim in self.every)
        self.same_value = values[:, None] == values
        self.shares_words, self.within = self._common_words()
        self.holds = self.within.T

    def _common_words(self) -> tuple[np.ndarray, np.ndarray]:
        """Whether each two claims have words in common; and whether the other has all words of the one and more."""
        # Claims of several fields are often the same words. Sets of words are rows of bits: a product of matrices would have
        # the linear algebra library wake its threads, which then wait for more to do and take processor time.
        same = numbered(claim.tokens for claim in self.every)
        number: dict[tuple[int, int], int] = {}
        sets = dict(zip(same.tolist(), (claim.tokens for claim in self.every), strict=True)).values()
        at = [(row, number.setdefault(word, len(number))) for row, each in enumerate(sets) for word in each]
        has = np.zeros((len(sets), -(-len(number) // _BITS) * _BITS), np.uint8)
        has[tuple(np.array(at, int).reshape(-1, 2).T)] = 1
        bits = np.packbits(has, axis=1).view(np.uint64).T
        shares, inside = np.zeros((len(sets),) * 2, bool), np.ones((len(sets),) * 2, bool)
        for column in bits:
            shares |= (column[:, None] & column) != 0
            inside &= (column[:, None] & ~column) == 0
        within = inside & ~inside.T
        return shares[np.ix_(same, same)], within[np.ix_(same, same)]

    def best(self, those: np.ndarray) -> np.ndarray:
        """For each claim the best score of those that the matrix says, 0 for none."""
        best: np.ndarray = np.where(those, self.scores, 0.0).max(axis=1, initial=0.0)
        return best

    def any_of_field(self, those: np.ndarray) -> np.ndarray:
        """For each claim and each field, how likely one of those of the field's claims is right that the matrix says:
        1 - (1 - a)(1 - b)."""
        doubt = np.where(those, 1.0 - np.minimum(self.scores, _MOST), 1.0)
        return 1.0 - np.multiply.reduceat(doubt, self.begins, axis=1)


def numbered(things: Iterable[Hashable]) -> np.ndarray:
    """A number for each thing, the same for equal ones."""
    number: dict[Hashable, int] = {}
    return np.array([number.setdefault(thing, len(number)) for thing in things], int)
