"""The ways of a type file as evidence: which candidates they lead to. What only they find becomes a candidate, too."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from simulator.documents.extract.candidate import Candidate
from simulator.documents.extract.ranking.fields import Lead
from simulator.documents.extract.ranking.option import Option
from simulator.documents.extract.ranking.outline import Outline
from simulator.documents.extract.ranking.pool import possible
from simulator.documents.phrases import key
from simulator.documents.schema import FieldSpec, Find

#: Of what a way leads to, so many candidates count.
_MOST = 12
#: How a way orders its candidates, the one that it would answer first.
Ordered = Callable[[FieldSpec, Find], Sequence[Candidate]]


def leads(
    specs: Iterable[FieldSpec], follow: Ordered, options: Mapping[str, list[Option]], outlines: Sequence[Outline]
) -> dict[str, dict[int, list[Lead]]]:
    """For each field, the leads to candidates by their number in `options` of its format, to which they are added."""
    pages = {outline.page.number: outline for outline in outlines}
    index = {name: _indexed(each) for name, each in options.items()}
    found: dict[str, dict[int, list[Lead]]] = {}
    for spec in specs:
        mine: dict[int, list[Lead]] = {}
        for number, find in enumerate(spec.find):
            if find.source or find.of:
                continue
            for rank, candidate in enumerate(follow(spec, find)[:_MOST]):
                at = _number(candidate, options[spec.format], index[spec.format], pages, spec.format)
                if at is not None:
                    mine.setdefault(at, []).append(Lead(number, rank, round(candidate.sure, 4), candidate.rule))
        found[spec.name] = mine
    return found


def _indexed(options: Sequence[Option]) -> dict[tuple[int, int, str], int]:
    return {place: at for at, option in reversed(list(enumerate(options))) for place in _place(option)}


def _place(option: Option) -> Iterator[tuple[int, int, str]]:
    yield option.page.number, option.tokens[0].at, option.found.value


def _number(
    candidate: Candidate,
    options: list[Option],
    index: dict[tuple[int, int, str], int],
    pages: Mapping[int, Outline],
    format: str,
) -> int | None:
    """The candidate's number, which it is given if it is new; None for one that stands nowhere."""
    tokens = candidate.tokens
    if not tokens or not key(candidate.found.value):
        return None
    place = (tokens[0].page, tokens[0].at, candidate.found.value)
    if place not in index:
        outline = pages[tokens[0].page]
        lines = len({token.segment for token in tokens})
        option = Option(candidate.found, candidate.span, outline.page, outline, format, lines)
        if not possible(option):
            return None
        index[place] = len(options)
        options.append(option)
    return index[place]
