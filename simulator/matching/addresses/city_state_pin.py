"""City, state and PIN of an address, looked for from its end; also where OCR has damaged them.

What the other words do is left to `roles`, `lines` and `tokens`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from simulator.matching.addresses import pin_codes
from simulator.matching.addresses.tokenizer import NAME, NUMBER, AddressWord, number_to_digits
from simulator.matching.addresses.vocabulary import LONGEST_NAME, address_places

#: An unlisted name this like a listed one (share of characters in place) is that one, misread.
MISREAD = 0.8
#: Shorter names have too many neighbours to be taken for a misread one.
SHORTEST_MISREAD = 5
#: State names up to this length are initials unless they end the address.
SHORT_STATE = 3
#: A misread PIN has at least so many digits left.
PIN_DIGITS_LEFT = 3
#: A city that is not listed has at most so many words.
UNLISTED_WORDS = 3

_PIN = re.compile(r"(?<![\d-])([1-9]\d{2})[\s.]?(\d{3})(?!\d)")
_MISREAD_PIN = re.compile(r"\b([0-9oqdilzsbg]{3})[\s.]?([0-9oqdilzsbg]{3})\b")


def extract_pin(text: str) -> tuple[str, str]:
    """The last PIN, mended where look-alike letters stand in it, and the text without it."""
    found = None
    for found in _PIN.finditer(text):  # noqa: B007 - the last one is wanted
        pass
    if found is None:
        for damaged in _MISREAD_PIN.finditer(text):
            if sum(map(str.isdigit, damaged.group())) >= PIN_DIGITS_LEFT and number_to_digits(damaged[1])[0] != "0":
                found = damaged
    if found is None:
        return "", text
    return number_to_digits(found[1] + found[2]), f"{text[: found.start()]},{text[found.end() :]}"


class CityStatePin:
    """What the end of an address says. `used` are the positions of the words that say it.

    Every phrase is read backwards from its end as long as it names a place, the last phrase first. `known` is False
    for a city that is only guessed from its position or from a misread name.
    """

    def __init__(self, found: list[AddressWord], postcode: str) -> None:
        self.city = self.state = self.printed_city = ""
        self.known = True
        self.postcode = postcode
        self.used: set[int] = set()
        self._found = found
        self._city_at = range(0)
        for start, end in _phrases_from_the_end(found):
            while end > start and (taken := self._take(start, end)):
                self.used.update(range(end - taken, end))
                end -= taken
            if end > start and not self.state and not self.city and end == len(found):
                self._take_misread_state(start, end)
        if not self.city:
            self._guess_city()
        else:
            self.printed_city = self._plain(self._city_at.start, self._city_at.stop)

    def _take(self, start: int, end: int) -> int:
        """How many words before `end` name a place or nothing at all; what they name is kept."""
        if self._found[end - 1].kind == "noise":
            return 1
        zone = self._zone(start, end)
        place_end = end - bool(zone)
        if self._found[place_end - 1].plain not in address_places().last_words:
            return 0
        for begin in range(max(start, place_end - LONGEST_NAME), place_end):
            name = self._plain(begin, place_end)
            if self._take_city(name, range(begin, place_end), zone) or (not zone and self._take_state(name)):
                return end - begin
        return 0

    def _take_city(self, name: str, at: range, zone: str) -> bool:
        city = address_places().cities.get(name, "")
        if not city or (self.city and self.city != city):
            return False
        if self.city:
            # `New Delhi, Delhi`: the second name of a city that is a state itself was the state's.
            if self.state or city not in address_places().states:
                return False
            self.state = city
        self.city, self._city_at = city, at
        if zone and not self.postcode:
            self.postcode = address_places().zone_prefixes[city] + zone
        return True

    def _take_state(self, name: str) -> bool:
        state = address_places().states.get(name, "")
        if not state or self.state or (self.city and len(name) <= SHORT_STATE):
            return False
        self.state = state
        return True

    def _take_misread_state(self, start: int, end: int) -> None:
        for begin in range(max(start, end - 2), end):
            state = _nearest_state(self._plain(begin, end))
            if state:
                self.state = state
                self.used.update(range(begin, end))
                while begin > start and (taken := self._take(start, begin)):
                    self.used.update(range(begin - taken, begin))
                    begin -= taken
                return

    def _zone(self, start: int, end: int) -> str:
        """The `17` of `Chennai - 17`: two digits of the PIN behind a city that is known for it."""
        last = self._found[end - 1]
        if end - start < 2 or last.kind != NUMBER or len(last.text) > 2 or not last.text.isdigit():
            return ""
        listed = address_places().cities.get(self._found[end - 2].plain) in address_places().zone_prefixes
        return last.text.zfill(2) if listed else ""

    def _guess_city(self) -> None:
        """A city that is not listed: by its place in the address, or named as the PIN's district."""
        at = self._last_names() or self._named_district()
        self.printed_city = self._plain(at.start, at.stop)
        self.city = _nearest_city(self.printed_city) or self.printed_city
        self.known = False
        self.used.update(at)

    def _last_names(self) -> range:
        """The last phrase, of names alone: a city where a PIN or state follows it, or where two phrases precede it."""
        free = [at for at in range(len(self._found)) if at not in self.used]
        if not free:
            return range(0)
        phrase = self._found[free[-1]].phrase
        last = [at for at in free if self._found[at].phrase == phrase and self._found[at].kind != "admin"]
        if not 0 < len(last) <= UNLISTED_WORDS or last[-1] - last[0] >= len(last):
            return range(0)
        names_alone = all(self._found[at].kind in (NAME, "direction") for at in last)
        phrases_before = len({self._found[at].phrase for at in free} - {phrase})
        enough = 1 if self.postcode or self.state else 2
        return range(last[0], last[-1] + 1) if names_alone and phrases_before >= enough else range(0)

    def _named_district(self) -> range:
        """Where the text names a district of its PIN, the last time."""
        districts = pin_codes.locate_pin(self.postcode).districts if self.postcode else ()
        for at in range(len(self._found) - 1, -1, -1):
            for name in districts:
                size = len(name.split())
                if at not in self.used and self._plain(at, at + size) == name:
                    return range(at, at + size)
        return range(0)

    def _plain(self, start: int, end: int) -> str:
        return " ".join(word.plain for word in self._found[start:end])


def _phrases_from_the_end(found: list[AddressWord]) -> Iterator[tuple[int, int]]:
    end = len(found)
    while end:
        start = end - 1
        while start and found[start - 1].phrase == found[end - 1].phrase:
            start -= 1
        yield start, end
        end = start


@lru_cache(maxsize=4096)
def _nearest_city(name: str) -> str:
    return _nearest(name, address_places().cities)


@lru_cache(maxsize=4096)
def _nearest_state(name: str) -> str:
    return _nearest(name, address_places().states)


def _nearest(name: str, names: dict[str, str]) -> str:
    """The listed name that this one is a misreading of, or nothing."""
    if len(name) < SHORTEST_MISREAD:
        return ""
    best = process.extractOne(name, names.keys(), scorer=Levenshtein.normalized_similarity, score_cutoff=MISREAD)
    return names[best[0]] if best else ""
