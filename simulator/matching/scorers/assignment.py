"""The best way to match the values of two lists."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

#: Up to so many values in the longer list every assignment is tried; beyond, the best pair is taken first.
TRIED_OUT = 10


def best_mean(a: Sequence[str], b: Sequence[str], score: Callable[[str, str], float]) -> float:
    """The mean score of the shorter list's values, each with another value of the longer; the best there is."""
    short, long = (a, b) if len(a) <= len(b) else (b, a)
    table = [[score(x, y) for y in long] for x in short]
    total = _best(table) if len(long) <= TRIED_OUT else _greedy(table)
    return total / len(short)


def _best(table: list[list[float]]) -> float:
    @cache
    def rest(row: int, taken: int) -> float:
        if row == len(table):
            return 0.0
        return max(value + rest(row + 1, taken | 1 << at) for at, value in enumerate(table[row]) if not taken >> at & 1)

    return rest(0, 0)


def _greedy(table: list[list[float]]) -> float:
    pairs = sorted(((value, x, y) for x, row in enumerate(table) for y, value in enumerate(row)), reverse=True)
    total, rows, columns = 0.0, set[int](), set[int]()
    for value, x, y in pairs:
        if x not in rows and y not in columns:
            total += value
            rows.add(x)
            columns.add(y)
    return total
