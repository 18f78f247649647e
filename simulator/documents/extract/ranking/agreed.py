"""What the values of one paper say of each other, whatever labels stand at them."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from simulator.documents.extract.ranking.address_bounds import bounded
from simulator.documents.extract.ranking.balanced import balanced
from simulator.documents.extract.ranking.context import Context
from simulator.documents.extract.ranking.domestic import domestic
from simulator.documents.extract.ranking.rounded import rounded
from simulator.documents.extract.ranking.settled import settled


def agreed(context: Context, scores: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """The scores of claims, in their order, with those first that the others prove."""
    return bounded(context, domestic(context, balanced(context, rounded(context, settled(context, scores)))))
