"""Makes the weights by which values are chosen, and says what they are worth on sources that they were not made on.

    python -m bench.train [PAPERS ...] [--again PAPERS ...] [--out FILE] [--cache DIR] [--seed N] [--folds K]
                          [--quality scan] [--judge]

It learns from the drawn samples of one quality, from papers laid out by chance (bench/grammar.py) and from folders of
papers (bench/papers.py says their form): those that `python -m bench.layouts` draws, and those of others, which teach most.
All figures are of sources that were left out: the sources are parted into K folds, and each is judged by weights made on
the others. `--judge` prints them and writes nothing.

`--again` goes on from the weights that the simulator comes with: trees are added to theirs for what they do not know of PAPERS,
which are new to them. The folders behind `--again` they know; these, samples and layouts are learned from once more, lest
they be forgotten. What is stated is then set right as before, and what is printed is of the new papers.
Needs the extra `[train]` (LightGBM). The same files and seed give the same weights on the same machine.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

import numpy as np

from bench.examples import (
    Example,
    example,
    look_first,
    look_second,
    look_third,
    state,
    straighten,
    weigh,
)
from bench.grammar import bills
from bench.grammar_statements import statements
from bench.grammar_utilities import utilities
from bench.judging import LEAST, end_to_end, report, taught
from bench.learning import learn_again, learn_first, learn_last, learn_line
from bench.papers import known, papers, read, samples
from simulator.documents.catalogue import Catalogue
from simulator.documents.extract.ranking import forest
from simulator.documents.extract.ranking.forest import Forest, Weights, weights

OUT = Path(forest.__file__).with_name(forest.WEIGHTS)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("papers", type=Path, nargs="*", help="folders of papers to learn from besides the samples")
    parser.add_argument(
        "--again", type=Path, nargs="+", help="go on from the weights there are, which know these folders"
    )
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--cache", type=Path, help="keep there what was read, for the next time")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--words", type=int, default=660, help="so many papers laid out by chance, of words alone")
    parser.add_argument("--quality", default="scan", help="which samples: clean, scan, photo")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--judge", action="store_true", help="print figures only")
    given = parser.parse_args()
    catalogue = Catalogue.load()
    found = [paper for folder in given.papers for paper in papers(folder)]
    new = {paper.path for paper in found} if given.again else set()
    found += [paper for folder in given.again or () for paper in papers(folder)]
    found = known(read([*found, *samples(given.quality)], given.cache, given.processes), catalogue)
    parts = (bills, given.words * 6 // 10), (statements, given.words * 3 // 10), (utilities, given.words // 10)
    drawn = [paper for draw, count in parts for paper in draw(given.seed, count)]
    found += known(drawn, catalogue)
    if not found:
        sys.exit("train: no papers of known types there")
    with ProcessPoolExecutor(given.processes) as pool:
        made_of = partial(example, catalogue=catalogue, folds=given.folds)
        examples = list(pool.map(made_of, found, chunksize=8))
    print(
        f"{len(examples)} documents, {sum(len(one.options) for each in examples for one in each.fields)} candidates",
        flush=True,
    )
    weigh(examples, new)
    before = weights() if given.again else None
    made, line = _fold(examples, given.folds, given.seed, catalogue, whole=not given.judge, before=before)
    own = [each for each in examples if not each.paper.drawn and not each.paper.by_chance]
    own = [each for each in own if not given.again or each.paper.path in new]
    report("papers of sources left out", own)
    report("samples of drawings left out", [each for each in examples if each.paper.drawn])
    report("papers laid out by chance", [each for each in examples if each.paper.by_chance])
    end_to_end(own)
    types = sorted(before.taught) if before else taught(examples)
    print(f"\nchosen rather than followed: {', '.join(types)}")
    if given.judge:
        return
    write(given.out, made, types, line)


def _fold(
    examples: Sequence[Example], folds: int, seed: int, catalogue: Catalogue, whole: bool, before: Weights | None
) -> tuple[dict[str, Forest], tuple[float, float]]:
    """Each document is looked at with weights made on the other folds. Given are the weights made on all of them, if `whole`,
    and the line that sets right what is stated. Weights from `before` are gone on from, and their line is kept."""
    parts = [[each for each in examples if each.fold == number] for number in range(folds)]
    others = [[each for each in examples if each.fold != number] for number in range(folds)]
    made: dict[str, Forest] = {}

    def each_fold(
        name: str, learn: Callable[[Sequence[Example], int, Forest | None], Forest]
    ) -> Iterator[tuple[list[Example], Forest]]:
        begun = getattr(before, name, None)
        if whole:
            made[name] = learn(examples, seed, begun)
        scorers = [learn(some, seed, begun) for some in others]
        yield from zip(parts, scorers, strict=True)

    for mine, scorer in each_fold("first", learn_first):
        look_first(mine, scorer, catalogue)
    for mine, scorer in each_fold("second", learn_again):
        look_second(mine, scorer, catalogue)
    for mine, scorer in each_fold("third", learn_again):
        look_third(mine, scorer)
    there = [scorer for _, scorer in each_fold("there", partial(learn_last, there=True))]
    for at, (mine, sure) in enumerate(each_fold("sure", partial(learn_last, there=False))):
        state(mine, sure, there[at])
    lines = [before.line] * folds if before else [learn_line(some) for some in others]
    for mine, other_line in zip(parts, lines, strict=True):
        straighten(mine, other_line)
    return made, before.line if before else learn_line(examples)


def write(path: Path, forests: Mapping[str, Forest], types: Sequence[str], line: tuple[float, float]) -> None:
    parts = {
        f"{name}_{part}": getattr(made, part)
        for name, made in forests.items()
        for part in ("roots", "feature", "threshold", "left", "right", "leaf")
    }
    np.savez_compressed(
        path,
        form=np.array([forest.FORM]),
        least=np.array([LEAST]),
        taught=np.array(types),
        line=np.array(line),
        **parts,
    )
    print(f"{path}: {path.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
