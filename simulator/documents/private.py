"""Where Aadhaar numbers stand among the words of a page, so that pictures and texts can be shown without them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from simulator.documents.model import Box, Page, Place, Word

#: A whole number, or the groups of four in which it is printed. Marks that an engine sees beside digits do not matter.
_GROUP, _WHOLE = re.compile(r"\W*\d{4}\W*"), re.compile(r"\D*\d{4}[ -]?\d{4}[ -]?\d{4}\D*")
#: How many groups of four make the number; a row of more is another number (a card's has four).
_GROUPS = 3


def aadhaar_words(page: Page, places: Iterable[Place] = ()) -> set[int]:
    """Positions in `page.words` of what shows an Aadhaar number: by its form, or because a field's place says so."""
    found = {at for at, word in enumerate(page.words) if _WHOLE.fullmatch(word.text)}
    for start, end in _runs(page.words):
        if end - start == _GROUPS:
            found.update(range(start, end))
    boxes = [place.box for place in places if place.page == page.number]
    found.update(at for at, word in enumerate(page.words) if any(_overlap(word.box, box) for box in boxes))
    return found


def aadhaar_boxes(page: Page, places: Iterable[Place] = ()) -> tuple[Box, ...]:
    """Everything of a page that must be blacked out: those words, and the places themselves."""
    places = tuple(places)
    words = (page.words[at].box for at in sorted(aadhaar_words(page, places)))
    return (*words, *(place.box for place in places if place.page == page.number))


def _runs(words: Sequence[Word]) -> Iterable[tuple[int, int]]:
    """Stretches of groups of four that stand beside each other in one line."""
    start = 0
    while start < len(words):
        end = start
        while end < len(words) and _GROUP.fullmatch(words[end].text) and _same_line(words[start], words[end]):
            end += 1
        if end > start:
            yield start, end
        start = max(end, start + 1)


def _same_line(one: Word, other: Word) -> bool:
    return (one.block, one.line) == (other.block, other.line)


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
