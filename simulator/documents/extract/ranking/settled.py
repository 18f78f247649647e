"""An invoice's total is what it is worth, and not what is left to pay of it, whatever label stands at the rest. Of a bill of use
or a premium the rest may be what is asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from simulator.documents.extract.ranking.claim import Claim
from simulator.documents.extract.ranking.concepts import Meaning
from simulator.documents.extract.ranking.context import Context
from simulator.documents.extract.ranking.features import NAMES

_WHOLE, _LEFT, _PAID = (NAMES.index(name) for name in ("partly_paid", "left_to_pay", "paid_before"))
#: What is paid, at least: smaller numbers are counts and rates, which are differences of anything.
_LEAST = 30


def totals_of_invoices(meanings: Mapping[str, Meaning]) -> frozenset[str]:
    """The fields, of a type whose papers have an invoice's number, that mean a total."""
    if not any("invoice_number" in meaning.concepts for meaning in meanings.values()):
        return frozenset()
    return frozenset(name for name, meaning in meanings.items() if "total" in meaning.concepts)


def settled(context: Context, scores: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """The scores of claims, in their order: where the likeliest total is what is left to pay of another amount, that one and
    the rest change places."""
    return context.changed(scores, context.totals, _changed)


def _changed(claims: Sequence[Claim], scores: np.ndarray) -> np.ndarray:
    best = int(scores.argmax())
    if not _says(claims[best], _LEFT) or _says(claims[best], _WHOLE):
        return scores
    left = claims[best].option.number
    field = claims[best].field
    paid = [abs(option.number) for option, row in zip(field.options, field.rows, strict=True) if row[_PAID]]
    paid = [part for part in paid if part >= _LEAST]
    whole = [
        at
        for at, claim in enumerate(claims)
        if _says(claim, _WHOLE) and any(abs(claim.option.number - left - part) < 0.02 for part in paid)
    ]
    if not whole:
        return scores
    likeliest = max(whole, key=lambda at: float(scores[at]))
    rest = [at for at, claim in enumerate(claims) if claim.option.key == claims[best].option.key]
    changed = scores.copy()
    changed[rest] = np.minimum(scores[rest], scores[likeliest])
    changed[likeliest] = scores[best]
    return changed


def _says(claim: Claim, trait: int) -> bool:
    return bool(claim.field.rows[claim.at][trait])
