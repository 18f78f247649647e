"""Which type a document is, from weighted clues: its score for every type, and by how much the best one leads.

A clue's weight is how likely the type is from that clue alone; clues that hold add up as independent evidence does,
1 - (1 - a)(1 - b). A negative weight takes its share away. A type that lacks a required clue scores 0. Below its
threshold, or with less lead than its margin over any type that is not like it, the best type is not taken: a wrong type
is worse than none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

import msgspec

from simulator.documents.catalogue import Catalogue
from simulator.documents.evidence import Evidence
from simulator.documents.extract.sources import SheetView
from simulator.documents.lexicon import expanded
from simulator.documents.model import TypeCandidate
from simulator.documents.phrases import Vocabulary
from simulator.documents.schema import Clue, DocumentType

#: How many types are named as candidates, besides the one taken.
CANDIDATES = 5


class Classification(msgspec.Struct, frozen=True):
    """`document_type` is empty when none is sure enough. `margin` is the best score's lead over the next type not like it."""

    document_type: str = ""
    score: float = 0.0
    margin: float = 0.0
    candidates: tuple[TypeCandidate, ...] = ()


def classify(sheets: Sequence[SheetView], catalogue: Catalogue) -> Classification:
    """The type of the document on these sheets. Equal scores are ordered by name: the answer is always the same."""
    evidence = Evidence(sheets, _vocabulary(catalogue))
    weighed = [(score_type(each, evidence), each) for each in catalogue if each.clues]
    weighed = [(candidate, each) for candidate, each in weighed if candidate.score > 0]
    weighed.sort(key=lambda pair: (-pair[0].score, pair[0].document_type))
    if not weighed:
        return Classification()
    best, document_type = _foremost(weighed)
    rivals = (other.score for other, each in weighed if each is not document_type and not _alike(document_type, each))
    margin = round(best.score - next(rivals, 0.0), 4)
    taken = best.score >= document_type.threshold and margin >= document_type.margin
    candidates = tuple(candidate for candidate, _ in weighed[:CANDIDATES])
    return Classification(best.document_type if taken else "", best.score, margin, candidates)


def _foremost(weighed: Sequence[tuple[TypeCandidate, DocumentType]]) -> tuple[TypeCandidate, DocumentType]:
    """The best type, or a kind of it that reaches its own threshold; where the best misses its own, one like it that does not."""
    first = weighed[0]
    reached = [pair for pair in weighed if pair[0].score >= pair[1].threshold]
    if first not in reached:
        return next((pair for pair in reached if _alike(first[1], pair[1])), first)
    return next((pair for pair in reached if first[1].name in pair[1].kind_of), first)


def _alike(one: DocumentType, other: DocumentType) -> bool:
    return other.name in (*one.like, *one.kind_of) or one.name in (*other.like, *other.kind_of)


@lru_cache(maxsize=4)
def _vocabulary(catalogue: Catalogue) -> Vocabulary:
    """The words of all clues."""
    return Vocabulary(
        phrase
        for each in catalogue
        for clue in each.clues
        for phrase in expanded((*clue.any, *clue.all, *clue.none, *clue.over, *clue.untitled))
    )


def score_type(document_type: DocumentType, evidence: Evidence) -> TypeCandidate:
    """A type's score, with the clues that held and those that did not, in words for a person."""
    doubt, against = 1.0, 1.0
    matched, missing, lacking = [], [], False
    for clue in document_type.clues:
        held = matched_clues(clue, evidence)
        if held is None:
            if clue.weight > 0:
                missing.append(f"{clue_text(clue)}{' (required)' if clue.required else ''}")
            lacking = lacking or clue.required
            continue
        matched.append(f"{held} {clue.weight:+.2f}")
        if clue.weight > 0:
            doubt *= 1 - clue.weight
        else:
            against *= 1 + clue.weight
    score = 0.0 if lacking else round((1 - doubt) * against, 4)
    return TypeCandidate(document_type.name, score, tuple(matched), tuple(missing))


def matched_clues(clue: Clue, evidence: Evidence) -> str | None:
    """What held, in words; None if the clue does not hold."""
    texts = []
    if clue.words and not clue.words[0] <= evidence.words <= clue.words[1]:
        return None
    if clue.words:
        texts.append(f"{evidence.words} words")
    if clue.any:
        there = evidence.there(clue.any, clue.where)
        if len(there) < clue.at_least:
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
    if clue.any:
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
    for key in ("format", "source"):
        if getattr(clue, key):
            yield f"{key} {getattr(clue, key)}"
    if clue.words:
        yield f"{clue.words[0]} to {clue.words[1]} words"
