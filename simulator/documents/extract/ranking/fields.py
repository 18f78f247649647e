"""What can be said of a field, and of a candidate by the ways that its type file names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from simulator.documents import formats
from simulator.documents.extract.ranking.concepts import Meaning, concepts
from simulator.documents.extract.ranking.option import Option
from simulator.documents.schema import FieldSpec

FORMATS = (
    "amount",
    "date",
    "name",
    "company",
    "address",
    "code",
    "text",
    "telephone",
    "phone",
    "email",
    "number",
    "month",
    "gstin",
    "account_number",
)
WAYS = ("labels", "block", "column", "letterhead", "addressee", "party", "pattern", "anywhere", "of")


class Lead(NamedTuple):
    """A way of a type file that leads to a candidate: its number, the candidate's rank among those it leads to, and how
    surely; `rule` says it for a person."""

    way: int
    rank: int
    sure: float
    rule: str


#: The leads to the candidates of a field, by the candidate's number.
Leads = Mapping[int, Sequence[Lead]]


def of_field(spec: FieldSpec, meaning: Meaning) -> np.ndarray:
    ways = {find.way for find in spec.find}
    picks = {find.pick for find in spec.find}
    return np.array(
        [
            *(spec.format == name for name in FORMATS),
            formats.get_format(spec.format).strict,
            *(name in meaning.concepts for name in concepts()),
            *(way in ways for way in WAYS),
            "largest" in picks,
            "last" in picks,
            min(len(meaning.own), 30),
        ],
        np.float32,
    )


def ways(spec: FieldSpec, options: Sequence[Option], leads: Leads) -> np.ndarray:
    """What the ways of the type file say of each candidate."""
    first = min((lead.way for each in leads.values() for lead in each), default=-1)
    answers = {options[at].key for at, each in leads.items() for lead in each if lead.way == first}
    found = np.zeros((len(options), 7 + len(WAYS)), np.float32)
    found[:, 3:5] = 9
    found[:, 5], found[:, 6] = len(answers) > 1, not leads
    for at, each in leads.items():
        best = min(each)
        found[at, :5] = (
            len(each),
            best.way == first and best.rank == 0,
            max(lead.sure for lead in each),
            best.way,
            best.rank,
        )
        for lead in each:
            name = spec.find[lead.way].way
            if name in WAYS:
                found[at, 7 + WAYS.index(name)] = 1
    return found
