"""A page's own words held against its picture: a few of each font, put side by side on one strip and read by the engine.

A sound page costs one line to read. Fonts whose sample is misread are looked at a second time, longer; those that differ
again are named, and the page is read from its picture where they stand.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from rapidfuzz.distance import Indel

from simulator.documents.model import Box, Word
from simulator.documents.ocr.engine import LINE, Engine
from simulator.documents.pages.layer import Layer, overlap
from simulator.documents.pages.lines import upright

#: What tells the words of one font, and those of it that something may cover, apart from the rest.
Group = tuple[int, bool]

#: Letters and digits of a font's first sample, of its second, and of a page's first.
_FIRST, _SECOND, _PAGE = 10, 120, 20
#: Fonts with fewer letters and digits on a page are marks and symbols.
_FEWEST = 8
#: A font's words are those of the picture when the two agree so well in so many letters, and so well in so many digits.
_AGREE, _LETTERS, _DIGITS_AGREE, _DIGITS = 0.6, 4, 0.55, 4
#: Print is put on the strip so high (pixels), with so much around; less than the last was never legible.
_HIGH, _SPACE, _LEGIBLE = 28, 12, 9
#: Words that lie on each other by this part cannot both be seen.
_CLASH = 0.5
#: So many clashes are looked into; with more, words of two papers are mixed, and the picture alone tells which are seen.
_MOST_CLASHES, _MOST_COVERED = 3, 40
#: What English models read.
_READABLE = re.compile(r"[ -~\u00a0-\u024f\u2010-\u2026₹]+")
_LOOK_ALIKE = str.maketrans("0oiljtz5s8bgq69", "ooiiiizss88gg8g")


@dataclass(frozen=True)
class Verdict:
    """The numbers of the words that are true, and whether all are that could be held against the picture."""

    true: tuple[int, ...]
    whole: bool


def checked(layer: Layer, grey: np.ndarray, engine: Engine) -> Verdict:
    """Hold a page's words against its picture (height x width, 8 bits, boxes in its pixels)."""
    clashing = _clashing(layer)
    if len(clashing) > _MOST_CLASHES:
        return Verdict((), False)
    lost = _losers(layer, clashing, grey, engine)
    false = _false_groups(layer, grey, engine)
    true = tuple(at for at in range(len(layer.words)) if _group(layer, at) not in false and at not in lost)
    return Verdict(true, not false)


def _group(layer: Layer, at: int) -> Group:
    return layer.fonts[at], at in layer.doubtful


def _false_groups(layer: Layer, grey: np.ndarray, engine: Engine) -> set[Group]:
    """The fonts whose words differ from the picture."""
    groups: dict[Group, list[int]] = defaultdict(list)
    for at, word in enumerate(layer.words):
        if _READABLE.fullmatch(word.text) and any(map(str.isalnum, word.text)):
            groups[_group(layer, at)].append(at)
    sized = {group: at for group, at in groups.items() if _letters(layer, at) >= _FEWEST}
    first: dict[Group, list[int]] = {}
    room = _PAGE
    for group in sorted(sized, key=lambda each: -_letters(layer, sized[each])):
        # What may be covered is always looked at, and each font a little.
        first[group] = _sample(layer, sized[group], min(_FIRST, max(room, _FEWEST)))
        room -= _letters(layer, first[group])
    if not first:
        return set()
    doubtful = _differing(layer, first, grey, engine)
    if not doubtful:
        return set()
    second = {group: _sample(layer, sized[group], _SECOND) for group in doubtful}
    return _differing(layer, second, grey, engine)


def _letters(layer: Layer, numbers: Sequence[int]) -> int:
    return sum(len(layer.words[at].text) for at in numbers)


def _sample(layer: Layer, numbers: Sequence[int], most: int) -> list[int]:
    """A sample of words with as many different characters as possible, half letters and half digits."""
    texts = {at: layer.words[at].text for at in numbers}
    words = [at for at, text in texts.items() if len(text) > 2 and text.isalpha()]
    figures = [at for at, text in texts.items() if any(map(str.isdigit, text))]
    chosen = _telling(texts, words, most / 2 if figures else most)
    chosen += _telling(texts, figures, most - sum(len(texts[at]) for at in chosen))
    return chosen or _telling(texts, list(numbers), most)


def _telling(texts: dict[int, str], left: list[int], most: float) -> list[int]:
    """The words that add the most characters not yet covered, up to so many letters; at least one."""
    chosen: list[int] = []
    seen: set[str] = set()
    while left and (most > 0 or not chosen):
        best = max(left, key=lambda at: len(set(texts[at]) - seen) / (len(texts[at]) + 3))
        left = [at for at in left if at != best]
        chosen.append(best)
        seen.update(texts[best])
        most -= len(texts[best])
    return chosen


def _differing(layer: Layer, samples: dict[Group, list[int]], grey: np.ndarray, engine: Engine) -> set[Group]:
    numbers = [at for chosen in samples.values() for at in chosen]
    read = dict(zip(numbers, _read(layer, numbers, grey, engine), strict=True))
    return {group for group, chosen in samples.items() if not _agree(layer, chosen, read)}


def _agree(layer: Layer, chosen: Sequence[int], read: dict[int, str | None]) -> bool:
    pairs = [(layer.words[at].text, value) for at in chosen if (value := read[at]) is not None]
    words = [(_folded(text), _folded(value)) for text, value in pairs if not any(map(str.isdigit, text))]
    if _alike_in_all([(_folded(text), _folded(said)) for text, said in pairs], 1) < _AGREE:
        return False
    return _alike_in_all(words, _LETTERS) >= _AGREE and _alike_in_digits(pairs) >= _DIGITS_AGREE


def _alike_in_all(pairs: Sequence[tuple[str, str]], fewest: int) -> float:
    """The similarity of all pairs, letter by letter, 0 to 1; 1.0 with too few letters to judge."""
    size = sum(len(text) for text, _ in pairs)
    if size < fewest:
        return 1.0
    return sum(len(text) * Indel.normalized_similarity(text, item) for text, item in pairs) / size


def _alike_in_digits(pairs: Sequence[tuple[str, str]]) -> float:
    """The part of all digits that the picture has, too, 0 to 1; 1.0 with too few digits to judge.

    Digit by digit: as sets of digits, two numbers are too often alike by chance.
    """
    digits = same = 0.0
    for text, value in pairs:
        count = sum(map(str.isdigit, text))
        digits += count
        if len(text) == len(value):
            same += sum(a.isdigit() and _folded(a) == _folded(b) for a, b in zip(text, value, strict=True))
        else:
            same += count * Indel.normalized_similarity(_digits(text), _digits(value))
    return same / digits if digits >= _DIGITS else 1.0


def _digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))


def _alike(text: str, given: str) -> float:
    return float(Indel.normalized_similarity(_folded(text), _folded(given)))


def _folded(text: str) -> str:
    return text.casefold().translate(_LOOK_ALIKE)


def _read(layer: Layer, numbers: Sequence[int], grey: np.ndarray, engine: Engine) -> Iterator[str | None]:
    """The engine's reading of the picture where these words stand; None where it is too small."""
    cuts = [_cut(layer.words[at].box, layer.turn, grey) for at in numbers]
    strip, places = _strip([cut for cut in cuts if cut is not None])
    words = engine.read(strip, psm=LINE) if places else []
    left = iter(places)
    for cut in cuts:
        if cut is None:
            yield None
        else:
            start, end = next(left)
            yield "".join(word.text for word in words if start <= (word.box[0] + word.box[2]) / 2 < end)


def _cut(box: Box, turn: int, grey: np.ndarray) -> np.ndarray | None:
    """The picture of a word: upright, dark on white, scaled to the height of the strip."""
    part = grey[max(box[1], 0) : box[3], max(box[0], 0) : box[2]]
    if turn:
        part = np.rot90(part, turn // 90)
    height, width = part.shape
    if min(height, width) < _LEGIBLE:
        return None
    low, high = int(part.min()), int(part.max())
    part = cv2.normalize(np.ascontiguousarray(part), None, 0, 255, cv2.NORM_MINMAX)  # type: ignore[call-overload]
    if 2 * part.mean() < 255 and high > low:
        part = 255 - part
    size = (max(1, round(width * _HIGH / height)), _HIGH)
    return np.asarray(cv2.resize(part, size, interpolation=cv2.INTER_AREA if height > _HIGH else cv2.INTER_CUBIC))


def _strip(cuts: Sequence[np.ndarray]) -> tuple[np.ndarray, list[tuple[int, int]]]:
    """The cut-out words in one row on white, with the horizontal range of each."""
    space = np.full((_HIGH, _SPACE), 255, np.uint8)
    pieces, places, at = [space], [], _SPACE
    for cut in cuts:
        pieces += [cut, space]
        places.append((at - _SPACE // 2, at + cut.shape[1] + _SPACE // 2))
        at += cut.shape[1] + _SPACE
    return cv2.copyMakeBorder(np.hstack(pieces), 8, 8, 0, 0, cv2.BORDER_CONSTANT, value=255), places


def _clashing(layer: Layer) -> list[tuple[int, int]]:
    """Pairs of words of which only one can be seen."""
    boxes = [word.box for word in layer.words]
    order = sorted(range(len(boxes)), key=lambda at: boxes[at][1])
    found: list[tuple[int, int]] = []
    open_: list[int] = []
    for at in order:
        open_ = [other for other in open_ if boxes[other][3] > boxes[at][1]]
        found += [
            (other, at) for other in open_ if overlap(boxes[other], boxes[at]) > _CLASH and _tells(layer, other, at)
        ]
        open_.append(at)
    return found


def _tells(layer: Layer, one: int, other: int) -> bool:
    return min(len(layer.words[one].text), len(layer.words[other].text)) > 1


def _losers(layer: Layer, clashing: Sequence[tuple[int, int]], grey: np.ndarray, engine: Engine) -> set[int]:
    """Of each two overlapping words, the one that the picture does not show; and hidden words."""
    lost: set[int] = set()
    for one, other in clashing:
        if one in lost or other in lost:
            continue
        value = list(_read(layer, (one, other), grey, engine))
        alike = [_alike(layer.words[at].text, text or "") for at, text in zip((one, other), value, strict=True)]
        lost.add(one if alike[0] < alike[1] else other)
    covered = sorted(layer.doubtful - lost)[:_MOST_COVERED]
    for at, text in zip(covered, _read(layer, covered, grey, engine), strict=True):
        if text is not None and _alike(layer.words[at].text, text) < _AGREE:
            lost.add(at)
    return lost


def levelled(layer: Layer, shape: tuple[int, ...]) -> tuple[Word, ...]:
    """The words with their boxes on the page turned upright; `shape` is that of the page as given."""
    return tuple(Word(w.text, upright(w.box, layer.turn, shape), w.confidence, w.line, w.block) for w in layer.words)
