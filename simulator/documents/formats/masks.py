"""The masks under which identity numbers are shown in logs, pages and reports."""

from __future__ import annotations

import re

_AADHAAR = re.compile(r"(?:\d{4}|[*Xx]{4})\s?(?:\d{4}|[*Xx]{4})\s?(\d{4})")


def mask_aadhaar(number: str) -> str:
    """`**** **** 9012` for a twelve-digit number, masked already or not; all stars for anything else."""
    found = _AADHAAR.fullmatch(number.strip())
    return f"**** **** {found[1]}" if found else "*" * len(number)
