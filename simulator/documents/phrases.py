"""Phrases found among words that OCR has read: without case, spaces or punctuation, and in spite of wrong letters.

A word that is no word of any phrase and that the engine was not sure of is first set right to the nearest word of the
vocabulary; then phrases are looked for letter by letter, so that words run together or torn apart do not matter.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache

#: Words that the engine was surer of are what they are: at 0.95 and above, 99 % are right (measured).
SURE = 0.94
#: Below, a word of so many letters may differ in one, two, three letters from what it is taken for.
WRONG_LETTERS = ((5, 1), (8, 2), (12, 3))
#: With more wrong letters than these it has to begin alike: `jaarrekening` is no `gasrekening`.
_BEGIN_ALIKE = 2
#: So many words are remembered with what they were taken for.
_REMEMBERED = 50_000

_NOT_KEY = re.compile(r"[\W_]+")
_NOT_KEY_INDIC = re.compile(r"[^\w\u0900-\u0d7f]+|_")
#: Letters with accents and those without: an engine of one language drops the accents of another.
_PLAIN_LETTERS = {
    at: plain for at in range(0xC0, 0x250) if (plain := unicodedata.normalize("NFKD", chr(at))[0]) < "\x80"
}
_PLAIN_LETTERS |= {
    ord(letter): plain for letter, plain in zip("øłđıæœþð", ("o", "l", "d", "i", "ae", "oe", "th", "d"), strict=True)
}
_LOOK_ALIKE = str.maketrans("0158|!", "olsbll")


@lru_cache(maxsize=16384)
def key(text: str) -> str:
    """A text as it is compared: letters without accents, digits and Indic signs, in lower case."""
    lower = text.casefold()
    return _NOT_KEY.sub("", lower) if lower.isascii() else _NOT_KEY_INDIC.sub("", lower.translate(_PLAIN_LETTERS))


class Vocabulary:
    """The words of some phrases, to set right what was misread."""

    def __init__(self, phrases: Iterable[str]) -> None:
        #: The phrases as they are written, by their keys.
        self.phrases: dict[str, list[str]] = {}
        for phrase in dict.fromkeys(phrases):
            self.phrases.setdefault(key(phrase), []).append(phrase)
        every = (phrase for written in self.phrases.values() for phrase in written)
        self._words = frozenset(key(word) for phrase in every for word in phrase.split())
        self._alike = {_look(word): word for word in sorted(self._words) if len(word) >= WRONG_LETTERS[0][0]}
        self._by_length: dict[int, list[str]] = {}
        for word in sorted(self._words):
            self._by_length.setdefault(len(word), []).append(word)
        #: Letters of the longest key.
        self.longest = max(map(len, self.phrases), default=0)
        self._known: dict[str, str] = {}
        self._near: dict[int, list[str]] = {}

    def mended(self, word: str, confidence: float) -> str:
        """The key of the word that was meant."""
        if word in self._words or len(word) < WRONG_LETTERS[0][0]:
            return word
        if confidence >= SURE:
            return word
        if word not in self._known:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[word] = self._nearest(word)
        return self._known[word]

    def _nearest(self, word: str) -> str:
        from rapidfuzz import process
        from rapidfuzz.distance import Levenshtein

        alike = self._alike.get(_look(word))
        if alike:
            return alike
        if sum(map(str.isdigit, word)) * 2 > len(word):
            return word
        allowed = next(wrong for size, wrong in reversed(WRONG_LETTERS) if len(word) >= size)
        near = self._of_about(len(word), allowed)
        best = process.extractOne(word, near, scorer=Levenshtein.distance, score_cutoff=allowed)
        if best and best[1] > _BEGIN_ALIKE and _look(best[0])[0] != _look(word)[0]:
            return word
        return best[0] if best else word

    def _of_about(self, length: int, allowed: int) -> list[str]:
        """The words of four letters or more that are longer or shorter than `length` by `allowed` letters at most."""
        if length not in self._near:
            lengths = range(max(4, length - allowed), length + allowed + 1)
            self._near[length] = [word for each in lengths for word in self._by_length.get(each, ())]
        return self._near[length]


def _look(word: str) -> str:
    """The word with letters that look the same made the same."""
    return word.translate(_LOOK_ALIKE).replace("rn", "m").replace("vv", "w").replace("i", "l")


class SearchText:
    """Words one after the other as one string of keys, in which phrases are found at the edges of words."""

    def __init__(self, keys: Sequence[str]) -> None:
        self._starts: list[int] = []
        self._stops: list[int] = []  # offset behind the word that begins at each of _starts
        self._at: list[int] = []  # which word begins at each of _starts
        offset = 0
        for at, word in enumerate(keys):
            if not word:
                continue
            self._starts.append(offset)
            self._at.append(at)
            offset += len(word)
            self._stops.append(offset)
        self._ends = dict(zip(self._stops, self._at, strict=True))  # offset behind a word to that word
        self.text = "".join(keys)

    def find(self, phrase: str) -> Iterator[tuple[int, int]]:
        """Every place of a phrase (given as its key): first and last word, both inclusive."""
        start = self.text.find(phrase)
        while start >= 0:
            place = bisect_left(self._starts, start)
            last = self._ends.get(start + len(phrase))
            if place < len(self._starts) and self._starts[place] == start and last is not None:
                yield self._at[place], last
            start = self.text.find(phrase, start + 1)

    def among(self, phrases: Collection[str], longest: int | None = None) -> dict[str, list[tuple[int, int]]]:
        """Those of many phrases (given as their keys) that are there, each with its places as `find` gives them.

        Of thousands of phrases few are there: every run of words is looked up among them, not every phrase in the words.
        `longest`: letters of the longest phrase, if known.
        """
        longest = max(map(len, phrases), default=0) if longest is None else longest
        found: dict[str, list[tuple[int, int]]] = {}
        for place, start in enumerate(self._starts):
            for last in range(place, bisect_right(self._stops, start + longest)):
                run = self.text[start : self._stops[last]]
                if run in phrases:
                    found.setdefault(run, []).append((self._at[place], self._at[last]))
        return found
