"""A candidate of a field with its score: what is weighed beside the others."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from simulator.documents.extract.ranking.features import Field
from simulator.documents.extract.ranking.option import Option


@dataclass(eq=False)
class Claim:
    """A candidate of a field with its first score."""

    field: Field
    at: int
    score: float

    @property
    def option(self) -> Option:
        return self.field.options[self.at]

    @property
    def tokens(self) -> frozenset[tuple[int, int]]:
        return self.option.words


def exchanged(scores: np.ndarray, one: int, other: int) -> np.ndarray:
    """The scores of claims with those of two of them, given by their numbers, in each other's place."""
    made = scores.copy()
    made[[one, other]] = scores[[other, one]]
    return made
