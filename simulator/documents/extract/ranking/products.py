"""Rows in which one number is made of two others: hours and their rate, a base and a share of it in percent."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from simulator.documents.extract.page import MarkedPage
from simulator.documents.layout import Layout

#: A number with groups and decimals in any way of writing.
_NUMBER = re.compile(
    r"(?<![\w.,])\d{1,3}(?:[ .,'’]\d{3})+(?:[.,]\d{1,4})?(?![\w]|[.,]\d)|(?<![\w.,])\d+(?:[.,]\d{1,6})?(?![\w]|[.,]\d)"
)
_SIGNS = re.compile(r"[.,]")
#: A row of more numbers is none of one line's.
_MOST = 14
#: What is rounded: a hundredth, or so much of the product of a rate with few decimals.
_OFF, _SHARE = 0.015, 0.0004
#: A number times one of these is as good as itself.
_IDLE = frozenset({0.0, 1.0, 100.0})


class Products:
    """The numbers of each row of some pages: those that are a product of two others, and the factors of these."""

    def __init__(self) -> None:
        self._rows: dict[tuple[int, int], tuple[frozenset[float], frozenset[float]]] = {}

    def of(self, page: MarkedPage, row: int, number: float) -> list[float]:
        """Whether a number of a row is a product of two others there, and whether it is a factor of one."""
        at = (id(page), row)
        if at not in self._rows:
            self._rows[at] = products(row_numbers(page.layout, row))
        made, factors = self._rows[at]
        return [float(number in made), float(number in factors)]


def row_numbers(layout: Layout, row: int) -> list[list[float]]:
    """The numbers of a row from left to right, each as every number that it may be."""
    cells = (layout.segments[each] for each in layout.rows[row])
    return [number for cell in cells for number in _read(layout.text(cell.first, cell.last))]


def _read(cell: str) -> Iterator[list[float]]:
    """Each number of a cell, as every number that it may be: `14,505` is one with three decimals, or of thousands."""
    for match in _NUMBER.finditer(cell):
        bare = re.sub(r"[ '’]", "", match[0])
        signs = _SIGNS.findall(bare)
        whole = float(_SIGNS.sub("", bare))
        head, _, decimals = bare.rpartition(signs[-1]) if signs else (bare, "", "")
        broken = float(f"{_SIGNS.sub('', head)}.{decimals}") if decimals else whole
        yield [broken, whole] if len(signs) == 1 and len(decimals) == 3 else [whole if len(decimals) == 3 else broken]


def numbers(text: str) -> set[float]:
    """The numbers of a text, whatever they may be."""
    return {number for each in _read(text) for number in each}


def products(every: list[list[float]]) -> tuple[frozenset[float], frozenset[float]]:
    """The products and the factors among some numbers, each given as all that it may be."""
    made: set[float] = set()
    factors: set[float] = set()
    if not 2 < len(every) <= _MOST:
        return frozenset(), frozenset()
    for one, other in itertools.combinations(every, 2):
        others = {number for each in every if each is not one and each is not other for number in each} - _IDLE
        for first, second in itertools.product(one, other):
            found = {number for number in others if _is_product(number, first * second)}
            if found and _IDLE.isdisjoint((first, second)):
                made |= found
                factors |= {first, second}
    return frozenset(made), frozenset(factors - made)


def _is_product(number: float, product: float) -> bool:
    return any(abs(number - each) <= max(_OFF, _SHARE * each) for each in (product, product / 100))
