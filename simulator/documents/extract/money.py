"""What a page says of its own amounts: one spelled out in words proves the figures, and how figures are grouped."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from functools import cached_property

from simulator.documents.formats.amounts import figure, of_tax, spelled
from simulator.documents.formats.model import CHECKED, Found
from simulator.documents.phrases import SURE

#: The engine's model has no rupee sign and reads a digit for it. What is left without that digit is an amount too.
_SIGN_READ_AS_DIGIT = re.compile(r"[12378],?([1-9]\d{0,2}(?:,?\d{2,3}){0,6}(?:\.\d\d)?)")
#: In Indian grouping 2,46,499 never is 246,499.
_NOT_INDIAN = re.compile(r"\d{3},\d{3}(?:\.\d\d)?")
#: Grouped in threes is what has two such groups, or three digits before one of which the first is no sign.
_WESTERN = re.compile(r"(?<![\d,.])(?:\d{1,3}(?:,\d{3}){2,}|(?![12378])\d{3},\d{3})(?!\d|,\d)")
_OF_INDIA = re.compile(r"(?i)₹|\bRs\b|\bINR\b|\bGSTIN?\b|\bM\.?R\.?P\b|\bIndia\b|\blakh|\bcrore|\bPIN\b")
_IN_WORDS = re.compile(r"(?i)\b(?:only|rupees|in words)\b")
_FIGURES = re.compile(r"\d[\d,]*(?:\.\d\d)?")
_FORMED = re.compile(r"(?<![\w.,/-])\d+(?:,\d+)*(?:\.\d\d)(?![\d,.%])|(?<![\w.,/-])\d{1,3}(?:,\d{2,3})+(?![\d,.%])")
_DECIMALS = re.compile(r"[.,]\d{1,2}$")
#: Amounts are held against sums of so many others, and no page with more of them.
_ADDENDS, _MOST = 3, 40
_CENT = 0.011
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
        """What is spelled out, in one row or running on into the next, but for a tax beside the whole amount."""
        value = set()
        for row, below in itertools.pairwise((*self._rows, "")):
            if _SPELLED_OUT.search(row) and not of_tax(row):
                for text in (row, f"{row} {below}"):
                    number = spelled(text) if _IN_WORDS.search(text) else None
                    value |= {number} if number else set()
        return frozenset(value)

    @cached_property
    def _printed(self) -> frozenset[float]:
        """All amounts in figures."""
        value = (figure(match) for row in self._rows for match in _FIGURES.findall(row))
        return frozenset(number for number in value if number is not None)

    @cached_property
    def _western(self) -> bool:
        """Whether figures are grouped in threes, whatever else is India's."""
        return any(_WESTERN.search(row) for row in self._rows)

    @cached_property
    def _amounts(self) -> list[list[float]]:
        """What each row has in figures with decimals or groups."""
        texts = [[figure(match) for match in _FORMED.findall(row)] for row in self._rows]
        return [[number for number in row if number] for row in texts]

    def _adds_up(self, number: float, rows: Sequence[Sequence[float]]) -> bool:
        """Whether an amount is the sum of two or three others, or of the last ones of rows that follow each other."""
        others = sorted({each for row in rows for each in row if 0 < each < number})
        if len(others) <= _MOST:
            sums = itertools.chain.from_iterable(
                itertools.combinations_with_replacement(others, count) for count in range(2, _ADDENDS + 1)
            )
            if any(abs(sum(addends) - number) < _CENT for addends in sums):
                return True
        last = [row[-1] for row in rows if row]
        for start in range(len(last)):
            sums_up = itertools.accumulate(last[start:])
            next(sums_up)
            if any(abs(total - number) < _CENT for total in itertools.takewhile(lambda at: at <= number + 1, sums_up)):
                return True
        return False

    def _without_sign(self, value: str) -> str:
        """The value without a first digit that was a rupee sign, or ``: where sums or the grouping say so."""
        match = _SIGN_READ_AS_DIGIT.fullmatch(value) if self._indian else None
        if match is None:
            return ""
        whole, less = figure(value) or 0.0, figure(match[1]) or 0.0
        if self._adds_up(whole, self._amounts):
            return ""
        parted = (_SIGN_READ_AS_DIGIT.fullmatch(text) for row in self._rows for text in _FORMED.findall(row))
        short = [figure(each[1]) or 0.0 for each in parted if each]
        if _NOT_INDIAN.fullmatch(value) and not self._western:
            return match[1]
        return match[1] if self._adds_up(less, [*self._amounts, short]) else ""

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
        return bool(self._words) and abs(figure(value) or 0.0) in self._words

    def settled(self, found: Found, confidence: float) -> Found:
        """An amount proven by its words, or with a digit less that was a rupee sign. Where figures prove the words too,
        what was read for sure is another amount that happens to be one digit off; where sums prove the amount, the words
        are read in part."""
        value = found.value
        if self.spelled_out(value):
            return found._replace(proof=CHECKED)
        less = value[1:].lstrip(",")
        if self._words and len(value) > 4 and value[0].isdigit() and figure(less) in self._words:
            return found._replace(value=less, proof=CHECKED, mended=True)
        spelled_out = self._one_off(value)
        if spelled_out:
            if confidence >= SURE and figure(spelled_out) in self._printed:
                return found
            if self._adds_up(figure(value) or 0.0, self._amounts):
                return found
            return found._replace(value=spelled_out, mended=True)
        shorter = self._without_sign(value)
        return found._replace(value=shorter, mended=True) if shorter else found
