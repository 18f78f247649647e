"""Amounts of money: `₹ 1,23,456.00`, `Rs. 45,000/-`, `INR 500`, and amounts in words, which prove the figures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from simulator.documents.formats.model import LOOSE, STRICT, Found

_CURRENCY = r"(?:(?:₹|Rs|RS|INR|Rupees|र|रु)\.?\s*:?\s*)"
_FIGURES = (
    r"\d{1,3}(?:,\d\d)*,(?:\d\s\d\d|\d\d\s\d)(?:\.\d\d)?(?!\d)"  # a group that a stray space parts
    r"|\d{1,3}(?:[,.]\s?\d{2,3})*[,.]\d{3}(?:[.,]\s?\d{2}(?!\d)|[.,]\d)?"
    r"|\d+(?:\.\d{1,2})?"
)
_AMOUNT = re.compile(rf"(?<![\w.,/-])({_CURRENCY})?[^\w\s.,(/-]?(-?(?:{_FIGURES}))(?![\w]|[.,/-]\d)(\s?/[-=])?")
_DECIMALS = re.compile(r"[.,](\d{1,2})$")

_UNITS = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen"""
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_SCALES = {"hundred": 100, "thousand": 1000, "lakh": 100_000, "lac": 100_000, "million": 1_000_000, "crore": 10_000_000}
_SPELLED = {word: number for number, word in enumerate(_UNITS.split())}
_SPELLED |= {word: 10 * number for number, word in enumerate(_TENS.split(), 2)}
_WORD = re.compile(r"[a-z]+")


def figure(text: str) -> float | None:
    """What an amount is as a number: `1,23,456.00` is 123456.0. None for a text that is no amount."""
    found = next(AMOUNT.find(text), None)
    if found is None:
        return None
    decimals = _DECIMALS.search(found.value)
    whole = re.sub(r"[^\d-]", "", found.value[: decimals.start()] if decimals else found.value)
    if whole in ("", "-"):
        return None
    return float(f"{whole}.{decimals[1]}") if decimals else float(whole)


def spelled(text: str) -> float | None:
    """What an amount in words is: `Rupees One Lakh Two Thousand and Fifty Paise Only` is 102000.5. None if it is none."""
    total, group, paise, seen = 0.0, 0, None, False
    for word in _WORD.findall(text.casefold()):
        word = word.removesuffix("s") if word.removesuffix("s") in _SCALES else word
        if word in _SPELLED:
            group, seen = group + _SPELLED[word], True
        elif word == "hundred":
            group = (group or 1) * 100
        elif word in _SCALES:
            total, group, seen = total + (group or 1) * _SCALES[word], 0, True
        elif word in ("rupees", "rs", "inr", "and", "only", "indian"):
            if word == "and" and paise is None and "paise" in text.casefold():
                paise, total, group = total + group, 0.0, 0
        elif word == "paise":
            break
    if paise is not None:
        return paise + (total + group) / 100
    return total + group if seen else None


@dataclass(frozen=True)
class _Amount:
    name: str = "amount"
    strict: bool = True
    multiline: bool = False

    def find(self, text: str) -> Iterator[Found]:
        """As printed, without the currency: `1,23,456.00`."""
        for match in _AMOUNT.finditer(text):
            value = re.sub(r"\s", "", match[2])
            formed = "," in value or "." in value or bool(match[1]) or bool(match[3])
            yield Found(value, match.start(), match.end(), STRICT if formed else LOOSE)


@dataclass(frozen=True)
class _InWords:
    name: str = "amount_in_words"
    strict: bool = True
    multiline: bool = True

    def find(self, text: str) -> Iterator[Found]:
        value = text.strip(" :-.,;()")
        if spelled(value) is not None:
            start = text.index(value)
            yield Found(value, start, start + len(value), STRICT)


AMOUNT = _Amount()
AMOUNT_IN_WORDS = _InWords()
