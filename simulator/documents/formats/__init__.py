"""The formats of values: numbers with check digits, dates, amounts, names, and the masks under which some are shown.

A type file names a format (`format = "gstin"`); `get` gives it. The formats themselves are loaded when the first is
asked for: a server that starts only masks numbers.
"""

from __future__ import annotations

from functools import cache

from simulator.documents.formats.masks import mask_aadhaar
from simulator.documents.formats.model import Format, Found

__all__ = ["Format", "Found", "format_names", "get_format", "mask_aadhaar"]


@cache
def _formats() -> dict[str, Format]:
    from simulator.documents.formats import amounts, areas, codes, dates, patterns, plates, products, texts

    every: tuple[Format, ...] = (
        *(amounts.AMOUNT, amounts.AMOUNT_IN_WORDS, areas.AREA, dates.DATE, dates.MONTH, dates.YEARS),
        *codes.CODES,
        *patterns.PATTERNS,
        plates.PLATE,
        *products.PRODUCTS,
        *texts.TEXTS,
    )
    return {each.name: each for each in every}


def get_format(name: str) -> Format:
    """The format of that name. Raises KeyError: the catalogue has checked every name that a type file says."""
    return _formats()[name]


def format_names() -> frozenset[str]:
    """What a type file may name."""
    return frozenset(_formats())
