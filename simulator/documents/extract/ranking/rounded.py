"""What a sum is rounded to is what is asked for: `Total 1,52,936.20`, `Round off -0.20`, `Bill Amount 1,52,936.00`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from simulator.documents.extract.page import MarkedPage
from simulator.documents.extract.ranking.claim import Claim, exchanged
from simulator.documents.extract.ranking.concepts import Meaning
from simulator.documents.extract.ranking.context import Context

#: What stands at the part that is added or taken off, in the languages of `lexicon/`.
_ROUNDING = re.compile(
    r"(?i)\b(?:round(?:ed|ing)?|r\W{0,2}off|rundung\w*|gerundet|arrondi\w*|redondeo|arrotond\w*|afrond\w*|zaokr\w*|"
    r"[öø]re(?:s)?(?:avrundning|afrunding)|avrund\w*|afrund\w*|pyöristys|yuvarlama)\b"
)
_PART = re.compile(r"(?<![\d.,])0?[.,](\d{1,2})(?!\d)")
#: Amounts that differ by no more are one.
_OFF = 0.011


def rounded_fields(meanings: Mapping[str, Meaning]) -> frozenset[str]:
    """The fields that say what is to be paid."""
    return frozenset(name for name, meaning in meanings.items() if meaning.concepts & {"total", "net_pay"})


def rounded(context: Context, scores: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """The scores of claims, in their order: where the likeliest sum is rounded to another one by a part that the paper says,
    the two change places."""
    return context.changed(scores, context.rounded, _changed)


def _changed(claims: Sequence[Claim], scores: np.ndarray) -> np.ndarray:
    best = int(scores.argmax())
    amount = claims[best].option.number
    if _whole(amount):
        return scores
    others = [
        at for at, claim in enumerate(claims) if _whole(number := claim.option.number) and abs(number - amount) < 1
    ]
    if not others:
        return scores
    at = max(others, key=lambda each: float(scores[each]))
    part = abs(claims[at].option.number - amount)
    pages = dict.fromkeys(option.page for option in claims[best].field.options)
    if not any(abs(part - said) <= _OFF for page in pages for said in _parts(page)):
        return scores
    return exchanged(scores, best, at)


def _whole(amount: float) -> bool:
    return abs(amount - round(amount)) <= _OFF


def _parts(page: MarkedPage) -> Iterator[float]:
    """What the rows of a page say is rounded."""
    for row in page.layout.rows:
        text = page.layout.row_text(row)
        if _ROUNDING.search(text):
            for found in _PART.finditer(text):
                yield float(f"0.{found[1]}")
