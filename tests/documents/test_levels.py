"""Counted brightness says what sorting the pixels says."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.documents.pages.levels import Levels, every

_RANDOM = np.random.default_rng(5)


@pytest.mark.parametrize("brightest", [1, 2, 7, 120, 255])
def test_medians_and_percentiles_are_those_of_numpy(brightest: int) -> None:
    picture = _RANDOM.integers(0, brightest + 1, (31, 44)).astype(np.uint8)
    for percent in (0, 1, 10, 50, 75, 80, 99.7, 100):
        assert Levels(picture).quantile(percent) == np.percentile(picture, percent)
        assert every(picture, 3).quantile(percent) == np.percentile(picture[::3, ::3], percent)
    assert Levels(picture).median == np.median(picture)


def test_pixels_of_one_channel_under_a_mask_are_counted() -> None:
    picture = _RANDOM.integers(0, 256, (20, 30, 3)).astype(np.uint8)
    mask = (_RANDOM.random((20, 30)) < 0.3).astype(np.uint8)
    assert Levels(picture, mask, 1).median == np.median(picture[..., 1][mask > 0])
