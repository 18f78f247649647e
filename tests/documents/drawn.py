"""Pages drawn as text: every character has its place on a grid, so that a layout can be seen in the test itself."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from simulator.documents.extract.page import MarkedPage
from simulator.documents.extract.words import STOP_PHRASES
from simulator.documents.layout import Layout
from simulator.documents.model import Page, Word
from simulator.documents.phrases import Vocabulary, key

#: Pixels of a character and of a line, and of the letters in it.
WIDE, LINE, LETTER = 12, 36, 24

#: What pages say that an engine reads in part or badly.
PRINTED = (
    "Sanchi Distributors",
    "5195 Tomken Road, Mississauga ON",
    "Invoice Number 0000144804",
    "Daniel Drug Mart, 1394 Upper Gage Avenue",
    "Hamilton ON, Canada",
    "Total Due 379.78",
)


@dataclass(eq=False)
class DrawnSheet:
    """A page without a picture: for what is told from words alone."""

    page: Page
    grey: Any = None
    colour: Any = None
    given: Any = None
    dpi: int = 200


def drawn_sheet(
    text: str, *, confidence: float = 0.97, unsure: dict[str, float] | None = None, number: int = 1
) -> DrawnSheet:
    """A page with the words of `text` where they stand in it; `unsure` gives single words another confidence."""
    words = [
        Word(
            match.group(),
            (match.start() * WIDE, row * LINE, match.end() * WIDE - 2, row * LINE + LETTER),
            (unsure or {}).get(match.group(), confidence),
            row,
        )
        for row, line in enumerate(text.splitlines())
        for match in re.finditer(r"\S+", line)
    ]
    width = max(map(len, text.splitlines())) * WIDE + 60
    return DrawnSheet(Page(number, width, max(len(text.splitlines()) * LINE, 1600), tuple(words), "text layer"))


def page_of(*words: tuple[str, tuple[int, int, int, int]], size: tuple[int, int] = (1000, 1400)) -> Page:
    """A page of words with their boxes, each on a line of its own as far as the engine says."""
    return Page(1, *size, tuple(Word(text, box, 0.97, line) for line, (text, box) in enumerate(words)))


def marked(text: str, *phrases: str, **sheet: Any) -> MarkedPage:
    """A drawn page with these phrases marked on it, and with those that end a value or a table anywhere."""
    every = (*phrases, *STOP_PHRASES)
    return MarkedPage(
        Layout.of(drawn_sheet(text, **sheet).page), tuple(dict.fromkeys(map(key, every))), Vocabulary(every)
    )
