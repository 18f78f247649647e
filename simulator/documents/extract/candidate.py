"""A value that a rule has led to, before the best one is chosen, and how sure one can be of it.

Confidence is the product of three things. What the engine said of the least sure word that the value touches, turned
into how often values with such a word were right (measured on fresh scans and photos: below 0.70 .57, to 0.85 .72, to
0.90 .84, to 0.93 .97, above .998). How the value was found: beside a label with a colon surely, under a block's heading
or at the head of the page less so. And what its form says: a value whose check digit fits is right whatever the engine
thought of its letters, so it is given at least 0.95; one that should have a form and hardly has it loses.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass

from simulator.documents.extract.marks import Span
from simulator.documents.formats.model import ANY, CHECKED, LOOSE, STRICT, Found
from simulator.documents.layout import Token
from simulator.documents.model import Field

#: Engine's confidence of the least sure word against how often the value was right: corners of a curve.
_RIGHT = ((0.0, 0.30), (0.50, 0.50), (0.70, 0.65), (0.85, 0.80), (0.90, 0.93), (0.93, 0.985), (0.96, 0.99), (1.0, 0.99))
#: What a form says: a check digit, a strict form, a loose one, any text.
_FORM = {CHECKED: 1.0, STRICT: 1.0, LOOSE: 0.985, ANY: 0.97}
_MENDED = 0.97
#: Codes of letters and digits with an O, 0, I or 1 next to the other kind were wrong this often, check digit or not.
_ALIKE = re.compile(r"[A-Z][0O1I]\d|\d[OI][A-Z\d]|[A-Z][01][A-Z]")
_UNPROVEN = 0.88
#: A value that a check digit proves is given at least this, and never more than 0.99.
PROVEN = 0.95
MOST = 0.99


@dataclass(frozen=True)
class Candidate:
    """`found` in `span`; `sure` is how surely the rule leads to the right value; `rule` says it for a person."""

    found: Found
    span: Span
    sure: float
    rule: str

    @property
    def tokens(self) -> tuple[Token, ...]:
        return self.span.within(self.found.start, self.found.end)

    @property
    def least(self) -> float:
        """What the engine said of the least sure word."""
        return min((token.confidence for token in self.tokens), default=0.0)

    @property
    def confidence(self) -> float:
        sure = (
            right(self.least)
            * self._alike
            * self.sure
            * form(self.found.proof)
            * (_MENDED if self.found.mended else 1.0)
        )
        if self.found.proof >= CHECKED:
            sure = max(sure, PROVEN)
        return round(min(sure, MOST), 3)

    @property
    def _alike(self) -> float:
        """What is left where nothing proves whether a sign between letters and digits is O or 0, I or 1."""
        mixed = self.found.proof < STRICT - 0.06 and _ALIKE.search(self.found.value)
        return _UNPROVEN if mixed else 1.0

    @property
    def field(self) -> Field:
        places = tuple(token.place for token in self.tokens)
        return Field(self.found.value, self.confidence, places, self.rule)


def right(confidence: float) -> float:
    """How often a value is right whose least sure word the engine gave this confidence."""
    for (low, worse), (high, better) in itertools.pairwise(_RIGHT):
        if confidence <= high:
            return worse + (better - worse) * (confidence - low) / (high - low)
    return _RIGHT[-1][1]


def form(proof: float) -> float:
    """What the form of a value says of it: the nearest of the named kinds at or below."""
    return next((_FORM[kind] for kind in (CHECKED, STRICT, LOOSE, ANY) if proof >= kind - 0.06), 0.9)
