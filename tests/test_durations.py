"""Durations as people write them."""

from __future__ import annotations

import pytest

from simulator import durations


@pytest.mark.parametrize(
    ("text", "length"),
    [("61m", 3660), ("1h30m", 5400), ("250ms", 0.25), ("2.5s", 2.5), ("1d", 86400), (90, 90), ("90", 90), (0, 0)],
)
def test_a_duration_is_a_number_of_seconds_or_numbers_with_units(text: str | float, length: float) -> None:
    assert durations.parse_duration(text) == length


@pytest.mark.parametrize("text", ["", "soon", "5 minutes", "-5s", -1, "5s later", True, float("inf"), "1e3"])
def test_anything_else_is_refused_with_the_grammar(text: str | float) -> None:
    with pytest.raises(ValueError, match="61m"):
        durations.parse_duration(text)


@pytest.mark.parametrize("text", ["36525d", durations.LONGEST, "3155760000"])
def test_a_hundred_years_are_the_longest(text: str | float) -> None:
    assert durations.parse_duration(text) == durations.LONGEST


@pytest.mark.parametrize(
    "text", ["36526d", durations.LONGEST + 1, 1e308, 10**400, "9" * 400, "9" * 400 + "d", "36525d1ms"]
)
def test_what_is_longer_is_refused_in_few_words(text: str | float) -> None:
    with pytest.raises(ValueError, match="is more than 100 years; write at most 36525d") as wrong:
        durations.parse_duration(text)
    assert len(str(wrong.value)) < 100


@pytest.mark.parametrize("length", [0, 0.25, 1, 59.5, 61, 3660, 90061, 86400])
def test_a_written_duration_reads_back_the_same(length: float) -> None:
    assert durations.parse_duration(durations.format_duration(length)) == length
