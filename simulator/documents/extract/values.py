"""From candidates to the Field that is answered: the best of them, or all, in the form of the field's kind."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from simulator.documents.extract.candidate import Candidate, right
from simulator.documents.formats import Format
from simulator.documents.formats.amounts import figure
from simulator.documents.formats.dates import day
from simulator.documents.formats.model import CHECKED, STRICT
from simulator.documents.model import Field
from simulator.documents.schema import FieldSpec, Find

#: Candidates whose sureness differs by less are equally sure: then the first on the page is taken.
_SAME = 0.02
#: The earliest or the latest of dates is told where a paper has so many different ones: birth, issue, expiry.
_DAYS, _NO_DAY = 3, (0, 0, 0)
#: Below, what the engine made of a place is likely another script or a picture.
_READABLE = 0.5


@dataclass(frozen=True)
class Derived(Candidate):
    """A part of another field's value: as sure as that is, and in its place."""

    other: Field = Field("", 0.0)  # noqa: RUF009 (frozen)

    @property
    def field(self) -> Field:
        return Field(self.found.value, round(self.other.confidence * self.sure, 3), self.other.places, self.rule)


def parted(candidates: Iterable[Candidate], split: str, format: Format) -> Iterator[Candidate]:
    """One candidate for each part of those that hold several values: `Asha Verma, Rohan Verma`."""
    for candidate in candidates:
        at = candidate.found.start
        for part in re.split(split, candidate.span.text[at:]):
            found = next(format.find(part), None)
            start = candidate.span.text.find(found.value, at) if found else -1
            if found and start >= 0:
                at = start + len(found.value)
                yield Candidate(found._replace(start=start, end=at), candidate.span, candidate.sure, candidate.rule)


def texts(field: Field | None) -> Iterable[str]:
    """What a field says, one text after the other."""
    return () if field is None or field.parts() else field.texts()


def field_of(spec: FieldSpec, find: Find, candidates: Sequence[Candidate]) -> Field | None:
    """What is answered for a field from the candidates of one way; None if there are none."""
    if not candidates:
        return None
    if spec.kind == "list":
        return _all(candidates)
    if spec.kind == "count" and find.way not in ("labels", "pattern"):
        fields = [candidate.field for candidate in candidates]
        least = min(each.confidence for each in fields)
        if find.format == "number":
            return _counted(find, candidates)
        return Field(len(fields), least, tuple(place for each in fields for place in each.places), fields[0].rule)
    if find.pick in ("earliest", "latest"):
        days = {date for each in candidates if (date := day(each.found.value)) is not None}
        if len(days) < _DAYS:
            return None
    best = chosen(find, candidates).field
    if spec.kind in ("number", "count"):
        number = figure(str(best.value))
        if number is None:
            return None
        return Field(int(number) if number.is_integer() else number, best.confidence, best.places, best.rule)
    return best


def _counted(find: Find, candidates: Sequence[Candidate]) -> Field | None:
    """A count that is printed: beside its label, or the sum of a column."""
    kept = candidates if find.column else [chosen(find, candidates)]
    figures = [figure(str(each.found.value)) for each in kept]
    if None in figures or any(not number.is_integer() for number in figures if number is not None):
        return None
    places = tuple(place for each in kept for place in each.field.places)
    counted = sum(int(number) for number in figures if number is not None)
    return Field(counted, min(each.confidence for each in kept), places, kept[0].rule)


def chosen(find: Find, candidates: Sequence[Candidate]) -> Candidate:
    """`first`: the surest, and of equally sure ones the first. `last`, `largest`, `earliest`, `latest`: what they say."""
    proven = [each for each in candidates if each.found.proof >= CHECKED]
    if proven and find.pick != "first":
        return proven[-1]
    if find.pick == "largest":
        return max(candidates, key=lambda each: figure(each.found.value) or 0.0)
    if find.pick in ("earliest", "latest"):
        return (min if find.pick == "earliest" else max)(candidates, key=lambda each: day(each.found.value) or _NO_DAY)
    if find.pick == "last":
        return candidates[-1]
    best = max(map(_worth, candidates))
    return next(each for each in candidates if _worth(each) >= best - _SAME)


def _worth(candidate: Candidate) -> float:
    """What the engine thought of the letters says little about whose value it is, unless it could hardly read them."""
    return (
        candidate.sure
        * min(candidate.found.proof, STRICT)
        * (1.0 if candidate.least > _READABLE else right(candidate.least))
    )


def _all(candidates: Sequence[Candidate]) -> Field:
    """Every different value, in order; as sure as the least sure one."""
    fields = {str(each.found.value): each.field for each in reversed(candidates)}
    kept = [fields[value] for value in dict.fromkeys(str(each.found.value) for each in candidates)]
    return Field(
        [str(each.value) for each in kept],
        min(each.confidence for each in kept),
        tuple(place for each in kept for place in each.places),
        kept[0].rule,
    )


def formatted_address(address: Field | None) -> Field | None:
    """The five parts of an address, each as sure as the address; None where it cannot be taken apart."""
    from simulator.matching.addresses import AddressError, formatted

    if address is None:
        return None
    try:
        parts = formatted(str(address.value))
    except AddressError:
        return None
    shown = {
        name: Field(value, address.confidence if value else 0.0, address.places, "part of the address")
        for name, value in parts.items()
    }
    return Field(shown, address.confidence, address.places, "the address in parts")
