"""What of a sum is paid already: `Total 1,001.17`, `Deposit paid 300.00`, `To pay 701.17`.

Of three amounts of which the first less the second is the third, the second stands in a row that says it is paid.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from simulator.documents.extract.page import MarkedPage
from simulator.documents.extract.ranking.products import numbers

#: What says in many languages that something was paid before.
_PAID = re.compile(
    r"(?i)\b(?:pa(?:id|yments?)|prepa(?:id|yment)|pre-paid|received|advances?|deposit(?:ed)?|down ?payment|retainer|on account|"
    r"credit(?:ed|s)?|token|booking|exchange|bezahlt|gezahlt|geleistet|anzahlung(?:en)?|abschlag(?:szahlung)?(?:en)?|vorauszahlung|"
    r"acomptes?|pay[ée]e?s?|vers[ée]s?|arrhes|pagad[oa]s?|anticipo|abono|seña|señal|acconto|versato|pagato|caparra|betaald|"
    r"aanbetaling|voorschot|avans|kapora|ödenen|adiantamento|sinal|pago|uang muka|terbayar|zapłacono|zaliczka|wpłacono|zaplaceno|"
    r"záloha|uhrazeno|betalt|betald|förskott|maksettu|előleg|fizetve|achitat|avans)\b"
)
#: Amounts that differ by no more are one: what was rounded.
_OFF = 0.011


class Paid:
    """The amounts of a document that say what is paid of what."""

    def __init__(self, pages: Sequence[MarkedPage]) -> None:
        self._paid = {number for page in pages for number in _in_paid_rows(page)}
        self._said: dict[frozenset[float], tuple[set[float], set[float], set[float]]] = {}

    def of(self, number: float, amounts: Collection[float]) -> list[float]:
        """Of one of a document's amounts: whether it is a sum of which something is paid, what is left of one, and what is
        paid."""
        if not self._paid:
            return [0.0, 0.0, 0.0]
        every = frozenset(amounts)
        if every not in self._said:
            self._said[every] = self._parts(sorted(every))
        return [float(number in part) for part in self._said[every]]

    def _parts(self, rising: Sequence[float]) -> tuple[set[float], set[float], set[float]]:
        whole: set[float] = set()
        left: set[float] = set()
        paid: set[float] = set()
        for part in self._paid & {abs(amount) for amount in rising}:
            for amount in rising:
                rest = [each for each in rising if each > 0 and abs(amount - part - each) <= _OFF]
                if amount > part and rest and abs(rest[0] - part) > _OFF:
                    whole.add(amount)
                    left.update(rest)
                    paid |= {part, -part}
        return whole, left, paid


def _in_paid_rows(page: MarkedPage) -> set[float]:
    layout = page.layout
    rows = [
        " ".join(layout.text(layout.segments[at].first, layout.segments[at].last) for at in row) for row in layout.rows
    ]
    return {number for row in rows if _PAID.search(row) for number in numbers(row) if number > 0}
