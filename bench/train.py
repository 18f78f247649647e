"""Makes the weights by which values are chosen, and says what they are worth on sources that they were not made on.

    python -m bench.train [PAPERS] [--out FILE] [--cache DIR] [--seed N] [--folds K] [--quality scan] [--judge]

It learns from the drawn samples of one quality, from papers laid out by chance (bench/grammar.py) and, where a folder of
papers is given (bench/papers.py says its form), from those, which teach most. All figures are of sources that were left out:
the sources are parted into K folds, and each is judged by weights made on the others. `--judge` prints them and writes nothing.
Needs the extra `[train]` (LightGBM). The same files and seed give the same weights on the same machine.
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
import sys
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from bench.grammar import bills
from bench.grammar_statements import statements
from bench.papers import Paper, known, papers, read, same, samples
from simulator.documents.catalogue import Catalogue
from simulator.documents.extract.document import FieldExtraction
from simulator.documents.extract.ranking import forest
from simulator.documents.extract.ranking.choose import assigned, context_of, is_answered, second_rows, sure_row
from simulator.documents.extract.ranking.concepts import meanings
from simulator.documents.extract.ranking.context import Claim, Context
from simulator.documents.extract.ranking.features import NAMES, Field
from simulator.documents.extract.ranking.forest import Forest

OUT = Path(forest.__file__).with_name(forest.WEIGHTS)
#: What a drawn sample counts beside a paper: of drawings there are many, and all alike.
DRAWN = 0.6
#: And what a paper laid out by chance counts.
BY_CHANCE = 0.5
#: Of so many documents the ways of the type file are hidden: on drawings they are nearly always right, elsewhere not.
HIDDEN = {True: 0.3, False: 0.1}
#: Of the wrong candidates, this share is learned from.
WRONG = 0.4
FIRST = {"num_leaves": 31, "learning_rate": 0.07, "feature_fraction": 0.3, "min_data_in_leaf": 20, "max_bin": 63}
SECOND = {
    "extra_trees": False,
    "num_leaves": 15,
    "learning_rate": 0.05,
    "feature_fraction": 0.4,
    "min_data_in_leaf": 15,
    "max_bin": 63,
}
THIRD = {"num_leaves": 6, "learning_rate": 0.05, "feature_fraction": 0.4, "min_data_in_leaf": 12, "max_bin": 63}
ROUNDS = (400, 250, 150)
#: A field is answered where the paper is so likely to have it.
LEAST = 0.75
#: So many papers of a type are enough to say that it is learned.
ENOUGH = 4
BANDS = (0.0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 1.01)
_WAYS = [at for at, name in enumerate(NAMES) if name.startswith("way_") or name in ("ways", "ways_disagree", "no_way")]
_NUMBER_OF_WAY = [NAMES.index("way_number"), NAMES.index("way_rank")]


@dataclass
class Example:
    """A document with the candidates of its fields: `right` says of each candidate whether it is the field's value, and
    is missing where nobody knows."""

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

    def answered(self, name: str, least: float) -> tuple[Claim, float] | None:
        """What is answered for a field, and how likely it is right."""
        claim, sure, there = self.stated.get(name, (None, 0.0, 0.0))
        return (claim, sure) if claim is not None and is_answered(claim, sure, there, least) else None

    @property
    def weight(self) -> float:
        return BY_CHANCE if self.paper.by_chance else DRAWN if self.paper.drawn else 1.0


def example(paper: Paper, catalogue: Catalogue, folds: int) -> Example:
    document_type = catalogue.get(paper.types[0])
    assert document_type is not None
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
    return Example(paper, number, fields, right)


def learn(
    rows: np.ndarray, right: np.ndarray, weight: np.ndarray, how: dict[str, Any], rounds: int, seed: int
) -> Forest:
    import lightgbm

    fixed = {"objective": "binary", "bagging_fraction": 0.8, "bagging_freq": 1, "lambda_l2": 5, "extra_trees": True}
    fixed |= {"verbosity": -1, "deterministic": True, "force_row_wise": True, "num_threads": 1, "seed": seed}
    data = lightgbm.Dataset(rows, right, weight=weight)
    return _forest(lightgbm.train({**fixed, **how}, data, rounds).dump_model()["tree_info"])


def _forest(trees: Sequence[Any]) -> Forest:
    nodes: list[tuple[int, float, int, int]] = []
    leaves: list[float] = []

    def add(node: Any) -> int:
        if "leaf_value" in node:
            leaves.append(node["leaf_value"])
            return -len(leaves)
        at = len(nodes)
        nodes.append((0, 0.0, 0, 0))
        left, right = add(node["left_child"]), add(node["right_child"])
        nodes[at] = node["split_feature"], node["threshold"], left, right
        return at

    roots = [add(tree["tree_structure"]) for tree in trees]
    feature, threshold, left, right = zip(*nodes, strict=True)
    return Forest(
        np.array(roots, np.int32),
        np.array(feature, np.int16),
        np.array(threshold, np.float32),
        np.array(left, np.int32),
        np.array(right, np.int32),
        np.array(leaves, np.float32),
    )


def learn_first(examples: Sequence[Example], seed: int) -> Forest:
    chance = np.random.default_rng(seed)
    rows, right, weight = [], [], []
    for each in examples:
        hidden = chance.random() < HIDDEN[each.paper.drawn]
        for one in each.fields:
            truth = each.right.get(one.spec.name)
            if truth is None or not len(truth):
                continue
            kept = truth | (chance.random(len(truth)) < WRONG)
            mine = one.rows[kept].copy()
            if hidden:
                mine[:, _WAYS] = 0
                mine[:, _NUMBER_OF_WAY] = 9
            rows.append(mine)
            right.append(truth[kept])
            weight.append(np.full(len(mine), each.weight))
    return learn(np.concatenate(rows), np.concatenate(right), np.concatenate(weight), FIRST, ROUNDS[0], seed)


def learn_second(examples: Sequence[Example], seed: int) -> Forest:
    rows, right, weight = [], [], []
    for each in examples:
        assert each.context is not None
        for name, truth in each.right.items():
            if len(truth):
                rows.append(each.rows[name])
                right.append(truth[[claim.at for claim in each.context.claims[name]]])
                weight.append(np.full(len(each.rows[name]), each.weight))
    return learn(np.concatenate(rows), np.concatenate(right), np.concatenate(weight), SECOND, ROUNDS[1], seed)


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
        each.known = {
            name: sure_row(each.context, claim.field, claim, each.rows[name], scores[name])
            for name, claim in each.best.items()
        }


def learn_last(examples: Sequence[Example], seed: int, there: bool) -> Forest:
    """How likely the best claim is right, or, with `there`, how likely the paper has such a value at all."""
    rows, right, weight = [], [], []
    for each in examples:
        for name, claim in each.best.items():
            if name in each.right:
                rows.append(each.known[name])
                right.append(bool(each.paper.fields.get(name)) if there else bool(each.right[name][claim.at]))
                weight.append(each.weight)
    return learn(np.array(rows), np.array(right), np.array(weight), THIRD, ROUNDS[2], seed)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("papers", type=Path, nargs="?", help="folder of papers to learn from besides the samples")
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--cache", type=Path, help="keep there what was read, for the next time")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--layouts", type=int, default=500, help="so many papers laid out by chance")
    parser.add_argument("--quality", default="scan", help="which samples: clean, scan, photo")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--judge", action="store_true", help="print figures only")
    given = parser.parse_args()
    catalogue = Catalogue.load()
    found = [*(papers(given.papers) if given.papers else ()), *samples(given.quality)]
    found = known(read(found, given.cache, given.processes), catalogue)
    drawn = (*bills(given.seed, given.layouts * 4 // 5), *statements(given.seed, given.layouts // 5))
    found += known(drawn, catalogue)
    if not found:
        sys.exit("train: no papers of known types there")
    examples = [example(paper, catalogue, given.folds) for paper in found]
    print(
        f"{len(examples)} documents, {sum(len(one.options) for each in examples for one in each.fields)} candidates",
        flush=True,
    )
    for number in range(given.folds):
        others = [each for each in examples if each.fold != number]
        look_first([each for each in examples if each.fold == number], learn_first(others, given.seed), catalogue)
    for number in range(given.folds):
        others = [each for each in examples if each.fold != number]
        look_second([each for each in examples if each.fold == number], learn_second(others, given.seed))
    look_third(examples)
    for number in range(given.folds):
        others = [each for each in examples if each.fold != number]
        sure, there = (learn_last(others, given.seed, on_paper) for on_paper in (False, True))
        for each in examples:
            if each.fold == number and each.known:
                every = np.array(list(each.known.values()))
                for (name, claim), likely, on_paper in zip(
                    each.best.items(), sure.score(every), there.score(every), strict=True
                ):
                    each.stated[name] = claim, float(likely), float(on_paper)
    report(
        "papers of sources left out", [each for each in examples if not each.paper.drawn and not each.paper.by_chance]
    )
    report("samples of drawings left out", [each for each in examples if each.paper.drawn])
    report("papers laid out by chance", [each for each in examples if each.paper.by_chance])
    types = taught(examples)
    print(f"\nchosen rather than followed: {', '.join(types)}")
    if given.judge:
        return
    made = {
        "first": learn_first(examples, given.seed),
        "second": learn_second(examples, given.seed),
        "sure": learn_last(examples, given.seed, there=False),
        "there": learn_last(examples, given.seed, there=True),
    }
    write(given.out, made, types)


def taught(examples: Sequence[Example]) -> list[str]:
    """The types with papers enough of which, on sources left out, a choice is right more often than the first way that
    leads anywhere."""
    first = NAMES.index("way_first")
    chosen: Counter[str] = Counter()
    followed: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    for each in examples:
        if each.paper.by_chance:
            continue
        kind = each.paper.types[0]
        seen[kind] += not each.paper.drawn
        for one in each.fields:
            right = each.right.get(one.spec.name)
            if right is None or not each.paper.fields.get(one.spec.name):
                continue
            choice = each.answered(one.spec.name, LEAST)
            chosen[kind] += choice is not None and bool(right[choice[0].at])
            followed[kind] += bool((right & (one.rows[:, first] > 0)).any())
    return sorted(kind for kind in seen if seen[kind] >= ENOUGH and chosen[kind] > followed[kind])


def write(path: Path, forests: Mapping[str, Forest], types: Sequence[str]) -> None:
    parts = {
        f"{name}_{part}": getattr(made, part)
        for name, made in forests.items()
        for part in ("roots", "feature", "threshold", "left", "right", "leaf")
    }
    np.savez_compressed(path, form=np.array([forest.FORM]), least=np.array([LEAST]), taught=np.array(types), **parts)
    print(f"{path}: {path.stat().st_size / 1e6:.2f} MB")


def report(title: str, examples: Sequence[Example]) -> None:
    """Fields right, and whether what is stated is true."""
    if not examples:
        return
    right: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    stated, invented, absent = [], 0, 0
    for each in examples:
        for name, truth in each.right.items():
            choice = each.answered(name, LEAST)
            good = choice is not None and bool(truth[choice[0].at])
            if choice is not None:
                stated.append((choice[1], good))
            if each.paper.fields.get(name) in ("", [], None):
                absent += 1
                invented += choice is not None
                continue
            for group in ("all", each.paper.types[0], f"  {each.paper.types[0]}.{name}"):
                right[group][0] += good
                right[group][1] += 1
    print(f"\n{title}: {len(examples)}")
    for group, (good, of) in sorted(right.items(), key=lambda pair: -pair[1][1])[:30]:
        print(f"  {group:48}{good:5}/{of:4} {good / of:.3f}")
    print(f"  invented {invented} of {absent}")
    for least in (0.4, 0.5, 0.6, 0.7, 0.8, 0.9):
        sums = [0, 0]
        for each in examples:
            for name, truth in each.right.items():
                choice = each.answered(name, least)
                if choice is not None:
                    empty = each.paper.fields.get(name) in ("", [], None)
                    sums[empty] += 1 if empty else bool(truth[choice[0].at])
        print(f"    answered from {least}: {sums[0]} right, {sums[1]} invented")
    print("  stated      right")
    for low, high in itertools.pairwise(BANDS):
        some = [good for sure, good in stated if low <= sure < high]
        if some:
            print(f"  {low:.2f}-{min(high, 1):.2f}   {sum(some) / len(some):.3f} ({sum(some)}/{len(some)})")


if __name__ == "__main__":
    main()
