"""Rows in which one number is made of two others: hours and their rate, a base and a share of it in percent."""

from __future__ import annotations

import re
from collections.abc import Iterator

from simulator.documents.extract.page import MarkedPage

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
_IDLE = (0.0, 1.0, 100.0)


class Products:
    """The numbers of each row of some pages: those that are a product of two others, and the factors of these."""

    def __init__(self) -> None:
        self._rows: dict[tuple[int, int], tuple[frozenset[float], frozenset[float]]] = {}

    def of(self, page: MarkedPage, row: int, number: float) -> list[float]:
        """Whether a number of a row is a product of two others there, and whether it is a factor of one."""
        at = (id(page), row)
        if at not in self._rows:
            layout = page.layout
            cells = (layout.segments[each] for each in layout.rows[row])
            self._rows[at] = _made([list(_read(layout.text(cell.first, cell.last))) for cell in cells])
        products, factors = self._rows[at]
        return [float(number in products), float(number in factors)]


def _read(cell: str) -> Iterator[list[float]]:
    """Each number of a cell, as every number that it may be: `14,505` is one with three decimals, or of thousands."""
    for match in _NUMBER.finditer(cell):
        bare = re.sub(r"[ '’]", "", match[0])
        signs = _SIGNS.findall(bare)
        whole = float(_SIGNS.sub("", bare))
        head, _, decimals = bare.rpartition(signs[-1]) if signs else (bare, "", "")
        broken = float(f"{_SIGNS.sub('', head)}.{decimals}") if decimals else whole
        yield [broken, whole] if len(signs) == 1 and len(decimals) == 3 else [whole if len(decimals) == 3 else broken]


def _made(cells: list[list[list[float]]]) -> tuple[frozenset[float], frozenset[float]]:
    every = [number for cell in cells for number in cell]
    products: set[float] = set()
    factors: set[float] = set()
    if not 2 < len(every) <= _MOST:
        return frozenset(), frozenset()
    for at, one in enumerate(every):
        for other in every[at + 1 :]:
            for made in every:
                if made is one or made is other:
                    continue
                for first, second in ((a, b) for a in one for b in other if a not in _IDLE and b not in _IDLE):
                    found = {number for number in made if number not in _IDLE and _is_product(number, first * second)}
                    if found:
                        products |= found
                        factors |= {first, second}
    return frozenset(products), frozenset(factors - products)


def _is_product(number: float, product: float) -> bool:
    return any(abs(number - each) <= max(_OFF, _SHARE * each) for each in (product, product / 100))
