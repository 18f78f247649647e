"""Amounts of money and dates, whatever their notation."""

from __future__ import annotations

import re
from datetime import date as Date
from decimal import Decimal

from rapidfuzz import fuzz

#: How fast the score of an amount falls with the relative difference: a tenth less costs 20, half or more everything.
STEEPNESS = 200.0
#: Different amounts, however near, are not the same.
NEARLY = 99.0
#: Dates that differ: day and month swapped; one part (day, month or year) other.
SWAPPED, ONE_PART_OTHER = 80.0, 50.0
#: Two-digit years above this are of the last century.
CENTURY_TURN = 50

_NUMBER = re.compile(r"(\d[\d,]*(?:\.\d+)?)\s*(thousand|lakh|lac|crore)?")
_DATE = re.compile(r"(\d{1,4})\s*[-/.\s]\s*(\d{1,2}|[a-z]{3,9})\.?,?\s*[-/.\s]\s*(\d{1,4})", re.IGNORECASE)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_UNITS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_WORTH = {word: at for at, word in enumerate(_UNITS)} | {word: 10 * at for at, word in enumerate(_TENS, 2)}
_SCALES = {"thousand": 1_000, "lakh": 100_000, "lac": 100_000, "crore": 10_000_000}


def amount(a: str, b: str) -> float:
    """By relative difference; `Rs. 1,20,000/-`, `INR 120000.00`, `₹1.2 lakh` and the words for it are one amount."""
    x, y = value_of(a), value_of(b)
    if x is None or y is None:
        return fuzz.ratio(a.casefold(), b.casefold())
    if x == y:
        return 100.0
    difference = float(abs(x - y) / max(abs(x), abs(y)))
    return max(0.0, min(NEARLY, 100.0 - STEEPNESS * difference))


def value_of(text: str) -> Decimal | None:
    """The amount that a text states in digits (Indian or Western grouping) or in words; None if it states none."""
    folded = text.casefold().replace("lakhs", "lakh").replace("lacs", "lac").replace("crores", "crore")
    digits = _NUMBER.search(folded)
    if digits is None:
        return _in_words(folded)
    number, scale = digits.groups()
    return Decimal(number.replace(",", "")) * _SCALES.get(scale, 1)


def _in_words(text: str) -> Decimal | None:
    """`rupees one lakh twenty thousand only`: 120000."""
    total = part = 0
    understood = False
    for word in re.findall("[a-z]+", text.partition("paise")[0]):
        if word in _WORTH:
            part += _WORTH[word]
        elif word == "hundred":
            part = max(part, 1) * 100
        elif word in _SCALES:
            total, part = total + max(part, 1) * _SCALES[word], 0
        else:
            continue
        understood = True
    return Decimal(total + part) if understood else None


def date(a: str, b: str) -> float:
    """The day that a text states, day first or ISO, month in digits or letters."""
    x, y = day_of(a), day_of(b)
    if x is None or y is None:
        return fuzz.ratio(a.casefold(), b.casefold())
    if x == y:
        return 100.0
    if x.year == y.year and (x.day, x.month) == (y.month, y.day):
        return SWAPPED
    others = (x.day != y.day) + (x.month != y.month) + (x.year != y.year)
    return ONE_PART_OTHER if others == 1 else 0.0


def day_of(text: str) -> Date | None:
    found = _DATE.search(text)
    if found is None:
        return None
    first, month_text, last = found.groups()
    month = int(month_text) if month_text.isdigit() else _month(month_text)
    day, year = (last, first) if len(first) == 4 else (first, last)
    try:
        return Date(_year(year), month, int(day))
    except ValueError:
        return None


def _month(text: str) -> int:
    short = text[:3].lower()
    return _MONTHS.index(short) + 1 if short in _MONTHS else 0


def _year(text: str) -> int:
    year = int(text)
    if len(text) > 2:
        return year
    return year + (1900 if year > CENTURY_TURN else 2000)
