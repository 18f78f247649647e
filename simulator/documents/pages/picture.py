"""A page as a picture, whatever file it came from, and how large one may be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from simulator.documents.model import Box
from simulator.documents.pages.layer import Layer

if TYPE_CHECKING:
    import numpy as np

#: Most pixels that a page may unpack to: a sheet of A3 at 600 dpi has 70 million.
MOST_PIXELS = 120_000_000
#: Most bytes that decoding one page may take: with the engine and what reading needs, a document stays below 500 MB.
MOST_BYTES = 300_000_000
#: Pictures of more pixels are made smaller at once, to about so many on the longest side: the page that is read has no more.
USEFUL_PIXELS, USEFUL_SIDE = 20_000_000, 3000


@dataclass(frozen=True)
class Picture:
    """One page as given: colour (height x width x 3, RGB, 8 bits), its resolution if known, and the words that it says itself.

    `unread` is where a page that says its words also has pictures, which may hold more.
    """

    colour: np.ndarray
    dpi: int = 0
    layer: Layer | None = None
    unread: tuple[Box, ...] = ()
    #: What was done to get it, in words.
    steps: tuple[str, ...] = ()
