"""Pieces of a mask are numbered and measured as OpenCV does it."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from simulator.documents.components import components


@pytest.mark.parametrize("connectivity", [4, 8])
@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.9, 1.0])
def test_pieces_are_those_of_opencv(share: float, connectivity: int) -> None:
    mask = (np.random.default_rng(7).random((60, 83)) < share).astype(np.uint8)
    _, labels, stats, middles = cv2.connectedComponentsWithStats(mask, connectivity=connectivity)
    found = components(mask, connectivity)
    assert np.array_equal(found.labels, labels)
    assert np.array_equal(found.stats[1:], stats[1:])
    assert np.array_equal(found.middles()[1:], middles[1:])
