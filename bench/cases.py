"""Files of all kinds that phones, scanners, banks and billing programs send, made from a seed: right or wrong, by kind.

    python bench/cases.py [--each 3] [--seed 1] [--only TEXT] [--save FOLDER] [--wrong]

The kinds and what is right for each are in `bench/makers`. A case is right when the type and every expected field are, or
when a file that is no document is refused with a reason that says what it is. Ends with 1 below `--least` (0.95).
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from bench.makers import FAMILIES, make
from bench.makers.case import Case, wrong
from simulator.documents.reader import open_reader


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--each", type=int, default=3, help="files of each kind [3]")
    parser.add_argument("--seed", type=int, default=1, help="number of the first file of each kind [1]")
    parser.add_argument("--only", default="", help="families and kinds whose name holds this text")
    parser.add_argument("--save", type=Path, help="where files that are answered wrongly are left")
    parser.add_argument("--wrong", action="store_true", help="say of each wrong file what is wrong")
    parser.add_argument("--least", type=float, default=0.95, help="the least share of right files [0.95]")
    chosen = parser.parse_args()
    reader = open_reader()
    right = total = 0
    for family, kind in kinds(chosen.only):
        found = [
            (seed, case, wrong(case, reader.read(case.content))) for seed, case in cases(kind, chosen.seed, chosen.each)
        ]
        good = sum(not issues for _, _, issues in found)
        right, total = right + good, total + len(found)
        print(f"{good} of {len(found)}  {family}: {kind}", flush=True)
        for seed, case, issues in found:
            if issues and chosen.wrong:
                print(*(f"          {seed}: {issue}" for issue in issues[:4]), sep="\n")
            if issues and chosen.save:
                save(chosen.save / f"{kind}-{seed}".replace("/", " "), case)
    print(f"{right} of {total} right, {right / max(total, 1):.3f}")
    return 0 if right >= chosen.least * total else 1


def kinds(only: str) -> Iterator[tuple[str, str]]:
    """The families and kinds whose name holds a text."""
    yield from ((family, kind) for family, table in FAMILIES.items() for kind in table if only in f"{family}: {kind}")


def cases(kind: str, seed: int, count: int) -> Iterator[tuple[int, Case]]:
    yield from ((number, make(kind, number)) for number in range(seed, seed + count))


def save(path: Path, case: Case) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(case.content)


if __name__ == "__main__":
    sys.exit(main())
