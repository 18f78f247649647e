"""One assignment for the whole paper: a claim for each field, no words for two fields, all together the likeliest."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import islice

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
#: What it costs, as a logarithm, if a date comes before another that it follows on any paper.
_TURNED = 1.5
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
        words, keys = [claim.tokens for claim in claims], [claim.option.key for claim in claims]
        longer: list[_Partial] = []
        for total, taken, picked in best:
            free = list(islice((at for at in order if words[at].isdisjoint(taken)), _TRIED))
            if len(free) < _TRIED:
                longer.append((total + math.log(_NONE), taken, (*picked, -1)))
            said = _said_of_others(context, names, picked, name)
            for at in free:
                score = float(mine[at])
                more = taken | words[at] if score >= TAKES else taken
                cost = _SAME * (keys[at] in said) + _TURNED * _turned(context, names, picked, claims[at])
                longer.append((total + math.log(max(score, _NONE)) - cost, more, (*picked, at)))
        longer.sort(key=lambda each: -each[0])
        best = longer[:_WIDTH]
    return best[0][2]


def _said_of_others(context: Context, names: Sequence[str], picked: Sequence[int], name: str) -> set[str]:
    """The names and addresses that other parties have already, by their keys."""
    party = context.parties.get(name)
    if not party:
        return set()
    return {
        context.claims[other][at].option.key
        for other, at in zip(names, picked, strict=False)
        if at >= 0 and context.parties.get(other) not in ("", None, party)
    }


def _turned(context: Context, names: Sequence[str], picked: Sequence[int], claim: Claim) -> int:
    """How many dates that are chosen already come on the wrong side of this one: a policy ends after it begins."""
    turn, day = context.turns.get(claim.field.spec.name), claim.option.day
    if turn is None or day is None:
        return 0
    wrong = 0
    for other, at in zip(names, picked, strict=False):
        there = context.turns.get(other, turn)
        if at >= 0 and there != turn and (its := context.claims[other][at].option.day):
            wrong += (its < day) == (turn < there) and its != day
    return wrong


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
