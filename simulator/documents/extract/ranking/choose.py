"""One choice for the whole paper: the best candidate of each field, no words for two fields, none where nothing is sure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from simulator.documents.extract.ranking.agreed import agreed
from simulator.documents.extract.ranking.assign import assigned, names_party
from simulator.documents.extract.ranking.balanced import balances
from simulator.documents.extract.ranking.claim import Claim
from simulator.documents.extract.ranking.concepts import Meaning
from simulator.documents.extract.ranking.context import Context, party_of, turn_of
from simulator.documents.extract.ranking.edges import EDGES
from simulator.documents.extract.ranking.features import NAMES, Field
from simulator.documents.extract.ranking.forest import Forest, Weights, weights
from simulator.documents.extract.ranking.groups import GROUPS
from simulator.documents.extract.ranking.issuers import aside
from simulator.documents.extract.ranking.rounded import rounded_fields
from simulator.documents.extract.ranking.settled import totals_of_invoices
from simulator.documents.extract.ranking.sure import sure_rows
from simulator.documents.formats.model import CHECKED

#: Of the first features, what the second look weighs again.
AGAIN = tuple(
    [
        "run",
        "run_begins",
        "run_ends",
        "run_over",
        "run_in",
        "run_look",
        "share_look",
        "first_zero",
        "stop_next",
        "stop_prev",
        "prev_name",
        "first_company",
        "next_look",
        "prev_look",
        "top",
        "left",
        "lines",
        "ends_line",
        "starts_line",
        "size",
        "largest",
        "company",
        "titled",
        "domain",
        "signs",
        "last_in_row",
        "value_share",
        "sums",
        "words_sum",
        "way_first",
        "way_sure",
        "way_rank",
        "ways",
        "best",
        "best_also",
        "lead",
        "near_best",
        "near_against",
        "head_own",
        "head_other",
        "head_gap",
        "other_gap",
        "recurs",
        "proof",
        "mended",
        "least",
        "rank",
        "has_letterhead",
        "has_labels",
        "strict_format",
        "itself_own",
        "itself_against",
        "not_name",
        "is_max",
        "amounts_below",
        "mean_sure",
        "digits",
        "tokens",
        "before_words",
        "behind_words",
        "block_at",
        *EDGES,
        *GROUPS,
    ]
)
#: First scores below count as nothing.
_SOME = 0.03
_AGAIN = [NAMES.index(name) for name in AGAIN]
_WAY = NAMES.index("way_first")
#: However sure it is that the paper has a value, it is doubted so much.
_DOUBT = 0.02
#: Codes of a strict form, and how well they are proven where nothing but their form and, at most, look-alikes was put right.
_CODES, _FORMED = frozenset({"gstin", "pan", "ifsc", "imei", "aadhaar", "udyam"}), 0.85
#: What is stated at most, and of a value that a check digit proves at least.
MOST, PROVEN = 0.99, 0.95


@dataclass(frozen=True)
class Choice:
    """A field's best claim, how likely it is right, and the claims behind it, each with its second score."""

    claim: Claim
    sure: float
    others: tuple[tuple[Claim, float], ...] = ()


def first_scores(fields: Sequence[Field], meanings: Mapping[str, Meaning], learned: Forest) -> dict[str, np.ndarray]:
    """What the first look says of all candidates of each field."""
    return aside(fields, meanings, {field.spec.name: learned.score(field.rows) for field in fields})


def second_rows(context: Context, field: Field) -> np.ndarray:
    """What the second look weighs of each claim of a field."""
    at = [claim.at for claim in context.claims[field.spec.name]]
    return np.concatenate([context.rows(field.spec.name), field.rows[at][:, _AGAIN]], axis=1)


def third_rows(context: Context, field: Field, first: np.ndarray) -> np.ndarray:
    """What the third look weighs: the same, seen by the second scores, and the first ones."""
    at = [claim.at for claim in context.claims[field.spec.name]]
    return np.concatenate([second_rows(context, field), first[at][:, None]], axis=1)


def context_of(fields: Sequence[Field], scores: Mapping[str, np.ndarray], meanings: Mapping[str, Meaning]) -> Context:
    parties = {name: party_of(meaning.concepts) for name, meaning in meanings.items()}
    turns = {name: turn for name, meaning in meanings.items() if (turn := turn_of(meaning.concepts)) is not None}
    context = Context(
        fields, scores, parties, turns, totals_of_invoices(meanings), balances(meanings), rounded_fields(meanings)
    )
    likely = {
        name: np.array([claim.score for claim in claims])
        for name, claims in context.claims.items()
        if claims and context.parties.get(name) and names_party(claims[0])
    }
    chosen = assigned(context, likely)
    context.anchors = {name: claim for name, claim in chosen.items() if claim.score > _SOME}
    return context


def spread(context: Context, scores: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Scores of claims as scores of all candidates: 0 for those that were not looked at again."""
    made = {}
    for name, claims in context.claims.items():
        made[name] = np.zeros(len(claims[0].field.options) if claims else 0)
        made[name][[claim.at for claim in claims]] = scores.get(name, np.zeros(0))
    return made


def choose(
    fields: Sequence[Field], meanings: Mapping[str, Meaning], learned: Weights | None = None
) -> dict[str, Choice]:
    """The choice for each field that has one, by its name."""
    learned = learned or weights()
    first = first_scores(fields, meanings, learned.first)
    context = context_of(fields, first, meanings)
    second = learned.second.scores({field.spec.name: second_rows(context, field) for field in fields if field.options})
    context = context_of(fields, spread(context, second), meanings)
    rows = {field.spec.name: third_rows(context, field, first[field.spec.name]) for field in fields if field.options}
    third = agreed(context, learned.third.scores(rows))
    named = assigned(context, third)
    known = sure_rows(context, fields, rows, third, named)
    if not known:
        return {}
    every = np.array(list(known.values()), np.float32)
    likely, there = learned.stated(every), learned.there.score(every)
    return {
        name: _choice(context.claims[name], third[name], claim, float(sure))
        for (name, claim), sure, on_paper in zip(named.items(), likely, there, strict=True)
        if answers(claim, float(sure), float(on_paper), learned.least)
    }


def worth(sure: float, there: float) -> float:
    """How much likelier a value is right than that the paper has none: an answer has to be worth `Weights.least`."""
    return sure / (1 - there + _DOUBT)


def answers(claim: Claim, sure: float, there: float, least: float) -> bool:
    """Whether a claim is worth an answer. A code of a strict form speaks for itself where the type file's own way leads to it,
    and has to be worth half as much."""
    spoken_for = claim.field.spec.format in _CODES and is_led(claim) and claim.option.found.proof >= _FORMED
    return worth(sure, there) >= (least / 2 if spoken_for else least)


def is_led(claim: Claim) -> bool:
    """Whether the type file's own first way leads to it."""
    return bool(claim.field.rows[claim.at][_WAY])


def at_its_label(claims: Sequence[Claim], claim: Claim) -> Claim:
    """Of a value that the paper says twice, in two forms maybe, the one to which the type file's own first way leads."""
    if is_led(claim):
        return claim
    key, day = claim.option.key, claim.option.day if claim.option.format == "date" else None
    twins = (other for other in claims if is_led(other))
    return next((other for other in twins if other.option.key == key or (day and other.option.day == day)), claim)


def _choice(claims: Sequence[Claim], scores: np.ndarray, claim: Claim, sure: float) -> Choice:
    claim = at_its_label(claims, claim)
    others = [
        (other, float(score))
        for other, score in zip(claims, scores, strict=True)
        if other.option.key != claim.option.key
    ]
    others.sort(key=lambda pair: -pair[1])
    if claim.option.found.proof >= CHECKED and (sure >= 0.5 or is_led(claim)):
        sure = max(sure, PROVEN)
    return Choice(claim, round(min(sure, MOST), 3), tuple(others[:3]))
