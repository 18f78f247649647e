"""Says what learned scores are worth on sources that they were not made on."""

from __future__ import annotations

import hashlib
import itertools
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from bench.examples import UNRECOGNISED, Example
from simulator.documents.extract.ranking.features import NAMES

#: What an answer has to be worth: how likely it is right over how likely the paper has none.
LEAST = 1.75
#: So many papers of a type are enough to say that it is learned.
ENOUGH = 5
#: A choice has to be right so much more often than the ways of a type: one value more of twenty is chance. Of deeds, whose values
#: stand in sentences, the ways know more than the values of these papers tell.
MORE, IN_SENTENCES = 1.05, 1.25
BANDS = (0.0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 1.01)


def half(source: str) -> int:
    """Which half of the sources one is of: only misses of half 0 are looked at, so half 1 shows what was fitted."""
    return int(hashlib.sha256(f"half{source}".encode()).hexdigest(), 16) % 2


def taught(examples: Sequence[Example]) -> list[str]:
    """The types with papers or layouts enough of which, on sources left out, a choice is right more often than the first way
    that leads anywhere, and on samples and papers, which the ways were made for, not less often."""
    first = NAMES.index("way_first")
    chosen: Counter[str] = Counter()
    followed: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    more: dict[str, float] = {}
    lost: Counter[str] = Counter()
    for each in examples:
        if each.paper.words_alone:
            continue
        kind = each.paper.types[0]
        seen[kind] += not each.paper.drawn
        in_sentences = any(find.flowing for one in each.fields for find in one.spec.find)
        more[kind] = IN_SENTENCES if in_sentences else MORE
        for one in each.fields:
            right = each.right.get(one.spec.name)
            if right is None or not each.paper.fields.get(one.spec.name):
                continue
            choice = each.answered(one.spec.name, LEAST)
            good, led = choice is not None and bool(right[choice[0].at]), bool((right & (one.rows[:, first] > 0)).any())
            chosen[kind] += good
            followed[kind] += led
            lost[kind] += 0 if each.paper.by_chance else led - good
    print(f"\n{'right, of samples, papers and layouts':40}{'chosen':>8}{'followed':>10}{'papers':>8}")
    for kind in sorted(seen, key=lambda kind: (-seen[kind], kind)):
        print(f"  {kind:38}{chosen[kind]:8}{followed[kind]:10}{seen[kind]:8}")
    better = (kind for kind in seen if chosen[kind] > more[kind] * followed[kind] and lost[kind] <= 0)
    return sorted(kind for kind in better if seen[kind] >= ENOUGH)


def report(title: str, examples: Sequence[Example]) -> None:
    """Fields right, and whether what is stated is true."""
    if not examples:
        return
    right: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for each, name, good, empty in _judged(examples, LEAST):
        if not empty:
            sides = () if each.paper.drawn or each.paper.by_chance else (f"half {half(each.paper.source)}",)
            for group in ("all", *sides, each.paper.types[0], f"  {each.paper.types[0]}.{name}"):
                right[group][0] += good
                right[group][1] += 1
    print(f"\n{title}: {len(examples)}")
    for group, (good, of) in sorted(right.items(), key=lambda pair: -pair[1][1])[:34]:
        print(f"  {group:48}{good:5}/{of:4} {good / of:.3f}")
    for least in sorted({1.0, LEAST, 3.0, 4.0, 6.0, 10.0}):
        sums = _sums(examples, least)
        sides = [_sums([each for each in examples if half(each.paper.source) == side], least) for side in (0, 1)]
        print(
            f"  worth {least:4}: {sums[0]} right, {sums[1]} invented of {sums[2]}"
            f"; half 0 {sides[0][0]}, {sides[0][1]} of {sides[0][2]}; half 1 {sides[1][0]}, {sides[1][1]} of {sides[1][2]}"
        )
    _reliability(examples)


def end_to_end(examples: Sequence[Example]) -> None:
    """Fields right where the type is what the simulator itself says; a paper that may be left alone, and is, has none to find."""
    told, right, of = 0, 0, 0
    for each in examples:
        known = each.told in each.paper.types
        told += known
        if known and each.told == UNRECOGNISED:
            continue
        every = [good for _, _, good, empty in _judged([each], LEAST) if not empty]
        right, of = right + known * sum(every), of + len(every)
    print(f"\ntypes told {told} of {len(examples)}; with these, {right} of {of} fields right, {right / max(1, of):.3f}")


def _judged(examples: Sequence[Example], least: float) -> Iterator[tuple[Example, str, bool, bool]]:
    """Of each field of which the truth is known: whether it is answered rightly, and whether the paper has none."""
    for each in examples:
        for name, truth in each.right.items():
            choice = each.answered(name, least)
            empty = each.paper.fields.get(name) in ("", [], None)
            good = choice is None if empty else choice is not None and bool(truth[choice[0].at])
            yield each, name, good, empty


def _sums(examples: Sequence[Example], least: float) -> tuple[int, int, int]:
    """How many values are right, how many are given where there is none, and of how many."""
    every = [(good, empty) for _, _, good, empty in _judged(examples, least)]
    right = sum(good for good, empty in every if not empty)
    return right, sum(not good for good, empty in every if empty), sum(empty for _, empty in every)


def _reliability(examples: Sequence[Example]) -> None:
    stated = []
    for each in examples:
        for name, truth in each.right.items():
            choice = each.answered(name, LEAST)
            if choice is not None:
                stated.append((choice[1], bool(truth[choice[0].at])))
    print("  stated      right")
    for low, high in itertools.pairwise(BANDS):
        some = [good for sure, good in stated if low <= sure < high]
        if some:
            print(f"  {low:.2f}-{min(high, 1):.2f}   {sum(some) / len(some):.3f} ({sum(some)}/{len(some)})")
