"""What the simulator, with the weights that it comes with, makes of papers that nothing was learned from.

    python -m bench.layouts DRAWN --kept-back
    python -m bench.kept_back DRAWN [--cache DIR] [--misses]

DRAWN, or any folder of papers (bench/papers.py says their form). Printed are, by the type that papers are of, how many are
told to be it, and how many of none are left alone; then, with the type given, how many values are right, and how many are
given where the paper has none. Each is said of both halves of the sources: what is mended after a look at misses shows in half
0, whose wrong types `--misses` lists, and half 1 says what that is worth elsewhere.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from pathlib import Path

from bench.examples import (
    UNRECOGNISED,
    Example,
    example,
    look_first,
    look_second,
    look_third,
    state,
    straighten,
)
from bench.judging import half, report
from bench.papers import Paper, known, papers, read
from simulator.documents.catalogue import Catalogue
from simulator.documents.classify import Classification, classify
from simulator.documents.extract.ranking.forest import weights


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("papers", type=Path, nargs="+", help="folders of papers")
    parser.add_argument("--cache", type=Path, help="keep there what was read, for the next time")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--misses", action="store_true", help="the papers of half 0 whose type is told wrongly")
    given = parser.parse_args()
    found = read([paper for folder in given.papers for paper in papers(folder)], given.cache, given.processes)
    with ProcessPoolExecutor(given.processes) as pool:
        told = list(pool.map(_told, found, chunksize=8))
        _types(found, told)
        if given.misses:
            _misses(found, told)
        of_types = known(found, _catalogue())
        types = {paper.path: _type(said) for paper, said in zip(found, told, strict=True)}
        examples = list(pool.map(_example, of_types, (types[paper.path] for paper in of_types), chunksize=8))
    _state(examples)
    report("values, type given", examples)


@cache
def _catalogue() -> Catalogue:
    return Catalogue.load()


def _told(paper: Paper) -> Classification:
    return classify(paper.sheets, _catalogue())


def _type(said: Classification) -> str:
    return said.document_type or UNRECOGNISED


def _example(paper: Paper, told: str) -> Example:
    return example(paper, _catalogue(), folds=1, told=told)


def _state(examples: Sequence[Example]) -> None:
    """What is stated of each, by the weights that the simulator comes with."""
    learned = weights()
    look_first(examples, learned.first, _catalogue())
    look_second(examples, learned.second, _catalogue())
    look_third(examples, learned.third)
    state(examples, learned.sure, learned.there)
    straighten(examples, learned.line)


def _types(found: Sequence[Paper], told: Sequence[Classification]) -> None:
    right: Counter[tuple[str, int]] = Counter()
    every: Counter[tuple[str, int]] = Counter()
    for paper, said in zip(found, told, strict=True):
        kind, side = paper.types[0], half(paper.source)
        for group in (kind,) if kind == UNRECOGNISED else (kind, "of any type"):
            every[group, side] += 1
            right[group, side] += _type(said) in paper.types
    print("types told")
    for group in sorted({group for group, _ in every}, key=lambda group: (-every[group, 0] - every[group, 1], group)):
        sums = [(right[group, side], every[group, side]) for side in (0, 1)]
        good, of = sums[0][0] + sums[1][0], sums[0][1] + sums[1][1]
        halves = ", ".join(f"half {side} {some} of {each}" for side, (some, each) in enumerate(sums))
        print(f"  {group:48}{good:5}/{of:4} {good / of:.3f}   {halves}")


def _misses(found: Sequence[Paper], told: Sequence[Classification]) -> None:
    for paper, said in zip(found, told, strict=True):
        if half(paper.source) == 0 and _type(said) not in paper.types:
            best = ", ".join(f"{one.document_type} {one.score:.2f}" for one in said.candidates[:3])
            print(f"{paper.path}: {'/'.join(paper.types)}, told {_type(said)} ({best})")


if __name__ == "__main__":
    main()
