"""What of a sum is paid already: `Total 1,001.17`, `Deposit paid 300.00`, `To pay 701.17`.

Of three amounts of which the first less the second is the third, the second stands in a row that says it is paid.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from simulator.documents import formats
from simulator.documents.extract.page import MarkedPage
from simulator.documents.extract.ranking.products import numbers
from simulator.documents.formats.amounts import figure

#: What says in many languages that something was paid before.
_PAID = re.compile(
    r"(?i)\b(?:pa(?:id|yments?)|prepa(?:id|yment)|pre-paid|received|advances?|deposit(?:ed)?|down ?payment|retainer|on account|"
    r"credit(?:ed|s)?|token|booking|exchange|bezahlt|gezahlt|geleistet|anzahlung(?:en)?|abschlag(?:szahlung)?(?:en)?|vorauszahlung|"
    r"acomptes?|pay[ée]e?s?|vers[ée]s?|arrhes|pagad[oa]s?|anticipo|abono|seña|señal|acconto|versato|pagato|caparra|betaald|"
    r"aanbetaling|voorschot|avans|kapora|ödenen|adiantamento|sinal|pago|uang muka|terbayar|zapłacono|zaliczka|wpłacono|zaplaceno|"
    r"záloha|uhrazeno|betalt|betald|förskott|maksettu|előleg|fizetve|achitat)\b"
)
#: Amounts that differ by no more are one: what was rounded.
_OFF = 0.011


class Parts(NamedTuple):
    """Which amounts of a document are a sum of which something is paid, what is left to pay of one, and what is paid."""

    whole: frozenset[float]
    left: frozenset[float]
    paid: frozenset[float]


class Paid:
    """What the rows of a document say is paid."""

    def __init__(self, pages: Sequence[MarkedPage]) -> None:
        self._paid = {number for page in pages for number in _in_paid_rows(page)}

    def parts(self, amounts: Collection[float]) -> Parts:
        """What these amounts of the document are parts of. A statement has thousands, half of them paid: each is looked up."""
        rising = np.array(sorted(amounts))
        whole: set[float] = set()
        left: set[float] = set()
        paid: set[float] = set()
        for part in self._paid & {abs(amount) for amount in amounts}:
            sums = rising[rising > part]
            rest = sums - part
            begins = np.searchsorted(rising, np.maximum(rest - _OFF, np.nextafter(0, 1)))
            ends = np.searchsorted(rising, rest + _OFF, side="right")
            for at in np.flatnonzero(begins < ends):
                if abs(rising[begins[at]] - part) > _OFF:
                    whole.add(float(sums[at]))
                    left.update(rising[begins[at] : ends[at]].tolist())
                    paid |= {part, -part}
        return Parts(frozenset(whole), frozenset(left), frozenset(paid))


def _in_paid_rows(page: MarkedPage) -> set[float]:
    paid = (text for row in page.layout.rows if _PAID.search(text := page.layout.row_text(row)))
    return {number for row in paid for number in (*numbers(row), *_money(row)) if number > 0}


def _money(row: str) -> Iterator[float]:
    """The amounts of a row whose currency stands at them: `Paid R10,000.00`."""
    for found in formats.get_format("amount").find(row):
        number = figure(found.value)
        if number is not None:
            yield abs(number)
