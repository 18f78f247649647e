"""How well and how fast addresses are compared: area under the ROC curve, and addresses a second, beside plain rapidfuzz.

    python bench/addresses.py [--fresh SEED]

Ranks 200 hand-checked pairs (`bench/address_pairs.tsv`: one address in two hands, or another building, locality or
city; typed, abbreviated, damaged by OCR), and a fresh set of the same shape from another seed and other names, by our
similarity and by rapidfuzz's `token_set_ratio` in the same run. The area is the chance that a pair of one address
scores above a pair of two. Then times one source against 1,000 targets never seen before.
"""

from __future__ import annotations

import argparse
import csv
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from rapidfuzz import fuzz, utils

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
sys.path.insert(0, str(Path(__file__).resolve().parent))

from address_pairs import CONDITIONS, RELATIONS, Maker, Pair

from simulator.matching import addresses

PAIRS = Path(__file__).with_name("address_pairs.tsv")
FRESH_SEED = 11
TARGETS = 1000

Score = Callable[[str, str], float]


def ours(a: str, b: str) -> float:
    try:
        return addresses.similarity(a, b)
    except addresses.AddressError:
        return 0.0


def plain(a: str, b: str) -> float:
    return fuzz.token_set_ratio(a, b, processor=utils.default_process)


def area(score: Score, pairs: Sequence[Pair], others: Sequence[str] = ()) -> float:
    """The chance that a same pair scores above another one (of the relations `others`, or any); ties count half."""
    same = [score(pair.a, pair.b) for pair in pairs if pair.relation == "same"]
    other = [
        score(pair.a, pair.b) for pair in pairs if pair.relation in (others or RELATIONS) and pair.relation != "same"
    ]
    wins = sum((high > low) + (high == low) / 2 for high in same for low in other)
    return wins / (len(same) * len(other))


def stored() -> list[Pair]:
    with PAIRS.open(encoding="utf-8", newline="") as lines:
        return [Pair(*row) for row in csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)]


def table(title: str, pairs: Sequence[Pair]) -> float:
    print(f"\n{title}: {len(pairs)} pairs, area under the ROC curve")
    print(f"{'same against':26}{'ours':>8}{'token_set_ratio':>18}")
    rows: list[tuple[str, list[Pair], list[str]]] = [("all", list(pairs), [])]
    rows += [(relation, list(pairs), [relation]) for relation in RELATIONS if relation != "same"]
    rows += [(f"all, {name}", [pair for pair in pairs if pair.condition == name], []) for name in CONDITIONS]
    for name, some, others in rows:
        print(f"{name:26}{area(ours, some, others):8.4f}{area(plain, some, others):18.4f}")
    return area(ours, pairs)


def speed() -> float:
    """Milliseconds for one source against 1,000 distinct targets, everything cold but the word lists."""
    source, targets = "Flat 12, Green View Apartments, MG Road, Bangalore", []
    for seed in range(-(-TARGETS // sum(RELATIONS.values()))):
        targets += [pair.b for pair in Maker(10_000 + seed, 2).pairs()]
    addresses.similarity(source, source + " 560001")
    start = time.perf_counter()
    for target in targets[:TARGETS]:
        try:
            addresses.compared(source, target)
        except addresses.AddressError:
            continue
    return (time.perf_counter() - start) * 1000


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument(
        "--fresh", type=int, default=FRESH_SEED, help="seed of the second set (default: %(default)s)"
    )
    seed = arguments.parse_args().fresh
    table("labelled set", stored())
    table(f"fresh set, seed {seed}, other names", list(Maker(seed, 2).pairs()))
    took = speed()
    print(f"\none source against {TARGETS} new targets, both scores: {took:.0f} ms ({TARGETS / took * 1000:.0f}/s)")


if __name__ == "__main__":
    main()
