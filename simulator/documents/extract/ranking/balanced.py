"""What is earned on a payslip, less what is deducted, is what is paid: two of the amounts prove the third."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from simulator.documents.extract.ranking.claim import Claim
from simulator.documents.extract.ranking.concepts import Meaning
from simulator.documents.extract.ranking.context import Context

#: Amounts agree where they differ by no more than this: a net is rounded to whole rupees.
_ROUNDED = 0.51
#: What two likely amounts prove is more than this: zeros agree with anything.
_SOME = 1.0
#: It has to be so likely by itself, scores so much at least where it is, and other values so much of what they scored.
_LIKELY, _PROVEN, _BEHIND = 0.0001, 0.9, 0.5


def balances(meanings: Mapping[str, Meaning]) -> tuple[str, str, str] | None:
    """The fields of a type that say what is earned, deducted and paid; None where it has not one for each."""
    found = []
    for concept in ("gross_pay", "deductions", "net_pay"):
        fields = [name for name, meaning in meanings.items() if concept in meaning.concepts]
        if not fields:
            return None
        found.append(fields[0])
    earned, deducted, paid = found
    return earned, deducted, paid


def balanced(context: Context, scores: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """The scores of claims, in their order: where the likeliest of two of earnings, deductions and pay say what the third is,
    and it is on the paper, that comes first."""
    names = context.balance
    if names is None or any(not len(scores.get(name, ())) for name in names):
        return dict(scores)
    amounts = [np.array([_amount(claim, at == 1) for claim in context.claims[name]]) for at, name in enumerate(names)]
    earned, deducted, paid = (
        float(each[int(scores[name].argmax())]) for each, name in zip(amounts, names, strict=True)
    )
    if abs(earned - deducted - paid) <= _ROUNDED:
        return dict(scores)
    found = []
    for name, each, meant in zip(names, amounts, (deducted + paid, earned - paid, earned - deducted), strict=True):
        said = np.where((np.abs(each - meant) <= _ROUNDED) & (meant > _SOME), scores[name], 0.0)
        found.append((float(said.max()), name, int(said.argmax())))
    likely, name, at = max(found)
    return {**scores, name: _first(context.claims[name], scores[name], at)} if likely >= _LIKELY else dict(scores)


def _amount(claim: Claim, deducted: bool) -> float:
    """The amount that a claim says; deductions may have a minus."""
    amount = claim.option.number or 0.0
    return abs(amount) if deducted else amount


def _first(claims: Sequence[Claim], scores: np.ndarray, at: int) -> np.ndarray:
    """The scores with one claim, by its number, before all others."""
    same = np.array([claim.option.key == claims[at].option.key for claim in claims])
    made: np.ndarray = np.where(same, scores, _BEHIND * scores)
    made[at] = max(float(scores.max()), _PROVEN)
    return made
