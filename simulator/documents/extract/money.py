"""What a page says of its own amounts: one spelled out in words proves the figures, and how figures are grouped."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property

from simulator.documents.formats.amounts import figure, spelled
from simulator.documents.formats.model import CHECKED, Found
from simulator.documents.phrases import SURE

#: The engine's model has no rupee sign and reads 2 for it: in Indian grouping 2,46,499 never is 246,499.
_RUPEE_READ_AS_2 = re.compile(r"2\d\d,\d{3}(?:\.\d\d)?")
_OF_INDIA = re.compile(r"(?i)₹|\bRs\b|\bINR\b|\bGSTIN?\b|\bM\.?R\.?P\b|\bIndia\b|\blakh|\bcrore|\bPIN\b")
_IN_WORDS = re.compile(r"(?i)\b(?:only|rupees|in words)\b")
_FIGURES = re.compile(r"\d[\d,]*(?:\.\d\d)?")
_DECIMALS = re.compile(r"[.,]\d{1,2}$")
#: Shorter amounts are too often one digit from another for a reason.
_ENOUGH = 5
_SPELLED_OUT = re.compile(r"(?i)\b(?:hundred|thousand|lakhs?|lacs?|crores?)\b")


class Money:
    """The amounts of a document, by the text of its rows."""

    def __init__(self, rows: Sequence[str]) -> None:
        self._rows = rows

    @cached_property
    def _indian(self) -> bool:
        """Whether amounts are grouped the Indian way: something in the text is India's."""
        return any(_OF_INDIA.search(row) for row in self._rows)

    @cached_property
    def _words(self) -> frozenset[float]:
        """What is spelled out, in one row or running on into the next."""
        said = set()
        for row, below in zip(self._rows, (*self._rows[1:], ""), strict=True):
            if _SPELLED_OUT.search(row):
                for text in (row, f"{row} {below}"):
                    number = spelled(text) if _IN_WORDS.search(text) else None
                    said |= {number} if number else set()
        return frozenset(said)

    @cached_property
    def _printed(self) -> frozenset[float]:
        """All amounts in figures."""
        said = (figure(match) for row in self._rows for match in _FIGURES.findall(row))
        return frozenset(number for number in said if number is not None)

    def _one_off(self, value: str) -> str:
        """The value with the one digit changed that keeps it from what is spelled out, or ``."""
        whole = value[: at.start()] if (at := _DECIMALS.search(value)) else value
        digits = re.sub(r"\D", "", whole)
        for number in sorted(self._words):
            meant = str(int(number))
            wrong = sum(a != b for a, b in zip(digits, meant, strict=True)) if len(digits) == len(meant) else 0
            if wrong == 1 and len(digits) >= _ENOUGH:
                right = iter(meant)
                return "".join(next(right) if letter.isdigit() else letter for letter in whole) + value[len(whole) :]
        return ""

    def spelled_out(self, value: str) -> bool:
        """Whether an amount is in words somewhere: of several totals, it is the one."""
        return bool(self._words) and figure(value) in self._words

    def settled(self, found: Found, confidence: float) -> Found:
        """An amount proven by its words, or with a digit less that was a rupee sign. Where figures prove the words too,
        what was read for sure is another amount that happens to be one digit off."""
        value = found.value
        if self._words and figure(value) in self._words:
            return found._replace(proof=CHECKED)
        if self._words and len(value) > 4 and figure(value[1:]) in self._words:
            return found._replace(value=value[1:].lstrip(","), proof=CHECKED, mended=True)
        spelled_out = self._one_off(value)
        if confidence >= SURE and spelled_out and figure(spelled_out) in self._printed:
            return found
        if spelled_out:
            return found._replace(value=spelled_out, mended=True)
        if self._indian and _RUPEE_READ_AS_2.fullmatch(value):
            return found._replace(value=value[1:], mended=True)
        return found
