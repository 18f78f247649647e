"""Documents to learn from: the candidates of their fields with what is right, and what each look of the choice makes of them."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from bench.papers import Paper, same
from simulator.documents.catalogue import Catalogue
from simulator.documents.classify import classify
from simulator.documents.extract.document import FieldExtraction
from simulator.documents.extract.ranking.assign import assigned
from simulator.documents.extract.ranking.choose import context_of, second_rows, worth
from simulator.documents.extract.ranking.concepts import meanings
from simulator.documents.extract.ranking.context import Claim, Context
from simulator.documents.extract.ranking.features import Field
from simulator.documents.extract.ranking.forest import Forest, on_line
from simulator.documents.extract.ranking.sure import sure_rows

UNRECOGNISED = "UNRECOGNISED"
#: What a drawn sample counts beside a paper: of drawings there are many, and all alike.
DRAWN = 0.6
#: What a paper laid out by chance counts, and what a source counts that has one paper only.
BY_CHANCE, SOURCE = 0.5, 1.6


@dataclass
class Example:
    """A document with the candidates of its fields: `right` says of each candidate whether it is the field's value, and
    is missing where nobody knows. `told`: the type of a paper that is told."""

    paper: Paper
    fold: int
    fields: list[Field]
    right: dict[str, np.ndarray]
    first: dict[str, np.ndarray] = field(default_factory=dict)
    context: Context | None = None
    rows: dict[str, np.ndarray] = field(default_factory=dict)
    second: dict[str, np.ndarray] = field(default_factory=dict)
    best: dict[str, Claim] = field(default_factory=dict)
    known: dict[str, np.ndarray] = field(default_factory=dict)
    stated: dict[str, tuple[Claim, float, float]] = field(default_factory=dict)
    weight: float = 1.0
    told: str = ""

    def answered(self, name: str, least: float) -> tuple[Claim, float] | None:
        """What is answered for a field, and how likely it is right."""
        claim, sure, there = self.stated.get(name, (None, 0.0, 0.0))
        return (claim, sure) if claim is not None and worth(sure, there) >= least else None


def example(paper: Paper, catalogue: Catalogue, folds: int) -> Example:
    document_type = catalogue.get(paper.types[0])
    assert document_type is not None
    told = "" if paper.drawn or paper.by_chance else classify(paper.sheets, catalogue).document_type or UNRECOGNISED
    fields = FieldExtraction(document_type, paper.sheets).weighed
    right = {}
    for each in fields:
        truth = paper.fields.get(each.spec.name)
        if (truth is None and not paper.drawn) or isinstance(truth, dict):
            continue
        right[each.spec.name] = np.array(
            [bool(truth) and same(each.spec, truth, option.value) for option in each.options], bool
        )
    number = int(hashlib.sha256(f"f{paper.source}".encode()).hexdigest(), 16) % folds
    return Example(paper, number, fields, right, told=told)


def weigh(examples: Sequence[Example]) -> None:
    """What each document counts in learning: papers of one source are alike, so a source counts by the root of their number."""
    papers = Counter(each.paper.source for each in examples)
    for each in examples:
        paper = each.paper
        each.weight = BY_CHANCE if paper.by_chance else DRAWN if paper.drawn else SOURCE * papers[paper.source] ** -0.5


def look_first(examples: Sequence[Example], scorer: Forest, catalogue: Catalogue) -> None:
    """First scores, and with them what the second look sees."""
    for each in examples:
        document_type = catalogue.get(each.paper.types[0])
        assert document_type is not None
        each.first = {one.spec.name: scorer.score(one.rows) for one in each.fields}
        each.context = context_of(each.fields, each.first, meanings(document_type))
        each.rows = {one.spec.name: second_rows(each.context, one) for one in each.fields if one.options}


def look_second(examples: Sequence[Example], scorer: Forest) -> None:
    for each in examples:
        each.second = {
            one.spec.name: scorer.score(each.rows[one.spec.name]) if one.options else np.zeros(0) for one in each.fields
        }


def look_third(examples: Sequence[Example]) -> None:
    """The claim of each field that is best, and what says how likely it is right."""
    for each in examples:
        assert each.context is not None
        scores = {name: score for name, score in each.second.items() if len(score)}
        each.best = assigned(each.context, scores)
        each.known = sure_rows(each.context, each.fields, each.rows, scores, each.best)


def state(examples: Sequence[Example], sure: Forest, there: Forest) -> None:
    """How likely each best claim is right, and how likely the paper has such a value."""
    for each in examples:
        if each.known:
            every = np.array(list(each.known.values()))
            likely, on_paper = sure.score(every), there.score(every)
            for (name, claim), one, other in zip(each.best.items(), likely, on_paper, strict=True):
                each.stated[name] = claim, float(one), float(other)


def straighten(examples: Sequence[Example], line: tuple[float, float]) -> None:
    """What is stated, set right."""
    for each in examples:
        each.stated = {name: (claim, on_line(sure, line), there) for name, (claim, sure, there) in each.stated.items()}
