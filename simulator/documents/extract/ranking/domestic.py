"""An account's number is what its bank calls it by, not the IBAN that is made of it (ISO 13616), where a paper prints both."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import numpy as np

from simulator.documents.extract.ranking.claim import Claim, exchanged
from simulator.documents.extract.ranking.context import Context

_IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z\d]{10,30}")
#: The account's number has so many digits at least, and no more than so many check digits stand behind it in the IBAN: a bank's
#: code stands before it.
_FEWEST, _BEHIND = 7, 3


def domestic(context: Context, scores: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """The scores of claims, in their order: an IBAN and the account's number that it ends with change places."""
    accounts = {
        name for name, claims in context.claims.items() if claims and claims[0].field.spec.format == "account_number"
    }
    return context.changed(scores, accounts, _changed)


def _changed(claims: Sequence[Claim], scores: np.ndarray) -> np.ndarray:
    best = int(scores.argmax())
    iban = _bare(claims[best])
    if not _IBAN.fullmatch(iban):
        return scores
    held = [at for at, claim in enumerate(claims) if _ends(iban, _bare(claim))]
    if not held:
        return scores
    number = max(held, key=lambda at: (len(_bare(claims[at])), float(scores[at])))
    return exchanged(scores, best, number)


def _ends(iban: str, number: str) -> bool:
    """Whether an IBAN ends with a number, or with it and check digits."""
    at = iban.rfind(number, 4)
    return number.isdigit() and len(number) >= _FEWEST and at >= 0 and len(iban) - at - len(number) <= _BEHIND


def _bare(claim: Claim) -> str:
    return re.sub(r"[\s-]", "", claim.option.value)
