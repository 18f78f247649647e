"""One assignment for the whole paper: a claim for each field, no words for two fields, all together the likeliest."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np

from simulator.documents.extract.ranking.claim import Claim
from simulator.documents.extract.ranking.context import Context

#: A claim of this score keeps its words to itself.
TAKES = 0.3
#: So many assignments are followed at once, with so many claims tried for each field.
_WIDTH, _TRIED = 24, 5
#: What a field counts that is left without a claim, or with a worse one.
_NONE = 0.02
#: What it costs, as a logarithm, if two parties have the same name or address.
_SAME = 2.0
#: Formats of which several fields may have the same words.
_SHARED = ("text", "paragraph", "word", "product", "product_model", "brand", "memory", "years", "month")

#: The sum of the claims' log scores, the words taken, and the number of each field's claim, -1 for none.
_Partial = tuple[float, frozenset[tuple[int, int]], tuple[int, ...]]


def assigned(context: Context, scores: Mapping[str, np.ndarray]) -> dict[str, Claim]:
    """A claim for each field that has one free. `scores`: of each field's claims, in their order."""
    chosen: dict[str, Claim] = {}
    rivals: dict[str, list[str]] = defaultdict(list)
    for name in sorted(scores, key=lambda name: (-float(scores[name].max()), name)):
        kind = _kind(context.claims[name][0])
        if kind:
            rivals[kind].append(name)
        else:
            chosen[name] = context.claims[name][int(scores[name].argmax())]
    for names in rivals.values():
        for name, at in zip(names, _likeliest(context, scores, names), strict=True):
            if at >= 0:
                chosen[name] = context.claims[name][at]
    return chosen


def _likeliest(context: Context, scores: Mapping[str, np.ndarray], names: Sequence[str]) -> tuple[int, ...]:
    """The claims, by their numbers, of fields that would have the same words, the surest field first."""
    best: list[_Partial] = [(0.0, frozenset(), ())]
    for name in names:
        claims, mine = context.claims[name], scores[name]
        order = [int(at) for at in np.argsort(-mine, kind="stable")]
        longer: list[_Partial] = []
        for total, taken, picked in best:
            free = [at for at in order if not claims[at].tokens & taken][:_TRIED]
            if len(free) < _TRIED:
                longer.append((total + math.log(_NONE), taken, (*picked, -1)))
            for at in free:
                score = float(mine[at])
                words = taken | claims[at].tokens if score >= TAKES else taken
                again = _SAME * _said_before(context, names, picked, name, claims[at])
                longer.append((total + math.log(max(score, _NONE)) - again, words, (*picked, at)))
        longer.sort(key=lambda each: -each[0])
        best = longer[:_WIDTH]
    return best[0][2]


def _said_before(context: Context, names: Sequence[str], picked: Sequence[int], name: str, claim: Claim) -> bool:
    """Whether another party has the same name or address already."""
    party = context.parties.get(name)
    return bool(party) and any(
        at >= 0
        and context.parties.get(other) not in ("", None, party)
        and context.claims[other][at].option.key == claim.option.key
        for other, at in zip(names, picked, strict=False)
    )


def _kind(claim: Claim) -> str:
    """What shares no words: names and addresses of parties, amounts, dates, codes. Of a text one field may be a part of
    another: a maker of the goods."""
    name = claim.field.spec.format
    if names_party(claim):
        return "party"
    return "" if name in _SHARED else name


def names_party(claim: Claim) -> bool:
    """Whether it is somebody's name or address."""
    return claim.field.spec.format in ("name", "company", "address")
