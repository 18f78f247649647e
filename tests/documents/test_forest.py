"""The learned score adds up what its trees say."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.documents.extract.ranking.forest import Forest


def test_a_forest_adds_up_the_leaves_to_which_a_row_goes() -> None:
    forest = Forest(
        roots=np.array([0, -4]),
        feature=np.array([1, 0]),
        threshold=np.array([0.5, 2.0], np.float32),
        left=np.array([-1, -2]),
        right=np.array([1, -3]),
        leaf=np.array([1.0, 2.0, 4.0, 0.25], np.float32),
    )
    rows = np.array([[9.0, 0.5], [2.0, 0.6], [2.1, 0.6]], np.float32)
    sums = np.log(forest.score(rows) / (1 - forest.score(rows)))
    assert sums == pytest.approx([1.25, 2.25, 4.25])
