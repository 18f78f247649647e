"""Two readings of one page made one: where both say something, what is surer; else what either is sure of."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np

from simulator.documents.boxes import around
from simulator.documents.model import Word
from simulator.documents.pages.layer import overlap

#: Words of two readings are of the same print where they share so much of the smaller box.
ON_IT = 0.3
#: Rubbish is surer than this on the whole in no letter, what is plain at least as sure as this; and it is as long, or nearly.
_RUBBISH, _PLAIN, _ALONG = 0.35, 0.8, 0.8
#: What was read twice, or in lines that it is not in, gives way to what is nearly as sure.
_AS_SURE = 0.8
#: Words of one line share so much of the height of the higher one, and stand so many heights apart at most.
_LEVEL, _BESIDE = 0.5, 1.5


def besides(
    words: Sequence[Word], known: Sequence[Word], least: float, corner: tuple[int, int] = (0, 0), shared: float = 0.0
) -> list[Word]:
    """The words of a reading that are sure enough (`least`) and lie on none of those known by more than `shared` of the
    smaller box, in lines and blocks of their own; `corner` is where on the page the part that was read begins."""
    line = max((word.line for word in known), default=0)
    block = max((word.block for word in known), default=0)
    x, y = corner
    placed = ((word, (word.box[0] + x, word.box[1] + y, word.box[2] + x, word.box[3] + y)) for word in words)
    return [
        Word(word.text, box, word.confidence, word.line + line, word.block + block)
        for word, box in placed
        if word.confidence >= least and not any(overlap(box, other.box) > shared for other in known)
    ]


def surer(
    words: Sequence[Word], others: Sequence[Word], kept: float = 0.0, unsure: Sequence[Word] | None = None
) -> list[Word]:
    """The words of a reading, and in place of those that another reading is surer of, the other's, in the line that they stand
    in, where it has at least so much (`kept`) of their letters and digits, or says plainly what is rubbish here; of `unsure` ones
    alone, where they are given, in the other's lines, and with its boxes where it says the same; of
    those, print that was read twice gives way to what is nearly as sure."""
    line = max((word.line for word in words), default=0)
    block = max((word.block for word in words), default=0)
    made: list[Word] = []
    lines: dict[tuple[int, int], tuple[int, int]] = {}
    for own, rivals in _same_print(words, others):
        if unsure is not None and not any(word in unsure for word in own):
            made += own
            continue
        alike = _text(rivals) == _text(own)
        if alike and unsure is None:
            agreed = min(word.confidence for word in rivals)
            made += [Word(word.text, word.box, max(word.confidence, agreed), word.line, word.block) for word in own]
            continue
        once = _once(own)
        twice = unsure is not None and (len(once) < len(own) or len({(word.block, word.line) for word in own}) > 1)
        better = _sure(rivals) > (_AS_SURE * _sure(once) if twice else _sure(own))
        better &= _signs(rivals) >= kept * _signs(once) or _plain(rivals, own)
        if not (better or alike):
            made += own
            continue
        surest = min(word.confidence for word in own) if alike else 0.0
        for word in rivals:
            level = min((each for each in words if _level(word, each)), key=partial(_gap, word), default=None)
            at = (level.line, level.block) if level else (word.line + line, word.block + block)
            if unsure is not None:
                # What of rubbish is one line the print alone can say.
                at = lines.setdefault((word.line, word.block), at)
            made.append(Word(word.text, word.box, max(word.confidence, surest), *at))
    return made


def _once(words: Sequence[Word]) -> list[Word]:
    """The words that lie on no surer or longer one: of print that was read twice, one reading."""
    kept: list[Word] = []
    for word in sorted(words, key=lambda word: -_sure([word])):
        if not any(overlap(word.box, other.box) > ON_IT for other in kept):
            kept.append(word)
    return kept


def _text(words: Sequence[Word]) -> str:
    return "".join(word.text for word in words)


def _signs(words: Sequence[Word]) -> int:
    return sum(sign.isalnum() for sign in _text(words))


def _plain(rivals: Sequence[Word], own: Sequence[Word]) -> bool:
    """Whether another reading says plainly what is there, along all of it, where this one has rubbish, of which any number of
    letters is as good."""
    if confidence(own) > _RUBBISH or confidence(rivals) < _PLAIN:
        return False
    one, other = around(word.box for word in own), around(word.box for word in rivals)
    return min(one[2], other[2]) - max(one[0], other[0]) >= _ALONG * (one[2] - one[0])


def confidence(words: Sequence[Word]) -> float:
    """How sure words are on the whole, by their letters."""
    return sum(word.confidence * len(word.text) for word in words) / max(1, len(_text(words)))


def _level(word: Word, other: Word) -> bool:
    """Whether two words are as high as each other, and stand side by side or in one place."""
    high = max(word.box[3] - word.box[1], other.box[3] - other.box[1])
    shared = min(word.box[3], other.box[3]) - max(word.box[1], other.box[1])
    return shared >= _LEVEL * high and _gap(word, other) <= _BESIDE * high


def _gap(word: Word, other: Word) -> int:
    """How far apart two words are from side to side (pixels), below 0 where one is over the other."""
    return max(word.box[0] - other.box[2], other.box[0] - word.box[2])


def _same_print(words: Sequence[Word], others: Sequence[Word]) -> list[tuple[list[Word], list[Word]]]:
    """The words, those together that one word of the other reading lies on, with what of the other reading lies on them."""
    boxes = np.array([word.box for word in words], np.int64).reshape(-1, 4)
    lies_on = [_under(boxes, other) for other in others]
    first = list(range(len(words)))
    for mine in lies_on:
        together = {first[at] for at in mine}
        if len(together) > 1:
            first = [min(together) if at in together else at for at in first]
    groups: dict[int, tuple[list[Word], list[Word]]] = {}
    for at, word in enumerate(words):
        groups.setdefault(first[at], ([], []))[0].append(word)
    for other, mine in zip(others, lies_on, strict=True):
        if mine:
            groups[first[mine[0]]][1].append(other)
    return list(groups.values())


def _under(boxes: np.ndarray, other: Word) -> list[int]:
    """The words, by their numbers, that a word of another reading lies on. `boxes`: of the words (words x 4)."""
    box = np.array(other.box)
    inside = np.minimum(boxes[:, 2:], box[2:]) - np.maximum(boxes[:, :2], box[:2])
    smaller = np.minimum(np.prod(boxes[:, 2:] - boxes[:, :2], axis=1), np.prod(box[2:] - box[:2]))
    found = np.prod(inside.clip(0), axis=1) > ON_IT * np.maximum(smaller, 1)
    return [int(at) for at in np.flatnonzero(found)]


def _sure(words: Sequence[Word]) -> float:
    """How much of the print words say, and how surely: a word that lost its end is less than the whole one."""
    return sum(word.confidence**2 * len(word.text) for word in words)
