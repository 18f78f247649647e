"""The formats of values: numbers with check digits, dates, amounts, names, and the masks under which some are shown.

A type file names a format (`format = "gstin"`); `get` gives it. Light to import: what a format needs to check a
digit is loaded when it first checks one.
"""

from __future__ import annotations

from simulator.documents.formats.amounts import AMOUNT, AMOUNT_IN_WORDS
from simulator.documents.formats.codes import CODES
from simulator.documents.formats.dates import DATE, MONTH, YEARS
from simulator.documents.formats.masks import mask_aadhaar
from simulator.documents.formats.model import Format, Found
from simulator.documents.formats.patterns import PATTERNS
from simulator.documents.formats.products import PRODUCTS
from simulator.documents.formats.texts import TEXTS

__all__ = ["FORMATS", "Format", "Found", "get", "mask_aadhaar"]

_ALL: tuple[Format, ...] = (AMOUNT, AMOUNT_IN_WORDS, DATE, MONTH, YEARS, *CODES, *PATTERNS, *PRODUCTS, *TEXTS)
FORMATS = {each.name: each for each in _ALL}


def get(name: str) -> Format:
    """The format of that name. Raises KeyError: the catalogue has checked every name that a type file says."""
    return FORMATS[name]
