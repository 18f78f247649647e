"""What the first scores say of the whole paper: whose name stands over an address, what else a value may be, what adds up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from simulator.documents.extract.ranking.apart import FAR, apart, below, distance, stands_over
from simulator.documents.extract.ranking.features import Field
from simulator.documents.extract.ranking.pool import Option
from simulator.documents.formats.amounts import figure
from simulator.documents.formats.dates import day
from simulator.documents.phrases import key

#: So many candidates of a field are looked at twice, the best by their first score.
KEPT = 16
_NAMES, _ADDRESSES = ("name", "company"), ("address",)
#: First scores below count as nothing.
_SOME = 0.03

CONTEXT = [
    "score",
    "share",
    "gap",
    "rank",
    "same_value",
    "other_fields",
    "other_lead",
    "longer",
    "shorter",
    "same_party_name",
    "over_name",
    "other_party_name",
    "under_address",
    "in_address",
    "name_overlap",
    "party_gap",
    "party_left",
    "amount_rank",
    "amount_largest",
    "amount_after",
    "amount_sum",
    "date_rank",
    "date_share",
    "own_apart",
    "other_apart",
    "nearer",
    "own_block",
    "other_block",
    "is_name",
    "is_address",
    "is_amount",
    "is_date",
    "is_code",
    "is_text",
    "own_party",
    "other_party",
    "candidates",
    "mine_best",
    "times",
    "mass",
    "within",
    "mass_elsewhere",
    "mass_apart",
    "own_domain",
    "other_domain",
]


@dataclass(eq=False)
class Claim:
    """A candidate of a field with its first score."""

    field: Field
    at: int
    score: float

    @property
    def option(self) -> Option:
        return self.field.options[self.at]

    @cached_property
    def tokens(self) -> frozenset[tuple[int, int]]:
        return frozenset((token.page, token.at) for token in self.option.tokens)


class Context:
    """The claims of all fields of a document, and what each looks like beside the others."""

    def __init__(self, fields: Sequence[Field], scores: Mapping[str, np.ndarray], parties: Mapping[str, str]) -> None:
        self.parties = parties
        self.claims: dict[str, list[Claim]] = {}
        #: The likeliest name and address of each party.
        self.anchors: dict[str, Claim] = {}
        for field in fields:
            score = scores[field.spec.name]
            best = np.argsort(-score, kind="stable")[:KEPT]
            self.claims[field.spec.name] = [Claim(field, int(at), float(score[at])) for at in best]
        self._sums: dict[str, dict[str, float]] = {
            name: _by_value(field.options, scores[name]) for field in fields for name in (field.spec.name,)
        }

    def rows(self, name: str) -> np.ndarray:
        """One row for each claim of a field, in the order of CONTEXT."""
        claims = self.claims[name]
        if not claims:
            return np.zeros((0, len(CONTEXT)), np.float32)
        return np.array([self._row(claim, claims, rank) for rank, claim in enumerate(claims)], np.float32)

    def _row(self, claim: Claim, claims: Sequence[Claim], rank: int) -> list[float]:
        option, spec = claim.option, claim.field.spec
        others = [other for other in claims if other.option.key != option.key]
        best_other = max((other.score for other in others), default=0.0)
        elsewhere = self._elsewhere(claim)
        containing = max((o.score for o in others if o.tokens > claim.tokens), default=0.0)
        contained = max((o.score for o in others if o.tokens < claim.tokens), default=0.0)
        format = spec.format
        return [
            claim.score,
            claim.score / max(claims[0].score, 1e-6),
            claim.score - best_other,
            rank,
            self._sums[spec.name].get(option.key, 0.0),
            elsewhere,
            claim.score - elsewhere,
            containing,
            contained,
            *self._party(claim),
            *self._money(claim, claims),
            *self._day(claim, claims),
            *self._apart_from(claim),
            format in _NAMES,
            format in _ADDRESSES,
            format == "amount",
            format == "date",
            format in ("code", "account_number"),
            format == "text",
            self.parties.get(spec.name) == "seller",
            self.parties.get(spec.name) == "buyer",
            len(claim.field.options),
            claims[0].score,
            sum(other.option.key == option.key for other in claims),
            *self._mass(claim, claims),
            *self._domain(claim),
        ]

    def _elsewhere(self, claim: Claim) -> float:
        """How much another field wants the same words."""
        return max(
            (
                other.score
                for name, claims in self.claims.items()
                if name != claim.field.spec.name
                for other in claims
                if other.score > _SOME and other.tokens & claim.tokens
            ),
            default=0.0,
        )

    def _mass(self, claim: Claim, claims: Sequence[Claim]) -> list[float]:
        """How likely the value is somewhere in these words, whatever its edges; its part of that; how likely another
        field's of the format is there, and this one's in other words."""
        format = claim.field.spec.format
        here = [other.score for other in claims if other.tokens & claim.tokens]
        elsewhere = [
            _any(other.score for other in each if other.tokens & claim.tokens)
            for name, each in self.claims.items()
            if name != claim.field.spec.name and each and each[0].field.spec.format == format
        ]
        apart = [other.score for other in claims if not other.tokens & claim.tokens]
        return [_any(here), claim.score / max(*here, 1e-6), max(elsewhere, default=0.0), max(apart, default=0.0)]

    def _party(self, claim: Claim) -> list[float]:
        """How a name and an address of one party stand to each other: one over the other, and not in it."""
        spec = claim.field.spec
        party = self.parties.get(spec.name, "")
        same_over = over = other_over = under = inside = overlap = 0.0
        gap, left = 9.0, 9.0
        if spec.format not in (*_NAMES, *_ADDRESSES):
            return [0.0] * 6 + [gap, left]
        wanted = _ADDRESSES if spec.format in _NAMES else _NAMES
        best = 0.0
        for name, claims in self.claims.items():
            for other in claims:
                if other.field.spec.format not in wanted or other.score <= _SOME:
                    continue
                upper, lower = (claim, other) if spec.format in _NAMES else (other, claim)
                same = self.parties.get(name, "") == party
                near = stands_over(upper.option, lower.option)
                shared = bool(claim.tokens & other.tokens)
                if same:
                    same_over = max(same_over, other.score * near)
                    overlap = max(overlap, other.score * shared)
                    if other.score > best:
                        best = other.score
                        gap, left = apart(upper.option, lower.option)
                else:
                    other_over = max(other_over, other.score * near)
                    inside = max(inside, other.score * shared)
                over = max(over, near)
                under = max(under, other.score)
        return [same_over, over, other_over, under, inside, overlap, gap, left]

    def _apart_from(self, claim: Claim) -> list[float]:
        """How far the names and addresses of its own party are off, and those of others; whether they stand in its block."""
        party = self.parties.get(claim.field.spec.name, "")
        own = other = FAR
        block, blocks = _block(claim), [0.0, 0.0]
        for name, each in self.anchors.items():
            if each.tokens & claim.tokens or name == claim.field.spec.name:
                continue
            off = distance(each.option, claim.option)
            same = self.parties.get(name) == party
            if same:
                own = min(own, off)
            else:
                other = min(other, off)
            blocks[not same] = max(blocks[not same], float(_block(each) == block))
        return [own, other, float(own < other) - float(other < own), *blocks]

    def _domain(self, claim: Claim) -> list[float]:
        """How much of the domain of an e-mail address is in the name of its own party, and in those of others."""
        from rapidfuzz import fuzz

        own = other = 0.0
        if claim.field.spec.format != "email":
            return [own, other]
        domain = key(claim.option.value.rpartition("@")[2].rpartition(".")[0])
        party = self.parties.get(claim.field.spec.name, "")
        for name, each in self.anchors.items():
            if each.field.spec.format in _NAMES and domain:
                like = fuzz.partial_ratio(domain, each.option.key) / 100
                if self.parties.get(name) == party:
                    own = max(own, like)
                else:
                    other = max(other, like)
        return [own, other]

    def _money(self, claim: Claim, claims: Sequence[Claim]) -> list[float]:
        if claim.field.spec.format != "amount":
            return [0.0] * 4
        mine = figure(claim.option.value) or 0.0
        serious = [other for other in claims if other.score >= 0.15 * claims[0].score]
        numbers = sorted({figure(other.option.value) or 0.0 for other in serious}, reverse=True)
        rank = sum(number > mine for number in numbers)
        after = sum(below(other.option, claim.option) for other in serious)
        sums = any(abs(mine - one - two) < 0.02 for one in numbers for two in numbers if 0 < two <= one < mine)
        return [rank, mine == (numbers[0] if numbers else 0), after, sums]

    def _day(self, claim: Claim, claims: Sequence[Claim]) -> list[float]:
        if claim.field.spec.format != "date":
            return [0.0] * 2
        mine = day(claim.option.value)
        days = sorted(
            {found for other in claims if other.score >= 0.15 * claims[0].score and (found := day(other.option.value))}
        )
        if mine is None or mine not in days:
            return [-1.0, -1.0]
        return [days.index(mine), days.index(mine) / max(1, len(days) - 1)]


def _block(claim: Claim) -> tuple[int, int]:
    """The page and the block that it begins in."""
    outline = claim.option.outline
    return id(outline), outline.block_of[claim.option.tokens[0].segment]


def _any(scores: Iterable[float]) -> float:
    """How likely one of several is right: 1 - (1 - a)(1 - b)."""
    doubt = 1.0
    for score in scores:
        doubt *= 1.0 - min(score, 0.999)
    return 1.0 - doubt


def _by_value(options: Sequence[Option], scores: np.ndarray) -> dict[str, float]:
    """The scores of each value, all its places together: 1 - (1 - a)(1 - b)."""
    doubt: dict[str, float] = {}
    for option, score in zip(options, scores, strict=True):
        doubt[option.key] = doubt.get(option.key, 1.0) * (1.0 - min(float(score), 0.999))
    return {key: 1.0 - each for key, each in doubt.items()}


def party_of(concepts: frozenset[str]) -> str:
    """Whose name, address or number a field is: the seller's, the buyer's, or just somebody's."""
    return next((name for name in ("seller", "buyer") if name in concepts), "")
