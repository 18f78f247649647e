"""Forests learned from documents (LightGBM), as `simulator.documents.extract.ranking.forest` evaluates them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from bench.examples import Example
from simulator.documents.extract.ranking.features import NAMES
from simulator.documents.extract.ranking.forest import Forest, log_odds

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
#: So many trees are made for a look, and so many are added where weights are gone on from.
ROUNDS = ((400, 300), (250, 180), (150, 120))
#: How much each of those says that are added.
MORE_RATE = 0.05
#: Of drawings nearly every value is there and told: for how likely one is, they count so much of what they count else.
LESS = 0.3
#: Newton's method is there after so many steps.
_STEPS = 20
_WAYS = [at for at, name in enumerate(NAMES) if name.startswith("way_") or name in ("ways", "ways_disagree", "no_way")]
_NUMBER_OF_WAY = [NAMES.index("way_number"), NAMES.index("way_rank")]


def learn(
    rows: np.ndarray,
    right: np.ndarray,
    weight: np.ndarray,
    how: dict[str, Any],
    rounds: tuple[int, int],
    seed: int,
    before: Forest | None = None,
) -> Forest:
    """`before`: a forest that is gone on from; trees are added to its own, for what it does not know of these rows."""
    import lightgbm

    fixed = {"objective": "binary", "bagging_fraction": 0.8, "bagging_freq": 1, "lambda_l2": 5, "extra_trees": True}
    fixed |= {"verbosity": -1, "deterministic": True, "force_row_wise": True, "num_threads": 2, "seed": seed}
    begun, more = rounds
    if before is None:
        return _trees(lightgbm.Dataset(rows, right, weight=weight), {**fixed, **how}, begun)
    data = lightgbm.Dataset(rows, right, weight=weight, init_score=before.odds(rows))
    return joined(before, _trees(data, {**fixed, **how, "learning_rate": MORE_RATE}, more))


def _trees(data: Any, how: dict[str, Any], count: int) -> Forest:
    import lightgbm

    return _forest(lightgbm.train(how, data, count).dump_model()["tree_info"])


def joined(one: Forest, other: Forest) -> Forest:
    """The sum of two forests."""
    nodes, leaves = len(one.feature), len(one.leaf)
    roots, left, right = (np.where(at >= 0, at + nodes, at - leaves) for at in (other.roots, other.left, other.right))
    return Forest(
        np.concatenate([one.roots, roots]).astype(np.int32),
        np.concatenate([one.feature, other.feature]),
        np.concatenate([one.threshold, other.threshold]),
        np.concatenate([one.left, left]).astype(np.int32),
        np.concatenate([one.right, right]).astype(np.int32),
        np.concatenate([one.leaf, other.leaf]),
    )


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


def learn_first(examples: Sequence[Example], seed: int, before: Forest | None = None) -> Forest:
    chance = np.random.default_rng(seed)
    rows, right, weight = [], [], []
    for each in examples:
        hidden = chance.random() < HIDDEN[each.paper.drawn]
        for one in each.fields:
            truth = each.near.get(one.spec.name, each.right.get(one.spec.name))
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
    return learn(np.concatenate(rows), np.concatenate(right), np.concatenate(weight), FIRST, ROUNDS[0], seed, before)


def learn_again(examples: Sequence[Example], seed: int, before: Forest | None = None) -> Forest:
    """For the second and the third look: of the claims that the look before left."""
    rows, right, weight = [], [], []
    for each in examples:
        assert each.context is not None
        for name, exact in each.right.items():
            truth = each.near.get(name, exact)
            if len(truth):
                rows.append(each.rows[name])
                right.append(truth[[claim.at for claim in each.context.claims[name]]])
                weight.append(np.full(len(each.rows[name]), each.weight))
    return learn(np.concatenate(rows), np.concatenate(right), np.concatenate(weight), SECOND, ROUNDS[1], seed, before)


def learn_last(examples: Sequence[Example], seed: int, before: Forest | None = None, *, there: bool) -> Forest:
    """How likely the best claim is right, or, with `there`, how likely the paper has such a value at all."""
    rows, right, weight = [], [], []
    for each in examples:
        for name, claim in each.best.items():
            if name in each.right:
                rows.append(each.known[name])
                right.append(bool(each.paper.fields.get(name)) if there else bool(each.right[name][claim.at]))
                weight.append(each.weight * (LESS if each.paper.drawn or each.paper.by_chance else 1.0))
    return learn(np.array(rows), np.array(right), np.array(weight), THIRD, ROUNDS[2], seed, before)


def learn_line(examples: Sequence[Example]) -> tuple[float, float]:
    """How what is stated is set right: a and b of `1 / (1 + exp(-(a * log-odds + b)))`, by Newton's method on what was
    stated of papers of sources left out (Platt's scaling)."""
    pairs = [
        (sure, bool(each.right[name][claim.at]))
        for each in examples
        if not each.paper.drawn and not each.paper.by_chance
        for name, (claim, sure, _) in each.stated.items()
        if name in each.right
    ]
    if not pairs:
        return 1.0, 0.0
    odds = np.array([log_odds(sure) for sure, _ in pairs])
    right = np.array([good for _, good in pairs], float)
    inputs, line = np.stack([odds, np.ones_like(odds)], axis=1), np.array([1.0, 0.0])
    for _ in range(_STEPS):
        likely = 1 / (1 + np.exp(-inputs @ line))
        slope = (inputs * (likely * (1 - likely))[:, None]).T @ inputs
        line = line - np.linalg.solve(slope, inputs.T @ (likely - right))
    return float(line[0]), float(line[1])
