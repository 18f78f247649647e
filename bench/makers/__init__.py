"""Makers of files of kinds that phones, scanners, banks and billing programs send: each with what is right to answer.

A family of kinds is a module with a table `KINDS`: the name of a kind, and the function that makes one from a `Random`.
Everything printed is invented. `bench/cases.py` measures with them; tests make single files with them.
"""

from __future__ import annotations

from random import Random

from bench.makers import amounts, broken, layers, look_alikes, prints, reasons, scale
from bench.makers.case import Case, Maker

FAMILIES: dict[str, dict[str, Maker]] = {
    "text layer": layers.KINDS,
    "scale": scale.KINDS,
    "print": prints.KINDS,
    "amounts": amounts.KINDS,
    "look-alikes": look_alikes.KINDS,
    "a little broken": broken.KINDS,
    "reasons": reasons.KINDS,
}
KINDS: dict[str, Maker] = {name: maker for family in FAMILIES.values() for name, maker in family.items()}


def make(kind: str, seed: int = 1) -> Case:
    """One file of a kind; the same seed gives the same bytes."""
    return KINDS[kind](Random(f"{kind} {seed}"))
