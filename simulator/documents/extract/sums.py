"""Whether the first pages hold a list of what is sold with its sums: quantities times prices, or amounts with their total under
them. A bill has one, and so has an order or an offer; a letter, a certificate and a deed have none."""

from __future__ import annotations

from collections.abc import Sequence

from simulator.documents.evidence import FIRST_PAGES, layout_of
from simulator.documents.extract.ranking.products import products, row_numbers
from simulator.documents.extract.sources import Context, SheetView, Source
from simulator.documents.layout import Layout
from simulator.documents.model import Field

#: A number that is no count, year or page, however it is printed.
_LEAST = 100.0
#: So many amounts add up at most, and so exactly.
_MOST, _OFF = 40, 0.011
_SURE = 0.9


def _items(sheets: Sequence[SheetView], context: Context) -> Field | None:
    there = any(_has_items(layout_of(sheet)) for sheet in sheets[:FIRST_PAGES])
    return Field("yes", _SURE, (), "sums") if there else None


def _has_items(layout: Layout) -> bool:
    last: list[float] = []
    for row in range(len(layout.rows)):
        found = row_numbers(layout, row)
        if any(product >= _LEAST for product in products(found)[0]):
            return True
        if found:
            last.append(max(found[-1]))
    return any(_adds_up(last[max(0, at - _MOST) : at], last[at]) for at in range(2, len(last)))


def _adds_up(over: Sequence[float], total: float) -> bool:
    """Whether the numbers right over one, two at least, add up to it."""
    added = 0.0
    for count, number in enumerate(reversed(over), 1):
        added += number
        if count > 1 and abs(added - total) < _OFF:
            return total >= _LEAST
        if added > total + _OFF:
            return False
    return False


SOURCES: dict[str, Source] = {"sums:items": _items}
