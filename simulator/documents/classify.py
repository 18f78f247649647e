"""Which type a document is, from weighted clues: its score for every type, and by how much the best one leads.

A clue's weight is how likely the type is from that clue alone; clues that hold add up as independent evidence does,
1 - (1 - a)(1 - b). A negative weight takes its share away. A type that lacks a required clue scores 0. Below its
threshold, or with less lead than its margin over any type that is not like it, the best type is not taken: a wrong type
is worse than none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

import msgspec

from simulator.documents.catalogue import Catalogue
from simulator.documents.evidence import Evidence
from simulator.documents.extract.sources import SheetView
from simulator.documents.lexicon import expanded
from simulator.documents.model import TypeCandidate
from simulator.documents.phrases import Vocabulary, key
from simulator.documents.schema import Clue, DocumentType
from simulator.documents.titles import alike

#: How many types are named as candidates, besides the one taken.
CANDIDATES = 5
#: What is further below its own threshold is no rival of the type with the highest score.
NEARLY = 0.15


class Classification(msgspec.Struct, frozen=True):
    """`document_type` is empty when none is sure enough. `margin` is the best score's lead over the next type not like it."""

    document_type: str = ""
    score: float = 0.0
    margin: float = 0.0
    candidates: tuple[TypeCandidate, ...] = ()


def classify(sheets: Sequence[SheetView], catalogue: Catalogue) -> Classification:
    """The type of the document on these sheets. Equal scores are ordered by name: the answer is always the same."""
    evidence = Evidence(sheets, _vocabulary(catalogue))
    clued = [(each, catalogue.clues(each.name)) for each in catalogue if each.clues]
    held = ((each, clues, _held(clues, evidence)) for each, clues in clued)
    weighed = [_Weighed(_score(clues, those), each, clues, those) for each, clues, those in held if those is not None]
    weighed = [each for each in weighed if each.score > 0]
    weighed.sort(key=lambda each: (-each.score, each.document_type.name))
    if not weighed:
        return Classification()
    best = _foremost(weighed)
    document_type = best.document_type
    rivals = (other.score for other in weighed if _rivals(other, document_type))
    margin = round(best.score - next(rivals, 0.0), 4)
    taken = best.score >= document_type.threshold and margin >= document_type.margin
    candidates = tuple(_candidate(each.document_type.name, each.clues, each.held) for each in weighed[:CANDIDATES])
    return Classification(document_type.name if taken else "", best.score, margin, candidates)


def _rivals(other: _Weighed, document_type: DocumentType) -> bool:
    """Whether a type has to be led: one that is not like it, nor like what it is a kind of, and that this document may nearly
    be."""
    itself = other.document_type
    near = alike(document_type, itself) or not set(document_type.kind_of).isdisjoint(itself.like)
    unlike = itself is not document_type and not near
    return unlike and other.score >= itself.threshold - NEARLY


class _Weighed(NamedTuple):
    """A type with its score, and what held of each of its clues, in words; None for a clue that does not hold."""

    score: float
    document_type: DocumentType
    clues: Sequence[Clue]
    held: Sequence[str | None]


def _held(clues: Sequence[Clue], evidence: Evidence) -> Sequence[str | None] | None:
    """What held of each clue; None where a required one does not. Those are asked first, what is seen in the picture last."""
    held: list[str | None] = [None] * len(clues)
    for at in sorted(range(len(clues)), key=lambda at: (not clues[at].required, bool(clues[at].source))):
        held[at] = matched_clues(clues[at], evidence)
        if held[at] is None and clues[at].required:
            return None
    return held


def _foremost(weighed: Sequence[_Weighed]) -> _Weighed:
    """The best type, or a kind of it that reaches its own threshold; where the best misses its own, one like it that does not."""
    first = weighed[0]
    reached = [each for each in weighed if each.score >= each.document_type.threshold]
    if first.score < first.document_type.threshold:
        return next((each for each in reached if alike(first.document_type, each.document_type)), first)
    return next((each for each in reached if first.document_type.name in each.document_type.kind_of), first)


@lru_cache(maxsize=4)
def _vocabulary(catalogue: Catalogue) -> Vocabulary:
    """The words of all clues."""
    return Vocabulary(
        phrase
        for each in catalogue
        for clue in catalogue.clues(each.name)
        for phrase in expanded((*clue.any, *clue.all, *clue.none, *clue.over, *clue.untitled))
    )


def score_type(name: str, clues: Sequence[Clue], evidence: Evidence) -> TypeCandidate:
    """A type's score, with the clues that held and those that did not, in words for a person."""
    return _candidate(name, clues, [matched_clues(clue, evidence) for clue in clues])


def _candidate(name: str, clues: Sequence[Clue], held: Sequence[str | None]) -> TypeCandidate:
    asked = list(zip(clues, held, strict=True))
    matched = tuple(f"{what} {clue.weight:+.2f}" for clue, what in asked if what is not None)
    missing = tuple(
        f"{clue_text(clue)}{' (required)' if clue.required else ''}"
        for clue, what in asked
        if what is None and clue.weight > 0
    )
    return TypeCandidate(name, _score(clues, held), matched, missing)


def _score(clues: Sequence[Clue], held: Sequence[str | None]) -> float:
    """A type's score from what held of each of its clues."""
    doubt, against = 1.0, 1.0
    for clue, what in zip(clues, held, strict=True):
        if what is None:
            if clue.required:
                return 0.0
        elif clue.weight > 0:
            doubt *= 1 - clue.weight
        else:
            against *= 1 + clue.weight
    return round((1 - doubt) * against, 4)


def matched_clues(clue: Clue, evidence: Evidence) -> str | None:
    """What held, in words; None if the clue does not hold."""
    texts = []
    if clue.words and not clue.words[0] <= evidence.words <= clue.words[1]:
        return None
    if clue.words:
        texts.append(f"{evidence.words} words")
    if clue.any:
        there = evidence.there(clue.any, clue.where)
        if len(set(map(key, there))) < clue.at_least:  # `wi-fi` and `wifi` are one
            return None
        if clue.over and not evidence.outranks(there, expanded(clue.over), clue.where):
            return None
        texts += [_quoted(there[: max(2, clue.at_least)], clue)]
    if clue.all:
        if not all(evidence.has(phrase, clue.where) for phrase in expanded(clue.all)):
            return None
        texts.append(_quoted(clue.all, clue))
    if clue.none:
        if evidence.there(clue.none, clue.where):
            return None
        texts.append(f"no {_quoted(clue.none[:2], clue)}")
    if clue.untitled and evidence.there(clue.untitled, "title"):
        return None
    if clue.pattern:
        match = evidence.matches(clue.pattern)
        if not match:
            return None
        texts.append(repr(match))
    if clue.unmatched:
        if evidence.matches(clue.unmatched):
            return None
        texts.append(_unmatched(clue))
    if clue.format:
        wanted = 1 if clue.any else clue.at_least
        if len(evidence.values(clue.format)) < wanted:
            return None
        texts.append(f"{'a' if wanted == 1 else wanted} valid {clue.format}")
    if clue.source:
        if not evidence.seen(clue.source):
            return None
        texts.append(clue.source)
    return " and ".join(texts)


def _quoted(phrases: Sequence[str], clue: Clue) -> str:
    places = {"anywhere": "", "top": " at the top", "line": " as a line", "title": " as the title"}
    return ", ".join(f'"{phrase}"' for phrase in phrases) + places[clue.where]


def _unmatched(clue: Clue) -> str:
    return f"no row matches {clue.unmatched}"


@lru_cache(maxsize=4096)
def clue_text(clue: Clue) -> str:
    """A clue in words. Those that do not hold are said of every type and document, so each is put into words once."""
    return "; ".join(_parts(clue))


def _parts(clue: Clue) -> Iterator[str]:
    if clue.text:
        yield clue.text
    elif clue.any:
        count = f"{clue.at_least} of " if clue.at_least > 1 else ""
        over = f" over {_quoted(clue.over, clue)}" if clue.over else ""
        yield f"{count}{_quoted(clue.any, clue)}{over}"
    if clue.all:
        yield f"all of {_quoted(clue.all, clue)}"
    if clue.none:
        yield f"none of {_quoted(clue.none, clue)}"
    if clue.untitled:
        yield "not titled " + ", ".join(f'"{phrase}"' for phrase in clue.untitled)
    if clue.pattern:
        yield f"pattern {clue.pattern}"
    if clue.unmatched:
        yield _unmatched(clue)
    for each in ("format", "source"):
        if getattr(clue, each):
            yield f"{each} {getattr(clue, each)}"
    if clue.words:
        yield f"{clue.words[0]} to {clue.words[1]} words"
