"""The claims of all fields of a document, each beside every other: whether they have words or their value in common."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence

import numpy as np

from simulator.documents.extract.ranking.apart import Places
from simulator.documents.extract.ranking.claim import Claim

#: However likely something is, so much of it is counted at most where it is one of several.
_MOST = 0.999


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
        common = self._common_words()
        size = common.diagonal()
        self.shares_words = common > 0
        #: Whether the other has all of its words and more, or some of them and no more.
        self.within = (common == size[:, None]) & (size > size[:, None])
        self.holds = self.within.T

    def _common_words(self) -> np.ndarray:
        """How many words each two claims have in common."""
        number: dict[tuple[int, int], int] = {}
        at = [
            (row, number.setdefault(word, len(number))) for row, each in enumerate(self.every) for word in each.tokens
        ]
        has = np.zeros((len(self.every), len(number)), np.float32)
        has[tuple(np.array(at, int).reshape(-1, 2).T)] = 1
        common: np.ndarray = has @ has.T
        return common

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
