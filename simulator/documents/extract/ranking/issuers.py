"""Who sends a paper is not whom it is sent to: the names of utilities and banks stand aside for the addressee's."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import numpy as np

from simulator.documents.extract.ranking.concepts import Meaning
from simulator.documents.extract.ranking.features import NAMES, Field
from simulator.documents.phrases import key

_OWN, _AGAINST, _TOP, _RECURS, _DOMAIN = (
    NAMES.index(name) for name in ("near_best", "near_against", "top", "recurs", "domain")
)
#: A sender's name stands at the top (share of the page), more than once, or in its address on the net (share of its letters).
_HEAD, _TWICE, _ON_THE_NET = 0.08, 2, 0.9
#: A label so near to one of the field's says more than the words of a name.
_LABEL = 0.9
#: What is left of the score of a sender's name.
_ASIDE = 0.05
_WORD = re.compile(r"[^\W\d_]+")


def aside(
    fields: Sequence[Field], meanings: Mapping[str, Meaning], scores: Mapping[str, np.ndarray]
) -> dict[str, np.ndarray]:
    """The first scores of all candidates, less for those that are a sender's name where the addressee's is meant."""
    made = dict(scores)
    for field in fields:
        name = field.spec.name
        issuers = meanings[name].issuers if name in meanings else None
        if issuers and field.options:
            theirs = np.array([not issuers.isdisjoint(_words(option.value)) for option in field.options])
            own, against, top, recurs, domain = field.rows[:, [_OWN, _AGAINST, _TOP, _RECURS, _DOMAIN]].T
            theirs &= (top <= _HEAD) | (recurs >= _TWICE) | (domain >= _ON_THE_NET)
            made[name] = np.where(theirs & ((own < _LABEL) | (own <= against)), _ASIDE, 1.0) * scores[name]
    return made


def _words(name: str) -> list[str]:
    return [key(word) for word in _WORD.findall(name)]
