"""Makes the weights by which values are chosen, and says what they are worth on sources that they were not made on.

    python -m bench.train [PAPERS] [--out FILE] [--cache DIR] [--seed N] [--folds K] [--quality scan] [--judge]

It learns from the drawn samples of one quality, from papers laid out by chance (bench/grammar.py) and, where a folder of
papers is given (bench/papers.py says its form), from those, which teach most. All figures are of sources that were left out:
the sources are parted into K folds, and each is judged by weights made on the others. `--judge` prints them and writes nothing.
Needs the extra `[train]` (LightGBM). The same files and seed give the same weights on the same machine.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
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
from bench.judging import LEAST, end_to_end, report, taught
from bench.learning import learn_first, learn_last, learn_line, learn_second
from bench.papers import known, papers, read, samples
from simulator.documents.catalogue import Catalogue
from simulator.documents.extract.ranking import forest
from simulator.documents.extract.ranking.forest import Forest

OUT = Path(forest.__file__).with_name(forest.WEIGHTS)


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
    weigh(examples)
    line = _fold(examples, given.folds, given.seed, catalogue)
    own = [each for each in examples if not each.paper.drawn and not each.paper.by_chance]
    report("papers of sources left out", own)
    report("samples of drawings left out", [each for each in examples if each.paper.drawn])
    report("papers laid out by chance", [each for each in examples if each.paper.by_chance])
    end_to_end(own)
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
    write(given.out, made, types, line)


def _fold(examples: Sequence[Example], folds: int, seed: int, catalogue: Catalogue) -> tuple[float, float]:
    """Each document is looked at with weights made on the other folds. The line that sets right what is stated is given
    for all of them."""

    def parted() -> Iterator[tuple[list[Example], list[Example]]]:
        for number in range(folds):
            yield [each for each in examples if each.fold != number], [each for each in examples if each.fold == number]

    for others, mine in parted():
        look_first(mine, learn_first(others, seed), catalogue)
    for others, mine in parted():
        look_second(mine, learn_second(others, seed))
    look_third(examples)
    for others, mine in parted():
        state(mine, learn_last(others, seed, there=False), learn_last(others, seed, there=True))
    line = learn_line(examples)
    lines = [learn_line(others) for others, _ in parted()]
    for (_, mine), other_line in zip(parted(), lines, strict=True):
        straighten(mine, other_line)
    return line


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
