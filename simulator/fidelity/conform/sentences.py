"""Which sentence a row stands for, without the sentence: the beginning of its SHA-256.

The notes on the API that the rows were written from are not kept here. Whoever has them can hold them against the rows and
learns which of those stand for sentences that are no longer there.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

#: Hexadecimal digits of a SHA-256 that are kept.
DIGITS = 12
_ENDS = re.compile(r"(?<=[.;:])\s+|\s+·\s+")


def fingerprint(sentence: str) -> str:
    """The hash of a sentence, whatever its case, spaces and marks of emphasis."""
    plain = " ".join(re.sub(r"[*_`|]+", " ", sentence).split()).lower().strip(" .;:")
    return hashlib.sha256(plain.encode()).hexdigest()[:DIGITS]


def fingerprints(text: str) -> set[str]:
    """Those of every line of a text, and of every sentence in its lines."""
    return {fingerprint(each) for each in _pieces(text)}


def _pieces(text: str) -> Iterator[str]:
    for line in text.splitlines():
        if line.strip():
            yield line
            yield from _ENDS.split(line)
