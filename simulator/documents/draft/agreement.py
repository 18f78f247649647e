"""Whether what was read is what is there: as one value, give or take a misread letter."""

from __future__ import annotations

import re
from typing import Any

from simulator.documents.formats.codes import as_digits
from simulator.documents.phrases import key

_CURRENCY = re.compile(r"(?i)\b(?:rs|inr)\b\.?|₹")
#: Two texts with so much in common are one value, misread here and there.
SAME = 88.0


def same_value(value: Any, truth: Any) -> bool:
    """Whether a value that was read is the true one, give or take a misread letter; of lists, most of them."""
    if isinstance(truth, list):
        values = value if isinstance(value, list) else [value]
        return bool(truth) and sum(any(same_value(one, each) for one in values) for each in truth) >= 0.8 * len(truth)
    if isinstance(value, list):
        return len(value) == 1 and same_value(value[0], truth)
    read, true = key(str(value)), key(str(truth))
    if read == true:
        return True
    if any(letter.isdigit() for letter in true) and len(true) < 20:
        return _number(value) is not None and _number(value) == _number(truth)
    from rapidfuzz.fuzz import ratio

    return bool(read) and ratio(read, true) >= SAME


def _number(value: Any) -> float | None:
    text = re.sub(r"[,\s]|/-", "", _CURRENCY.sub("", str(value)))
    try:
        return float(text)
    except ValueError:
        return None


def covers(value: Any, text: Any) -> bool:
    """Whether a value of a format is nearly all of the text, or all of it with look-alikes put right; digits behind a letter
    (`A-101`) are no number, but a code."""
    if value is None or text is None:
        return False
    part, whole = key(str(value)), key(_CURRENCY.sub("", str(text)))
    if part.isdigit() and any(letter.isalpha() for letter in whole.partition(part)[0]):
        return False
    return (part in whole and len(part) >= 0.75 * len(whole)) or as_digits(str(value)) == as_digits(str(text).strip())


def is_money(text: str) -> bool:
    return bool(re.search(r"(?i)^(?:rs\.?|inr|₹)|\d\.\d\d$|/-$", text.strip()))


def shown(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
