"""The point `address`: what can happen to a target of address match.

The function is given the fault, the target's index and its address, and says whether the target fails.
"""

from __future__ import annotations

from fnmatch import fnmatchcase

from simulator.pipeline.faults.model import Action, Fault, Key, Point


def _not_normalised(fault: Fault, index: int, address: str) -> bool:
    index_pattern, pattern = fault.value_of("index"), fault.value_of("target")
    return index_pattern in (None, index) and (
        pattern is None or fnmatchcase(address, str(pattern).replace("[", "[[]"))
    )


ADDRESS = Point(
    "address",
    "comparing one address with many",
    ("tenant", "application"),
    (
        Action(
            "not_normalised",
            "a target gets the documented inline 422",
            _not_normalised,
            (
                Key("index", "only the target of this index; otherwise all"),
                Key("target", "only targets with this address; `*` and `?` stand for any characters"),
            ),
        ),
    ),
    all_act=True,
)
