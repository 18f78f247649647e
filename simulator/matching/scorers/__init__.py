"""How alike two extracted values are, 0-100, by what kind of thing they are.

Every scorer takes two texts and is symmetric; identical values score 100 whatever their kind. Lists are compared value
by value: each of the shorter list against another one of the longer, in the assignment that scores best. Which
fields are compared, and what happens when one is missing, is decided by `matching.crosschecks`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from simulator.matching.digits import ascii_digits
from simulator.matching.model import Scorer
from simulator.matching.scorers.amounts_and_dates import amount, date
from simulator.matching.scorers.assignment import best_mean
from simulator.matching.scorers.identifiers import exact, identifier, phone
from simulator.matching.scorers.names import name
from simulator.matching.scorers.texts import address, text

Single = str | int | float
Value = Single | Sequence[Single]

SCORERS: Mapping[Scorer, Callable[[str, str], float]] = MappingProxyType(
    {
        "name": name,
        "address": address,
        "phone": phone,
        "identifier": identifier,
        "identifiers": identifier,
        "amount": amount,
        "text": text,
        "date": date,
        "exact": exact,
    }
)


def score(kind: Scorer, a: Value, b: Value) -> int:
    """How alike two values of a kind are, 0-100. A side that is empty is like nothing: 0."""
    left, right = _values(a), _values(b)
    if not left or not right:
        return 0
    if left == right:
        return 100
    scorer = SCORERS[kind]

    def single(x: str, y: str) -> float:
        # One order for both directions makes every scorer symmetric.
        return 100.0 if x == y else scorer(min(x, y), max(x, y))

    mean = best_mean(left, right, single)
    return max(0, min(100, round(mean)))


def _values(value: Value) -> list[str]:
    """The texts in a value, without the empty ones; numbers without a trailing `.0`, digits of one script."""
    several = [value] if isinstance(value, str | int | float) else value
    texts = (f"{one:.15g}" if isinstance(one, float) else ascii_digits(str(one)).strip() for one in several)
    return [one for one in texts if one]
