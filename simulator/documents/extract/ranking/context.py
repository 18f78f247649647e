"""What the first scores say of the whole paper: whose name stands over an address, what else a value may be, what adds up."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import cached_property

import numpy as np

from simulator.documents.extract.ranking.apart import FAR, Places, apart, below, distance, stands_over
from simulator.documents.extract.ranking.claim import Claim
from simulator.documents.extract.ranking.features import Field
from simulator.documents.extract.ranking.option import Option
from simulator.documents.extract.ranking.together import Together, numbered
from simulator.documents.phrases import key

#: So many candidates of a field are looked at twice, the best by their first score.
KEPT = 16
_NAMES, _ADDRESSES = ("name", "company"), ("address",)
#: First scores below count as nothing.
_SOME = 0.03
#: A claim counts beside the best of its field with so much of its score.
_SERIOUS = 0.15
#: What makes other scores of those of a field's claims.
Change = Callable[[Sequence[Claim], np.ndarray], np.ndarray]

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


class Context:
    """The claims of all fields of a document, and what each looks like beside the others."""

    def __init__(
        self,
        fields: Sequence[Field],
        scores: Mapping[str, np.ndarray],
        parties: Mapping[str, str],
        turns: Mapping[str, int] | None = None,
        totals: frozenset[str] = frozenset(),
        balance: tuple[str, str, str] | None = None,
        rounded: frozenset[str] = frozenset(),
    ) -> None:
        """`parties`: whose each field is (`party_of`), `turns`: when each date comes (`turn_of`), by the fields' names;
        `totals`: the fields that say what an invoice is worth, `balance`: those for what is earned, deducted and paid,
        `rounded`: those that may be rounded."""
        self.parties, self.turns, self.totals = parties, turns or {}, totals
        self.balance, self.rounded = balance, rounded
        self.claims: dict[str, list[Claim]] = {}
        #: The likeliest name and address of each party, which are set before any rows are made.
        self.anchors: dict[str, Claim] = {}
        for field in fields:
            score = scores[field.spec.name]
            best = np.argsort(-score, kind="stable")[:KEPT]
            self.claims[field.spec.name] = [Claim(field, int(at), float(score[at])) for at in best]
        self._sums: dict[str, dict[str, float]] = {
            name: _by_value(field.options, scores[name]) for field in fields for name in (field.spec.name,)
        }

    def changed(
        self, scores: Mapping[str, np.ndarray], names: Collection[str], change: Change
    ) -> dict[str, np.ndarray]:
        """The scores of claims, in their order, of the fields of these names as `change` makes them."""
        return {
            name: change(self.claims[name], mine) if name in names and len(mine) else mine
            for name, mine in scores.items()
        }

    def rows(self, name: str) -> np.ndarray:
        """One row for each claim of a field, in the order of CONTEXT."""
        return self._rows.get(name, np.zeros((0, len(CONTEXT)), np.float32))

    @cached_property
    def _rows(self) -> dict[str, np.ndarray]:
        """The rows of all fields that have a claim, made together."""
        all_claims = self._together
        if not all_claims.names:
            return {}
        rows = np.column_stack(list(self._columns(all_claims))).astype(np.float32)
        return dict(zip(all_claims.names, np.split(rows, all_claims.begins[1:]), strict=True))

    @cached_property
    def _together(self) -> Together:
        return Together(self.claims)

    @cached_property
    def _party(self) -> np.ndarray:
        """A number for each claim's party."""
        return numbered(self.parties.get(name, "") for name in self._together.names)[self._together.field]

    def _columns(self, every: Together) -> Iterator[np.ndarray]:
        """Columns of all claims, in the order of CONTEXT."""
        scores, rivals = every.scores, every.same_field & ~every.same_value
        first = scores[every.begins][every.field]
        elsewhere = every.best(~every.same_field & every.shares_words & (scores > _SOME))
        yield scores
        yield scores / np.maximum(first, 1e-6)
        yield scores - every.best(rivals)
        yield np.arange(len(scores)) - every.begins[every.field]
        yield np.array([self._sums[claim.field.spec.name].get(claim.option.key, 0.0) for claim in every.every])
        yield elsewhere
        yield scores - elsewhere
        yield every.best(rivals & every.within)
        yield every.best(rivals & every.holds)
        yield self._of_party(every)
        yield np.array([row for name in every.names for row in self._money(self.claims[name])])
        yield np.array([row for name in every.names for row in self._day(self.claims[name])])
        yield self._apart_from(every)
        yield np.array([self._field(self.claims[name][0]) for name in every.names])[every.field]
        yield first
        yield (every.same_field & every.same_value).sum(axis=1)
        yield self._mass(every)
        yield np.array([self._domain(claim) for claim in every.every])

    def _field(self, claim: Claim) -> list[float]:
        """What is the same for all claims of a field: its format, its party, how many candidates it has."""
        format, party = claim.field.spec.format, self.parties.get(claim.field.spec.name)
        return [
            format in _NAMES,
            format in _ADDRESSES,
            format == "amount",
            format == "date",
            format in ("code", "account_number"),
            format == "text",
            party == "seller",
            party == "buyer",
            len(claim.field.options),
        ]

    def _mass(self, every: Together) -> np.ndarray:
        """How likely the value is somewhere in these words, whatever its edges; its part of that; how likely another
        field's of the format is there, and this one's in other words."""
        likely = every.any_of_field(every.shares_words)
        here = likely[np.arange(len(every.field)), every.field]
        alike = every.formats[every.field][:, None] == every.formats
        alike[np.arange(len(every.field)), every.field] = False
        share = every.scores / np.maximum(every.best(every.same_field & every.shares_words), 1e-6)
        elsewhere = np.where(alike, likely, 0.0).max(axis=1)
        return np.stack([here, share, elsewhere, every.best(every.same_field & ~every.shares_words)], axis=1)

    def _of_party(self, every: Together) -> np.ndarray:
        """How a name and an address of one party stand to each other: one over the other, and not in it."""
        formats = [claim.field.spec.format for claim in every.every]
        names, addresses = (np.flatnonzero([format in those for format in formats]) for those in (_NAMES, _ADDRESSES))
        rows = np.tile([0.0] * 6 + [9.0, 9.0], (len(formats), 1))
        if len(names) and len(addresses):
            upper, lower = every.places.take(names), every.places.take(addresses)
            over, (gap, left) = stands_over(upper, lower), apart(upper, lower)
            rows[names] = self._beside(every, names, addresses, over, gap, left)
            rows[addresses] = self._beside(every, addresses, names, over.T, gap.T, left.T)
        return rows

    def _beside(
        self, every: Together, mine: np.ndarray, others: np.ndarray, near: np.ndarray, gap: np.ndarray, left: np.ndarray
    ) -> np.ndarray:
        """What the likelier ones of some claims say of others, of which matrices tell how they stand to them."""
        scores = np.where(every.scores[others] > _SOME, every.scores[others], 0.0)
        same = self._party[mine][:, None] == self._party[others]
        shared = every.shares_words[np.ix_(mine, others)]
        best = np.where(same, scores, 0.0)
        at, rows = best.argmax(axis=1), np.arange(len(mine))
        known = best[rows, at] > 0
        return np.stack(
            [
                np.where(same & near, scores, 0.0).max(axis=1),
                (near & (scores > 0)).any(axis=1),
                np.where(~same & near, scores, 0.0).max(axis=1),
                np.full(len(mine), scores.max()),
                np.where(~same & shared, scores, 0.0).max(axis=1),
                np.where(same & shared, scores, 0.0).max(axis=1),
                np.where(known, gap[rows, at], 9.0),
                np.where(known, left[rows, at], 9.0),
            ],
            axis=1,
        )

    def _apart_from(self, every: Together) -> np.ndarray:
        """How far the names and addresses of its own party are off, and those of others; whether they stand in its block."""
        number = {id(claim): at for at, claim in enumerate(every.every)}
        anchors = np.array([number[id(claim)] for claim in self.anchors.values()], int)
        blocks = numbered(map(_block, every.every))
        off = distance(every.places.take(anchors), every.places)
        count = ~every.shares_words[anchors] & ~every.same_field[anchors]
        own = count & (self._party[anchors][:, None] == self._party)
        other, in_block = count & ~own, blocks[anchors][:, None] == blocks
        nearest, another = (np.where(those, off, FAR).min(axis=0, initial=FAR) for those in (own, other))
        return np.stack(
            [
                nearest,
                another,
                (nearest < another) - 1.0 * (another < nearest),
                (own & in_block).any(axis=0),
                (other & in_block).any(axis=0),
            ],
            axis=1,
        )

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

    def _money(self, claims: Sequence[Claim]) -> list[list[float]]:
        """For each claim of a field how many serious ones are larger, whether none is, over how many it stands, and whether
        two others add up to it."""
        if claims[0].field.spec.format != "amount":
            return [[0.0] * 4] * len(claims)
        serious = [other.option for other in claims if other.score >= _SERIOUS * claims[0].score]
        numbers = sorted({option.number for option in serious}, reverse=True)
        over = below(Places.of(serious), Places.of([claim.option for claim in claims])).sum(axis=0)
        return [
            [
                sum(number > mine for number in numbers),
                mine == (numbers[0] if numbers else 0),
                after,
                any(abs(mine - one - two) < 0.02 for one in numbers for two in numbers if 0 < two <= one < mine),
            ]
            for mine, after in zip((claim.option.number for claim in claims), over, strict=True)
        ]

    def _day(self, claims: Sequence[Claim]) -> list[list[float]]:
        """For each claim of a field where it stands among the days of serious ones: its number, and that as a share."""
        if claims[0].field.spec.format != "date":
            return [[0.0] * 2] * len(claims)
        serious = (claim.option.day for claim in claims if claim.score >= _SERIOUS * claims[0].score)
        ranks = {day: rank for rank, day in enumerate(sorted({day for day in serious if day}))}
        mine = [ranks.get(claim.option.day, -1) if claim.option.day else -1 for claim in claims]
        return [[rank, rank / max(1, len(ranks) - 1) if rank >= 0 else -1.0] for rank in mine]


def _block(claim: Claim) -> tuple[int, int]:
    """The page and the block that it begins in."""
    outline = claim.option.outline
    return id(outline), outline.block_of[claim.option.tokens[0].segment]


def _by_value(options: Sequence[Option], scores: np.ndarray) -> dict[str, float]:
    """The scores of each value, all its places together: 1 - (1 - a)(1 - b)."""
    doubt: dict[str, float] = {}
    for option, score in zip(options, scores.tolist(), strict=True):
        doubt[option.key] = doubt.get(option.key, 1.0) * (1.0 - min(score, 0.999))
    return {key: 1.0 - each for key, each in doubt.items()}


def party_of(concepts: frozenset[str]) -> str:
    """Whose name, address or number a field is: the seller's, the buyer's, or just somebody's."""
    return next((name for name in ("seller", "buyer") if name in concepts), "")


#: Dates in the order in which they come on any paper.
_TURNS = (("birth",), ("issue", "period_from"), ("expiry", "period_to"))


def turn_of(concepts: frozenset[str]) -> int | None:
    """The turn of a date among those that come one after the other: birth, beginning, end; None for any other date."""
    return next((turn for turn, names in enumerate(_TURNS) if not concepts.isdisjoint(names)), None)
