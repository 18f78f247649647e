"""One choice for the whole paper: the best candidate of each field, no words for two fields, none where nothing is sure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from simulator.documents.extract.ranking.concepts import Meaning
from simulator.documents.extract.ranking.context import Claim, Context, party_of
from simulator.documents.extract.ranking.features import NAMES, Field
from simulator.documents.extract.ranking.forest import Weights, weights
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
    ]
)
_AGAIN = [NAMES.index(name) for name in AGAIN]
_WAY = NAMES.index("way_first")
#: What a field is: its format, its meaning, its ways.
_FIELD = [at for at, name in enumerate(NAMES) if name.startswith(("format_", "concept_", "has_"))]
#: A claim of this score keeps its words to itself.
TAKES = 0.3
#: What is less likely right is not answered; what the type file's own first way leads to is, if the paper is so likely to
#: have such a value.
LIKELY, LED = 0.12, 0.4
#: Formats of which several fields may have the same words.
_SHARED = ("text", "paragraph", "word", "product", "product_model", "brand", "memory", "years", "month")
#: What is stated at most, and of a value that a check digit proves at least.
MOST, PROVEN = 0.99, 0.95


@dataclass(frozen=True)
class Choice:
    """A field's best claim, how likely it is right, and the claims behind it, each with its second score."""

    claim: Claim
    sure: float
    others: tuple[tuple[Claim, float], ...] = ()


def second_rows(context: Context, field: Field) -> np.ndarray:
    """What the second look weighs of each claim of a field."""
    at = [claim.at for claim in context.claims[field.spec.name]]
    return np.concatenate([context.rows(field.spec.name), field.rows[at][:, _AGAIN]], axis=1)


def context_of(fields: Sequence[Field], scores: Mapping[str, np.ndarray], meanings: Mapping[str, Meaning]) -> Context:
    return Context(fields, scores, {name: party_of(meaning.concepts) for name, meaning in meanings.items()})


def sure_row(context: Context, field: Field, claim: Claim, rows: np.ndarray, scores: np.ndarray) -> np.ndarray:
    """What says how likely a claim is right: its own score, that of all places of its value, the best one of another
    value, the likeliest value of any, and all that the second look weighed."""
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
        *field.rows[claim.at][_FIELD],
    ]
    return np.concatenate([np.array(known, np.float32), rows[at]])


def choose(
    fields: Sequence[Field], meanings: Mapping[str, Meaning], learned: Weights | None = None
) -> dict[str, Choice]:
    """The choice for each field that has one, by its name."""
    learned = learned or weights()
    first = {field.spec.name: learned.first.score(field.rows) for field in fields}
    context = context_of(fields, first, meanings)
    rows = {field.spec.name: second_rows(context, field) for field in fields if field.options}
    second = {name: learned.second.score(each) for name, each in rows.items()}
    named = assigned(context, second)
    known = {name: sure_row(context, claim.field, claim, rows[name], second[name]) for name, claim in named.items()}
    if not known:
        return {}
    every = np.array(list(known.values()), np.float32)
    likely, there = learned.sure.score(every), learned.there.score(every)
    return {
        name: _choice(context.claims[name], second[name], claim, float(sure))
        for (name, claim), sure, on_paper in zip(named.items(), likely, there, strict=True)
        if is_answered(claim, float(sure), float(on_paper), learned.least)
    }


def is_answered(claim: Claim, sure: float, there: float, least: float) -> bool:
    """Whether a value is answered: the paper likely has one, and this is not all but certainly another."""
    return there >= (least if not is_led(claim) else min(least, LED)) and sure >= LIKELY


def is_led(claim: Claim) -> bool:
    """Whether the type file's own first way leads to it."""
    return bool(claim.field.rows[claim.at][_WAY])


def assigned(context: Context, second: Mapping[str, np.ndarray]) -> dict[str, Claim]:
    """The best claim of each field, the surest first; words that it has taken are left to no other field."""
    pairs = [(float(score), name, at) for name, scores in second.items() for at, score in enumerate(scores)]
    pairs.sort(key=lambda pair: (-pair[0], pair[1], pair[2]))
    taken: set[tuple[str, tuple[int, int]]] = set()
    chosen: dict[str, Claim] = {}
    for score, name, at in pairs:
        claim = context.claims[name][at]
        kind = _kind(claim)
        if name in chosen or any((kind, word) in taken for word in claim.tokens):
            continue
        chosen[name] = claim
        if score >= TAKES and kind:
            taken.update((kind, word) for word in claim.tokens)
    return chosen


def _kind(claim: Claim) -> str:
    """What shares no words: names and addresses of parties, amounts, dates, codes. Of a text one field may be a part of
    another: a maker of the goods."""
    name = claim.field.spec.format
    if name in ("name", "company", "address"):
        return "party"
    return "" if name in _SHARED else name


def _choice(claims: Sequence[Claim], scores: np.ndarray, claim: Claim, sure: float) -> Choice:
    others = [
        (other, float(score))
        for other, score in zip(claims, scores, strict=True)
        if other.option.key != claim.option.key
    ]
    others.sort(key=lambda pair: -pair[1])
    if claim.option.found.proof >= CHECKED and (sure >= 0.5 or is_led(claim)):
        sure = max(sure, PROVEN)
    return Choice(claim, round(min(sure, MOST), 3), tuple(others[:3]))
