"""Documents to learn from: the candidates of their fields with what is right, and what each look of the choice makes of them."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Container, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from bench.papers import Paper, folded, same
from simulator.documents.catalogue import Catalogue
from simulator.documents.classify import classify
from simulator.documents.extract.document import FieldExtraction
from simulator.documents.extract.ranking.agreed import agreed
from simulator.documents.extract.ranking.assign import assigned
from simulator.documents.extract.ranking.choose import (
    answers,
    context_of,
    first_scores,
    second_rows,
    spread,
    third_rows,
)
from simulator.documents.extract.ranking.claim import Claim
from simulator.documents.extract.ranking.concepts import meanings
from simulator.documents.extract.ranking.context import Context
from simulator.documents.extract.ranking.features import Field
from simulator.documents.extract.ranking.forest import Forest, on_line
from simulator.documents.extract.ranking.sure import sure_rows

UNRECOGNISED = "UNRECOGNISED"
#: What a drawn sample counts beside a paper: of drawings there are many, and all alike.
DRAWN = 0.6
#: Formats of which a value may be misread in a letter and is learned from all the same, and how alike it then is.
WORDED = ("name", "company", "address")
ALIKE = 0.85
#: What a paper laid out by chance counts, and what a source counts that has one paper only.
BY_CHANCE, SOURCE = 0.8, 1.6
#: Papers that weights do not know count so much more than those that they learned from before.
NEW = 1.5


@dataclass
class Example:
    """A document with the candidates of its fields: `right` says of each candidate whether it is the field's value, and
    is missing where nobody knows; `near` says so of those that are it but for what was misread, where none is right.
    `told`: the type of a paper that is told."""

    paper: Paper
    fold: int
    fields: list[Field]
    right: dict[str, np.ndarray]
    near: dict[str, np.ndarray]
    first: dict[str, np.ndarray] = field(default_factory=dict)
    context: Context | None = None
    rows: dict[str, np.ndarray] = field(default_factory=dict)
    scores: dict[str, np.ndarray] = field(default_factory=dict)
    best: dict[str, Claim] = field(default_factory=dict)
    known: dict[str, np.ndarray] = field(default_factory=dict)
    stated: dict[str, tuple[Claim, float, float]] = field(default_factory=dict)
    weight: float = 1.0
    told: str = ""

    def answered(self, name: str, least: float) -> tuple[Claim, float] | None:
        """What is answered for a field, and how likely it is right."""
        claim, sure, there = self.stated.get(name, (None, 0.0, 0.0))
        return (claim, sure) if claim is not None and answers(claim, sure, there, least) else None


def example(paper: Paper, catalogue: Catalogue, folds: int, told: str | None = None) -> Example:
    """`told`: the type that the paper is told to be; where it is None, it is told here, of papers of other hands."""
    document_type = catalogue.get(paper.types[0])
    assert document_type is not None
    if told is None:
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
    near = {
        each.spec.name: nearest(each, str(paper.fields[each.spec.name]), right[each.spec.name])
        for each in fields
        if each.spec.format in WORDED and paper.fields.get(each.spec.name) and each.spec.name in right
    }
    number = int(hashlib.sha256(f"f{paper.source}".encode()).hexdigest(), 16) % folds
    return Example(paper, number, fields, right, near, told=told)


def nearest(field: Field, truth: str, right: np.ndarray) -> np.ndarray:
    """Which candidates are the value but for letters that were misread: those most alike, if they are alike enough."""
    from rapidfuzz.distance import Levenshtein

    if right.any() or not field.options:
        return right
    wanted = folded(truth)
    alike = np.array([Levenshtein.normalized_similarity(wanted, folded(option.value)) for option in field.options])
    return np.asarray((alike == alike.max()) & (alike >= ALIKE), bool)


def weigh(examples: Sequence[Example], new: Container[Path] = ()) -> None:
    """What each document counts in learning: papers of one source are alike, so a source counts by the root of their number.
    `new` are the files of those that weights which are gone on from do not know."""
    papers = Counter(each.paper.source for each in examples)
    for each in examples:
        paper = each.paper
        each.weight = BY_CHANCE if paper.by_chance else DRAWN if paper.drawn else SOURCE * papers[paper.source] ** -0.5
        each.weight *= NEW if paper.path in new else 1.0


def look_first(examples: Sequence[Example], scorer: Forest, catalogue: Catalogue) -> None:
    """First scores, and with them what the second look sees."""
    for each in examples:
        document_type = catalogue.get(each.paper.types[0])
        assert document_type is not None
        meant = meanings(document_type)
        each.first = first_scores(each.fields, meant, scorer)
        each.context = context_of(each.fields, each.first, meant)
        each.rows = {one.spec.name: second_rows(each.context, one) for one in each.fields if one.options}


def look_second(examples: Sequence[Example], scorer: Forest, catalogue: Catalogue) -> None:
    """Second scores, and with them what the third look sees."""
    for each in examples:
        document_type = catalogue.get(each.paper.types[0])
        assert document_type is not None and each.context is not None
        second = {name: scorer.score(rows) for name, rows in each.rows.items()}
        each.context = context_of(each.fields, spread(each.context, second), meanings(document_type))
        each.rows = {
            one.spec.name: third_rows(each.context, one, each.first[one.spec.name])
            for one in each.fields
            if one.options
        }


def look_third(examples: Sequence[Example], scorer: Forest) -> None:
    """The claim of each field that is best, and what says how likely it is right."""
    for each in examples:
        assert each.context is not None
        each.scores = agreed(each.context, {name: scorer.score(rows) for name, rows in each.rows.items()})
        each.best = assigned(each.context, each.scores)
        each.known = sure_rows(each.context, each.fields, each.rows, each.scores, each.best)


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
