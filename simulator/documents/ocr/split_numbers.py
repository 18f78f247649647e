"""Numbers that the engine split in two words, often of two blocks: joined where the digits stand closer than words do."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Sequence

import msgspec

from simulator.documents.boxes import around
from simulator.documents.model import Word

#: Digits of one number stand no further apart than this, as a part of their height. A space is from 0.4 on: 0.28 of the size of
#: a typeface, whose digits are 0.72 of it high, and what is left free beside them.
_GAP = 0.3
#: Half a digit at the edge is read as a sign; the rest of it is no further away than this.
_TOUCHES, _EDGE = 0.1, re.compile(r"[:;.,'|]$")
#: What a number or a code begins with.
_HEAD = re.compile(r"(?=.*\d)(?:.*\d|[A-Z\d/-]{4,})[:;.,'|]?")
#: The two parts lie side by side with so much of their height.
_BESIDE = 0.8


def joined(words: Sequence[Word]) -> list[Word]:
    """The words of a page, with each two parts of one number as one word in the first one's place."""
    heads = [word for word in words if _HEAD.fullmatch(word.text)]
    # From left to right: a head is held against the few that begin where it ends.
    tails = sorted((at for at, word in enumerate(words) if word.text[:1].isdigit()), key=lambda at: words[at].box[0])
    whole: dict[int, Word] = {}
    gone: set[int] = set()
    for head in sorted(heads, key=lambda word: -word.box[0]):
        reach = _GAP * (head.box[3] - head.box[1]) / _BESIDE
        first, last = (bisect(tails, head.box[2] + by, key=lambda at: words[at].box[0]) for by in (-reach - 1, reach))
        near = (words[at] for at in sorted(tails[first:last]))
        tail = next((tail for tail in near if tail is not head and id(tail) not in gone and _goes_on(head, tail)), None)
        if tail is not None:
            whole[id(head)] = _one(head, whole.get(id(tail), tail))
            gone.add(id(tail))
    return [whole.get(id(word), word) for word in words if id(word) not in gone] if gone else list(words)


def _goes_on(head: Word, tail: Word) -> bool:
    """Whether the tail's digits are of the same number as those that the head ends with."""
    _, top, right, bottom = head.box
    left, above, _, below = tail.box
    nearest = _GAP if head.text[-1].isalnum() else _TOUCHES
    high, low = max(bottom - top, below - above), min(bottom, below) - max(top, above)
    return -_GAP * high < left - right <= nearest * high and low >= _BESIDE * high and head.box[0] < left


def _one(head: Word, tail: Word) -> Word:
    sure = min(head.confidence, tail.confidence)
    return msgspec.structs.replace(
        head, text=_EDGE.sub("", head.text) + tail.text, box=around((head.box, tail.box)), confidence=sure
    )
