"""Numbers and codes that are the same or not: identifiers, phone numbers, anything exact. A near miss is graded,
because it is more often a misreading than another identifier."""

from __future__ import annotations

import re

from rapidfuzz.distance import Levenshtein

#: The same but for characters that OCR takes for each other (O and 0).
LOOKS_THE_SAME = 95.0
#: What each wrong character of an identifier takes, for the first two; beyond, the share that is right counts half.
WRONG_CHARACTER, GRADED_CHARACTERS = 25.0, 2
#: One stands at the end of the other, as a serial number does behind its maker's prefix.
ENDS_THE_OTHER, SHORTEST_END = 80.0, 6
#: What each wrong digit of a phone number takes.
WRONG_DIGIT = 20.0
PHONE_DIGITS = 10

_LOOK_ALIKE = str.maketrans("OQDILZSBG", "000112586")
_NOT_CODE = re.compile(r"[\W_]+")
_PHONE = re.compile(r"(?:[0-9oOlI][\s().-]*){10,13}")


def exact(a: str, b: str) -> float:
    """100 if the same after folding space and case, else 0."""
    return 100.0 if " ".join(a.casefold().split()) == " ".join(b.casefold().split()) else 0.0


def identifier(a: str, b: str) -> float:
    """Registration, serial and IMEI numbers: without case and punctuation."""
    x, y = (_NOT_CODE.sub("", value).upper() for value in (a, b))
    if not x or not y:
        return 0.0
    if x == y:
        return 100.0
    x, y = x.translate(_LOOK_ALIKE), y.translate(_LOOK_ALIKE)
    if x == y:
        return LOOKS_THE_SAME
    short, long = sorted((x, y), key=len)
    wrong = Levenshtein.distance(x, y)
    if wrong <= GRADED_CHARACTERS and len(short) >= SHORTEST_END:
        return 100.0 - WRONG_CHARACTER * wrong
    if len(short) >= SHORTEST_END and long.endswith(short):
        return ENDS_THE_OTHER
    return 50.0 * (1 - wrong / len(long))


def phone(a: str, b: str) -> float:
    """Phone numbers by their last ten digits (+91 and 0 in front aside); of several in one value, the two most alike."""
    numbers = [_phones(value) for value in (a, b)]
    return max((_phone(x, y) for x in numbers[0] for y in numbers[1]), default=0.0)


def _phone(x: str, y: str) -> float:
    if len(x) != PHONE_DIGITS or len(y) != PHONE_DIGITS:
        return identifier(x, y)
    return max(0.0, 100.0 - WRONG_DIGIT * Levenshtein.distance(x, y))


def _phones(value: str) -> list[str]:
    """The numbers of ten digits in a value, or all its digits where there is none."""
    found = [_digits(match.group())[-PHONE_DIGITS:] for match in _PHONE.finditer(value)]
    # A letter is a misread digit only in a word that has digits.
    digits = _digits(" ".join(word for word in value.split() if any(map(str.isdigit, word))))
    return found or ([digits] if digits else [])


def _digits(value: str) -> str:
    return re.sub(r"\D", "", value.upper().translate(_LOOK_ALIKE))
