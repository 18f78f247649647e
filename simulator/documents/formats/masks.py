"""The masks under which identity numbers are shown in logs, pages and reports."""

from __future__ import annotations

import re

_AADHAAR = re.compile(r"(?:\d{4}|[*Xx]{4})\s?(?:\d{4}|[*Xx]{4})\s?(\d{4})")


#: Formats whose values are private wherever they are read, each with its mask.
PRIVATE = ("aadhaar",)
#: Characters at the end that stay to be seen of another private value, where it is at least twice as long.
_SHOWN = 4


def mask(format: str, value: str) -> str:
    """A private value as it may be shown: of all but its last four letters and digits stars are left."""
    if format == "aadhaar":
        return mask_aadhaar(value)
    shown = len(value) - _SHOWN if len(value) >= 2 * _SHOWN else len(value)
    return re.sub(r"[^\W_]", "*", value[:shown]) + value[shown:]


def mask_aadhaar(number: str) -> str:
    """`**** **** 9012` for a twelve-digit number, masked already or not; all stars for anything else."""
    found = _AADHAAR.fullmatch(number.strip())
    return f"**** **** {found[1]}" if found else "*" * len(number)
