"""Work on many items in turns: the event loop serves others between them, however many items somebody sent."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")

#: Items that are worked on in one turn of the event loop; at some microseconds each that is one or two milliseconds.
ITEMS_PER_TURN = 500


async def map_in_turns(function: Callable[[T], R], items: Sequence[T], at_once: int = ITEMS_PER_TURN) -> list[R]:
    """What a function gives for each item, in their order; `at_once` of them are worked on in one turn.

    A few items take no turn at all.
    """
    found: list[R] = []
    for start in range(0, len(items), at_once):
        if start:
            await asyncio.sleep(0)
        found += map(function, items[start : start + at_once])
    return found
