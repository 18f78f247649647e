"""What says how likely the claim of each field is right, and how likely the paper has such a value at all."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np

from simulator.documents.extract.ranking.claim import Claim
from simulator.documents.extract.ranking.context import Context
from simulator.documents.extract.ranking.features import NAMES, Field

#: What a field is: its format, its meaning, its ways.
_FIELD = [at for at, name in enumerate(NAMES) if name.startswith(("format_", "concept_", "has_"))]
#: How near labels come to a field's own: of a claim, and of any candidate on the pages.
_LABELLED = [NAMES.index(name) for name in ("best", "best_also", "near_best", "lead", "head_own")]
#: A claim of this score is one to be reckoned with, and of this one as good as chosen.
_SERIOUS, _LIKELY = 0.1, 0.5


def sure_rows(
    context: Context,
    fields: Sequence[Field],
    rows: Mapping[str, np.ndarray],
    scores: Mapping[str, np.ndarray],
    named: Mapping[str, Claim],
) -> dict[str, np.ndarray]:
    """One row for each field that has a claim. `rows`: what the second look weighed of each claim, `scores`: what it said."""
    best = {name: float(scores[name][context.claims[name].index(claim)]) for name, claim in named.items()}
    made = {}
    for field in fields:
        name = field.spec.name
        if name in named:
            own = _alone(context, field, named[name], rows[name], scores[name])
            beside = _beside(field, scores[name], named, best)
            made[name] = np.concatenate([own, np.array(beside, np.float32)])
    return {name: made[name] for name in named}


def _alone(context: Context, field: Field, claim: Claim, rows: np.ndarray, scores: np.ndarray) -> np.ndarray:
    """Its own score, that of all places of its value, the best one of another value, the likeliest value of any, and all
    that the second look weighed."""
    claims = context.claims[field.spec.name]
    at = claims.index(claim)
    mine = [float(score) for other, score in zip(claims, scores, strict=True) if other.option.key == claim.option.key]
    others = [float(score) for other, score in zip(claims, scores, strict=True) if other.option.key != claim.option.key]
    together = 1 - float(np.prod([1 - min(score, 0.999) for score in mine]))
    best = max(others, default=0.0)
    known = [
        float(scores[at]),
        together,
        best,
        float(scores[at]) - best,
        together - best,
        *_all(claims, scores, claim),
        *field.rows[claim.at][_FIELD],
    ]
    return np.concatenate([np.array(known, np.float32), rows[at]])


def _all(claims: Sequence[Claim], scores: np.ndarray, claim: Claim) -> list[float]:
    """How likely any of all values is, any that shares words with the claim, and the best of the others; the second and the
    third best value of all."""
    values: dict[str, float] = {}
    for other, score in zip(claims, scores.tolist(), strict=True):
        values[other.option.key] = max(values.get(other.option.key, 0.0), min(score, 0.999))
    best = [*sorted(values.values(), reverse=True), 0.0, 0.0, 0.0]
    shared = [score for other, score in zip(claims, scores.tolist(), strict=True) if other.tokens & claim.tokens]
    apart = [score for other, score in zip(claims, scores.tolist(), strict=True) if not other.tokens & claim.tokens]
    return [
        1 - math.prod(1 - score for score in values.values()),
        sum(values.values()),
        1 - math.prod(1 - min(score, 0.999) for score in shared),
        max(apart, default=0.0),
        best[1],
        best[2],
    ]


def _beside(field: Field, scores: np.ndarray, named: Mapping[str, Claim], best: Mapping[str, float]) -> list[float]:
    """Whether a label of the field stands anywhere, and with this claim; who else has its value or words; how many serious
    claims there are; how much of the paper is found."""
    name = field.spec.name
    claim = named[name]
    anywhere = [float(field.rows[:, at].max()) for at in _LABELLED]
    here = [float(field.rows[claim.at, at]) for at in _LABELLED]
    others = [(best[other], each) for other, each in named.items() if other != name]
    return [
        *anywhere,
        anywhere[0] - here[0],
        anywhere[2] - here[2],
        max((score for score, each in others if each.option.key == claim.option.key), default=0.0),
        max((score for score, each in others if each.tokens & claim.tokens), default=0.0),
        float((scores > _SERIOUS).sum()),
        sum(score > _LIKELY for score, _ in others) / max(1, len(others)),
        len(field.options),
    ]
