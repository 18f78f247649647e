"""An account's number is what its bank calls it by, not the IBAN that is made of it (ISO 13616), where a paper prints both."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import numpy as np

from simulator.documents.extract.ranking.claim import Claim
from simulator.documents.extract.ranking.context import Context

_IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z\d]{10,30}")
#: A number that an IBAN holds has so many digits at least: fewer are in it by accident.
_FEWEST = 7


def domestic(context: Context, scores: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """The scores of claims, in their order: an IBAN and the account's number that it holds change places."""
    return {
        name: _changed(context.claims[name], mine)
        if len(mine) and context.claims[name][0].field.spec.format == "account_number"
        else mine
        for name, mine in scores.items()
    }


def _changed(claims: Sequence[Claim], scores: np.ndarray) -> np.ndarray:
    best = int(scores.argmax())
    iban = _bare(claims[best])
    if not _IBAN.fullmatch(iban):
        return scores
    held = [
        at
        for at, claim in enumerate(claims)
        if (own := _bare(claim)).isdigit() and len(own) >= _FEWEST and own in iban[4:]
    ]
    if not held:
        return scores
    number = max(held, key=lambda at: (len(_bare(claims[at])), float(scores[at])))
    changed = scores.copy()
    changed[[best, number]] = scores[[number, best]]
    return changed


def _bare(claim: Claim) -> str:
    return re.sub(r"[\s-]", "", claim.option.value)
