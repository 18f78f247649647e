"""Digits of any script as those that everything is compared by: an address in Marathi may number its house `१२`."""

from __future__ import annotations

import re
import unicodedata

_DIGIT_OF_ANOTHER_SCRIPT = re.compile(r"(?![0-9])\d")


def ascii_digits(text: str) -> str:
    """The text with each decimal digit of another script as `0` to `9`."""
    return (
        text if text.isascii() else _DIGIT_OF_ANOTHER_SCRIPT.sub(lambda found: str(unicodedata.digit(found[0])), text)
    )
