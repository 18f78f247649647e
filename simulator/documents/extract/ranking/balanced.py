"""What is earned on a payslip, less what is deducted, is what is paid: three amounts that agree speak for each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from simulator.documents.extract.ranking.claim import Claim
from simulator.documents.extract.ranking.concepts import Meaning
from simulator.documents.extract.ranking.context import Context

#: Amounts agree where they differ by no more than this: a net is rounded to whole rupees.
_ROUNDED = 0.51
#: No score counts for less; three amounts are taken for those that were likelier alone where they are no unlikelier than this.
_LEAST, _WORTH = 0.004, 0.002
#: What is proven so scores so much at least, and other values so much of what they scored.
_PROVEN, _BEHIND = 0.9, 0.5
#: The net and the deductions are more than this: zeros agree with anything.
_SOME = 1.0


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
    """The scores of claims, in their order: of earnings, deductions and pay the likeliest three that agree come first."""
    names = context.balance
    if names is None or any(not len(scores.get(name, ())) for name in names):
        return dict(scores)
    three = _likeliest([context.claims[name] for name in names], [scores[name] for name in names])
    if three is None:
        return dict(scores)
    changed = dict(scores)
    for name, at in zip(names, three, strict=True):
        value = context.claims[name][at].option.key
        same = np.array([claim.option.key == value for claim in context.claims[name]])
        mine = np.where(same, scores[name], _BEHIND * scores[name])
        mine[at] = max(float(scores[name].max()), _PROVEN)
        changed[name] = mine
    return changed


def _likeliest(claims: Sequence[Sequence[Claim]], scores: Sequence[np.ndarray]) -> tuple[int, ...] | None:
    """The numbers of three claims that agree, or None: there are none, or they are too unlikely."""
    earned, deducted, paid = (np.array([claim.option.number or 0.0 for claim in each]) for each in claims)
    deducted = np.abs(deducted)
    off = np.abs(earned[:, None, None] - deducted[:, None] - paid)
    agree = (off <= _ROUNDED) & (deducted[:, None] > _SOME) & (paid > _SOME)
    if not agree.any():
        return None
    gross, less, net = (np.maximum(each, _LEAST) for each in scores)
    worth = np.where(agree, gross[:, None, None] * less[:, None] * net, 0.0)
    at = int(worth.argmax())
    if worth.flat[at] < _WORTH * gross.max() * less.max() * net.max():
        return None
    return tuple(int(each) for each in np.unravel_index(at, worth.shape))
