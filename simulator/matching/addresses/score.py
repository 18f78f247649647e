"""How alike two addresses are, from their parts and from the whole.

`similarity` is the product of two shares, so both must agree. *Parts*: how much of the weight of both addresses' words
finds its match on the other side, whatever the order; a word that only one side has costs half its weight, two that
contradict each other cost more. *Whole*: the edit likeness of the two written-out lines. What cannot be true of one house
(other numbers, another city, a PIN of another region) multiplies the result down.

That a part of the source is missing in the target therefore shows in both shares: the documented cross-check pair, whose
target lacks the building and the city, comes to 60; the documented pair of the address API, which says the same
with other abbreviations and one word less ("Flat"), to 90. One principle serves both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rapidfuzz import fuzz, process

from simulator.matching.addresses.expand_initials import expand_initials
from simulator.matching.addresses.model import Address

#: A word read a little differently counts from this likeness on (0-100); two words written as one, from the next.
ALIKE, JOINED = 72.0, 85.0
#: What a word that only one side has costs, of its weight: so that the documented cross-check pair comes to 60.
MISSING = 0.47
#: What a match is worth that needed a join (`Green View`, `Greenview`); a number whose digits alone agree (`B-12`, `12`).
JOIN_WORTH, DIGITS_WORTH = 0.838, 0.8
#: What a number is worth that is the same but for look-alike characters (`l2`, `12`).
LOOKS_WORTH = 0.95
#: Words that each side has instead of the other's cost this.
CONTRADICTION = 1.8
#: Factors for what cannot be one house: no number in common; a number each that the other lacks; another city.
OTHER_NUMBERS, OTHER_NUMBER, OTHER_CITY = 0.6, 0.85, 0.5
#: Factor for a floor, wing, tower or block each that the other side has another one of.
OTHER_PART = 0.7
_PART = re.compile(r"(floor|wing|tower|block)(?=\w{1,3}$)")
#: Factors for PINs: another sorting district (first three digits), another post office (more than a digit differs).
OTHER_DISTRICT, OTHER_POST_OFFICE = 0.8, 0.93
#: Two city names of which one is not in the list are two cities below this likeness.
OTHER_CITY_NAME = 60.0

#: Bounds of `same_person_score`, 0-10.
CITY_BOUND, NUMBER_BOUND, SUBNUMBER_BOUND, UNNUMBERED_BOUND, OTHER_RELATION_LOSS, RELATION_GAIN = 2, 4, 6, 7, 2, 1
SAME_RELATION = 80.0

_LOOK_ALIKE = str.maketrans("olisb", "01158")
_NOT_DIGITS = re.compile(r"\D+")


def similarity(a: Address, b: Address) -> float:
    """0-100 with two decimals, the same in both directions; 100 for addresses of the same words."""
    return _likeness(a, b)[0]


def same_person_score(a: Address, b: Address) -> int:
    """0-10: how far the two speak of one person's home, as a reviewer would count it.

    It starts from a tenth of the similarity, rounded. Two different cities leave at most 2; house numbers of which
    none agrees at most 4, of which some do not at most 6; no number on either side (a street or a locality is
    many people's) at most 7. The same relation on both sides (S/O, D/O, W/O, C/O and a name) adds 1,
    different names take 2 away: one house can have several families.
    """
    return compared(a, b)[1]


def compared(a: Address, b: Address) -> tuple[float, int]:
    """`similarity` and `same_person_score`, for little more than the price of the first."""
    likeness, numbers = _likeness(a, b)
    return likeness, _same_person(a, b, likeness, numbers)


def _likeness(a: Address, b: Address) -> tuple[float, float]:
    """The similarity, and the factor for the house numbers in it."""
    a, b = expand_initials(a, b), expand_initials(b, a)
    if a.tokens == b.tokens:
        return 100.0, 1.0
    parts, numbers = _parts(a, b)
    numbers = min(numbers, _part_factor(a, b))
    return round(100 * parts * _whole(a, b) * numbers * _city_factor(a, b) * _pin_factor(a, b), 2), numbers


def _same_person(a: Address, b: Address, likeness: float, numbers: float) -> int:
    score = round(likeness / 10)
    if _city_factor(a, b) < 1:
        bound = CITY_BOUND
    elif not a.numbers and not b.numbers:
        bound = UNNUMBERED_BOUND
    else:
        bound = 10 if numbers == 1 else NUMBER_BOUND if numbers == OTHER_NUMBERS else SUBNUMBER_BOUND
    if a.relation and b.relation:
        joined = fuzz.ratio(a.relation.replace(" ", ""), b.relation.replace(" ", ""))
        same = max(joined, fuzz.token_sort_ratio(a.relation, b.relation)) >= SAME_RELATION
        score += RELATION_GAIN if same else -OTHER_RELATION_LOSS
    return max(0, min(score, bound))


def _whole(a: Address, b: Address) -> float:
    return max(fuzz.ratio(a.whole, b.whole), fuzz.ratio(a.ordered, b.ordered)) / 100


def _parts(a: Address, b: Address) -> tuple[float, float]:
    """The matched share of the weight of both sides (0-1), and the factor for their numbers."""
    if b.whole < a.whole:  # which side is asked first can decide between two near matches
        a, b = b, a
    shared = a.weights.keys() & b.weights.keys()
    left_a = {word: weight for word, weight in a.weights.items() if word not in shared}
    left_b = {word: weight for word, weight in b.weights.items() if word not in shared}
    pairs = [((a.weights[word] + b.weights[word]) / 2, 1.0) for word in shared]
    if left_a and left_b:
        pairs += [*_joins(left_a, left_b), *_joins(left_b, left_a), *_alike(left_a, left_b)]
    only_a, only_b = sum(left_a.values()), sum(left_b.values())
    contradiction = min(only_a, only_b)
    missing = max(only_a, only_b) - contradiction
    total = sum(weight for weight, _ in pairs) + MISSING * missing + CONTRADICTION * contradiction
    matched = sum(weight * worth for weight, worth in pairs)
    return (matched / total if total else 0.0), _numbers_factor(a, b, left_a, left_b)


def _joins(left: dict[str, float], other: dict[str, float]) -> Iterator[tuple[float, float]]:
    """Take two or three neighbouring words of one side with one of the other (`green view`, `greenview`): weight and worth."""
    words = list(left)
    for count in (3, 2):
        for several in (words[at : at + count] for at in range(len(words) - count + 1)):
            if all(word in left and word.isalpha() for word in several):
                best = process.extractOne("".join(several), other.keys(), scorer=fuzz.ratio, score_cutoff=JOINED)
                if best:
                    yield (sum(left.pop(word) for word in several) + other.pop(best[0])) / 2, JOIN_WORTH


def _alike(left: dict[str, float], other: dict[str, float]) -> Iterator[tuple[float, float]]:
    """Take words that differ a little, and numbers that can be the same: weight and worth. What is left stays."""
    for word in sorted(left, key=len, reverse=True):
        best, worth = _number_like(word, other) if _has_digit(word) else _word_like(word, other)
        if best:
            yield (left.pop(word) + other.pop(best)) / 2, worth


def _word_like(word: str, others: dict[str, float]) -> tuple[str, float]:
    best = process.extractOne(word, others.keys(), scorer=fuzz.ratio, score_cutoff=ALIKE)
    return (best[0], best[1] / 100) if best and not _has_digit(best[0]) else ("", 0.0)


def _number_like(word: str, others: dict[str, float]) -> tuple[str, float]:
    """The other side's number that can be the same: look-alike characters, one digit of a PIN, or the digits alone."""
    looks, digits = word.translate(_LOOK_ALIKE), _NOT_DIGITS.sub("", word)
    for other in others:
        if other.translate(_LOOK_ALIKE) == looks:
            return other, LOOKS_WORTH
        if len(word) == len(other) == 6 and digits == word and _misread(word, other):
            return other, DIGITS_WORTH
        if (_NOT_DIGITS.sub("", other) == digits and word[:3] == other[:3]) or _one_in_the_other(word, other):
            return other, DIGITS_WORTH
    return "", 0.0


def _one_in_the_other(word: str, other: str) -> bool:
    """`12` and `b12`, `14-4-16` and `14-4-16-2`: a number with and without a block or a part."""
    short, long = sorted((word, other), key=len)
    if short[0].isdigit() and long.startswith(f"{short}-"):
        return True
    return _NOT_DIGITS.sub("", long) == short and long.lstrip("abcdefghijklmnopqrstuvwxyz") in (short, "")


def _has_digit(word: str) -> bool:
    return not word.isalpha() and not _NOT_DIGITS.fullmatch(word)


def _misread(pin: str, other: str) -> bool:
    return sum(x != y for x, y in zip(pin, other, strict=True)) <= 1


def _numbers_factor(a: Address, b: Address, left_a: dict[str, float], left_b: dict[str, float]) -> float:
    """Whether the house numbers contradict each other: those that found no match on either side."""
    lost_a = [number for number in a.numbers if number in left_a]
    lost_b = [number for number in b.numbers if number in left_b]
    if not lost_a or not lost_b:
        return 1.0
    none_agrees = len(lost_a) == len(set(a.numbers)) or len(lost_b) == len(set(b.numbers))
    return OTHER_NUMBERS if none_agrees else OTHER_NUMBER


def _part_factor(a: Address, b: Address) -> float:
    """Whether both name a floor, wing, tower or block, and not the same."""
    parts_a, parts_b = _house_parts(a), _house_parts(b)
    other = any(parts_a[kind].isdisjoint(parts_b[kind]) for kind in parts_a.keys() & parts_b.keys())
    return OTHER_PART if other else 1.0


def _house_parts(address: Address) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for token in address.tokens:
        match = _PART.match(token)
        if match:
            found.setdefault(match[1], set()).add(token)
    return found


def _city_factor(a: Address, b: Address) -> float:
    if not a.city or not b.city or a.city == b.city:
        return 1.0
    if a.known_city and b.known_city:
        return OTHER_CITY
    if a.city in b.weights or b.city in a.weights:
        return 1.0
    return OTHER_CITY if fuzz.ratio(a.city, b.city) < OTHER_CITY_NAME else 1.0


def _pin_factor(a: Address, b: Address) -> float:
    if not a.postcode or not b.postcode or _misread(a.postcode, b.postcode):
        return 1.0
    return OTHER_DISTRICT if a.postcode[:3] != b.postcode[:3] else OTHER_POST_OFFICE
